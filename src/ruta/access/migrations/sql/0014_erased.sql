-- Which compartments of a case were erased on purpose, for whoever sees the case: that nothing opens
-- there any more is then no damage.
create function access_erased_of(wanted uuid) returns setof text
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select e.compartment::text from access_erased e
    where e.case_id = wanted and access_sees(wanted)
$$;
