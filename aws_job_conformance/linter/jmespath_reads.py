"""What a JMESPath reads of an answer: told from the service model, with no answer at hand.

    jobs[?id=='a'].status   reads jobs[0].id and jobs[0].status, and compares the first with 'a'

Each place is written as steps, in which 0 stands for any entry of a list.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import jmespath.exceptions
import jmespath.parser

from aws_job_conformance.core import paths
from aws_job_conformance.core.errors import NotReadableError
from aws_job_conformance.core.text import cut

_Node = Mapping[str, Any]
_TEMPLATE = re.compile(r"\{\{|\{%|\{#")
_MOST_NODES = 300
_MOST_COPIES = 64
_KNOWN = {
    *("abs", "avg", "ceil", "contains", "ends_with", "floor", "keys", "length", "max", "max_by"),
    *("min", "min_by", "not_null", "reverse", "sort", "sort_by", "starts_with", "sum", "to_array"),
    *("to_number", "type", "values"),
}
"""The functions whose answer is no larger than what they are given: `to_string` of `to_string` is
not, and what a stranger wrote is asked of an answer."""
_LISTS = frozenset(("keys", "values", "reverse", "sort", "sort_by", "to_array"))


@dataclass(frozen=True, slots=True)
class _Value:
    """What a node leads to. shape: its name in the model, None where nobody knows. steps: where.

    many: whether it is a list of such values, which a projection makes.
    """

    shape: str | None = None
    steps: paths.Steps | None = None
    many: bool = False
    literal: Any = None
    plain: bool = False


_UNKNOWN = _Value()


@dataclass(slots=True)
class Reads:
    """What one expression reads.

    members: where. lost: each name that leads nowhere, and where it was looked for, None in what
    is no member. compared: each
    member that is held against a fixed value. filtered: those of them that choose among entries.
    result: `list`, `value` or `unknown`. at: where the result itself stands, if it is a member.
    """

    members: set[paths.Steps] = field(default_factory=set)
    lost: list[tuple[str, paths.Steps | None]] = field(default_factory=list)
    compared: list[tuple[paths.Steps, Any]] = field(default_factory=list)
    filtered: list[tuple[paths.Steps, Any]] = field(default_factory=list)
    result: str = "unknown"
    at: paths.Steps | None = None


def is_template(text: Any) -> bool:
    """Return whether a text is to be filled in by Jinja before it means anything."""
    return isinstance(text, str) and _TEMPLATE.search(text) is not None


def parse(argument: str) -> _Node:
    """Return the tree of a JMESPath.

    Raises NotReadableError for what is none, and for one so made that its answer may grow.
    """
    try:
        tree: _Node = jmespath.parser.Parser().parse(argument).parsed
        size, copies = _weight(tree)
    except (jmespath.exceptions.JMESPathError, RecursionError, ValueError) as error:
        reason = cut(" ".join(str(error).split()), 200)
        raise NotReadableError(f"it is no JMESPath: {reason or 'it nests too deep'}") from None
    if size > _MOST_NODES or copies > _MOST_COPIES:
        raise NotReadableError("it is longer, or makes more copies, than any of AWS's")
    return tree


def _weight(node: _Node) -> tuple[int, int]:
    """Return how many nodes a tree has, and how many times it may repeat what it is given."""
    size, copies = 1, 1
    if node["type"] == "function_expression" and node["value"] not in _KNOWN:
        raise NotReadableError(f"the function {cut(str(node['value']))} is not read")
    if node["type"].startswith("multi_select"):
        copies = max(1, len(node["children"]))
    for child in node["children"]:
        if isinstance(child, Mapping):
            inner = _weight(child)
            size, copies = size + inner[0], copies * inner[1]
    return size, copies


def reads(argument: str, shapes: Mapping[str, Any], output: str | None) -> Reads:
    """Return what a JMESPath reads of an answer.

    shapes: of the service model. output: the shape of the answer, None for an empty one. Raises
    NotReadableError as `parse` does.
    """
    tree = parse(argument)
    out = Reads()
    value = _Reader(shapes, out).visit(tree, _Value(output, ()))
    if value.many or (value.shape and shapes[value.shape]["type"] == "list"):
        out.result = "list"
    elif value.plain or value.shape is not None:
        out.result = "value"
    out.at = value.steps
    return out


class _Reader:
    """Walks a tree beside the shapes of a model."""

    def __init__(self, shapes: Mapping[str, Any], out: Reads) -> None:
        self._shapes, self._out = shapes, out

    def visit(self, node: _Node, at: _Value) -> _Value:
        """Return what a node leads to from here."""
        way: Callable[[_Node, _Value], _Value]
        way = getattr(self, f"_visit_{node['type']}", self._visit_several)
        return way(node, at)

    def _visit_subexpression(self, node: _Node, at: _Value) -> _Value:
        for child in node["children"]:
            at = self.visit(child, at)
        return at

    _visit_index_expression = _visit_pipe = _visit_subexpression

    def _visit_identity(self, _: _Node, at: _Value) -> _Value:
        return at

    _visit_current = _visit_identity

    def _visit_literal(self, node: _Node, _: _Value) -> _Value:
        return _Value(literal=node["value"], plain=True)

    def _visit_index(self, _: _Node, at: _Value) -> _Value:
        return self._entry(at)

    def _visit_field(self, node: _Node, at: _Value) -> _Value:
        name: str = node["value"]
        if at.plain and at.literal is None:  # what a comparison says has no members
            self._out.lost.append((name, None))
        if at.shape is None or at.steps is None:
            return _UNKNOWN
        shape = self._shapes[at.shape]
        if shape.get("document"):
            return _UNKNOWN
        if not at.many and shape["type"] == "map":
            return self._seen(shape["value"]["shape"], (*at.steps, name))
        member = shape.get("members", {}).get(name)
        if at.many or shape["type"] != "structure" or member is None:
            self._out.lost.append((name, at.steps))
            return _UNKNOWN
        return self._seen(member["shape"], (*at.steps, name))

    def _seen(self, shape: str, steps: paths.Steps) -> _Value:
        self._out.members.add(steps)
        return _Value(shape, steps)

    def _entry(self, at: _Value) -> _Value:
        """Return an entry of a list."""
        if at.many:
            return _Value(at.shape, at.steps)
        if at.shape is None or at.steps is None:
            return _UNKNOWN
        shape = self._shapes[at.shape]
        if shape["type"] != "list":
            self._out.lost.append(("[]", at.steps))
            return _UNKNOWN
        return _Value(shape["member"]["shape"], (*at.steps, 0))

    def _visit_slice(self, _: _Node, at: _Value) -> _Value:
        entry = self._entry(at)
        return _Value(entry.shape, entry.steps, many=True)

    def _visit_flatten(self, node: _Node, at: _Value) -> _Value:
        entry = self._entry(self.visit(node["children"][0], at))
        if entry.shape is not None and self._shapes[entry.shape]["type"] == "list":
            entry = self._entry(entry)
        return _Value(entry.shape, entry.steps, many=True)

    def _visit_projection(self, node: _Node, at: _Value) -> _Value:
        left, right, *conditions = node["children"]
        entry = self._entry(self.visit(left, at))
        for condition in conditions:
            before = len(self._out.compared)
            self.visit(condition, entry)
            self._out.filtered += self._out.compared[before:]
        found = self.visit(right, entry)
        return _Value(found.shape, found.steps, many=True)

    _visit_filter_projection = _visit_projection

    def _visit_value_projection(self, node: _Node, at: _Value) -> _Value:
        left, right = node["children"]
        above = self.visit(left, at)
        entry = _UNKNOWN
        if above.shape is not None and above.steps is not None and not above.many:
            shape = self._shapes[above.shape]
            if shape["type"] == "map":
                entry = _Value(shape["value"]["shape"], (*above.steps, "*"))
        found = self.visit(right, entry)
        return _Value(found.shape, found.steps, many=True)

    def _visit_comparator(self, node: _Node, at: _Value) -> _Value:
        self._compare(*(self.visit(child, at) for child in node["children"]))
        return _Value(plain=True)

    def _compare(self, one: _Value, other: _Value) -> None:
        for member, fixed in ((one, other), (other, one)):
            if member.steps and fixed.plain and fixed.literal is not None:
                self._out.compared.append((member.steps, fixed.literal))

    def _visit_function_expression(self, node: _Node, at: _Value) -> _Value:
        given = [self.visit(child, at) for child in node["children"]]
        name = node["value"]
        if name == "contains" and len(given) == 2:  # noqa: PLR2004 - where, what
            within, what = given
            for literal in within.literal if isinstance(within.literal, list) else []:
                self._compare(what, _Value(literal=literal, plain=True))
            if within.many or (within.shape and self._shapes[within.shape]["type"] == "list"):
                self._compare(self._entry(within), what)
        if name in _LISTS:
            return _Value(many=True)
        return _UNKNOWN if name in ("not_null", "max_by", "min_by") else _Value(plain=True)

    def _visit_several(self, node: _Node, at: _Value) -> _Value:
        """Visit what combines others, from the same place: and, or, not, several at once."""
        for child in node["children"]:
            if isinstance(child, Mapping):
                self.visit(child, _UNKNOWN if node["type"] == "expref" else at)
        return _Value(plain=True) if node["type"] == "not_expression" else _UNKNOWN
