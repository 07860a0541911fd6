"""Which statuses end a job, by their words and by botocore's waiters: `[status]` of a contract."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aws_job_conformance.authoring.infer import statuses
from aws_job_conformance.authoring.infer._job_model import JobModel, said
from aws_job_conformance.authoring.infer.statuses import Group
from aws_job_conformance.protocol import raw_models


@dataclass(frozen=True)
class Waits:
    """A waiter of botocore that polls an operation: what it calls a success, and what a failure."""

    name: str
    success: frozenset[str]
    failure: frozenset[str]


def waiters(job: JobModel) -> Iterator[Waits]:
    """Yield the waiters that look at the status of a job."""
    names = [step for step in job.found.at if isinstance(step, str)]
    for name, waiter in sorted(raw_models.waiters(job.service).items()):
        if waiter["operation"] != job.name:
            continue
        said_: dict[str, set[str]] = {"success": set(), "failure": set()}
        for acceptor in waiter["acceptors"]:
            looked = acceptor.get("argument", "").replace("[]", "").replace("[0]", "").split(".")
            if looked == names and acceptor["state"] in said_:
                said_[acceptor["state"]].add(str(acceptor["expected"]))
        if said_["success"] or said_["failure"]:
            yield Waits(name, frozenset(said_["success"]), frozenset(said_["failure"]))


def groups(job: JobModel) -> dict[str, Group]:
    """Return what each status is: by its words, and where those say nothing by a waiter."""
    found = statuses.groups(job.found.values)
    for waiter in waiters(job):
        ends = {value for value in waiter.success if found.get(value) == "success"}
        for value in waiter.failure if ends else ():
            if found.get(value) == "unclear":
                found[value] = "failure"
    return found


def status(job: JobModel) -> dict[str, Any]:
    """Return the `[status]` of a contract: unfinished statuses have no place in an order."""
    found = groups(job)
    out: dict[str, Any] = {"at": job.found.status}
    if (first := statuses.initial(found)) is not None:
        out["initial"] = [first]
    ends = {value for value, what in found.items() if what in statuses.FINAL}
    out |= statuses.tables(found, first) | said("the words of the statuses")
    seen = [(w, (w.success | w.failure) & ends) for w in waiters(job) if w.success & ends]
    told = frozenset[str]().union(*(stops for _, stops in seen))
    if seen and told == ends:
        names = " and ".join(waiter.name for waiter, _ in seen)
        source = f"botocore's waiter {names}: it stops at {', '.join(sorted(told))}"
        out["final"] = {"tier": "documented", "source": source}
    return out
