"""The instants of a job by their names: when it was made, when it began, when it ended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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


def unit(member: ModelMember) -> str | None:
    """Return what an instant of a model is written in: a `timestamp`, or `milliseconds`; or None.

    Batch and CloudWatch Logs send whole milliseconds since 1970, as the prose of each says.
    """
    if member.kind == "timestamp":
        return "timestamp"
    is_number = member.kind == "long" and _MILLISECONDS.search(member.prose)
    return "milliseconds" if is_number else None


def role(member: ModelMember, noun: Iterable[str]) -> Role | None:
    """Return what an instant of a job is, or None where its name and its prose do not say it.

    noun: the words of what the operation asks for, which may stand in the name.
    """
    if unit(member) is None or _OF_DATA.search(member.prose):
        return None
    own = [word for word in words(member.name) if word not in _UNITS | _JOB]
    own = [word for word in own if word in _SURE or word in _UNSURE or word not in noun]
    if len(own) != 1:
        return None
    if own[0] in _SURE:
        return _SURE[own[0]]
    unsure = _UNSURE.get(own[0])
    return unsure if unsure and _DID[unsure].search(member.prose) else None


def of_job(job: JobModel) -> dict[Role, ModelMember]:
    """Return the instants of a job by their roles; of two the one nearer to the status."""
    found: dict[Role, ModelMember] = {}
    noun = set(job.noun)
    for steps, shape in job.holders():
        named: dict[Role, list[ModelMember]] = {}
        for member in job.members(steps, shape):
            if (what := role(member, noun)) is not None:
                named.setdefault(what, []).append(member)
        for what, members in named.items():
            # ECS stops a deployment before it has finished: beside an end, a stop is none.
            ends = [one for one in members if "stopped" not in words(one.name)] or members
            # Where two members of one object have the same role, nobody knows which is which.
            if len(ends) == 1:
                found[what] = ends[0]
    return found


def laws(job: JobModel, running: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the laws of a job's instants; running: the statuses in which it surely goes on."""
    found = of_job(job)
    # Comprehend and HealthLake show an EndTime while a job goes on; nobody a CompletionTime.
    if "ended" in found and running and _ENDED & set(words(found["ended"].name)):
        yield {
            "kind": "absent",
            "of": [job.path(found["ended"].steps)],
            "in": running,
            **said("its name: a job that goes on has no end"),
        }
    for written in ("timestamp", "milliseconds"):
        order = [found[what] for what in ROLES if what in found and unit(found[what]) == written]
        if len(order) > 1:
            yield {
                "kind": "ordered",
                "of": [job.path(member.steps) for member in order],
                **({} if written == "timestamp" else {"unit": written}),
                **said("their names"),
            }
