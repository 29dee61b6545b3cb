"""
A case of Ruta as a row of the registry: what its file says, in the registry's codes.

Only codes, numbers, the day of entry and the centre's name come out: whatever is not known to the
dictionary is left out at the end, so that no name, no free text and no formula can pass. Where the
file says nothing, or something else than what the registry asks, the answer is blank and is left to
be typed; nothing is guessed. In particular a language she speaks best is not her mother tongue, and
a contact or an address never leaves Ruta as a file.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from ruta.acts import attributes

from . import dictionary, values
from .labels_of import plain

CURRENT = "2023-10"
PERUVIAN = frozenset({"pe", "peru", "peruana", "peruano"})
YES, NO = "1", "0"
DNI, FOREIGNER_CARD = "dni", "foreigner-card"
HOME = frozenset(
    {
        "DPTO_DOMICILIO", "PROV_DOMICILIO", "DIST_DOMICILIO", "CENTRO_POBLADO_DOMICILIO",
        "AREA_RESIDENCIA_DOMICILIO",
    }
)  # fmt: skip
"""Where she lives is kept with how to reach her, and that never leaves as a file."""

Row = dict[str, str]


@dataclass(frozen=True)
class ActTold:
    """An act that stands: clear and opened facts together; offices by their types."""

    kind: str
    at: datetime
    by_us: bool = False
    to_us: bool = False
    office_type: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class CaseTold:
    """A case as one centre may tell it: since when it has it, its acts in order, two people."""

    centre: str
    since: datetime
    entered_on: date
    acts: Sequence[ActTold] = field(default=(), repr=False)
    her: Mapping[str, Any] = field(default_factory=dict, repr=False)
    accused: Mapping[str, Any] = field(default_factory=dict, repr=False)


@cache
def codes() -> Mapping[str, Mapping[str, str]]:
    """Our codes in the registry's, by variable."""
    text = Path(__file__).with_name("ours.toml").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, str]] = tomllib.loads(text)
    return found


def row(case: CaseTold, *, form: str = CURRENT) -> Row:
    """
    The answers that the file of a case gives, by variable; what it does not give is absent.

    A question that another answer does not call for is left out.
    """
    book = dictionary.load()
    said = {name: text for name, text in _said(case) if text}
    found: Row = {}
    for variable in book.documented:
        text = said.get(variable.name, "")
        if not text or variable.name in HOME or not variable.in_form(form):
            continue
        if variable.asked_when and said.get(variable.asked_when[0]) != variable.asked_when[1]:
            continue
        if variable.type == "date" or values.is_known(variable, text, form):
            found[variable.name] = text
    return found


def _said(case: CaseTold) -> Iterator[tuple[str, str]]:
    day = case.entered_on
    yield "CEM", case.centre
    yield values.ENTRY_DATE, f"{day.month}/{day.day}/{day.year}"
    yield from _how_it_came(case)
    yield from _her(case)
    yield from _accused(case)
    yield from _violence(case)
    yield from _law(case)


def _how_it_came(case: CaseTold) -> Iterator[tuple[str, str]]:
    sent = next((act for act in case.acts if act.to_us and not act.by_us), None)
    if sent and sent.at <= case.since:
        yield "FORMA_INGRESO", codes()["FORMA_INGRESO"].get(sent.office_type, "")
    who = _stated(case, "complainant_kind")
    if who:
        yield "INFORMANTE", YES if who == "herself" else NO


def _her(case: CaseTold) -> Iterator[tuple[str, str]]:
    her = case.her
    known = attributes.of_her({"ethnicity": her.get("ethnicity")}, on=case.entered_on)
    yield "SEXO_VICTIMA", codes()["SEXO_VICTIMA"].get(str(her.get("sex")), "")
    yield "EDAD_VICTIMA", age_on(her, case.entered_on)
    yield "ETNIA_VICTIMA", codes()["ETNIA_VICTIMA"].get(str(known.get("ethnicity")), "")
    yield "VICTIMA_GESTANDO", {"yes": YES, "no": NO}.get(str(her.get("pregnant")), "")
    # The file does not tell "none" from "did not say".
    yield "DISCAPACIDAD_VICTIMA", YES if her.get("disability") else ""
    yield "ESTADO_CIVIL_VICTIMA", by_label("ESTADO_CIVIL_VICTIMA", her.get("civil_status"))
    yield "NIVEL_EDUCATIVO_VICTIMA", by_label("NIVEL_EDUCATIVO_VICTIMA", her.get("education"))
    yield from _origin(her)


