-- Namings: what nobody may write, whoever they are, and the second signature of whoever oversees.

create function access_naming_holds() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    shelter record;
begin
    if new.matter = 'supervision' then
        new.until := least(new.until, new.since + interval '180 days');
    end if;
    if new.countersigned_by is not null and (new.countersigned_by in (new.named_by, new.user_id)
        or exists (select 1 from access_user u where u.id = new.countersigned_by
            and access_agency_of(u.id) <> 'OVERSIGHT'))
    then
        raise check_violation using message = 'only whoever oversees countersigns';
    end if;
    if new.matter = 'shelter' then
        perform pg_advisory_xact_lock(hashtextextended('access_naming ' || new.case_id, 0));
        select count(*) as people,
            count(*) filter (where place.type in ('cem', 'sau')) as cem,
            count(*) filter (where place.type not in ('cem', 'sau')
                and account.role <> 'shelter_worker') as others,
            count(distinct account.office_id) filter (where account.role = 'shelter_worker')
                as shelters
        into shelter
        from (
            select n.user_id from access_naming n
            where n.case_id = new.case_id and n.matter = 'shelter' and n.until > now()
            union select new.user_id
        ) named
        left join access_user account on account.id = named.user_id
        left join directory_office place on place.id = account.office_id;
        if shelter.people > 3 or shelter.cem > 1 or shelter.others > 0 or shelter.shelters > 1 then
            raise check_violation using message = 'a shelter is three people''s';
        end if;
    end if;
    return new;
end $$;
create trigger access_naming_holds before insert or update on access_naming
    for each row execute function access_naming_holds();

-- Namings in cases of an implicated agency that wait for a second signature.
create function access_namings_waiting() returns table (
    of_case text, user_id uuid, display_name text, role text, office_name text, since timestamptz
)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    if access_my_agency() is distinct from 'OVERSIGHT' then
        return;
    end if;
    return query
    select access_pseudonym(n.case_id, n.since), n.user_id, u.display_name::text, u.role::text,
        d.name::text, n.since
    from access_naming n join access_user u on u.id = n.user_id
    join directory_office d on d.id = u.office_id
    where n.matter = 'implicated' and n.countersigned_by is null and n.until > now()
    order by n.since;
end $$;

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
    perform access_audit_append(jsonb_build_array(jsonb_build_object(
        'event', 'naming-countersigned', 'actor', access_me(), 'office_id', access_my_office(),
        'agency', 'OVERSIGHT', 'detail', jsonb_build_object(
            'person', person, 'case', signed.case_id))));
    return true;
end $$;

revoke all on function access_naming_holds(), access_namings_waiting(),
    access_naming_countersign(text, uuid) from public;

-- A worker's own documents: only they add them, and nobody takes them back by a page.
alter table access_staffindex enable row level security;
alter table access_staffindex force row level security;
create policy everything on access_staffindex to ruta_owner, ruta_worker, ruta_keyd using (true)
    with check (true);
create policy own on access_staffindex to ruta_web
    using (user_id = access_me()) with check (user_id = access_me());
