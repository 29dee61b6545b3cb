"""The timeline groups acts by Lima day and says what was recorded late."""

from datetime import UTC, datetime, timedelta

from ruta.web.components import timeline
from ruta.web.components.timeline import Entry

NIGHT = datetime(2025, 3, 4, 4, 30, tzinfo=UTC)  # 23:30 of 3 March in Lima


def entry(*, at=NIGHT, recorded_after=timedelta(), **more) -> Entry:
    return Entry("acto-1", "Visita", at, at + recorded_after, **more)


def test_acts_of_one_lima_day_stand_together():
    days = timeline.by_day([entry(), entry(at=NIGHT + timedelta(hours=1))])

    assert [day.on.day for day in days] == [3, 4]


def test_recording_after_midnight_is_the_next_day():
    assert timeline.lateness(entry(recorded_after=timedelta(hours=1))) == (
        "registrado al día siguiente"
    )


def test_recording_later_says_how_many_days():
    late = entry(recorded_after=timedelta(days=2))

    assert timeline.lateness(late) == "registrado 2 días después"
    assert timeline.lateness(late, "en") == "recorded 2 days later"


def test_recording_the_same_day_says_nothing():
    assert timeline.lateness(entry(recorded_after=timedelta(minutes=20))) == ""


def test_a_corrected_or_annulled_version_no_longer_holds():
    assert entry(corrected_by="acto-2").superseded
    assert entry(annulled_by="acto-2").superseded
    assert not entry(corrects="acto-0").superseded
