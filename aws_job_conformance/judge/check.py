"""The judge: a response, a history or wire bytes go in, findings come out."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from typing import Any, TypedDict, Unpack

from aws_job_conformance.core import laws, paths
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.findings import Finding
from aws_job_conformance.core.tally import Tally
from aws_job_conformance.judge import _error_answers, _jobs_shown, _pages, arguments, explain
from aws_job_conformance.judge._finding_tally import FindingTally, by_poll, count, mark_of
from aws_job_conformance.judge.poll import CHECKSUM, Poll, View, damage, see
from aws_job_conformance.protocol import decode
from aws_job_conformance.protocol.bodies import FIRST_ERROR, Body
from aws_job_conformance.protocol.boto3_values import taken

_EXPLAINED = 100
"""After so many responses that do not fit, of others it is only said where."""

_STEP = 1000


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


class KnownBeside(TypedDict, total=False):
    """What may be known beside a history, as `check_bodies` takes it.

    records: how many the job's input has. lists: where the list call was read around the polls, for
    each response the job's entries in it, (before, after), as boto3 returns them, or None; an entry
    is None where the list did not have the job. asked: the input of the call, as boto3 takes it.
    """

    records: int | None
    lists: laws.Lists | None
    asked: Mapping[str, Any] | None


def check_response(contract: Contract, response: Any) -> Verdict:
    """Return what the contract says of one response, as an SDK returns it.

    Datetimes, bytes and `ResponseMetadata` are taken as boto3 gives them.
    """
    body = taken(_jobs_shown.as_answer(response), 1)
    return check_bodies(contract, [body], view="schema", is_history=False)


def check_history(
    contract: Contract, responses: Iterable[Any], **known: Unpack[KnownBeside]
) -> Verdict:
    """Return what the contract says of one job's responses, oldest first.

    known: what is known beside them. An answer that came in pages is given as the list of them,
    first one first, where the operation has `pages`. Raises InputError for what is no history, no
    number of records, no such lists, or no JSON and nothing that boto3 returns.
    """
    arguments.must_count(known.get("records"))
    given = arguments.responses(responses)
    bodies: list[Body] = []
    told: list[Finding] = []
    for poll, one in enumerate(given, 1):
        answer = one
        if isinstance(one, (list, tuple)) and contract.pages is not None:
            answer = _pages.joined(contract, one, poll)
            told += _pages.disagreements(contract, [taken(page, poll).value for page in one], poll)
        bodies.append(taken(_jobs_shown.as_answer(answer), poll))
    found = check_bodies(contract, bodies, view="schema", **known)
    return replace(found, findings=by_poll((*count(told, Tally()), *found.findings)))


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
    return replace(verdict, findings=by_poll((*count(told, Tally()), *verdict.findings)))


def check_wire(
    contract: Contract, body: bytes, *, headers: Mapping[str, str] | None = None, status: int = 200
) -> Verdict:
    """Return what the contract says of one HTTP response: its syntax, its shape, then the laws.

    headers: of the response, in any case; they tell a body in another protocol than the contract's,
    and the CRC-32 of any. status: the HTTP status; from 300 the body is judged as an error. Raises
    InputError for a body that is no bytes, no headers, or no status.
    """
    exchange = (body, {} if headers is None else headers, status)
    return check_wire_history(contract, [exchange], is_history=False)


def check_wire_history(
    contract: Contract,
    exchanges: Iterable[tuple[bytes, Mapping[str, str], int]],
    *,
    is_history: bool = True,
    **known: Unpack[KnownBeside],
) -> Verdict:
    """Return what the contract says of one job's HTTP responses: (body, headers, status) each.

    known: what is known beside them, with lists for each HTTP response. is_history: as for
    check_bodies. Raises InputError for a body that is no bytes, for no number of
    records, or for no such lists.
    """
    found: Tally[Finding] = Tally()
    marks = bytearray()
    bodies = []
    for number, exchange in enumerate(exchanges, 1):
        poll = number if is_history else None
        body, headers, status = arguments.exchange(exchange)
        answer = decode.read(contract, body, headers, status)
        told, read = [], answer.body
        if (fault := damage(body, headers)) is not None:
            fault = replace(fault, protocol=answer.protocol)
            where = f"header {CHECKSUM}"
            told = [explain.of_fault(contract, Poll(None, ()), fault, "wire", poll, where=where)]
        if status >= FIRST_ERROR:
            told += _error_answers.judge(contract, answer, headers, status, poll)
            read = Body(None, readable=False, faults=())
        marks.append(mark_of(told))
        count(told, found)
        bodies.append(read)
    verdict = check_bodies(contract, bodies, view="wire", is_history=is_history, **known)
    both = bytes(a | b for a, b in zip(marks, verdict.marks, strict=True))
    return replace(verdict, findings=by_poll((*found, *verdict.findings)), marks=both)


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
    input has, where that is known. lists: as in KnownBeside, one for each body; their entries are
    in the response view whatever the bodies' is. asked: the input of the call. is_history:
    whether findings name their poll; those on a response by itself do not. step: told now and then
    how many bodies were looked at.
    Raises InputError for what is no number of records, or no such lists.
    """
    arguments.must_count(records)
    entries = None if lists is None else arguments.entries(lists, len(bodies))
    request = None if asked is None else arguments.request(asked)
    findings = FindingTally(contract, view, len(bodies), is_history=is_history)
    if view == "schema":
        bodies = [*_with_job(contract, bodies, findings)]
    polls = _seen(contract, bodies, view, step)
    answers = [poll.response for poll in polls]
    judged = _jobs_shown.judge(contract, answers, records, entries, request)
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
    return Verdict(by_poll(findings.told), judged.applied, bytes(findings.marks))


def _with_job(contract: Contract, bodies: Sequence[Body], findings: FindingTally) -> Iterator[Body]:
    """Yield bodies, without those that show no job: these are told, and there is no more to say."""
    nothing = Body(None, readable=False, faults=())
    last: Any = None
    for number, body in enumerate(bodies, 1):
        poll = findings.poll(number)
        if body.readable and _jobs_shown.says_gone(contract, body.value, last):
            yield nothing  # as promised: it shows nothing more
            continue
        last = paths.get(body.value, contract.status_steps) or last
        note = _jobs_shown.finding_on_none(contract, body.value, poll) if body.readable else None
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
