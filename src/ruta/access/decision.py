"""
The one decision of access: an ordered table, as data, and a pure function that reads it.

The first rule that matches decides. Nothing here knows a database, a page or the time: who calls
says what holds (`Asked`) and obeys the answer. The rules are those of the security specification,
§3, with the changes of its §9; each carries the number it has there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from types import MappingProxyType
from typing import Final, NamedTuple

from ruta.instruments.bilingual import Bilingual

COMPARTMENTS: Final = "EICRNHLSK"
RELATIONS: Final = ("none", "assigned", "supervisor", "former")
BASES: Final = ("none", "duty", "order", "consent", "breakglass")
ACTIONS: Final = ("read", "write", "export")


class Answer(StrEnum):
    """What a request gets; HIDE is the answer of a thing that does not exist."""

    ALLOW = "allow"
    DENY = "deny"
    HIDE = "hide"
    LOGIN = "login"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Everything the decision depends on; `own`: recorded by the actor's office, K by themself."""

    agency: str
    relation: str
    basis: str
    compartment: str
    action: str
    session_ok: bool = True
    coi: bool = False
    blocked: bool = False
    implicated: bool = False
    trafficking: bool = False
    minor: bool = False
    named: bool = False
    own: bool = False
    in_time: bool = True


class Rule(NamedTuple):
    """A row of the table: its number, when it matches, and what it then answers."""

    number: int
    says: Bilingual
    applies: Callable[[Asked], bool]
    answers: Callable[[Asked], Answer]


class Ceiling(NamedTuple):
    """The most an agency reads on a basis: compartments of anybody, and of its own only."""

    all: frozenset[str]
    own: frozenset[str] = frozenset()


def _up_to(letters: str, own: str = "") -> Ceiling:
    return Ceiling(frozenset(letters), frozenset(own))


NOTHING = _up_to("")
# By agency and basis; `duty` is added to whichever other basis is held, and E to any of them.
CEILINGS: Final[Mapping[tuple[str, str], Ceiling]] = MappingProxyType(
    {
        ("CEM", "duty"): _up_to("ICRL", own="N"),
        ("CEM", "order"): _up_to("N"),
        ("CEM", "consent"): _up_to("HN"),
        ("PNP", "duty"): _up_to("ICR", own="N"),
        ("PNP", "order"): _up_to("LN"),
        ("FISC", "duty"): _up_to("ICRN"),
        ("FISC", "order"): _up_to("H"),
        ("FISC", "consent"): _up_to("L"),
        ("PJ", "duty"): _up_to("ICR"),
        ("PJ", "order"): _up_to("NH"),
        ("SALUD", "duty"): _up_to("IC", own="H"),
        ("SALUD", "consent"): _up_to("RN"),
        ("HOGAR", "consent"): _up_to("ICRLH"),
        ("LINEA", "duty"): _up_to("CR", own="N"),
        ("LINEA", "consent"): _up_to("IL"),
        ("RURAL", "consent"): _up_to("ICR"),
        ("ONG", "consent"): _up_to("ICN"),
        ("UPE", "duty"): _up_to("ICRN"),
        ("UPE", "order"): _up_to("HL"),
    }
)
ONLY_MINORS: Final = frozenset({"UPE"})
NO_EXPORT: Final = frozenset("EL")
OPERATORS: Final = frozenset({"ADMIN", "ANALYST"})
IN_EMERGENCY: Final = frozenset({"CEM", "PNP", "SALUD", "LINEA"})
KEEPS_NOTES: Final = frozenset({"CEM", "LINEA", "HOGAR", "ONG"})
PLACES_IN_SHELTER: Final = frozenset({"HOGAR", "CEM"})


def in_ceiling(asked: Asked) -> bool:
    """Whether the agency may come to this compartment at all on the basis it holds."""
    if asked.compartment == "E":
        return True
    if asked.basis == "none" or (asked.agency in ONLY_MINORS and not asked.minor):
        return False
    held = [CEILINGS.get((asked.agency, basis), NOTHING) for basis in {"duty", asked.basis}]
    own = chain.from_iterable(each.own for each in held) if asked.own else ()
    return asked.compartment in {*own, *chain.from_iterable(each.all for each in held)}


def _always(answer: Answer) -> Callable[[Asked], Answer]:
    return lambda asked: answer


def _her_own(asked: Asked) -> Answer:
    hers = asked.own and asked.compartment == "C" and asked.action == "read"
    return Answer.ALLOW if hers else Answer.HIDE


def _shelter(asked: Asked) -> Answer:
    placed = (
        asked.named and asked.relation == "assigned" and asked.basis == "consent"
        and asked.in_time and asked.agency in PLACES_IN_SHELTER and not asked.implicated
    )  # fmt: skip
    may = asked.action == "read" or (asked.action == "write" and asked.own)
    return Answer.ALLOW if placed and may else Answer.HIDE


def _notes(asked: Asked) -> Answer:
    theirs = (
        asked.own and asked.in_time and asked.agency in KEEPS_NOTES and not asked.implicated
    )  # fmt: skip
    may = {"assigned": {"read", "write"}, "supervisor": {"read"}}.get(asked.relation, set())
    return Answer.ALLOW if theirs and asked.action in may else Answer.HIDE


