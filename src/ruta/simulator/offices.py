"""
Which office is competent for an act of an invented case.

The simulator knows an office only by id, type and place; the caller reads them from the
directory. Fewer offices make busier desks: a case goes to the nearest of those given.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

ESSENTIAL = ("pnp", "cem", "fiscalia-penal", "juzgado-familia")


class Office(NamedTuple):
    """An office as the simulator sees it. `ubigeo` has six digits, of its own district."""

    id: str
    type: str
    department: str
    province: str
    ubigeo: str


class OfficesMissing(ValueError):
    """No case can be made without at least one office of each of these types."""


class Competence:
    """The given offices by type and place."""

    def __init__(self, offices: Iterable[Office]) -> None:
        found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for office in offices:
            for place in ("", office.ubigeo[:2], office.ubigeo[:4], office.ubigeo):
                found[office.type, place].append(office.id)
        missing = [needed for needed in ESSENTIAL if (needed, "") not in found]
        if missing:
            raise OfficesMissing(", ".join(missing))
        self._found = dict(found)

    def near(self, office_type: str, ubigeo: str) -> Sequence[str]:
        """
        Offices of a type in the district; failing that in the province, department, country.

        Empty where none of that type was given at all.
        """
        for place in (ubigeo, ubigeo[:4], ubigeo[:2]):
            if (office_type, place) in self._found:
                return self._found[office_type, place]
        return self._found.get((office_type, ""), ())
