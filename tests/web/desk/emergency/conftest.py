"""A case of the police and the CEM, and what a form of emergency sends."""

from collections.abc import Callable

import pytest
from tests.cases.stage import Stage, act, complaint, survivor

WHY = "Sus vecinos llaman: hay gritos y golpes (inventado)."
DOCUMENT = "00000017"


@pytest.fixture(autouse=True)
def without_a_second_factor(settings) -> None:
    """The installation asks for none; one test asks for it."""
    settings.RUTA_SECOND_FACTOR = "optional"


@pytest.fixture
def case(file: Stage, now) -> Stage:
    """A case that the police opened."""
    her = survivor()
    file.opened(
        complaint(now),
        act("account-told", now, account="Relato inventado"),
        parties=(type(her)(party_id=her.party_id, role="survivor", facts=her.facts,
                           document=DOCUMENT),),
        now=now,
    )  # fmt: skip
    return file


@pytest.fixture
def code(case) -> str:
    from ruta.cases.codes import code_of

    return code_of(case.case_id, "PUNO")


@pytest.fixture
def asking() -> Callable[..., dict[str, str]]:
    """`asking(code=…)`: what the form sends."""

    def fill(**which: str) -> dict[str, str]:
        return {"reason_code": "immediate-danger", "reason": WHY, **which}

    return fill
