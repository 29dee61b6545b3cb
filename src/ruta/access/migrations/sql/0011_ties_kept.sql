-- A document that was known and changes: whoever has a tie to the one that goes stays outside the
-- case, by a bar that names the worker and nobody of the case, and others are told. As a trigger, it
-- holds whoever changes it and however. Who erases a case has kept the same bars before.

create function access_ties_kept() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into access_bar (case_id, subject, reason, since)
    select distinct new.case_id, s.user_id::text, 'conflict', now()
    from access_staffindex s where s.document_index = old.document_index
    on conflict do nothing;
    if found then
        perform access_alert_raise('conflict', new.case_id, access_me(),
            coalesce(access_my_office(), ''), coalesce(access_my_agency(), ''));
    end if;
    return null;
end $$;

revoke all on function access_ties_kept() from public;

create trigger cases_party_ties_kept after update of document_index on cases_party
    for each row
    when (old.document_index is not null
        and new.document_index is distinct from old.document_index)
    execute function access_ties_kept();
