-- Codes of one person or act of a case, as figures need them, sealed under the key of a quarter.
-- They are only added: of two that speak of the same, the later stands.
create table cases_counted (
    case_id uuid not null,
    written_at timestamptz not null default clock_timestamp(),
    place smallint not null,
    item_id uuid not null,
    period text not null,
    sealed bytea not null,
    primary key (case_id, written_at, place)
);
alter table cases_counted enable row level security;
alter table cases_counted force row level security;
create policy everything on cases_counted to ruta_owner using (true) with check (true);
create policy added on cases_counted for insert to ruta_web
    with check ((case_id = (select access_my_seen()) or access_sees(case_id))
        and case_id <> all ((select access_my_closed())::uuid[]));
create policy read on cases_counted for select to ruta_extract using (true);

-- The standing acts of a case by their clear columns, as of a revision of it: an extract reads again
-- only what changed since.
create table cases_extracted (
    case_id uuid primary key,
    revision integer not null,
    form smallint not null,
    acts bytea not null
);
alter table cases_extracted enable row level security;
alter table cases_extracted force row level security;
create policy everything on cases_extracted to ruta_owner, ruta_extract using (true)
    with check (true);

create policy extracted on cases_case for select to ruta_extract using (true);
create policy extracted on cases_act for select to ruta_extract using (true);

-- Whoever administers, analyses or oversees has no row of any case, whatever office their account
-- is of: what an office sees at once by its own name is not theirs either.
do $$
declare
    walled record;
begin
    for walled in
        select c.oid::regclass as name from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relrowsecurity
            and (c.relname ~ '^cases_' or c.relname = 'access_grant')
            and has_table_privilege('ruta_web', c.oid, 'select')
    loop
        execute format(
            'create policy no_cases on %s as restrictive to ruta_web using'
            ' ((select coalesce(access_my_agency(), '''') not in'
            ' (''ADMIN'', ''ANALYST'', ''OVERSIGHT'')))', walled.name);
    end loop;
end $$;
