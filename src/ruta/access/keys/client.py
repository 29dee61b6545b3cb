"""The keeper of keys in a process of its own, as the web sees it: one connection for each thread.

To read, it asks for the data keys of a case and opens here; to write, it sends the texts and gets
them sealed, so that whoever may only add learns no key. Nothing is kept between two calls.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from ruta.access.keys import derived, envelope, texts, wire
from ruta.access.keys.service import KeeperAbsent, KeyMissing, Refused, Sealing
from ruta.access.viewer import Viewer

CONNECT_S = 2.0
ANSWER_S = 6.0
REST_S = 1.0
"""After it hung, the keeper counts as absent for so long: one thread waits, the others do not."""
EXPORT = "export"


class Kept:
    """A thread's connection; it is closed when the thread ends."""

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)

    def __del__(self) -> None:
        self.socket.close()


@dataclass(frozen=True)
class Client:
    """Implements `KeyService` by asking the keeper that listens on `path`."""

    path: Path
    _here: threading.local = field(default_factory=threading.local, repr=False, compare=False)
    _hung: dict[str, float] = field(default_factory=dict, repr=False, compare=False)

    # --- One question ---------------------------------------------------------------------------

    def ask(self, op: str, **values: Any) -> dict[str, Any]:
        """
        The keeper's answer to one question.

        :raises KeeperAbsent: nobody answers, or the keeper cannot work
        :raises Refused: with the kind
        :raises KeyMissing: no key, or erased
        :raises SealBroken: altered, or not for who asks
        """
        message = wire.frame({"op": op, **values})
        if time.monotonic() < self._hung.get("until", 0):
            raise KeeperAbsent("it hung a moment ago")
        kept: Kept | None = getattr(self._here, "kept", None)
        if kept is not None:
            # What was kept may be of a keeper that has gone: try once on a new connection.
            with contextlib.suppress(OSError, wire.Closed, wire.Malformed):
                return _read(self._exchange(kept.socket, message))
            self.close()
        try:
            return _read(self._exchange(self._connect(), message))
        except (OSError, wire.Closed, wire.Malformed) as error:
            self.close()
            raise KeeperAbsent(type(error).__name__) from None

    def _connect(self) -> socket.socket:
        self._here.kept = Kept()
        connection: socket.socket = self._here.kept.socket
        connection.settimeout(CONNECT_S)
        connection.connect(str(self.path))
        connection.settimeout(ANSWER_S)
        return connection

    def _exchange(self, connection: socket.socket, message: bytes) -> dict[str, Any]:
        try:
            connection.sendall(message)
            return wire.receive(connection)
        except TimeoutError:
            self._hung["until"] = time.monotonic() + REST_S
            self.close()
            raise KeeperAbsent("no answer in time") from None

    def close(self) -> None:
        """End this thread's connection; the next question opens another."""
        kept: Kept | None = getattr(self._here, "kept", None)
        self._here.kept = None
        if kept is not None:
            kept.socket.close()

    # --- Cases ----------------------------------------------------------------------------------

    def seal_case(
        self,
        *,
        case_id: UUID,
        parts: Mapping[str, Mapping[str, bytes]],
        actor: Viewer,
        purpose: str,
    ) -> dict[str, dict[str, bytes]]:
        """See `KeyService`; one question."""
        items = [Sealing(case_id, letter, fields) for letter, fields in parts.items()]
        return dict(zip(parts, self.seal_batch(items, actor=actor, purpose=purpose), strict=True))

    def open_batch(
        self, items: Sequence[Sealing], *, actor: Viewer, purpose: str
    ) -> list[dict[str, bytes]]:
        """See `KeyService`; one question for each case. A purpose `export…` asks to export."""
        derived.check((item.compartment for item in items), purpose)
        wanted: dict[UUID, set[str]] = {}
        for item in items:
            if item.fields:
                wanted.setdefault(item.case_id, set()).add(item.compartment)
        keys = {case: self._keys(case, names, actor, purpose) for case, names in wanted.items()}
        return [_opened(keys[item.case_id], item) if item.fields else {} for item in items]

    def _keys(
        self, case_id: UUID, compartments: set[str], actor: Viewer, purpose: str
    ) -> dict[str, bytes]:
        answer = self.ask(
            "keys",
            session=_session(actor),
            action="export" if purpose.startswith(EXPORT) else "read",
            case_id=str(case_id),
            compartments="".join(sorted(compartments)),
            purpose=purpose,
        )
        return wire.datas(answer["keys"])

    def seal_batch(
        self, items: Sequence[Sealing], *, actor: Viewer, purpose: str
    ) -> list[dict[str, bytes]]:
        """See `KeyService`; one question for each case."""
        derived.check((item.compartment for item in items), purpose)
        sealed: list[dict[str, bytes]] = [{} for _ in items]
        for case_id in dict.fromkeys(item.case_id for item in items if item.fields):
            places = [n for n, item in enumerate(items) if item.case_id == case_id and item.fields]
            parts = [
                {"compartment": items[n].compartment, "fields": wire.texts(dict(items[n].fields))}
                for n in places
            ]
            answer = self.ask(
                "seal", session=_session(actor), case_id=str(case_id), purpose=purpose, parts=parts
            )
            for n, fields in zip(places, answer["parts"], strict=True):
                sealed[n] = wire.datas(fields)
        return sealed

    # --- What figures need ----------------------------------------------------------------------

    def seal_codes(
        self, fields: Mapping[str, bytes], *, actor: Viewer, purpose: str
    ) -> tuple[str, dict[str, bytes]]:
        """See `KeyService`; one question."""
        derived.check_purpose(purpose)
        answer = self.ask(
            "seal-codes", session=_session(actor), purpose=purpose, fields=wire.texts(dict(fields))
        )
        return str(answer["period"]), wire.datas(answer["fields"])

    def code_keys(self, run: UUID, wanted: Sequence[str]) -> dict[str, bytes]:
        """See `KeyService`; one question."""
        answer = self.ask("code-keys", run=str(run), periods=list(wanted))
        return wire.datas(answer["keys"])

    # --- What belongs to no case ----------------------------------------------------------------

    def blind_index(self, purpose: str, value: str) -> bytes:
        """See `KeyService`."""
        derived.check_purpose(purpose)
        return wire.data(self.ask("index", purpose=purpose, value=value)["index"])

    def protect(self, *, use: str, context: str, text: bytes) -> bytes:
        """See `KeyService`."""
        answer = self.ask("protect", use=use, context=context, text=wire.text(text))
        return wire.data(answer["text"])

    def reveal(self, *, use: str, context: str, sealed: bytes) -> bytes:
        """See `KeyService`."""
        answer = self.ask("reveal", use=use, context=context, text=wire.text(sealed))
        return wire.data(answer["text"])

    def open_intake(self, *, sealed: bytes, intake_id: UUID, actor: Viewer, purpose: str) -> bytes:
        """See `KeyService`; the keeper takes the author from the session."""
        derived.check_purpose(purpose)
        answer = self.ask(
            "open-intake",
            session=_session(actor),
            intake_id=str(intake_id),
            purpose=purpose,
            text=wire.text(sealed),
        )
        return wire.data(answer["text"])

    def note(
        self,
        *,
        event: str,
        actor: Viewer,
        purpose: str,
        case_id: UUID | None = None,
        compartments: str = "",
        detail: Mapping[str, str] | None = None,
    ) -> int:
        """
        Write an entry of the audit that opens nothing; its place in the chain.

        The keeper takes person, office and agency from the session. Ask before the transaction of
        the page has written to the audit itself: both wait for the same head.
        """
        answer = self.ask(
            "note",
            session=_session(actor),
            event=event,
            purpose=purpose,
            case_id=str(case_id) if case_id else None,
            compartments=compartments,
            detail=dict(detail or {}),
        )
        return int(answer["seq"])

    def sign_head(self, head: bytes) -> bytes:
        """See `KeyService`."""
        return wire.data(self.ask("sign-head", head=wire.text(head))["signature"])

    def signing_public(self) -> bytes:
        """See `KeyService`."""
        return wire.data(self.ask("public")["signing"])

    def status(self) -> dict[str, Any]:
        """How the keeper is: figures and words, no key."""
        return self.ask("status")

    def reload(self) -> dict[str, Any]:
        """Have the keeper read its key file again."""
        return self.ask("reload")


def _session(actor: Viewer) -> str:
    return str(getattr(actor, "session", "") or "")


def _opened(keys: Mapping[str, bytes], item: Sealing) -> dict[str, bytes]:
    return texts.opened(keys[item.compartment], item.case_id, item.compartment, item.fields)


def _read(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer, or what it says went wrong."""
    if answer.get("ok") is True:
        return answer
    kind = str(answer.get("kind"))
    if kind == "missing":
        raise KeyMissing(str(answer.get("said", "")))
    if kind == "broken":
        raise envelope.SealBroken("the keeper could not open it")
    if kind == "absent":
        raise KeeperAbsent("the keeper cannot work now")
    if kind == "malformed":
        raise KeeperAbsent("the keeper did not understand")
    raise Refused(kind)
