"""The address of every page and file of a release; what was asked stands in it, and no more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

LANGUAGE, PLACE, BY, ONLY = "idioma", "lugar", "desglose", "en"
LATEST = "ultima"


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What a reader asked of a release: which table, where, by which attribute, in which language.

    `by` names an attribute of the table; with `only`, one value of it is meant instead of all.
    `language` is empty where the reader's own choice holds.
    """

    release: str
    table: str = ""
    place: str = ""
    by: str = ""
    only: str = ""
    language: str = ""

    def at(self, place: str) -> Asked:
        """The same elsewhere."""
        return replace(self, place=place)

    def broken(self, by: str, only: str = "") -> Asked:
        """The same by another attribute, or for one value of it."""
        return replace(self, by=by, only=only)

    def of(self, table: str) -> Asked:
        """Another table, at the same place."""
        return Asked(self.release, table, self.place, language=self.language)

    @property
    def page(self) -> str:
        """The address of the page: of a table, or of the release's front."""
        parts = {"release": self.release, "table": self.table}
        if not self.table:
            return self._ask(reverse("figures-release", args=[self.release]), place=False)
        return self._ask(reverse("figures-table", kwargs=parts))

    @property
    def chosen(self) -> dict[str, str]:
        """What the address asks after its question mark; one order, so that it is one address."""
        given = {PLACE: self.place, BY: self.by, ONLY: self.only, LANGUAGE: self.language}
        return {name: value for name, value in given.items() if value}

    def file(self, suffix: str) -> str:
        """The address of the table as a file: csv, xlsx."""
        path = reverse(f"figures-{suffix}", args=[self.release, self.table])
        return self._ask(path, place=False)

    def named(self, route: str) -> str:
        """Another page or file of the release, by the name of its route."""
        return self._ask(reverse(route, args=[self.release]), place=False)

    def _ask(self, path: str, *, place: bool = True) -> str:
        chosen = self.chosen if place else {LANGUAGE: self.language} if self.language else {}
        return f"{path}?{urlencode(chosen)}" if chosen else path
