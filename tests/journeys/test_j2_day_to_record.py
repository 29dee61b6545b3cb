"""J2: a psychologist of the women's centre goes from her day to the record in two presses."""

import re

import pytest

pytestmark = pytest.mark.journey

WHO = "psicologa.puno"
CASE = re.compile(r"/casos/[0-9a-f-]{36}/$")


def open_a_case(page, sign_in) -> None:
    """From the day, by its first case."""
    sign_in(page, WHO)
    page.locator('main a[href^="/casos/"]').filter(has_text=re.compile(r"^[A-Z]{3}-")).first.click()
    page.wait_for_url(CASE)


def now_record(page, act: str) -> None:
    """Press what the case's page offers to record."""
    page.get_by_role("link", name=f"Registrar: {act}", exact=True).first.click()


def test_two_presses_lead_from_the_day_to_the_form_of_an_act(page, sign_in, looks_right):
    open_a_case(page, sign_in)
    looks_right(page, "j2-case")

    now_record(page, "Persona atendida")

    page.wait_for_url("**/actos/nuevo/?clase=victim-attended")
    looks_right(page, "j2-form")


def test_care_a_safety_plan_and_the_next_appointment_are_recorded(page, sign_in, looks_right):
    open_a_case(page, sign_in)

    now_record(page, "Persona atendida")
    page.get_by_label("Servicio").select_option("psychological")
    page.get_by_role("button", name="Registrar").click()
    page.wait_for_url(CASE)
    assert page.get_by_text("Registrado: Persona atendida.").is_visible()

    now_record(page, "Plan de seguridad hecho con ella")
    page.get_by_label("Plan de seguridad").fill("Mochila lista en casa de la vecina. (Inventado.)")
    page.get_by_text("Solo en persona").click()
    page.get_by_role("button", name="Registrar").click()
    page.wait_for_url(CASE)
    assert page.get_by_text("Solo en persona").first.is_visible()

    now_record(page, "Cita dada")
    page.get_by_label("Fecha y hora de la cita").fill("2030-03-04T09:00")
    page.get_by_role("button", name="Registrar").click()
    page.wait_for_url(CASE)

    now_record(page, "Cita incumplida por el servicio")
    page.get_by_label("Impedimento").select_option("no-staff")
    page.get_by_role("button", name="Registrar").click()
    page.wait_for_url(CASE)
    assert page.locator(".act__kind", has_text="Cita incumplida por el servicio").first.is_visible()
    looks_right(page, "j2-recorded")


def test_she_reads_the_account_instead_of_asking_again(page, sign_in, looks_right, owner_sql):
    sign_in(page, WHO)
    ((case_id,),) = owner_sql(
        """
        select i.case_id from cases_involvement i
        join access_user u on u.office_id = i.office_id and u.username = %s
        join cases_act a on a.case_id = i.case_id and a.kind = 'account-told'
        join access_grant g on g.case_id = i.case_id and g.office_id = i.office_id
            and g.basis = 'consent' and g.compartments like '%%N%%' and g.until > now()
        order by i.case_id limit 1
        """,
        WHO,
    )
    page.goto(f"/casos/{case_id}/")

    page.get_by_role("link", name="Leer su relato").click()
    assert page.get_by_text("Queda anotado quién lo abre").is_visible()
    page.get_by_role("button", name="Abrir su relato").click()

    assert "relato inventado" in page.locator(".telling__text").first.inner_text().lower()
    looks_right(page, "j2-account")


def test_a_time_to_come_is_told_and_nothing_written_is_lost(page, sign_in, looks_right):
    open_a_case(page, sign_in)
    now_record(page, "Persona atendida")

    page.get_by_label("Observaciones").fill("Lo que ya escribí. (Inventado.)")
    page.get_by_label("Cuándo pasó").fill("2031-01-01T10:00")
    page.get_by_role("button", name="Registrar").click()

    assert page.get_by_role("alert").get_by_role("link").count() == 1
    assert page.get_by_label("Observaciones").input_value() == "Lo que ya escribí. (Inventado.)"
    looks_right(page, "j2-refused")
