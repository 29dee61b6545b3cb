"""One cell of the registry: how its text is tidied, and whether the dictionary knows it."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType

from ruta.directory import territory

from .dictionary import Variable

ENTRY_DATE, HOME_DEPARTMENT, RISK = "FECHA_INGRESO", "DPTO_DOMICILIO", "NIVEL_DE_RIESGO_VICTIMA"
NOT_STATED = "99"
WHOLE = re.compile(r"(\d{1,18})(?:[.,]0+)?")
FORMULA = re.compile(r"[=+\-@|%\t\r\n]")
# Longer than this a text that is no code may be a name or a document: it is neither kept nor shown.
LONGEST_CODE = 4
OLDEST = 120
AGES = frozenset({"EDAD_VICTIMA", "EDAD_AGRESOR"})
PADDED = frozenset(
    {HOME_DEPARTMENT, "PROV_DOMICILIO", "DIST_DOMICILIO", "CENTRO_POBLADO_DOMICILIO"}
)


def tidy(variable: Variable, text: str) -> str:
    """
    A cell as the dictionary writes it: `1.0`, `01` and ` 1 ` are 1; `3` of a department is 03.

    What is no number stays as it is, without the spaces around it.
    """
    text = unicodedata.normalize("NFC", text.strip())
    number = WHOLE.fullmatch(text)
    if number is None:
        return text
    if variable.type == "integer":
        return str(int(number[1]))
    return number[1].zfill(variable.length) if variable.name in PADDED else text


def is_known(variable: Variable, text: str, form: str) -> bool:
    """Whether a tidied cell may stand in a variable, in a version of the form; never a date."""
    codes = variable.codes_in(form)
    if codes is not None:
        return text in codes
    return CHECKS.get(variable.name, _of_type(variable.type))(text, variable.length)


def is_text(text: str, length: int) -> bool:
    """A short text that is one line, begins with a letter or figure, and that no program runs."""
    if not 0 < len(text) <= length or not text.isprintable():
        return False
    return not FORMULA.match(unicodedata.normalize("NFKC", text)[:1])


def kept(variable: Variable, text: str) -> bool:
    """Whether an unknown cell is short enough to be a code, and so is kept as it is."""
    return len(text) <= min(LONGEST_CODE, variable.length)


def shown(text: str) -> str:
    """An unknown cell for a report: a code as it is, anything longer only by its length."""
    if len(text) > LONGEST_CODE:
        return f"({len(text)} characters)"
    return "".join(sign if sign.isprintable() else "·" for sign in text)


def is_department(text: str, _length: int = 2) -> bool:
    """A department by its code, or 99 where none is stated."""
    return text in territory.departments() or text == NOT_STATED


def _is_age(text: str, _length: int) -> bool:
    return text.isdecimal() and int(text) <= OLDEST


def _is_number(text: str, length: int) -> bool:
    return text.isdecimal() and len(text) <= length


def _is_padded(text: str, length: int) -> bool:
    return text.isdecimal() and len(text) == length


def _is_short(text: str, length: int) -> bool:
    return is_text(text, length)


def _of_type(type_: str) -> Callable[[str, int], bool]:
    return _is_number if type_ == "integer" else _is_short


CHECKS: Mapping[str, Callable[[str, int], bool]] = MappingProxyType(
    {
        **dict.fromkeys(AGES, _is_age),
        **dict.fromkeys(PADDED, _is_padded),
        HOME_DEPARTMENT: is_department,
    }
)
