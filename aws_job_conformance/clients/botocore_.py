"""botocore under test: its parsers alone, and a whole client with its retries and its waiters."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext
from functools import lru_cache, partial
from types import SimpleNamespace
from typing import Any
from unittest import mock

from aws_job_conformance.clients import interface, offline
from aws_job_conformance.clients.interface import CallEnd, LoopbackCall, Reading, Reset, Retried
from aws_job_conformance.core import errors
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.protocol import cbor_read, model
from aws_job_conformance.protocol.bodies import FIRST_ERROR
from aws_job_conformance.protocol.http import HttpResponse

_ENDPOINT = "https://nobody.invalid"
_ONE_ATTEMPT = {"total_max_attempts": 1, "mode": "standard"}
_ANY: Mapping[str, Any] = {"string": "any", "structure": {}, "map": {}, "list": [], "blob": b""}
_AS_SHIPPED = {"mode": "standard"}  # how often is for botocore to say: it differs by service
_GAVE_UP = "Max attempts exceeded"
"""How the reason begins with which botocore's waiters give up; they have one class for all."""


class BotocoreParser:
    """botocore's response parsers, without a client around them."""

    name = "botocore-parser"
    can_retry = can_connect = False

    def __init__(self) -> None:
        self.version = _version()

    def read(self, operation: str, message: HttpResponse) -> Reading:
        """Return what botocore's parser makes of one answer."""
        found = _protocol(operation, message)
        if isinstance(found, Reading):
            return found
        from botocore.awsrequest import HeadersDict  # noqa: PLC0415 - loads when first used

        sent = {
            "status_code": message.status,
            "headers": HeadersDict(message.headers),
            "body": message.body,
            "context": {"operation_name": Operation(operation).name},
        }
        try:
            parsed = _parser(found).parse(sent, model.operation_model(operation).output_shape)
        except Exception as error:  # noqa: BLE001 - a parser may raise anything at an odd answer
            return interface.unreadable(error)
        return _raised(parsed) if message.status >= FIRST_ERROR else interface.value_read(parsed)

    def read_many(self, operation: str, messages: Sequence[HttpResponse]) -> list[Reading]:
        """Return what botocore's parser makes of each answer."""
        return [self.read(operation, message) for message in messages]

    def retry(self, operation: str, answers: Sequence[HttpResponse | Reset]) -> Retried:
        """Raise InputError: a parser sends nothing."""
        raise InputError(
            f"{self.name} cannot retry {operation} after {len(answers)} answers: it sends nothing."
            " Ask the client botocore"
        )

    def connect(self, call: LoopbackCall) -> CallEnd:
        """Raise InputError: a parser sends nothing."""
        raise InputError(f"{self.name} asks nobody for {call.operation}. Ask the client botocore")

    def close(self) -> None:
        """Do nothing: a parser holds nothing."""


class Botocore:
    """A whole botocore client: it signs and sends, and is answered before anything travels."""

    name = "botocore"
    can_retry = can_connect = True

    def __init__(self) -> None:
        self.version = _version()
        self._clients: dict[tuple[str, str], _Answered] = {}

    def read(self, operation: str, message: HttpResponse) -> Reading:
        """Return what the client makes of one answer."""
        return self.read_many(operation, [message])[0]

    def read_many(self, operation: str, messages: Sequence[HttpResponse]) -> list[Reading]:
        """Return what the client makes of each answer."""
        with offline.no_aws_environment():
            return [self._read(operation, message) for message in messages]

    def _read(self, operation: str, message: HttpResponse) -> Reading:
        found = _protocol(operation, message)
        if isinstance(found, Reading):
            return found
        service = Operation(operation).service
        if (service, found) not in self._clients:
            self._clients[service, found] = _Answered(_client(service, found, _ONE_ATTEMPT))
        return self._clients[service, found].read(operation, lambda: message)

    def retry(self, operation: str, answers: Sequence[HttpResponse | Reset]) -> Retried:
        """Return what botocore's standard retries make of these answers, the last one repeated.

        Not for two threads at once: the clock of botocore's endpoint is exchanged meanwhile.
        """
        if not answers:
            raise InputError(f"there is no answer to {operation} to retry after; give one or more")
        messages = (answer for answer in answers if not isinstance(answer, Reset))
        found = _protocol(operation, next(messages, HttpResponse(0, {}, b"")))
        if isinstance(found, Reading):
            return Retried(0, (), found)
        service = Operation(operation).service
        asked: list[None] = []

        def answer() -> HttpResponse | Reset:
            asked.append(None)
            return answers[min(len(asked), len(answers)) - 1]

        # A client of its own: the retry quota of a shared one remembers the runs before.
        with (
            offline.no_aws_environment(),
            _delays_recorded() as delays,
            closing(_client(service, found, _AS_SHIPPED)) as client,
        ):
            reading = _Answered(client).read(operation, answer)
        return Retried(len(asked), tuple(delays), reading)

    def connect(self, call: LoopbackCall) -> CallEnd:
        """Return how a call to a server on loopback ended.

        Not for two threads at once where the call does not sleep, as for `retry`.
        """
        service = Operation(call.operation).service
        made = offline.client(service, call.url, retries=_AS_SHIPPED, proxies={})
        asleep = nullcontext() if call.sleeps else _delays_recorded()
        with asleep, closing(made) as client, offline.no_aws_environment():
            return _ended(client, call)

    def close(self) -> None:
        """Close the clients of each service."""
        for answered in self._clients.values():
            answered.client.close()
        self._clients.clear()


