"""A centre takes its month's cases to the public registry: two pages, a password, a workbook."""

from ruta.interop.cem import answers, dictionary, values, workbook


def test_who_coordinates_a_centre_takes_its_cases_to_the_registry(
    page, sign_in, looks_right, owner_sql
) -> None:
    ((first, last),) = owner_sql(
        "select min(i.since)::date, min(i.since)::date + 20 from cases_involvement i"
        " join access_user u on u.office_id = i.office_id where u.username = 'coordinadora.puno'"
    )
    sign_in(page, "coordinadora.puno")
    page.goto("/casos/")
    page.get_by_role("link", name="Llevar casos al registro CEM").click()
    looks_right(page, "registry-export", dark=True)

    page.locator('[name="first"]').fill("2026-02-02")
    page.locator('[name="last"]').fill("2026-01-01")
    page.get_by_role("button", name="Preparar el archivo").click()
    page.get_by_text("El último día es anterior al primero.").first.wait_for()
    looks_right(page, "registry-export-wrong")

    page.locator('[name="first"]').fill(str(first))
    page.locator('[name="last"]').fill(str(last))
    page.get_by_role("button", name="Preparar el archivo").click()
    password = page.locator("#contrasena").inner_text()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Descargar el archivo").click()

    assert taken.value.suggested_filename == f"registro-cem-{first}-{last}.xlsx"
    rows = workbook.read(taken.value.path().read_bytes(), password)
    book = dictionary.load()
    assert rows
    assert all(row["SEXO_VICTIMA"] in {"0", "1"} for row in rows)
    for row in rows:
        for name, text in row.items():
            if text and name != values.ENTRY_DATE:
                assert values.is_known(book.variables[name], text, answers.CURRENT), name
