"""The keeper of keys inside this process; a separate process takes its place without change."""

import hmac
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from ruta.access.keys import envelope
from ruta.access.keys.keyfile import Keyring
from ruta.access.keys.service import COMPARTMENTS, CompartmentUnknown, KeyMissing, Sealing
from ruta.access.viewer import Viewer

NAME_FORM = re.compile(r"[a-z][a-z0-9-]{1,40}")
Slot = tuple[UUID, str]


class PurposeMissing(Exception):
    """Every sealing and opening says who asks and why, in a short name."""


def normalised(value: str) -> str:
    """A document number, telephone or name as it is indexed: capitals and figures, no accents."""
    plain = unicodedata.normalize("NFKD", value).upper()
    return "".join(sign for sign in plain if sign.isalnum())


def _check(compartments: Iterable[str], purpose: str) -> None:
    if not NAME_FORM.fullmatch(purpose):
        raise PurposeMissing
    for compartment in compartments:
        if compartment not in COMPARTMENTS:
            raise CompartmentUnknown(compartment)


@dataclass(frozen=True)
class LocalKeyService:
    """Implements `KeyService` over the table of case keys and a keyring held in memory."""

    ring: Keyring

    def _wrap(self, slot: Slot, key: bytes) -> bytes:
        version = self.ring.current
        return envelope.encrypt(self.ring.wrapping[version], key, self._bound(slot, version))

    def _unwrap(self, slot: Slot, version: int, wrapped: bytes) -> bytes:
        if version not in self.ring.wrapping:
            raise envelope.SealBroken(f"no wrapping key of version {version}")
        bound = self._bound(slot, version)
        return envelope.decrypt(self.ring.wrapping[version], bytes(wrapped), bound)

    @staticmethod
    def _bound(slot: Slot, version: int) -> bytes:
        return f"data-key|{slot[0]}|{slot[1]}|{version}".encode()

    def _keys(self, slots: Iterable[Slot]) -> dict[Slot, bytes]:
        """The data keys these slots already have."""
        wanted = set(slots)
        with connection.cursor() as cursor:
            cursor.execute(
                "select case_id, compartment, kek_version, wrapped from access_casekey"
                " where case_id = any(%s) and compartment = any(%s)",
                [[case for case, _ in wanted], [name for _, name in wanted]],
            )
            found = [row for row in cursor.fetchall() if (row[0], row[1]) in wanted]
        return {(c, name): self._unwrap((c, name), v, wrapped) for c, name, v, wrapped in found}

    def _key_for_sealing(self, slot: Slot) -> bytes:
        """The slot's data key, made now when it has none; two makers at once agree on one."""
        if (key := self._keys([slot]).get(slot)) is not None:
            return key
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into access_casekey (case_id, compartment, kek_version, wrapped)"
                " values (%s, %s, %s, %s) on conflict do nothing",
                [*slot, self.ring.current, self._wrap(slot, envelope.new_key())],
            )
        return self._keys([slot])[slot]

    def _new_keys(self, slots: Sequence[Slot]) -> dict[Slot, bytes]:
        """Make keys for slots that have none, with one COPY."""
        made = {slot: envelope.new_key() for slot in slots}
        with connection.cursor() as cursor:
            columns = "(case_id, compartment, kek_version, wrapped)"
            with cursor.copy(f"copy access_casekey {columns} from stdin") as copy:
                for slot, key in made.items():
                    copy.write_row((*slot, self.ring.current, self._wrap(slot, key)))
        return made

    def seal_many(
        self,
        *,
        case_id: UUID,
        compartment: str,
        fields: Mapping[str, bytes],
        actor: Viewer,
        purpose: str,
    ) -> dict[str, bytes]:
        """See `KeyService`; one statement when the key exists, three when it is made."""
        _check([compartment], purpose)
        if not fields:
            return {}
        key = self._key_for_sealing((case_id, compartment))
        return _sealed(key, Sealing(case_id, compartment, fields))

    def open_many(
        self,
        *,
        case_id: UUID,
        compartment: str,
        fields: Mapping[str, bytes],
        actor: Viewer,
        purpose: str,
    ) -> dict[str, bytes]:
        """See `KeyService`; one statement."""
        (opened,) = self.open_batch(
            [Sealing(case_id, compartment, fields)], actor=actor, purpose=purpose
        )
        return opened

    def open_batch(
        self, items: Sequence[Sealing], *, actor: Viewer, purpose: str
    ) -> list[dict[str, bytes]]:
        """See `KeyService`; one statement."""
        _check((item.compartment for item in items), purpose)
        slots = {(item.case_id, item.compartment) for item in items if item.fields}
        keys = self._keys(slots) if slots else {}
        if missing := slots - keys.keys():
            case_id, compartment = min(missing, key=str)
            raise KeyMissing(f"case {case_id}, compartment {compartment}")
        return [
            _opened(keys[item.case_id, item.compartment], item) if item.fields else {}
            for item in items
        ]

    def seal_batch(
        self, items: Sequence[Sealing], *, actor: Viewer, purpose: str
    ) -> list[dict[str, bytes]]:
        """See `KeyService`; two statements. Not for a case another transaction is writing to."""
        _check((item.compartment for item in items), purpose)
        slots = dict.fromkeys((item.case_id, item.compartment) for item in items if item.fields)
        if not slots:
            return [{} for _ in items]
        keys = self._keys(slots)
        keys |= self._new_keys([slot for slot in slots if slot not in keys])
        return [
            _sealed(keys[item.case_id, item.compartment], item) if item.fields else {}
            for item in items
        ]

    def blind_index(self, purpose: str, value: str) -> bytes:
        """See `KeyService`; the value is normalised first."""
        if not NAME_FORM.fullmatch(purpose):
            raise PurposeMissing
        key = self.ring.derived(f"index {purpose}")
        return hmac.digest(key, normalised(value).encode(), "sha256")

    def protect(self, *, use: str, context: str, text: bytes) -> bytes:
        """See `KeyService`."""
        key = self.ring.derived(f"protect {use}")
        return envelope.encrypt(key, envelope.pad(text), f"{use}|{context}".encode())

    def reveal(self, *, use: str, context: str, sealed: bytes) -> bytes:
        """See `KeyService`."""
        key = self.ring.derived(f"protect {use}")
        return envelope.unpad(envelope.decrypt(key, sealed, f"{use}|{context}".encode()))


def _sealed(key: bytes, item: Sealing) -> dict[str, bytes]:
    return {
        name: envelope.seal(key, text, envelope.Place(str(item.case_id), item.compartment, name))
        for name, text in item.fields.items()
    }


def _opened(key: bytes, item: Sealing) -> dict[str, bytes]:
    return {
        name: envelope.open_(
            key, bytes(sealed), envelope.Place(str(item.case_id), item.compartment, name)
        )
        for name, sealed in item.fields.items()
    }
