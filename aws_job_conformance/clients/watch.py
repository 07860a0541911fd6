"""A job watched to its end with the caller's own client, and judged on the way."""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aws_job_conformance.clients import _watchable
from aws_job_conformance.clients.ask import Ear, listening
from aws_job_conformance.core import laws, paths
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.errors import InputError, JobDidNotEnd
from aws_job_conformance.core.findings import GRADES, Finding, failing, tell
from aws_job_conformance.core.history import History
from aws_job_conformance.core.text import brief, complaint, cut, label, printable, word
from aws_job_conformance.judge import arguments, check, results
from aws_job_conformance.judge.job import Job
from aws_job_conformance.protocol.http import AnsweredCall, Call, HttpResponse

TIMEOUT = 3600.0
INTERVAL = 5.0
LONGEST_INTERVAL = 60.0


@dataclass(frozen=True, repr=False)
class Watched:
    """A job as it was watched, and what is wrong with it.

    history: the responses, as the client returned them. findings: poll by poll, the gravest first.
    wire_seen: whether each answer was seen as it travelled. error: the code of the error answer
    that ended the watch, or the exception that the client raised at an answer; None where the job
    came to its end. applied: how often each law applied. records: the input's, where it is known.
    """

    contract: Contract
    history: History
    findings: tuple[Finding, ...]
    wire_seen: bool
    error: str | None
    applied: Counter[Law]
    records: int | None

    @property
    def status(self) -> Any:
        """The last status that was shown, or None."""
        shown = (paths.get(answer, self.contract.status_steps) for answer in reversed(self.history))
        return next((status for status in shown if status is not None), None)

    @property
    def records_judged(self) -> bool:
        """Whether the counts of the job were compared with the number of input records."""
        return any(law.kind in laws.OF_INPUT for law in self.applied)

    def problems(self, *, strict: bool = False) -> list[str]:
        """Return what fails a test, a sentence each: failing findings, and an error at the end.

        strict: warnings fail too; notes never do. Raises InputError for what is not True or False.
        """
        arguments.flag("strict", strict)
        said = [f"{f.grade}: {f}" for f in failing(self.findings, strict=strict)]
        if self.error is not None:
            polls = len(self.history)
            said.append(
                f"error: {self.contract.operation}: {printable(cut(self.error))} came after"
                f" {polls} response{'' if polls == 1 else 's'}, and ended the watch. Ask for a job"
                " that is there, with credentials that may read it."
            )
        return said

    def summary(self) -> str:
        """Return one line: how far the job came, what was found, and what was not judged."""
        polls = len(self.history)
        last = self.error or ("no status" if self.status is None else label(str(self.status)))
        parts = [
            f"{self.contract.operation}: {polls} response{'' if polls == 1 else 's'} to {last}",
            tell(self.findings) or "no findings",
            f"{len(self.applied)} of {len(results.laws_of(self.contract))} laws applied",
            "wire seen" if self.wire_seen else "wire not seen: no HTTP, as with a Stubber",
        ]
        if self.records is not None:
            state = "judged" if self.records_judged else "not judged: no end that tells of them all"
            parts.append(f"{self.records} input records {state}")
        return "; ".join(parts)

    def __str__(self) -> str:
        return "\n".join([*(f"{f.grade}: {f}" for f in self.findings), self.summary()])

    def __repr__(self) -> str:
        return f"<Watched {self.summary()}>"


@dataclass(frozen=True, slots=True)
class _Poll:
    """One call: what travelled back (None: no HTTP was seen), what the client made of it.

    told: what was raised, as it may be told.
    """

    answer: HttpResponse | None
    response: Mapping[str, Any] | None
    raised: str | None
    told: str | None


