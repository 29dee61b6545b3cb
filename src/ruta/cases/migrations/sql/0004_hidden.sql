-- Operations: before their hour only prosecutors named for them see that there is one.
create table cases_operation (
    case_id uuid not null,
    operation_id uuid not null,
    office_id text not null,
    author_id uuid not null,
    recorded_at timestamptz not null,
    unlock_at timestamptz not null,
    sealed bytea not null,
    primary key (case_id, operation_id)
);
alter table cases_operation enable row level security;
alter table cases_operation force row level security;
create policy everything on cases_operation to ruta_owner, ruta_worker using (true)
    with check (true);
create policy seen on cases_operation for select to ruta_web using (
    case_id <> all ((select access_my_closed())::uuid[]) and access_sees(case_id) and (
        (access_my_agency() = 'FISC' and access_is_named(case_id, access_me(), 'operation'))
        or (unlock_at <= now() and access_reads(case_id, 'C', office_id, author_id))));
create policy planned on cases_operation for insert to ruta_web with check (
    case_id <> all ((select access_my_closed())::uuid[]) and access_sees(case_id)
    and access_my_agency() = 'FISC' and office_id = access_my_office()
    and author_id = access_me() and access_is_named(case_id, access_me(), 'operation'));

-- Questions whether somebody has a case elsewhere: only the office that holds one sees a question.
create table cases_linkask (
    case_id uuid not null,
    ask_id uuid not null,
    holder_id text not null,
    asked_by uuid not null,
    asked_office text not null,
    at timestamptz not null default now(),
    decided_at timestamptz,
    decided_by uuid,
    outcome text not null default '',
    primary key (case_id, ask_id)
);
create index cases_linkask_holder on cases_linkask (holder_id, at);
create index cases_linkask_person on cases_linkask (asked_by, at);
alter table cases_linkask enable row level security;
alter table cases_linkask force row level security;
create policy everything on cases_linkask to ruta_owner, ruta_worker using (true)
    with check (true);
create policy held on cases_linkask to ruta_web using (
    holder_id = access_my_office() and access_sees(case_id)
    and case_id <> all ((select access_my_closed())::uuid[]));

-- Leaves the question with each CEM that holds a case of this person; answers only the cases in
-- which who asks has a conflict, of which others are told.
create function cases_link_ask(document bytea) returns uuid[]
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    each record;
    told uuid[] := '{}';
begin
    if access_me() is null or coalesce(access_my_agency(), '')
        in ('', 'ADMIN', 'ANALYST', 'OVERSIGHT', 'SURVIVOR')
    then
        raise insufficient_privilege using message = 'not a worker';
    end if;
    for each in
        select p.case_id, access_standing(p.case_id, access_me(), access_my_office(),
                access_my_agency(), '') as standing,
            (select g.office_id from access_grant g
                join directory_office d on d.id = g.office_id and d.type in ('cem', 'sau')
                where g.case_id = p.case_id and g.until > now() order by g.since limit 1) as holder
        from (select distinct case_id from cases_party where document_index = document) p
    loop
        if each.standing->'closed' ?| array['conflict', 'blocked', 'implicated'] then
            told := told || each.case_id;
        elsif each.holder is not null and each.standing->>'relation' <> 'assigned' then
            insert into cases_linkask (case_id, ask_id, holder_id, asked_by, asked_office)
            select each.case_id, gen_random_uuid(), each.holder, access_me(), access_my_office()
            where not exists (select 1 from cases_linkask known
                where known.case_id = each.case_id and known.asked_by = access_me()
                    and known.outcome = '');
        end if;
    end loop;
    return told;
end $$;
revoke all on function cases_link_ask(bytea) from public;
