"""
From answers to acts: what is recorded when a report is registered, in the order the law reads it.

Pure: the same answers give the same acts, with ids derived from the case's, so that a report sent
twice is one. What an office of this type may not record is left out.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from ruta.acts import vocabulary
from ruta.cases.intake import NewAct

from . import choices, known, parties, sharing
from .doors import Door
from .fields import YES
from .forms.sharing import CEM as CEM_QUESTION
from .forms.sharing import HEALTH as HEALTH_QUESTION
from .forms.sharing import PROSECUTOR as PROSECUTOR_QUESTION
from .setting import Answers

NEVER_ANSWERED: tuple[object, ...] = ("", None, [], {})


class Addressees(NamedTuple):
    """The offices a report may be addressed to, by id; nothing where there is none."""

    cem: str = ""
    police: str = ""
    prosecutor: str = ""
    health: str = ""


class Draft(NamedTuple):
    """An act to be: its kind, when, what it states and to whom."""

    kind: str
    at: datetime
    facts: Mapping[str, Any] = {}
    to: str = ""


def build(
    answers: Answers, *, case_id: UUID, door: Door, office_type: str, addressees: Addressees,
    now: datetime, text: str = "",
) -> list[NewAct]:  # fmt: skip
    """
    The acts of a report, first of all how it came in.

    :param answers: of every page of its route, read and right
    :param now: when it is registered; nothing is dated after it
    :param text: the id of the words she was told before she decided with whom we share
    """
    kinds = vocabulary.kinds()
    drafts = (
        *_arrival(answers, door),
        *_knowledge(answers, now),
        *_telling(answers, now),
        *(Draft(kind, now, {"door": door.code}) for kind in door.registered),
        *_risk(answers, now),
        *_afterwards(answers, door, addressees, now),
    )
    decided = sharing.build(
        answers, case_id=case_id, offices=_shared_with(addressees), text=text, now=now,
        told_by_law=frozenset({CEM_QUESTION, PROSECUTOR_QUESTION} if door.receives else ()),
    )  # fmt: skip
    return [
        NewAct(
            act_id=uuid5(case_id, draft.kind),
            kind=draft.kind,
            at=draft.at,
            facts=_stated(draft, kinds[draft.kind]),
            to=draft.to or None,
        )
        for draft in drafts
        if kinds[draft.kind].may_be_recorded_by(office_type)
    ] + list(decided)


def _shared_with(addressees: Addressees) -> dict[str, str]:
    """The office that each question of the page of sharing is about."""
    return {
        CEM_QUESTION: addressees.cem,
        HEALTH_QUESTION: addressees.health,
        PROSECUTOR_QUESTION: addressees.prosecutor,
    }


def _stated(draft: Draft, kind: vocabulary.Kind) -> dict[str, Any]:
    """Of what is known, what a kind of act may state."""
    return {
        name: value
        for name, value in draft.facts.items()
        if name in kind.facts and value not in NEVER_ANSWERED
    }


def _arrival(answers: Answers, door: Door) -> Iterator[Draft]:
    """How it came in, and whoever was detained: at their own instants."""
    told = known.facts(answers)
    presented_at = told["presented_at"]
    about = {
        "door": door.code,
        "violence_types": list(told.get("violence_types", ())),
        "modality": modality(answers),
        "relation": told.get("relation"),
        "occurred_on": told.get("occurred_on"),
        "place_kind": told.get("place_kind"),
    }
    for kind in door.first:
        yield Draft(kind, presented_at, about)
    if answers["seguridad"].get("woman_officer"):
        yield Draft("female-officer-assigned", presented_at)
    if told.get("detained") == YES:
        yield Draft("flagrancy-noticed", told["detained_at"], about)
        yield Draft("aggressor-detained", told["detained_at"])


def _knowledge(answers: Answers, now: datetime) -> Iterator[Draft]:
    """What this office now knows and by law must act upon."""
    told, tongue = known.facts(answers), answers["lengua"]
    if tongue["interpreter"] == YES:
        yield Draft("interpreter-needed", now, {"interpreter_language": tongue["language"]})
    if known.is_minor(answers):
        yield Draft("child-complaint", now)
    if known.is_minor(answers) or told.get("children_at_risk") == YES:
        yield Draft("child-at-risk-known", now)
    if told.get("child_with"):
        yield Draft("child-safe", now, {"child_with": told["child_with"]})
    if known.is_older(answers):
        yield Draft("older-person-at-risk", now)
    if told.get("rape") == YES:
        yield Draft("rape-known", now)


def _telling(answers: Answers, now: datetime) -> Iterator[Draft]:
    """Her account, told once, and who brought it when it was not she."""
    text, language = known.account(answers)
    if text:
        day = known.facts(answers).get("occurred_on")
        told = {"account": text, "account_language": language, "occurred_on": day}
        yield Draft("account-told", now, told)
    tongue = answers["lengua"]
    who = {
        "complainant_kind": tongue["complainant"],
        "person_name": parties.informant_name(answers),
    }
    yield Draft("complainant-identified", now, who)


def _risk(answers: Answers, now: datetime) -> Iterator[Draft]:
    """The form with its answers and level, or the level the worker decided with the reasons."""
    form = known.instrument(answers)
    decided = answers["nivel" if form.professional_level else "resultado"]
    facts = {
        "risk": decided["level"],
        "instrument": form.form,
        "risk_reasons": decided.get("reasons"),
        "answers": None if form.professional_level else answers["ficha"]["answers"],
        "pregnant": parties.is_pregnant(answers) or None,
    }
    yield Draft("risk-form-completed", now, facts)


def _afterwards(
    answers: Answers, door: Door, addressees: Addressees, now: datetime
) -> Iterator[Draft]:
    """Rights explained, the single interview asked for, and who is told."""
    check = answers["revisa"]
    if check.get("rights"):
        yield Draft("rights-informed", now, {"given_language": check.get("given_language")})
    if known.is_minor(answers) or known.is_sexual(answers):
        yield Draft("statement-needed", now, to=addressees.prosecutor)
        language = answers["lengua"]["language"] if _needs_interpreter(answers) else None
        asked = {"interpreter_language": language}
        yield Draft("single-interview-requested", now, asked, addressees.prosecutor)
    agreed = check.get("wants_cem") == YES
    if agreed and addressees.cem:
        yield Draft("referral-made", now, {"consented": True}, addressees.cem)
    if addressees.cem and (door.receives or agreed):
        yield Draft("cem-notified", now, {"channel": "shared-file"}, addressees.cem)
    if check.get("wants_complaint") == YES and addressees.police:
        told = known.facts(answers)
        about = {
            "door": door.code,
            "violence_types": list(told.get("violence_types", ())),
            "relation": told.get("relation"),
        }
        yield Draft("complaint-presented", now, about, addressees.police)


def _needs_interpreter(answers: Answers) -> bool:
    return bool(answers["lengua"]["interpreter"] == YES)


def modality(answers: Answers) -> str:
    """What the bond says of the modality; nothing when it says nothing."""
    group = choices.bond_group(known.facts(answers).get("relation", ""))
    if group == "partner" and answers["persona"].get("sex") == "mujer":
        return "pareja"
    return "integrantes-grupo-familiar" if group in ("partner", "family") else ""
