"""Rows as an indicator counts them, in a database of nobody else."""

from __future__ import annotations

import duckdb
import pytest


@pytest.fixture
def given() -> duckdb.DuckDBPyConnection:
    """In Puno, 200 terms of one court and 200 of two police stations."""
    connection = duckdb.connect()
    connection.execute("create table reading as select 0::bigint as as_of")
    connection.execute(
        """create table given as select
          range as case_id, 20500::bigint as day, '21' as department, '2101' as province,
          case when range < 200 then 'a court' when range % 4 < 2 then 'here' else 'there' end
            as office,
          case when range < 200 then 'appeal-courts' else 'police' end as office_group,
          range % 2 as counted
        from range(400)"""
    )
    return connection
