"""An order that only says stop, in the ways it is written, and orders that say something."""

import pytest

from ruta.web.desk.court.bare_order import is_bare


@pytest.mark.parametrize(
    "text",
    [
        "Cese de todo acto de violencia",
        "El cese inmediato de cualquier acto de violencia física y psicológica.",
        "Que el denunciado se abstenga de ejercer violencia contra la agraviada",
        "Abstenerse de agredir a la víctima, bajo apercibimiento de ley",
        "Prohíbase al denunciado todo tipo de maltrato hacia su ex pareja.",
        "ORDENO EL CESE DE TODO ACTO DE VIOLENCIA EN AGRAVIO DE LA DENUNCIANTE",
        "No agredir ni amenazar a la denunciante en su domicilio",
        "Que don Vantare Ilumé cese los actos de violencia contra Soraye Ilumé y sus hijos",
        "Deje de maltratar; evite toda agresión.",
        "Impedimento de hostilizar a la señora",
        "cese de la violencia.",
    ],
)
def test_an_order_that_only_says_stop_is_bare(text: str) -> None:
    assert is_bare(text)


@pytest.mark.parametrize(
    "text",
    [
        "Cese de la violencia y patrullaje del domicilio dos veces por semana",
        "Patrullaje inopinado",
        "Cambio de su horario de trabajo",
        "Abstenerse de ingresar al colegio de los hijos",
        "Se prohíbe publicar imágenes de la víctima en redes",
        "Cese los actos de violencia. Rondas de la comunidad por su casa.",
        "Garantías personales a su favor",
        "Que el denunciado no se acerque al puesto del mercado",
        "",
        "   ",
    ],
)
def test_an_order_that_says_what_to_do_is_not_bare(text: str) -> None:
    assert not is_bare(text)
