"""What a story came to: its findings, and how much of the contract it put to the test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from aws_job_conformance import check
from aws_job_conformance.contract import Contract, Law, load
from aws_job_conformance.findings import Finding, failing
from aws_job_conformance.laws import implied
from aws_job_conformance.targets.replay import Exchange
from aws_job_conformance.wire import Body

_FIRST_ERROR = 300


@dataclass(frozen=True)
class Result:
    """One story judged.

    responses, fitting: answers that were no error, and those of them with nothing wrong in their
    shape. steps: between polls. errors: error answers judged. applied: law number to how often it
    applied. not_run: the reason, where nothing was judged.
    """

    operation: str
    story: str
    origin: str
    responses: int = 0
    fitting: int = 0
    steps: int = 0
    errors: int = 0
    applied: dict[int, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    not_run: str | None = None

    def failing(self, *, strict: bool) -> list[Finding]:
        """Return the findings that fail the story."""
        return failing(self.findings, strict=strict)

    def as_json(self) -> dict[str, Any]:
        """Return the result as JSON values, to travel from a worker to the terminal."""
        return asdict(self) | {"findings": [finding.as_json() for finding in self.findings]}


def from_json(data: dict[str, Any]) -> Result:
    """Return a result that travelled as JSON."""
    applied = {int(number): count for number, count in data["applied"].items()}
    found = tuple(Finding(**finding) for finding in data["findings"])
    return Result(**(data | {"applied": applied, "findings": found}))


def laws_of(contract: Contract) -> tuple[Law, ...]:
    """Return every law of a contract, in the order results number them."""
    return (*contract.laws, *implied(contract))


def of_story(
    operation: str, story: str, origin: str, exchanges: Sequence[Exchange], *, missing: bool = False
) -> Result:
    """Return the result of a story: each job in it judged on the wire, as parsed, and as a history."""
    jobs: dict[tuple[str, str], list[Exchange]] = {}
    for exchange in exchanges:
        jobs.setdefault(exchange.call.job, []).append(exchange)
    result = Result(operation, story, origin)
    for polls in jobs.values():
        result = _with_job(result, polls)
    if missing:
        result = replace(result, findings=(*result.findings, *_not_missing(operation, exchanges)))
    return result


def _with_job(result: Result, polls: Sequence[Exchange]) -> Result:
    contract = load(polls[0].call.operation)
    wire = check.check_wire_history(contract, [(p.body, p.headers, p.status) for p in polls])
    parsed = check.check_bodies(contract, [_parsed(poll) for poll in polls], view="schema")
    told = {(finding.poll, _below_payload(contract, finding)) for finding in wire.findings}
    told |= {(finding.poll, finding.pointer) for finding in wire.findings}
    more = tuple(f for f in parsed.findings if (f.poll, f.pointer) not in told)
    answers = [poll for poll in polls if poll.status < _FIRST_ERROR]
    misfit = {f.poll for f in wire.findings if f.law == "wire" and f.grade != "note"}
    fitting = sum(1 for i, p in enumerate(polls, 1) if p.status < _FIRST_ERROR and i not in misfit)
    numbers = {law: number for number, law in enumerate(laws_of(contract))}
    applied = Counter(result.applied)
    applied.update({numbers[law]: count for law, count in parsed.applied.items()})
    return replace(
        result,
        responses=result.responses + len(answers),
        fitting=result.fitting + fitting,
        steps=result.steps + max(0, len(answers) - 1),
        errors=result.errors + len(polls) - len(answers),
        applied=dict(applied),
        findings=(*result.findings, *wire.findings, *more),
    )


def _parsed(poll: Exchange) -> Body:
    if poll.parsed is None:
        return Body(None, readable=False, faults=())
    return Body(check.plain(poll.parsed), readable=True, faults=())


def _below_payload(contract: Contract, finding: Finding) -> str:
    payload = contract.x_job["wire"].get("payload")
    return f"/{payload}{finding.pointer}" if payload else finding.pointer


def _not_missing(operation: str, exchanges: Sequence[Exchange]) -> list[Finding]:
    contract = load(operation)
    expected = contract.x_job.get("missing", {}).get("error")
    answers = [(poll, exchange.raised) for poll, exchange in enumerate(exchanges, 1)]
    return [
        check.wrong_answer(contract, poll, got, expected)
        for poll, got in answers
        if expected and got != expected
    ]
