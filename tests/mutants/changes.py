"""Small changes of code that a good test notices: each is a place and what stands there instead."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

FLIPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
OPPOSITE: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add}


@dataclass(frozen=True)
class Change:
    """What stands at a place of the text instead; `kind` says what sort of change it is."""

    kind: str
    line: int
    start: int
    end: int
    text: str

    def made_in(self, source: str) -> str:
        """The module's text with this change."""
        data = source.encode()
        return (data[: self.start] + self.text.encode() + data[self.end :]).decode()


def changes(source: str) -> list[Change]:
    """Every change of this module that may be made; whether it can still be compiled is asked later."""
    tree = ast.parse(source)
    starts = [0]
    for line in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = []
    for node in _code(tree):
        for kind, other in _others(node):
            assert node.end_lineno is not None and node.end_col_offset is not None
            start = starts[node.lineno - 1] + node.col_offset
            end = starts[node.end_lineno - 1] + node.end_col_offset
            text = ast.unparse(other)
            found.append(Change(kind, node.lineno, start, end, f"({text})" if _is_loose(other) else text))
    return found


def _code(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """Every expression and statement that runs; not annotations, docstrings, f-strings or imports."""
    if isinstance(node, ast.JoinedStr | ast.Import | ast.ImportFrom):
        return
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return
    if isinstance(node, ast.expr | ast.stmt):
        yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "bases", "args_annotation"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _code(child)


def _others(node: ast.expr | ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    """What may stand instead of a node, with the kind of each change."""
    match node:
        case ast.Compare():
            yield from _comparisons(node)
        case ast.BoolOp():
            yield from _halves(node)
        case ast.UnaryOp(op=ast.Not()):
            yield "not dropped", node.operand
        case ast.BinOp() if type(node.op) in OPPOSITE:
            yield "plus and minus", _with(node, op=OPPOSITE[type(node.op)]())
        case ast.Constant():
            yield from _constants(node)
        case ast.Call():
            yield from _calls(node)
        case ast.Subscript(slice=ast.Constant(value=str() as key)):
            yield "string key", _with(node, slice=ast.Constant(f"{key}x"))
        case ast.Dict():
            for number, name in enumerate(node.keys):
                if isinstance(name, ast.Constant) and isinstance(name.value, str):
                    misspelt = ast.Constant(f"{name.value}x")
                    others = [*node.keys[:number], misspelt, *node.keys[number + 1 :]]
                    yield "string key", _with(node, keys=others)
        case ast.Slice() | ast.stmt():
            yield from _statements(node)


def _comparisons(node: ast.Compare) -> Iterator[tuple[str, ast.AST]]:
    for number, op in enumerate(node.ops):
        other = FLIPPED[type(op)]()
        edge = isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE)
        ops = [*node.ops[:number], other, *node.ops[number + 1 :]]
        yield "edge of a comparison" if edge else "comparison flipped", _with(node, ops=ops)


def _halves(node: ast.BoolOp) -> Iterator[tuple[str, ast.AST]]:
    yield "and and or", _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    for number in range(len(node.values)):
        left = [*node.values[:number], *node.values[number + 1 :]]
        yield "half dropped", left[0] if len(left) == 1 else _with(node, values=left)


def _constants(node: ast.Constant) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node.value, bool):
        yield "true and false", ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield "one more", ast.Constant(node.value + 1)
        if node.value:
            yield "one less", ast.Constant(node.value - 1)


def _calls(node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    plain = not any(isinstance(one, ast.Starred) for one in node.args)
    if plain and len(node.args) > 1:
        yield "arguments swapped", _with(node, args=[node.args[1], node.args[0], *node.args[2:]])
    for number, keyword in enumerate(node.keywords):
        if keyword.arg:
            yield (
                "keyword dropped",
                _with(node, keywords=[*node.keywords[:number], *node.keywords[number + 1 :]]),
            )


def _statements(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Raise() | ast.Delete():
            yield "statement dropped", ast.Pass()
        case ast.Continue() | ast.Break():
            yield "statement dropped", ast.Pass()
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield "nothing returned", ast.Return(ast.Constant(None))


def _with(node: ast.AST, **fields: object) -> ast.AST:
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def _is_loose(node: ast.AST) -> bool:
    """Whether an expression needs brackets where another stood."""
    return isinstance(node, ast.BoolOp | ast.Compare | ast.BinOp | ast.UnaryOp | ast.IfExp | ast.Lambda)


def can_be_tried(change: Change, source: str) -> bool:
    """Whether the module is another one with the change, and can be compiled."""
    changed = change.made_in(source)
    try:
        compile(changed, "changed", "exec")
    except (SyntaxError, ValueError):
        return False
    return changed != source
