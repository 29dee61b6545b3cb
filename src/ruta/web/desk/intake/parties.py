"""
From answers to people: she, whoever is accused, and whoever brought the report for her.

Pure, like `acts`. Who is unknown in every way is not added.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from ruta.cases.intake import NewParty

from . import known
from .fields import YES
from .setting import Answers

SHE = "survivor"
HERSELF = "herself"
MAN = "hombre"
SAME = tuple(
    "names preferred_name document_type sex nationality ethnicity disability address".split()
)
ACCUSED = ("names", "sex", "age", "security_forces", "workplace", "whereabouts")


def build(answers: Answers, *, case_id: UUID) -> list[NewParty]:
    """The people of a report, she first."""
    return [_she(answers, case_id), *_accused(answers, case_id), *_informant(answers, case_id)]


def _she(answers: Answers, case_id: UUID) -> NewParty:
    said, tongue, contact = answers["persona"], answers["lengua"], answers["contacto"]
    facts = {
        **{name: said.get(name) for name in SAME},
        "pregnant": said.get("pregnant") if said["sex"] != MAN else "",
        "age": said["age"] if said.get("age") is not None else said.get("age_range"),
        "ubigeo": said.get("district"),
        "description": said.get("supports"),
        "bond": known.facts(answers).get("relation"),
        "language": tongue["language"],
        "interpreter_needed": tongue["interpreter"],
        "telephone": contact.get("telephone"),
        "safe_channel": contact.get("safe_channel"),
        "safe_hours": contact.get("safe_hours"),
        "contact_person": reaching(contact),
    }
    return NewParty(
        party_id=uuid5(case_id, SHE),
        role=SHE,
        facts=_told(facts),
        document=said.get("document") or None,
    )


def reaching(contact: Mapping[str, Any]) -> str:
    """Who else may answer, and the word that means danger, as one line."""
    word = contact.get("code_word")
    code = _("palabra clave: %(word)s") % {"word": word} if word else ""
    return " · ".join(part for part in (contact.get("may_answer"), code) if part)


def _accused(answers: Answers, case_id: UUID) -> Iterator[NewParty]:
    said = answers["denunciado"]
    facts = _told({name: said.get(name) for name in ACCUSED})
    armed = _("Tiene o puede conseguir un arma.") if said.get("armed") == YES else ""
    if description := "\n".join(part for part in (armed, said.get("description")) if part):
        facts["description"] = description
    if facts or said.get("document"):
        facts["bond"] = known.facts(answers).get("relation")
        yield NewParty(
            party_id=uuid5(case_id, "accused"),
            role="accused",
            facts=_told(facts),
            document=said.get("document") or None,
        )


def _informant(answers: Answers, case_id: UUID) -> Iterator[NewParty]:
    if name := informant_name(answers):
        yield NewParty(
            party_id=uuid5(case_id, "informant"), role="informant", facts={"names": name}
        )


def informant_name(answers: Answers) -> str:
    """Who brought the report for her, when somebody did and gave a name."""
    tongue = answers["lengua"]
    return tongue.get("complainant_name", "") if tongue["complainant"] != HERSELF else ""


def is_pregnant(answers: Answers) -> bool:
    """Whether she said that she is pregnant."""
    she = answers["persona"]
    return bool(she.get("pregnant") == YES and she["sex"] != MAN)


def _told(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value not in ("", None)}
