"""What a reader is looking at: a release, one of its tables, and what they asked of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest

from ruta.accountability.publish import shelf
from ruta.accountability.publish.release import Release, Table

from . import names, places, reading
from .addresses import BY, ONLY, PLACE, Asked
from .keeping import asked_language
from .reading import Figure


@dataclass(frozen=True)
class Seen:
    """A table of a release, seen from a place, by an attribute."""

    release: Release
    table: Table
    asked: Asked

    @property
    def unit(self) -> str:
        """What the figures are measured in: share, count, hours or ratio."""
        return str(self.table.said["unit"])

    @property
    def by_events(self) -> bool:
        """Whether a case may be counted twice: `<10` is then also more, of fewer than ten cases."""
        return self.table.said.get("counts") == "events"

    @property
    def title(self) -> str:
        """The table's title in the reader's language."""
        return names.spoken(self.table.said["title"])

    @property
    def notice(self) -> str:
        """That the data is invented; empty where it is not."""
        return names.simulated(self.release)

    def means_something(self, *by: str) -> bool:
        """
        Whether figures broken down by these attributes, and no other, are figures of anything.

        An indicator that is never told without an attribute, such as the steps of a route, is not
        a figure where all the values of that attribute stand together.
        """
        indicator, every = self.table.said["indicator"], self.release.tables.values()
        several = [set(t.dimensions) for t in every if t.said["indicator"] == indicator]
        fixed = {self.asked.by} if self.asked.only else set()
        return set.intersection(*several) <= {*by, *fixed}

    def at(self, place: str) -> Seen:
        """The same table elsewhere."""
        return replace(self, asked=self.asked.at(place))

    def main(self) -> Figure | None:
        """The figure of the place and value asked for; none where there is no such figure."""
        if not self.means_something():
            return None
        level = places.level(self.asked.place)
        try:
            row = self.table.row(level=level, place=self.asked.place, **self._given)
        except KeyError:
            return None
        return self.figure(row)

    def figure(self, row: reading.Row) -> Figure:
        """A row of the table as a figure; where cases count twice, `<10` has no upper end."""
        found = reading.figure(row, self.unit)
        if self.by_events and found.look == "few":
            return replace(found, low=None, high=None)
        return found

    def figures(self, *, by: str) -> list[Figure]:
        """One for each value of `by` at the place asked for; none is no figure."""
        if not self.means_something(by):
            return []
        given = {name: value for name, value in self._given.items() if name != by}
        rows = reading.rows_of(self.table, self.asked.place, by=by, given=given)
        if rows and names.also_without_data(by):
            rows += self._silent(by, {row[by] for row in rows})
        return [self.figure(row) for row in rows]

    @property
    def _given(self) -> dict[str, str]:
        return {self.asked.by: self.asked.only} if self.asked.only else {}

    def _silent(self, by: str, told: set[str]) -> list[reading.Row]:
        """A row that says nothing for each value of an attribute that no row is about."""
        nothing = dict.fromkeys(self.table.columns, "") | {"place": self.asked.place}
        return [{**nothing, by: value} for value in names.values(by) if value not in told]


def newest() -> Release | None:
    """The release of the newest period; none before the first."""
    return next(iter(shelf.releases()), None)


def release(id_: str) -> Release:
    """
    A release of the shelf.

    :raises Http404: if there is none of that name
    """
    try:
        return shelf.release(id_)
    except KeyError:
        raise Http404 from None


def table(request: HttpRequest, id_: str, name: str) -> Seen:
    """
    What the address asks of a table; a place or attribute it does not have is left out.

    :raises Http404: if there is no such release or table
    """
    of = release(id_)
    if name not in of.tables:
        raise Http404
    found = of.tables[name]
    by, only = request.GET.get(BY, ""), request.GET.get(ONLY, "")
    by = by if by in found.dimensions else ""
    known = {row[by] for row in found.rows()} if by else set()
    place = request.GET.get(PLACE, "")
    asked = Asked(
        release=of.id,
        table=name,
        place=place if place in reading.places_of(found) else "",
        by=by,
        only=only if only in known else "",
        language=asked_language(request),
    )
    return Seen(of, found, asked)
