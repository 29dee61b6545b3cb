"""Reading one stated value: by its fact's type, to a form that JSON keeps, or a plain refusal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from ruta.instruments.bilingual import Bilingual

from .catalogue import Fact
from .codes import Codes

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
MOST_ANSWERS = 100
LONGEST_ANSWER = 40
YES = frozenset({"true", "yes", "sí", "si"})
NO = frozenset({"false", "no"})
# Characters that turn the direction of the text around them, and could make it read otherwise.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_DURATION = re.compile(r"^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$")
_ID = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$", re.ASCII)
_INTEGER = re.compile(r"^-?\d{1,18}$", re.ASCII)


class Refused(ValueError):
    """A value that its fact does not take; `message` says why, without repeating the value."""

    def __init__(self, es: str, en: str) -> None:
        super().__init__(en)
        self.message = Bilingual(es, en)


def is_absent(value: Any) -> bool:
    """Whether nothing was stated: none, an empty or blank text, or an empty list."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, list | tuple | set | frozenset | dict) and not value)


def read(fact: Fact, value: Any, options: Codes) -> Any:
    """
    The value of a fact, in a form that JSON keeps: text, int, bool, list of texts, or mapping.

    :param options: the codes it may take, for `code` and `codes`
    :raises Refused: saying what the fact takes
    """
    return _READ[fact.type](fact, value, options)


def _text(fact: Fact, value: Any, options: Codes) -> str:
    if not isinstance(value, str):
        raise Refused("Escribe un texto.", "Write a text.")
    text = value.replace("\r\n", "\n").strip()
    allowed = "\n\t" if fact.lines else ""
    if any(_is_control(char) for char in text if char not in allowed):
        if "\n" in text and not fact.lines:
            raise Refused("Escríbalo en una sola línea.", "Write it on one line.")
        raise Refused(
            "Hay caracteres que no se pueden guardar. Escríbalo otra vez.",
            "Some characters cannot be kept. Write it again.",
        )
    if len(text) > fact.max_length:
        raise Refused(
            f"Use {fact.max_length} caracteres como máximo; hay {len(text)}.",
            f"Use at most {fact.max_length} characters; there are {len(text)}.",
        )
    return text


def _identifier(fact: Fact, value: Any, options: Codes) -> str:
    """A reference to something else by its id: no room for a sentence in a clear column."""
    text = value.strip() if isinstance(value, str) else ""
    if len(text) > fact.max_length or not _ID.match(text):
        raise Refused("Elige una de las opciones.", "Choose one of the options.")
    return text


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") or char in TURNING


def _code(fact: Fact, value: Any, options: Codes) -> str:
    code = value.strip() if isinstance(value, str) else value
    if not isinstance(code, str) or code not in options:
        raise Refused("Elige una de las opciones.", "Choose one of the options.")
    return code


def _codes(fact: Fact, value: Any, options: Codes) -> list[str]:
    if not isinstance(value, list | tuple | set | frozenset):
        raise Refused("Elige una o más opciones.", "Choose one or more options.")
    chosen = {_code(fact, code, options) for code in value}
    return [code for code in options if code in chosen]


def _number(fact: Fact, value: Any, options: Codes) -> int:
    wanted = Refused(
        f"Escribe un número entero de {fact.min} a {fact.max}.",
        f"Write a whole number from {fact.min} to {fact.max}.",
    )
    if isinstance(value, str) and _INTEGER.match(value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise wanted
    if not fact.min <= value <= fact.max:
        raise wanted
    return value


def _boolean(fact: Fact, value: Any, options: Codes) -> bool:
    if isinstance(value, bool):
        return value
    word = value.strip().casefold() if isinstance(value, str) else ""
    if word in YES | NO:
        return word in YES
    raise Refused("Responda sí o no.", "Answer yes or no.")


def _date(fact: Fact, value: Any, options: Codes) -> str:
    wanted = Refused("Escribe una fecha, por ejemplo 2026-03-08.", "Write a date: 2026-03-08.")
    if isinstance(value, str) and _DAY.match(value.strip()):
        try:
            value = date.fromisoformat(value.strip())
        except ValueError:
            raise wanted from None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise wanted
    if not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
        raise wanted
    return value.isoformat()


def _instant(fact: Fact, value: Any, options: Codes) -> str:
    wanted = Refused("Escribe una fecha y una hora.", "Write a date and a time.")
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            raise wanted from None
    if not isinstance(value, datetime) or not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
        raise wanted
    if value.utcoffset() is None:
        raise Refused("Falta la zona horaria de la hora.", "The time lacks its time zone.")
    return value.astimezone(UTC).isoformat()


def _duration(fact: Fact, value: Any, options: Codes) -> str:
    if not isinstance(value, str) or not _DURATION.match(value.strip()):
        raise Refused("Escribe una duración, por ejemplo P3D.", "Write a duration, such as P3D.")
    return value.strip()


def _answers(fact: Fact, value: Any, options: Codes) -> dict[str, str]:
    """Answers by question code; blanks are left out, the form itself judges the rest."""
    wanted = Refused("Revisa las respuestas de la ficha.", "Check the answers to the form.")
    if not isinstance(value, Mapping) or len(value) > MOST_ANSWERS:
        raise wanted
    answers: dict[str, str] = {}
    for code, answer in value.items():
        if is_absent(answer):
            continue
        if not isinstance(code, str) or not isinstance(answer, str):
            raise wanted
        if len(code) > LONGEST_ANSWER or len(answer) > LONGEST_ANSWER:
            raise wanted
        answers[code] = answer.strip()
    return answers


_READ: dict[str, Callable[[Fact, Any, Codes], Any]] = {
    "text": _text,
    "identifier": _identifier,
    "code": _code,
    "codes": _codes,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "instant": _instant,
    "duration": _duration,
    "answers": _answers,
}
