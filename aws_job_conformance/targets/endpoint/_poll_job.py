"""One job as it is asked for, poll by poll; and what asks: calls of one service at one server."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from aws_job_conformance.clients.ask import ask
from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import StoppedError, UnansweredError
from aws_job_conformance.core.findings import Finding
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.text import label
from aws_job_conformance.judge import explain
from aws_job_conformance.protocol.http import AnsweredCall, Call
from aws_job_conformance.targets.endpoint import trouble
from aws_job_conformance.targets.endpoint.caller import Caller
from aws_job_conformance.targets.endpoint.evidence import MOST_PAGES, Pair, PolledJob, Terms

_ONCE_MORE = 2
_LONGEST_WAIT = 20
_AFTER_THROTTLE = 5.0

Entries = Callable[[], Mapping[str, Mapping[str, Any]]]
"""Returns how the list shows each job now, by `key` of what it is asked with."""


class Asker:
    """Asks one server, and tells trouble with it from answers that are judged."""

    def __init__(self, caller: Caller, sleep: Callable[[float], Any]) -> None:
        self.caller = caller
        self._sleep = sleep

    def ask(self, call: Call) -> AnsweredCall:
        """Make a call whose answer is needed; raises StoppedError for an error, or for none."""
        try:
            exchange = self.poll(call)
        except UnansweredError as error:
            raise self.stopped(error) from error
        if exchange.raised is not None:
            raise StoppedError(self.trouble(exchange))
        return exchange

    def poll(self, call: Call) -> AnsweredCall:
        """Make a call whose answer is judged, an error too.

        Raises UnansweredError where none came; StoppedError where a real account's answer tells of
        credentials, permissions or pace, and nothing of the job.
        """
        service = Operation(call.operation).service
        while True:
            exchange = ask(self._client(call), call)
            if not self.caller.is_live:
                return exchange
            found = self.trouble(exchange)
            if found.kind == "other":
                return exchange
            if found.kind != "throttled" or self.caller.throttled(service):
                raise StoppedError(found)
            self._sleep(_AFTER_THROTTLE)

    def _client(self, call: Call) -> Any:
        from botocore.exceptions import BotoCoreError  # noqa: PLC0415 - loads late

        try:
            return self.caller.client(Operation(call.operation).service)
        except BotoCoreError as error:
            raise StoppedError(trouble.of(error, call.operation, self.caller)) from error

    def trouble(self, exchange: AnsweredCall) -> trouble.ServerTrouble:
        """Return what an error answer says of the server."""
        operation = exchange.call.operation
        return trouble.of_answer(exchange.answer, exchange.raised, operation, self.caller)

    def stopped(self, error: UnansweredError) -> StoppedError:
        """Return why a call without an answer ends what was asked."""
        return StoppedError(trouble.of(error.error, error.call.operation, self.caller))


class JobPolling:
    """Asks for one job. entries: where the list is read around each poll.

    Set `records` where it is known how many the input of the job has.
    """

    def __init__(  # noqa: PLR0913 - the job, and what is known of it, by name
        self,
        asker: Asker,
        contract: Contract,
        name: str,
        params: Mapping[str, Any],
        *,
        missing: bool = False,
        purpose: str = "",
        entries: Entries | None = None,
    ) -> None:
        self._asker, self._contract, self._name = asker, contract, name
        self._missing, self._entries, self._purpose = missing, entries, purpose
        self._call = Call(contract.operation, params, endpoint="")
        self._before: Mapping[str, Any] | None = None
        self._exchanges = list[AnsweredCall]()
        self._broken = list[Finding]()
        self.lists: list[Pair | None] = []
        self.records: int | None = None

    @property
    def job(self) -> PolledJob:
        """What was seen so far."""
        return PolledJob(
            name=self._name,
            exchanges=tuple(self._exchanges),
            lists=tuple(self.lists),
            records=self.records,
            broken=tuple(self._broken),
            ended=self.is_ended,
            missing=self._missing,
            purpose=self._purpose,
        )

    @property
    def key(self) -> str:
        """What tells the job apart in a list."""
        return key(self._call.params)

    @property
    def is_ended(self) -> bool:
        """Whether a final status was shown, or of a life that goes round the end of a round."""
        return self._contract.status.is_over(self._statuses())

    def _statuses(self) -> list[Any]:
        at = self._contract.status_steps
        return [paths.get(one.parsed, at) for one in self._exchanges]

    def was_moved(self) -> None:
        """Read the list anew before the next poll, if the job may come back to where it was.

        A crawler that is started and READY again was READY in both lists, and RUNNING between.
        """
        if self._contract.status.rests:
            self._before = None

    def poll(self) -> None:
        """Ask once, the list read before and after it where it is to be.

        A poll without an answer is a finding, if there was one before. Raises StoppedError where
        nothing can be known of the job.
        """
        if self._entries and self._before is None:
            self._before = self._entries().get(self.key)
        try:
            exchange = self._asker.poll(self._call)
        except UnansweredError as error:
            if not self._exchanges or self._asker.caller.is_live:
                raise self._asker.stopped(error) from error
            self._broken.append(_broken(self._contract, len(self._exchanges) + 1, error))
            return
        if not self._exchanges and exchange.raised is not None and not self._missing:
            found = self._asker.trouble(exchange)
            if found.kind == "not-implemented":
                raise StoppedError(found)
        self._exchanges.append(self._with_pages(exchange))
        after = self._entries().get(self.key) if self._entries else None
        self.lists.append((self._before, after) if self._before and after else None)
        self._before = after

    def _with_pages(self, first: AnsweredCall) -> AnsweredCall:
        """Return an answer with its later pages, asked for by their tokens; never too many."""
        pages, told = [first], self._contract.pages
        seen: set[str] = set()
        while told is not None and len(pages) < MOST_PAGES:
            token = paths.get(pages[-1].parsed, told.token)
            if not isinstance(token, str) or not token or token in seen:
                break  # a server that gives a token twice would be asked for ever
            seen.add(token)
            asked = replace(self._call, params={**self._call.params, told.asked: token})
            try:
                pages.append(self._asker.poll(asked))
            except UnansweredError as error:
                self._broken.append(_broken(self._contract, len(self._exchanges) + 1, error))
                break
        return replace(first, more=tuple(pages[1:]))

    def to_end(self, terms: Terms) -> str | None:
        """Ask until the end and twice more, waiting longer and longer while nothing changes.

        Returns a sentence where the time was over before the end.
        """
        if not self._asked_until(lambda: self.is_ended, terms):
            last = next(filter(None, reversed(self._statuses())), "without a status")
            return (
                f"{self._contract.operation}: {self._name} is still {label(str(last))} after"
                f" {terms.within:.0f} seconds; --watch waits longer"
            )
        for _ in range(_ONCE_MORE):
            self.poll()
        return None

    def until(self, statuses: Collection[str], terms: Terms) -> None:
        """Ask until the job is in one of these statuses, or at its end, or the time is over."""
        self._asked_until(lambda: self.is_ended or self._statuses()[-1] in statuses, terms)

    def _asked_until(self, enough: Callable[[], bool], terms: Terms) -> bool:
        """Ask until it is enough; return False where the time was over before."""
        start, wait = terms.clock(), terms.interval
        while not enough():
            left = terms.within - (terms.clock() - start)
            if left <= 0:
                return False
            seen = len(self._exchanges)
            self.poll()
            if self._is_same(seen) and not enough():
                terms.sleep(min(wait, max(0.0, left)))
                wait = min(2 * wait, _LONGEST_WAIT * terms.interval)
            else:
                wait = terms.interval
        return True

    def _is_same(self, seen: int) -> bool:
        """Return whether the last answer tells nothing new, or none came."""
        if len(self._exchanges) == seen:
            return True
        return seen > 0 and self._exchanges[-1].answer.body == self._exchanges[-2].answer.body


def key(params: Mapping[str, Any]) -> str:
    """Return what tells jobs apart by how they are asked for."""
    return json.dumps(params, sort_keys=True, default=str)


def _broken(contract: Contract, poll: int, error: UnansweredError) -> Finding:
    """Return the finding on a poll that broke off."""
    name = type(error.error).__name__
    return explain.finding(
        contract,
        poll=poll,
        where="the connection",
        got=name,
        what=f"broke off before the answer was whole ({name})",
        expected="an answer",
        fix="Send the whole answer; a client that retries hides this, and one that does not fails.",
    )
