"""The life of a job with what was seen of it: statuses visited, steps taken, and what is new."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from aws_job_conformance.core.life import Status
from aws_job_conformance.core.text import told
from aws_job_conformance.judge.job_walks import JobWalk

StatusGroup = Literal[
    "initial", "unfinished", "success", "partial", "failure", "stopped", "unknown"
]
StepKind = Literal["order", "call", "jump", "illegal"]


@dataclass(frozen=True, slots=True)
class SeenStatus:
    """One status. visits: how many polls showed it. is_placed: whether it has a place in the order.

    group: `unknown`, where the contract does not name it.
    """

    name: str
    group: StatusGroup
    visits: int
    is_placed: bool = True


@dataclass(frozen=True, slots=True)
class SeenStep:
    """One step between two statuses, by their names. taken: how often it was seen.

    kind: `order`, a step of the contract; `call`, one that the call `by` makes out of a final
    status; `jump`, seen, and possible by statuses in between that nobody saw; `illegal`, seen, and
    not possible.
    """

    start: str
    end: str
    taken: int
    kind: StepKind = "order"
    by: str = ""


@dataclass(frozen=True, slots=True)
class SeenLife:
    """A life as a report draws it."""

    statuses: tuple[SeenStatus, ...]
    steps: tuple[SeenStep, ...]

    @property
    def visited(self) -> int:
        """How many of the contract's statuses were seen."""
        return sum(1 for one in self.statuses if one.visits and one.group != "unknown")

    @property
    def known(self) -> int:
        """How many statuses the contract names."""
        return sum(1 for one in self.statuses if one.group != "unknown")


def seen_life(life: Status, walks: Iterable[JobWalk]) -> SeenLife:
    """Return a life with what these walks show of it."""
    visits: Counter[str] = Counter()
    taken: Counter[tuple[str, str]] = Counter()
    for walk in walks:
        visits.update(dict(walk.visits))
        for start, end, count in walk.steps:
            taken[start, end] += count
    names = dict.fromkeys((*life.initial, *life.all, *life.beyond))
    statuses = [
        SeenStatus(told(name), _group(life, name), visits[name], name not in life.anywhere)
        for name in names
    ]
    others = sorted({*visits, *(one for step in taken for one in step)} - names.keys())
    statuses += [
        SeenStatus(told(name), "unknown", visits[name], is_placed=False) for name in others
    ]
    return SeenLife(tuple(statuses), tuple(_steps(life, taken)))


def _group(life: Status, name: str) -> StatusGroup:
    groups: tuple[StatusGroup, ...] = ("initial", "stopped", "failure", "partial", "success")
    return next((group for group in groups if name in getattr(life, group)), "unfinished")


def _steps(life: Status, taken: Counter[tuple[str, str]]) -> Iterable[SeenStep]:
    promised = {(start, end): "" for start, after in life.next.items() for end in after}
    by_call = {(start, end): left.by for start, left in life.left.items() for end in left.to}
    for start, end in promised:
        if start != end:
            yield SeenStep(told(start), told(end), taken[start, end])
    for (start, end), call in by_call.items():
        if (start, end) not in promised:
            yield SeenStep(told(start), told(end), taken[start, end], "call", told(call))
    for (start, end), count in sorted(taken.items()):
        if (start, end) not in promised and (start, end) not in by_call:
            kind: StepKind = "illegal" if _is_illegal(life, start, end) else "jump"
            yield SeenStep(told(start), told(end), count, kind)


def _is_illegal(life: Status, start: str, end: str) -> bool:
    """Return whether no way leads from one status to the other, as far as anybody knows."""
    if start in life.final:
        return start not in life.left
    return end in life.strays.get(start, ())
