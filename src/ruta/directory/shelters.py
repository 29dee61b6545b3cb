"""
Services of protection: the shelters, of which the directory knows a number and nothing else.

In a small town a shelter is found from its district alone, and from its telephone or the language
spoken there as well. Which number is which shelter is kept by the ministry, outside Ruta. Their
name is the same for all, so that whoever reads it learns nothing; the number is for the few who
place her there and for those who work there.
"""

import re
from collections.abc import Iterator, Mapping

TYPE = "hogar-refugio"
NAME = "Servicio de protección"
ID = r"^SP-[0-9]{3}$"
# As many numbers as Ruta ships; the ministry gives them out, and those not given out are nobody's.
SHIPPED = range(1, 41)
WORDS = re.compile(r"\b(refugio|albergue|hrt|acogida)\b")


def offices() -> Iterator[Mapping[str, str]]:
    """The rows, in the shape of the data files but without any place."""
    for number in SHIPPED:
        yield {"id": f"SP-{number:03}", "type": TYPE, "name": NAME}


def numbered(office_id: str) -> str:
    """The name with its number, for those who may tell one service from another."""
    return f"{NAME} n.º {int(office_id.removeprefix('SP-'))}"


def is_id(text: str) -> bool:
    """Whether this is the code of a service of protection; no other office has such a code."""
    return re.match(ID, text) is not None


def says_shelter(text: str) -> bool:
    """Whether words of a row speak of a shelter."""
    return WORDS.search(text.lower()) is not None
