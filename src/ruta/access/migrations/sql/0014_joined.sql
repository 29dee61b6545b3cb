-- Since when somebody is of their office, whoever moves them: what an office was told or held before
-- is not theirs. Accounts that are there already count as always there.
update access_user set office_since = '2000-01-01';

create function access_office_since() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    new.office_since := now();
    return new;
end $$;

create trigger access_user_office_since before update of office_id on access_user
    for each row when (new.office_id is distinct from old.office_id)
    execute function access_office_since();
