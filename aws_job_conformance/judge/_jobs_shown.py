"""Answers that show no job, or several, among the responses of one: each job is a history."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from aws_job_conformance.core import laws, paths
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.findings import Finding
from aws_job_conformance.core.text import word
from aws_job_conformance.core.trouble import KINDS, Trouble
from aws_job_conformance.judge import explain


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


def as_answer(given: Any) -> Any:
    """Return what boto3 shows of an exception, or of a Trouble; anything else as it is."""
    if isinstance(given, Trouble):
        return {"Error": {"Code": given.kind, "Message": KINDS[given.kind].says}}
    if isinstance(given, Exception):
        response = getattr(given, "response", None)
        shown = isinstance(response, Mapping)
        return response if shown else {"Error": {"Code": type(given).__name__}}
    return given


def says_gone(contract: Contract, value: Any, last: Any) -> bool:
    """Return whether an answer without the job is what comes after the last status it showed."""
    missing = contract.missing
    if missing is None or last not in missing.after or not isinstance(value, dict):
        return False
    code = _error_code(contract, value)
    steps = contract.list_steps
    is_empty = bool(missing.empty) and steps is not None and not paths.get(value, steps)
    return code in (missing.error or None, *missing.also) if code is not None else is_empty


def _error_code(contract: Contract, value: Mapping[str, Any]) -> Any:
    """Return the code of an error answer, as an SDK shows one; None where the answer is none.

    An operation may have an `Error` of its own (location:GetJob: why the job failed). Only members
    and codes that its model has are that one; an SDK's has a Message, and the code of an exception.
    """
    error = value.get("Error")
    if not isinstance(error, dict):
        return None
    code, own = error.get("Code"), contract.schema.get("properties", {}).get("Error")
    if own is None:
        return code
    members = own.get("properties", {})
    is_own = error.keys() <= members.keys() and code in members.get("Code", {}).get("enum", [code])
    return None if is_own else code


def finding_on_none(contract: Contract, value: Any, poll: int | None) -> Finding | None:
    """Return the note on an answer, as an SDK returns it, that shows no job; None for others."""
    if not isinstance(value, dict) or paths.get(value, contract.status_steps) is not None:
        return None
    tell = partial(explain.finding, contract, poll=poll, grade="note", law="schema")
    code = _error_code(contract, value)
    how_long = contract.missing.kept if contract.missing else ""
    kept = f" It is kept for {how_long} after its end." if how_long else ""
    if isinstance(code, str) and contract.status_steps[0] not in value:
        what = f"it is the error {word(code)}, and shows no job"
        fix = "Laws look past it. A poller waits through what passes, and raises what stays."
        return tell(where="the answer", got=None, what=what, expected="a response", fix=fix + kept)
    if (steps := contract.list_steps) is None or paths.get(value, steps) != []:
        return None
    return tell(
        where=paths.text(steps, root=contract.root),
        got=[],
        what="it is empty, and the job is not in it",
        expected="the job",
        fix="Right after its start a job may not be there yet; later it is gone." + kept,
        pointer=paths.pointer(steps),
    )
