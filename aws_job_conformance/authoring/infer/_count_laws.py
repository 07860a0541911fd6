"""The counts of a job by their names: how much there is, how much is done, how much failed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aws_job_conformance.authoring.infer._job_model import JobModel, ModelMember, said
from aws_job_conformance.authoring.infer.words import listed, words

_FILLERS = listed("number of count counts num no")
_DONE = listed("processed completed imported exported loaded migrated copied transferred")
_GOOD = listed("succeeded successful success successfully")
_BAD = frozenset(("failed",))
_OTHER = listed("skipped pending remaining running rejected ignored invalid errors error")
_GUESSED = listed(
    "estimated estimate expected approximate max maximum min minimum limit desired percent"
    " percentage rate retry retries attempt attempts timeout seconds minutes hours days code size"
    " offset interval priority version index port position score threshold average target"
    " worker workers instance instances node nodes"
)
_BESIDE = listed("statistics stats counts counters progress metrics")


@dataclass(frozen=True, slots=True)
class _Count:
    """One count. role: its word, or none; unit: what it counts, in its own words."""

    member: ModelMember
    role: str
    unit: tuple[str, ...]


def _count(member: ModelMember) -> _Count | None:
    if member.kind not in ("integer", "long"):
        return None
    said_ = words(member.name)
    if _GUESSED & set(said_):
        return None
    known = {"total", *_DONE, *_GOOD, *_BAD, *_OTHER}
    roles = [word for word in said_ if word in known]
    if not roles and not _FILLERS - {"no", "of"} & set(said_):
        return None
    unit = tuple(w.removesuffix("s") for w in said_ if w not in _FILLERS and w not in roles)
    return _Count(member, roles[0] if len(roles) == 1 else "", unit)


def of_job(job: JobModel) -> Iterator[list[_Count]]:
    """Yield the counts of each object that describes a job."""
    holders = dict(job.holders())
    for steps, shape in list(holders.items()):
        beside = (one for one in job.members(steps, shape) if one.kind == "structure")
        holders |= {one.steps: one.shape for one in beside if _BESIDE & set(words(one.name))}
    for steps, shape in holders.items():
        found = [_count(member) for member in job.members(steps, shape)]
        yield [one for one in found if one is not None]


def laws(job: JobModel) -> Iterator[dict[str, Any]]:
    """Yield the laws of counts: never below zero, done ones never fewer, parts of a total."""
    groups = list(of_job(job))
    if every := [one for group in groups for one in group]:
        of = [job.path(one.member.steps) for one in every]
        yield {"kind": "not-negative", "of": of, **said("their names: they count")}
    if done := [one for one in every if one.role in _DONE | _GOOD]:
        of = [job.path(one.member.steps) for one in done]
        yield {"kind": "never-decreases", "of": of, **said("their names: what is done stays so")}
    for group in groups:
        yield from _sums(job, group)


def _sums(job: JobModel, group: list[_Count]) -> Iterator[dict[str, Any]]:
    for whole in group:
        if whole.role != "total":
            continue
        same = [one for one in group if one.unit == whole.unit and one is not whole]
        good = [one for one in same if one.role in _GOOD]
        bad = [one for one in same if one.role in _BAD]
        done = [one for one in same if one.role in _DONE]
        apart = len(good) == 1 and len(bad) == 1
        sets = [[*good, *bad]] if apart else [[one] for one in (*good, *bad)]
        for parts in (*sets, *([one] for one in done)):
            yield {
                "kind": "at-most",
                "parts": [job.path(one.member.steps) for one in parts],
                "whole": job.path(whole.member.steps),
                **said("their names: parts of a total"),
            }
