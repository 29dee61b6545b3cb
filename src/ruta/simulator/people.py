"""
The people of an invented case: nobody's names, nobody's documents, nobody's words.

A name says that it is invented, a document begins with INV, a telephone with 000, and an
account is a neutral sentence that says so too. A share of the accused stand in several cases:
they keep their document, and so are one person.
"""

from typing import TYPE_CHECKING, Any

from ruta.simulator.draw import Draw
from ruta.simulator.stream import SimParty

if TYPE_CHECKING:
    from ruta.simulator.journey import Journey, Person

FIRST = (
    "Ilumé",
    "Tasara",
    "Wenola",
    "Quilía",
    "Maruní",
    "Obelia",
    "Sunara",
    "Ximelí",
    "Dorané",
    "Pilura",
)
SECOND = ("Vantare", "Solcuri", "Mirandel", "Tucaneo", "Larquino", "Pomarel", "Chuvania", "Ñandero")
MARK = "(inventada)"
REPEAT_POOL = 400


def parties(draw: Draw, person: "Person", index: int) -> tuple[SimParty, ...]:
    """Her, or the family member harmed, and the accused."""
    return (_victim(draw, person, index), _accused(draw, person, index))


def _victim(draw: Draw, person: "Person", index: int) -> SimParty:
    facts = {
        "names": _name(draw, index),
        "sex": person.sex,
        "age": person.age,
        "language": person.language,
        "ubigeo": person.ubigeo,
        "address": f"Domicilio inventado n.º {index}",
        "telephone": f"000 {index % 1_000_000:06d}",
    }
    document = f"INV-{index:08d}" if draw.chance("victim-has-document") else None
    return SimParty(draw.uuid(), "survivor", facts, document)


def _accused(draw: Draw, person: "Person", index: int) -> SimParty:
    number = person.repeat_accused
    facts: dict[str, Any] = {
        "names": _name(draw, index) if number is None else f"Persona acusada {number} {MARK}",
        "sex": person.accused_sex,
        "bond": person.bond_detail,
    }
    document = f"INV-A{index:08d}" if number is None else f"INV-R{person.ubigeo[:2]}{number:04d}"
    has = number is not None or draw.chance("accused-has-document")
    return SimParty(draw.uuid(), "accused", facts, document if has else None)


def _name(draw: Draw, index: int) -> str:
    first, second = FIRST[draw.below(len(FIRST))], SECOND[draw.below(len(SECOND))]
    return f"{first} {second} {index} {MARK}"


def account(journey: "Journey") -> dict[str, Any]:
    """A telling: a neutral invented sentence, the same kind of sentence for everyone."""
    number = journey.draw.below(100_000)
    text = f"Relato inventado n.º {number}: texto de demostración, sin hechos reales."
    return {"account": text, "account_language": journey.person.language}
