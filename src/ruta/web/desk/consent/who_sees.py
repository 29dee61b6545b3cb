"""Office by office: what she lets it see, and what it sees by law whatever she says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ruta.access import agencies
from ruta.access.standing import Held, Standing
from ruta.cases import consents
from ruta.cases.consents import Consent
from ruta.web.components import labels
from ruta.web.desk.case.reading import Reading

from . import parts


@dataclass(frozen=True)
class Agreed:
    """A consent in force as it is shown; `never` are parts the law keeps from such an office."""

    consent: Consent
    office: str
    office_id: str
    sees: tuple[str, ...]
    never: tuple[str, ...]
    purpose: str
    how: str
    until: datetime
    ends_soon: bool


@dataclass(frozen=True)
class ByLaw:
    """What an office sees whatever she says; `own`: only what that office wrote down itself."""

    office: str
    sees: tuple[str, ...]
    own: tuple[str, ...]
    ordered: bool


@dataclass(frozen=True)
class Past:
    """Something she decided before, as a line of the history."""

    at: datetime
    office: str
    what: str
    until: datetime | None
    kind: str


def agreed(seen: Reading) -> tuple[Agreed, ...]:
    """The consents that hold now, in the order she gave them."""
    found = consents.in_force(_standing_acts(seen), seen.now)
    return tuple(_agreed(one, seen) for one in found)


def by_law(seen: Reading) -> tuple[ByLaw, ...]:
    """What each office of the case sees by duty or by order; who sees nothing so is left out."""
    held = consents.held_by_office(seen.viewer, seen.case_id, now=seen.now)
    found = []
    for office_id, bases in held.items():
        lawful = tuple(one for one in bases if one.basis != "consent")
        standing = _standing(office_id, lawful, seen)
        every = standing.readable(own=False) - set("SK")
        own = standing.readable(own=True) - every - set("SK")
        if lawful and (every or own):
            found.append(
                ByLaw(
                    seen.office_name(office_id), parts.listed(every), parts.listed(own),
                    any(one.basis == "order" for one in lawful),
                )
            )  # fmt: skip
    return tuple(found)


def past(seen: Reading) -> tuple[Past, ...]:
    """Everything she decided, latest first."""
    kinds = {one.act_id: one for one in consents.every(_standing_acts(seen))}
    found = []
    for act in reversed(seen.file.acts):
        if act.kind not in consents.KINDS or not act.stands:
            continue
        given = kinds.get(act.act_id)
        stated = seen.opened.facts.get(act.act_id, {})
        office = seen.office_name(act.to_office_id) or stated.get("consent_office", "")
        if act.facts.get("consent_purpose") == consents.FIGURES:
            office = parts.purpose(consents.FIGURES)
        what = " · ".join(parts.listed(given.letters)) if given else ""
        found.append(
            Past(act.at, office, what, given.until if given else None,
                 labels.label("kind", act.kind))
        )  # fmt: skip
    return tuple(found)


def _standing_acts(seen: Reading) -> Sequence[consents.SomeAct]:
    return [act for act in seen.file.acts if act.stands]


def counted(seen: Reading) -> Consent | None:
    """Her consent to be counted without being named."""
    return consents.figures(_standing_acts(seen), seen.now)


def _agreed(one: Consent, seen: Reading) -> Agreed:
    standing = _standing(one.office_id, (Held("consent", one.letters),), seen)
    lawful = {letter for letter in one.letters if letter == "S" or standing.allows("read", letter)}
    return Agreed(
        consent=one,
        office=seen.office_name(one.office_id),
        office_id=one.office_id,
        sees=parts.listed(lawful),
        never=parts.listed(set(one.letters) - lawful),
        purpose=parts.purpose(one.purpose),
        how=parts.way(seen.opened.facts.get(one.act_id, {}).get("consent_how", "")),
        until=one.until,
        ends_soon=one.ends_soon(seen.now),
    )


def _standing(office_id: str, held: tuple[Held, ...], seen: Reading) -> Standing:
    """How somebody of an office stands with some bases and nothing else known of them."""
    office = seen.file.offices.get(office_id)
    return Standing(
        agency=agencies.agency_of(office.type) if office else "",
        relation="assigned", held=held, known=True,
        trafficking=seen.file.standing.trafficking, minor=seen.file.standing.minor,
    )  # fmt: skip
