-- Where the implicated agency is the one that would name people, whoever oversees proposes them;
-- somebody else who oversees signs.

-- Namings in cases of an implicated agency that wait for a second signature.
create function access_namings_waiting() returns table (
    of_case text, user_id uuid, display_name text, role text, office_name text, since timestamptz,
    mine boolean
)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    if access_my_agency() is distinct from 'OVERSIGHT' then
        return;
    end if;
    return query
    select access_pseudonym(n.case_id, n.since), n.user_id, u.display_name::text, u.role::text,
        d.name::text, n.since, n.named_by = access_me()
    from access_naming n join access_user u on u.id = n.user_id
    join directory_office d on d.id = u.office_id
    where n.matter = 'implicated' and n.countersigned_by is null and n.until > now()
    order by n.since;
end $$;

-- The second signature. In an office that assigns by name nobody there could assign them, so the
-- signature does.
create function access_naming_countersign(wanted text, person uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    signed access_naming%rowtype;
begin
    if access_my_agency() is distinct from 'OVERSIGHT' or access_agency_of(access_me()) <> 'OVERSIGHT'
    then
        return false;
    end if;
    update access_naming n set countersigned_by = access_me()
    where n.user_id = person and n.matter = 'implicated' and n.countersigned_by is null
        and n.until > now() and access_pseudonym(n.case_id, n.since) = wanted
    returning * into signed;
    if not found then
        return false;
    end if;
    insert into access_naming (case_id, user_id, matter, since, until, named_by)
    select signed.case_id, person, 'assigned', now(), signed.until, access_me()
    from access_user u where u.id = person and access_place(person, u.office_id) <> 'team'
    on conflict do nothing;
    perform access_naming_note(signed.case_id, person, 'naming-countersigned');
    return true;
end $$;

-- Offices of an implicated agency in whose case nobody of theirs is named, by the case's pseudonym.
-- `types`: the types of office of each agency.
create function access_implicated_unnamed(types jsonb) returns table (
    of_case text, agency text, office_id text, office_name text, since timestamptz
)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    if access_my_agency() is distinct from 'OVERSIGHT' then
        return;
    end if;
    return query
    select access_pseudonym(b.case_id, b.since), b.subject, d.id::text, d.name::text, b.since
    from access_bar b join directory_office d
        on d.type in (select jsonb_array_elements_text(types->b.subject))
    where b.reason = 'implicated' and not access_is_shelter('', d.type)
        and exists (select 1 from access_grant g where g.case_id = b.case_id
            and g.office_id = d.id and g.until > now())
        and not exists (select 1 from access_naming n join access_user u on u.id = n.user_id
            where n.case_id = b.case_id and n.matter = 'implicated' and n.until > now()
                and u.office_id = d.id)
    order by b.since, d.name limit 200;
end $$;

-- Proposes somebody of such an office, for half a year; whether they may be. Nothing opens before
-- the signature, and nothing tells whether a shelter has the case.
create function access_propose(wanted text, person uuid, types jsonb) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    found_case uuid;
    place text;
    kind text;
begin
    if access_my_agency() is distinct from 'OVERSIGHT' or access_agency_of(access_me()) <> 'OVERSIGHT'
    then
        return false;
    end if;
    select u.office_id, d.type into place, kind from access_user u join directory_office d on d.id = u.office_id
    where u.id = person and u.is_active and not access_is_shelter('', d.type);
    select b.case_id into found_case from access_bar b
    where b.reason = 'implicated' and access_pseudonym(b.case_id, b.since) = wanted
        and kind in (select jsonb_array_elements_text(types->b.subject))
        and exists (select 1 from access_grant g where g.case_id = b.case_id
            and g.office_id = place and g.until > now());
    if found_case is null or exists (select 1 from access_bar b where b.case_id = found_case
            and b.subject in (person::text, place))
    then
        return false;
    end if;
    insert into access_naming as n (case_id, user_id, matter, since, until, named_by)
    values (found_case, person, 'implicated', now(), now() + interval '180 days', access_me())
    on conflict (case_id, user_id, matter) do update
    set since = excluded.since, until = excluded.until, named_by = excluded.named_by,
        countersigned_by = null
    where n.until <= now();
    if not found then
        return false;
    end if;
    perform access_naming_note(found_case, person, 'named-implicated');
    return true;
end $$;
