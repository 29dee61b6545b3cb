"""People of a real installation, where a second factor is asked for; all of them invented."""

import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from ruta.access import sessions
from ruta.access.accounts import conduct, proof
from ruta.access.backend import database_now
from ruta.access.people import User
from ruta.directory.models import Office

PASSWORD = "una frase larga inventada"


def code_for(secret: str, *, ago_s: int = 0) -> str:
    """The code an application shows now, or showed a while ago."""
    counter = int(time.time() - ago_s) // 30
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


@pytest.fixture
def real(stocked, settings):
    """No demonstration: accounts are people's, and passwords alone open nothing."""
    settings.RUTA_DEMO = False
    settings.RUTA_SECOND_FACTOR = "required"
    settings.ACCOUNT_RATE_LIMITS = False
    return settings


@pytest.fixture
def browser() -> Client:
    """A browser at `localhost`, the one host where a passkey may travel without TLS."""
    return Client(HTTP_HOST="localhost")


def add(username: str, office: str, role: str, **more) -> User:
    """An account that accepted the code of conduct."""
    person = User.objects.add(
        username=username,
        display_name="Persona inventada",
        office=Office.objects.get(pk=office),
        role=role,
        password=more.pop("password", None),
    )
    User.objects.filter(pk=person.pk).update(code_of_conduct=conduct.VERSION, **more)
    return User.objects.select_related("office").get(pk=person.pk)


@pytest.fixture
def ana(real) -> User:
    """A police officer with a password and nothing else."""
    return add("ana.prueba", "PNP-1133", "police_officer", password=PASSWORD)


@pytest.fixture
def application(ana) -> str:
    """Ana's application of codes; its secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(ana, secret)
    return secret


@pytest.fixture
def signed_in(real):
    """`signed_in(browser, person)`: come in as somebody who has just shown both proofs."""

    def come_in(client: Client, person: User) -> Client:
        now = database_now()
        client.force_login(person, backend="ruta.access.backend.Backend")
        session = client.session
        session[proof.PROVED] = now.isoformat()
        sessions.begin(session, now=now)
        session.save()
        return client

    return come_in


@pytest.fixture
def coordinator(real) -> User:
    """Coordinates the police station where Ana works."""
    return add("coordina.prueba", "PNP-1133", "police_officer", coordinates=True)


@pytest.fixture
def another_coordinator(real) -> User:
    """Coordinates an office of another agency."""
    office = Office.objects.filter(type="cem").order_by("id").first()
    assert office is not None
    return add("coordina.cem", office.pk, "cem_lawyer", coordinates=True)


@pytest.fixture
def administrator(real) -> User:
    """Administers the accounts of every office."""
    person = add("administra.prueba", "PNP-1133", "police_officer")
    User.objects.filter(pk=person.pk).update(role="administrator")
    return User.objects.select_related("office").get(pk=person.pk)
