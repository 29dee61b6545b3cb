"""The registry's dictionary, read from `registry.toml` and checked: variables, codes, forms."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("registry.toml")
TYPES = ("integer", "string", "date", "unknown")
SUBJECTS = ("case", "survivor", "aggressor")
KEYS = frozenset(
    "name item es en type length required section subject group codes earlier forms asked_when "
    "source confidence note".split()
)
TABLES = frozenset("registry sources confidences forms sections variable codelists".split())

Codes = Mapping[str, str]


class BadDictionary(ValueError):
    """A mistake in `registry.toml`: which variable or table, and what is wrong with it."""


@dataclass(frozen=True)
class FormVersion:
    """
    A version of the form; `id` is its first month.

    `filled` is the column that only this form fills; `uncertain` are the variables whose codes may
    have meant something else in it.
    """

    id: str
    first_month: str
    last_month: str
    rows: int
    filled: str
    uncertain: tuple[str, ...]
    confidence: str


@dataclass(frozen=True)
class Variable:
    """
    A column of the registry; `item` is None where the official dictionary does not document it.

    `codes` is None for a number, a text or a date; `forms` is empty where every form has it;
    `asked_when` is the variable and the code in it that call for this question.
    """

    name: str
    item: int | None
    es: str
    en: str
    type: str
    length: int
    required: bool
    section: str
    subject: str
    group: str
    codes: Codes | None
    earlier: Mapping[str, Codes]
    forms: tuple[str, ...]
    asked_when: tuple[str, str] | None
    source: str
    confidence: str
    note: str = field(default="")

    def in_form(self, form: str) -> bool:
        """Whether a version of the form asks for it."""
        return not self.forms or form in self.forms

    def codes_in(self, form: str) -> Codes | None:
        """The codes it may hold in a version of the form; None where it has no codes."""
        if self.codes is None:
            return None
        return {**self.codes, **self.earlier.get(form, {})}


@dataclass(frozen=True)
class Dictionary:
    """The whole dictionary: variables by name and forms by id, each in the order of the file."""

    variables: Mapping[str, Variable]
    forms: Mapping[str, FormVersion]
    sections: Mapping[str, Mapping[str, str]]
    sources: Mapping[str, str]
    confidences: Mapping[str, str]
    codelists: Mapping[str, Codes]
    sha256: str

    @property
    def documented(self) -> tuple[Variable, ...]:
        """The variables of the official dictionary, in its order."""
        return tuple(each for each in self.variables.values() if each.item is not None)

    def of_form(self, form: str) -> tuple[Variable, ...]:
        """What a version of the form has, as far as is known: documented first."""
        return tuple(each for each in self.variables.values() if each.in_form(form))


@cache
def load() -> Dictionary:
    """The dictionary shipped with Ruta."""
    return read(FILE)


def read(path: Path) -> Dictionary:
    """
    Read a dictionary file and check it.

    :raises BadDictionary: at the first mistake
    """
    text = path.read_bytes()
    data = tomllib.loads(text.decode())
    if strange := data.keys() - TABLES:
        raise BadDictionary(f"unknown table {sorted(strange)[0]}")
    codelists = data["codelists"]
    variables = {each["name"]: _variable(each, codelists) for each in data["variable"]}
    if len(variables) != len(data["variable"]):
        raise BadDictionary("two variables have the same name")
    forms = {id_: _form(id_, form) for id_, form in data["forms"].items()}
    found = Dictionary(
        variables, forms, data["sections"], data["sources"], data["confidences"], codelists,
        hashlib.sha256(text).hexdigest(),
    )  # fmt: skip
    if wrong := next(_mistakes(found, data["registry"]), ""):
        raise BadDictionary(wrong)
    return found


def _form(id_: str, data: Mapping[str, Any]) -> FormVersion:
    return FormVersion(
        id_, data["from"], data["to"], data["rows"], data.get("filled", ""),
        tuple(data.get("uncertain", ())), data["confidence"],
    )  # fmt: skip


def _variable(data: Mapping[str, Any], codelists: Mapping[str, Codes]) -> Variable:
    if strange := data.keys() - KEYS:
        raise BadDictionary(f"{data['name']}: unknown key {sorted(strange)[0]}")
    codes = data.get("codes")
    if isinstance(codes, str):
        if codes not in codelists:
            raise BadDictionary(f"{data['name']}: there is no list of codes {codes!r}")
        codes = codelists[codes]
    try:
        return Variable(
            name=data["name"], item=data.get("item"), es=data["es"], en=data["en"],
            type=data["type"], length=data["length"], required=data["required"],
            section=data["section"], subject=data["subject"], group=data.get("group", ""),
            codes=codes, earlier=data.get("earlier", {}), forms=tuple(data.get("forms", ())),
            source=data["source"], confidence=data["confidence"],
            asked_when=_asked_when(data.get("asked_when")), note=data.get("note", ""),
        )  # fmt: skip
    except KeyError as missing:
        raise BadDictionary(f"{data['name']}: no {missing.args[0]}") from missing


def _asked_when(data: Mapping[str, str] | None) -> tuple[str, str] | None:
    return (data["variable"], data["code"]) if data else None


def _mistakes(found: Dictionary, about: Mapping[str, Any]) -> Iterator[str]:
    """What does not fit together."""
    items = [each.item for each in found.documented]
    if items != list(range(1, about["documented"] + 1)):
        yield f"the items are not 1 to {about['documented']}, in order"
    for form in found.forms.values():
        for name in (*form.uncertain, *([form.filled] if form.filled else [])):
            if name not in found.variables or not found.variables[name].in_form(form.id):
                yield f"form {form.id}: {name} is none of its variables"
    for each in found.variables.values():
        yield from (f"{each.name}: {wrong}" for wrong in _wrong_with(each, found))


def _wrong_with(each: Variable, found: Dictionary) -> Iterator[str]:
    known = {
        "type": TYPES, "subject": SUBJECTS, "section": found.sections,
        "source": found.sources, "confidence": found.confidences,
    }  # fmt: skip
    yield from (
        f"{key} {getattr(each, key)!r}" for key in known if getattr(each, key) not in known[key]
    )
    yield from (
        f"form {form!r}" for form in (*each.forms, *each.earlier) if form not in found.forms
    )
    if not (each.es and each.en):
        yield "a label is empty"
    if each.asked_when and each.asked_when[1] not in _codes_of(each.asked_when[0], found):
        yield f"asked when {each.asked_when[0]} is {each.asked_when[1]}, which it never is"
    if each.codes is not None and not each.codes:
        yield "an empty list of codes"
    longest = max((len(code) for code in each.codes or {}), default=0)
    if longest > each.length:
        yield f"a code is longer than {each.length}"


def _codes_of(name: str, found: Dictionary) -> Codes:
    return found.variables[name].codes or {} if name in found.variables else {}
