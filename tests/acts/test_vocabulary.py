"""The vocabulary as shipped: complete, sound, and refusing what is not."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ruta.acts import catalogue, codes, vocabulary
from ruta.acts.catalogue import CLEAR, BadVocabulary
from ruta.law import rulebook
from ruta.law.clock import Clock
from ruta.law.model import Act

REFERENCE = Path(__file__).parents[3] / "shared/reference/law/duties.toml"
EVENTS = (Path(__file__).parent / "golden_events.txt").read_text().split()
KINDS = vocabulary.kinds()
NOON = datetime(2024, 3, 8, 17, tzinfo=UTC)
OURS = """
annulment impediment-recorded withdrawal-recorded safety-plan-made appointment-given
appointment-kept appointment-missed-by-service appointment-missed-by-her single-interview-requested
account-told account-demanded case-transferred private-agreement-recorded risk-level-raised
risk-lowering-proposed risk-level-lowered measures-denied measures-ended note-added proof-demanded
victim-judged file-returned confrontation-or-conciliation-held evaluation-repeated
victim-harmed-by-service victim-reinterviewed bare-cease-order-issued archived-for-absence
employment-ended shelter-location-disclosed forensic-exam-requested
""".split()


def test_every_event_of_the_law_is_a_kind() -> None:
    assert {id_ for id_, kind in KINDS.items() if kind.origin == "law"} == set(EVENTS)


def test_our_list_of_events_is_the_one_of_the_reference_where_it_is_at_hand() -> None:
    beside = REFERENCE.exists()
    text = REFERENCE.read_text(encoding="utf-8") if beside else f"vocabulary.events = {EVENTS}"

    assert sorted(tomllib.loads(text)["vocabulary"]["events"]) == EVENTS


def test_every_act_that_a_norm_names_is_a_kind() -> None:
    named = {
        kind
        for wording in rulebook.default().wordings.values()
        for kind in (
            wording.starts,
            *wording.ends,
            *wording.discharged_by,
            *wording.breached_by,
            *wording.precedes,
        )
        if kind
    }

    assert named
    assert named <= set(KINDS)


@pytest.mark.parametrize("kind", OURS)
def test_our_own_kinds_are_marked_ours(kind: str) -> None:
    assert KINDS[kind].origin == "ruta"


def test_no_two_kinds_share_a_label() -> None:
    for labels in ([k.label_es for k in KINDS.values()], [k.label_en for k in KINDS.values()]):
        assert len(labels) == len(set(labels))


def test_every_kind_but_a_computed_one_may_be_recorded_by_someone() -> None:
    assert [kind.id for kind in KINDS.values() if not kind.recorded_by] == ["risk-assessed-severe"]


def test_what_an_act_counts_as_is_explained_or_evident() -> None:
    evident = {"risk-form-completed", "risk-level-raised"}

    for kind in KINDS.values():
        assert bool(kind.counts_as) <= bool(kind.reading_es or kind.id in evident), kind.id


@pytest.mark.parametrize(
    ("kind", "counted"),
    [
        ("complaint-presented-pnp", {"complaint-presented", "fact-known-pnp", "case-open"}),
        ("complaint-presented-court", {"complaint-presented", "case-known-court", "case-open"}),
        ("police-report-sent-court", {"case-known-court", "court-informed"}),
        ("police-report-sent-prosecutor", {"prosecutor-informed"}),
        ("file-sent-court", {"case-known-court", "court-informed"}),
        ("file-sent-prosecutor", {"file-received-prosecutor"}),
        ("cem-notified", {"case-known-cem"}),
        ("breach-reported-court", {"breach-known-court"}),
        ("variation-decided", {"measures-varied"}),
    ],
)
def test_what_an_act_counts_as(kind: str, counted: set[str]) -> None:
    assert {count.kind for count in vocabulary.counts_as()[kind]} == counted


def test_an_urgent_notice_to_the_court_does_not_stand_for_the_report() -> None:
    assert vocabulary.expand("court-informed", {}) == ("court-informed",)


@pytest.mark.parametrize("kind", ["risk-form-completed", "risk-level-raised"])
def test_only_a_severe_risk_counts_as_severe(kind: str) -> None:
    assert "risk-assessed-severe" in vocabulary.expand(kind, {"risk": "severo"})
    assert vocabulary.expand(kind, {"risk": "moderado"}) == (kind,)
    assert vocabulary.expand(kind, {}) == (kind,)


def test_no_kind_counts_in_the_end_as_itself() -> None:
    for kind, counts in vocabulary.counts_as().items():
        assert kind not in {count.kind for count in counts}


def test_the_clock_expands_acts_as_the_vocabulary_does() -> None:
    clock = Clock(rulebook.default(), counts_as=vocabulary.counts_as())

    for kind in KINDS:
        for risk in ("severo", "leve"):
            act = Act("a", kind, NOON, 1, NOON, {"risk": risk})
            assert clock.kinds(act) == list(vocabulary.expand(kind, act.facts))


def test_conditions_of_the_law_read_only_clear_facts() -> None:
    facts = catalogue.load().facts

    for name in rulebook.default().facts:
        assert facts[name].compartment == CLEAR


def test_the_police_are_offered_the_report_after_the_risk_form() -> None:
    done = {"complaint-registered", "risk-form-completed"}

    offered = [kind.id for kind in vocabulary.suggested(done, office_type="pnp")]

    assert "police-report-sent-court" in offered
    assert "risk-form-completed" not in offered
    assert "measures-decided" not in offered


def test_what_institutions_owe_to_all_is_not_offered_in_a_case() -> None:
    assert "campaign-run" not in [kind.id for kind in vocabulary.recordable("mimp")]


def test_a_police_station_may_not_decide_measures() -> None:
    assert not KINDS["measures-decided"].may_be_recorded_by("pnp")
    assert KINDS["measures-decided"].may_be_recorded_by("juzgado-familia")
    assert KINDS["note-added"].may_be_recorded_by("pnp")


def test_narrower_lists_of_codes_are_part_of_the_whole() -> None:
    whole = codes.lists()["reasons"]

    for narrower in ("annulment_reasons", "transfer_reasons", "archive_reasons"):
        assert codes.lists()[narrower].items() <= whole.items()


def test_our_lists_do_not_hide_the_terms_of_the_law() -> None:
    own = tomllib.loads(Path(codes.__file__).with_name("codes.toml").read_text(encoding="utf-8"))

    for name, table in own.items():
        assert list(codes.lists()[name]) == list(table)


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ('recorded_by = ["pnp"]\nlabel_es = "A"', "a.label_en", "missing"),
        ("surprise = 1", "a.surprise", "unknown key"),
        ('recorded_by = ["sheriff"]', "a.recorded_by", "'sheriff' is not known"),
        ('addressed_to = ["sheriff"]', "a.addressed_to", "'sheriff' is not known"),
        ('counts_as = ["z"]', "a.counts_as", "'z' is not known"),
        ('counts_as = ["b"]', "a.counts_as", "a → b → a"),
        ('counts_as = [{ kind = "b", given = "risk" }]', "a.counts_as", "is not a condition"),
        (
            'counts_as = [{ kind = "c", given = \'door == "court"\' }]',
            "a.counts_as",
            "needs a clear fact",
        ),
        ('facts = ["shoe_size"]', "a.facts", "'shoe_size' is not known"),
        ('next_after = ["z"]', "a.next_after", "'z' is not known"),
        ('origin = "elsewhere"', "a.origin", "'elsewhere' is not known"),
        ('codes = { door = "doors" }', "a.codes", "'door' is not known"),
    ],
)
def test_a_broken_entry_names_its_file_and_key(
    tmp_path: Path, text: str, key: str, says: str
) -> None:
    entry = text if "label_es" in text else f'label_es = "A"\nlabel_en = "A"\n{text}'
    if "recorded_by" not in entry:
        entry += '\nrecorded_by = ["any"]'
    others = """
