-- A bar that stays when a document of a case is put right (0011) or erased (0008) may rest on a
-- mistake of whoever wrote the document. As with a tie that a worker takes back, nobody opens it
-- alone: who accompanies her asks, whoever oversees decides, and those of the case are told. The
-- worker learns nothing of it: to them the case does not exist.

create table access_barasked (
    id uuid primary key default gen_random_uuid(),
    case_id uuid not null,
    user_id uuid not null,
    asked_by uuid not null,
    asked_office text not null,
    asked_at timestamptz not null default clock_timestamp(),
    decided_by uuid,
    decided_at timestamptz,
    outcome text not null default '' check (outcome in ('', 'ended', 'kept'))
);
create index access_barasked_of_case on access_barasked (case_id, user_id);
create index access_barasked_waiting on access_barasked (asked_at) where outcome = '';

-- Whether it was theirs to ask; asked again while it waits, it is one.
create function access_bar_ask(wanted uuid, person uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if coalesce(access_my_agency(), '') <> all (array['CEM', 'LINEA', 'UPE'])
        or not access_assigned(wanted) or wanted = any (access_my_closed())
        or not exists (select 1 from access_bar b where b.case_id = wanted
            and b.subject = person::text and b.reason = 'conflict')
    then
        return false;
    end if;
    perform pg_advisory_xact_lock(hashtextextended(
        concat_ws(' ', 'access_bar', wanted, person), 0));
    insert into access_barasked (case_id, user_id, asked_by, asked_office)
    select wanted, person, access_me(), access_my_office()
    where not exists (select 1 from access_barasked a
        where a.case_id = wanted and a.user_id = person and a.outcome = '');
    return true;
end $$;

-- For whom it waits in a case, to those who may see to whom the case is closed.
create function access_bars_asked(wanted uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select a.user_id from access_barasked a
    where a.case_id = wanted and a.outcome = ''
        and access_assigned(wanted) and wanted <> all (access_my_closed())
$$;

create function access_bars_waiting() returns table (
    id uuid, display_name text, role text, office_name text, asked_office text,
    asked_at timestamptz
)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select a.id, u.display_name::text, u.role::text,
        case when d.type = 'hogar-refugio' then '' else d.name::text end,
        coalesce(o.name::text, ''), a.asked_at
    from access_barasked a join access_user u on u.id = a.user_id
    join directory_office d on d.id = u.office_id
    left join directory_office o on o.id = a.asked_office
    where a.outcome = '' and access_me() <> all (array[a.user_id, a.asked_by])
        and access_tie_judge()
    order by a.asked_at limit 200
$$;

-- Lifts a bar or keeps it; whether it was theirs to decide. Where the worker's tie is still to
-- somebody of the case, the case stays closed to them all the same.
create function access_bar_decide(wanted uuid, result text) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asked access_barasked%rowtype;
    place text;
begin
    if result is null or result <> all (array['ended', 'kept']) then
        raise check_violation using message = 'no such outcome';
    end if;
    if not access_tie_judge() then
        return false;
    end if;
    update access_barasked a
    set outcome = result, decided_by = access_me(), decided_at = clock_timestamp()
    where a.id = wanted and a.outcome = ''
        and access_me() <> all (array[a.user_id, a.asked_by])
    returning * into asked;
    if not found then
        return false;
    end if;
    if result = 'ended' then
        delete from access_bar b where b.case_id = asked.case_id
            and b.subject = asked.user_id::text and b.reason = 'conflict';
        select u.office_id into place from access_user u where u.id = asked.user_id;
        perform access_alert_raise('bar-ended', asked.case_id, asked.user_id, place, '');
    end if;
    perform access_audit_append(jsonb_build_array(jsonb_build_object(
        'event', 'account', 'actor', access_me(), 'office_id', access_my_office(),
        'agency', access_my_agency(), 'action', 'write',
        'detail', jsonb_build_object('change', 'bar-' || result, 'person', asked.user_id))));
    return true;
end $$;

-- Destroys what was asked and decided about ties and bars before an instant: whose, why, and the
-- index of the document. That it was decided, by whom and when, stays in the audit. How many.
create function access_ties_forget(before timestamptz) returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    gone integer;
    more integer;
begin
    delete from access_tieending e where e.outcome <> '' and e.decided_at < before;
    get diagnostics gone = row_count;
    delete from access_barasked a where a.outcome <> '' and a.decided_at < before;
    get diagnostics more = row_count;
    gone := gone + more;
    if gone > 0 then
        perform access_audit_append(jsonb_build_array(jsonb_build_object(
            'event', 'erased', 'action', 'erase', 'purpose', 'ties',
            'detail', jsonb_build_object('before', before, 'asked', gone))));
    end if;
    return gone;
end $$;
