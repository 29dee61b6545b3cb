"""A photograph handed in at a station: sealed, looked at without its place, its custody told."""

import hashlib
from io import BytesIO

import pytest
from PIL import Image

pytestmark = pytest.mark.journey

WHO = "policia.puno"
MARK = "Zafiro-Inventado-7731"
OWN_CASE = """
    select g.case_id from access_grant g
    join access_user u on u.office_id = g.office_id and u.username = %s
    join cases_case c on c.case_id = g.case_id and c.open
    left join access_casemark m on m.case_id = g.case_id
    where g.basis = 'duty' and g.until > now() and not coalesce(m.trafficking, false)
        and not exists (select 1 from cases_act a
            where a.case_id = g.case_id and a.kind = 'evidence-attached')
    order by g.since desc, g.case_id limit 1
"""


def photograph() -> bytes:
    """A photograph of an invented wall that says where it was taken."""
    picture = Image.new("RGB", (900, 600), "#a4472c")
    picture.paste("#1f5673", (120, 90, 640, 420))
    exif = Image.Exif()
    exif[0x010F] = MARK
    exif.get_ifd(0x8825)[1] = "S"
    exif.get_ifd(0x8825)[2] = (15.0, 50.0, 36.0)
    file = BytesIO()
    picture.save(file, "JPEG", exif=exif)
    return file.getvalue()


@pytest.fixture
def evidence(owner_sql, page, sign_in) -> str:
    """The evidence of a case of the station that has none yet."""
    sign_in(page, WHO)
    ((case_id,),) = owner_sql(OWN_CASE, WHO)
    return f"/casos/{case_id}/pruebas/"


def fill(page, file: bytes, name: str = "foto.jpg") -> None:
    """The form as somebody at a counter fills it."""
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "", "buffer": file})
    page.get_by_label("Fotografía").check()
    page.get_by_label("Ella", exact=True).check()
    page.get_by_label("Observaciones").fill("Nota inventada de la entrega.")


def test_a_photograph_is_handed_in_looked_at_and_its_custody_told(
    page, evidence, looks_right, shot
):
    page.goto(evidence)
    looks_right(page, "evidence-none")
    page.get_by_role("link", name="Añadir una prueba").click()
    looks_right(page, "evidence-new", dark=True)

    fill(page, photograph())
    page.get_by_role("button", name="Sellar y guardar").click()
    page.wait_for_url("**/pruebas/")
    assert page.get_by_text("La prueba quedó sellada").is_visible()
    looks_right(page, "evidence-list")

    page.get_by_role("link", name="Prueba 1: Fotografía").click()
    assert page.locator("#sha256").inner_text() == hashlib.sha256(photograph()).hexdigest()
    page.get_by_role("link", name="Mirar la imagen").click()
    image = page.locator(".look__image")
    assert image.evaluate("each => each.decode().then(() => each.naturalWidth)") == 900
    looks_right(page, "evidence-one", dark=True)

    page.reload()
    custody = page.locator(".custody__step").all_inner_texts()
    assert "Selló el original y la copia" in custody[0]
    assert any("Miró la copia" in step for step in custody)
    assert any("Leyó la ficha" in step for step in custody)


def test_what_the_server_refuses_comes_back_as_it_was_written(page, evidence, looks_right):
    page.goto(f"{evidence}nueva/")
    fill(page, b"<svg xmlns='http://www.w3.org/2000/svg'/>", name="foto.svg")
    page.get_by_role("button", name="Sellar y guardar").click()

    page.locator(".error-summary").wait_for()
    assert page.get_by_label("Observaciones").input_value() == "Nota inventada de la entrega."
    assert page.get_by_label("Fotografía").is_checked()
    assert page.evaluate("document.activeElement.className") == "error-summary"
    looks_right(page, "evidence-refused")

    page.set_input_files(
        "input[type=file]", {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
    )
    page.get_by_role("button", name="Sellar y guardar").click()
    page.wait_for_url("**/pruebas/")


def test_a_file_that_was_not_at_fault_stays_chosen(page, evidence):
    page.goto(f"{evidence}nueva/")
    page.set_input_files(
        "input[type=file]", {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
    )
    page.get_by_role("button", name="Sellar y guardar").click()

    page.locator(".error-summary").wait_for()
    assert page.locator("input[type=file]").evaluate("each => each.files.length") == 1


def test_a_file_too_large_is_told_of_before_it_is_sent(page, evidence, fits, axe, shot):
    sent = []
    page.goto(f"{evidence}nueva/")
    page.on("request", lambda request: sent.append(request.method))
    fill(page, bytes(11 * 2**20))

    refusal = page.locator("[data-upload-refusal]")
    assert "El archivo pesa 11.0 MB y puede tener hasta 10 MB" in refusal.inner_text()
    page.get_by_role("button", name="Sellar y guardar").click()
    assert "POST" not in sent
    fits(page)
    axe(page)
    shot(page, "evidence-too-large")


def test_while_it_goes_it_is_seen_and_can_be_stopped(page, evidence, fits, shot):
    page.goto(f"{evidence}nueva/")
    fill(page, photograph())
    page.route("**/nueva/", lambda route: None)
    page.get_by_role("button", name="Sellar y guardar").click()

    going = page.locator("[data-upload-going]")
    going.wait_for()
    fits(page)
    shot(page, "evidence-going")
    going.get_by_role("button", name="Detener").click()

    assert "Detenido. No se guardó nada." in going.inner_text()
    assert (
        page.get_by_role("button", name="Sellar y guardar").get_attribute("aria-disabled") is None
    )


def test_without_scripts_the_form_goes_all_the_same(page, evidence, browser, site):
    context = browser.new_context(
        base_url=site.address, java_script_enabled=False, storage_state=page.context.storage_state()
    )
    try:
        plain = context.new_page()
        plain.goto(f"{evidence}nueva/")
        assert not plain.locator("[data-upload-going]").is_visible()
        fill(plain, photograph())
        plain.get_by_role("button", name="Sellar y guardar").click()
        plain.wait_for_url("**/pruebas/")
        assert plain.get_by_role("link", name="Prueba 1: Fotografía").is_visible()
    finally:
        context.close()


def test_the_original_is_taken_away_with_a_reason_and_a_password(page, evidence, looks_right):
    page.goto(f"{evidence}nueva/")
    fill(page, photograph())
    page.get_by_role("button", name="Sellar y guardar").click()
    page.get_by_role("link", name="Prueba 1: Fotografía").click()
    page.get_by_role("link", name="Llevarse el original").click()
    looks_right(page, "evidence-original")

    page.get_by_label("Para qué lo necesitas").select_option("court")
    page.get_by_role("button", name="Continuar").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="Descargar el archivo").click()
    assert started.value.suggested_filename.startswith("prueba-")
