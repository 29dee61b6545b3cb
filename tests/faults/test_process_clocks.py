"""What ends, ends by the database's clock: no code of access, cases and pages reads its own."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ruta

ROOMS = ("access", "cases", "directory", "messaging", "outreach", "learning", "web")
# Nothing opens by these: one counts requests in a minute, the other says which law is in force.
HARMLESS = {"web/rates.py", "web/public/law_pages.py"}
CLOCKS = {
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime", "strftime"},
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "timezone": {"now", "localtime", "localdate"},
}


def readings(source: str) -> Iterator[str]:
    """Where a source asks its own process what time it is, as `module.function`."""
    tree = ast.parse(source)
    plain = {
        name.asname or name.name: f"{node.module}.{name.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in {"time", "django.utils.timezone"}
        for name in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS.get(_last(node.value), ()):
            yield f"{_last(node.value)}.{node.attr}"
        elif isinstance(node, ast.Name) and node.id in plain:
            module, _, function = plain[node.id].rpartition(".")
            if function in CLOCKS[module.rpartition(".")[2]]:
                yield plain[node.id]


def _last(node: ast.expr) -> str:
    """`datetime` of both `datetime.now` and `datetime.datetime.now`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


@pytest.mark.check("SEC-74")
def test_no_code_that_decides_reads_the_clock_of_its_process() -> None:
    package = Path(ruta.__file__).parent
    found = {
        f"{path.relative_to(package)}: {reading}"
        for room in ROOMS
        for path in (package / room).rglob("*.py")
        if str(path.relative_to(package)) not in HARMLESS
        for reading in readings(path.read_text(encoding="utf-8"))
    }
    assert found == set()


@pytest.mark.parametrize(
    "source",
    [
        "import time\ntime.time()",
        "from time import time\ntime()",
        "import datetime\ndatetime.datetime.now(datetime.UTC)",
        "from datetime import datetime\ndatetime.now()",
        "from datetime import date\ndate.today()",
        "from django.utils import timezone\ntimezone.now()",
        "from django.utils.timezone import now\nnow()",
        "field = DateTimeField(default=timezone.now)",
    ],
)
def test_every_way_of_reading_it_is_found(source: str) -> None:
    assert list(readings(source))


@pytest.mark.parametrize(
    "source",
    [
        "from time import monotonic\nmonotonic()",
        "from django.db.models.functions import Now\nNow()",
        "person.now",
        "from datetime import datetime\ndatetime.fromisoformat('2026-01-01')",
    ],
)
def test_what_is_no_reading_of_it_is_not(source: str) -> None:
    assert not list(readings(source))
