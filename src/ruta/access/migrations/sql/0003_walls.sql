-- Who asks, what is closed to them, what they see and read, and how a case gets its grants. Some of
-- what these functions read is made by later migrations: tables of cases, policies of offices.

create function access_me() returns uuid language sql stable as
$$ select nullif(current_setting('ruta.user', true), '')::uuid $$;

create function access_my_office() returns text language sql stable as
$$ select nullif(current_setting('ruta.office', true), '') $$;

create function access_my_agency() returns text language sql stable as
$$ select nullif(current_setting('ruta.agency', true), '') $$;

create function access_my_department() returns text language sql stable as
$$ select nullif(current_setting('ruta.department', true), '') $$;

create function access_my_closed() returns uuid[] language sql stable as
$$ select nullif(current_setting('ruta.closed', true), '')::uuid[] $$;

-- The case that this transaction was last let into: what follows about it is not asked again.
create function access_my_seen() returns uuid language sql stable as
$$ select nullif(current_setting('ruta.seen', true), '')::uuid $$;

create function access_my_offices() returns text[] language sql stable as
$$ select nullif(current_setting('ruta.offices', true), '')::text[] $$;

create function access_my_place() returns text language sql stable as
$$ select coalesce(nullif(current_setting('ruta.place', true), ''), 'team') $$;

-- `team`: everybody of the office. In an office that assigns by name, as every shelter does,
-- `coordinator` supervises and `named` is who needs their name in the case.
create function access_place(person uuid, office text) returns text
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if not exists (
        select 1 from access_officepolicy o where o.office_id = office and o.assigns = 'named'
    ) and not exists (
        select 1 from directory_office d where d.id = office and d.type = 'hogar-refugio'
    ) then
        return 'team';
    end if;
    return case when exists (
        select 1 from access_user u
        where u.id = person and u.office_id = office and u.coordinates
    ) then 'coordinator' else 'named' end;
end $$;

create function access_is_named(wanted uuid, person uuid, about text) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return exists (
        select 1 from access_naming n
        where n.case_id = wanted and n.user_id = person and n.matter = about
            and n.until > now() and (about <> 'implicated' or n.countersigned_by is not null));
end $$;

