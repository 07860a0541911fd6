"""What a story came to: its findings, and how much of the contract it put to the test."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract, Law, Missing
from aws_job_conformance.core.findings import Finding, failing
from aws_job_conformance.core.laws import Lists
from aws_job_conformance.core.text import complaint
from aws_job_conformance.judge import _error_answers, _jobs_shown, _pages, check, explain
from aws_job_conformance.judge._finding_tally import FAILED, UNFIT
from aws_job_conformance.judge.check import Verdict
from aws_job_conformance.judge.job_walks import JobWalk, walk
from aws_job_conformance.judge.poll import View, see
from aws_job_conformance.protocol import boto3_values, decode
from aws_job_conformance.protocol.bodies import FIRST_ERROR, Body
from aws_job_conformance.protocol.http import AnsweredCall

_SHAPE = ("schema", "wire")
_ADDED = ("responses", "fitting", "pages", "steps", "errors", "findings", "walks")
"""What several jobs of a story have together, beside how often each law applied."""

Absence = Literal["no evidence", "not implemented", "not run"]


@dataclass(frozen=True)
class Result:
    """One story judged.

    responses, fitting: answers that were no error, and those of them with nothing wrong in their
    shape. pages: later pages of these answers. steps: between polls. errors: error answers judged.
    applied: law number to how often it applied. not_run: the reason, where nothing was judged, and
    absent: in two words. missing: of a job that is not there. shown: the members that were seen,
    where somebody looked. walks: the way of each job through its statuses; findings that none of
    them counts are about the last one.
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
    absent: Absence = "not run"
    missing: bool = False
    shown: tuple[str, ...] = ()
    walks: tuple[JobWalk, ...] = ()
    pages: int = 0

    def failing(self, *, strict: bool) -> list[Finding]:
        """Return the findings that fail the story."""
        return failing(self.findings, strict=strict)

    def ends(self, contract: Contract) -> tuple[str, ...]:
        """Return the final statuses that were shown, in the contract's order."""
        shown = {status for walk in self.walks for status, _ in walk.visits}
        return () if self.missing else tuple(s for s in contract.status.final if s in shown)

    def with_job(self, job: Result) -> Result:
        """Return the result of a story with what one more job in it came to."""
        applied = dict(Counter(self.applied) + Counter(job.applied))
        both = {name: getattr(self, name) + getattr(job, name) for name in _ADDED}
        return replace(self, applied=applied, **both)

    def to_json(self) -> str:
        """Return the result as JSON text, to travel from a worker to the terminal."""
        findings = [finding.as_json() for finding in self.findings]
        walks = [asdict(walk) for walk in self.walks]
        return json.dumps({**vars(self), "findings": findings, "walks": walks})


def from_json(text: str) -> Result:
    """Return a result that travelled as JSON."""
    data = json.loads(text)
    applied = {int(number): count for number, count in data["applied"].items()}
    findings = tuple(Finding(**finding) for finding in data["findings"])
    shown, walks = tuple(data["shown"]), tuple(map(_walked, data["walks"]))
    told = {"applied": applied, "findings": findings, "shown": shown, "walks": walks}
    return Result(**(data | told))


def _walked(data: Mapping[str, Any]) -> JobWalk:
    runs, visits, steps = (tuple(map(tuple, data[name])) for name in ("runs", "visits", "steps"))
    return JobWalk(runs, visits, steps, data["findings"])


def laws_of(contract: Contract) -> tuple[Law, ...]:
    """Return every law of a contract, in the order results number them."""
    return (*contract.laws, *contract.implied)


def of_job(
    contract: Contract,
    exchanges: Sequence[AnsweredCall],
    *,
    records: int | None = None,
    lists: Lists | None = None,
    missing: bool = False,
) -> Result:
    """Return the result of one job: on the wire, as parsed, and as a history.

    records: how many the job's input has, where that is known. missing: a job is asked for that is
    not there. lists: for each exchange the job's entries in the list read before it and after it,
    as boto3 returns them, or None. Raises InputError for no number of records, or no such lists.
    """
    polls = _pages.folded(contract, exchanges)
    beside: check.KnownBeside = {"records": records, "lists": lists, "asked": _asked(polls)}
    sent = [(poll.answer.body, poll.answer.headers, poll.answer.status) for poll in polls]
    wire = check.check_wire_history(contract, sent, **beside)
    bodies = [_parsed(contract, poll, missing=missing) for poll in polls]
    parsed = check.check_bodies(contract, bodies, view="schema", **beside)
    told = _of_no_job(contract, polls, wire.findings) if missing else wire.findings
    told = _with_pages(contract, polls, told)
    payload = contract.wire.payload
    above = ("", f"/{payload}") if payload else ("",)
    known = {(one.poll, f"{way}{one.pointer}") for one in told for way in above}
    more = [f for f in parsed.findings if (f.poll, f.pointer) not in known]
    failed = [bool((a | b) & FAILED) for a, b in zip(wire.marks, parsed.marks, strict=True)]
    quiet = [(i, poll) for i, poll in enumerate(polls, 1) if not failed[i - 1]]
    found = (*told, *more, *_quietly_wrong(contract, quiet, missing=missing))
    is_answer = [poll.answer.status < FIRST_ERROR for poll in polls]
    return Result(
        contract.operation,
        story="",
        origin="",
        missing=missing,
        responses=sum(is_answer),
        fitting=sum(a and not m & UNFIT for a, m in zip(is_answer, wire.marks, strict=True)),
        pages=sum(len(poll.more) for poll in polls),
        steps=max(0, sum(is_answer) - 1),
        errors=len(polls) - sum(is_answer),
        applied=_numbered(contract, parsed.applied),
        findings=found,
        walks=(walk(contract, [body.value for body in bodies], len(found)),),
    )


