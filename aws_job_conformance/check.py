"""The judge: a response, a history or wire bytes go in, findings come out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from aws_job_conformance import answers, errors, laws, paths, tell, wire
from aws_job_conformance.contract import Contract, Law
from aws_job_conformance.findings import GRADES, Finding, InputError
from aws_job_conformance.seen import CHECKSUM, View, damage, see
from aws_job_conformance.shape import Misfit
from aws_job_conformance.values import taken

_BY_LAW = {"required": ("present", "settles", "final"), "minimum": ("not-negative",)}
"""Keywords that say what these laws say: at one pointer the law is reported, if it is as grave."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check says: the findings, and how often each law applied."""

    findings: tuple[Finding, ...]
    applied: Counter[Law] = field(default_factory=Counter)


def check_response(contract: Contract, response: Any) -> Verdict:
    """Return what the contract says of one response, as an SDK returns it.

    Datetimes, bytes and `ResponseMetadata` are taken as boto3 gives them.
    """
    return alone(check_history(contract, [response]))


def check_history(
    contract: Contract,
    responses: Iterable[Any],
    *,
    records: int | None = None,
    lists: laws.Lists | None = None,
) -> Verdict:
    """Return what the contract says of one job's responses, oldest first.

    records: how many the job's input has, where that is known. lists: where the list call was read
    around the polls, for each response the job's entries in it, (before, after), as boto3 returns
    them, or None; an entry is None where the list did not have the job. Raises InputError for what
    is no history, no number of records, no such lists, or no JSON and nothing that boto3 returns.
    """
    if isinstance(responses, (Mapping, str, bytes)):
        raise InputError("a history is a list of responses, oldest first; check one with check()")
    bodies = [taken(response, poll) for poll, response in enumerate(responses, 1)]
    return check_bodies(contract, bodies, view="schema", records=records, lists=lists)


def check_wire(
    contract: Contract, body: bytes, *, headers: Mapping[str, str] | None = None, status: int = 200
) -> Verdict:
    """Return what the contract says of one HTTP response: its syntax, its shape, then the laws.

    headers: of the response, in any case; they tell a body in another protocol than the contract's,
    and the CRC-32 of any. status: the HTTP status; from 300 the body is judged as an error. Raises
    InputError for a body that is no bytes.
    """
    return alone(check_wire_history(contract, [(body, headers or {}, status)]))


def check_wire_history(
    contract: Contract,
    exchanges: Iterable[tuple[bytes, Mapping[str, str], int]],
    *,
    records: int | None = None,
    lists: laws.Lists | None = None,
) -> Verdict:
    """Return what the contract says of one job's HTTP responses: (body, headers, status) each.

    records: how many the job's input has, where that is known. lists: as for check_history, one
    for each HTTP response; their entries as boto3 returns them. Raises InputError for a body that
    is no bytes, for no number of records, or for no such lists.
    """
    found: list[Finding] = []
    bodies = []
    for poll, (body, headers, status) in enumerate(exchanges, 1):
        if not isinstance(body, (bytes, bytearray, memoryview)):
            raise InputError(f"a raw body is bytes, and this one is a {type(body).__name__}")
        folded = {_text(name).lower(): _text(value) for name, value in headers.items()}
        answer = answers.read(contract, bytes(body), folded, status)
        told = [*_damaged(contract, bytes(body), folded, answer.protocol)]
        read = answer.body
        if status >= wire.FIRST_ERROR:
            told += errors.judge(contract, answer, folded, status)
            read = wire.Body(None, readable=False, faults=())
        found += [replace(finding, poll=poll) for finding in told]
        bodies.append(read)
    verdict = check_bodies(contract, bodies, view="wire", records=records, lists=lists)
    return Verdict(_by_poll((*found, *verdict.findings)), verdict.applied)


def _damaged(
    contract: Contract, body: bytes, headers: Mapping[str, str], protocol: str | None
) -> Iterator[Finding]:
    fault = damage(body, headers)
    if fault is not None:
        yield tell.of_wire(
            contract,
            where=f"header {CHECKSUM}",
            got=fault.got,
            what=fault.what,
            expected=fault.expected,
            fix=fault.fix,
            protocol=protocol,
        )


