"""The spots of a module where one small mistake can be put in, and the module with it in.

A spot is known by its definition (`Class.method`; `<module>` where it is in none), an operator, and
its place among those of that operator there. Left out are docstrings, annotations, `__all__`,
asserts, and the texts of messages.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
PAIRS = (
    *("Eq NotEq", "Is IsNot", "In NotIn", "Lt LtE", "Gt GtE", "And Or", "Add Sub"),
    *("Mult FloorDiv", "LShift RShift", "BitOr BitAnd", "any all", "min max"),
)
SWAPPED = {one: other for pair in PAIRS for one, other in (pair.split(), pair.split()[::-1])}
SWAPPED |= {"Div": "Mult", "Mod": "Mult", "Pow": "Mult", "BitXor": "BitOr"}
"""By the names of Python's own nodes, and of its functions."""


@dataclass(frozen=True, eq=False)
class Spot:
    """One place: its definition, its operator, its node, and which part of the node is changed."""

    definition: str
    operator: str
    node: ast.AST
    part: int = 0

    @property
    def changed(self) -> ast.AST:
        """The node that is written anew: of a statement with a condition, the condition."""
        return _changed(self.node, self.part)

    @property
    def text(self) -> str:
        """What is changed, written in one way whatever its lines are."""
        return ast.unparse(self.changed)


def _changed(node: ast.AST, part: int) -> ast.AST:
    match node:
        case ast.comprehension(ifs=conditions):
            return conditions[part]
        case ast.If(test=test) | ast.While(test=test):
            return test
    return node


def _operators(node: ast.AST) -> Iterator[tuple[str, int]]:  # noqa: C901, PLR0912 - a case for each
    """Yield what can be done to a node, each with the part of it that is changed."""
    match node:
        case ast.Compare(ops=parts):
            yield from (("comparison changed", i) for i in range(len(parts)))
        case ast.comprehension(ifs=parts):
            yield from (("condition negated", i) for i, one in enumerate(parts) if not _is_not(one))
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test) if not _is_not(test):
            yield "condition negated", 0
        case ast.UnaryOp(op=ast.Not()):
            yield "not removed", 0
        case ast.BoolOp():
            yield "and/or swapped", 0
        case ast.Constant(value=bool() | int() | float() | str() | bytes()):
            yield "constant changed", 0
        case ast.BinOp() | ast.UnaryOp(op=ast.USub()):
            yield "arithmetic changed", 0
        case ast.AugAssign():
            yield from (("arithmetic changed", 0), ("statement deleted", 0))
        case ast.Call(func=ast.Name(id="any" | "all" | "min" | "max")):
            yield "any/all, min/max swapped", 0
        case ast.Return(value=ast.expr() as value) if ast.unparse(value) != "None":
            yield "return value dropped", 0
        case ast.Raise() | ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom() | ast.Await()):
            yield "statement deleted", 0
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript(), *_]):
            yield "statement deleted", 0
        case ast.AnnAssign(target=ast.Attribute(), value=ast.expr()):
            yield "statement deleted", 0


def _is_not(node: ast.AST) -> bool:
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)


def _is_left_out(node: ast.AST, above: ast.AST) -> bool:
    match node:
        case ast.Assert() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
    return isinstance(above, ast.JoinedStr) and isinstance(node, ast.Constant)


def spots(tree: ast.AST, definition: str = "") -> Iterator[Spot]:
    """Yield the spots of a module, in the order in which its tree is written."""
    for operator, part in _operators(tree):
        yield Spot(definition or "<module>", operator, tree, part)
    fields = {"decorator_list": [], **dict(ast.iter_fields(tree))}  # what is written first
    for field, value in fields.items():
        if field in ("annotation", "returns", "format_spec"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_left_out(child, tree):
                is_inner = isinstance(child, DEFINITIONS)
                yield from spots(
                    child, f"{definition}.{child.name}".strip(".") if is_inner else definition
                )


def _mistaken(spot: Spot) -> ast.AST:
    """Return a spot's node once the mistake is in."""
    node, part = copy.deepcopy(spot.node), spot.part
    match spot.operator, node:
        case "comparison changed", _:
            node.ops[part] = _swapped(node.ops[part])
        case "condition negated", ast.comprehension():
            node.ifs[part] = ast.UnaryOp(ast.Not(), node.ifs[part])
        case "condition negated", _:
            node.test = ast.UnaryOp(ast.Not(), node.test)
        case _, ast.UnaryOp():
            return node.operand
        case "constant changed", _:
            node.value = _another(node.value)
        case (("and/or swapped" | "arithmetic changed"), _):
            node.op = _swapped(node.op)
        case "any/all, min/max swapped", _:
            node.func.id = SWAPPED[node.func.id]
        case "return value dropped", _:
            node.value = None
        case _:
            return ast.Pass()
    return node


def _swapped(operator: ast.AST) -> ast.AST:
    return getattr(ast, SWAPPED[type(operator).__name__])()


def _another(value: object) -> object:
    if isinstance(value, (str, bytes)):
        return value + ("XX" if isinstance(value, str) else b"XX")
    return not value if isinstance(value, bool) else value + 1


def with_mistake(source: str, spot: Spot) -> str:
    """Return a module's text with the mistake at a spot of its tree, and nothing else changed."""
    was, now = spot.changed, _changed(_mistaken(spot), spot.part)
    lines = source.encode().splitlines(keepends=True)
    begin = sum(map(len, lines[: was.lineno - 1])) + was.col_offset
    end = sum(map(len, lines[: was.end_lineno - 1])) + was.end_col_offset
    text = f"({ast.unparse(now)})" if isinstance(now, ast.expr) else ast.unparse(now)
    whole = b"".join(lines)
    return (whole[:begin] + text.encode() + whole[end:]).decode()
