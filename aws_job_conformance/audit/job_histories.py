"""The histories of an audit's jobs while they are open, and the close look at one of them."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from aws_job_conformance.audit import archive_records
from aws_job_conformance.audit.archive_records import NotAPoll, PollRecord
from aws_job_conformance.audit.audit_result import Placed
from aws_job_conformance.audit.job_identity import JobIdentity, identity
from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.findings import Finding
from aws_job_conformance.core.laws.walk import laws_of
from aws_job_conformance.judge import check
from aws_job_conformance.judge.fast import Compiled, compiled
from aws_job_conformance.judge.poll import CHECKSUM
from aws_job_conformance.protocol.bodies import Body

Place = int | tuple[int, bytes]
"""Where a poll's line stands: part and offset in one number; with the line, if it passes by once.
"""

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


def number_of(place: Place) -> int:
    """Return part and offset (or number of the line) of a place, in one number."""
    return place if isinstance(place, int) else place[0]


class OpenHistory:
    """One job's polls so far.

    state: as the fast judge has it; None before its first response. polls: the places of those that
    a close look would need; seen: how many there were before them. carried: whether the first of
    them was judged already. doubtful: whether the fast judge did not know it to be clean. unsorted:
    whether a poll came that is older than the one before. ended: whether the last one shows an end.
    time, first: of the newest poll, and of the first. found: what another process said of it.
    known: of how many polls, of several processes, it is known that they are clean, and the state.
    records: how many the job's input has, where a line says it.
    """

    __slots__ = (
        *("state", "polls", "seen", "carried", "doubtful", "unsorted", "ended", "time"),
        *("first", "found", "known", "records"),
    )

    def __init__(self) -> None:
        self.state: Any = None
        self.polls: list[Place] = []
        self.seen = 0
        self.carried = self.doubtful = self.unsorted = self.ended = False
        self.time: Any = None
        self.first: Any = None
        self.found: Sequence[Any] | None = None
        self.known: tuple[int, Any] = (0, None)
        self.records: int | None = None

    def comes(self, time: Any) -> bool:
        """Take note of the time of the next poll; return whether it is none before the last."""
        if self.time is not None and archive_records.is_before(time, self.time):
            self.unsorted = self.doubtful = True
            return False
        self.time = time
        self.first = time if self.first is None else self.first
        return True

    def counts(self, record: Mapping[str, Any]) -> None:
        """Take note of how many records a line says that the job's input has."""
        records = archive_records.counted(record)
        self.records = self.records if records is None else records

    def carry(self, state: Any) -> None:
        """Forget all but the last poll: nothing looks back further than into an end."""
        self.seen += len(self.polls) - 1
        del self.polls[:-1]
        self.carried, self.doubtful, self.unsorted = True, False, False
        self.known = (0, None)
        self.state = state

    def stretch(self, of: AuditedOperation, job: str, found: Sequence[Placed]) -> Stretch:
        """Return the history for another process, which knows the file by another number."""
        offsets = array("Q", (place for place in self.polls if isinstance(place, int)))
        told = (self.first, self.time, self.ended, self.unsorted, self.records)
        return Stretch(offsets, of.name, of.is_wire, job, *told, tuple(found))


class Stretch(NamedTuple):
    """What of one job lies in one part of an archive: where its polls begin, and what was found.

    first, last: the times of its first and its newest poll. ended: whether its last poll shows an
    end. unsorted, records: as of an open history.
    """

    polls: array[int]
    operation: str
    is_wire: bool
    job: str
    first: Any
    last: Any
    ended: bool
    unsorted: bool
    records: int | None
    found: tuple[Placed, ...]


class AuditedOperation:
    """One operation in one view, its contract compiled, and its jobs that are remembered."""

    def __init__(self, contract: Contract, *, is_wire: bool) -> None:
        self.contract = contract
        self.name = str(contract.operation)
        self.is_wire = is_wire
        self.fast: Compiled = compiled(contract)
        self.who: JobIdentity = identity(contract)
        self.final = frozenset(contract.status.final)
        self.shown = _reader(contract.status_steps)
        self.asked = self.who.asked or ""
        self.polls = 0
        self.clean, self.step = self.fast.clean_json, self.fast.step_json
        pages = contract.x_job.get("pages")
        self.token: str | None = pages["token"]["in"] if pages and not is_wire else None
        self.echoes = laws_of(contract).of_request
        self.accounts = laws_of(contract).of_input
        self.open: dict[str, OpenHistory] = {}
        self.ended: dict[str, OpenHistory] = {}
        self.ready: deque[OpenHistory] = deque()

    def is_plain_enough(self, *, alone: bool) -> bool:
        """Return whether a poll is nothing but the next one of the job that it asks for.

        alone: whether jobs are not followed. The request is looked at where a law is about it, the
        answer where it holds several jobs or one of several pages.
        """
        return not (self.is_wire or self.echoes) and (
            alone or not (self.token or self.who.among or self.who.asked is None)
        )

    def is_plain(self, headers: Mapping[str, str], status: int) -> bool:
        """Return whether all that is to be said of an answer can be said of its body."""
        kind = headers.get("content-type", "json")
        return status == 200 and "json" in kind and CHECKSUM not in headers  # noqa: PLR2004 - OK

    def answers(self, request: Mapping[str, Any], response: Any) -> bool:
        """Return whether a response is about what was asked for, as far as anybody promises it."""
        return not any(law.check(response, request) for law in self.echoes)

    def accounts_for(self, records: int | None, response: Any) -> bool:
        """Return whether an answer counts so many records, as far as anybody promises it."""
        if records is None or type(response) is not dict:
            return True
        return not any(law.check(response, records) for law in self.accounts)


