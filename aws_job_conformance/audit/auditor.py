"""An archive judged line by line: what is known to be clean at once, all else by a close look."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import orjson

from aws_job_conformance.audit import archive_files, archive_records, job_histories
from aws_job_conformance.audit.archive_files import ArchivePart
from aws_job_conformance.audit.audit_result import AuditRules, Gathered
from aws_job_conformance.audit.job_book import OFFSET_BITS, OLDER, JobBook
from aws_job_conformance.audit.job_histories import AuditedOperation, OpenHistory, Place
from aws_job_conformance.catalog import load
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.text import brief
from aws_job_conformance.judge import check, poll
from aws_job_conformance.protocol import bodies, decode

MOST_POLLS = 20_000
"""Of one job; what comes after is judged as a history that begins with the last of these."""


class _SlowPoll(NamedTuple):
    """A poll that is not known to be clean at once. doubtful: whether reading it left a doubt."""

    of: AuditedOperation
    place: Place
    record: Mapping[str, Any]
    response: Any
    doubtful: bool


class Auditor:
    """One reading of parts of an archive. keeps: whether every job's polls are kept to the end."""

    def __init__(
        self, parts: Sequence[ArchivePart], rules: AuditRules, *, keeps: bool = False
    ) -> None:
        self.parts = parts
        self.rules = rules
        self.gathered = Gathered(rules.most)
        self.operations: dict[tuple[str, bool], AuditedOperation | None] = {}
        self.plain: dict[str, AuditedOperation] = {}
        self.book = JobBook(parts, rules, self.gathered, keeps=keeps)
        self._passed: Counter[int] = Counter()

    def lines(self, number: int, at: int, lines: Sequence[bytes]) -> None:
        """Judge some lines of a part. number: of the part. at: where the first of them begins."""
        part = self.parts[number]
        if not part.is_seekable:
            self.passing(number, lines)
            return
        first = number << OFFSET_BITS
        quick = self._quick if self.rules.histories else self._quick_alone
        loads, is_thorough = orjson.loads, self.rules.thorough
        for line in lines:
            if not line or line.isspace():  # a few kilobytes of gzip may hold millions of these
                at += len(line) + 1
                continue
            try:
                record = loads(line)
            except orjson.JSONDecodeError:
                record = None
            if is_thorough or record is None or not quick(first | at, record):
                self._line(part, f"offset {at}", first | at, line, record, end=at + len(line))
            at += len(line) + 1

    def passing(self, number: int, lines: Sequence[bytes]) -> None:
        """Judge lines that cannot be read again."""
        part, first = self.parts[number], self._passed[number] + 1
        self._passed[number] += len(lines)
        for at, line in enumerate(lines, first):
            if not line or line.isspace():
                continue
            try:
                record = orjson.loads(line)
            except orjson.JSONDecodeError:
                record = None
            place = ((number << OFFSET_BITS) | at, line)
            self._line(part, f"line {at}", place, line, record)

    def _quick(self, place: Place, record: Any) -> bool:  # noqa: PLR0911 - the hot path
        """Judge a poll as the next one of its job, if nothing about it is special."""
        try:
            of = self.plain[record["operation"]]
            request, response, time = record["request"], record["response"], record["time"]
            if len(request) != 1 or "region" in record or "records" in record:
                return False
            job = request[of.asked]
            history = of.open.get(job) or of.ended.get(job)
            if history is None:
                if not (type(job) is type(time) is str):
                    return False
                last, before = time, None
            else:
                last, before = history.time, history.state
                is_known = before is not None and history.records is None and not history.doubtful
                if not is_known or len(last) != len(time) or last > time:
                    return False
            state = of.step(before, response)
            if state is None:
                return False
        except (KeyError, TypeError):
            return False
        if history is None:
            history = self.book.begun(of, job)
            history.first = time
        of.polls += 1
        history.state, history.time = state, time
        history.ended = ends = of.shown(response) in of.final
        if ends and history.carried and len(history.polls) == 1:
            history.polls[0] = place  # it stays at its end: of that only the last poll counts
            history.seen += 1
            return True
        history.polls.append(place)
        if ends or len(history.polls) >= MOST_POLLS:
            self.book.end(of, job, history, response)
        return True

    def _quick_alone(self, _: Place, record: Any) -> bool:
        """Judge a poll by itself, if nothing about it is special."""
        try:
            of = self.plain[record["operation"]]
            if "records" in record or not of.clean(record["response"]):
                return False
        except (KeyError, TypeError):
            return False
        of.polls += 1
        return True

    def interaction(self, number: int, at: int, line: bytes) -> None:
        """Judge one poll of a cassette, which is given as a line. at: which one it is."""
        place = ((number << OFFSET_BITS) | at, line)
        self._line(self.parts[number], f"interaction {at}", place, line, orjson.loads(line))

    def _line(  # noqa: PLR0913 - what is known of one line, by name
        self, part: ArchivePart, at: str, place: Place, line: bytes, record: Any, *, end: int = -1
    ) -> None:
        """Judge one line, whatever it is. at: where it stands. end: where it ends, if known."""
        is_read = record is not None and not self.rules.thorough
        where = f"{part.name}, {at}"
        try:
            if not is_read:
                record = self._close(line)
            envelope = archive_records.envelope(record, self.rules.operation)
        except archive_records.NotAPoll as why:
            reason = str(why)
            if reason == "no JSON" and part.is_seekable and archive_files.size(part.path) == end:
                reason = "a torn last line"
            self.gathered.skip(reason, where)
            return
        self._poll(place, envelope, sure=is_read, where=where)

    def _close(self, line: bytes) -> Any:
        """Return a line read closely, as the fast reader could not; raises NotAPoll for none."""
        found = archive_records.read(line, self.rules.operation)
        if (body := found.response) is None:
            return found.line
        return {**found.line, "response": body.value, "faults": bool(body.faults)}

    def _poll(self, place: Place, record: Mapping[str, Any], *, sure: bool, where: str) -> None:
        name, is_wire = record["operation"], "response" not in record
        of = self.operations.get((name, is_wire))
        if of is None and (of := self._operation(name, where, is_wire=is_wire)) is None:
            return
        request = record.get("request")
        request = request if type(request) is dict else None
        doubtful = not sure and record.get("faults", True)
        if is_wire:
            try:
                response, is_clean = self._wire(of, archive_records.exchange(record["wire"]))
            except archive_records.NotAPoll as why:
                self.gathered.skip(str(why), where)
                return
            doubtful = not is_clean
        else:
            response = record["response"]
        of.polls += 1
        if not self.rules.histories:
            self._alone(_SlowPoll(of, place, record, response, doubtful))
            return
        if (several := of.who.several(response)) is not None:
            for name, alone in of.who.apart(response, several):
                self._follow(name, _SlowPoll(of, place, record, alone, doubtful))
            return
        job = "" if self.rules.one_job else of.who.named(request, response)
        if job is None:
            job = f"\0{job_histories.number_of(place) >> OFFSET_BITS}"
            self.gathered.notice("no job is named: those of a file are one job's", where)
        if (region := record.get("region")) is not None:
            job = f"{job}\0{region}"
        self._follow(job, _SlowPoll(of, place, record, response, doubtful))

    def _operation(self, name: str, where: str, *, is_wire: bool) -> AuditedOperation | None:
        of = None
        if (name, is_wire) not in self.operations:
            with suppress(InputError):
                of = AuditedOperation(load(name), is_wire=is_wire)
            self.operations[name, is_wire] = of
        if of is None:
            self.gathered.skip(f"no contract for {brief(name, 80)}", where)
        elif of.is_plain_enough(alone=not self.rules.histories):
            self.plain[name] = of
        return of

    def _wire(self, of: AuditedOperation, sent: archive_records.Exchange) -> tuple[Any, bool]:
        """Return the response that travelled (None: none), and whether nothing is wrong with it."""
        body, headers, status = sent
        if of.is_plain(headers, status) and of.fast.clean_wire(body):
            schema, payload = of.contract.wire_schema, of.contract.wire.payload
            return bodies.to_response(schema, payload, orjson.loads(body)), True
        verdict = check.check_wire(of.contract, body, headers=headers, status=status)
        if status >= 300:  # noqa: PLR2004 - from here on HTTP means an error
            return None, not verdict.findings
        seen = poll.see(of.contract, decode.read(of.contract, body, headers, status).body, "wire")
        return seen.response, not verdict.findings

    def _alone(self, seen: _SlowPoll) -> None:
        """Judge a poll by itself."""
        of, place, record, response, doubtful = seen
        request, records = record.get("request"), archive_records.counted(record)
        request = request if type(request) is dict else None
        is_clean = not doubtful and (of.is_wire or of.fast.clean_json(response))
        is_clean = is_clean and of.accounts_for(records, response)
        if is_clean and not (request and of.echoes and not of.answers(request, response)):
            return
        job = OpenHistory()
        job.records = records
        job.polls.append(place)
        self.gathered.add(self.book.look(of, "", job))

    def _follow(self, job: str, seen: _SlowPoll) -> None:
        """Judge a poll as the next one of its job."""
        of, place, record, response, doubtful = seen
        history = of.open.get(job) or of.ended.get(job)
        if history is None:
            history = self.book.begun(of, job)
        elif history.carried and history.state is None and not history.doubtful:
            self.book.recall(of, history)
        request, time = record.get("request"), record.get("time")
        if time is not None and not history.comes(time):
            self.gathered.notice(OLDER, of.name)
        history.polls.append(place)
        history.found = None
        if type(request) is dict and request:
            if of.token is not None and request.get(of.token):
                history.doubtful |= doubtful or not of.fast.clean_json(response)
                return  # the next page of the same answer
            if of.echoes and response is not None and not of.answers(request, response):
                doubtful = True
        history.counts(record)
        if doubtful or not of.accounts_for(history.records, response):
            history.doubtful = True
        elif not history.doubtful and response is not None:
            history.state = of.fast.step_json(history.state, response)
            history.doubtful = history.state is None
        history.ended = of.shown(response) in of.final
        if len(history.polls) >= MOST_POLLS or history.ended:
            self.book.end(of, job, history, response)

    def known(self) -> list[AuditedOperation]:
        """Return the operations that polls were seen of."""
        return [*filter(None, self.operations.values())]

    def finish(self, *, judge: bool = True) -> None:
        """Judge the jobs that are doubtful and have no end, and let all of them go."""
        for of in self.known():
            self.gathered.polls[of.name] += of.polls
            of.polls = 0
        self.book.finish(self.known(), judge=judge)

    def put_together(self, number: int, stretch: job_histories.Stretch) -> None:
        """Take the polls of a job that another process has judged. number: of their part."""
        key = stretch.operation, stretch.is_wire
        of = self.operations.get(key) or self._operation(key[0], "", is_wire=key[1])
        assert of is not None, "whoever judged it had a contract"
        self.book.put_together(of, number, stretch)
