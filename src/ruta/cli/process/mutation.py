"""
Faults planted in a module, one at a time, as changes of its text.

What a fault is: a condition turned round or without one of its parts, a comparison off by its
edge, a number off by one, a word that is another, a statement or an entry of a table left out, a
value not given back. Left alone is what no behaviour rests on: annotations, docstrings, what is
only written in a log, and sentences for people.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Final, NamedTuple

OPPOSITE: Final[dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]]] = {
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
}  # fmt: skip
OTHER: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
}  # fmt: skip
LETTERS = re.compile(r"[EICRNHLSK]{1,9}")
SENTENCE = re.compile(r"\s")
# What is only told to a person, or to the log of the installation.
TOLD: Final = frozenset({"Bilingual", "_", "getLogger"})
LOGS: Final = frozenset({"debug", "info", "warning", "error", "exception", "critical"})
LEFT_OUT = (ast.Raise, ast.Continue, ast.Break, ast.AugAssign, ast.Delete)
TABLES = (ast.List, ast.Set, ast.Tuple)


class Fault(NamedTuple):
    """A change: the text from `start` to `end` (offsets in characters) becomes `text`."""

    line: int
    start: int
    end: int
    text: str
    says: str

    def planted(self, source: str) -> str:
        """The module with it."""
        return source[: self.start] + self.text + source[self.end :]


def faults(source: str) -> list[Fault]:
    """Every fault of a module's text, in the order of its lines; each leaves it readable Python."""
    places = _Places(source)
    found = {
        places.fault(node, changed, says)
        for node in _walk(ast.parse(source))
        for changed, says in _changes(node)
    }
    return sorted(each for each in found if _reads(each.planted(source)))


def _reads(text: str) -> bool:
    try:
        compile(text, "fault", "exec")
    except SyntaxError:
        return False
    return True


