"""Calls of one service at one server: what comes back, or why nothing can be known from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aws_job_conformance.clients.ask import ask
from aws_job_conformance.core.errors import StoppedError, UnansweredError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.protocol.http import AnsweredCall, Call
from aws_job_conformance.targets.endpoint import trouble
from aws_job_conformance.targets.endpoint.caller import Caller

_AFTER_THROTTLE = 5.0


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
