"""The way of a job through its statuses, as polls showed it, and as it may be told."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.text import label
from aws_job_conformance.judge import _jobs_shown

NO_STATUS = "-"
"""What stands where an answer had no status that could be read: an error, or a broken body."""

_MOST_TOLD = 3
"""Statuses of an answer that has several jobs; of more it is said how many."""


@dataclass(frozen=True, slots=True)
class JobWalk:
    """What was seen of one job, or of several whose polls nobody needs one by one.

    runs: what successive polls showed, each with how many polls in a row did. visits: for each
    status, how many polls showed it. steps: how often one status followed another at once.
    findings: how many of the result's, in their order, are about this job.
    """

    runs: tuple[tuple[str, int], ...] = ()
    visits: tuple[tuple[str, int], ...] = ()
    steps: tuple[tuple[str, str, int], ...] = ()
    findings: int = 0


def walk(contract: Contract, responses: Sequence[Any], findings: int = 0) -> JobWalk:
    """Return the way of one job.

    responses: as boto3 returns them, oldest first; None for a poll without one. Where answers hold
    several jobs each goes its own way, and a poll shows the statuses of all.
    """
    ways = [[_told(contract, one) for one in job] for job in _jobs(contract, responses)]
    shown = [_together(row) for row in zip(*ways, strict=True)]
    visits: Counter[str] = Counter()
    steps: Counter[tuple[str, str]] = Counter()
    for way in ways:
        seen = [status for status in way if status is not None]
        visits.update(seen)
        steps.update(pair for pair in pairwise(seen) if pair[0] != pair[1])
    return JobWalk(
        runs=tuple((status, sum(1 for _ in run)) for status, run in groupby(shown)),
        visits=tuple(sorted(visits.items())),
        steps=tuple((one, other, count) for (one, other), count in sorted(steps.items())),
        findings=findings,
    )


def _jobs(contract: Contract, responses: Sequence[Any]) -> list[Sequence[Any]]:
    """Return the responses of each job of its own."""
    return [job.responses for job in _jobs_shown.apart(contract, responses)] or [responses]


def _told(contract: Contract, response: Any) -> str | None:
    found = paths.get(response, contract.status_steps)
    if not isinstance(found, str):
        return None
    return found if found in contract.status.all else label(found)


def _together(row: Iterable[str | None]) -> str:
    told = [status for status in row if status is not None]
    left = len(told) - _MOST_TOLD
    shown = ", ".join(told[:_MOST_TOLD])
    return (shown + (f" and {left} more" if left > 0 else "")) or NO_STATUS
