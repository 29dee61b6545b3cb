"""The lists a person chooses from, in their language: the law's terms and those only acts use."""

from collections.abc import Iterable, Mapping

from django.utils.translation import get_language, gettext

from ruta.acts import codes
from ruta.law import terms

Choice = tuple[str, str]
Group = tuple[str, list[Choice]]

COMMON_LANGUAGES = ("spanish", "quechua", "aymara", "peruvian-sign")
BOND_GROUPS = ("partner", "family", "none")


def of(table: str, *only: str) -> list[Choice]:
    """A list of codes with its labels, in its own order; `only` names the ones wanted."""
    language = get_language() or ""
    known = codes.lists()[table]
    return [(code, known[code].text(language)) for code in (only or known)]


def said(table: str, code: str) -> str:
    """The label of one code; nothing for none."""
    return dict(of(table))[code] if code else ""


def languages() -> list[Choice | Group]:
    """The languages most often spoken at a counter, then all the others."""
    every = of("languages")
    others = [choice for choice in every if choice[0] not in COMMON_LANGUAGES]
    return [*of("languages", *COMMON_LANGUAGES), (gettext("Otras lenguas"), others)]


def bonds() -> list[Choice | Group]:
    """The bonds with the accused by group: partners first, then family, then neither."""
    table = terms.load().tables["bonds"]
    names = dict(of("bonds"))
    return [
        ("", gettext("Elige el vínculo")),
        *((names[group], _members(table, names, group)) for group in BOND_GROUPS),
    ]


def bond_group(bond: str) -> str | None:
    """`partner`, `family` or `none`; None when the bond is not known."""
    return str(terms.load().tables["bonds"][bond].more["group"]) if bond else None


def _members(table: Mapping[str, terms.Term], names: dict[str, str], group: str) -> list[Choice]:
    return [(code, names[code]) for code, term in table.items() if term.more.get("group") == group]


def blank(label: str, pairs: Iterable[Choice]) -> list[Choice]:
    """A list with an empty choice on top."""
    return [("", label), *pairs]
