"""What every client under test can do: read an answer, and say what it made of it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, Protocol
from xml.etree.ElementTree import Element

from aws_job_conformance.core.instants import instant
from aws_job_conformance.core.text import printable
from aws_job_conformance.protocol.boto3_values import plain
from aws_job_conformance.protocol.http import HttpResponse

NOT_JSON = "$not-json"
"""The only key of an object that stands where a client has a value no JSON can hold."""

ReadingKind = Literal["value", "error", "unreadable", "unsupported"]
HowEnded = Literal["success", "failure", "timeout", "unsupported"]

_LONGEST = 300
_CLOSE = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Reset:
    """A connection that breaks before there is an answer."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a client made of one answer.

    kind: `value`, a response; `error`, the service's own error, raised by its code; `unreadable`,
    the client failed at the answer itself; `unsupported`, the client has no such operation or not
    in this protocol. value: the response view as plain JSON, instants as RFC 3339, blobs as base64,
    without metadata. error: the code of an `error`, the exception's class of an `unreadable`.
    message: for people, one line of no more than 300 characters.
    """

    kind: ReadingKind
    value: Any = None
    error: str | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Retried:
    """What a client did with a series of answers to one call.

    attempts: requests it sent. delays: seconds it would have slept before each further one, with
    its jitter at the most. reading: what it made of the last answer.
    """

    attempts: int
    delays: tuple[float, ...]
    reading: Reading


@dataclass(frozen=True, slots=True)
class LoopbackCall:
    """One call of a whole client, which asks a server on loopback over a connection of its own.

    url: of the server. input: the operation's, by the names of the API. waiter: the SDK's own, by
    the name that botocore has for it; None: the operation itself, once, with the SDK's retries in
    its `standard` mode. polls: after so many a waiter's time is over. sleeps: whether it waits
    between retries; a waiter never does.
    """

    operation: str
    url: str
    input: Mapping[str, Any]
    waiter: str | None = None
    polls: int = 1
    sleeps: bool = False


@dataclass(frozen=True, slots=True)
class CallEnd:
    """How a call over loopback ended.

    how: `success`, it returned; `failure`, it raised; `timeout`, a waiter that gave up;
    `unsupported`, the client has no such operation or waiter. error: the code of a service's error,
    or else the class of what it raised. message: for people, as of a Reading.
    """

    how: HowEnded
    error: str | None = None
    message: str = ""


class Client(Protocol):
    """An SDK under test.

    name and version: of the SDK. can_retry: whether `retry` is there. can_connect: whether
    `connect` is.
    """

    name: str
    version: str
    can_retry: bool
    can_connect: bool

    def read(self, operation: str, message: HttpResponse) -> Reading:
        """Return what the client makes of one answer to `service:Operation`.

        Raises InputError where the client itself is gone, never for what is in the answer.
        """

    def read_many(self, operation: str, messages: Sequence[HttpResponse]) -> list[Reading]:
        """Return what the client makes of each answer, in their order; raises as `read`."""

    def retry(self, operation: str, answers: Sequence[HttpResponse | Reset]) -> Retried:
        """Return what the client does when its requests are answered like this, one by one.

        The last answer stands for all that follow it. Nobody sleeps. Raises InputError where there
        are no answers, or the client has no retries to show.
        """

    def connect(self, call: LoopbackCall) -> CallEnd:
        """Return how a call to a server on loopback ended.

        Raises InputError where the client itself is gone, or connects to nobody.
        """

    def close(self) -> None:
        """End the client; to do it twice is no error."""


def value_read(response: Any) -> Reading:
    """Return the reading of a response as Python's SDKs give it, or as JSON."""
    return Reading("value", plain(_marked(response)))


def service_error(code: str, message: str = "") -> Reading:
    """Return the reading of a service's error, by its code."""
    return Reading("error", error=code, message=one_line(message))


def unreadable(error: BaseException) -> Reading:
    """Return the reading of an answer that a client failed at with this exception."""
    return Reading("unreadable", error=type(error).__name__, message=one_line(str(error)))


def unsupported(why: str) -> Reading:
    """Return the reading of a client that has no such operation, or not in this protocol."""
    return Reading("unsupported", message=one_line(why))


def one_line(text: str) -> str:
    """Return a text as one printable line of no more than 300 characters."""
    line = printable(" ".join(text.split()))
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def alike(one: Any, other: Any) -> bool:
    """Return whether two values read are the same: instants to a millisecond, the rest exactly.

    SDKs keep instants as finely as their language does, and a millisecond is the coarsest. Numbers
    are compared by value, booleans are no numbers.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, bool) is not isinstance(other, bool):
        return False
    if one == other:
        return True
    first, second = instant(one), instant(other)
    return first is not None and second is not None and abs(first - second) <= _CLOSE


def _marked(value: Any) -> Any:
    """Return a copy of a value in which what JSON lacks is named, not lost.

    botocore gives the elements themselves where XML has one member twice.
    """
    if isinstance(value, dict):
        return {key: _marked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_marked(item) for item in value]
    if isinstance(value, Element):
        return {NOT_JSON: "Element"}
    if isinstance(value, float) and not math.isfinite(value):
        name = "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
        return {NOT_JSON: name}
    return value