def watch(  # noqa: PLR0913 - the job, and what is rarely needed, by name
    operation: str | Contract | Job,
    *,
    client: Any,
    records: int | None = None,
    timeout: float = TIMEOUT,
    interval: float = INTERVAL,
    sleep: Callable[[float], Any] | None = None,
    **params: Any,
) -> Watched:
    """Poll a job to its end, and return what was seen and what is wrong with it.

    Each answer is judged as it travelled, as the client parsed it, and all of them as a history.
    Only the operation itself is called, which reads; retries, throttling and credentials are the
    client's own affair. An error answer ends the watch, and is judged as one.

    operation: `service:Operation`, or its contract. client: of boto3 or botocore, of that service;
    what listens to it is gone afterwards. records: how many the job's input has. timeout: in
    seconds, from the first poll to the last one. interval: seconds before the second poll, doubled
    up to 60 (or to the interval, if that is longer); 0 asks at once. sleep: what waits, given
    seconds; `time.sleep`, as it is then, if left out. Waiting counts as time even where no clock
    moves. params: of the operation.

    Raises JobDidNotEnd at the timeout, InputError for what cannot be watched, and whatever the
    client raises without an answer, such as ParamValidationError, unchanged.
    """
    contract = _watchable.contract_of(operation)
    ask = _watchable.method_of(contract, client)
    _watchable.must_end(contract)
    _watchable.must_count(contract, records)
    for name, value in params.items():
        arguments.must_be_sendable(name, value)
    clock = _Clock(timeout, interval, sleep)
    polls: list[_Poll] = []
    with listening(client, contract.operation.name) as ear:
        while True:
            polls.append(_poll(ear, ask, params))
            status = paths.get(polls[-1].response, contract.status_steps)
            if polls[-1].raised is not None or status in contract.status.final:
                return _judged(contract, polls, params, records)
            if clock.is_over():
                watched = _judged(contract, polls, params, records)
                raise JobDidNotEnd(_unended(watched, clock.passed()), watched)
            clock.wait()


class _Clock:
    """The time of one watch: what the clock says, or what was waited, whichever is more."""

    def __init__(
        self, timeout: float, interval: float, sleep: Callable[[float], Any] | None
    ) -> None:
        self._timeout = arguments.seconds("timeout", timeout)
        self._next = arguments.seconds("interval", interval)
        self._longest = max(self._next, LONGEST_INTERVAL)
        if sleep is not None and not callable(sleep):
            raise InputError(f"sleep is a function that takes seconds, not {brief(sleep)}")
        self._sleep = sleep
        self._start, self._waited = time.monotonic(), 0.0

    def passed(self) -> float:
        """Return the seconds since the watch began."""
        return max(time.monotonic() - self._start, self._waited)

    def is_over(self) -> bool:
        """Return whether the timeout is reached."""
        return self.passed() >= self._timeout

    def wait(self) -> None:
        """Wait for the interval that is due, or for what is left of the time."""
        seconds = min(self._next, self._timeout - self.passed())
        self._next = min(2 * self._next, self._longest)
        if seconds > 0:
            self._waited += seconds
            (self._sleep or time.sleep)(seconds)


def _poll(ear: Ear, ask: Callable[..., Any], params: Mapping[str, Any]) -> _Poll:
    from botocore.exceptions import ClientError  # noqa: PLC0415 - loaded with the client

    response, raised, told = None, None, None
    with ear.call() as call:
        try:
            response = ask(**params)
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code")
            raised = str(code or "an error without a code")
            told = label(raised) if code else raised
        except Exception as error:
            if call.answer is None:
                raise
            raised = f"{type(error).__name__}: {error}"
            told = complaint(raised)
    return _Poll(call.answer, response, raised, told)


def _judged(
    contract: Contract, polls: Sequence[_Poll], params: Mapping[str, Any], records: int | None
) -> Watched:
    responses = [poll.response for poll in polls if poll.response is not None]
    call = Call(contract.operation, params, endpoint="")
    exchanges = [
        AnsweredCall(call, p.answer, p.response, p.raised) for p in polls if p.answer is not None
    ]
    wire_seen = len(exchanges) == len(polls)
    if wire_seen:
        result = results.of_job(contract, exchanges, records=records)
        every = results.laws_of(contract)
        findings = result.findings
        applied = Counter({every[number]: count for number, count in result.applied.items()})
    else:
        verdict = check.check_history(contract, responses, records=records, asked=params)
        findings, applied = verdict.findings, verdict.applied
    history = History(contract.operation, tuple(map(dict, responses)))
    gravest = tuple(sorted(findings, key=lambda f: (f.poll or 0, GRADES.index(f.grade))))
    return Watched(contract, history, gravest, wire_seen, polls[-1].told, applied, records)


def _unended(watched: Watched, seconds: float) -> str:
    """Return why a watch was given up, with the findings that may be the reason."""
    contract, polls = watched.contract, len(watched.history)
    status = watched.status
    shown = "no status was shown" if status is None else f"still {word(status)}"
    if status is not None and status not in contract.status.all:
        shown += ", which the contract does not know,"
    sentence = (
        f"{contract.operation}: {shown} after {polls} poll{'' if polls == 1 else 's'} and"
        f" {seconds:.0f} seconds. It ends at {', '.join(contract.status.final)}. Give it a longer"
        " timeout, or find out why the job does not go on."
    )
    return "\n".join([sentence, *watched.problems()])