def check_bodies(
    contract: Contract,
    bodies: Sequence[wire.Body],
    *,
    view: View,
    records: int | None = None,
    lists: laws.Lists | None = None,
) -> Verdict:
    """Return what the contract says of one job's bodies, as read: in the wire or the response view.

    A body that could not be read is only its faults; laws look past it. records: how many the job's
    input has, where that is known. lists: as for check_history, one for each body; their entries
    are in the response view whatever the bodies' is. Raises InputError for what is no number of
    records, or no such lists.
    """
    must_count(records)
    entries = None if lists is None else _entries(lists, len(bodies))
    polls = [see(contract, body, view) for body in bodies]
    judged = laws.judge(contract, [poll.response for poll in polls], records, entries)
    breaches = [
        (poll, breach) for poll, breach in judged.breaches if not polls[poll - 1].explains(breach)
    ]
    told: dict[tuple[int, paths.Steps], list[laws.Breach]] = {}
    for number, breach in breaches:
        told.setdefault((number, breach.steps), []).append(breach)
    findings: list[Finding] = []
    for number, poll in enumerate(polls, 1):
        here = [tell.of_fault(contract, poll, fault, view) for fault in poll.faults]
        here += [
            tell.of_misfit(contract, poll, misfit, view)
            for misfit in poll.misfits
            if not _is_told(misfit, told.get((number, misfit.steps), ()))
        ]
        findings += [replace(finding, poll=number) for finding in here]
    findings += [
        tell.of_breach(contract, polls[poll - 1], breach, poll) for poll, breach in breaches
    ]
    return Verdict(_by_poll(findings), judged.applied)


def must_count(records: int | None) -> None:
    """Raise InputError for what is no number of input records; None is one that is not known."""
    if records is not None and (type(records) is not int or records < 0):
        raise InputError(f"records is the number of input records, from 0 up, not {records!r}")


def _entries(lists: Any, count: int) -> list[laws.Entries | None]:
    """Return the list's entries around each poll as JSON; raises InputError for what is none."""
    wanted = "Give one for each response: (the entry before it, the entry after it), or None."
    if not isinstance(lists, (list, tuple)):
        raise InputError(f"lists is a list, not a {type(lists).__name__}. {wanted}")
    if len(lists) != count:
        raise InputError(f"lists has {len(lists)} places for {count} responses. {wanted}")
    found: list[laws.Entries | None] = []
    for poll, pair in enumerate(lists, 1):
        if pair is None:
            found.append(None)
        elif isinstance(pair, (list, tuple)) and len(pair) == 2:  # noqa: PLR2004 - before, after
            found.append((_entry(pair[0], poll), _entry(pair[1], poll)))
        else:
            raise InputError(f"lists, at poll {poll}: these are no two entries. {wanted}")
    return found


def _entry(entry: Any, poll: int) -> Any:
    if entry is not None and not isinstance(entry, Mapping):
        kind = type(entry).__name__
        raise InputError(
            f"lists, at poll {poll}: an entry is an object as boto3 returns it, or None where the"
            f" list does not have the job, and this one is a {kind}"
        )
    try:
        return taken(entry, poll).value
    except InputError as error:
        what = str(error).removeprefix(f"response {poll} ")
        raise InputError(f"lists, at poll {poll}: an entry {what}") from None


def _is_told(misfit: Misfit, breaches: Iterable[laws.Breach]) -> bool:
    """Return whether a law that is broken at the same place says what this misfit says."""
    kinds = _BY_LAW.get(misfit.keyword, ())
    grade = GRADES.index(misfit.grade)
    return any(b.law.kind in kinds and GRADES.index(b.grade) <= grade for b in breaches)


def _by_poll(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings poll by poll, the gravest of each first."""
    return tuple(sorted(findings, key=lambda f: (f.poll or 0, GRADES.index(f.grade))))


def alone(verdict: Verdict) -> Verdict:
    """Return the verdict on a response that is no part of a history."""
    return Verdict(tuple(replace(f, poll=None) for f in verdict.findings), verdict.applied)


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
