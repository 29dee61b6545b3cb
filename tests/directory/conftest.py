"""A database with the shipped directory in it."""

import pytest
from tests.directory import stock


@pytest.fixture
def stocked(server, django_db_setup, db, database_name) -> stock.Stock:
    """The directory is loaded and committed; what this loading wrote."""
    return stock.load(server, database_name)
