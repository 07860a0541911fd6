"""Answers with a batch of jobs: as many of them as were asked for, and the pages of a result."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.protocol import boto3_values, model

_TOKEN = re.compile(r"(next|page|continuation|pagination|starting)?_?(token|marker)", re.IGNORECASE)
_ID = ("", "id", "arn", "name")


def empty(contract: Contract) -> dict[str, Any] | None:
    """Return an answer whose list of jobs is empty; None where it has one job, and no list."""
    if (steps := contract.list_steps) is None:
        return None
    found: dict[str, Any] = paths.put({}, steps, [])
    return found


def is_empty(contract: Contract, response: Any) -> bool:
    """Return whether an answer of a list of jobs has none."""
    steps = contract.list_steps
    return steps is not None and paths.get(response, steps) == []


def status(contract: Contract, response: Any) -> Any:
    """Return the status an answer shows: of several jobs the first that is not at its end."""
    steps = contract.list_steps
    jobs = None if steps is None else paths.get(response, steps)
    if steps is None or not isinstance(jobs, list):
        return paths.get(response, contract.status_steps)
    shown = [paths.get(job, contract.status_steps[len(steps) + 1 :]) for job in jobs]
    unfinished = (one for one in shown if one not in contract.status.final)
    return next(unfinished, shown[0] if shown else None)


def asked_for(contract: Contract, params: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ids of the jobs that a call asks for, where it may ask for several."""
    if contract.list_steps is None:
        return ()
    lists = [value for value in params.values() if isinstance(value, (list, tuple))]
    texts = [value for value in lists if value and all(isinstance(one, str) for one in value)]
    return tuple(texts[0]) if len(texts) == 1 else ()


def of_each(
    contract: Contract, response: Mapping[str, Any], params: Mapping[str, Any], *, drawn: bool
) -> Mapping[str, Any]:
    """Return an answer with a job for each id that a call asks for, in the state of the first.

    drawn: whether the ids in it are nobody's, and may become those that were asked for; in what
    somebody wrote they stay, and only jobs that are not there are added.
    """
    ids, steps = asked_for(contract, params), contract.list_steps
    plain: Any = boto3_values.plain(response) if steps is not None and ids else None
    jobs = None if steps is None or plain is None else paths.get(plain, steps)
    if not jobs or steps is None or (len(ids) <= len(jobs) and not drawn):
        return response
    if (name := _id_member(params, jobs[0])) is None:
        return response
    kept = [] if drawn else jobs
    there = {job.get(name) for job in kept}
    more = (jobs[0] | {name: one} for one in ids if one not in there)
    found: Mapping[str, Any] = paths.put(plain, steps, [*kept, *more][: len(ids)])
    return found


def _id_member(params: Mapping[str, Any], job: Any) -> str | None:
    """Return the member of a job that holds the id by which it was asked for: jobs → jobId."""
    if not isinstance(job, dict):
        return None
    for name, value in params.items():
        if isinstance(value, (list, tuple)):
            one = name.lower().removesuffix("s")
            known = {member.lower(): member for member in job}
            for wanted in (*(one + end for end in _ID), *_ID[1:]):
                if (member := known.get(wanted)) is not None and isinstance(job[member], str):
                    return str(member)
    return None


@lru_cache(maxsize=512)
def _tokens(operation: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the members that say which page: in the question, and in the answer."""
    found = model.operation_model(operation)
    members = [shape.members if shape else () for shape in (found.input_shape, found.output_shape)]
    asked, told = (tuple(filter(_TOKEN.fullmatch, names)) for names in members)
    return asked, told


def is_page(contract: Contract, params: Mapping[str, Any]) -> bool:
    """Return whether a call asks for a further page of an answer."""
    return any(params.get(name) for name in _tokens(contract.operation)[0])


def last_page(contract: Contract, response: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an answer after which no further page is asked for."""
    told = _tokens(contract.operation)[1]
    return {name: value for name, value in response.items() if name not in told}
