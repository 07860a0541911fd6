"""Two shapes of a member compared, and all that is in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from aws_job_conformance.authoring.drift._grades import KINDS, Change, Side
from aws_job_conformance.authoring.infer import statuses
from aws_job_conformance.core.text import show

Data = Mapping[str, Any]
Steps = tuple[str | int, ...]

VALUES = "{}"
_WIRE = ("location", "locationName", "queryName", "timestampFormat", "flattened", "xmlAttribute")
_WIDTHS = ({"integer", "long"}, {"float", "double"})
_LIMITED = {
    "string": "length",
    "blob": "size",
    "list": "number of entries",
    "map": "number of keys",
}


@dataclass(frozen=True)
class Pair:
    """Two references to shapes, of one member before and after.

    statuses: the paths at which the operation tells how a job stands. around: the shapes they stand
    in, so that what holds itself is looked at once.
    """

    operation: str
    side: Side
    old: Data
    new: Data
    old_shapes: Mapping[str, Data]
    new_shapes: Mapping[str, Data]
    statuses: Collection[Steps] = ()
    at: Steps = ()
    around: frozenset[tuple[str, str]] = frozenset()

    @property
    def was(self) -> Data:
        """The shape before."""
        return self.old_shapes[self.old["shape"]]

    @property
    def now(self) -> Data:
        """The shape after."""
        return self.new_shapes[self.new["shape"]]

    @property
    def path(self) -> str:
        """Where it is, as a person reads it."""
        out = ""
        for step in self.at:
            out += "[]" if isinstance(step, int) else step if step == VALUES else f".{step}"
        return out.removeprefix(".")

    def below(self, step: str | int, old: Data, new: Data) -> Pair:
        """Return the pair of what is in it at a step."""
        around = self.around | {(self.old["shape"], self.new["shape"])}
        return replace(self, old=old, new=new, at=(*self.at, step), around=around)

    def change(self, kind: str, what: str, *, was: Any, now: Any, fix: str = "") -> Change:
        """Return a change of this member."""
        row = KINDS[kind]
        grade = row.grades[self.side == "input"]
        assert grade is not None, kind
        path, side = self.path, self.side
        return Change(self.operation, kind, grade, side, path, was, now, what, fix or row.fix)


def compare(pair: Pair) -> Iterator[Change]:
    """Yield what two shapes say differently, and what the shapes in them do."""
    was, now = _type(pair.was), _type(pair.now)
    if was != now:
        kind = "width-changed" if {was, now} in _WIDTHS else "type-changed"
        yield pair.change(kind, f"the type was {was} and is {now}", was=was, now=now)
        if kind == "type-changed":
            return
    if pair.at:
        yield from _traits(pair)
    if (pair.old["shape"], pair.new["shape"]) in pair.around:
        return
    if now == "structure":
        yield from _members(pair)
    elif now == "list":
        yield from compare(pair.below(0, pair.was["member"], pair.now["member"]))
    elif now == "map":
        yield from compare(pair.below(VALUES, pair.was["value"], pair.now["value"]))
    elif now == "string":
        yield from _enum(pair)
        yield from _pattern(pair)
    yield from _limits(pair, _LIMITED.get(now, "value"))


def _type(shape: Data) -> str:
    return "document" if shape.get("document") else str(shape["type"])


def _traits(pair: Pair) -> Iterator[Change]:
    before, after = {**pair.was, **pair.old}, {**pair.now, **pair.new}
    for trait in _WIRE:
        default = pair.at[-1] if trait == "locationName" else None
        was, now = before.get(trait, default), after.get(trait, default)
        if was != now:
            what = f"{trait} was {show(was)} and is {show(now)}"
            yield pair.change("wire-changed", what, was=was, now=now)
    for trait, kind in (("sensitive", "sensitive-added"), ("deprecated", "deprecated")):
        if after.get(trait) and not before.get(trait):
            yield pair.change(kind, f"is {trait} now", was=False, now=True)


def _members(pair: Pair) -> Iterator[Change]:
    old_members, new_members = pair.was.get("members", {}), pair.now.get("members", {})
    was, now = pair.was.get("payload"), pair.now.get("payload")
    if was != now:
        what = f"the payload was {show(was)} and is {show(now)}"
        yield pair.change("wire-changed", what, was=was, now=now)
    for name in dict.fromkeys((*old_members, *new_members)):
        old, new = old_members.get(name), new_members.get(name)
        below = pair.below(name, old or new, new or old)
        if new is None:
            kind = _type(pair.old_shapes[old["shape"]])
            what = f"is gone; its type was {kind}"
            yield below.change("member-removed", what, was=kind, now=None)
        elif old is None:
            yield _added(below, name in pair.now.get("required", ()))
        else:
            yield from _required(pair, below, name)
            yield from compare(below)


def _added(pair: Pair, required: bool) -> Change:  # noqa: FBT001 - one of two kinds
    kind = _type(pair.now)
    if required and pair.side == "input":
        return pair.change("required-added", f"is new and required, a {kind}", was=None, now=kind)
    return pair.change("member-added", f"is new, of type {kind}", was=None, now=kind)


def _required(around: Pair, pair: Pair, name: str) -> Iterator[Change]:
    was, now = (name in shape.get("required", ()) for shape in (around.was, around.now))
    if now and not was:
        yield pair.change("required-added", "is required now", was=False, now=True)
    if was and not now:
        yield pair.change("required-removed", "is no longer required", was=True, now=False)


def _enum(pair: Pair) -> Iterator[Change]:
    was, now = (list(dict.fromkeys(shape.get("enum", ()))) for shape in (pair.was, pair.now))
    added = [value for value in now if value not in was]
    gone = [value for value in was if value not in now]
    if now and not was:
        what = f"was any text and is one of {len(now)}"
        yield pair.change("enum-added", what, was=None, now=now)
    elif was and not now:
        what = f"was one of {len(was)} and is any text"
        yield pair.change("enum-removed", what, was=was, now=None)
    elif pair.at in pair.statuses:
        groups = statuses.groups(now)
        for value in added:
            fix = f"{_said(groups[value])} {KINDS['status-added'].fix}"
            yield pair.change("status-added", f"new status {value}", was=None, now=value, fix=fix)
        for value in gone:
            yield pair.change("status-removed", f"status {value} is gone", was=value, now=None)
    else:
        if added:
            yield pair.change("value-added", f"new: {', '.join(added)}", was=None, now=added)
        if gone:
            yield pair.change("value-removed", f"gone: {', '.join(gone)}", was=gone, now=None)


def _said(group: statuses.Group) -> str:
    if group in statuses.FINAL:
        return f"Its words say that the job is at its end ({group})."
    if group in ("running", "ending"):
        return "Its words say that the job goes on."
    return "Its words do not say whether the job goes on."


def _pattern(pair: Pair) -> Iterator[Change]:
    was, now = pair.was.get("pattern"), pair.now.get("pattern")
    if was == now:
        return
    if was and now:
        kind, what = _patterns(was, now)
        yield pair.change(kind, what, was=was, now=now)
    elif now:
        yield pair.change("constraint-tightened", f"has the pattern {now} now", was=None, now=now)
    else:
        yield pair.change("constraint-loosened", f"the pattern {was} is gone", was=was, now=None)


def _patterns(was: str, now: str) -> tuple[str, str]:
    """Return the kind of a change of a pattern, and its phrase.

    Patterns are not anchored by themselves, so one that only loses an outer ^ or $ allows more.
    """
    if now in _with_less(was):
        return "constraint-loosened", "the pattern is no longer anchored"
    if was in _with_less(now):
        return "constraint-tightened", "the pattern is anchored now"
    return "pattern-changed", "the pattern is another"


def _with_less(pattern: str) -> tuple[str, ...]:
    head, tail = pattern.removeprefix("^"), pattern.removesuffix("$")
    return head, tail, head.removesuffix("$")


def _limits(pair: Pair, of: str) -> Iterator[Change]:
    least = 0 if of != "value" else float("-inf")
    low_was, high_was = pair.was.get("min", least), pair.was.get("max", float("inf"))
    low_now, high_now = pair.now.get("min", least), pair.now.get("max", float("inf"))
    was, now = _range(pair.was), _range(pair.now)
    what = f"the {of} was {was} and is {now}"
    if low_now > low_was or high_now < high_was:
        yield pair.change("constraint-tightened", what, was=was, now=now)
    elif low_now < low_was or high_now > high_was:
        yield pair.change("constraint-loosened", what, was=was, now=now)


def _range(shape: Data) -> str:
    low, high = shape.get("min"), shape.get("max")
    if low is None and high is None:
        return "without limit"
    if high is None:
        return f"at least {low}"
    return f"at most {high}" if low is None else f"{low} to {high}"
