-- Alerts: to whom, decided here so that no caller can tell the agency that is being watched.

create table access_alert (
    id uuid not null,
    audience text not null,
    at timestamptz not null,
    kind text not null,
    case_id uuid,
    actor uuid,
    actor_office text not null,
    actor_agency text not null,
    seen_at timestamptz,
    seen_by uuid,
    outcome text,
    note bytea,
    primary key (id, audience)
);
create index access_alert_of_audience on access_alert (audience, at desc);
create index access_alert_alike on access_alert (kind, at);
create index access_alert_unseen on access_alert (audience) where seen_at is null;

-- The agency an account works for, as ruta/access/agencies.toml has it, where an alert turns on it:
-- those that may receive one.
create function access_agency_of(person uuid) returns text
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select case when account.role in ('oversight') or office.type = 'defensoria' then 'OVERSIGHT'
        when account.role = 'administrator' then 'ADMIN'
        when account.role = 'analyst' then 'ANALYST'
        when office.type in ('cem', 'sau', 'supervision') then 'CEM'
        else '' end
    from access_user account join directory_office office on office.id = account.office_id
    where account.id = person
$$;

-- Tells whoever answers for the case (its CEM offices) and whoever oversees; never the agency of
-- the actor, whether that is what was said or what their account says, nor an office to which the
-- case is closed. When nobody is left, the administrators are told, so that no alert is lost. The
-- same within an hour is told once.
create function access_alert_raise(
    kind text, case_id uuid, actor uuid, office text, agency text
) returns uuid
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_variable
declare
    own text[] := array[coalesce(agency, ''), coalesce(access_agency_of(actor), '')];
    told text[] := '{}';
    alike uuid;
    made uuid := gen_random_uuid();
begin
    perform pg_advisory_xact_lock(hashtextextended(
        concat_ws(' ', 'access_alert', kind, case_id, actor), 0));
    select alert.id into alike from access_alert alert
    where alert.kind = kind and alert.at > now() - interval '1 hour'
        and alert.case_id is not distinct from case_id
        and alert.actor is not distinct from actor
    limit 1;
    if alike is not null then
        return alike;
    end if;
    if case_id is not null and not 'CEM' = any (own) then
        select coalesce(array_agg(distinct 'office:' || held.office_id), '{}') into told
        from access_grant held join directory_office place on place.id = held.office_id
        where held.case_id = case_id and place.type in ('cem', 'sau') and held.office_id <> office
            and not exists (select 1 from access_bar closed
                where closed.case_id = held.case_id
                    and closed.subject in (held.office_id, 'CEM'));
    end if;
    if not 'OVERSIGHT' = any (own) then
        told := told || array['agency:OVERSIGHT'];
    end if;
    if cardinality(told) = 0 then
        told := array['agency:ADMIN'];
    end if;
    insert into access_alert (id, audience, at, kind, case_id, actor, actor_office, actor_agency)
    select made, audience, clock_timestamp(), left(kind, 40), case_id, actor,
        coalesce(office, ''), coalesce(nullif(agency, ''), own[2])
    from unnest(told) as audience;
    return made;
end $$;

-- Tells whoever oversees and the administrators, once a day, that for a day no witness took a head of
-- the chain; whether they were told now. It believes nobody about that but its own record.
create function access_alert_unwitnessed() returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if access_witnessed_at() is null
        or access_witnessed_at() > clock_timestamp() - interval '24 hours'
    then
        return false;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('access_alert witness', 0));
    if exists (select 1 from access_alert alert
        where alert.kind = 'witness' and alert.at > clock_timestamp() - interval '24 hours')
    then
        return false;
    end if;
    insert into access_alert (id, audience, at, kind, actor_office, actor_agency)
    select made, audience, clock_timestamp(), 'witness', '', ''
    from gen_random_uuid() as made, unnest(array['agency:OVERSIGHT', 'agency:ADMIN']) as audience;
    return true;
end $$;

-- The alerts of whoever oversees: people and cases by pseudonym. `of_state`: open, seen or empty.
create function access_alerts_for_oversight(
    of_state text, of_kind text, before timestamptz, many integer
) returns table (
    id uuid, at timestamptz, kind text, person text, of_case text, office_name text, agency text,
    seen_at timestamptz, outcome text
)
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
    select alert.id, alert.at, alert.kind, access_pseudonym(alert.actor, alert.at),
        access_pseudonym(alert.case_id, alert.at),
        case when access_is_shelter(alert.actor_agency, office.type) then ''
            else coalesce(office.name, alert.actor_office) end,
        alert.actor_agency, alert.seen_at, alert.outcome
    from access_alert alert left join directory_office office on office.id = alert.actor_office
    where alert.audience = 'agency:OVERSIGHT'
        and (of_kind = '' or alert.kind = of_kind)
        and (of_state = '' or (of_state = 'open') = (alert.seen_at is null))
        and (before is null or alert.at < before)
    order by alert.at desc limit least(many, 500)
$$;
