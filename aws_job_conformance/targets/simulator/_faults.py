"""What a server does wrong, each by name, laid over the answers of the polled call."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import cbor2
import orjson

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.instants import from_datetime, from_epoch
from aws_job_conformance.protocol.cbor_read import is_cbor
from aws_job_conformance.protocol.http import HttpResponse

_UNKNOWN = "SIMULATED_DRIFT"
_MANY = 1_000_000

Response = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FaultedPoll:
    """The poll that a fault is laid over.

    number: of the job's polls, from 1. status: it is in. first: what its first poll was answered.
    """

    contract: Contract
    number: int
    status: str
    now: datetime
    first: Response

    @property
    def is_final(self) -> bool:
        """Whether the job is at its end."""
        return self.status in self.contract.status.final


_OnMessage = Callable[[FaultedPoll, HttpResponse], HttpResponse]


@dataclass(frozen=True, slots=True)
class InjectedFault:
    """One thing that is wrong.

    what: it does; to every second poll, unless it says whose. laws: the findings it leads to, one
    of them at least. response: changes what is answered. message: changes how it travels. instead:
    is answered in its place, and the job stays as it is. in_list: changes an entry of a list. cuts:
    the connection breaks off in the middle of an answer. always: it is laid over every poll.
    """

    name: str
    what: str
    laws: tuple[str, ...]
    response: Callable[[FaultedPoll, Response], Response] | None = None
    message: _OnMessage | None = None
    instead: HttpResponse | None = None
    in_list: Callable[[Contract, Response], Response] | None = None
    cuts: bool = False
    always: bool = False

    @property
    def says(self) -> str:
        """When it does what."""
        return self.what if self.always or self.in_list else f"every second poll {self.what}"

    def is_over(self, poll: FaultedPoll) -> bool:
        """Return whether it is laid over a poll."""
        return self.always or poll.number % 2 == 0


def _backwards(poll: FaultedPoll, response: Response) -> Response:
    life = poll.contract.status
    if poll.status in life.initial:
        return response
    changed: Response = paths.put(response, poll.contract.status_steps, life.initial[0])
    return changed


def _stale(poll: FaultedPoll, _: Response) -> Response:
    return poll.first


def _drifted(poll: FaultedPoll, response: Response) -> Response:
    changed: Response = paths.put(response, poll.contract.status_steps, _UNKNOWN)
    return changed


def _statusless(poll: FaultedPoll, response: Response) -> Response:
    changed: Response = paths.drop(response, poll.contract.status_steps)
    return changed


def _too_many(poll: FaultedPoll, response: Response) -> Response:
    """Count more than there is while the job goes on, so that the end shows less."""
    for path in _named(poll.contract, "never-decreases"):
        steps = poll.contract.steps(path)
        value = paths.get(response, steps)
        if isinstance(value, int) and not poll.is_final:
            response = paths.put(response, steps, value + _MANY)
    return response


def _after_end(poll: FaultedPoll, response: Response) -> Response:
    for steps in _ends(poll.contract) if poll.is_final else ():
        if paths.get(response, steps) is not None:
            later = poll.now + timedelta(seconds=poll.number)
            response = paths.put(response, steps, from_datetime(later))
    return response


def _early_end(poll: FaultedPoll, response: Response) -> Response:
    for steps in () if poll.is_final else _ends(poll.contract):
        response = paths.put(response, steps, from_datetime(poll.now))
    return response


def _lost(poll: FaultedPoll, response: Response) -> Response:
    for path in _named(poll.contract, "settles"):
        changed: Response = paths.drop(response, poll.contract.steps(path))
        return changed
    return response


def _listed_wrong(contract: Contract, entry: Response) -> Response:
    """Show another status in the list than the polled call does."""
    life, name = contract.status, str(contract.status_steps[-1])
    other = life.initial[0] if entry.get(name) not in life.initial else life.success[0]
    return entry | {name: other}


def _named(contract: Contract, kind: str) -> Iterator[str]:
    return (path for law in contract.laws if law.kind == kind for path in law.of)


def _ends(contract: Contract) -> Iterator[paths.Steps]:
    """Yield where the instants are that no unfinished job shows."""
    unfinished = set(contract.status.unfinished)
    for law in contract.laws:
        if law.kind == "absent" and law.scope and unfinished <= set(law.scope):
            for path in law.of:
                schema = paths.in_schema(contract.schema, contract.steps(path)) or {}
                if schema.get("format") == "date-time":
                    yield contract.steps(path)


def _on_body(change: Callable[[FaultedPoll, Any], Any]) -> _OnMessage:
    """Return what changes the value in the body of an answer, in any protocol."""

    def changed(poll: FaultedPoll, message: HttpResponse) -> HttpResponse:
        if is_cbor(message.headers):
            return replace(message, body=cbor2.dumps(change(poll, cbor2.loads(message.body))))
        return replace(message, body=orjson.dumps(change(poll, orjson.loads(message.body))))

    return changed


def _with_part(part: float) -> _OnMessage:
    """Return what leaves of a body its first part."""
    return lambda _, told: replace(told, body=told.body[: int(len(told.body) * part)])


@_on_body
def _text_count(poll: FaultedPoll, body: Any) -> Any:
    """Send the first number as text; where there is none, the status as a number."""
    for steps, schema in _leaves(poll.contract.wire_schema, body):
        if schema.get("type") == "integer":
            return paths.put(body, steps, str(paths.get(body, steps)))
    return paths.put(body, poll.contract.status_steps[len(poll.contract.root) :], 0)


@_on_body
def _null(poll: FaultedPoll, body: Any) -> Any:
    status = poll.contract.status_steps[len(poll.contract.root) :]
    for steps, _ in _leaves(poll.contract.wire_schema, body):
        if steps != status:
            return paths.put(body, steps, None)
    return body


@_on_body
def _local_time(poll: FaultedPoll, body: Any) -> Any:
    """Send every instant as the text of a clock on the wall, without its zone."""
    for steps, schema in list(_leaves(poll.contract.wire_schema, body)):
        value = paths.get(body, steps)
        if schema.get("format") == "date-time":
            body = paths.put(body, steps, str(value).removesuffix("Z"))
        elif schema.get("x-format") == "epoch-seconds":
            seconds = value.timestamp() if isinstance(value, datetime) else value
            body = paths.put(body, steps, str(from_epoch(seconds)).removesuffix("Z"))
    return body


def _leaves(
    schema: Mapping[str, Any], value: Any, steps: paths.Steps = ()
) -> Iterator[tuple[paths.Steps, Mapping[str, Any]]]:
    """Yield each plain member that a body shows, with its schema."""
    for name, inner in schema.get("properties", {}).items():
        item = value.get(name) if isinstance(value, dict) else None
        if isinstance(item, dict):
            yield from _leaves(inner, item, (*steps, name))
        elif item is not None and not isinstance(item, list):
            yield (*steps, name), inner


_JSON, _HTML = {"content-type": "application/json"}, {"content-type": "text/html; charset=utf-8"}
_FAILURE = b'{"__type":"InternalFailure","message":"simulated"}'
_SIGN_IN = b"<!DOCTYPE html><html><body><h1>Sign in to the network</h1></body></html>"
_PAGE = HttpResponse(200, _HTML, _SIGN_IN)
_WIRE, _TYPE = ("wire",), ("schema", "wire")
_MOVE, _LACK = ("moves", "final"), ("settles", "present", "final")
_UNCODED = HttpResponse(429, _JSON, b"{}")
_ALL = (
    InjectedFault(
        "throttling", "is answered 429 without a code, as a gateway does", _WIRE, instead=_UNCODED
    ),
    InjectedFault(
        "server-errors", "is answered 500", _WIRE, instead=HttpResponse(500, _JSON, _FAILURE)
    ),
    InjectedFault(
        "html", "is answered 200 with a page, as a captive portal does", _WIRE, instead=_PAGE
    ),
    InjectedFault("resets", "breaks off and is reset", _WIRE, cuts=True),
    InjectedFault("truncated-body", "has half its body", _WIRE, message=_with_part(0.5)),
    InjectedFault("empty-body", "has no body", _WIRE, message=_with_part(0)),
    InjectedFault(
        "wrong-type", "has a count as text, or its status as a number", _TYPE, message=_text_count
    ),
    InjectedFault(
        "wrong-zone", "has its instants as local time without a zone", _TYPE, message=_local_time
    ),
    InjectedFault("null-member", "has a null", _TYPE, message=_null),
    InjectedFault("backwards-status", "shows the initial status again", _MOVE, response=_backwards),
    InjectedFault("stale-read", "is answered as the first one was", _MOVE, response=_stale),
    InjectedFault(
        "drifted-enum", "shows a status that nobody documents", ("schema",), response=_drifted
    ),
    InjectedFault("missing-status", "shows no status", ("schema",), response=_statusless),
    InjectedFault(
        "counts-decrease",
        "an unfinished job shows more records than it has at its end",
        ("never-decreases",),
        response=_too_many,
        always=True,
    ),
    InjectedFault(
        "changes-after-end", "after the end shows a later one", ("final",), response=_after_end
    ),
    InjectedFault(
        "early-end", "an unfinished job has an end", ("absent",), response=_early_end, always=True
    ),
    InjectedFault("lost-member", "lacks a member that was there", _LACK, response=_lost),
    InjectedFault(
        "list-disagrees",
        "the list shows another status than the polled call",
        ("agrees-with-list",),
        in_list=_listed_wrong,
    ),
)
FAULTS: Mapping[str, InjectedFault] = {fault.name: fault for fault in _ALL}
"""Every fault by its name."""
