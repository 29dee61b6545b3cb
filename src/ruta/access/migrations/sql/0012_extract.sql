-- One run of the extract: begun by whoever may read what it reads, taken by the keeper of keys once.
create table access_extractrun (
    run uuid primary key,
    began_at timestamptz not null default clock_timestamp(),
    taken_at timestamptz
);

-- As in 0008, and the codes of figures with it.
create or replace function access_forget(wanted uuid, letters text[]) returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    gone integer := 0;
    more integer;
begin
    if 'I' = any (letters) then
        -- The walls lose the index by which they find a conflict of interest: what it tells now
        -- stays, as a bar that names the worker and nobody of the case.
        insert into access_bar (case_id, subject, reason, since)
        select distinct p.case_id, s.user_id::text, 'conflict', now()
        from cases_party p join access_staffindex s on s.document_index = p.document_index
        where p.case_id = wanted
        on conflict do nothing;
        update cases_party p set document_index = null, person_id = gen_random_uuid()
        where p.case_id = wanted;
        get diagnostics gone = row_count;
        update access_casemark m set minor_until = null
        where m.case_id = wanted and m.minor_until is not null;
        get diagnostics more = row_count;
        gone := gone + more;
        update access_breakglassattempt a set reason = ''
        where a.case_id = wanted
            or a.id in (select b.id from access_breakglass b where b.case_id = wanted);
        update access_breakglass b set reason = '' where b.case_id = wanted;
        get diagnostics more = row_count;
        gone := gone + more;
        update access_alert a set note = null where a.case_id = wanted and a.note is not null;
        get diagnostics more = row_count;
        gone := gone + more;
        update access_delay d set reason = null, lift_reason = null where d.case_id = wanted;
        get diagnostics more = row_count;
        gone := gone + more;
    end if;
    if letters && array['I', 'C'] then
        delete from cases_measureindex i where i.case_id = wanted;
        get diagnostics more = row_count;
        gone := gone + more;
    end if;
    if 'C' = any (letters) then
        delete from cases_measure m where m.case_id = wanted;
        get diagnostics more = row_count;
        gone := gone + more;
        delete from cases_operation o where o.case_id = wanted;
        get diagnostics more = row_count;
        gone := gone + more;
    end if;
    if letters && array['I', 'C', 'L'] then
        -- The codes that figures need come of these; what was published of them stays.
        delete from cases_counted s where s.case_id = wanted;
        get diagnostics more = row_count;
        gone := gone + more;
    end if;
    if letters && array['I', 'N'] then
        delete from cases_sealedintake t where t.case_id = wanted;
        get diagnostics more = row_count;
        gone := gone + more;
    end if;
    return gone;
end $$;
