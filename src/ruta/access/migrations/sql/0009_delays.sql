-- Delays of "who opened my file": a court orders, renews and lifts them in a case it has a place in.

-- Whether who asks is of a court that has the case in its charge.
create function access_delay_judge(of_case uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select coalesce(access_my_agency() = 'PJ' and access_my_department() is null
        and access_assigned(of_case) and of_case <> all (coalesce(access_my_closed(), '{}'))
        and access_standing(of_case, access_me(), access_my_office(), 'PJ', '')->'closed' = '[]',
        false)
$$;

create function access_delay_order(
    delay uuid, of_case uuid, of_office text, days integer, why bytea
) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not access_delay_judge(of_case) or of_office = access_my_office() or exists (
        select 1 from directory_office d where d.id = of_office and access_is_shelter('', d.type)
    ) then
        return false;
    end if;
    insert into access_delay (case_id, office_id, since, until, id, reason)
    values (of_case, of_office, now(), now() + make_interval(days => days), delay, why);
    perform access_audit_append(jsonb_build_array(jsonb_build_object(
        'event', 'delay-ordered', 'actor', access_me(), 'office_id', access_my_office(),
        'agency', 'PJ', 'case_id', of_case,
        'detail', jsonb_build_object('delay', delay, 'office', of_office, 'days', days)
    )));
    return true;
end $$;

-- Whether there was one running to be lifted. It shows at once what it kept.
create function access_delay_lift(of_case uuid, delay uuid, why bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not access_delay_judge(of_case) then
        return false;
    end if;
    update access_delay held set lifted_at = clock_timestamp(), lift_reason = why
    where held.case_id = of_case and held.id = delay and held.lifted_at is null
        and now() < held.until;
    if not found then
        return false;
    end if;
    perform access_audit_append(jsonb_build_array(jsonb_build_object(
        'event', 'delay-lifted', 'actor', access_me(), 'office_id', access_my_office(),
        'agency', 'PJ', 'case_id', of_case, 'detail', jsonb_build_object('delay', delay)
    )));
    return true;
end $$;

-- The delays of a case for its court, the latest first.
create function access_delays_of_case(of_case uuid) returns table (
    id uuid, office_id text, office_name text, since timestamptz, until timestamptz,
    lifted_at timestamptz, reason bytea, lift_reason bytea
)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select held.id, held.office_id, coalesce(office.name, held.office_id), held.since, held.until,
        held.lifted_at, held.reason, held.lift_reason
    from access_delay held left join directory_office office on office.id = held.office_id
    where held.case_id = of_case and access_delay_judge(of_case)
    order by held.since desc
$$;
