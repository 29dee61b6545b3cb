"""The same stage as that of namings."""

from tests.web.desk.naming.conftest import (
    by_name,
    case,
    colleagues,
    coordinating,
    overseers,
    owned,
)

__all__ = ["by_name", "case", "colleagues", "coordinating", "overseers", "owned"]
