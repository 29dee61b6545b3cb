"""A decision in words, as it is read over."""

from tests.web.desk.court.decisions import decision

from ruta.web.desk.court.decision import DENIED, SKIPPED, Decision
from ruta.web.desk.court.summary import rows, warnings


def told(one: Decision) -> dict[str, tuple[str, ...]]:
    return {row.label: (row.value, *row.lines) for row in rows(one)}


def test_each_measure_is_told_with_what_was_said_of_it() -> None:
    one = decision(
        measures=("no-approach", "other"), distance_metres=1200, other_order="Patrullaje"
    )

    assert told(one)["Medidas de protección"] == (
        "No acercarse a la víctima: 1,200 m",
        "Otra medida necesaria: Patrullaje",
    )
    assert told(one)["Vigentes hasta"] == ("Mientras dure el riesgo",)


def test_a_skipped_hearing_is_told_with_its_reasons() -> None:
    one = decision(hearing=SKIPPED, hearing_at=None, skip_reasons="Riesgo severo\n\nSin demora")

    assert told(one)["Audiencia"] == ("Se prescindió de ella", "Riesgo severo", "Sin demora")


def test_a_denial_is_told_with_its_reasons_and_without_measures() -> None:
    one = decision(outcome=DENIED, measures=(), denial_reasons="Razones inventadas")

    assert told(one)["Decisión"] == ("No se dictan medidas de protección", "Razones inventadas")
    assert "Medidas de protección" not in told(one)


def test_silence_about_precautionary_measures_is_warned_of() -> None:
    silent, spoken = decision(), decision(precautionary_reasons="Ya hay proceso")

    assert any("cautelares" in warning for warning in warnings(silent))
    assert warnings(spoken) == ()
    assert told(silent)["Medidas cautelares"] == ("Nada se dice de ellas",)
    assert told(spoken)["Medidas cautelares"] == ("No se dictan", "Ya hay proceso")


def test_a_weapons_ban_announces_its_notice() -> None:
    assert any("SUCAMEC" in warning for warning in warnings(decision(measures=("weapons-ban",))))
