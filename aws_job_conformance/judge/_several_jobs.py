"""Answers that hold several jobs: each of them is a history of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from aws_job_conformance.core import laws, paths
from aws_job_conformance.core.contract import Contract, Law


@dataclass(frozen=True)
class JobApart:
    """One job: what each poll shows of it alone (None: nothing), and its place in that list."""

    responses: list[Mapping[str, Any] | None]
    places: dict[int, int] = field(default_factory=dict)


def judge(
    contract: Contract,
    responses: Sequence[Any],
    records: int | None,
    lists: laws.Lists | None,
    asked: Mapping[str, Any] | None,
) -> laws.LawVerdict:
    """Return what the laws say of a history; where answers hold several jobs, of each job's own.

    A contract says by `identity` what tells the jobs of an answer apart. Without it, or where no
    answer holds two, the first job of each answer is the one that is judged.
    """
    several = [] if lists is not None else apart(contract, responses)
    if not several:
        return laws.judge(contract, responses, records, lists, asked)
    breaches: list[tuple[int, laws.Breach]] = []
    applied: Counter[Law] = Counter()
    for job in several:
        verdict = laws.judge(contract, job.responses, records, None, asked)
        applied += verdict.applied
        breaches += [
            (poll, _placed(contract, breach, job.places[poll])) for poll, breach in verdict.breaches
        ]
    return laws.LawVerdict(tuple(breaches), applied)


def apart(contract: Contract, responses: Sequence[Any]) -> list[JobApart]:
    """Return each job by itself, in the order they are first shown; none where none holds two."""
    at, identity = contract.list_steps, contract.identity
    if at is None or identity is None:
        return []
    held = [paths.get(response, at) for response in responses]
    if not any(isinstance(entries, list) and len(entries) > 1 for entries in held):
        return []
    within = identity[len(at) + 1 :]
    jobs: dict[Any, JobApart] = {}
    for number, (response, entries) in enumerate(zip(responses, held, strict=True), 1):
        for place, entry in enumerate(entries if isinstance(entries, list) else ()):
            told = paths.get(entry, within)
            key = told if isinstance(told, str) else ("nameless", place)
            job = jobs.setdefault(key, JobApart([None] * len(responses)))
            if number not in job.places:  # named twice in one answer, the first one counts
                job.places[number] = place
                job.responses[number - 1] = paths.put(response, at, [entry])
    return list(jobs.values())


def _placed(contract: Contract, breach: laws.Breach, place: int) -> laws.Breach:
    """Return a breach with its pointer into the whole answer, and its words about that place."""
    at = contract.list_steps or ()
    if breach.steps[: len(at) + 1] != (*at, 0):
        return breach
    alone, there = (paths.text((*at, number)) for number in (0, place))
    return replace(
        breach,
        steps=(*at, place, *breach.steps[len(at) + 1 :]),
        what=breach.what.replace(alone, there),
        fix=breach.fix.replace(alone, there),
    )
