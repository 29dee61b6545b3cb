"""What may be asked of the keeper: one function for each question, and how it fails."""

import logging
import os
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from ruta.access.keyd import codes, release
from ruta.access.keyd.appender import AuditFailed
from ruta.access.keyd.asking import Person
from ruta.access.keyd.keeper import Keeper
from ruta.access.keyd.readers import DatabaseAbsent
from ruta.access.keyd.release import Question
from ruta.access.keys import derived, intake, signing, wire
from ruta.access.keys.envelope import SealBroken
from ruta.access.keys.keyfile import KeyFileRefused
from ruta.access.keys.service import COMPARTMENTS, KeyMissing, Refused
from ruta.access.keys.wire import Malformed

logger = logging.getLogger("ruta.keyd")

Message = dict[str, Any]
OURS = frozenset({"cap", "codes-opened", "erased", "intake-opened", "opened", "refused", "sealed"})
"""Events that only the keeper may write, since they say what it did."""
LONG = 300
UNHURRIED = ("sign-in-",)
"""Indexes that anybody's attempt to sign in needs; a caller's rate must not close the door."""


def answer(keeper: Keeper, message: Message) -> Message:
    """
    The answer to a message; whatever fails is an answer too.

    :raises Malformed: it is no question
    """
    ask = QUESTIONS.get(str(message.get("op")))
    if ask is None:
        raise Malformed("op")
    try:
        return {"ok": True, **ask(keeper, message)}
    except Refused as refused:
        logger.info("refused", extra={"op": message["op"], "kind": refused.kind})
        return _no(refused.kind)
    except KeyMissing as missing:
        return _no("missing", said=str(missing))
    except SealBroken:
        logger.warning("seal broken", extra={"op": message["op"]})
        return _no("broken")
    except (DatabaseAbsent, AuditFailed, KeyFileRefused) as error:
        logger.error("cannot work", extra={"op": message["op"], "kind": type(error).__name__})
        return _no("absent")


def _no(kind: str, **more: str) -> Message:
    return {"ok": False, "kind": kind, **more}


# --- Reading a message --------------------------------------------------------------------------


def _text(message: Message, name: str, *, longest: int = LONG) -> str:
    value = message.get(name)
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        raise Malformed(name)
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Malformed(name) from None
    return value


def _uuid(message: Message, name: str) -> UUID:
    try:
        return UUID(_text(message, name))
    except ValueError:
        raise Malformed(name) from None


def _purpose(message: Message) -> str:
    purpose = _text(message, "purpose")
    if not derived.NAME_FORM.fullmatch(purpose):
        raise Malformed("purpose")
    return purpose


def _letters(value: object) -> str:
    if not isinstance(value, str) or not value or not set(value) <= COMPARTMENTS:
        raise Malformed("compartments")
    return "".join(sorted(set(value)))


def _parts(message: Message) -> list[tuple[str, dict[str, bytes]]]:
    parts = message.get("parts")
    if not isinstance(parts, list) or not parts or not all(isinstance(p, dict) for p in parts):
        raise Malformed("parts")
    return [(_letter(part), _fields(part)) for part in parts]


def _letter(part: Message) -> str:
    letters = _letters(part.get("compartment"))
    if len(letters) != 1:
        raise Malformed("compartment")
    return letters


def _fields(part: Message) -> dict[str, bytes]:
    fields = wire.datas(part.get("fields"))
    if any("|" in name for name in fields):
        raise Malformed("fields")
    for name in fields:
        _text({"name": name}, "name")
    return fields


def _person(keeper: Keeper, message: Message) -> Person:
    person = keeper.person(_text(message, "session"))
    if person is None:
        raise Refused("login")
    return person


# --- Cases --------------------------------------------------------------------------------------


def _keys(keeper: Keeper, message: Message) -> Message:
    action = _text(message, "action")
    if action not in {"read", "export"}:
        raise Malformed("action")
    found = release.keys(keeper, _question(message, action, _letters(message.get("compartments"))))
    return {"keys": wire.texts(found)}


def _question(message: Message, action: str, letters: str) -> Question:
    session = _text(message, "session")
    return Question(session, action, _uuid(message, "case_id"), letters, _purpose(message))


def _seal(keeper: Keeper, message: Message) -> Message:
    parts = _parts(message)
    letters = _letters("".join(letter for letter, _ in parts))
    sealed = release.seal(keeper, _question(message, "write", letters), parts)
    return {"parts": [wire.texts(fields) for fields in sealed]}


