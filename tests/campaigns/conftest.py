"""Campaigns use the keys and the offices of the tests of cases."""

from tests.cases.conftest import key_file, keys

__all__ = ["key_file", "keys"]