def _with_pages(
    contract: Contract, polls: Sequence[AnsweredCall], told: Sequence[Finding]
) -> tuple[Finding, ...]:
    """Return findings without what a law says of a first page alone, with those on later pages."""
    paged = {number for number, poll in enumerate(polls, 1) if poll.more}
    kept = [one for one in told if one.poll not in paged or one.law in _SHAPE]
    return (*kept, *[one for n in sorted(paged) for one in _of_pages(contract, n, polls[n - 1])])


def _quietly_wrong(
    contract: Contract, quiet: Sequence[tuple[int, AnsweredCall]], *, missing: bool
) -> Iterator[Finding]:
    """Yield what is wrong with answers that had no error: unread, or not saying what is missing."""
    for number, poll in quiet:
        if poll.answer.status < FIRST_ERROR and poll.parsed is None:
            yield _unread(contract, number, poll)
    told = contract.missing
    if missing and told:
        for number, poll in quiet:
            if not _says_missing(contract, told, poll):
                yield _error_answers.wrong_answer(contract, number, poll.raised, told.told)


folded = _pages.folded
"""Puts the later pages of an answer into it; `of_job` does so by itself."""


def _of_pages(contract: Contract, number: int, poll: AnsweredCall) -> Iterator[Finding]:
    """Yield what is wrong with the later pages of an answer, and where they disagree with it."""
    pages = [poll, *poll.more]
    shown = [boto3_values.plain(page.parsed) for page in pages if page.parsed is not None]
    yield from _pages.disagreements(contract, shown, number)
    for at, page in enumerate(poll.more, 2):
        sent = page.answer
        found = check.check_wire(contract, sent.body, headers=sent.headers, status=sent.status)
        yield from (replace(one, poll=number) for one in found.findings if one.law in _SHAPE)
        if page.raised is not None:
            yield explain.finding(
                contract,
                poll=number,
                where=f"page {at}",
                got=page.raised,
                what=f"got {complaint(page.raised)} for the token that page {at - 1} gave",
                expected="the next page",
                fix="Take every token that was given, as long as the job is there.",
            )


def of_verdict(
    contract: Contract, verdict: Verdict, bodies: Sequence[Body], *, view: View, story: str
) -> Result:
    """Return what a check of a file came to, as a result; `check_bodies` made the verdict.

    view: of the bodies. story: the name of the file, as it may be told.
    """
    shown = [see(contract, body, view, briefly=True).response for body in bodies]
    return Result(
        contract.operation,
        story,
        origin="a file",
        responses=len(bodies),
        fitting=sum(not mark & UNFIT for mark in verdict.marks),
        steps=max(0, len(bodies) - 1),
        applied=_numbered(contract, verdict.applied),
        findings=verdict.findings,
        walks=(walk(contract, shown, len(verdict.findings)),),
    )


def _numbered(contract: Contract, applied: Mapping[Law, int]) -> dict[int, int]:
    numbers = {law: number for number, law in enumerate(laws_of(contract))}
    return {numbers[law]: count for law, count in applied.items()}


def _parsed(contract: Contract, poll: AnsweredCall, *, missing: bool) -> Body:
    """Return what the client made of a body; of one that nobody can read nothing: that is told.

    Nothing either of an answer without a job where there is none: it says what is so.
    """
    nothing = Body(None, readable=False, faults=())
    sent = poll.answer
    if poll.parsed is None:
        return nothing
    if not decode.read(contract, sent.body, sent.headers, sent.status).body.readable:
        return nothing
    shown = boto3_values.plain(poll.parsed)
    if poll.more:
        pages = [poll.parsed, *(page.parsed for page in poll.more if page.parsed is not None)]
        shown = boto3_values.plain(_pages.joined(contract, pages, 1))
    if missing and _jobs_shown.finding_on_none(contract, shown, None) is not None:
        return nothing
    return Body(shown, readable=True, faults=())


def _asked(polls: Sequence[AnsweredCall]) -> Mapping[str, Any] | None:
    """Return the input of the calls, where all of them have the same."""
    first = polls[0].call.params if polls else None
    return first if all(poll.call.params == first for poll in polls) else None


def _says_missing(contract: Contract, missing: Missing, poll: AnsweredCall) -> bool:
    """Return whether an answer is what says that a job is not there: an error, or an empty list."""
    if poll.raised is not None or poll.parsed is None or not missing.empty:
        return poll.raised in (missing.error or None, *missing.also) and poll.raised is not None
    shown = boto3_values.plain(poll.parsed)

    def at(path: str) -> Any:
        return paths.get(shown, contract.steps(path))

    named = not missing.names or bool(at(missing.names))
    return not at(missing.empty) and named and all(at(p) == v for p, v in missing.says.items())


def _of_no_job(
    contract: Contract, polls: Sequence[AnsweredCall], found: Sequence[Finding]
) -> tuple[Finding, ...]:
    """Return the findings on answers that show no job, as is right: laws are about jobs."""
    told = contract.missing
    right = {i for i, poll in enumerate(polls, 1) if told and _says_missing(contract, told, poll)}
    return tuple(one for one in found if one.poll not in right or one.law in _SHAPE)


def _unread(contract: Contract, number: int, poll: AnsweredCall) -> Finding:
    """Return the finding on an answer with nothing wrong in it that the client cannot read."""
    raised = complaint(poll.raised or "")
    return explain.finding(
        contract,
        tier="observed",
        poll=number,
        got=raised,
        expected="an answer that botocore can read",
        source="botocore",
        where="the response",
        what=f"botocore raises {raised}",
        fix="A client in use cannot read this answer; send what it can.",
    )
