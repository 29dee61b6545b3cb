"""Who may open a backup: the age recipients it is encrypted to, and the identities that open it."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from pyrage import IdentityError, RecipientError, x25519

from ruta.postgres.refusal import Refusal

VARIABLE = "RUTA_BACKUP_RECIPIENTS"
PUBLIC = "age1"
# Of pyrage, whose types are not known.
Identity: TypeAlias = Any
Recipient: TypeAlias = Any


class RecipientRefused(Refusal):
    """Not a recipient or an identity of age; the message never quotes what was read."""


def chosen(words: Sequence[str]) -> list[Recipient]:
    """
    The recipients that the command names, else those of the environment.

    :param words: each an age public key, or a file with one a line
    :raises RecipientRefused: naming the word or the file, by its place
    """
    named = words or os.environ.get(VARIABLE, "").replace(",", " ").split()
    return [_recipient(text, where) for text, where in _keys(named)]


def _keys(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Public keys as they were given or found in files, each with where it came from."""
    for word in words:
        if word.startswith(PUBLIC):
            yield word, "a recipient"
        else:
            yield from _lines(Path(word))


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield line.strip(), f"line {number} of {path}"


def _recipient(text: str, where: str) -> Recipient:
    return _parsed(x25519.Recipient.from_str, text, f"{where} is no public key of age")


def identities(path: Path) -> list[Identity]:
    """
    The identities of a file as `age-keygen` writes it.

    :raises RecipientRefused: naming the line, never quoting it
    """
    found = [_identity(text, where) for text, where in _lines(path)]
    if not found:
        raise RecipientRefused(f"{path} holds no identity of age")
    return found


def _identity(text: str, where: str) -> Identity:
    return _parsed(x25519.Identity.from_str, text, f"{where} is no identity of age")


def _parsed(parse: Callable[[str], Any], text: str, otherwise: str) -> Any:
    try:
        return parse(text)
    except (RecipientError, IdentityError, ValueError):
        raise RecipientRefused(otherwise) from None
