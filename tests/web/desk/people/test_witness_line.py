"""What an administrator reads of the witnesses of the audit."""

import pytest
from django.test.utils import override_settings

pytestmark = pytest.mark.django_db
NOBODY = "Ningún testigo recibe el registro: no se promete"


def test_an_administrator_reads_that_nothing_is_promised_without_a_witness(
    browser, administrator, signed_in
):
    signed_in(browser, administrator)

    with override_settings(RUTA_WITNESSES=[]):
        assert NOBODY in browser.get("/personas/").content.decode()


def test_who_coordinates_an_office_does_not(browser, coordinator, signed_in):
    signed_in(browser, coordinator)

    with override_settings(RUTA_WITNESSES=[]):
        assert NOBODY not in browser.get("/personas/").content.decode()
