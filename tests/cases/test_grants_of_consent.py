"""Whatever is recorded, in any order, no consent outlives ninety days nor her taking it back."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from ruta.cases import consents, grants
from ruta.law import model as law

START = datetime(2026, 3, 1, 5, 0, tzinfo=UTC)
OFFICES = ("one", "two", "three")
KINDS = ("consent-given", "consent-revoked", "consent-refused", "note-added", "referral-made")
PARTS = st.lists(st.sampled_from(sorted(grants.LETTERS)), unique=True)
MOMENTS = st.integers(0, 200 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))


@st.composite
def streams(draw: st.DrawFn) -> list[law.Act]:
    """Acts in the order of their arrival, some of them dated back."""
    recorded = sorted(draw(st.lists(MOMENTS, max_size=12)))
    return [_act(draw, place, at) for place, at in enumerate(recorded, start=1)]


def _act(draw: st.DrawFn, arrival: int, recorded_at: datetime) -> law.Act:
    kind, to = draw(st.sampled_from(KINDS)), draw(st.sampled_from((*OFFICES, None)))
    late = timedelta(hours=draw(st.integers(0, 72)))
    last = date(2026, 3, 1) + timedelta(days=draw(st.integers(-10, 400)))
    facts = {
        "consent_compartments": draw(PARTS), "consent_purpose": "care",
        "consent_until": last.isoformat(),
    }  # fmt: skip
    return law.Act(
        id=str(UUID(int=arrival)), kind=kind, at=recorded_at - late, arrival=arrival,
        recorded_at=recorded_at, facts=facts if kind == "consent-given" else {},
        to=law.Office(to, "cem") if to else None,
    )  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(streams())
def test_no_consent_outlives_what_she_said(acts: list[law.Act]) -> None:
    by_id = {act.id: act for act in acts}
    for (office, basis, act_id), granted in grants.consents(acts):
        act = by_id[str(act_id)]
        taken_back = [
            other.recorded_at or other.at
            for other in acts
            if other.kind == "consent-revoked"
            and other.arrival > act.arrival
            and (other.to is None or other.to.id == office)
        ]
        assert basis == "consent"
        assert act.to is not None
        assert office == act.to.id
        assert granted.until <= act.at + timedelta(days=90)
        assert all(granted.until <= instant for instant in taken_back)
        assert set(granted.compartments) == {
            grants.LETTERS[part] for part in act.facts["consent_compartments"]
        }


@settings(max_examples=200, deadline=None)
@given(streams())
def test_only_what_she_gave_gives(acts: list[law.Act]) -> None:
    given_ids = {act.id for act in acts if act.kind == grants.GIVEN and act.to is not None}

    assert {str(act_id) for (_, _, act_id), _ in grants.consents(acts)} == given_ids
    assert consents.FIGURES not in {office for (office, _, _), _ in grants.consents(acts)}
