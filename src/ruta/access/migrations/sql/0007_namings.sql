-- Namings: what nobody may write, whoever they are, and who names whom.

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

-- A coordinator names somebody of their office in a case that is their office's; where somebody of
-- an agency is accused, the coordinator of another names people of that agency's offices in the
-- case, and whoever oversees signs too. In trafficking the police and the prosecution see nothing
-- before they are named, so their coordinator names without seeing.
create function access_name(wanted uuid, person uuid, about text, ends timestamptz)
returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    me uuid := access_me();
    office text := access_my_office();
    standing jsonb := access_standing(wanted, me, office, access_my_agency(), '');
    place text;
begin
    select u.office_id into place from access_user u where u.id = person and u.is_active;
    if place is null
        or not exists (select 1 from access_user u
            where u.id = me and u.is_active and u.coordinates and u.office_id = office)
        or not exists (select 1 from access_grant g
            where g.case_id = wanted and g.office_id = office and g.until > now())
        or standing->'closed' <> '[]'
        or (about <> 'trafficking' and wanted = any (access_my_closed()))
        or about <> all (array[
            'assigned', 'trafficking', 'implicated', 'shelter', 'supervision', 'operation'])
        or (about = 'implicated') = (place = office)
        or (about = 'implicated' and not exists (select 1 from access_grant g
            where g.case_id = wanted and g.office_id = place and g.until > now()))
        or (about = 'operation' and access_my_agency() <> 'FISC')
    then
        return false;
    end if;
    insert into access_naming as n (case_id, user_id, matter, since, until, named_by)
    values (wanted, person, about, now(), ends, me)
    on conflict (case_id, user_id, matter) do update
    set since = excluded.since, until = excluded.until, named_by = excluded.named_by,
        countersigned_by = null;
    perform access_naming_note(wanted, person, 'named-' || about);
    return true;
end $$;

create function access_unname(wanted uuid, person uuid, about text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not exists (select 1 from access_user u
            where u.id = access_me() and u.is_active and u.coordinates
                and u.office_id = access_my_office())
        or access_standing(wanted, access_me(), access_my_office(), access_my_agency(), '')
            ->'closed' <> '[]'
    then
        return false;
    end if;
    delete from access_naming n
    where n.case_id = wanted and n.user_id = person and n.matter = about and (
        n.named_by = access_me() or exists (select 1 from access_user u
            where u.id = person and u.office_id = access_my_office()));
    if found then
        perform access_naming_note(wanted, person, 'unnamed-' || about);
    end if;
    return found;
end $$;

-- Names somebody in a case of trafficking by its code, unseen; who asks learns nothing.
create function access_name_unseen(wanted_code text, person uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    each uuid;
begin
    for each in
        select c.case_id from cases_case c join access_casemark m on m.case_id = c.case_id
        where c.code = wanted_code and m.trafficking
    loop
        perform access_name(each, person, 'trafficking', 'infinity');
    end loop;
end $$;

-- A naming is in the audit; of no case there, so that it is in nobody's log of openings.
create function access_naming_note(wanted uuid, person uuid, change text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform access_audit_append(jsonb_build_array(jsonb_build_object(
        'event', 'account', 'actor', access_me(), 'office_id', access_my_office(),
        'agency', access_my_agency(), 'action', 'write',
        'detail', jsonb_build_object('change', change, 'person', person, 'case', wanted))));
end $$;

-- Whoever of the police or the prosecution marks a case as trafficking stays in it.
create function access_mark_names() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if new.trafficking and access_my_agency() in ('PNP', 'FISC') and access_me() is not null
        and (tg_op = 'INSERT' or not old.trafficking)
    then
        insert into access_naming (case_id, user_id, matter, since, until, named_by)
        values (new.case_id, access_me(), 'trafficking', now(), 'infinity', access_me())
        on conflict do nothing;
    end if;
    return new;
end $$;
create trigger access_mark_names after insert or update on access_casemark
    for each row execute function access_mark_names();

-- Only by these functions: the web names nobody and opens nothing by itself.
revoke insert, update, delete on access_naming from ruta_web;
revoke insert, update on access_breakglass from ruta_web;

revoke all on function access_name(uuid, uuid, text, timestamptz), access_mark_names(),
    access_unname(uuid, uuid, text), access_name_unseen(text, uuid),
    access_naming_note(uuid, uuid, text), access_naming_holds() from public;

-- A worker's own documents: only they add them, and nobody takes them back by a page.
alter table access_staffindex enable row level security;
alter table access_staffindex force row level security;
create policy everything on access_staffindex to ruta_owner, ruta_worker, ruta_keyd using (true)
    with check (true);
create policy own on access_staffindex to ruta_web
    using (user_id = access_me()) with check (user_id = access_me());
