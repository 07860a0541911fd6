"""The pages of one answer: one response, as a reader puts it together, and where they disagree."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.findings import Finding
from aws_job_conformance.core.laws.measures import same
from aws_job_conformance.core.text import show
from aws_job_conformance.judge import _masks, explain
from aws_job_conformance.protocol.bodies import Body
from aws_job_conformance.protocol.http import AnsweredCall


def joined(contract: Contract, pages: Sequence[Mapping[str, Any]], poll: int) -> Mapping[str, Any]:
    """Return the pages of one answer as one response, the lists that go on put end to end.

    Of everything else the first page is the answer; the token of the last one is left out with the
    others. Raises InputError where the operation has no pages, or one of them is no object.
    """
    if (told := contract.pages) is None:
        raise InputError(
            f"response {poll} is a list of pages, and {contract.operation} answers in one. Give its"
            " response"
        )
    if not pages or not all(isinstance(page, Mapping) for page in pages):
        raise InputError(f"response {poll} is a list of pages: give each as boto3 returns it")
    whole = paths.drop(dict(pages[0]), told.token)
    for steps in told.lists:
        entries = [entry for page in pages for entry in _list(dict(page), steps)]
        if entries or paths.get(whole, steps) is not None:
            whole = paths.put(whole, steps, entries)
    return dict(whole)


def whole(
    contract: Contract, bodies: Iterable[Body], *, is_one: bool
) -> tuple[list[Body], list[Finding]]:
    """Return bodies with each list of pages as the one response it is, and where pages disagree.

    is_one: whether the bodies are the pages of one answer, and not answers.
    """
    given = list(bodies)
    if is_one:
        faults = tuple(fault for body in given for fault in body.faults)
        given = [Body([body.value for body in given], readable=True, faults=faults)]
    found: list[Body] = []
    told: list[Finding] = []
    for poll, body in enumerate(given, 1):
        if isinstance(body.value, list):
            told += disagreements(contract, body.value, None if is_one else poll)
            found.append(replace(body, value=joined(contract, body.value, poll)))
        else:
            found.append(body)
    return found, told


def folded(contract: Contract, polls: Iterable[AnsweredCall]) -> list[AnsweredCall]:
    """Return answers with those that are later pages of the one before put into it.

    A later page is asked for as the first was, and by the token that the page before it gave.
    """
    found: list[AnsweredCall] = []
    told = contract.pages
    for poll in polls:
        if told is not None and found:
            first, last = found[-1], (found[-1], *found[-1].more)[-1]
            asked = dict(poll.call.params)
            token = asked.pop(told.asked, None)
            given = paths.get(dict(last.parsed or {}), told.token)
            if token is not None and token == given and asked == dict(first.call.params):
                found[-1] = replace(first, more=(*first.more, poll))
                continue
        found.append(poll)
    return found


def _list(page: Mapping[str, Any], steps: paths.Steps) -> list[Any]:
    held = paths.get(page, steps)
    return held if isinstance(held, list) else []


def disagreements(
    contract: Contract, pages: Sequence[Mapping[str, Any]], poll: int | None
) -> Iterator[Finding]:
    """Yield a finding for each member that a later page shows otherwise than the first.

    Only what the contract names is compared, and only where a page shows it. pages: as JSON.
    """
    told = contract.pages
    for steps in () if told is None or not pages else told.same:
        first = paths.get(pages[0], steps)
        for number, page in enumerate(pages[1:], 2):
            value = paths.get(page, steps)
            if first is None or value is None or same(first, value):
                continue
            before, got = (_masks.value(contract, steps, one) for one in (first, value))
            yield explain.finding(
                contract,
                poll=poll,
                where=f"page {number} · {paths.text(steps, root=contract.root)}",
                got=got,
                what=f"got {show(got)}, but the first page has {show(before)}",
                expected="what the first page has",
                fix="Answer every page from the state that the first one was answered from.",
                pointer=paths.pointer(steps),
                law="schema",
            )
            break