def _note(keeper: Keeper, message: Message) -> Message:
    person, event = _person(keeper, message), _text(message, "event")
    if event in OURS or not derived.NAME_FORM.fullmatch(event):
        raise Malformed("event")
    detail = message.get("detail") or {}
    if not isinstance(detail, dict):
        raise Malformed("detail")
    entry = release.entry(
        person,
        event=event,
        purpose=_purpose(message),
        case_id=_uuid(message, "case_id") if message.get("case_id") else None,
        compartments=_text(message, "compartments") if message.get("compartments") else "",
        detail={name: _text(detail, name) for name in detail},
    )
    return {"seq": keeper.append([entry])}


def _seal_codes(keeper: Keeper, message: Message) -> Message:
    fields, _ = _fields(message), _purpose(message)
    period, sealed = codes.seal(keeper, _person(keeper, message), fields)
    return {"period": period, "fields": wire.texts(sealed)}


def _code_keys(keeper: Keeper, message: Message) -> Message:
    wanted = message.get("periods")
    if not isinstance(wanted, list) or len(wanted) > LONG:
        raise Malformed("periods")
    periods = [_text({"period": period}, "period", longest=10) for period in wanted]
    return {"keys": wire.texts(codes.keys(keeper, _uuid(message, "run"), periods))}


# --- What belongs to no case --------------------------------------------------------------------


def _index(keeper: Keeper, message: Message) -> Message:
    purpose, value = _purpose(message), _text(message, "value", longest=2000)
    hurried = not purpose.startswith(UNHURRIED)
    if hurried and not keeper.indexes.take(time.monotonic()):
        raise Refused("rate")
    return {"index": wire.text(derived.blind_index(keeper.ring, purpose, value))}


def _use(message: Message) -> tuple[str, str, bytes]:
    use = _text(message, "use")
    if not derived.NAME_FORM.fullmatch(use):
        raise Malformed("use")
    return use, _text(message, "context"), wire.data(message.get("text"))


def _protect(keeper: Keeper, message: Message) -> Message:
    use, context, text = _use(message)
    return {"text": wire.text(derived.protect(keeper.ring, use=use, context=context, text=text))}


def _reveal(keeper: Keeper, message: Message) -> Message:
    use, context, sealed = _use(message)
    opened = derived.reveal(keeper.ring, use=use, context=context, sealed=sealed)
    return {"text": wire.text(opened)}


def _open_intake(keeper: Keeper, message: Message) -> Message:
    """The author is whoever the session is of; somebody else's does not open."""
    person, intake_id = _person(keeper, message), _uuid(message, "intake_id")
    sealed = wire.data(message.get("text"))
    entry = release.entry(
        person, event="intake-opened", purpose=_purpose(message), action="read", basis=release.MINE
    )
    keeper.append([entry])
    text = intake.open_(keeper.ring, sealed, author=person.id, intake_id=intake_id)
    return {"text": wire.text(text)}


# --- The keeper itself --------------------------------------------------------------------------


def _sign_head(keeper: Keeper, message: Message) -> Message:
    return {"signature": wire.text(signing.sign_head(keeper.ring, wire.data(message.get("head"))))}


def _public(keeper: Keeper, message: Message) -> Message:
    ring = keeper.ring
    return {"intake": wire.text(intake.public(ring)), "signing": wire.text(signing.public(ring))}


def _ping(keeper: Keeper, message: Message) -> Message:
    return {"pid": os.getpid()}


def _status(keeper: Keeper, message: Message) -> Message:
    return {"pid": os.getpid(), **keeper.status()}


def _reload(keeper: Keeper, message: Message) -> Message:
    ring = keeper.reload()
    return {"key_version": ring.current, "key_versions": sorted(ring.wrapping)}


QUESTIONS: dict[str, Callable[[Keeper, Message], Message]] = {
    "code-keys": _code_keys,
    "index": _index,
    "keys": _keys,
    "note": _note,
    "open-intake": _open_intake,
    "ping": _ping,
    "protect": _protect,
    "public": _public,
    "reload": _reload,
    "reveal": _reveal,
    "seal": _seal,
    "seal-codes": _seal_codes,
    "sign-head": _sign_head,
    "status": _status,
}
