"""The ways of a job through its statuses: to an end, from where it stands, and to its stop.

A life may go round: then a way leads back to where it rests, and the round that is over tells what
it came to.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import TYPE_CHECKING

from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.instants import from_datetime
from aws_job_conformance.generate import example

if TYPE_CHECKING:
    from aws_job_conformance.targets.simulator._jobs import SimulatedJob


def from_here(job: SimulatedJob, way: tuple[str, ...]) -> tuple[str, ...]:
    """Return a way as it goes on for a job that went a part of it before it was started."""
    at = len(job.entered) - 1
    if at == 0 or way[: at + 1] == job.way[: at + 1]:
        return way
    rest = example.shortest(job.contract, (job.status,), way[-1])
    return (*job.way[:at], *rest) if rest else way


def can_start(job: SimulatedJob) -> bool:
    """Return whether a job can be started as it stands."""
    start = job.family.start
    return job.status in ((start and start.takes) or job.contract.status.initial)


def usual_end(contract: Contract) -> str:
    """Return the end of a job that nothing disturbs; where no status is a success, the stop."""
    life = contract.status
    return (*life.success, *life.stopped, *life.failure)[0]


def astray(contract: Contract, ending: str, chance: random.Random) -> tuple[str, ...]:
    """Return a way that leaves the one to success for another ending, where chance has it."""
    usual = example.statuses(contract, usual_end(contract))[:-1]
    ways = [
        (*usual[:at], *onward)
        for at, status in enumerate(usual)
        if (onward := example.shortest(contract, (status,), ending))
    ]
    # One that fails in its first status has nothing to show, so it does only if it must.
    return chance.choice(ways[1:] or ways)


def can_stop(job: SimulatedJob) -> bool:
    """Return whether a job that is stopped now comes to an end that says so."""
    return not job.is_final and onward(job) is not None


def onward(job: SimulatedJob) -> tuple[str, ...] | None:
    """Return the statuses from here to the end of a stopped job; a failure where none says so.

    On the way there are none but those of a stop (`STOPPING`), which no job to success passes.
    """
    life = job.contract.status
    if life.rests:
        return _onward_round(job)
    stop = job.family.stop
    if stop and stop.through:
        turns = stop.through if stop.through in life.next.get(job.status, ()) else None
        onward = turns and example.shortest(job.contract, (turns,), usual_end(job.contract))
        return (job.status, *onward) if onward else None
    if not life.next:
        return (job.status, *life.stopped[:1]) if life.stopped else None
    usual = example.statuses(job.contract, life.success[0]) if life.success else ()
    ends = life.stopped or life.failure
    ways = (example.shortest(job.contract, (job.status,), end) for end in ends)
    return next((way for way in ways if way and not set(way[1:]) & set(usual)), None)


def round_of(contract: Contract) -> tuple[str, ...]:
    """Return the shortest round of a contract, from where it rests and back."""
    life = contract.status
    rest = life.rests[0]
    backs = (example.shortest(contract, (after,), rest) for after in life.next[rest])
    return (rest, *min(filter(None, backs), key=len))


def _onward_round(job: SimulatedJob) -> tuple[str, ...] | None:
    """Return the statuses from here to the rest of a round that is stopped; None for none.

    On the way there are none but those of a stop, as in a life with an end.
    """
    life, usual = job.contract.status, round_of(job.contract)
    turns = (after for after in life.next.get(job.status, ()) if after not in usual)
    ways = (example.shortest(job.contract, (turn,), life.rests[0]) for turn in turns)
    found = next(filter(None, ways), None)
    return None if found is None else (job.status, *found)


def last_round(job: SimulatedJob) -> Mapping[str, str]:
    """Return when the last round that is over began, what it came to, and why it failed, if so.

    By the names of the holes; empty before the first is over.
    """
    outcome, rests = job.contract.status.outcome, job.contract.status.rests
    if not job.is_final or not rests:
        return job.told
    began = max(at for at, status in enumerate(job.way[:-1]) if status in rests) + 1
    told = {"round.began": from_datetime(job.entered[began])}
    if outcome is not None:
        group = "stopped" if job.halted else "failure" if job.reason else "success"
        values = getattr(outcome, group)
        told |= {"round.outcome": values[0]} if values else {}
    return told | ({"reason": job.reason} if job.reason and not job.halted else {})
