"""What a keeper of keys does, whether in this process or in one of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from ruta.access.keys.envelope import Unreadable
from ruta.access.viewer import Viewer

COMPARTMENTS = frozenset("ICRNHLSK")
REFUSALS = ("hide", "deny", "login", "cap", "rate")


class KeyMissing(Unreadable):
    """This case has no key for this compartment: nothing was sealed there, or it was erased."""


class CompartmentUnknown(Exception):
    """Not a compartment that is sealed."""


class KeeperAbsent(Exception):
    """The keeper of keys cannot be reached, or cannot work now: nothing is opened or sealed."""


class Refused(Exception):
    """
    The keeper refuses; `kind` is one of `REFUSALS`.

    `hide`: answer as if the case did not exist. `deny`: the case is there, this part is closed.
    `login`: the session is over. `cap`: too many cases in an hour; say whom to call. `rate`:
    too many documents and names looked up in a minute, by everybody together.
    """

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class Sealing:
    """Texts of one compartment of one case, plain or sealed; not in its representation."""

    case_id: UUID
    compartment: str
    fields: Mapping[str, bytes] = field(repr=False)


class KeyService(Protocol):
    """
    Seals and opens; `actor` and `purpose` are who asks and why, for the audit.

    Field names are part of the seal: a text opens only under the name it was sealed with. A keeper
    in a process of its own also raises `KeeperAbsent` and `Refused`, from any of these.
    """

    def seal_case(
        self,
        *,
        case_id: UUID,
        parts: Mapping[str, Mapping[str, bytes]],
        actor: Viewer,
        purpose: str,
    ) -> dict[str, dict[str, bytes]]:
        """
        Seal texts of several compartments of one case, all or nothing, in one question.

        :param parts: compartment → name → text; answered alike, sealed
        """

    def open_batch(
        self, items: Sequence[Sealing], *, actor: Viewer, purpose: str
    ) -> list[dict[str, bytes]]:
        """
        Open sealed texts of several compartments at once, in the order given; all or nothing.

        :raises KeyMissing: when any of them has no key
        :raises SealBroken: when any of them was altered, cut or moved
        """

    def seal_batch(
        self, items: Sequence[Sealing], *, actor: Viewer, purpose: str
    ) -> list[dict[str, bytes]]:
        """Seal several compartments, or for many cases, at once, in the order given."""

    def seal_codes(
        self, fields: Mapping[str, bytes], *, actor: Viewer, purpose: str
    ) -> tuple[str, dict[str, bytes]]:
        """
        Seal codes for figures under the key of this quarter: which quarter, and name → sealed.

        :param fields: name (`periods.field`) → text
        """

    def code_keys(self, run: UUID, wanted: Sequence[str]) -> dict[str, bytes]:
        """
        The keys of some quarters, for a run of the extract that was begun and not yet taken.

        A quarter whose key was destroyed is absent.
        """

    def blind_index(self, purpose: str, value: str) -> bytes:
        """32 bytes by which equal values of one purpose are found, and nothing is read."""

    def protect(self, *, use: str, context: str, text: bytes) -> bytes:
        """Seal a text that belongs to no case, for one use and one context."""

    def reveal(self, *, use: str, context: str, sealed: bytes) -> bytes:
        """
        Open what `protect` sealed.

        :raises SealBroken: when it was altered, or is of another use or context
        """

    def open_intake(self, *, sealed: bytes, intake_id: UUID, actor: Viewer, purpose: str) -> bytes:
        """
        Open what this person sealed while the keeper was away; see `intake`.

        :raises SealBroken: when it was altered, or somebody else sealed it
        """

    def sign_head(self, head: bytes) -> bytes:
        """The signature (Ed25519, 64 bytes) of a head of the audit; see `signing`."""

    def signing_public(self) -> bytes:
        """The public key (32 bytes) by which those signatures are verified."""
