"""People of a real installation, as in the tests of their accounts."""

from tests.access.accounts.conftest import (  # noqa: F401
    administrator,
    ana,
    another_coordinator,
    browser,
    coordinator,
    real,
    signed_in,
)
from tests.access.conftest import keys  # noqa: F401
from tests.directory.conftest import stocked  # noqa: F401
