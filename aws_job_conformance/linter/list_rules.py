"""What a waiter makes of an answer with two jobs, where it looks at all of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from aws_job_conformance.linter.life_case import LifeCase
from aws_job_conformance.linter.waiter_findings import WaiterFinding

_ALL = ("pathAll", "pathAny")


def judge(case: LifeCase) -> Iterator[WaiterFinding]:
    """Yield what is wrong with the way in which a waiter waits for several jobs at once.

    One that chooses among them waits for that one.
    """
    looked = any(one.acceptor.matcher in _ALL for one in case.readers)
    chosen = any(one.reads is not None and one.reads.filtered for one in case.readers)
    if case.contract.list_steps is not None and looked and not chosen:
        yield from _first_for_all(case)
        yield from _each_in_its_way(case)


def _first_for_all(case: LifeCase) -> Iterator[WaiterFinding]:
    if (running := next((one for one in case.unfinished if not case.ended(one)), None)) is None:
        return
    good = [one for one in case.contract.status.final if case.made[one] == "success"]
    if first := [one for one in good if _outcome(case, one, running) == "success"]:
        both = [f"{one} with {running}" for one in first]
        what = f"of two jobs, one {first[0]} and one {running}, it takes the first for both"
        yield case.finding("ends-early", both, what, "Use pathAll for a success.")


def _each_in_its_way(case: LifeCase) -> Iterator[WaiterFinding]:
    parted = case.parted(filter(case.ended, case.group_of))
    ends = next((some for some, other in parted if not other), ())
    never = [
        f"{one} with {two}"
        for one, two in combinations(ends, 2)
        if _outcome(case, one, two) not in ("success", "failure")
    ]
    if never:
        what = f"two jobs that ended, {never[0]}, are taken for no end: {case.polls}"
        yield case.finding("never-ends", never, what, "Use pathAny for a failure.")


def _outcome(case: LifeCase, *statuses: str) -> str | None:
    return case.trial.outcome(case.trial.answer(case.steps, statuses))
