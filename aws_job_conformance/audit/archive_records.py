"""What one line of an archive is: whose poll, when, what was asked, what came back."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aws_job_conformance.core.instants import from_epoch, instant
from aws_job_conformance.protocol import json_read
from aws_job_conformance.protocol.bodies import Body

Exchange = tuple[bytes, Mapping[str, str], int]
"""One HTTP response: body, headers by names in lower case, status."""

_STATUSES = range(100, 1000)


@dataclass(frozen=True, slots=True)
class PollRecord:
    """One poll of an archive, read closely: with what is wrong with its JSON.

    line: all that it says, as `envelope` has it. response: in the view of an SDK, or wire: as it
    travelled; one of them. request: the input of the call; None where the archive does not say.
    """

    line: Mapping[str, Any]
    request: Mapping[str, Any] | None
    response: Body | None
    wire: Exchange | None


class NotAPoll(Exception):  # noqa: N818 - what a line is, and no error
    """Why a line is no poll, in the words of the summary."""


def envelope(value: Any, operation: str | None) -> dict[str, Any]:
    """Return a line's value as `{operation, time, request, response | wire}`.

    operation: whose polls the lines are that are responses by themselves. Raises NotAPoll for a
    line that is neither.
    """
    if not isinstance(value, dict):
        raise NotAPoll("no JSON object")
    if "response" in value or "wire" in value:
        if operation is not None and "operation" not in value:
            return {**value, "operation": operation}
        if type(value.get("operation")) is str:
            return value
    if operation is None:
        raise NotAPoll(
            "neither {operation, response} nor {operation, wire}; for plain responses give"
            " --operation"
        )
    return {"operation": operation, "response": value}


def read(line: bytes, operation: str | None) -> PollRecord:
    """Return a line as a poll, with the faults of its JSON; raises NotAPoll for what is none."""
    parsed = json_read.parse(line)
    if isinstance(parsed, Body):
        raise NotAPoll("no JSON")
    record = envelope(parsed.value, operation)
    is_plain = record.get("response") is parsed.value
    request = record.get("request")
    asked = request if isinstance(request, dict) else None
    if "response" not in record:
        return PollRecord(record, asked, None, exchange(record["wire"]))
    body = parsed.body(record["response"], depth=0 if is_plain else 1)
    if not body.readable:
        raise NotAPoll("nested deeper, or larger, than any response")
    return PollRecord(record, asked, body, None)


def counted(record: Mapping[str, Any]) -> int | None:
    """Return how many records a line says that its job's input has; None where it does not."""
    told = record.get("records")
    return told if type(told) is int and told >= 0 else None


def exchange(wire: Any) -> Exchange:
    """Return what a record says that travelled; raises NotAPoll where it says nothing usable.

    `{status, headers, body}` with the body as text, or `body64` with its bytes in base64.
    """
    if not isinstance(wire, dict):
        raise NotAPoll("a wire that is no object {status, headers, body}")
    status, headers = wire.get("status", 200), wire.get("headers") or {}
    if type(status) is not int or status not in _STATUSES:
        raise NotAPoll("a wire without an HTTP status")
    if not isinstance(headers, dict) or not all(type(text) is str for text in headers.values()):
        raise NotAPoll("a wire whose headers are no texts")
    lower = {name.lower(): text for name, text in headers.items()}
    body = wire.get("body", "")
    if type(packed := wire.get("body64")) is str:
        try:
            return base64.b64decode(packed, validate=True), lower, status
        except (binascii.Error, ValueError):
            raise NotAPoll("a wire whose body64 is no base64") from None
    if type(body) is not str:
        raise NotAPoll("a wire whose body is no text")
    return body.encode("utf-8", "surrogatepass"), lower, status


def moment(time: Any) -> datetime | None:
    """Return when a poll was: RFC 3339, or seconds since 1970; None where that is not known."""
    return instant(from_epoch(time) if type(time) in (int, float) else time)


def is_before(time: Any, last: Any) -> bool:
    """Return whether a time is before another; what cannot be compared is not."""
    if type(time) is str and type(last) is str:
        if len(time) == len(last) and time[-1:] == last[-1:] == "Z":
            return time < last
    elif type(time) in (int, float) and type(last) in (int, float):
        return bool(time < last)
    now, then = moment(time), moment(last)
    return now is not None and then is not None and now < then
