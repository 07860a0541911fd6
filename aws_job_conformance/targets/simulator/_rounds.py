"""A life that goes round: where a round leads, how it is stopped, and what the last one came to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.instants import from_datetime
from aws_job_conformance.generate import example

if TYPE_CHECKING:
    from aws_job_conformance.targets.simulator._jobs import SimulatedJob


def way(contract: Contract) -> tuple[str, ...]:
    """Return the shortest round of a contract, from where it rests and back."""
    life = contract.status
    rest = life.rests[0]
    backs = (example.shortest(contract, (after,), rest) for after in life.next[rest])
    return (rest, *min(filter(None, backs), key=len))


def onward(job: SimulatedJob) -> tuple[str, ...] | None:
    """Return the statuses from here to the rest of a round that is stopped; None for none.

    On the way there are none but those of a stop, as in a life with an end.
    """
    life, usual = job.contract.status, way(job.contract)
    turns = (after for after in life.next.get(job.status, ()) if after not in usual)
    ways = (example.shortest(job.contract, (turn,), life.rests[0]) for turn in turns)
    found = next(filter(None, ways), None)
    return None if found is None else (job.status, *found)


def last(job: SimulatedJob) -> Mapping[str, str]:
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
