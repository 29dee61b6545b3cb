-- Emergency openings: each is reviewed by another agency within a day.

-- `of_state`: waiting, done or empty.
create function access_breakglass_for_oversight(of_state text, before timestamptz, many integer)
returns table (
    id uuid, person text, of_case text, office_name text, office_type text, reason_code text,
    opened_at timestamptz, until timestamptz, seconded boolean, reviewed_at timestamptz,
    outcome text, reason bytea
)
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
    select opened.id, access_pseudonym(opened.user_id, opened.opened_at),
        access_pseudonym(opened.case_id, opened.opened_at),
        coalesce(office.name, opened.office_id), coalesce(office.type, ''), opened.reason_code,
        opened.opened_at, opened.until, opened.seconded_by is not null, opened.reviewed_at,
        opened.outcome, opened.reason
    from access_breakglass opened left join directory_office office on office.id = opened.office_id
    where (of_state = '' or (of_state = 'waiting') = (opened.reviewed_at is null))
        and (before is null or opened.opened_at < before)
    order by opened.opened_at desc limit least(many, 500)
$$;

-- Reviews an opening; whether it was there to be reviewed by this person. Whoever oversees belongs
-- to no agency that may open in an emergency, so the reviewer is always of another.
create function access_breakglass_review(opening uuid, reviewer uuid, result text) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    of_case uuid;
begin
    if result is null or result <> all (array['justified', 'unjustified']) then
        raise exception 'no such outcome' using errcode = 'check_violation';
    end if;
    if access_agency_of(reviewer) is distinct from 'OVERSIGHT' then
        return false;
    end if;
    update access_breakglass opened
    set reviewed_by = reviewer, reviewed_at = clock_timestamp(), outcome = result
    where opened.id = opening and opened.reviewed_at is null and opened.user_id <> reviewer
    returning opened.case_id into of_case;
    if not found then
        return false;
    end if;
    perform access_audit_append(jsonb_build_array(jsonb_build_object(
        'event', 'breakglass-reviewed', 'actor', reviewer, 'agency', 'OVERSIGHT',
        'case_id', of_case, 'detail', jsonb_build_object('opening', opening, 'outcome', result)
    )));
    return true;
end $$;

-- Whether somebody may not open in an emergency for now: an opening of theirs has waited 72 hours.
create function access_breakglass_suspended(person uuid, at timestamptz) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select exists (
        select from access_breakglass opened
        where opened.user_id = person and opened.reviewed_at is null
            and opened.opened_at <= at - interval '72 hours'
    )
$$;
