"""Who asks, and how they stand in a case: read by the keeper itself, in one statement."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from ruta.access import agencies, roles
from ruta.access.keyd.readers import Connection
from ruta.access.standing import Standing

# As ruta.access.sessions counts them, which a test holds; a minute more for what the web writes
# once a minute only.
IDLE = "interval '16 minutes'"
WHOLE = "interval '10 hours'"
WHO = f"""
    select u.id, u.role, o.id as office, o.department, statement_timestamp() as now,
        coalesce(%(by_role)s::jsonb ->> u.role, %(by_office)s::jsonb ->> o.type, '') as agency,
        case when u.role = '{roles.SUPERVISOR}' then o.department else '' end as supervised
    from access_session s
    join access_user u on u.id = s.account
    join directory_office o on o.id = u.office_id
    where s.key = %(key)s and u.is_active and (not u.demonstration or %(demonstration)s)
        and s.opened_at > statement_timestamp() - {WHOLE}
        and s.seen_at > statement_timestamp() - {IDLE}
        and s.expire_date > statement_timestamp()
"""
CASE = f"""
    with who as materialized ({WHO}), seen as materialized (
        select who.*,
            access_standing(%(case)s, id, office, agency, supervised)::text as standing,
            exists (select from access_canary where case_id = %(case)s) as canary
        from who)
    select seen.id, seen.role, seen.office, seen.agency, seen.now, seen.standing, seen.canary,
        k.compartment, k.kek_version, k.wrapped, k.made_by
    from seen left join access_casekey k on k.case_id = %(case)s
"""
PERSON = f"select id, role, office, agency, now from ({WHO}) who"
STAFF = f"""
    select count(distinct account) from access_session
    where opened_at > statement_timestamp() - {WHOLE}
        and seen_at > statement_timestamp() - {IDLE}
"""
UNWITNESSED = "select extract(epoch from statement_timestamp() - access_witnessed_at()) / 3600"


@dataclass(frozen=True)
class Person:
    """Whose session it is, and the database's clock."""

    id: UUID
    role: str
    office: str
    agency: str
    now: datetime


@dataclass(frozen=True)
class Kept:
    """A wrapped data key, and who sealed there first."""

    version: int
    wrapped: bytes = field(repr=False)
    made_by: UUID | None


@dataclass(frozen=True)
class Seen:
    """A person before a case: their standing, and the wrapped keys of all its compartments."""

    person: Person
    standing: Standing
    canary: bool
    kept: dict[str, Kept]


def _agency_tables() -> dict[str, str]:
    """By role and by type of office, as `agencies` has them; a role goes before an office."""
    by_role = dict(agencies.deciding_roles())
    by_office = {kind: of for of in agencies.AGENCIES for kind in agencies.office_types(of)}
    return {"by_role": json.dumps(by_role), "by_office": json.dumps(by_office)}


AGENCY_TABLES = _agency_tables()


def _values(token: str, *, demonstration: bool) -> dict[str, Any]:
    key = hashlib.sha256(token.encode()).hexdigest()
    return {**AGENCY_TABLES, "key": key, "demonstration": demonstration}


def person(connection: Connection, token: str, *, demonstration: bool) -> Person | None:
    """Whose session this is; nobody when it is over, or the account is closed."""
    row = connection.execute(PERSON, _values(token, demonstration=demonstration)).fetchone()
    return Person(*row) if row else None


def case(connection: Connection, token: str, case_id: UUID, *, demonstration: bool) -> Seen | None:
    """The person of this session before this case; nobody when the session is over."""
    values = {**_values(token, demonstration=demonstration), "case": case_id}
    rows = connection.execute(CASE, values).fetchall()
    if not rows:
        return None
    id_, role, office, agency, now, standing, canary = rows[0][:7]
    kept = {row[7]: Kept(row[8], bytes(row[9]), row[10]) for row in rows if row[7]}
    who = Person(id_, role, office, agency, now)
    return Seen(who, Standing.of(agency, json.loads(standing)), canary, kept)