def _reader(steps: paths.Steps) -> Callable[[Any], Any]:
    """Return what reads the text at the steps of a response; None where there is none."""
    (*above, name) = steps
    if not above and isinstance(name, str):

        def at_top(response: Any) -> Any:
            value = response.get(name) if type(response) is dict else None
            return value if type(value) is str else None

        return at_top

    def read(response: Any) -> Any:
        try:
            for step in above:
                response = response[step]
            value = response[name]
        except (LookupError, TypeError):
            return None
        return value if type(value) is str else None

    return read


def look(
    lines: Iterable[bytes], operation: str | None, *, is_sorted: bool
) -> list[tuple[int, PollRecord]]:
    """Return lines as the polls they are, in the order of their times; others are left out.

    Each with its number among those that were given.
    """
    found: list[tuple[datetime, int, PollRecord]] = []
    for number, line in enumerate(lines):
        try:
            record = archive_records.read(line, operation)
        except NotAPoll:
            continue
        when = None if is_sorted else archive_records.moment(record.line.get("time"))
        found.append((when or (found[-1][0] if found else _LONG_AGO), number, record))
    found.sort(key=lambda one: one[:2])
    return [(number, one) for _, number, one in found]


def judged(
    of: AuditedOperation, job: str, polls: Sequence[PollRecord], records: int | None = None
) -> list[Finding]:
    """Return the findings on one job's polls, oldest first, each with the number of its poll.

    records: how many the job's input has, where that is known.
    """
    requests = [poll.request for poll in polls if poll.request is not None]
    told = [_without(one, of.token) for one in requests]
    is_same = all(one == told[0] for one in told)
    asked = requests[0] if requests and is_same else None
    if of.is_wire:
        sent = [poll.wire for poll in polls if poll.wire is not None]
        told_of = check.check_wire_history(of.contract, sent, records=records, asked=asked)
        return [*told_of.findings, *(_of_requests(of, polls) if not is_same else ())]
    bodies, places = [*_alone(of, job, polls)], _places(of, job, polls)
    pages = [*_paged(of, polls)]
    if len(pages) < len(polls):
        values = [[bodies[i].value for i in group] for group in pages]
        given = [group if len(group) > 1 else group[0] for group in values]
        asked = _without(asked, of.token)
        found = check.check_history(of.contract, given, records=records, asked=asked).findings
        return [replace(one, poll=pages[(one.poll or 1) - 1][0] + 1) for one in found]
    seen = check.check_bodies(of.contract, bodies, view="schema", records=records, asked=asked)
    found = seen.findings
    mine = [placed for one in found if (placed := _placed(of, one, places)) is not None]
    return [*mine, *(_of_requests(of, polls) if not is_same else ())]


def _of_requests(of: AuditedOperation, polls: Sequence[PollRecord]) -> Iterator[Finding]:
    """Yield what is wrong with polls that asked for other things than their neighbours."""
    for number, poll in enumerate(polls, 1):
        if poll.request is None or not of.echoes:
            continue
        if poll.wire is not None:
            found = check.check_wire_history(of.contract, [poll.wire], asked=poll.request).findings
        elif poll.response is not None:
            one = [poll.response]
            found = check.check_bodies(of.contract, one, view="schema", asked=poll.request).findings
        else:
            continue
        yield from (replace(f, poll=number) for f in found if f.law == "echoes")


def _without(request: Mapping[str, Any] | None, token: str | None) -> Mapping[str, Any] | None:
    if request is None or token is None or token not in request:
        return request
    return {name: value for name, value in request.items() if name != token}


def _paged(of: AuditedOperation, polls: Sequence[PollRecord]) -> Iterator[list[int]]:
    """Yield the polls that are one answer in pages, by their places."""
    group: list[int] = []
    for at, poll in enumerate(polls):
        if group and not (of.token and poll.request and poll.request.get(of.token)):
            yield group
            group = []
        group.append(at)
    if group:
        yield group


def _alone(of: AuditedOperation, job: str, polls: Sequence[PollRecord]) -> Iterator[Body]:
    """Yield the bodies of one job's polls; of an answer with several jobs, with that job alone."""
    for poll, place in zip(polls, _places(of, job, polls), strict=True):
        body = poll.response
        assert body is not None
        if place is None:
            yield body
        else:
            entry = paths.get(body.value, of.who.among or ())[place]
            faults = body.faults if place == 0 else ()
            value = paths.put(body.value, of.who.among or (), [entry])
            yield replace(body, value=value, faults=faults)


def _places(of: AuditedOperation, job: str, polls: Sequence[PollRecord]) -> list[int | None]:
    """Return for each poll the place of a job among several, None where it is alone."""
    out: list[int | None] = []
    for poll in polls:
        several = None if poll.response is None else of.who.several(poll.response.value)
        out.append(None if several is None else dict(several).get(job))
    return out


def _placed(of: AuditedOperation, found: Finding, places: list[int | None]) -> Finding | None:
    """Return a finding with its place in an answer of several jobs.

    None for what is wrong with all of such an answer, but at its first job: it is told once.
    """
    if not (place := places[(found.poll or 1) - 1]):
        return found
    above = paths.pointer((*(of.who.among or ()), 0))
    if not f"{found.pointer}/".startswith(f"{above}/"):
        return None
    list_at = paths.text(of.who.among or (), root=of.contract.root)
    pointer = f"{above[:-1]}{place}{found.pointer[len(above) :]}"
    message = found.message.replace(f"{list_at}[0]", f"{list_at}[{place}]")
    return replace(found, pointer=pointer, message=message)
