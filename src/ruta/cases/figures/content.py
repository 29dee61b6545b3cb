"""What a report keeps: counts and codes as JSON, never a case, a person or a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar

from .counting import Counted
from .supervising import Late, Office, Sent, Supervised

Figure = TypeVar("Figure", Late, Office, Sent)
INSTANTS = frozenset({"oldest", "oldest_due_at", "last_at"})


def of_counted(counted: Counted) -> dict[str, Any]:
    """The cells of an answered question."""
    return {"cells": [[*pair, many] for pair, many in sorted(counted.cells.items())]}


def counted(content: Mapping[str, Any]) -> Counted:
    """The same, read back."""
    return Counted({(row, column): many for row, column, many in content["cells"]})


def of_supervised(figures: Supervised) -> dict[str, Any]:
    """The figures of supervision."""
    return {name: _plain(value) for name, value in asdict(figures).items()}


def supervised(content: Mapping[str, Any]) -> Supervised:
    """The same, read back."""
    return Supervised(
        overdue=_read(Late, content["overdue"]),
        by_duty=tuple(_read(Late, row) for row in content["by_duty"]),
        by_impediment=tuple(_read(Late, row) for row in content["by_impediment"]),
        offices=tuple(_read(Office, row) for row in content["offices"]),
        people=tuple((bucket, many) for bucket, many in content["people"]),
        sent=tuple(_read(Sent, row) for row in content["sent"]),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(each) for each in value]
    return value


def _read(shape: type[Figure], row: Sequence[Any]) -> Figure:
    assert issubclass(shape, tuple)
    fields: tuple[str, ...] = shape._fields
    return shape._make(
        datetime.fromisoformat(value) if name in INSTANTS and value else value
        for name, value in zip(fields, row, strict=True)
    )
