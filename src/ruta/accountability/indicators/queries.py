"""The text of an indicator: one SELECT in DuckDB's dialect, of constructs every engine has."""

from __future__ import annotations

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError

HOME = "duckdb"
DIALECTS = {"duckdb": "duckdb", "postgres": "postgres", "spark": "spark"}
RELATIONS = frozenset({"acts", "cases", "case_violence", "obligations", "offices", "span"})
"""What an indicator may read."""
CONSTRUCTS: frozenset[type[exp.Expression]] = frozenset(
    {
        exp.Select, exp.Union, exp.Subquery, exp.CTE, exp.With, exp.From, exp.Join, exp.Where,
        exp.Group, exp.Having, exp.Order, exp.Ordered, exp.Table, exp.TableAlias, exp.Alias,
        exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Star, exp.Paren,
        exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Is,
        exp.In, exp.Between, exp.Exists, exp.Like, exp.Tuple, exp.Values,
        exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg,
        exp.Case, exp.If, exp.Coalesce, exp.Cast, exp.DataType, exp.Distinct,
        exp.Count, exp.Sum, exp.Min, exp.Max, exp.Window, exp.WindowSpec, exp.RowNumber,
    }
)  # fmt: skip
"""The kinds of expression an indicator may be written in, tested on all engines."""


class BadQuery(ValueError):
    """A text that is not one SELECT of the constructs and relations allowed; says which."""


def parsed(sql: str) -> exp.Query:
    """
    The one query of a text.

    :raises BadQuery: when it is not one, or uses what not every engine has
    """
    try:
        statements = [each for each in sqlglot.parse(sql, read=HOME) if each is not None]
    except SqlglotError as error:
        raise BadQuery(f"is no query: {error}") from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise BadQuery("is not one SELECT")
    query = statements[0]
    for node in query.walk():
        if type(node) not in CONSTRUCTS:
            raise BadQuery(f"uses {type(node).__name__}: {node.sql(HOME)[:60]}")
    own = {cte.alias for cte in query.find_all(exp.CTE)}
    for table in query.find_all(exp.Table):
        if table.name not in RELATIONS | own:
            raise BadQuery(f"reads {table.name!r}, which is no relation of figures")
    return query


def columns(sql: str) -> tuple[str, ...]:
    """
    The columns a query answers.

    :raises BadQuery: see `parsed`
    """
    return tuple(parsed(sql).named_selects)


def carried(sql: str, engine: str) -> str:
    """
    A text of DuckDB in the dialect of another engine.

    :raises sqlglot.errors.UnsupportedError: when the other has no way to say it
    """
    if DIALECTS[engine] == HOME:
        return sql
    (text,) = sqlglot.transpile(
        sql, read=HOME, write=DIALECTS[engine], unsupported_level=ErrorLevel.RAISE
    )
    return text
