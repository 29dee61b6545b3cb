"""The answers on a form score to the level the act states."""

from datetime import datetime

import pytest

from ruta import instruments
from ruta.simulator import risk_form
from ruta.simulator.country import simulate
from ruta.simulator.offices import Office


@pytest.mark.parametrize("level", ["leve", "moderado", "severo"])
def test_the_pool_of_answers_scores_to_its_level(level: str) -> None:
    form = instruments.forms.load()["fvr-partner"]
    for answers, points in risk_form.answers_for("fvr-partner", level):
        result = instruments.scoring.score(form, answers)
        assert (result.computed_level, result.points) == (level, points)


def test_the_forms_of_the_stream_score_to_their_level(
    offices: tuple[Office, ...], until: datetime
) -> None:
    form = instruments.forms.load()["fvr-partner"]
    cases = simulate(cases=300, seed=11, until=until, offices=offices)
    facts = [act.facts for case in cases for act in case.acts if "answers" in act.facts]
    assert len(facts) > 80
    for given in facts:
        result = instruments.scoring.score(form, given["answers"])
        assert result.computed_level == given["risk"]
