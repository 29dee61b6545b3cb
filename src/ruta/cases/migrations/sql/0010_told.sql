-- As in 0007, and of what ended only whoever was of the office before it did hears: to those who came
-- later that case was never open, and does not exist.

-- `revoked` and `ended` stay for a month or until who asks has taken notice, each person for
-- themselves so that nobody hides it from the rest; they are gone when she permits again. `ending`
-- is for who records what she decides: from seven days before.
create or replace function cases_told(most integer)
returns table (what text, case_id uuid, code text, until timestamptz, whole bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with over as (
        select g.case_id, max(g.until) as until
        from access_grant g
        where g.office_id = access_my_office() and g.basis = 'consent' and g.since < g.until
            and g.until <= now() and g.until > now() - interval '30 days'
            and not exists (
                select 1 from access_user u where u.id = access_me() and u.office_since >= g.until)
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
