"""The severe case of the case's own tests, and its forms."""

from tests.web.desk.case.conftest import absent, filled, href, known  # noqa: F401
