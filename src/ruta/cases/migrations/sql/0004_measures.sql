-- The measure check: of each case with measures in force what an officer may know, sealed for that
-- use alone, and its people's names as an index of its own purpose. Documents are indexed already.

create table cases_measure (
    case_id uuid primary key,
    court_id text,
    recorded_at timestamptz not null,
    sealed bytea not null
);
create table cases_measureindex (
    case_id uuid not null,
    party_id uuid not null,
    name_index bytea,
    sealed bytea not null,
    primary key (case_id, party_id)
);
create index cases_measure_name on cases_measureindex (name_index);
create table cases_measurelookup (
    user_id uuid not null,
    at timestamptz not null default clock_timestamp()
);
create index cases_measurelookup_person on cases_measurelookup (user_id, at);

alter table cases_measure enable row level security;
alter table cases_measure force row level security;
create policy everything on cases_measure to ruta_owner, ruta_worker using (true) with check (true);
alter table cases_measureindex enable row level security;
alter table cases_measureindex force row level security;
create policy everything on cases_measureindex to ruta_owner, ruta_worker using (true)
    with check (true);
alter table cases_measurelookup enable row level security;
alter table cases_measurelookup force row level security;
create policy everything on cases_measurelookup to ruta_owner, ruta_worker using (true)
    with check (true);

-- What a case's measures are now; null for none in force.
create function cases_measure_store(wanted uuid, court text, what bytea, people jsonb)
returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if session_user = 'ruta_web' and not access_sees(wanted) then
        raise insufficient_privilege using message = 'no place in this case';
    end if;
    delete from cases_measureindex i where i.case_id = wanted;
    delete from cases_measure m where m.case_id = wanted;
    if what is null then
        return;
    end if;
    insert into cases_measure values (wanted, court, now(), what);
    perform cases_measure_people(wanted, people);
end $$;

-- People added or renamed in a case that has measures in force; nothing in any other.
create function cases_measure_people(wanted uuid, people jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if session_user = 'ruta_web' and not access_sees(wanted) then
        raise insufficient_privilege using message = 'no place in this case';
    end if;
    insert into cases_measureindex as i (case_id, party_id, name_index, sealed)
    select wanted, p.party_id, decode(p.name, 'hex'), decode(p.sealed, 'hex')
    from jsonb_to_recordset(people) as p(party_id uuid, name text, sealed text)
    where exists (select 1 from cases_measure m where m.case_id = wanted)
    on conflict (case_id, party_id) do update
    set name_index = excluded.name_index, sealed = excluded.sealed;
end $$;

create function cases_measure_stands(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return access_sees(wanted) and exists (
        select 1 from cases_measure m where m.case_id = wanted);
end $$;

-- What an officer on duty finds of a document or a name. `conflict`: theirs, so it is as nothing,
-- and somebody else is told; a case of trafficking is as nothing but to those named in it.
create function cases_measure_check(wanted_document bytea, wanted_name bytea, most integer)
returns table (
    outcome text, case_id uuid, sealed bytea, party_id uuid, party_sealed bytea, court_name text,
    court_phone text, station_name text, station_phone text
)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    me uuid := access_me();
begin
    if me is null or access_my_agency() is distinct from 'PNP' then
        raise insufficient_privilege using message = 'not an officer';
    end if;
    perform pg_advisory_xact_lock(hashtextextended('cases_measure_check ' || me, 0));
    if (select count(*) from cases_measurelookup l
        where l.user_id = me and l.at > clock_timestamp() - interval '1 hour') >= most
    then
        return query select 'cap', null::uuid, null::bytea, null::uuid, null::bytea,
            null::text, null::text, null::text, null::text;
        return;
    end if;
    insert into cases_measurelookup (user_id) values (me);
    return query
    select case
            when standing.closed ?| array['conflict', 'blocked'] then 'conflict'
            when standing.trafficking and not standing.named then 'nothing'
            else 'found' end,
        m.case_id, m.sealed, hit.party_id, hit.sealed, court.name::text, court.phone::text,
        station.name::text, station.phone::text
    from (
        select p.case_id, p.party_id, i.sealed from cases_party p
        left join cases_measureindex i on i.case_id = p.case_id and i.party_id = p.party_id
        where p.document_index = wanted_document
        union
        select i.case_id, i.party_id, i.sealed from cases_measureindex i
        where i.name_index = wanted_name
    ) hit
    join cases_measure m on m.case_id = hit.case_id
    left join directory_office court on court.id = m.court_id
    left join lateral (
        select d.name, d.phone from cases_involvement v
        join directory_office d on d.id = v.office_id
        where v.case_id = m.case_id and d.type = 'pnp' order by v.since desc limit 1
    ) station on true
    cross join lateral (
        select s.value->'closed' as closed, (s.value->>'trafficking')::boolean as trafficking,
            s.value->'named' ? 'trafficking' as named
        from (select access_standing(m.case_id, me, access_my_office(), 'PNP', '') as value) s
    ) standing
    order by m.recorded_at desc limit 20;
end $$;

revoke all on function cases_measure_store(uuid, text, bytea, jsonb),
    cases_measure_people(uuid, jsonb), cases_measure_stands(uuid),
    cases_measure_check(bytea, bytea, integer) from public;
