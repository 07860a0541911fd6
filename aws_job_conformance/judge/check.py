"""The judge: a response, a history or wire bytes go in, findings come out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from typing import Any

from aws_job_conformance.core import laws, paths
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.findings import GRADES, Finding, Grade
from aws_job_conformance.core.tally import SHOWN, Tally
from aws_job_conformance.judge import _error_answers, _jobless, _pages, _several, arguments, explain
from aws_job_conformance.judge._shape import Misfit
from aws_job_conformance.judge.poll import CHECKSUM, Poll, View, damage, see
from aws_job_conformance.protocol import decode
from aws_job_conformance.protocol.bodies import FIRST_ERROR, Body
from aws_job_conformance.protocol.boto3_values import taken

_BY_LAW = {
    "required": ("present", "settles", "final", "when", "each"),
    "minimum": ("not-negative", "within", "each"),
    "maximum": ("within", "each"),
}
"""Keywords that say what these laws say: at one pointer the law is reported, if it is as grave."""


FAILED, UNFIT = 1, 2

_EXPLAINED = 100
"""After so many responses that do not fit, of others it is only said where."""

_STEP = 1000
_VALUE = re.compile(r'"[^"]*"|[0-9]+')
_WORDS = 60


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check says: the findings, and how often each law applied.

    Of findings of a kind the first few are kept, and the last of them says how many more there are.
    marks: for each response a byte, FAILED where it has an error, UNFIT where its body or shape has
    one or a warning; true also of those whose findings were left out.
    """

    findings: tuple[Finding, ...]
    applied: Counter[Law] = field(default_factory=Counter)
    marks: bytes = b""


def check_response(contract: Contract, response: Any) -> Verdict:
    """Return what the contract says of one response, as an SDK returns it.

    Datetimes, bytes and `ResponseMetadata` are taken as boto3 gives them.
    """
    body = taken(_jobless.as_answer(response), 1)
    return check_bodies(contract, [body], view="schema", is_history=False)


def check_history(
    contract: Contract,
    responses: Iterable[Any],
    *,
    records: int | None = None,
    lists: laws.Lists | None = None,
    asked: Mapping[str, Any] | None = None,
) -> Verdict:
    """Return what the contract says of one job's responses, oldest first.

    records: how many the job's input has, where that is known. lists: where the list call was read
    around the polls, for each response the job's entries in it, (before, after), as boto3 returns
    them, or None; an entry is None where the list did not have the job. asked: the
    input of the call, as boto3 takes it, where that is known. An answer that came in pages is given
    as the list of them, first one first, where the operation has `pages`. Raises InputError for
    what is no history, no number of records, no such lists, or no JSON and nothing that boto3
    returns.
    """
    arguments.must_count(records)
    given = arguments.responses(responses)
    bodies: list[Body] = []
    told: list[Finding] = []
    for poll, one in enumerate(given, 1):
        answer = one
        if isinstance(one, (list, tuple)) and contract.pages is not None:
            answer = _pages.joined(contract, one, poll)
            pages = [taken(page, poll).value for page in one]
            told += _pages.disagreements(contract, pages, poll)
        bodies.append(taken(_jobless.as_answer(answer), poll))
    verdict = check_bodies(
        contract, bodies, view="schema", records=records, lists=lists, asked=asked
    )
    return replace(verdict, findings=_by_poll((*told, *verdict.findings)))


def check_documents(
    contract: Contract,
    bodies: Sequence[Body],
    *,
    is_history: bool,
    is_one: bool = False,
    step: Callable[[int], None] = lambda _: None,
) -> Verdict:
    """Return what the contract says of the documents of a file, in the response view.

    A body that is a list is one answer in pages, where the operation has `pages`. is_one: the
    bodies are the pages of one answer. The others are as for check_bodies. Raises InputError for
    pages that are none, and of an operation that answers in one.
    """
    told: list[Finding] = []
    if is_one or contract.pages is not None:
        bodies, told = _pages.whole(contract, bodies, is_one=is_one)
        is_history = is_history and not is_one
    verdict = check_bodies(contract, bodies, view="schema", is_history=is_history, step=step)
    return replace(verdict, findings=_by_poll((*told, *verdict.findings)))


def check_wire(
    contract: Contract, body: bytes, *, headers: Mapping[str, str] | None = None, status: int = 200
) -> Verdict:
    """Return what the contract says of one HTTP response: its syntax, its shape, then the laws.

    headers: of the response, in any case; they tell a body in another protocol than the contract's,
    and the CRC-32 of any. status: the HTTP status; from 300 the body is judged as an error. Raises
    InputError for a body that is no bytes, no headers, or no status.
    """
    exchange = (body, {} if headers is None else headers, status)
    return _check_exchanges(contract, [exchange], is_history=False)


