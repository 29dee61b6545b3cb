"""The text carried to other engines, and the list of constructs it may use."""

from __future__ import annotations

from sqlglot import ErrorLevel, exp, parse_one, transpile

WRITTEN = "duckdb"
CONSTRUCTS = frozenset(
    {
        exp.With, exp.CTE, exp.Select, exp.From, exp.Join, exp.Where, exp.Group, exp.Union,
        exp.Subquery, exp.Distinct, exp.Table, exp.TableAlias, exp.Alias, exp.Column,
        exp.Identifier, exp.Star, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.Case, exp.If,
        exp.Coalesce, exp.Cast, exp.DataType, exp.And, exp.Or, exp.Not, exp.Is, exp.In, exp.EQ,
        exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.Min,
        exp.Max, exp.Count, exp.RowNumber, exp.Window, exp.WindowSpec, exp.Order, exp.Ordered,
    }
)  # fmt: skip
"""Everything of SQL that the text uses: each means the same on DuckDB, PostgreSQL and Spark."""

JOINS = frozenset({("", "", ""), ("", "", "CROSS"), ("", "LEFT", "")})
"""Method, side and kind of a join."""


class NotPortable(ValueError):
    """A text with a construct that is not on the list."""


def carried(text: str, dialect: str) -> str:
    """
    The text in the words of another engine.

    :raises NotPortable: for a construct off the list
    :raises sqlglot.errors.UnsupportedError: where the other engine has no word for one
    """
    check(text)
    (other,) = transpile(text, read=WRITTEN, write=dialect, unsupported_level=ErrorLevel.RAISE)
    return other


def check(text: str) -> None:
    """
    See that a text keeps to the list, and that windows count rows: a range would let an act that
    arrived earlier at the same instant fulfil.

    :raises NotPortable: naming what does not
    """
    for node in parse_one(text, read=WRITTEN).walk():
        if type(node) not in CONSTRUCTS:
            raise NotPortable(f"{type(node).__name__}: {node.sql(WRITTEN)[:80]}")
        if isinstance(node, exp.Join) and _said(node) not in JOINS:
            raise NotPortable(f"a join of {_said(node)}: {node.sql(WRITTEN)[:80]}")
        if isinstance(node, exp.WindowSpec) and str(node.args["kind"]).upper() != "ROWS":
            raise NotPortable(f"a window of {node.args['kind']}: {node.sql(WRITTEN)}")


def _said(join: exp.Join) -> tuple[str, str, str]:
    return join.method.upper(), join.side.upper(), join.kind.upper()
