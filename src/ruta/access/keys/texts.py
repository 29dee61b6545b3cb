"""The texts of one compartment of one case, sealed and opened under its data key."""

from collections.abc import Mapping
from uuid import UUID

from ruta.access.keys import envelope


def sealed(
    key: bytes, case_id: UUID, compartment: str, fields: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Each text sealed for its own place."""
    return {
        name: envelope.seal(key, text, envelope.Place(str(case_id), compartment, name))
        for name, text in fields.items()
    }


def opened(
    key: bytes, case_id: UUID, compartment: str, fields: Mapping[str, bytes]
) -> dict[str, bytes]:
    """
    Each text opened; all or nothing.

    :raises SealBroken: when any was altered, cut or moved; it names case and compartment
    """
    try:
        return {
            name: envelope.open_(key, bytes(text), envelope.Place(str(case_id), compartment, name))
            for name, text in fields.items()
        }
    except envelope.SealBroken:
        raise envelope.SealBroken(f"case {case_id}, compartment {compartment}") from None
