"""A severe case that the police opened five days ago, and forms sent as a browser sends them."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cases.stage import act, complaint, survivor

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def known(file, now):
    """The police know of it, assessed the risk as severe, and have sent nothing."""
    at = now - 5 * DAY
    file.opened(
        complaint(at),
        act("risk-form-completed", at + HOUR, risk="severo"),
        act("cem-notified", at + 2 * HOUR, to="T-CEM-1"),
        act("account-told", at + HOUR, account="Relato inventado.", account_language="quechua"),
        parties=(
            survivor(
                language="quechua", ubigeo="210101", telephone="000 111", safe_channel="message",
                safe_hours="9 a 12",
            ),
        ),
        now=now,
    )  # fmt: skip
    return file


@pytest.fixture
def href(known) -> str:
    """The address of the case."""
    return f"/casos/{known.case_id}/"


@pytest.fixture
def absent() -> str:
    """The address of a case that does not exist."""
    return f"/casos/{uuid4()}/"


@pytest.fixture
def filled() -> Callable:
    """`filled(client, address, note="x")`: the fields of a form as the page shows it, some set."""

    def fill(client, address, *, name="form", **other):
        shown = {each.html_name: _shown(each) for each in client.get(address).context[name]}
        return {key: value for key, value in {**shown, **other}.items() if value is not None}

    return fill


def _shown(bound):
    """What a browser sends of a field left as it is shown."""
    value = bound.field.widget.format_value(bound.value())
    if isinstance(value, list) and not getattr(
        bound.field.widget, "allow_multiple_selected", False
    ):
        return value[0] if value else None
    return value
