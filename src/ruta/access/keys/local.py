"""The keeper of keys inside this process: for loading by the owner, and for trying it out.

It decides nothing and writes no audit; whoever reaches the wrapped keys through it may read them
anyway. The pages are served by the keeper in a process of its own.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from ruta.access.keys import derived, envelope, intake, periods, signing, texts, wrapping
from ruta.access.keys.derived import PurposeMissing
from ruta.access.keys.keyfile import Keyring
from ruta.access.keys.service import KeyMissing, Sealing
from ruta.access.keys.wrapping import Slot
from ruta.access.viewer import NOBODY, Viewer

__all__ = ["LocalKeyService", "PurposeMissing"]

COLUMNS = "(case_id, compartment, kek_version, wrapped, made_by)"
Cursor = Callable[[], AbstractContextManager[Any]]


def _through_django() -> AbstractContextManager[Any]:
    return connection.cursor()


@dataclass(frozen=True)
class LocalKeyService:
    """
    Implements `KeyService` over the table of case keys and a keyring held in memory.

    `cursor` opens a cursor on a connection that may use that table: Django's own by default.
    """

    ring: Keyring
    cursor: Cursor = field(default=_through_django, repr=False)

    def _keys(self, slots: Iterable[Slot]) -> dict[Slot, bytes]:
        """The data keys these slots already have."""
        wanted = set(slots)
        with self.cursor() as cursor:
            cursor.execute(
                "select case_id, compartment, kek_version, wrapped from access_casekey"
                " where case_id = any(%s) and compartment = any(%s)",
                [[case for case, _ in wanted], [name for _, name in wanted]],
            )
            found = [row for row in cursor.fetchall() if (row[0], row[1]) in wanted]
        return {(c, n): wrapping.unwrap(self.ring, (c, n), v, kept) for c, n, v, kept in found}

    def _keys_for_sealing(self, slots: Sequence[Slot], maker: UUID | None) -> dict[Slot, bytes]:
        """The slots' data keys, made now where there is none; two makers at once agree on one."""
        keys = self._keys(slots)
        missing = [slot for slot in slots if slot not in keys]
        if not missing:
            return keys
        made = [wrapping.wrap(self.ring, slot, envelope.new_key()) for slot in missing]
        with self.cursor() as cursor:
            cursor.execute(
                f"insert into access_casekey {COLUMNS}"
                " select slot.case_id, slot.letter, %s, slot.wrapped, %s"
                " from unnest(%s::uuid[], %s::text[], %s::bytea[])"
                " as slot (case_id, letter, wrapped) on conflict do nothing",
                [
                    self.ring.current, maker,
                    [case for case, _ in missing], [letter for _, letter in missing], made,
                ],
            )  # fmt: skip
        return keys | self._keys(missing)

    def _new_keys(self, slots: Sequence[Slot], maker: UUID | None) -> dict[Slot, bytes]:
        """Make keys for slots that have none, with one COPY."""
        made = {slot: envelope.new_key() for slot in slots}
        with self.cursor() as cursor, cursor.copy(f"copy access_casekey {COLUMNS} from stdin") as c:
            for slot, key in made.items():
                wrapped = wrapping.wrap(self.ring, slot, key)
                c.write_row((*slot, self.ring.current, wrapped, maker))
        return made

    def seal_case(
        self,
        *,
        case_id: UUID,
        parts: Mapping[str, Mapping[str, bytes]],
        actor: Viewer,
        purpose: str,
    ) -> dict[str, dict[str, bytes]]:
        """See `KeyService`; one statement when the keys exist, three when any is made."""
        derived.check(parts, purpose)
        slots = [(case_id, letter) for letter, fields in parts.items() if fields]
        keys = self._keys_for_sealing(slots, _maker(actor)) if slots else {}
        return {
            letter: texts.sealed(keys[case_id, letter], case_id, letter, fields) if fields else {}
            for letter, fields in parts.items()
        }

    def open_batch(
        self, items: Sequence[Sealing], *, actor: Viewer, purpose: str
    ) -> list[dict[str, bytes]]:
        """See `KeyService`; one statement."""
        derived.check((item.compartment for item in items), purpose)
        slots = {(item.case_id, item.compartment) for item in items if item.fields}
        keys = self._keys(slots) if slots else {}
        if missing := slots - keys.keys():
            case_id, compartment = min(missing, key=str)
            raise KeyMissing(f"case {case_id}, compartment {compartment}")
        return [
            texts.opened(
                keys[item.case_id, item.compartment], item.case_id, item.compartment, item.fields
            )
            if item.fields
            else {}
            for item in items
        ]

    def seal_batch(
        self, items: Sequence[Sealing], *, actor: Viewer, purpose: str
    ) -> list[dict[str, bytes]]:
        """See `KeyService`; two statements. Not for a case another transaction is writing to."""
        derived.check((item.compartment for item in items), purpose)
        slots = dict.fromkeys((item.case_id, item.compartment) for item in items if item.fields)
        if not slots:
            return [{} for _ in items]
        keys = self._keys(slots)
        keys |= self._new_keys([slot for slot in slots if slot not in keys], _maker(actor))
        return [
            texts.sealed(
                keys[item.case_id, item.compartment], item.case_id, item.compartment, item.fields
            )
            if item.fields
            else {}
            for item in items
        ]

    def seal_codes(
        self, fields: Mapping[str, bytes], *, actor: Viewer, purpose: str
    ) -> tuple[str, dict[str, bytes]]:
        """See `KeyService`; the quarter is by the database's clock."""
        derived.check_purpose(purpose)
        with self.cursor() as cursor:
            cursor.execute("select clock_timestamp()")
            period = periods.period_of(cursor.fetchone()[0])
        slot = periods.slot(self.ring, period)
        key = self._keys_for_sealing([slot], None)[slot]
        return period, texts.sealed(key, *periods.place(period), fields)

    def code_keys(self, run: UUID, wanted: Sequence[str]) -> dict[str, bytes]:
        """See `KeyService`; whichever the run."""
        slots = {periods.slot(self.ring, period): period for period in wanted}
        return {slots[slot]: key for slot, key in self._keys(slots).items()} if slots else {}

    def blind_index(self, purpose: str, value: str) -> bytes:
        """See `KeyService`; the value is normalised first."""
        return derived.blind_index(self.ring, purpose, value)

    def protect(self, *, use: str, context: str, text: bytes) -> bytes:
        """See `KeyService`."""
        return derived.protect(self.ring, use=use, context=context, text=text)

    def reveal(self, *, use: str, context: str, sealed: bytes) -> bytes:
        """See `KeyService`."""
        return derived.reveal(self.ring, use=use, context=context, sealed=sealed)

    def open_intake(self, *, sealed: bytes, intake_id: UUID, actor: Viewer, purpose: str) -> bytes:
        """See `KeyService`."""
        derived.check_purpose(purpose)
        return intake.open_(self.ring, sealed, author=actor.user_id, intake_id=intake_id)

    def sign_head(self, head: bytes) -> bytes:
        """See `KeyService`."""
        return signing.sign_head(self.ring, head)

    def signing_public(self) -> bytes:
        """See `KeyService`."""
        return signing.public(self.ring)


def _maker(actor: Viewer) -> UUID | None:
    return None if actor.user_id == NOBODY else actor.user_id
