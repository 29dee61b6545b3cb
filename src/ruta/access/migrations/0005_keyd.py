"""What the keeper of keys may do; the web loses the keys."""

from typing import ClassVar

from django.db import migrations, models

from ruta.postgres.grants import Grant

# A canary is an invented case that nobody has a reason to open; whoever does is told of.
# A hold keeps a compartment of a case from being erased, for a reason that has a code. What was
# erased is remembered, so that an older copy of the keys does not bring it back.
TABLES = """
create table access_canary (
    case_id uuid primary key,
    added_at timestamptz not null default now()
);
create table access_hold (
    case_id uuid not null,
    compartment text not null check (length(compartment) = 1),
    until timestamptz,
    why_code text not null,
    primary key (case_id, compartment)
);
create table access_erased (
    case_id uuid not null,
    compartment text not null,
    erased_at timestamptz not null default clock_timestamp(),
    primary key (case_id, compartment)
);
"""

# Nobody selects from the audit; of it the keeper asks only what its caps count.
COUNTS = """
create index access_audit_of_actor on access_audit (actor, at)
    where event = 'opened';

create function access_opened_since(instant timestamptz)
returns table (at timestamptz, actor uuid, office_id text, case_id uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select max(entry.at), entry.actor, entry.office_id, entry.case_id from access_audit entry
    where entry.event = 'opened' and entry.at >= instant
        and entry.actor is not null and entry.case_id is not null and entry.basis <> 'draft'
    group by entry.actor, entry.office_id, entry.case_id
    order by max(entry.at)
$$;

create function access_usual_day(person uuid) returns double precision
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select percentile_cont(0.5) within group (order by cases) from (
        select count(distinct entry.case_id) as cases from access_audit entry
        where entry.event = 'opened' and entry.actor = person
            and entry.at >= now() - interval '30 days'
            and entry.at < date_trunc('day', now(), 'America/Lima')
        group by (entry.at at time zone 'America/Lima')::date) days
$$;

revoke all on function access_opened_since(timestamptz), access_usual_day(uuid) from public;
"""
TAKE_BACK = "revoke all on access_casekey from ruta_web"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("access", "0004_audit")]

    operations: ClassVar = [
        migrations.AddField("casekey", "made_by", models.UUIDField(null=True)),
        migrations.RunSQL(TABLES),
        migrations.RunSQL(COUNTS),
        migrations.RunSQL(TAKE_BACK, migrations.RunSQL.noop),
        Grant("keyd", "select, insert, update, delete", on="access_casekey"),
        Grant("keyd", "select, insert, delete", on="access_canary"),
        Grant("keyd", "select, insert, update, delete", on="access_hold"),
        Grant("keyd", "select, insert, update", on="access_erased"),
        Grant("keyd", "execute", on="function access_opened_since(timestamptz)"),
        Grant("keyd", "execute", on="function access_usual_day(uuid)"),
        # Who somebody is and where they work; no name and no password.
        Grant("keyd", "select (id, role, office_id, is_active, demonstration)", on="access_user"),
        Grant("keyd", "select (id, type, department)", on="directory_office"),
    ]
