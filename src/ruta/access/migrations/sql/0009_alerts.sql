-- Alerts as those they are for read and review them: whoever coordinates the office, administers or
-- oversees.

-- Whose alerts are for who asks: their office's when they coordinate it, their agency's; null, none.
create function access_alert_audience() returns text
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select case
        when access_my_agency() = 'ADMIN' and access_agency_of(account.id) = 'ADMIN'
            then 'agency:ADMIN'
        when access_my_agency() = 'OVERSIGHT' and access_agency_of(account.id) = 'OVERSIGHT'
            then 'agency:OVERSIGHT'
        when account.coordinates and account.office_id = access_my_office()
            and access_my_agency() not in ('ADMIN', 'ANALYST', 'OVERSIGHT', 'SURVIVOR')
            then 'office:' || account.office_id
        end
    from access_user account where account.id = access_me() and account.is_active
$$;

-- Whether an alert may be read by who asks: not about them or their agency, and not of a case that
-- is closed to them.
create function access_alert_readable(alert access_alert) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select alert.actor is distinct from access_me()
        and access_my_agency() is distinct from alert.actor_agency
        and access_my_agency() is distinct from access_agency_of(alert.actor)
        and (alert.case_id is null or (
            alert.case_id <> all (coalesce(access_my_closed(), '{}'))
            and not exists (select 1 from access_bar closed
                where closed.case_id = alert.case_id and closed.subject in
                    (access_me()::text, access_my_office(), access_my_agency()))))
$$;

-- The alerts for who asks; the case only where they see it. `of_state`: open, seen or empty.
create function access_alerts_mine(of_state text, before timestamptz, many integer)
returns table (
    id uuid, at timestamptz, kind text, case_id uuid, office_name text, agency text,
    seen_at timestamptz, seen_by text, outcome text, note bytea
)
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
    select alert.id, alert.at, alert.kind,
        case when alert.case_id is not null and access_sees(alert.case_id) then alert.case_id end,
        case when access_is_shelter(alert.actor_agency, office.type) then ''
            else coalesce(office.name, alert.actor_office) end,
        alert.actor_agency, alert.seen_at, reviewer.display_name, alert.outcome, alert.note
    from access_alert alert
    left join directory_office office on office.id = alert.actor_office
    left join access_user reviewer on reviewer.id = alert.seen_by
    where alert.audience = (select access_alert_audience())
        and access_alert_readable(alert)
        and (of_state = '' or (of_state = 'open') = (alert.seen_at is null))
        and (before is null or alert.at < before)
    order by alert.at desc limit least(many, 500)
$$;

-- How many of them nobody has seen; a hundred stand for more.
create function access_alerts_unseen() returns bigint
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select count(*) from (
        select 1 from access_alert alert
        where alert.audience = (select access_alert_audience()) and alert.seen_at is null
            and access_alert_readable(alert)
        limit 100
    ) unseen
$$;

-- Marks one as seen, with what came of it and a sealed note; whether it was theirs to mark.
create function access_alert_close(wanted uuid, result text, said bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    done access_alert;
begin
    if result is null or result <> all (array['explained', 'referred', 'false-alarm']) then
        raise exception 'no such outcome' using errcode = 'check_violation';
    end if;
    update access_alert known
    set seen_at = clock_timestamp(), seen_by = access_me(), outcome = result, note = said
    where known.id = wanted and known.seen_at is null
        and known.audience = access_alert_audience() and access_alert_readable(known)
    returning * into done;
    if not found then
        return false;
    end if;
    perform access_audit_append(jsonb_build_array(jsonb_build_object(
        'event', 'alert-reviewed', 'actor', access_me(), 'office_id', access_my_office(),
        'agency', access_my_agency(), 'case_id', done.case_id,
        'detail', jsonb_build_object('alert', wanted, 'outcome', result)
    )));
    return true;
end $$;