def _implicated(asked: Asked) -> Answer:
    trusted = asked.named and asked.relation == "assigned" and asked.in_time
    may = asked.action == "read" and asked.compartment in "EIC"
    return Answer.ALLOW if trusted and may else Answer.HIDE


def _emergency(asked: Asked) -> Answer:
    if asked.agency not in IN_EMERGENCY or not asked.in_time:
        return Answer.HIDE
    may = asked.action == "read" and asked.compartment in "EICR"
    return Answer.ALLOW if may else Answer.DENY


def _by_ceiling(asked: Asked) -> Answer:
    may = {
        "read": True,
        "write": asked.own and asked.compartment != "E",
        "export": asked.compartment not in NO_EXPORT,
    }
    return Answer.ALLOW if may[asked.action] else Answer.DENY


def _trafficking_hidden(asked: Asked) -> bool:
    return asked.trafficking and asked.agency in {"PNP", "FISC"} and not asked.named


def _trafficking_closed(asked: Asked) -> bool:
    return (
        asked.trafficking and asked.agency in {"RURAL", "ONG"} and asked.compartment not in "EC"
    )  # fmt: skip


def _above_supervision(asked: Asked) -> bool:
    """Contact never; what she told and her health only for a named clinical supervisor."""
    if asked.relation != "supervisor":
        return False
    return asked.compartment == "L" or (asked.compartment in "NH" and not asked.named)


TABLE: Final[tuple[Rule, ...]] = (
    Rule(1, Bilingual(
        "La sesión no vale, la cuenta está cerrada o el segundo factor venció.",
        "The session is not valid, the account is closed or the second factor has expired."),
         lambda a: not a.session_ok, _always(Answer.LOGIN)),
    Rule(2, Bilingual(
        "Hay conflicto de interés, o ella bloqueó a la persona o a la oficina.",
        "There is a conflict of interest, or she blocked the person or the office."),
         lambda a: a.coi or a.blocked, _always(Answer.HIDE)),
    Rule(3, Bilingual(
        "Quien administra o analiza no ve casos.",
        "Whoever administers or analyses sees no cases."),
         lambda a: a.agency in OPERATORS, _always(Answer.HIDE)),
    Rule(4, Bilingual(
        "Quien vigila ve el registro con seudónimos, no los casos.",
        "Whoever oversees sees the record under pseudonyms, not the cases."),
         lambda a: a.agency == "OVERSIGHT", _always(Answer.HIDE)),
    Rule(5, Bilingual(
        "Ella ve lo suyo: referencias, fechas y medidas.",
        "She sees what is hers: referrals, dates and measures."),
         lambda a: a.agency == "SURVIVOR", _her_own),
    Rule(6, Bilingual(
        "El refugio lo ven tres personas nombradas, con su consentimiento.",
        "Three named people see the shelter, with her consent."),
         lambda a: a.compartment == "S", _shelter),
    Rule(7, Bilingual(
        "Las notas reservadas son de quien las escribe y de quien la supervisa.",
        "Private notes are of whoever writes them and of whoever supervises her."),
         lambda a: a.compartment == "K", _notes),
    Rule(8, Bilingual(
        "En la institución trabaja quien agredió: solo personas nombradas.",
        "The aggressor works in the institution: named people only."),
         lambda a: a.implicated, _implicated),
    Rule(9, Bilingual(
        "Acceso de emergencia: lo necesario para protegerla ahora.",
        "Emergency access: what is needed to protect her now."),
         lambda a: a.basis == "breakglass", _emergency),
    Rule(10, Bilingual(
        "No está a su cargo, o ya no.",
        "It is not in their charge, or no longer."),
         lambda a: a.relation in {"none", "former"} or not a.in_time, _always(Answer.HIDE)),
    Rule(11, Bilingual(
        "Trata de personas: solo personas nombradas de la policía y la fiscalía.",
        "Trafficking: only named people of the police and the prosecution."),
         _trafficking_hidden, _always(Answer.HIDE)),
    Rule(11, Bilingual(
        "Trata de personas: existencia y coordinación, nada más.",
        "Trafficking: existence and coordination, nothing else."),
         _trafficking_closed, _always(Answer.DENY)),
    Rule(12, Bilingual(
        "Quien supervisa no lee su contacto; su relato y su salud, solo con nombramiento.",
        "Whoever supervises never reads her contact; her account and health only when named."),
         _above_supervision, _always(Answer.DENY)),
    Rule(13, Bilingual(
        "Está dentro de lo que su institución puede ver con ese fundamento.",
        "It is within what their institution may see on that ground."),
         in_ceiling, _by_ceiling),
    Rule(14, Bilingual("Lo demás está cerrado.", "Everything else is closed."),
         lambda a: True, _always(Answer.DENY)),
)  # fmt: skip


class Decision(NamedTuple):
    """An answer, and the rule that gave it."""

    answer: Answer
    rule: Rule


def decide(asked: Asked) -> Decision:
    """The answer of the first rule that applies; the last one always does."""
    rule = next(rule for rule in TABLE if rule.applies(asked))
    return Decision(rule.answers(asked), rule)
