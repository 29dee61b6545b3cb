"""The people of a shelter are administered on the same pages; cases reach them by name only."""

import pytest
from tests.access.accounts.conftest import add

from ruta.access import roles
from ruta.access.accounts import administration
from ruta.access.accounts.administration import NAMED, TEAM, NotAllowed
from ruta.access.people import RoleRefused, User
from ruta.directory.models import Office

pytestmark = pytest.mark.django_db
SERVICE = "SP-017"


@pytest.fixture
def head(real) -> User:
    """Who coordinates a service of protection of a real installation."""
    return add("cabeza.prueba", SERVICE, "shelter_worker", coordinates=True)


def test_the_first_account_makes_the_office_assign_by_name(real):
    assert administration.assigns(SERVICE) == TEAM

    add("primera.prueba", SERVICE, "shelter_worker")

    assert administration.assigns(SERVICE) == NAMED


def test_nobody_makes_it_assign_to_its_team(head, administrator):
    for by in (head, administrator):
        with pytest.raises(NotAllowed):
            administration.set_assigns(office_id=SERVICE, assigns=TEAM, by=by)

    assert administration.assigns(SERVICE) == NAMED


def test_the_page_says_why(browser, head, signed_in):
    client = signed_in(browser, head)

    answer = client.post("/personas/oficina/", {"assigns": TEAM})

    assert answer.status_code == 422
    assert "cada caso se asigna por nombre" in answer.content.decode()
    assert administration.assigns(SERVICE) == NAMED


def test_who_is_moved_there_finds_it_by_name_too(administrator, ana):
    there = Office.objects.get(pk=SERVICE)

    administration.set_role(person=ana, office=there, role="shelter_worker", by=administrator)

    assert administration.assigns(SERVICE) == NAMED


def test_its_role_exists_there_and_nowhere_else(head, ana):
    assert roles.every()["shelter_worker"].offices == {"hogar-refugio"}
    with pytest.raises(RoleRefused):
        add("otra.prueba", ana.office_id, "shelter_worker")
    with pytest.raises(RoleRefused):
        add("otra.prueba", SERVICE, "cem_psychologist")


def test_who_coordinates_it_adds_people_on_the_page(browser, head, signed_in):
    client = signed_in(browser, head)
    given = {
        "username": "dos.prueba",
        "display_name": "Persona Inventada",
        "role": "shelter_worker",
    }

    page = client.post("/personas/nueva/", given)

    assert page.context["code"] in page.content.decode()
    added = User.objects.select_related("office").get(username="dos.prueba")
    assert (added.office_id, added.office.name) == (SERVICE, "Servicio de protección")
    assert "dos.prueba" in client.get("/personas/").content.decode()
