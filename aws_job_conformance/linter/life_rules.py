"""What a waiter makes of each status of a job's life, held against what the status is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.findings import Grade, message
from aws_job_conformance.linter import waiter_aims
from aws_job_conformance.linter.acceptors import ReadAcceptor, Trial
from aws_job_conformance.linter.waiter_files import ReadWaiter
from aws_job_conformance.linter.waiter_findings import Kind, WaiterFinding

_HOUR, _MINUTE = 3600, 60


@dataclass(frozen=True, slots=True)
class _Case:
    """A waiter before the contract of the operation that it polls."""

    waiter: ReadWaiter
    contract: Contract
    acceptors: tuple[ReadAcceptor, ...]
    written: bool

    @property
    def steps(self) -> paths.Steps:
        return self.contract.status_steps

    def readers(self) -> list[ReadAcceptor]:
        """Return the acceptors that read the status."""
        return [
            one
            for one in self.acceptors
            if one.reads is not None and not one.unread and self.steps in one.reads.members
        ]

    def finding(
        self, kind: Kind, values: Sequence[str], what: str, fix: str, *, note: bool = False
    ) -> WaiterFinding:
        life = self.contract.status
        source = self.contract.source(life.final_source)
        # An inferred contract has its ends from the words of the statuses, or from a waiter itself.
        sure = self.written and life.final_tier != "inferred"
        grade: Grade = "error" if sure else "warning"
        return WaiterFinding(
            operation=self.contract.operation,
            waiter=self.waiter.name,
            where=self.waiter.where,
            pointer=self.waiter.pointer,
            kind=kind,
            grade="note" if note else grade,
            tier=life.final_tier,
            values=tuple(values),
            source=source,
            message=message(
                where=paths.text(self.steps),
                what=what,
                law=kind,
                tier=life.final_tier,
                source=source,
                fix=fix,
            ),
        )


def judge(
    waiter: ReadWaiter,
    contract: Contract,
    acceptors: tuple[ReadAcceptor, ...],
    *,
    written: bool = True,
) -> Iterator[WaiterFinding]:
    """Yield what a waiter gets wrong of the life that a contract tells of.

    One that never looks at the status waits for something else, and is asked nothing. written:
    whether somebody wrote the contract: what is inferred only warns.
    """
    case = _Case(waiter, contract, acceptors, written)
    if not case.readers():
        yield from _of_another(case)
        return
    trial = Trial(acceptors)
    made = {
        status: trial.outcome(trial.answer(case.steps, [status])) for status in contract.status.all
    }
    yield from _ends(case, made)
    yield from _unfinished(case, made)
    yield from _mistaken(case, made)
    yield from _several(case, made, trial)


def _of_another(case: _Case) -> Iterator[WaiterFinding]:
    read = [one.reads.at for one in case.acceptors if one.reads is not None and one.reads.at]
    others = sorted({paths.text(steps) for steps in read})
    if others:
        yield case.finding(
            "not-judged",
            others,
            f"it reads {', '.join(others)} and never the status",
            "Its ends were not judged; wait by the status, if it is the job that is waited for.",
            note=True,
        )


def _ends(case: _Case, made: dict[str, str | None]) -> Iterator[WaiterFinding]:
    life = case.contract.status
    missing = [one for one in life.final if made[one] not in ("success", "failure")]
    if not missing:
        return
    unsure = any(one.unread for one in case.acceptors)
    among = {one: name for name in ("success", "partial", "failure", "stopped")
             for one in life.group(name)}  # fmt: skip
    told = ", ".join(f"{one} ({among[one]})" for one in missing)
    waiter = case.waiter
    is_, it = ("is an end", "it") if len(missing) == 1 else ("are ends", "them")
    took = all(made[one] == "retry" for one in missing)
    why = "and it asks again there" if took else f"and no acceptor takes {it}"
    what = (
        f"{told} {is_}, {why}: it polls {waiter.attempts} times,"
        f" {_duration(waiter.delay * waiter.attempts)}, until the attempts run out"
    )
    if unsure:
        what += ", unless what is filled in later takes it"
    lines = " and ".join(_line(case, one, among[one]) for one in missing)
    yield case.finding("never-ends", missing, what, f"Add {lines}.", note=unsure)


def _line(case: _Case, status: str, group: str) -> str:
    """Return the acceptor that is missing, as the waiter would have it."""
    state = "success" if group in ("success", "partial") else "failure"
    simple = [one for one in case.readers() if one.reads and one.reads.at == case.steps]
    alike = next((one.acceptor for one in simple if one.acceptor.state == state), None)
    model = alike or next((one.acceptor for one in simple), None)
    matcher = "path" if model is None else model.matcher
    if matcher != "path":
        matcher = "pathAll" if state == "success" else "pathAny"
    argument = paths.text(case.steps) if model is None else model.argument
    return json.dumps(
        {"matcher": matcher, "argument": argument, "expected": status, "state": state}
    )


def _unfinished(case: _Case, made: dict[str, str | None]) -> Iterator[WaiterFinding]:
    """Yield what it takes for the end, or a failure, while the job goes on."""
    life, name = case.contract.status, case.waiter.name
    aims = waiter_aims.named(name, life.all)
    if not set(aims).isdisjoint(life.final):
        aims = ()  # named for an end, and not for what is on the way there, as COMPLETING is
    early = [one for one in life.unfinished if made[one] == "success" and one not in aims]
    if early:
        yield case.finding(
            "ends-early",
            early,
            f"it takes {', '.join(early)} for a success, and the job is not at its end there",
            "Ask again at it, or name the waiter for what it waits for.",
            note=bool(aims) or not waiter_aims.says_end(name),
        )
    failed = [one for one in life.unfinished if made[one] == "failure"]
    # From there no good end can be reached any more: the verdict is right, though early. Where
    # nobody knows the order, a status that says so itself. And who stops a job expects no work.
    good, stops = {*life.success, *life.partial}, waiter_aims.says_stopped(name)
    doomed = [
        one
        for one in failed
        if stops
        or waiter_aims.says_stopped(one)
        or (case.written and life.next and good.isdisjoint(life.reachable[one]))
    ]
    for some, bound in ((doomed, True), ([one for one in failed if one not in doomed], False)):
        if some:
            later = ", though it can end no better" if bound and not stops else ""
            yield case.finding(
                "fails-early",
                some,
                f"it takes {', '.join(some)} for a failure while the job still runs{later}",
                "Ask again at it: who starts the next job at once has two that run.",
                note=bound,
            )


def _mistaken(case: _Case, made: dict[str, str | None]) -> Iterator[WaiterFinding]:
    """Yield the ends that it takes for the other."""
    life, name = case.contract.status, case.waiter.name
    aims = waiter_aims.named(name, life.all)
    bad = (*life.failure, *life.stopped)
    good = [one for one in bad if made[one] == "success" and one not in aims]
    if good:
        complete = waiter_aims.says_complete(name) or waiter_aims.says_stopped(name)
        fix = (
            "Its name may say no more than that the job is over: look at the status afterwards."
            if complete
            else "Make it a failure, or its callers use what is not there."
        )
        what = f"it takes {', '.join(good)} for a success, and the job did not do its work"
        yield case.finding("failure-is-success", good, what, fix, note=complete)
    failed = [one for one in life.success if made[one] == "failure"]
    if failed and (not aims or not set(aims).isdisjoint(life.success)):
        yield case.finding(
            "success-is-failure",
            failed,
            f"it takes {', '.join(failed)} for a failure, and the job did its work",
            "Make it a success.",
        )


def _several(case: _Case, made: dict[str, str | None], trial: Trial) -> Iterator[WaiterFinding]:
    """Yield what becomes of an answer with two jobs, where the waiter looks at all of them."""
    life = case.contract.status
    if case.contract.list_steps is None or not any(
        one.acceptor.matcher in ("pathAll", "pathAny") for one in case.readers()
    ):
        return
    running = next((one for one in life.unfinished if made[one] in (None, "retry")), None)
    ends = [one for one in life.final if made[one] in ("success", "failure")]
    if running is not None:
        first = [
            one
            for one in ends
            if made[one] == "success"
            and trial.outcome(trial.answer(case.steps, [one, running])) == "success"
        ]
        if first:
            yield case.finding(
                "ends-early",
                [f"{one} with {running}" for one in first],
                f"of two jobs, one {first[0]} and one {running}, it takes the first for both",
                "Use pathAll for a success.",
            )
    never = [
        f"{one} with {other}"
        for n, one in enumerate(ends)
        for other in ends[n + 1 :]
        if trial.outcome(trial.answer(case.steps, [one, other])) not in ("success", "failure")
    ]
    if never:
        yield case.finding(
            "never-ends",
            never,
            f"two jobs that ended, {never[0]}, are taken for no end:"
            f" it polls {case.waiter.attempts} times,"
            f" {_duration(case.waiter.delay * case.waiter.attempts)}",
            "Use pathAny for a failure.",
        )


def _duration(seconds: float) -> str:
    if seconds >= _HOUR:
        return f"{seconds / _HOUR:.3g} h"
    return f"{seconds / _MINUTE:.3g} min" if seconds >= _MINUTE else f"{seconds:.3g} s"