class _Places:
    """Where a node stands in the text; the parser counts bytes of a line, we count characters."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.lines = source.splitlines(keepends=True)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))

    def at(self, line: int, column: int) -> int:
        return self.starts[line - 1] + len(self.lines[line - 1].encode()[:column].decode())

    def fault(self, node: ast.expr | ast.stmt, changed: str, says: str) -> Fault:
        start = self.at(node.lineno, node.col_offset)
        end = self.at(node.end_lineno or node.lineno, node.end_col_offset or 0)
        before = " ".join(self.source[start:end].split())
        return Fault(node.lineno, start, end, changed, f"{says}: {before[:60]}")


# --- What is changed -----------------------------------------------------------------------------


def _walk(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """The nodes that may be changed."""
    if isinstance(node, ast.Call) and _name(node.func) in TOLD:
        return
    if isinstance(node, ast.Import | ast.ImportFrom | ast.JoinedStr) or _is_log(node):
        return
    if isinstance(node, ast.ClassDef) and any(_name(each) == "Protocol" for each in node.bases):
        return
    if isinstance(node, ast.expr | ast.stmt) and not _is_docstring(node):
        yield node
    for child in _children(node):
        yield from _walk(child)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    left = set()
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        left = {"returns", "decorator_list"}
    elif isinstance(node, ast.ClassDef):
        left = {"bases", "keywords", "decorator_list"}
    elif isinstance(node, ast.AnnAssign | ast.arg):
        left = {"annotation"}
    for name, value in ast.iter_fields(node):
        if name not in left:
            yield from (each for each in _listed(value) if isinstance(each, ast.AST))


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, list) else (value,)


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        return _name(node.func)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _is_docstring(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and (isinstance(node.value.value, str) or node.value.value is ...)
    )


def _is_log(node: ast.AST) -> bool:
    call = node.value if isinstance(node, ast.Expr) else None
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in LOGS
    )


def _changes(node: ast.expr | ast.stmt) -> Iterator[tuple[str, str]]:
    """What a node may become, with what that is called."""
    if isinstance(node, ast.expr):
        yield from ((f"({text})", says) for text, says in _of_expression(node))
        yield from _of_table(node)
    else:
        yield from _of_statement(node)


def _of_expression(node: ast.expr) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Compare):
        yield from _of_comparison(node)
    elif isinstance(node, ast.BoolOp):
        yield from _of_condition(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield ast.unparse(node.operand), "not left out"
    elif isinstance(node, ast.BinOp) and type(node.op) in OTHER:
        changed = deepcopy(node)
        changed.op = OTHER[type(node.op)]()
        yield ast.unparse(changed), "another operator"
    elif isinstance(node, ast.IfExp):
        changed_if = deepcopy(node)
        changed_if.body, changed_if.orelse = node.orelse, node.body
        yield ast.unparse(changed_if), "turned round"
    elif isinstance(node, ast.Constant):
        yield from _of_constant(node.value)


def _of_comparison(node: ast.Compare) -> Iterator[tuple[str, str]]:
    for place, operator in enumerate(node.ops):
        for other in OPPOSITE[type(operator)]:
            changed = deepcopy(node)
            changed.ops[place] = other()
            yield ast.unparse(changed), f"{other.__name__} for {type(operator).__name__}"


def _of_condition(node: ast.BoolOp) -> Iterator[tuple[str, str]]:
    changed = deepcopy(node)
    changed.op = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
    yield ast.unparse(changed), "and for or"
    for place in range(len(node.values)):
        less = deepcopy(node)
        del less.values[place]
        rest = less.values[0] if len(less.values) == 1 else less
        yield ast.unparse(rest), f"part {place + 1} left out"


def _of_constant(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, bool):
        yield repr(not value), "the other truth"
    elif isinstance(value, int | float):
        yield repr(value + 1), "one more"
    elif isinstance(value, str) and LETTERS.fullmatch(value):
        yield from ((repr(value.replace(each, "")), f"without {each}") for each in value)
    elif isinstance(value, str) and value and not SENTENCE.search(value):
        yield repr(value + "X"), "another word"


def _of_table(node: ast.expr) -> Iterator[tuple[str, str]]:
    """One entry left out, of what is written with more than one."""
    if isinstance(node, TABLES) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        for place in range(len(node.elts) if len(node.elts) > 1 else 0):
            less = deepcopy(node)
            del less.elts[place]
            yield ast.unparse(less), f"entry {place + 1} left out"
    elif isinstance(node, ast.Dict) and len(node.keys) > 1:
        for place in range(len(node.keys)):
            less_dict = deepcopy(node)
            del less_dict.keys[place], less_dict.values[place]
            yield ast.unparse(less_dict), f"entry {place + 1} left out"
    elif isinstance(node, ast.GeneratorExp | ast.ListComp | ast.SetComp | ast.DictComp):
        for place, loop in enumerate(node.generators):
            if loop.ifs:
                every = deepcopy(node)
                every.generators[place].ifs = []
                yield ast.unparse(every), "filter left out"


def _of_statement(node: ast.stmt) -> Iterator[tuple[str, str]]:
    if isinstance(node, LEFT_OUT) or _is_call(node):
        yield "pass", "left out"
    elif isinstance(node, ast.Return) and node.value is not None and not _is_little(node.value):
        yield "return None", "nothing given back"
    elif isinstance(node, ast.If) and not isinstance(node.test, ast.Compare | ast.BoolOp):
        changed = deepcopy(node)
        changed.test = ast.UnaryOp(ast.Not(), node.test)
        yield _indented(ast.unparse(changed), node.col_offset), "condition turned round"


def _is_call(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)


def _is_little(node: ast.expr) -> bool:
    """Whether this is as good as nothing wherever it is asked for."""
    return isinstance(node, ast.Constant) and (node.value is None or node.value is False)


def _indented(text: str, columns: int) -> str:
    return text.replace("\n", "\n" + " " * columns)
