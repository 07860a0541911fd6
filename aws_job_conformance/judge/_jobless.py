"""Answers that show no job, among the responses of one: an error answer, a list without it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.findings import Finding
from aws_job_conformance.core.text import word
from aws_job_conformance.core.trouble import KINDS, Trouble
from aws_job_conformance.judge import explain


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


def _kept(contract: Contract) -> str:
    """Return how long a job is there after its end, as a sentence, where somebody says."""
    kept = contract.missing.kept if contract.missing else ""
    return f" It is kept for {kept} after its end." if kept else ""


def finding(contract: Contract, value: Any, poll: int | None) -> Finding | None:
    """Return the note on an answer, as an SDK returns it, that shows no job; None for others."""
    if not isinstance(value, dict) or paths.get(value, contract.status_steps) is not None:
        return None
    tell = partial(explain.finding, contract, poll=poll, grade="note", law="schema")
    code, kept = _error_code(contract, value), _kept(contract)
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