def _version() -> str:
    import botocore  # noqa: PLC0415 - a tenth of a second that `check` never needs

    return str(botocore.__version__)


def _protocol(operation: str, message: HttpResponse) -> str | Reading:
    """Return the protocol an answer is read in, or the reading that says why there is none."""
    try:
        service = model.operation_model(operation).service_model
    except errors.GoneError as error:
        return interface.unsupported(str(error))
    if not cbor_read.is_cbor(message.headers):
        return str(service.resolved_protocol)
    if offline.CBOR in service.metadata.get("protocols", ()):
        return offline.CBOR
    return interface.unsupported(f"botocore reads no CBOR for {service.service_name}")


@lru_cache(maxsize=8)
def _parser(protocol: str) -> Any:
    from botocore.parsers import create_parser  # noqa: PLC0415 - loads when first used

    return create_parser(protocol)


def _client(service: str, protocol: str, retries: Mapping[str, Any]) -> Any:
    only = protocol if protocol == offline.CBOR else None
    return offline.client(service, _ENDPOINT, retries=retries, protocol=only)


class _Answered:
    """A client whose requests are answered here; it is listened to once, and hears faster."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self._answer: Callable[[], HttpResponse | Reset] | None = None
        self._sent: list[str] = []
        client.meta.events.register("before-send", self._send)

    def _send(self, request: Any, **_: Any) -> Any:
        assert self._answer is not None
        self._sent.append(request.url)
        if isinstance(answer := self._answer(), Reset):
            from botocore.exceptions import ConnectionClosedError  # noqa: PLC0415 - as above

            raise ConnectionClosedError(endpoint_url=request.url)
        return offline.sent_back(request, answer)

    def read(self, operation: str, answer: Callable[[], HttpResponse | Reset]) -> Reading:
        """Return what the client makes of an operation whose requests are answered like this.

        Where nothing of AWS stands in the environment, which botocore reads at each call.
        """
        from botocore import xform_name  # noqa: PLC0415 - loads when first used
        from botocore.exceptions import ClientError  # noqa: PLC0415

        self._answer = answer
        self._sent.clear()
        try:
            method = getattr(self.client, xform_name(Operation(operation).name))
            parsed = method(**_inputs(operation))
        except ClientError as error:
            return _raised(error.response)
        except Exception as error:  # noqa: BLE001 - a parser may raise anything at an odd answer
            if not self._sent:
                raise InputError(_unsent(operation, error)) from None
            return interface.unreadable(error)
        return interface.value_read(parsed)


def _unsent(operation: str, error: Exception) -> str:
    why = interface.one_line(f"{type(error).__name__}: {error}")
    return f"botocore cannot send {operation} with made-up input: {why}; use botocore-parser"


def _inputs(operation: str) -> dict[str, Any]:
    """Return an input that a request can be built with; what is in it reaches nobody."""
    shape = model.operation_model(operation).input_shape
    required = shape.required_members if shape else ()
    return {name: _ANY.get(shape.members[name].type_name, 1) for name in required}


def _raised(parsed: Any) -> Reading:
    error = parsed.get("Error", {})
    return interface.service_error(str(error.get("Code", "Unknown")), str(error.get("Message", "")))


def _ended(client: Any, call: LoopbackCall) -> CallEnd:
    from botocore import xform_name  # noqa: PLC0415 - loads when first used
    from botocore.exceptions import ClientError, WaiterError  # noqa: PLC0415

    try:
        if call.waiter is None:
            getattr(client, xform_name(Operation(call.operation).name))(**call.input)
            return CallEnd("success")
        if xform_name(call.waiter) not in {xform_name(name) for name in client.waiter_names}:
            return CallEnd("unsupported", message=f"botocore has no waiter {call.waiter}")
        waiter = client.get_waiter(xform_name(call.waiter))
        waiter.wait(**call.input, WaiterConfig={"Delay": 0, "MaxAttempts": call.polls})
    except Exception as error:  # noqa: BLE001 - a parser may raise anything at an odd answer
        name, said = type(error).__name__, interface.one_line(str(error))
        if isinstance(error, ClientError):
            name = str(error.response.get("Error", {}).get("Code", "Unknown")) or "Unknown"
        why = str(error.kwargs.get("reason", "")) if isinstance(error, WaiterError) else ""
        return CallEnd("timeout" if why.startswith(_GAVE_UP) else "failure", name, said)
    return CallEnd("success")


@contextmanager
def _delays_recorded() -> Iterator[list[float]]:
    """Give the delays before botocore's retries instead of sleeping, with its jitter at the most.

    botocore lets nobody choose either: its endpoint calls `time.sleep`, and its backoff takes the
    random numbers it was defined with.
    """
    from botocore import endpoint  # noqa: PLC0415 - loads when first used
    from botocore.retries import standard  # noqa: PLC0415

    delays: list[float] = []
    clock = SimpleNamespace(**{**vars(time), "sleep": delays.append})
    backoff = partial(standard.ExponentialBackoff, random=lambda: 1.0)
    with (
        mock.patch.object(endpoint, "time", clock),
        mock.patch.object(standard, "ExponentialBackoff", backoff),
    ):
        yield delays
