"""What a waiter makes of each status of a job's life, held against what the status is."""

import json
from collections.abc import Iterator
from itertools import combinations

from aws_job_conformance.core import paths
from aws_job_conformance.linter import waiter_aims
from aws_job_conformance.linter.life_case import LifeCase
from aws_job_conformance.linter.waiter_findings import WaiterFinding

_ALL = ("pathAll", "pathAny")


def judge(case: LifeCase) -> Iterator[WaiterFinding]:
    """Yield what a waiter gets wrong of the life that a contract tells of.

    One that never looks at the status waits for something else, and is asked nothing.
    """
    if not case.readers:
        yield from _of_another(case)
        return
    yield from _ends(case)
    yield from _early(case)
    yield from _failed_early(case)
    yield from _mistaken(case)
    yield from _of_several(case)


def _of_another(case: LifeCase) -> Iterator[WaiterFinding]:
    read = [one.reads.at for one in case.acceptors if one.reads is not None and one.reads.at]
    if others := sorted({paths.text(steps) for steps in read}):
        what = f"it reads {', '.join(others)} and never the status"
        fix = "Its ends were not judged; wait by the status, if it is the job that is waited for."
        yield case.finding("not-judged", others, what, fix, note=True)


def _ends(case: LifeCase) -> Iterator[WaiterFinding]:
    """Yield the ends that it does not stop at."""
    unsure = any(one.unread for one in case.acceptors)
    for missing, other in case.parted(one for one in case.group_of if not case.ended(one)):
        told = ", ".join(f"{one} ({case.group_of[one]})" for one in missing)
        is_, it = ("is an end", "it") if len(missing) == 1 else ("are ends", "them")
        took = all(case.made[one] == "retry" for one in missing)
        why = "and it asks again there" if took else f"and no acceptor takes {it}"
        what = f"{told} {is_}, {why}: {case.polls}, until the attempts run out"
        if unsure:
            what += ", unless what is filled in later takes it"
        lines = " and ".join(_line(case, one) for one in missing)
        # Where only another call takes a job, the waiter may never be asked.
        note = unsure or all(case.group_of[one] == "gone" for one in missing)
        yield case.finding("never-ends", missing, what, f"Add {lines}.", note=note, other=other)


def _line(case: LifeCase, status: str) -> str:
    """Return the acceptor that is missing, as the waiter would have it."""
    state = "success" if case.group_of[status] in ("success", "partial") else "failure"
    simple = [one for one in case.readers if one.reads and one.reads.at == case.steps]
    alike = next((one.acceptor for one in simple if one.acceptor.state == state), None)
    model = alike or next((one.acceptor for one in simple), None)
    matcher = "path" if model is None else model.matcher
    if matcher != "path":
        matcher = "pathAll" if state == "success" else "pathAny"
    argument = paths.text(case.steps) if model is None else model.argument
    missing = {"matcher": matcher, "argument": argument, "expected": status, "state": state}
    return json.dumps(missing)


def _aims(case: LifeCase) -> tuple[str, ...]:
    """Return the unfinished statuses that a waiter is for, as its name says.

    One that is named for an end is not for what is on the way there: COMPLETING.
    """
    aims = waiter_aims.named(case.waiter.name, case.contract.status.all)
    return aims if set(aims).isdisjoint(case.contract.status.final) else ()


def _early(case: LifeCase) -> Iterator[WaiterFinding]:
    """Yield what it takes for the end while the job goes on."""
    aims, name = _aims(case), case.waiter.name
    early = [one for one in case.unfinished if case.made[one] == "success" and one not in aims]
    for some, other in case.parted(early):
        what = f"it takes {', '.join(some)} for a success, and the job is not at its end there"
        fix = "Ask again at it, or name the waiter for what it waits for."
        note = bool(aims) or not waiter_aims.says_end(name)
        yield case.finding("ends-early", some, what, fix, note=note, other=other)


def _failed_early(case: LifeCase) -> Iterator[WaiterFinding]:
    """Yield what it takes for a failure while the job goes on.

    Where no good end can be reached any more, the verdict is right, though early. And who waits for
    a job to stop, or to come by some status, may give up at any other.
    """
    life, name = case.contract.status, case.waiter.name
    good = {*life.success, *life.partial}
    elsewhere = waiter_aims.says_stopped(name) or bool(_aims(case))
    failed = [one for one in case.unfinished if case.made[one] == "failure"]
    doomed = [
        one
        for one in failed
        if waiter_aims.says_doomed(one)
        or (case.written and life.next and good.isdisjoint(life.reachable[one]))
    ]
    for some, other in case.parted(failed):
        for bound in (True, False):
            if not (those := [one for one in some if (one in doomed) is bound]):
                continue
            later = ", though it can end no better" if bound else ""
            what = f"it takes {', '.join(those)} for a failure while the job still runs{later}"
            fix = "Ask again at it: who starts the next job at once has two that run."
            note = bound or elsewhere
            yield case.finding("fails-early", those, what, fix, note=note, other=other)


def _mistaken(case: LifeCase) -> Iterator[WaiterFinding]:
    """Yield the ends that it takes for the other."""
    life, name = case.contract.status, case.waiter.name
    aims = waiter_aims.named(name, life.all)
    gone = [one for one, group in case.group_of.items() if group == "gone"]
    # Of what only stops, as a task of ECS, that is the end that was waited for.
    stopped = life.stopped if life.success or life.partial else ()
    bad = (*life.failure, *stopped, *gone)
    if good := [one for one in bad if case.made[one] == "success" and one not in aims]:
        complete = waiter_aims.says_complete(name) or waiter_aims.says_stopped(name)
        over = "Its name may say no more than that the job is over: look at the status afterwards."
        fix = over if complete else "Make it a failure, or its callers use what is not there."
        what = f"it takes {', '.join(good)} for a success, and the job did not do its work"
        yield case.finding("failure-is-success", good, what, fix, note=complete)
    if aims and set(aims).isdisjoint(life.success):
        return  # it waits for a stop, or for a failure: that the work was done is its failure
    for failed, other in case.parted(one for one in life.success if case.made[one] == "failure"):
        what = f"it takes {', '.join(failed)} for a failure, and the job did its work"
        yield case.finding("success-is-failure", failed, what, "Make it a success.", other=other)


def _of_several(case: LifeCase) -> Iterator[WaiterFinding]:
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
