"""What a plan is made of: members, counts, and how laws relate them; values without a method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.generate.texts import Texts

Statuses = frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class PlannedMember:
    """One member of the response: what it holds, and where laws want it shown or hidden.

    kind: status, object, list, map, text, instant (as a datetime, or with `-text` or
    `-milliseconds` as what it is written in), blob, count, a plain type, or `any` and `empty` for
    what no schema describes: a document, and a shape that stands in itself. at: for a status,
    whether the member must be shown there or must not; elsewhere it is free. needed: shown wherever
    its parent is and no status hides it. leads: to what a law is about that else is seldom met.
    settles: once shown it stays. members: of an object; the first entry of a list that a path leads
    through. choices: those of which exactly one is shown. item: what a list or a map holds; key: of
    a map. after: the instants it is not before. grows: an instant that moves, and never back.
    keeps_entries: a list that only grows. bound: the count that a list is no longer than.
    """

    steps: paths.Steps
    kind: str
    schema: Mapping[str, Any]
    at: Mapping[str, bool] = field(default_factory=dict)
    needed: bool = False
    leads: bool = False
    settles: bool = False
    members: tuple[PlannedMember, ...] = ()
    choices: tuple[PlannedMember, ...] = ()
    item: PlannedMember | None = None
    key: Texts | None = None
    texts: Texts | None = None
    after: tuple[paths.Steps, ...] = ()
    grows: bool = False
    keeps_entries: bool = False
    empty_in: Statuses = frozenset()
    filled_in: Statuses = frozenset()
    bound: paths.Steps | None = None


@dataclass(frozen=True, slots=True, eq=False)
class PlannedSum:
    """Parts that add up to their whole: to all of it in these statuses, else to no more."""

    parts: tuple[paths.Steps, ...]
    whole: paths.Steps
    exact_in: Statuses


@dataclass(frozen=True, slots=True, eq=False)
class PlannedTime:
    """Two instants that a number is tied to: while both show, it is no larger than the longest."""

    between: tuple[paths.Steps, ...]
    longest: int


@dataclass(frozen=True, slots=True, eq=False)
class Count:
    """One number that laws relate, with its bounds.

    high: its largest value; zero_in, some_in: the statuses in which it is 0, or above. grows: it
    never decreases. settles: it keeps its value. whole_of: its sums. part_of: the sums it is
    counted in. times: what it is the time between.
    """

    steps: paths.Steps
    low: int
    high: int
    zero_in: Statuses
    some_in: Statuses
    grows: bool
    settles: bool
    whole_of: tuple[PlannedSum, ...]
    part_of: tuple[PlannedSum, ...]
    times: tuple[PlannedTime, ...]
