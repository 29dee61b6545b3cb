"""Invented cases written straight into an encoded store: no database, the same columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import tzinfo
from pathlib import Path
from typing import Any

from ruta.acts import attributes, filling
from ruta.law import model
from ruta.simulator.offices import Office
from ruta.simulator.stream import SimAct, SimCase

SURVIVOR, ACCUSED = "survivor", "accused"


def fill(
    cases: Iterable[SimCase], folder: Path, *,
    offices: Iterable[Office], zone: tzinfo, about: Mapping[str, Any], first: int = 0,
    tell: Callable[[int], None] = lambda done: None,
) -> tuple[int, int]:  # fmt: skip
    """
    Write cases as a store; interrupted, there is none.

    :param about: what the store says of itself, such as the seed
    :param first: the number of the first case; the others follow
    :param tell: called after each case with how many were written
    :returns: how many cases and acts were written
    """
    known = {office.id: office for office in offices}
    places = {id_: filling.Place(o.type, o.ubigeo[:2], o.ubigeo[:4]) for id_, o in known.items()}
    with filling.Filler(folder, offices=places, zone=zone) as filler:
        for number, case in enumerate(cases, first):
            acts = filling.settled(acts_of(case, known))
            filler.add(number, acts.rows, known_of(case, acts.undone, zone))
            tell(filler.cases)
        filler.finish(about)
        return filler.cases, filler.acts


def acts_of(case: SimCase, offices: Mapping[str, Office]) -> list[model.Act]:
    """The acts of a case as the clock reads them, in order of arrival."""

    def office(id_: str | None) -> model.Office | None:
        return model.Office(id_, offices[id_].type) if id_ else None

    return [
        model.Act(
            id=str(act.act_id), kind=act.kind, at=act.at, arrival=arrival,
            recorded_at=act.recorded_at, facts=act.facts, office=office(act.office),
            to=office(act.to), corrects=str(act.corrects) if act.corrects else None,
            annuls=str(act.annuls) if act.annuls else None,
        )
        for arrival, act in enumerate(case.acts, start=1)
    ]  # fmt: skip


def known_of(case: SimCase, undone: frozenset[str], zone: tzinfo) -> dict[str, Any]:
    """
    What figures know of a case.

    :param undone: ids of acts corrected or annulled, which say nothing
    """
    on = case.acts[0].recorded_at.astimezone(zone).date()
    of_people = [
        attributes.of_her(party.facts, on=on)
        if party.role == SURVIVOR
        else attributes.of_accused(party.facts)
        for party in case.parties
        if party.role in (SURVIVOR, ACCUSED)
    ]
    standing: Iterable[SimAct] = (act for act in case.acts if str(act.act_id) not in undone)
    return attributes.together([*of_people, *(attributes.of_act(act.facts) for act in standing)])
