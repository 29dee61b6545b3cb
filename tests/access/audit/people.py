"""An invented office of each agency, and one person in each."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4, uuid5

import psycopg

from ruta.access.accounts import conduct
from ruta.access.keys import vault
from ruta.access.viewer import Viewer

SPACE = UUID("00000000-0000-5000-8000-00000000a0d1")
OFFICES = {
    "T-A-CEM": ("cem", "cem_psychologist"),
    "T-A-SAU": ("sau", "cem_lawyer"),
    "T-A-PNP": ("pnp", "police_officer"),
    "T-A-MP": ("fiscalia-penal", "prosecutor"),
    "T-A-COURT": ("juzgado-familia", "court_clerk"),
    "T-A-IPRESS": ("ipress", "health_worker"),
    "T-A-LINEA": ("linea100", "hotline_operator"),
    "T-A-SAR": ("sar", "rural_worker"),
    "T-A-ONG": ("ong", "ngo_worker"),
    "T-A-UPE": ("upe", "child_protection"),
    "T-A-ADMIN": ("mimp", "administrator"),
    "T-A-ANALYST": ("mimp", "analyst"),
    "T-A-DEF": ("defensoria", "oversight"),
    "T-A-SUP": ("supervision", "supervisor"),
}
OFFICE = """
    insert into directory_office (id, type, name, ubigeo, department, province, district, address,
        phone, phone_doubtful, hours, languages, national, demonstration, source)
    values (%s, %s, %s, '210101', 'PUNO', '', '', '', '', false, '', '', false, true, 'invented')
"""
ACCOUNT = """
    insert into access_user (id, username, display_name, office_id, role, language, password,
        is_active, demonstration, code_of_conduct)
    values (%s, %s, 'Persona inventada', %s, %s, 'es-pe', '!', true, false, %s)
"""
GRANT = """
    insert into access_grant
        (case_id, office_id, basis, act_id, compartments, purpose, since, until)
    values (%s, %s, 'duty', '00000000-0000-0000-0000-000000000000', '', '', now(),
        now() + interval '1 year')
"""
OPENED = """
    insert into access_breakglass (id, case_id, user_id, office_id, reason_code, reason, opened_at,
        until, outcome)
    values (%s, %s, %s, %s, 'immediate-danger', %s, %s, %s, '')
"""


REASON = "Pidió ayuda a gritos y nadie de la oficina responde."


def open_in_emergency(
    superuser: psycopg.Connection, case_id: UUID, office: str, at: datetime
) -> UUID:
    """The person of an office opened a case at an instant, for four hours; the opening's id."""
    opening_id, person = uuid4(), viewer(office).user_id
    sealed = vault.service().protect(
        use="breakglass", context=str(opening_id), text=REASON.encode()
    )
    until = at + timedelta(hours=4)
    superuser.execute(OPENED, [opening_id, case_id, person, office, sealed, at, until])
    return opening_id


def viewer(office: str) -> Viewer:
    """The person of an office."""
    type_, role = OFFICES[office]
    return Viewer(uuid5(SPACE, office), office, type_, role, "PUNO")


def enter(superuser: psycopg.Connection) -> None:
    """The offices and their people, in the directory and with accounts."""
    leave(superuser)
    for id_, (type_, role) in OFFICES.items():
        name = f"Oficina inventada {id_}"
        superuser.execute(OFFICE, [id_, type_, name])
        superuser.execute(
            ACCOUNT, [uuid5(SPACE, id_), f"prueba.{id_.lower()}", id_, role, conduct.VERSION]
        )


def leave(superuser: psycopg.Connection) -> None:
    """They are gone."""
    superuser.execute("delete from access_user where office_id = any(%s)", [list(OFFICES)])
    superuser.execute("delete from directory_office where id = any(%s)", [list(OFFICES)])


def grant(superuser: psycopg.Connection, case_id: UUID, office: str) -> None:
    """An office has a place in a case."""
    superuser.execute(GRANT, [case_id, office])
