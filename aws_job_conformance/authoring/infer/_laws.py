"""The laws of a job by the names of its members: its instants, and its counts.

When it was made, began and ended is told by a name and its prose; how much there is, is done and
failed by the words of a name.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from aws_job_conformance.authoring.infer._job_model import JobModel, ModelMember, said
from aws_job_conformance.authoring.infer.words import listed, words

Role = Literal["created", "started", "ended"]

ROLES: tuple[Role, ...] = ("created", "started", "ended")
_UNITS = listed("at on time timestamp date datetime times utc")
_JOB = listed("job task run execution operation query import export batch process processing work")
_CREATED = listed("creation created create submitted submission submit")
_ENDED = listed("completed completion finished ended")
_SURE: dict[str, Role] = {
    **dict.fromkeys(_CREATED, "created"),
    "started": "started",
    **dict.fromkeys(_ENDED, "ended"),
}
_UNSURE: dict[str, Role] = {
    "start": "started",
    **dict.fromkeys(("stopped", "end", "complete", "finish"), "ended"),
}
"""Words that may as well speak of the data: their prose must say that the job did it."""
_DID = {
    "started": re.compile(r"\b(?:started|starts|began|begins|begun|was start)", re.IGNORECASE),
    "ended": re.compile(
        r"\b(?:complet\w+|finish\w*|ended|ends|stopped|terminated|exited)\b", re.IGNORECASE
    ),
}
_OF_DATA = re.compile(
    r"\b(?:range|period|window|filter\w*|interval|estimated|expected|projected|scheduled?|instances?"
    r"|data (?:point|set)|back ?test\w*|last|latest|most recent)\b",
    re.IGNORECASE,
)


_MILLISECONDS = re.compile(
    r"(?=.*\bmilliseconds?\b).*\b(?:epoch|unix|jan(?:uary)? 1, 1970)", re.IGNORECASE
)
"""The prose of a number that is an instant; a number of seconds may be anything."""
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


def _unit(member: ModelMember) -> str | None:
    """Return what an instant of a model is written in: a `timestamp`, or `milliseconds`; or None.

    Batch and CloudWatch Logs send whole milliseconds since 1970, as the prose of each says.
    """
    if member.kind == "timestamp":
        return "timestamp"
    is_number = member.kind == "long" and _MILLISECONDS.search(member.prose)
    return "milliseconds" if is_number else None


def _role(member: ModelMember, noun: Iterable[str]) -> Role | None:
    """Return what an instant of a job is, or None where its name and its prose do not say it.

    noun: the words of what the operation asks for, which may stand in the name.
    """
    if _unit(member) is None or _OF_DATA.search(member.prose):
        return None
    own = [word for word in words(member.name) if word not in _UNITS | _JOB]
    own = [word for word in own if word in _SURE or word in _UNSURE or word not in noun]
    if len(own) != 1:
        return None
    if own[0] in _SURE:
        return _SURE[own[0]]
    unsure = _UNSURE.get(own[0])
    return unsure if unsure and _DID[unsure].search(member.prose) else None


def _instants(job: JobModel) -> dict[Role, ModelMember]:
    """Return the instants of a job by their roles; of two the one nearer to the status."""
    found: dict[Role, ModelMember] = {}
    noun = set(job.noun)
    for steps, shape in job.holders():
        named: dict[Role, list[ModelMember]] = {}
        for member in job.members(steps, shape):
            if (what := _role(member, noun)) is not None:
                named.setdefault(what, []).append(member)
        for what, members in named.items():
            # ECS stops a deployment before it has finished: beside an end, a stop is none.
            ends = [one for one in members if "stopped" not in words(one.name)] or members
            # Where two members of one object have the same role, nobody knows which is which.
            if len(ends) == 1:
                found[what] = ends[0]
    return found


def of_instants(job: JobModel, running: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the laws of a job's instants; running: the statuses in which it surely goes on."""
    found = _instants(job)
    # Comprehend and HealthLake show an EndTime while a job goes on; nobody a CompletionTime.
    if "ended" in found and running and _ENDED & set(words(found["ended"].name)):
        ended, why = job.path(found["ended"].steps), said("its name: a job that goes on has no end")
        yield {"kind": "absent", "of": [ended], "in": running, **why}
    for written in ("timestamp", "milliseconds"):
        order = [found[what] for what in ROLES if what in found and _unit(found[what]) == written]
        if len(order) > 1:
            of = [job.path(member.steps) for member in order]
            told = {} if written == "timestamp" else {"unit": written}
            yield {"kind": "ordered", "of": of, **told, **said("their names")}


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


def _counts(job: JobModel) -> Iterator[list[_Count]]:
    """Yield the counts of each object that describes a job."""
    holders = dict(job.holders())
    for steps, shape in list(holders.items()):
        beside = (one for one in job.members(steps, shape) if one.kind == "structure")
        holders |= {one.steps: one.shape for one in beside if _BESIDE & set(words(one.name))}
    for steps, shape in holders.items():
        yield list(filter(None, map(_count, job.members(steps, shape))))


def of_counts(job: JobModel) -> Iterator[dict[str, Any]]:
    """Yield the laws of counts: never below zero, done ones never fewer, parts of a total."""
    groups = list(_counts(job))
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
            paths = [job.path(one.member.steps) for one in parts]
            told = {"whole": job.path(whole.member.steps)} | said("their names: parts of a total")
            yield {"kind": "at-most", "parts": paths, **told}
