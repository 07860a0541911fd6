"""One call through a real botocore client, with what travelled beside what the client parsed.

What travels to a client of the caller's is heard beside it while it is asked.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from aws_job_conformance.core.errors import SuiteError, UnansweredError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.protocol.http import AnsweredCall, Call, HttpRequest, HttpResponse


def ask(client: Any, call: Call) -> AnsweredCall:
    """Make a call, and return what came back; raises UnansweredError where nothing did."""
    import botocore.exceptions  # noqa: PLC0415 - a tenth of a second that `check` never needs
    from botocore import xform_name  # noqa: PLC0415 - as above

    name = Operation(call.operation).name
    parsed, raised = None, None
    with listening(client, name) as ear, ear.call() as seen:
        try:
            parsed = getattr(client, xform_name(name))(**call.params)
        except Exception as error:
            if seen.answer is None:  # also AWS's, where a call for the credentials was refused
                raise UnansweredError(call, error, seen.request) from error
            raised = f"{type(error).__name__}: {error}"
            if isinstance(error, botocore.exceptions.ClientError):
                raised = str(error.response.get("Error", {}).get("Code", ""))
    if seen.answer is None:
        raise SuiteError(f"{call.operation} was answered, and no HTTP was seen: is it a Stubber's?")
    return AnsweredCall(call, seen.answer, parsed, raised, seen.request)


class TappedCall:
    """One call of an operation: what was sent last, and the answer to that; None where none was."""

    def __init__(self) -> None:
        self.request: HttpRequest | None = None
        self.answer: HttpResponse | None = None


class Ear:
    """One operation of one client, heard by each thread that has opened `call`."""

    def __init__(self, client: Any, name: str) -> None:
        service = client.meta.service_model.service_id.hyphenize()
        self._events = client.meta.events
        self._here = threading.local()
        self._handlers: dict[str, Callable[..., None]] = {
            f"before-send.{service}.{name}": self._send,
            f"before-parse.{service}.{name}": self._hear,
        }
        self.listeners = 0

    @contextmanager
    def call(self) -> Iterator[TappedCall]:
        """Hear what this thread asks in the block."""
        self._here.call = call = TappedCall()
        try:
            yield call
        finally:
            self._here.call = None

    def open(self) -> None:
        """Register the handlers, before any other of the client, which might change what comes."""
        for event, handler in self._handlers.items():
            self._events.register_first(event, handler)

    def close(self) -> None:
        """Unregister the handlers."""
        for event, handler in self._handlers.items():
            self._events.unregister(event, handler)

    def _send(self, request: Any, **_: Any) -> None:
        call = getattr(self._here, "call", None)
        if call is not None:  # tried again: what came before was no answer
            call.request, call.answer = read(request), None

    def _hear(self, response_dict: Mapping[str, Any], **_: Any) -> None:
        if (call := getattr(self._here, "call", None)) is not None:
            call.answer = HttpResponse(
                status=int(response_dict["status_code"]),
                headers={str(k): str(v) for k, v in dict(response_dict["headers"]).items()},
                body=bytes(response_dict.get("body") or b""),
            )


def read(prepared: Any) -> HttpRequest:
    """Return what botocore is about to send."""
    body = prepared.body or b""
    return HttpRequest(
        method=str(prepared.method),
        url=str(prepared.url),
        headers={str(name).lower(): _text(value) for name, value in prepared.headers.items()},
        body=body if isinstance(body, bytes) else str(body).encode(),
    )


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


_ears: dict[tuple[int, str], Ear] = {}
_opening = threading.Lock()


@contextmanager
def listening(client: Any, name: str) -> Iterator[Ear]:
    """Hear an operation of a client until the block is left; its handlers are then gone.

    Threads that share a client share its handlers: botocore may forget one that is registered
    while another thread sends.
    """
    key = (id(client), name)
    with _opening:
        ear = _ears.get(key) or Ear(client, name)
        if not ear.listeners:
            ear.open()
            _ears[key] = ear
        ear.listeners += 1
    try:
        yield ear
    finally:
        with _opening:
            ear.listeners -= 1
            if not ear.listeners:
                del _ears[key]
                ear.close()
