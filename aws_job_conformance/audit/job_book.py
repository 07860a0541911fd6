"""The jobs that an audit follows: begun, at their end, put away, and looked at closely."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import IO, Any

import orjson

from aws_job_conformance.audit import archive_files, job_histories
from aws_job_conformance.audit.archive_files import ArchivePart
from aws_job_conformance.audit.archive_records import is_before
from aws_job_conformance.audit.audit_result import AuditRules, Gathered, Placed
from aws_job_conformance.audit.job_histories import AuditedOperation, OpenHistory, Place
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.findings import Finding

MOST_OPEN, MOST_ENDED = 200_000, 50_000
"""How many jobs are remembered of one operation: those without an end, and those that have one."""

READY = 2_000
"""Of so many that ended last the state is kept: they are asked for once more, and then no more."""

OFFSET_BITS = 44
"""The bits of a place that are the offset in its part, or the number of its line."""

OLDER = "an older poll came after a newer one of its job: put in order"
_OFFSETS = (1 << OFFSET_BITS) - 1
_AT_POLL = re.compile(r"\bat poll ([0-9]+)")


class JobBook:
    """The jobs of an audit. keeps: whether every job's polls are kept to the end."""

    def __init__(
        self, parts: Sequence[ArchivePart], rules: AuditRules, gathered: Gathered, *, keeps: bool
    ) -> None:
        self.parts, self.rules, self.gathered, self.keeps = parts, rules, gathered, keeps
        self._files: dict[int, IO[bytes]] = {}

    def begun(self, of: AuditedOperation, job: str) -> OpenHistory:
        """Return the history of a job that was not known before."""
        history = of.open[job] = OpenHistory()
        self.gathered.jobs[of.name] += 1
        if len(of.open) > MOST_OPEN:
            first = next(iter(of.open))
            self._close_history(of, first, of.open.pop(first))
            self.gathered.notice(
                f"more than {MOST_OPEN:,} jobs of an operation were open at once: the eldest was"
                " judged as far as it had come",
                of.name,
            )
        return history

    def end(self, of: AuditedOperation, job: str, history: OpenHistory, response: Any) -> None:
        """Judge a job that came to its end, and keep of it what a later poll is compared with."""
        if self.keeps:
            return
        state = history.state
        if history.doubtful:
            self.gathered.add(self._found(of, job, history))
            state = of.fast.step_json(None, response)
        history.carry(state)
        history.doubtful = state is None
        history.found = None
        if job in of.open:
            del of.open[job]
            of.ended[job] = history
            of.ready.append(history)
            if len(of.ready) > READY:
                of.ready.popleft().state = None
            if len(of.ended) > MOST_ENDED:
                for old in [*islice(of.ended, MOST_ENDED // 10)]:
                    self._close_history(of, old, of.ended.pop(old))
                self.gathered.notice(
                    f"more than {MOST_ENDED:,} jobs of an operation had ended: the eldest were"
                    " forgotten, and a later poll of theirs is a new job's",
                    of.name,
                    MOST_ENDED // 10,
                )

    def recall(self, of: AuditedOperation, history: OpenHistory) -> None:
        """Make the state of a job that ended long ago anew, of the last poll that is kept of it."""
        lines = [self.reread(place) for place in history.polls]
        seen = job_histories.look(lines, self.rules.operation, is_sorted=True)
        value = seen[0][1].response.value if seen and seen[0][1].response else None
        history.state = of.fast.step(None, value)
        history.doubtful = history.state is None

    def _close_history(self, of: AuditedOperation, job: str, history: OpenHistory) -> None:
        if history.doubtful and not (history.carried and len(history.polls) == 1):
            self.gathered.add(self._found(of, job, history))

    def _found(self, of: AuditedOperation, job: str, history: OpenHistory) -> Sequence[Placed]:
        """Return the findings on a job that is doubtful, unless another process has them."""
        return self.look(of, job, history) if history.found is None else history.found

    def put_together(
        self, of: AuditedOperation, number: int, stretch: job_histories.Stretch
    ) -> None:
        """Take the polls of a job that another process has judged. number: of their part."""
        job = stretch.job
        history = of.open.get(job) or of.ended.get(job)
        places: list[Place] = [(number << OFFSET_BITS) | at for at in stretch.polls]
        if history is None:
            history = self.begun(of, job)
            history.polls, history.found = places, stretch.found
        else:
            if stretch.first is not None and is_before(stretch.first, history.time):
                history.unsorted = True
                self.gathered.notice(OLDER, of.name)
            history.polls += places
            history.found = None
        self.gathered.jobs[of.name] -= 1  # whoever judged it has counted it
        history.unsorted |= stretch.unsorted
        history.records = history.records if stretch.records is None else stretch.records
        history.time = stretch.last if stretch.last is not None else history.time
        history.ended = stretch.ended
        history.doubtful = True  # but for what was found by now
        if history.found is None and not history.unsorted and self._is_clean(of, history):
            history.found = ()
        if history.ended:
            self.end(of, job, history, None)

    def _is_clean(self, of: AuditedOperation, history: OpenHistory) -> bool:
        """Return whether a history is known to be clean, from its first poll on."""
        if history.records is not None or not of.is_plain_enough(alone=False):
            return False
        done, state = history.known
        for place in history.polls[done:]:
            try:
                state = of.step(state, orjson.loads(self.reread(place))["response"])
            except (orjson.JSONDecodeError, KeyError, TypeError):
                return False
            if state is None:
                return False
        history.known = (len(history.polls), state)
        return True

    def finish(self, operations: Iterable[AuditedOperation], *, judge: bool = True) -> None:
        """Judge the jobs that are doubtful and have no end, and let all of them go."""
        for of in operations:
            for jobs in (of.open, of.ended):
                for job, history in jobs.items() if judge else ():
                    self._close_history(of, job, history)
                jobs.clear()
        for file in self._files.values():
            file.close()
        self._files.clear()

    def look(self, of: AuditedOperation, job: str, history: OpenHistory) -> list[Placed]:
        """Return the findings on a job, of a close look at its polls."""
        lines = [self.reread(place) for place in history.polls]
        seen = job_histories.look(lines, self.rules.operation, is_sorted=not history.unsorted)
        name = job.partition("\0")[0]
        try:
            found = job_histories.judged(of, name, [poll for _, poll in seen], history.records)
        except InputError as error:
            self.gathered.skip("a job that cannot be judged", str(error)[:200])
            return []
        # What was carried over stands first, and was judged already.
        at = [(finding, seen[(finding.poll or 1) - 1][0]) for finding in found]
        return [self._place(one, history, n) for one, n in at if n or not history.carried]

    def _place(self, finding: Finding, history: OpenHistory, number: int) -> Placed:
        at = job_histories.number_of(history.polls[number])
        if not self.rules.histories:
            finding = replace(finding, poll=None)
        elif history.seen:
            finding = _later(finding, history.seen)
        part = self.parts[at >> OFFSET_BITS]
        line = None if part.is_seekable or part.form == "cassette" else at & _OFFSETS
        return Placed(finding, part.name, at & _OFFSETS, line)

    def reread(self, place: Place) -> bytes:
        """Return the line at a place."""
        if isinstance(place, tuple):
            return place[1]
        number = place >> OFFSET_BITS
        if (file := self._files.get(number)) is None:
            file = self._files[number] = archive_files.raw(self.parts[number].path)
        file.seek(place & _OFFSETS)
        return file.readline(archive_files.LONGEST_LINE)

    def stretches(self, operations: Iterable[AuditedOperation]) -> Iterator[job_histories.Stretch]:
        """Yield every job that is known, for another process; those that are doubtful judged."""
        for of in operations:
            for job, history in of.open.items():
                found = self.look(of, job, history) if history.doubtful else ()
                yield history.stretch(of, job, found)


def _later(finding: Finding, by: int) -> Finding:
    """Return a finding of a history that begins so many polls later than it was told."""
    message = _AT_POLL.sub(lambda found: f"at poll {int(found[1]) + by}", finding.message)
    return replace(finding, poll=(finding.poll or 1) + by, message=message)


def numbered(found: Iterable[Placed], parts: Sequence[ArchivePart]) -> list[Placed]:
    """Return findings with the numbers of their lines, in the order of their places."""
    order = {part.name: number for number, part in reversed([*enumerate(parts)])}
    lines = {part.path for part in parts if part.is_seekable}
    every = [*found]
    numbers = {
        path: archive_files.line_numbers(path, (one.at for one in every if one.path == path))
        for path in {one.path for one in every} & lines
    }
    out = [replace(one, line=numbers.get(one.path, {}).get(one.at, one.line)) for one in every]
    return sorted(out, key=lambda one: (order.get(one.path, 0), one.at, one.finding.poll or 0))
