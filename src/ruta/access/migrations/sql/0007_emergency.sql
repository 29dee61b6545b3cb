-- Emergency openings: one case, four hours by this clock, three tries a day, whatever came of them.

-- Every try leaves a row; `case_id` only where a second person is to confirm.
create table access_breakglassattempt (
    id uuid primary key,
    user_id uuid not null,
    office_id text not null,
    agency text not null,
    at timestamptz not null default clock_timestamp(),
    reference text not null,
    case_id uuid,
    reason_code text not null,
    reason bytea not null,
    confirmed_by uuid,
    confirmed_at timestamptz
);
create index access_attempt_of_person on access_breakglassattempt (user_id, at);
create index access_attempt_reference on access_breakglassattempt (reference);

create function access_may_emergency() returns boolean language sql stable as
$$ select access_my_agency() in ('CEM', 'PNP', 'SALUD', 'LINEA')
    and access_my_department() is null and access_me() is not null $$;

create function access_breakglass_used() returns integer
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return (select count(*) from access_breakglassattempt a
        where a.user_id = access_me() and a.at > clock_timestamp() - interval '24 hours');
end $$;

-- Opens, notes and tells; who calls has decided that it may be.
create function access_breakglass_begin(
    opening uuid, wanted uuid, person uuid, office text, agency text, code text, why bytea,
    second uuid
) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into access_breakglass
        (id, case_id, user_id, office_id, reason_code, reason, opened_at, until, seconded_by,
        outcome)
    select opening, wanted, person, office, code, why, clock.now, clock.now + interval '4 hours',
        second, ''
    from (select clock_timestamp() as now) clock;
    perform access_audit_append(jsonb_build_array(jsonb_build_object(
        'event', 'breakglass-opened', 'actor', person, 'office_id', office, 'agency', agency,
        'case_id', wanted, 'compartments', 'EICR', 'action', 'read', 'purpose', code,
        'basis', 'breakglass', 'rule', 9, 'detail', jsonb_strip_nulls(jsonb_build_object(
            'opening', opening, 'seconded_by', second)))));
    perform access_alert_raise('breakglass', wanted, person, office, agency);
end $$;

-- The case that a code or a document names; of several, hers before his, the open, the latest.
create function access_breakglass_find(wanted_code text, wanted_document bytea, accused uuid)
returns uuid
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if wanted_document is not null then
        return (select p.case_id from cases_party p join cases_case c on c.case_id = p.case_id
            where p.document_index = wanted_document
            order by p.person_id = accused, c.open desc, c.last_act_at desc limit 1);
    end if;
    return (select c.case_id from cases_case c where c.code = wanted_code
        order by c.open desc, c.last_act_at desc limit 1);
end $$;

-- Tries to open. Outcomes: opened; already (theirs as it is); conflict, closed, limit, second and
-- nothing, which the page answers alike. Every try but `already` counts.
create function access_breakglass_ask(
    attempt uuid, wanted_code text, wanted_document bytea, accused uuid, code text, why bytea,
    reference text
) returns table (outcome text, case_id uuid)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    me uuid := access_me();
    office text := access_my_office();
    agency text := access_my_agency();
    found uuid;
    standing jsonb;
    used integer;
    suspended boolean;
    came text := 'nothing';
begin
    if not access_may_emergency() then
        raise insufficient_privilege using message = 'not in an emergency';
    end if;
    perform pg_advisory_xact_lock(hashtextextended('access_breakglass ' || me, 0));
    found := access_breakglass_find(wanted_code, wanted_document, accused);
    standing := access_standing(found, me, office, agency, '');
    used := access_breakglass_used();
    suspended := access_breakglass_suspended(me, now());
    if found is null then
        came := 'nothing';
    elsif standing->'closed' ?| array['conflict', 'blocked'] then
        came := 'conflict';
    elsif standing->'closed' ? 'implicated' then
        came := 'closed';
    elsif (standing->>'breakglass')::boolean or (standing->>'relation' in ('assigned', 'supervisor')
        and found <> all (coalesce(access_my_closed(), '{}')))
    then
        return query select 'already', found;
        return;
    elsif used >= 3 or suspended then
        came := 'limit';
    elsif (standing->>'trafficking')::boolean or exists (
        select 1 from access_bar b where b.case_id = found and b.reason = 'implicated')
    then
        came := 'second';
    else
        came := 'opened';
    end if;
    insert into access_breakglassattempt
        (id, user_id, office_id, agency, reference, case_id, reason_code, reason)
    values (attempt, me, office, agency, reference, case when came = 'second' then found end,
        code, why);
    if came = 'opened' then
        perform access_breakglass_begin(attempt, found, me, office, agency, code, why, null);
    end if;
    return query select came, found;
end $$;

-- Whose try a reference is: office, agency, reason and when; the same for a try that found nothing.
create function access_breakglass_asked(wanted text) returns table (
    office_name text, reason_code text, at timestamptz
)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return query
    select coalesce(d.name, a.office_id)::text, a.reason_code, a.at
    from access_breakglassattempt a left join directory_office d on d.id = a.office_id
    where a.reference = wanted and a.at > clock_timestamp() - interval '2 hours'
        and a.user_id <> access_me() and a.agency <> access_my_agency();
end $$;

-- A second person, of another agency, confirms; whether that opened a case, which nobody is told.
create function access_breakglass_second(wanted text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    me uuid := access_me();
    asked access_breakglassattempt%rowtype;
begin
    if me is null or coalesce(access_my_agency(), '') in ('', 'ADMIN', 'ANALYST', 'SURVIVOR') then
        raise insufficient_privilege using message = 'not in an emergency';
    end if;
    select * into asked from access_breakglassattempt a
    where a.reference = wanted and a.at > clock_timestamp() - interval '2 hours'
        and a.user_id <> me and a.agency <> access_my_agency()
        and a.case_id is not null and a.confirmed_at is null
    for update;
    if not found
        or access_standing(asked.case_id, me, access_my_office(), access_my_agency(), '')
            ->'closed' <> '[]'
        or access_standing(asked.case_id, asked.user_id, asked.office_id, asked.agency, '')
            ->'closed' <> '[]'
    then
        return false;
    end if;
    update access_breakglassattempt a set confirmed_by = me, confirmed_at = clock_timestamp()
    where a.id = asked.id;
    perform access_breakglass_begin(asked.id, asked.case_id, asked.user_id, asked.office_id,
        asked.agency, asked.reason_code, asked.reason, me);
    return true;
end $$;

revoke all on function access_breakglass_used(), access_breakglass_asked(text),
    access_breakglass_begin(uuid, uuid, uuid, text, text, text, bytea, uuid),
    access_breakglass_find(text, bytea, uuid), access_breakglass_second(text),
    access_breakglass_ask(uuid, text, bytea, uuid, text, bytea, text) from public;
