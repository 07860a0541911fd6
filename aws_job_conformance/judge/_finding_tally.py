"""The findings on one job as they are made: those of a kind counted, each response marked."""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import partial

from aws_job_conformance.core import laws, paths
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.findings import GRADES, Finding, Grade
from aws_job_conformance.core.tally import SHOWN, Tally
from aws_job_conformance.judge import explain
from aws_job_conformance.judge._misfits import Misfit
from aws_job_conformance.judge.poll import Poll, View

_BY_LAW = {
    "required": ("present", "settles", "final", "when", "each"),
    "minimum": ("not-negative", "within", "each"),
    "maximum": ("within", "each"),
}
"""Keywords that say what these laws say: at one pointer the law is reported, if it is as grave."""

FAILED, UNFIT = 1, 2

BreachesAt = Mapping[tuple[int, paths.Steps], Sequence[laws.Breach]]
"""The breaches of a history, by the number of their poll and their place in it."""

_VALUE = re.compile(r'"[^"]*"|[0-9]+')
_WORDS = 60


def count(told: Iterable[Finding], found: Tally[Finding]) -> Tally[Finding]:
    """Take note of findings, of those that are alike a few and how many more; return the tally."""
    for finding in told:
        found.add(_kind(finding), partial(lambda one: one, finding), 1 + finding.more)
    return found


def mark_of(findings: Iterable[Finding]) -> int:
    """Return the mark of a response with these findings: FAILED, UNFIT, both or none."""
    mark = 0
    for finding in findings:
        mark |= FAILED if finding.grade == "error" else 0
        mark |= UNFIT if finding.grade != "note" else 0
    return mark


def _kind(finding: Finding) -> Hashable:
    """Return what findings on answers of a kind share: their words, without what was sent."""
    return (finding.law, finding.grade, _VALUE.sub("", finding.message)[:_WORDS])


class FindingTally:
    """The findings on one job as they are made, those of a kind counted; and where they stand."""

    def __init__(self, contract: Contract, view: View, polls: int, *, is_history: bool) -> None:
        self.contract, self.view, self.is_history = contract, view, is_history
        self.told: Tally[Finding] = Tally()
        self.marks = bytearray(polls)
        self.last: list[tuple[Hashable, int]] = []

    def poll(self, number: int) -> int | None:
        """Return the number of a poll as findings name it."""
        return number if self.is_history else None

    def of_shapes(self, number: int, polls: Sequence[Poll], breaches: BreachesAt) -> None:
        """Take note of what is wrong with the shape of polls that are alike, from this number."""
        if not (polls[0].faults or polls[0].misfits):
            return
        each = len(polls) if polls[0].response is not None else min(len(polls), SHOWN + 1)
        for beside, poll in enumerate(polls[:each]):
            self.of_shape(number + beside, poll, breaches)
        if left := len(polls) - each:  # nothing but what was told of the last one
            start, mark = number - 1 + each, self.marks[number + each - 2]
            self.marks[start : start + left] = bytes([mark]) * left
            for kind, count in self.last:
                self.told.leave(kind, count * left)

    def of_shape(self, number: int, poll: Poll, breaches: BreachesAt) -> None:
        self.last, named = [], self.poll(number)
        for fault in poll.faults:
            kind: Hashable = ("fault", fault.expected, fault.protocol, _general(fault.steps))
            make = partial(explain.of_fault, self.contract, poll, fault, self.view, named)
            self.add(number, kind, make, "error", 1 + fault.more, unfit=True)
        for misfit in poll.misfits:
            if not _is_told(misfit, breaches.get((number, misfit.steps), ())):
                kind = ("misfit", misfit.kind, misfit.grade)
                make = partial(explain.of_misfit, self.contract, poll, misfit, self.view, named)
                self.add(number, kind, make, misfit.grade, 1 + misfit.more, unfit=True)

    def of_law(self, number: int, poll: Poll, breach: laws.Breach) -> None:
        kind = ("law", breach.law, _general(breach.steps))
        make = partial(explain.of_breach, self.contract, poll, breach, self.poll(number))
        self.add(number, kind, make, breach.grade, 1)

    def add(  # noqa: PLR0913 - what is known of one finding before it is made, by name
        self,
        number: int,
        kind: Hashable,
        make: Callable[[], Finding],
        grade: Grade,
        count: int,
        *,
        unfit: bool = False,
    ) -> None:
        self.marks[number - 1] |= (FAILED if grade == "error" else 0) | (
            UNFIT if unfit and grade != "note" else 0
        )
        self.told.add(kind, make, count)
        self.last.append((kind, count))


def _general(steps: paths.Steps) -> paths.Steps:
    """Return steps with one for every position of a list."""
    return tuple(-1 if isinstance(step, int) else step for step in steps)


def _is_told(misfit: Misfit, breaches: Iterable[laws.Breach]) -> bool:
    """Return whether a law that is broken at the same place says what this misfit says."""
    kinds = _BY_LAW.get(misfit.keyword, ())
    grade = GRADES.index(misfit.grade)
    return any(b.law.kind in kinds and GRADES.index(b.grade) <= grade for b in breaches)


def by_poll(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings poll by poll, the gravest of each first."""
    return tuple(sorted(findings, key=lambda f: (f.poll or 0, GRADES.index(f.grade))))