[b]
label_es = "B"
label_en = "B"
recorded_by = ["any"]
counts_as = ["a"]
[c]
label_es = "C"
label_en = "C"
recorded_by = ["any"]
"""
    (tmp_path / "broken.toml").write_text(f"[a]\n{entry}\n{others}", encoding="utf-8")

    with pytest.raises(BadVocabulary, match=says) as refused:
        vocabulary.counts_as(tmp_path)

    assert (refused.value.file, refused.value.key) in {
        ("broken.toml", key),
        ("broken.toml", key.replace("a.", "b.", 1)),
    }


def test_a_kind_stated_in_two_families_is_refused(tmp_path: Path) -> None:
    for name in ("one", "two"):
        text = '[a]\nlabel_es = "A"\nlabel_en = "A"\nrecorded_by = ["any"]\n'
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")

    with pytest.raises(BadVocabulary, match=r"two\.toml: a: also in one\.toml"):
        vocabulary.kinds(tmp_path)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('type = "text"\ncompartment = "N"\nlabel_es = "A"', "a.label_en"),
        ('type = "poem"\ncompartment = "N"', "a.type"),
        ('type = "text"\ncompartment = "Z"\nmax_length = 9', "a.compartment"),
        ('type = "boolean"\ncompartment = "clear"', "a.compartment"),
        ('type = "text"\ncompartment = "N"', "a.max_length"),
        ('type = "code"\ncompartment = "C"\ncodes = "shoes"', "a.codes"),
        ('type = "number"\ncompartment = "C"\nmin = 0\nmax = 1', "a.unit"),
        ('type = "boolean"\ncompartment = "C"\nsecret = true', "a.secret"),
    ],
)
def test_a_broken_fact_names_its_file_and_key(tmp_path: Path, text: str, key: str) -> None:
    entry = text if "label_es" in text else f'label_es = "A"\nlabel_en = "A"\n{text}'
    path = tmp_path / "facts.toml"
    path.write_text(f"[a]\n{entry}\n", encoding="utf-8")

    with pytest.raises(BadVocabulary) as refused:
        catalogue.load(path)

    assert (refused.value.file, refused.value.key) == ("facts.toml", key)


def test_a_common_fact_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "facts.toml"
    path.write_text('common = ["ghost"]\n', encoding="utf-8")

    with pytest.raises(BadVocabulary, match="no fact 'ghost'"):
        catalogue.load(path)
