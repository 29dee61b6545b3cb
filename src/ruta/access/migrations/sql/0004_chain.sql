-- The chain: entries that are only added to, each holding the hash of the one before it.
-- The canonical text of an entry is read in two places: here, and in ruta/access/audit/chain.py.

create table access_audit (
    seq bigint primary key,
    at timestamptz not null,
    actor uuid,
    office_id text not null,
    agency text not null,
    case_id uuid,
    event text not null,
    compartments text not null,
    action text not null,
    purpose text not null,
    basis text not null,
    rule integer,
    detail jsonb not null,
    previous bytea not null,
    hash bytea not null
);
create index access_audit_of_case on access_audit (case_id, seq) where case_id is not null;
create index access_audit_at on access_audit using brin (at);

-- One row: where the chain ends. Its lock puts every writer in one line.
create table access_audithead (
    alone boolean primary key default true check (alone),
    seq bigint not null,
    hash bytea not null
);
insert into access_audithead (seq, hash) values (0, decode(repeat('00', 32), 'hex'));

create function access_audit_stays() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    raise exception 'the audit is only added to' using errcode = 'restrict_violation';
end $$;
create trigger access_audit_stays before update or delete on access_audit
    for each row execute function access_audit_stays();
create trigger access_audit_stays_whole before truncate on access_audit
    for each statement execute function access_audit_stays();
create trigger access_audithead_stays before delete on access_audithead
    for each row execute function access_audit_stays();
create trigger access_audithead_stays_whole before truncate on access_audithead
    for each statement execute function access_audit_stays();

create function access_audit_text(entry access_audit) returns text
language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select jsonb_build_array(
        entry.seq, (extract(epoch from entry.at) * 1000000)::bigint, entry.actor, entry.office_id,
        entry.agency, entry.case_id, entry.event, entry.compartments, entry.action, entry.purpose,
        entry.basis, entry.rule, entry.detail::text, encode(entry.previous, 'hex')
    )::text
$$;

-- Adds entries in their order and says the number of the last. What is too long is cut: codes are
-- short, and a refused entry would stop whoever waits for the others of the same batch.
create function access_audit_append(entries jsonb) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    head access_audithead;
    given jsonb;
    made access_audit;
begin
    select * into strict head from access_audithead for update;
    for given in
        select value from jsonb_array_elements(entries) with ordinality order by ordinality
    loop
        made.seq := head.seq + 1;
        made.at := clock_timestamp();
        made.actor := (given->>'actor')::uuid;
        made.office_id := left(coalesce(given->>'office_id', ''), 60);
        made.agency := left(coalesce(given->>'agency', ''), 20);
        made.case_id := (given->>'case_id')::uuid;
        made.event := left(coalesce(given->>'event', ''), 60);
        made.compartments := left(coalesce(given->>'compartments', ''), 20);
        made.action := left(coalesce(given->>'action', ''), 20);
        made.purpose := left(coalesce(given->>'purpose', ''), 60);
        made.basis := left(coalesce(given->>'basis', ''), 20);
        made.rule := (given->>'rule')::integer;
        made.detail := coalesce(nullif(given->'detail', 'null'), '{}');
        if octet_length(made.detail::text) > 2000 then
            made.detail := jsonb_build_object('cut', octet_length(made.detail::text));
        end if;
        made.previous := head.hash;
        made.hash := sha256(convert_to(access_audit_text(made), 'UTF8'));
        insert into access_audit select made.*;
        head.seq := made.seq;
        head.hash := made.hash;
    end loop;
    update access_audithead set seq = head.seq, hash = head.hash;
    return head.seq;
end $$;

-- What the web may note without the keeper of keys: that something was refused, or done without a
-- key. It cannot write that a key was handed out.
create function access_audit_note(
    event text, actor uuid, office_id text, agency text, case_id uuid, compartments text,
    action text, purpose text, basis text, rule integer, detail jsonb
) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if event is null or event <> all (array[
        'alert-reviewed', 'breakglass-opened', 'breakglass-reviewed', 'consent', 'denied',
        'export', 'measure-check', 'seen', 'sign-in', 'sign-in-failed', 'sign-out', 'simulated'
    ]) then
        raise exception 'the web may not note %', coalesce(event, 'null')
            using errcode = 'insufficient_privilege';
    end if;
    return access_audit_append(jsonb_build_array(jsonb_build_object(
        'event', event, 'actor', actor, 'office_id', office_id, 'agency', agency,
        'case_id', case_id, 'compartments', compartments, 'action', action, 'purpose', purpose,
        'basis', basis, 'rule', rule, 'detail', detail
    )));
end $$;

-- Heads that were signed, one row for each witness they go to; `delivered_at` when it took it.
create table access_witness (
    witness text not null,
    at timestamptz not null,
    seq bigint not null,
    hash bytea not null,
    signature bytea not null,
    delivered_at timestamptz,
    primary key (witness, at)
);
create index access_witness_undelivered on access_witness (at) where delivered_at is null;
create trigger access_witness_stays before delete on access_witness
    for each row execute function access_audit_stays();
create trigger access_witness_stays_whole before truncate on access_witness
    for each statement execute function access_audit_stays();

-- Until when the chain is known outside: the last head that any witness took, else the first that
-- none took, else the first entry; null while there is nothing to witness.
create function access_witnessed_at() returns timestamptz
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select coalesce(
        (select max(at) from access_witness where delivered_at is not null),
        (select min(at) from access_witness),
        (select at from access_audit order by seq limit 1)
    )
$$;