create function access_has_glass(wanted uuid, person uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return exists (
        select 1 from access_breakglass b
        where b.case_id = wanted and b.user_id = person and b.until > now());
end $$;

-- Whether who asks has the case in their charge: a grant of their office, and their name in it
-- where the office assigns by name.
create function access_assigned(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return exists (
        select 1 from access_grant g
        where g.case_id = wanted and g.office_id = access_my_office() and g.until > now()
    ) and (access_my_place() = 'team' or access_is_named(wanted, access_me(), 'assigned'));
end $$;

-- The cases that are closed to this person: by a conflict of interest, because she blocked them,
-- because somebody of their agency is accused, or for want of a name in trafficking. Of an agency's
-- bars only those of cases this person would see otherwise: by their office, in an emergency, or by
-- the department they supervise.
create function access_closed(person uuid, office text, agency text) returns uuid[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    place text := access_place(person, office);
begin
    return array(
        select b.case_id from access_bar b
        where b.subject in (person::text, office) and b.reason <> 'implicated'
        union
        select b.case_id from access_bar b
        where b.subject in (person::text, office, agency)
            and (b.reason = 'implicated' or b.subject = agency)
            and (exists (select 1 from access_grant g
                    where g.case_id = b.case_id and g.office_id = office)
                or access_has_glass(b.case_id, person)
                or (access_my_department() is not null and exists (
                    select 1 from cases_involvement i where i.case_id = b.case_id
                        and i.department = access_my_department())))
            and not (b.reason = 'implicated'
                and access_is_named(b.case_id, person, 'implicated')
                and (place = 'team' or access_is_named(b.case_id, person, 'assigned'))
                and exists (select 1 from access_grant g where g.case_id = b.case_id
                    and g.office_id = office and g.until > now()))
        union
        select p.case_id from access_staffindex s
        join cases_party p on p.document_index = s.document_index
        where s.user_id = person
        union
        select m.case_id from access_casemark m
        join access_grant g on g.case_id = m.case_id and g.office_id = office
        where m.trafficking and agency in ('PNP', 'FISC')
            and not access_is_named(m.case_id, person, 'trafficking')
            and not (agency = 'PNP' and access_has_glass(m.case_id, person))
            and not exists (select 1 from access_bar b where b.case_id = m.case_id
                and b.reason = 'implicated' and b.subject in (person::text, office, agency))
    );
end $$;

-- Who asks, for the transaction; answers the cases open to them in an emergency, by case until
-- when.
create function access_enter(person uuid, office text, agency text, department text)
returns text language plpgsql stable as $$
begin
    perform set_config('ruta.user', coalesce(person::text, ''), true),
        set_config('ruta.office', coalesce(office, ''), true),
        set_config('ruta.agency', coalesce(agency, ''), true),
        set_config('ruta.department', coalesce(department, ''), true),
        set_config('ruta.place', access_place(person, office), true),
        set_config('ruta.seen', '', true);
    perform set_config('ruta.closed', access_closed(person, office, agency)::text, true),
        set_config('ruta.offices', case when coalesce(department, '') = '' then '{}' else
            (select coalesce(array_agg(d.id), '{}')::text from directory_office d
             where d.department = access_enter.department) end, true);
    return (select jsonb_object_agg(b.case_id, extract(epoch from b.until))::text
        from access_breakglass b where b.user_id = person and b.until > now());
end $$;

create function access_sees(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if access_my_agency() in ('ADMIN', 'ANALYST', 'OVERSIGHT', 'SURVIVOR') then
        return false;
    end if;
    if (exists (
        select 1 from access_grant g
        where g.case_id = wanted and g.office_id = access_my_office() and g.until > now()
    ) and (access_my_place() <> 'named' or access_is_named(wanted, access_me(), 'assigned')))
    or access_has_glass(wanted, access_me())
    or (access_my_department() is not null and exists (
        select 1 from cases_involvement i
        where i.case_id = wanted and i.department = access_my_department()
    )) then
        perform set_config('ruta.seen', wanted::text, true);
        return true;
    end if;
    return false;
end $$;

-- Whether a sealed item is open to who asks: the ceiling of their agency on a basis they hold.
create function access_reads(wanted uuid, letter text, item_office text, item_author uuid)
returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    office text := access_my_office();
    agency text := access_my_agency();
    place text := access_my_place();
    assigned boolean;
    implicated boolean;
    marks access_casemark%rowtype;
begin
    if office is null or agency in ('ADMIN', 'ANALYST', 'OVERSIGHT', 'SURVIVOR') then
        return false;
    end if;
    assigned := access_assigned(wanted);
    implicated := exists (select 1 from access_bar b
        where b.case_id = wanted and b.reason = 'implicated'
            and b.subject in (agency, office, access_me()::text));
    if letter = 'K' then
        return item_author = access_me() and agency in ('CEM', 'LINEA', 'HOGAR', 'ONG')
            and not implicated and (assigned or (place = 'coordinator' and exists (
                select 1 from access_grant g
                where g.case_id = wanted and g.office_id = office and g.until > now())));
    end if;
    if letter = 'S' then
        return agency in ('HOGAR', 'CEM') and not implicated and assigned
            and access_is_named(wanted, access_me(), 'shelter')
            and exists (select 1 from access_grant g
                where g.case_id = wanted and g.office_id = office and g.until > now()
                    and g.basis = 'consent' and position('S' in g.compartments) > 0);
    end if;
    if implicated then
        return letter in ('I', 'C') and assigned
            and access_is_named(wanted, access_me(), 'implicated');
    end if;
    if letter in ('I', 'C', 'R') and agency in ('CEM', 'PNP', 'SALUD', 'LINEA')
        and access_has_glass(wanted, access_me())
    then
        return true;
    end if;
    if not assigned and (place <> 'coordinator' or letter = 'L' or (
        letter in ('N', 'H') and not access_is_named(wanted, access_me(), 'supervision')))
    then
        return false;
    end if;
    select * into marks from access_casemark m where m.case_id = wanted;
    if agency = 'UPE' and not coalesce(marks.minor_until > current_date, false) then
        return false;
    end if;
    if coalesce(marks.trafficking, false) and (
        (agency in ('RURAL', 'ONG') and letter <> 'C')
        or (agency in ('PNP', 'FISC')
            and not access_is_named(wanted, access_me(), 'trafficking')))
    then
        return false;
    end if;
    return exists (
        select 1 from access_grant g
        join access_ceiling k on k.agency = access_my_agency()
            and (k.basis = g.basis or k.basis = 'duty')
        where g.case_id = wanted and g.office_id = office and g.until > now()
            and k.compartment = letter and (not k.own_only or item_office = office)
            and (g.basis <> 'consent' or position(letter in g.compartments) > 0)
    );
end $$;

-- All that the decision needs to know of one person in one case, as one value.
create function access_standing(
    wanted uuid, person uuid, office text, agency text, supervised text default ''
) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    bases jsonb;
    any_grant boolean;
    ours boolean;
    closed text[];
    named jsonb;
    place text := access_place(person, office);
    marks access_casemark%rowtype;
begin
    select coalesce(jsonb_agg(jsonb_build_object(
            'basis', g.basis, 'compartments', g.compartments, 'purpose', g.purpose,
            'until', g.until) order by g.basis)
            filter (where g.office_id = office and g.until > now()), '[]'),
        count(*) > 0, coalesce(bool_or(g.office_id = office), false)
    into bases, any_grant, ours
    from access_grant g where g.case_id = wanted;
    select array_agg(distinct b.reason) into closed from access_bar b
    where b.case_id = wanted and b.subject in (person::text, office, agency);
    if exists (
        select 1 from access_staffindex s
        join cases_party p on p.document_index = s.document_index
        where s.user_id = person and p.case_id = wanted
    ) then
        closed := array_append(closed, 'conflict');
    end if;
    select coalesce(jsonb_agg(n.matter), '[]') into named from access_naming n
    where n.case_id = wanted and n.user_id = person and n.until > now()
        and (n.matter <> 'implicated' or n.countersigned_by is not null);
    select * into marks from access_casemark m where m.case_id = wanted;
    return jsonb_build_object(
        'known', any_grant,
        'bases', bases,
        'relation', case
            when bases <> '[]' and (place = 'team' or named ? 'assigned') then 'assigned'
            when bases <> '[]' and place = 'coordinator' then 'supervisor'
            when supervised <> '' and exists (
                select 1 from cases_involvement i
                where i.case_id = wanted and i.department = supervised) then 'supervisor'
            when ours and place <> 'named' then 'former'
            else 'none' end,
        'named', named,
        'closed', to_jsonb(coalesce(closed, '{}')),
        'trafficking', coalesce(marks.trafficking, false),
        'minor', coalesce(marks.minor_until > current_date, false),
        'breakglass', access_has_glass(wanted, person)
    );
end $$;

-- A case begins with a place in it for who opens it, and their name where their office assigns by
-- name; afterwards its grants follow from its acts. Both refuse whoever has no place in the case,
-- except the jobs and the owner, who see every case.
create function access_begin(wanted uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(wanted::text, 0));
    if exists (select 1 from access_grant g where g.case_id = wanted) then
        return access_sees(wanted);
    end if;
    if access_my_office() is null then
        return false;
    end if;
    insert into access_grant
        (case_id, office_id, basis, act_id, compartments, purpose, since, until)
    values (wanted, access_my_office(), 'duty', '00000000-0000-0000-0000-000000000000', '', '',
        now(), now() + interval '1 day');
    if access_my_place() <> 'team' then
        insert into access_naming (case_id, user_id, matter, since, until, named_by)
        values (wanted, access_me(), 'assigned', now(), 'infinity', access_me());
    end if;
    return true;
end $$;

create function access_regrant(wanted uuid, derived jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if session_user = 'ruta_web' and not access_sees(wanted) then
        raise insufficient_privilege using message = 'no place in this case';
    end if;
    perform set_config('ruta.seen', '', true);
    delete from access_grant g where g.case_id = wanted and not exists (
        select 1 from jsonb_to_recordset(derived) as d(office_id text, basis text, act_id uuid)
        where d.office_id = g.office_id and d.basis = g.basis and d.act_id = g.act_id
    );
    insert into access_grant as g
        (case_id, office_id, basis, act_id, compartments, purpose, since, until)
    select wanted, d.office_id, d.basis, d.act_id, d.compartments, d.purpose, d.since, d.until
    from jsonb_to_recordset(derived) as d(office_id text, basis text, act_id uuid,
        compartments text, purpose text, since timestamptz, until timestamptz)
    on conflict (case_id, office_id, basis, act_id) do update
    set compartments = excluded.compartments, purpose = excluded.purpose,
        since = excluded.since, until = excluded.until
    where (g.compartments, g.purpose, g.since, g.until)
        is distinct from (excluded.compartments, excluded.purpose, excluded.since, excluded.until);
end $$;