def check_wire_history(
    contract: Contract,
    exchanges: Iterable[tuple[bytes, Mapping[str, str], int]],
    *,
    records: int | None = None,
    lists: laws.Lists | None = None,
    asked: Mapping[str, Any] | None = None,
) -> Verdict:
    """Return what the contract says of one job's HTTP responses: (body, headers, status) each.

    records: how many the job's input has, where that is known. lists: as for check_history, one
    for each HTTP response; their entries as boto3 returns them. asked: as for
    check_history. Raises InputError for a body that
    is no bytes, for no number of records, or for no such lists.
    """
    return _check_exchanges(contract, exchanges, records=records, lists=lists, asked=asked)


def _check_exchanges(  # noqa: PLR0913 - what is known of a history, by name
    contract: Contract,
    exchanges: Iterable[tuple[bytes, Mapping[str, str], int]],
    *,
    records: int | None = None,
    lists: laws.Lists | None = None,
    asked: Mapping[str, Any] | None = None,
    is_history: bool = True,
) -> Verdict:
    found: Tally[Finding] = Tally()
    marks = bytearray()
    bodies = []
    for number, exchange in enumerate(exchanges, 1):
        poll = number if is_history else None
        body, headers, status = arguments.exchange(exchange)
        answer = decode.read(contract, body, headers, status)
        told = [*_damaged(contract, body, headers, answer.protocol, poll)]
        read = answer.body
        if status >= FIRST_ERROR:
            told += _error_answers.judge(contract, answer, headers, status, poll)
            read = Body(None, readable=False, faults=())
        marks.append(_mark(told))
        for finding in told:
            found.add(_kind(finding), partial(lambda one: one, finding), 1 + finding.more)
        bodies.append(read)
    verdict = check_bodies(
        contract,
        bodies,
        view="wire",
        records=records,
        lists=lists,
        asked=asked,
        is_history=is_history,
    )
    both = bytes(a | b for a, b in zip(marks, verdict.marks, strict=True))
    return replace(verdict, findings=_by_poll((*found, *verdict.findings)), marks=both)


def _mark(findings: Iterable[Finding]) -> int:
    mark = 0
    for finding in findings:
        mark |= FAILED if finding.grade == "error" else 0
        mark |= UNFIT if finding.grade != "note" else 0
    return mark


def _kind(finding: Finding) -> Hashable:
    """Return what findings on answers of a kind share: their words, without what was sent."""
    words = _VALUE.sub("", finding.message)[:_WORDS]
    return (finding.law, finding.grade, words)


def _damaged(
    contract: Contract,
    body: bytes,
    headers: Mapping[str, str],
    protocol: str | None,
    poll: int | None,
) -> Iterator[Finding]:
    fault = damage(body, headers)
    if fault is not None:
        yield explain.of_wire(
            contract,
            poll=poll,
            where=f"header {CHECKSUM}",
            got=fault.got,
            what=fault.what,
            expected=fault.expected,
            fix=fault.fix,
            protocol=protocol,
        )


def check_bodies(  # noqa: PLR0913 - what is known of a history, by name
    contract: Contract,
    bodies: Sequence[Body],
    *,
    view: View,
    records: int | None = None,
    lists: laws.Lists | None = None,
    asked: Mapping[str, Any] | None = None,
    is_history: bool = True,
    step: Callable[[int], None] = lambda _: None,
) -> Verdict:
    """Return what the contract says of one job's bodies, as read: in the wire or the response view.

    A body that could not be read is only its faults; laws look past it. records: how many the job's
    input has, where that is known. lists: as for check_history, one for each body; their entries
    are in the response view whatever the bodies' is. asked: as for check_history. is_history:
    whether findings name their poll; those on a response by itself do not. step: told now and then
    how many bodies were looked at.
    Raises InputError for what is no number of records, or no such lists.
    """
    arguments.must_count(records)
    entries = None if lists is None else arguments.entries(lists, len(bodies))
    request = None if asked is None else arguments.request(asked)
    findings = _Findings(contract, view, len(bodies), is_history=is_history)
    if view == "schema":
        bodies = [*_with_job(contract, bodies, findings)]
    polls = _seen(contract, bodies, view, step)
    answers = [poll.response for poll in polls]
    judged = _several.judge(contract, answers, records, entries, request)
    told: dict[tuple[int, paths.Steps], list[laws.Breach]] = {}
    breaches = []
    for number, breach in judged.breaches:
        if not polls[number - 1].explains(breach):
            breaches.append((number, breach))
            told.setdefault((number, breach.steps), []).append(breach)
    number = 1
    for _, run in groupby(polls, id):
        alike = [*run]
        findings.of_shapes(number, alike, told)
        number += len(alike)
    for number, breach in breaches:
        findings.of_law(number, polls[number - 1], breach)
    return Verdict(_by_poll(findings.told), judged.applied, bytes(findings.marks))


