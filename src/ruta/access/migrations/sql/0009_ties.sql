-- Ending a tie that a worker declared: they ask, whoever oversees decides. It may open a case to a
-- relative, so nobody of their own office or agency decides it, and it is told to those an alert of
-- that case is for.

create table access_tieending (
    id uuid primary key,
    user_id uuid not null,
    office_id text not null,
    agency text not null,
    document_index bytea not null,
    tie text not null,
    reason bytea not null,
    asked_at timestamptz not null default clock_timestamp(),
    decided_by uuid,
    decided_at timestamptz,
    outcome text not null default '' check (outcome in ('', 'ended', 'kept'))
);
create index access_tieending_of_person on access_tieending (user_id, asked_at);
create index access_tieending_waiting on access_tieending (asked_at) where outcome = '';

-- Whether they had declared that document; asked again while it waits, it is one.
create function access_tie_ask(ending uuid, wanted bytea, why bytea) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('access_tie ' || access_me(), 0));
    if exists (select 1 from access_tieending e where e.user_id = access_me()
        and e.document_index = wanted and e.outcome = '')
    then
        return true;
    end if;
    insert into access_tieending
        (id, user_id, office_id, agency, document_index, tie, reason)
    select ending, s.user_id, access_my_office(), access_my_agency(), s.document_index, s.tie, why
    from access_staffindex s where s.user_id = access_me() and s.document_index = wanted;
    return found;
end $$;

create function access_ties_asked() returns table (
    id uuid, tie text, asked_at timestamptz, outcome text, decided_at timestamptz
)
language sql stable security definer set search_path = public, pg_temp as $$
    select e.id, e.tie, e.asked_at, e.outcome, e.decided_at from access_tieending e
    where e.user_id = access_me() order by e.asked_at desc limit 20
$$;

-- Whether who asks decides these: whoever oversees, by what was said and by their account.
create function access_tie_judge() returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(access_my_agency() = 'OVERSIGHT'
        and access_agency_of(access_me()) = 'OVERSIGHT', false)
$$;

create function access_ties_waiting() returns table (
    id uuid, display_name text, role text, office_name text, tie text, asked_at timestamptz,
    reason bytea
)
language sql stable security definer set search_path = public, pg_temp as $$
    select e.id, u.display_name::text, u.role::text,
        case when access_is_shelter(e.agency, d.type) then '' else d.name::text end,
        e.tie, e.asked_at, e.reason
    from access_tieending e join access_user u on u.id = e.user_id
    join directory_office d on d.id = u.office_id
    where e.outcome = '' and e.user_id <> access_me() and access_tie_judge()
    order by e.asked_at limit 200
$$;

-- Ends a tie or keeps it; whether it was theirs to decide. The bar of a case follows from ties, so
-- it is gone with it; alerts that it raised stay.
create function access_tie_decide(wanted uuid, result text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    asked access_tieending%rowtype;
    of_case uuid;
begin
    if result is null or result <> all (array['ended', 'kept']) then
        raise check_violation using message = 'no such outcome';
    end if;
    if not access_tie_judge() then
        return false;
    end if;
    update access_tieending e
    set outcome = result, decided_by = access_me(), decided_at = clock_timestamp()
    where e.id = wanted and e.outcome = '' and e.user_id <> access_me()
    returning * into asked;
    if not found then
        return false;
    end if;
    if result = 'ended' then
        for of_case in
            select distinct p.case_id from cases_party p
            where p.document_index = asked.document_index
        loop
            perform access_alert_raise(
                'tie-ended', of_case, asked.user_id, asked.office_id, asked.agency);
        end loop;
        delete from access_staffindex s
        where s.user_id = asked.user_id and s.document_index = asked.document_index;
    end if;
    perform access_audit_append(jsonb_build_array(jsonb_build_object(
        'event', 'account', 'actor', access_me(), 'office_id', access_my_office(),
        'agency', access_my_agency(), 'action', 'write',
        'detail', jsonb_build_object('change', 'tie-' || result, 'person', asked.user_id))));
    return true;
end $$;
