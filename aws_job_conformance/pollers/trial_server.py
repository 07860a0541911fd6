"""The histories of a trial over HTTP, for pollers in any language: each job id is a history."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from aws_job_conformance.clients.play import Played, Stop, trial_of
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import CutError
from aws_job_conformance.pollers.coverage import TrialHistory, histories
from aws_job_conformance.pollers.exercise_result import Exercised, Outcome, PlayedTrial, Rules
from aws_job_conformance.protocol import calls
from aws_job_conformance.protocol.http import HttpRequest, HttpResponse

SILENT = 5.0
"""Seconds in which a time-out says nothing; who waits longer sees the connection closed then."""

TOLD = ("returned", "failed", "error")
"""How a poller may end: it returned; it told that the job failed; it gave up with another error."""

_ID = re.compile(rb"history-[0-9]{3}")


class ReportedFailure(Exception):  # noqa: N818 - the table shows the name
    """What a poller elsewhere raised where its job failed."""


class ReportedError(Exception):
    """What a poller elsewhere ended with, and its job had not failed."""


@dataclass
class _Served:
    """One history as it is served. told: how its poller ended, if somebody said so.

    last: when it was asked for, 0 where it never was.
    """

    trial: TrialHistory
    told: str | None = None
    last: float = 0.0

    @cached_property
    def played(self) -> Played:
        """How far it is played; made for who asks, as a waiter of one ending asks for few."""
        return trial_of(self.trial.history)


class TrialServer:
    """A WSGI application: the polled operation, `/histories`, and how a poller ended.

    stopped, partial, trouble: as for `exercise`. `POST /histories/ID` takes one word of TOLD.
    silent: seconds that a time-out takes.
    """

    def __init__(
        self,
        contract: Contract,
        *,
        stopped: str = "fails",
        partial: str = "fails",
        trouble: bool = False,
        silent: float = SILENT,
    ) -> None:
        self._contract = contract
        self._rules = Rules(contract, (ReportedFailure,), None, stopped, partial)
        self._silent = silent
        found = histories(contract, trouble=trouble)
        self._served = {f"history-{number:03}": _Served(one) for number, one in enumerate(found, 1)}
        self._lock = threading.Lock()

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer one request."""
        body = environ["wsgi.input"].read()
        with self._lock:
            message = self._answer(environ, body)
        fields = {**message.headers, "content-length": str(len(message.body))}
        start_response(f"{message.status} ", list(fields.items()))
        return [message.body]

    def is_over(self, after: float) -> bool:
        """Return whether each history was reported, or played to its end so many seconds ago."""
        now = time.monotonic()
        return all(
            one.told is not None or (one.last and one.played.is_at_end and now - one.last > after)
            for one in self._served.values()
        )

    def result(self) -> Exercised:
        """Return the table; what was not asked for is not in it."""
        with self._lock:
            every = self._served.values()
            asked = [one for one in every if one.told or (one.last and one.played.turn)]
            played = tuple(map(self._judged, asked))
        expected = {ending: self._rules.right(ending) for ending in self._contract.status.final}
        return Exercised(self._contract, expected, played, len(self._served))

    def _judged(self, one: _Served) -> PlayedTrial:
        failed = one.played.failure is not None
        if one.told is None and one.played.is_at_end and not failed:
            return PlayedTrial(one.trial, "asked to the end", one.played.turn)
        if one.told is None and one.trial.trouble is not None and not failed:
            # An error may have ended it, and rightly; only the poller knows.
            return PlayedTrial(one.trial, f"asked until {one.trial.trouble}", one.played.turn)
        raised = {"failed": ReportedFailure(), "error": ReportedError()}.get(one.told or "")
        return self._rules.judge(one.trial, one.played, Outcome(raised=raised))

    def _answer(self, environ: dict[str, Any], body: bytes) -> HttpResponse:
        target = str(environ.get("REQUEST_URI") or environ.get("PATH_INFO", ""))
        if environ["REQUEST_METHOD"] == "GET" and target == "/histories":
            return _json(200, [self._shown(*one) for one in self._served.items()])
        found = _ID.search(target.encode() + b" " + body)
        one = self._served.get(found[0].decode()) if found else None
        if one is None:
            said = "name a history in place of the job's id: GET /histories lists them"
            return _json(404, {"__type": "UnknownHistory", "message": said})
        if target.startswith("/histories/"):
            return self._take(one, body)
        return self._poll(one, environ, target, body)

    def _shown(self, name: str, one: _Served) -> dict[str, Any]:
        trial = one.trial
        right = "returned" if self._rules.is_success(trial.ending) else "failed"
        shown = {"id": name, "ending": trial.ending, "history": trial.shown, "right": right}
        if trial.right == "error":
            return shown | {"right": "error", "trouble": trial.trouble}
        return shown | ({"or": "error", "trouble": trial.trouble} if trial.trouble else {})

    def _take(self, one: _Served, body: bytes) -> HttpResponse:
        word = body.split()[-1].strip(b'"').decode(errors="replace") if body.split() else ""
        if word not in TOLD:
            return _json(400, {"message": f"send one of these words: {', '.join(TOLD)}"})
        one.told = word
        return _json(200, {"told": word})

    def _poll(
        self, one: _Served, environ: dict[str, Any], target: str, body: bytes
    ) -> HttpResponse:
        named = environ.get("HTTP_X_AMZ_TARGET")  # the operation, in protocols that have one path
        headers = {} if named is None else {"x-amz-target": str(named)}
        method = str(environ["REQUEST_METHOD"])
        request = HttpRequest(method=method, url=f"http://here{target}", headers=headers, body=body)
        read = calls.read(request, [self._contract.operation])
        name = self._contract.operation.name
        played = one.played
        one.last = time.monotonic()  # from now on `is_over` looks at how far it is
        params = {} if read is None else read.params
        try:
            played.ask(name, params)
            return played.answer(name)
        except Stop:  # told in the table; the poller may go on
            turn = played.script.turns[-1]
            return played.script.message(turn, params)
        except Exception:
            turn = played.script.turns[played.turn - 1]
            if turn.error is None:
                raise
            raise CutError(silent=self._silent * (turn.trouble == "time-out")) from None


def _json(status: int, value: Any) -> HttpResponse:
    headers = {"content-type": "application/json"}
    return HttpResponse(status, headers, json.dumps(value).encode())