def _origin(her: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Where she is from: by what she said, or by a document that only nationals have."""
    told, document = plain(str(her.get("nationality") or "")), her.get("document_type")
    country = codes()["VICTIMA_PAIS_EXTRANJERO"].get(told) or by_label(
        "VICTIMA_PAIS_EXTRANJERO", her.get("nationality")
    )
    if told in PERUVIAN or (not told and document == DNI):
        yield "VICTIMA_PERUANA", YES
        yield "VICTIMA_EXTRANJERA", NO
        yield "VICTIMA_CUENTA_DNI", YES if document == DNI else ""
    elif country:
        yield "VICTIMA_PERUANA", NO
        yield "VICTIMA_EXTRANJERA", YES
        yield "VICTIMA_PAIS_EXTRANJERO", country
        yield "VICTIMA_CARNE_EXTRANJERIA", YES if document == FOREIGNER_CARD else ""


def _accused(case: CaseTold) -> Iterator[tuple[str, str]]:
    accused = case.accused
    bond = str(accused.get("bond") or case.her.get("bond") or _stated(case, "relation") or "")
    yield "SEXO_AGRESOR", codes()["SEXO_VICTIMA"].get(str(accused.get("sex")), "")
    yield "EDAD_AGRESOR", age_on(accused, case.entered_on)
    yield "NIVEL_EDUCATIVO_AGRESOR", by_label("NIVEL_EDUCATIVO_AGRESOR", accused.get("education"))
    group = attributes.bond_group(bond) or ""
    yield "VINCULO_AGRESOR_VICTIMA", codes()["VINCULO_AGRESOR_VICTIMA"].get(group, "")
    for variable in ("VINCULO_PAREJA", "VINCULO_FAMILIAR", "SIN_VINCULO"):
        yield variable, codes()[variable].get(bond, "")
    detained = any(act.kind == "aggressor-detained" for act in case.acts)
    yield "SITUACION_AGRESOR", "1" if detained else ""


def _violence(case: CaseTold) -> Iterator[tuple[str, str]]:
    types = {type_ for act in case.acts for type_ in act.facts.get("violence_types") or ()}
    # The registry asks for one; which of several is the main one, a person decides.
    if len(types) == 1:
        yield "TIPO_VIOLENCIA", codes()["TIPO_VIOLENCIA"].get(types.pop(), "")
    modality = str(_stated(case, "modality") or "")
    yield "MODALIDADES_VCM", codes()["MODALIDADES_VCM"].get(modality, "")
    if modality == "trata-explotacion-sexual":
        yield "TRATA_CON_FINES_EXPLOTACION_SEXUAL", YES
    if modality == "hostigamiento-sexual":
        yield "HOSTIGAMIENTO_SEXUAL", YES
    if any(act.kind == "rape-known" for act in case.acts):
        yield "VIOLACION", YES
    if _stated(case, "femicide_stage") == "attempted":
        yield "CASO_TENTATIVA_DE_FEMINICIDIO", YES
    yield "NIVEL_DE_RIESGO_VICTIMA", codes()["NIVEL_DE_RIESGO_VICTIMA"].get(_risk(case), "")


def _risk(case: CaseTold) -> str:
    """The level of the centre's first form; where it has none, of the first in the case."""
    forms = [act for act in case.acts if act.kind == "risk-form-completed"]
    first = next((act for act in forms if act.by_us), forms[0] if forms else None)
    return str(first.facts.get("risk")) if first else ""


def _law(case: CaseTold) -> Iterator[tuple[str, str]]:
    """Each asks whether something was done before the centre came in."""
    presented = "complaint-presented"
    yield "INTERPUSO_DENUNCIA", _before(case, lambda kind: kind.startswith(presented))
    yield "CUENTA_MEDIDAS_PROTECCION", _before(case, lambda kind: kind == "measures-decided")
    yield "CUENTA_MEDIDAS_CAUTELARES", _before(case, lambda kind: kind == "precautionary-decided")


def _before(case: CaseTold, wanted: Callable[[str], bool]) -> str:
    """1 when it was before, 0 when it came after; blank when the case has none at all."""
    when = [act.at for act in case.acts if wanted(act.kind)]
    return "" if not when else YES if min(when) < case.since else NO


def _stated(case: CaseTold, fact: str) -> Any:
    """What the first act that states it says."""
    return next((act.facts[fact] for act in case.acts if act.facts.get(fact)), None)


def age_on(person: Mapping[str, Any], day: date) -> str:
    """Years on a day; blank for a range of years or nothing."""
    try:
        born = date.fromisoformat(str(person.get("birth_date") or ""))
    except ValueError:
        told = str(person.get("age") if person.get("age") is not None else "")
        return told if told.isdecimal() else ""
    return str(day.year - born.year - ((day.month, day.day) < (born.month, born.day)))


def by_label(variable: str, text: Any) -> str:
    """The code whose label this is, capitals and accents apart; blank for any other text."""
    told = plain(str(text or ""))
    return _labels(variable).get(told, "") if told else ""


@cache
def _labels(variable: str) -> Mapping[str, str]:
    known = dictionary.load().variables[variable].codes or {}
    return {plain(label): code for code, label in known.items()}


FILLED = frozenset(
    """
    CEM FECHA_INGRESO FORMA_INGRESO INFORMANTE SEXO_VICTIMA EDAD_VICTIMA ETNIA_VICTIMA
    VICTIMA_GESTANDO DISCAPACIDAD_VICTIMA ESTADO_CIVIL_VICTIMA NIVEL_EDUCATIVO_VICTIMA
    VICTIMA_PERUANA VICTIMA_EXTRANJERA VICTIMA_CUENTA_DNI
    VICTIMA_PAIS_EXTRANJERO VICTIMA_CARNE_EXTRANJERIA SEXO_AGRESOR EDAD_AGRESOR
    NIVEL_EDUCATIVO_AGRESOR VINCULO_AGRESOR_VICTIMA VINCULO_PAREJA VINCULO_FAMILIAR SIN_VINCULO
    SITUACION_AGRESOR TIPO_VIOLENCIA MODALIDADES_VCM TRATA_CON_FINES_EXPLOTACION_SEXUAL
    HOSTIGAMIENTO_SEXUAL VIOLACION CASO_TENTATIVA_DE_FEMINICIDIO NIVEL_DE_RIESGO_VICTIMA
    INTERPUSO_DENUNCIA CUENTA_MEDIDAS_PROTECCION CUENTA_MEDIDAS_CAUTELARES
    """.split()
)
"""The variables that Ruta may know; the others are always left to be typed."""