def _with_job(contract: Contract, bodies: Sequence[Body], findings: _Findings) -> Iterator[Body]:
    """Yield bodies, without those that show no job: these are told, and there is no more to say."""
    nothing = Body(None, readable=False, faults=())
    last: Any = None
    for number, body in enumerate(bodies, 1):
        poll = findings.poll(number)
        if body.readable and _jobless.says_gone(contract, body.value, last):
            yield nothing  # as promised: it shows nothing more
            continue
        last = paths.get(body.value, contract.status_steps) or last
        note = _jobless.finding(contract, body.value, poll) if body.readable else None
        if note is None:
            yield body
        else:
            findings.add(
                number, ("no job", note.message), partial(lambda one: one, note), note.grade, 1
            )
            yield nothing


def _seen(
    contract: Contract, bodies: Sequence[Body], view: View, step: Callable[[int], None]
) -> list[Poll]:
    """Return bodies as they are judged: one that stands for several in a row once.

    After many that do not fit the others are looked at briefly: what is wrong is known by then.
    """
    polls: list[Poll] = []
    unfit = 0
    for _, run in groupby(bodies, id):
        alike = [*run]
        poll = see(contract, alike[0], view, briefly=unfit > _EXPLAINED)
        unfit += bool(poll.misfits)
        polls += [poll] * len(alike)
        if len(polls) // _STEP > (len(polls) - len(alike)) // _STEP:
            step(len(polls))
    return polls


class _Findings:
    """The findings on one job as they are made, those of a kind counted; and where they stand."""

    def __init__(self, contract: Contract, view: View, polls: int, *, is_history: bool) -> None:
        self.contract, self.view, self.is_history = contract, view, is_history
        self.told: Tally[Finding] = Tally()
        self.marks = bytearray(polls)
        self.last: list[tuple[Hashable, int]] = []

    def poll(self, number: int) -> int | None:
        """Return the number of a poll as findings name it."""
        return number if self.is_history else None

    def of_shapes(
        self,
        number: int,
        polls: Sequence[Poll],
        breaches: Mapping[tuple[int, paths.Steps], Sequence[laws.Breach]],
    ) -> None:
        """Take note of what is wrong with the shape of polls that are alike, from this number."""
        if not (polls[0].faults or polls[0].misfits):
            return
        each = len(polls) if polls[0].response is not None else min(len(polls), SHOWN + 1)
        for beside, poll in enumerate(polls[:each]):
            self.of_shape(number + beside, poll, breaches)
        left = len(polls) - each
        if left:  # nothing but what was told of the last one
            start, mark = number - 1 + each, self.marks[number + each - 2]
            self.marks[start : start + left] = bytes([mark]) * left
            for kind, count in self.last:
                self.told.leave(kind, count * left)

    def of_shape(
        self,
        number: int,
        poll: Poll,
        breaches: Mapping[tuple[int, paths.Steps], Sequence[laws.Breach]],
    ) -> None:
        self.last = []
        for fault in poll.faults:
            kind: Hashable = ("fault", fault.expected, fault.protocol, _general(fault.steps))
            make = partial(
                explain.of_fault, self.contract, poll, fault, self.view, self.poll(number)
            )
            self.add(number, kind, make, "error", 1 + fault.more, unfit=True)
        for misfit in poll.misfits:
            if not _is_told(misfit, breaches.get((number, misfit.steps), ())):
                kind = ("misfit", misfit.kind, misfit.grade)
                make = partial(
                    explain.of_misfit, self.contract, poll, misfit, self.view, self.poll(number)
                )
                self.add(number, kind, make, misfit.grade, 1 + misfit.more, unfit=True)

    def of_law(self, number: int, poll: Poll, breach: laws.Breach) -> None:
        kind = ("law", breach.law, _general(breach.steps))
        make = partial(explain.of_breach, self.contract, poll, breach, self.poll(number))
        self.add(number, kind, make, breach.grade, 1)

    def add(  # noqa: PLR0913 - what is known of one finding before it is made, by name
        self,
        number: int,
        kind: Hashable,
        make: Callable[[], Finding],
        grade: Grade,
        count: int,
        *,
        unfit: bool = False,
    ) -> None:
        self.marks[number - 1] |= (FAILED if grade == "error" else 0) | (
            UNFIT if unfit and grade != "note" else 0
        )
        self.told.add(kind, make, count)
        self.last.append((kind, count))


def _general(steps: paths.Steps) -> paths.Steps:
    """Return steps with one for every position of a list."""
    return tuple(-1 if isinstance(step, int) else step for step in steps)


def _is_told(misfit: Misfit, breaches: Iterable[laws.Breach]) -> bool:
    """Return whether a law that is broken at the same place says what this misfit says."""
    kinds = _BY_LAW.get(misfit.keyword, ())
    grade = GRADES.index(misfit.grade)
    return any(b.law.kind in kinds and GRADES.index(b.grade) <= grade for b in breaches)


def _by_poll(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings poll by poll, the gravest of each first."""
    return tuple(sorted(findings, key=lambda f: (f.poll or 0, GRADES.index(f.grade))))
