-- Who may read the audit, and how much of it: nobody selects from the table.

-- A court may keep an office's openings from her log for a time; every such delay is counted.
create table access_delay (
    case_id uuid not null,
    office_id text not null,
    since timestamptz not null,
    until timestamptz not null,
    id uuid not null default gen_random_uuid(),
    lifted_at timestamptz,
    reason bytea,
    lift_reason bytea,
    primary key (case_id, office_id, since),
    check (until > since and until <= since + interval '90 days')
);

-- A shelter is never named: neither who it is nor where.
create function access_is_shelter(agency text, office_type text) returns boolean
language sql immutable set search_path = pg_catalog, public, pg_temp as $$
    select coalesce(agency = 'HOGAR' or office_type = 'hogar-refugio', false)
$$;

-- Who opened a case, for her own log. No person is in it, only their function. What is not an
-- opening (a refusal, a review, a delay that would tell of itself) is not in it either; a delay that
-- was lifted keeps nothing.
create function access_audit_of_case(of_case uuid) returns table (
    seq bigint, at timestamptz, office_name text, office_type text, role text, event text,
    compartments text, action text, purpose text, basis text, rule integer, article text
)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select entry.seq, entry.at,
        case when masked then '' else coalesce(office.name, entry.office_id) end,
        case when masked then 'hogar-refugio' else coalesce(office.type, '') end,
        case when masked then '' else
            coalesce(entry.detail->>'role', person.role, '') end,
        entry.event, entry.compartments, entry.action, entry.purpose, entry.basis, entry.rule,
        coalesce(entry.detail->>'article', '')
    from access_audit entry
    left join directory_office office on office.id = entry.office_id
    left join access_user person on person.id = entry.actor
    cross join lateral (
        select access_is_shelter(entry.agency, office.type) or person.role is not distinct from
            'shelter_worker'
    ) as shelter (masked)
    where entry.case_id = of_case
        and entry.event <> all (array[
            'alert-reviewed', 'breakglass-reviewed', 'cap', 'delay-lifted', 'delay-ordered',
            'denied', 'refused', 'sign-in', 'sign-in-failed', 'sign-out', 'simulated'
        ])
        and not exists (
            select from access_delay held
            where held.case_id = of_case and held.office_id = entry.office_id
                and held.lifted_at is null and now() < held.until
        )
    order by entry.seq desc
$$;

-- Pseudonyms: HMAC-SHA-256 by a key of the month that never leaves the database. `inner_pad` and
-- `outer_pad` are the two padded forms of the key in which RFC 2104 uses it.
create table access_pseudonymkey (
    month date primary key,
    inner_pad bytea not null,
    outer_pad bytea not null
);

create function access_pseudonym_key_of(instant timestamptz) returns access_pseudonymkey
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    of_month date := date_trunc('month', instant at time zone 'America/Lima')::date;
    key bytea;
    found_key access_pseudonymkey;
    inner_pad bytea := decode(repeat('36', 64), 'hex');
    outer_pad bytea := decode(repeat('5c', 64), 'hex');
begin
    select * into found_key from access_pseudonymkey k where k.month = of_month;
    if found then
        return found_key;
    end if;
    key := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
    for place in 0..31 loop
        inner_pad := set_byte(inner_pad, place, get_byte(inner_pad, place) # get_byte(key, place));
        outer_pad := set_byte(outer_pad, place, get_byte(outer_pad, place) # get_byte(key, place));
    end loop;
    insert into access_pseudonymkey values (of_month, inner_pad, outer_pad) on conflict do nothing;
    select * into strict found_key from access_pseudonymkey k where k.month = of_month;
    return found_key;
end $$;

create function access_pseudonym(subject uuid, instant timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    key access_pseudonymkey;
begin
    if subject is null then
        return '';
    end if;
    key := access_pseudonym_key_of(instant);
    return upper(left(encode(sha256(key.outer_pad || sha256(key.inner_pad || uuid_send(subject))),
                             'hex'), 10));
end $$;

-- The entries as whoever oversees reads them: offices by name, people and cases by pseudonym.
create function access_audit_for_oversight(
    of_agency text, of_event text, before bigint, many integer
) returns table (
    seq bigint, at timestamptz, person text, of_case text, office_name text, agency text,
    event text, compartments text, action text, basis text, rule integer
)
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
    select entry.seq, entry.at, access_pseudonym(entry.actor, entry.at),
        access_pseudonym(entry.case_id, entry.at),
        case when access_is_shelter(entry.agency, office.type) then ''
            else coalesce(office.name, entry.office_id) end,
        entry.agency, entry.event, entry.compartments, entry.action, entry.basis, entry.rule
    from (
        select * from access_audit
        where (before is null or access_audit.seq < before)
            and (of_agency = '' or access_audit.agency = of_agency)
            and (of_event = '' or access_audit.event = of_event)
        order by access_audit.seq desc limit least(many, 500)
    ) entry
    left join directory_office office on office.id = entry.office_id
    order by entry.seq desc
$$;

-- How many delays courts ordered, by the office whose openings they keep, and how many still run.
create function access_delays_by_office()
returns table (office_name text, ordered bigint, running bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select case when access_is_shelter('', office.type) then ''
            else coalesce(office.name, held.office_id) end,
        count(*), count(*) filter (where held.lifted_at is null and now() < held.until)
    from access_delay held left join directory_office office on office.id = held.office_id
    group by 1 order by 2 desc, 1
$$;
