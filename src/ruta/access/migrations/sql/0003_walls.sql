-- Who asks, what is closed to them, what they see and read, and how a case gets its grants.

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

-- The cases of an office that are closed to this person: by a conflict of interest, because she
-- blocked them, because somebody of their agency is accused, or for want of a name in trafficking.
create function access_closed(person uuid, office text, agency text) returns uuid[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return array(
        select b.case_id from access_bar b
        where b.subject in (person::text, office)
            or (b.subject = agency and exists (
                    select 1 from access_grant g
                    where g.case_id = b.case_id and g.office_id = office)
                and not exists (
                    select 1 from access_naming n
                    where n.case_id = b.case_id and n.user_id = person
                        and n.matter = 'implicated' and n.until > now()
                        and n.countersigned_by is not null))
        union
        select p.case_id from access_staffindex s
        join cases_party p on p.document_index = s.document_index
        where s.user_id = person
        union
        select m.case_id from access_casemark m
        join access_grant g on g.case_id = m.case_id and g.office_id = office
        where m.trafficking and agency in ('PNP', 'FISC') and not exists (
            select 1 from access_naming n
            where n.case_id = m.case_id and n.user_id = person
                and n.matter = 'trafficking' and n.until > now())
    );
end $$;

create function access_enter(person uuid, office text, agency text, department text)
returns timestamptz language plpgsql stable as $$
begin
    perform set_config('ruta.user', coalesce(person::text, ''), true),
        set_config('ruta.office', coalesce(office, ''), true),
        set_config('ruta.agency', coalesce(agency, ''), true),
        set_config('ruta.department', coalesce(department, ''), true),
        set_config('ruta.closed', access_closed(person, office, agency)::text, true),
        set_config('ruta.offices', case when coalesce(department, '') = '' then '{}' else
            (select coalesce(array_agg(d.id), '{}')::text from directory_office d
             where d.department = access_enter.department) end, true);
    return now();
end $$;

create function access_sees(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return exists (
        select 1 from access_grant g
        where g.case_id = wanted and g.office_id = access_my_office() and g.until > now()
    ) or exists (
        select 1 from access_breakglass b
        where b.case_id = wanted and b.user_id = access_me() and b.until > now()
    ) or (access_my_department() is not null and exists (
        select 1 from cases_involvement i
        where i.case_id = wanted and i.department = access_my_department()
    ));
end $$;

-- Whether a sealed item is open to who asks: the ceiling of their agency on a basis they hold.
create function access_reads(wanted uuid, letter text, item_office text, item_author uuid)
returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    office text := access_my_office();
    agency text := access_my_agency();
    trusted boolean;
    marks access_casemark%rowtype;
begin
    if office is null then
        return false;
    end if;
    trusted := exists (select 1 from access_bar b
        where b.case_id = wanted and b.reason = 'implicated' and b.subject = agency);
    if letter = 'K' then
        return item_author = access_me() and agency in ('CEM', 'LINEA', 'HOGAR', 'ONG')
            and not trusted and exists (select 1 from access_grant g
                where g.case_id = wanted and g.office_id = office and g.until > now());
    end if;
    if letter = 'S' then
        return agency in ('HOGAR', 'CEM') and not trusted
            and exists (select 1 from access_naming n
                where n.case_id = wanted and n.user_id = access_me()
                    and n.matter = 'shelter' and n.until > now())
            and exists (select 1 from access_grant g
                where g.case_id = wanted and g.office_id = office and g.until > now()
                    and g.basis = 'consent' and position('S' in g.compartments) > 0);
    end if;
    if trusted then
        return letter in ('I', 'C') and access_sees(wanted);
    end if;
    if letter in ('I', 'C', 'R') and agency in ('CEM', 'PNP', 'SALUD', 'LINEA') and exists (
        select 1 from access_breakglass b
        where b.case_id = wanted and b.user_id = access_me() and b.until > now()
    ) then
        return true;
    end if;
    select * into marks from access_casemark m where m.case_id = wanted;
    if agency = 'UPE' and not coalesce(marks.minor_until > current_date, false) then
        return false;
    end if;
    if coalesce(marks.trafficking, false) and agency in ('RURAL', 'ONG') and letter <> 'C' then
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
    select * into marks from access_casemark m where m.case_id = wanted;
    return jsonb_build_object(
        'known', any_grant,
        'bases', bases,
        'relation', case
            when bases <> '[]' then 'assigned'
            when supervised <> '' and exists (
                select 1 from cases_involvement i
                where i.case_id = wanted and i.department = supervised) then 'supervisor'
            when ours then 'former'
            else 'none' end,
        'named', (select coalesce(jsonb_agg(n.matter), '[]') from access_naming n
            where n.case_id = wanted and n.user_id = person and n.until > now()
                and (n.matter <> 'implicated' or n.countersigned_by is not null)),
        'closed', to_jsonb(coalesce(closed, '{}')),
        'trafficking', coalesce(marks.trafficking, false),
        'minor', coalesce(marks.minor_until > current_date, false),
        'breakglass', exists (select 1 from access_breakglass b
            where b.case_id = wanted and b.user_id = person and b.until > now())
    );
end $$;

-- A case begins with a place in it for who opens it; afterwards its grants follow from its acts.
-- Both refuse whoever has no place in the case, except the jobs and the owner, who see every case.
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
