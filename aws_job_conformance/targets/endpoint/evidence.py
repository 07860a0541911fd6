"""Evidence of a server: what it is asked, and what it showed; values only."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aws_job_conformance.core.findings import Finding
from aws_job_conformance.judge.results import Absence, Result
from aws_job_conformance.protocol.http import AnsweredCall
from aws_job_conformance.targets.endpoint.make_jobs import Put

MOST_PAGES = 20
"""Of one answer; who wants to judge the rest, saves it and has `check` read it."""

Pair = tuple[Mapping[str, Any], Mapping[str, Any]]


@dataclass(frozen=True)
class Terms:
    """What is asked of a server. Times are in seconds.

    make: jobs are made by `[family]`; otherwise nothing but read. most: how many jobs of an
    operation are looked for. missing: whether a job is asked for that is not there. named: how to
    ask for the jobs to look at, in place of those that a search finds. within: how long a job may
    take to its end; 0: it is asked for once. interval: before an unfinished job is asked for again.
    known: what the caller gives to templates (`my.bucket`, …). put: puts a file into a bucket.
    """

    make: bool = False
    most: int = 25
    missing: bool = True
    named: tuple[Mapping[str, Any], ...] = ()
    within: float = 0.0
    interval: float = 0.1
    known: Mapping[str, str] = field(default_factory=dict)
    put: Put | None = None
    sleep: Callable[[float], Any] = time.sleep
    clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True)
class PolledJob:
    """One job as a server showed it, poll by poll.

    lists: for each exchange the job's entries in the list before it and after it, where known.
    broken: findings on polls without an answer. ended: whether it came to a final status. missing:
    whether it is one that is not there. purpose: what it was made for, if not the usual.
    """

    name: str
    exchanges: tuple[AnsweredCall, ...]
    lists: tuple[Pair | None, ...] = ()
    records: int | None = None
    broken: tuple[Finding, ...] = ()
    ended: bool = False
    missing: bool = False
    purpose: str = ""


@dataclass(frozen=True)
class Evidence:
    """What a server showed of one operation.

    jobs, results: side by side. made: whether the jobs were made for this. said: what a reader has
    to know beside the findings, a sentence each. lost: what was to be recorded and was not, a
    sentence each. absent, why: where there is nothing to judge.
    """

    operation: str
    origin: str
    jobs: tuple[PolledJob, ...] = ()
    results: tuple[Result, ...] = ()
    made: bool = False
    said: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    absent: Absence | None = None
    why: str = ""

    @property
    def told(self) -> tuple[Result, ...]:
        """The results, or one that says why there are none."""
        if self.absent is None:
            return self.results
        return (Result(self.operation, "", self.origin, absent=self.absent, not_run=self.why),)

    @property
    def ended(self) -> int:
        """How many jobs came to a final status."""
        return sum(job.ended for job in self.jobs)
