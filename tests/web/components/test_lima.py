"""Days and instants are read on the wall clock of Lima."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruta.web.components import lima

MINUTES = st.integers(0, 25 * 365 * 24 * 60)
INSTANTS = MINUTES.map(lambda n: datetime(2015, 1, 1, tzinfo=UTC) + timedelta(minutes=n))


def test_an_instant_reads_with_its_day_and_its_hour_in_lima():
    moment = datetime(2025, 3, 3, 19, 5, tzinfo=UTC)

    assert lima.instant(moment) == "lun 3 mar 2025, 14:05"
    assert lima.instant(moment, "en") == "Mon 3 Mar 2025, 14:05"


def test_late_at_night_in_greenwich_is_still_the_same_day_in_lima():
    assert lima.day(datetime(2025, 3, 4, 4, 59, tzinfo=UTC)) == "lun 3 mar 2025"
    assert lima.day(datetime(2025, 3, 4, 5, 0, tzinfo=UTC)) == "mar 4 mar 2025"


def test_september_is_written_as_in_peru():
    assert lima.day(date(2024, 9, 1)) == "dom 1 set 2024"


def test_the_last_instant_of_a_day_reads_as_its_end():
    due = datetime(2025, 3, 7, 23, 59, 59, 999999, tzinfo=lima.ZONE)

    assert lima.instant(due) == "vie 7 mar 2025, fin del día"
    assert lima.instant(due - timedelta(microseconds=1)) == "vie 7 mar 2025, 23:59"


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        lima.day(datetime(2025, 3, 3))  # noqa: DTZ001


@given(INSTANTS)
def test_both_languages_tell_the_same_day(moment):
    es, en = lima.day(moment, "es-pe").split(), lima.day(moment, "en").split()

    assert es[1] == en[1] == str(lima.day_of(moment).day)
    assert es[3] == en[3]
    assert lima.DAYS["es"].index(es[0]) == lima.DAYS["en"].index(en[0])
    assert lima.MONTHS["es"].index(es[2]) == lima.MONTHS["en"].index(en[2])
