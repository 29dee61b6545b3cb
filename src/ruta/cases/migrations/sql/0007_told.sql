-- An office is told that a permission of hers ended, though the case may be closed to it by now; and
-- who accompanies her, that one is about to end. Whoever is closed out of the case is told nothing.
create table cases_heard (
    case_id uuid not null,
    office_id text not null,
    until timestamptz not null,
    heard_by uuid not null,
    heard_at timestamptz not null default now(),
    primary key (case_id, office_id, heard_by)
);
alter table cases_heard enable row level security;
alter table cases_heard force row level security;
create policy everything on cases_heard to ruta_owner using (true) with check (true);
-- The permissions that end in some days, whoever they are to.
create index cases_told_ending on access_grant (until) where basis = 'consent';

-- Whether this person has, or had, the case before them as one of their office.
create function cases_told_may(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return access_my_office() is not null
        and coalesce(access_my_agency(), '') not in ('', 'ADMIN', 'ANALYST', 'OVERSIGHT', 'SURVIVOR')
        and wanted <> all (access_my_closed())
        and (access_my_place() <> 'named' or access_is_named(wanted, access_me(), 'assigned'));
end $$;

-- `revoked` and `ended` stay for a month or until who asks has taken notice, each person for
-- themselves so that nobody hides it from the rest; they are gone when she permits again. `ending`
-- is for who records what she decides: from seven days before.
create function cases_told(most integer)
returns table (what text, case_id uuid, code text, until timestamptz, whole bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with over as (
        select g.case_id, max(g.until) as until
        from access_grant g
        where g.office_id = access_my_office() and g.basis = 'consent' and g.since < g.until
            and g.until <= now() and g.until > now() - interval '30 days'
            and not exists (
                select 1 from access_grant other where other.case_id = g.case_id
                    and other.office_id = g.office_id and other.basis = 'consent'
                    and other.until > now())
            and not exists (
                select 1 from cases_heard h where h.case_id = g.case_id
                    and h.office_id = g.office_id and h.heard_by = access_me()
                    and h.until >= g.until)
        group by g.case_id
    ), ending as (
        select g.case_id, min(g.until) as until
        from access_grant g
        where g.basis = 'consent' and g.until > now() and g.until <= now() + interval '7 days'
            and exists (
                select 1 from access_grant ours where ours.case_id = g.case_id
                    and ours.office_id = access_my_office() and ours.basis <> 'consent'
                    and ours.until > now())
            and (access_my_agency() in ('CEM', 'LINEA', 'UPE') or exists (
                select 1 from cases_act a where a.case_id = g.case_id and a.act_id = g.act_id
                    and a.office_id = access_my_office()))
        group by g.case_id
    ), told as (
        select case when exists (
                select 1 from cases_act a where a.case_id = o.case_id
                    and a.kind = 'consent-revoked' and a.recorded_at = o.until)
            then 'revoked' else 'ended' end as what, o.case_id, o.until
        from over o where cases_told_may(o.case_id)
        union all
        select 'ending', e.case_id, e.until from ending e where cases_told_may(e.case_id)
    ), placed as (
        select t.*, t.what = 'ending' as soon,
            row_number() over (partition by t.what = 'ending'
                order by case when t.what = 'ending' then t.until end, t.until desc) as place,
            count(*) over (partition by t.what = 'ending') as whole
        from told t
    )
    select p.what, p.case_id, c.code, p.until, p.whole
    from placed p join cases_case c on c.case_id = p.case_id
    where p.place <= most order by p.soon, p.place
$$;

-- This person has taken notice of what ended until now in a case; of anything else, nothing happens.
create function cases_hear(wanted uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into cases_heard as h (case_id, office_id, until, heard_by)
    select wanted, access_my_office(), t.until, access_me()
    from cases_told(2147483647) t
    where t.case_id = wanted and t.what <> 'ending'
    on conflict (case_id, office_id, heard_by) do update
    set until = excluded.until, heard_at = excluded.heard_at;
end $$;

revoke all on function cases_told_may(uuid), cases_told(integer), cases_hear(uuid) from public;
