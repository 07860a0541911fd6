"""What travels: read a body into a value and its faults, and a wire value into a response."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aws_job_conformance import paths
from aws_job_conformance.instants import from_epoch

DEEPEST = 200
"""No AWS response nests deeper; what does is an attack or a bug, and is not looked into."""

FINITE = "a finite number"
"""What a fault expected where NaN or an infinity stood."""

_BOM = b"\xef\xbb\xbf"
_SURROGATE = re.compile("[\ud800-\udfff]")
_MOST_DIGITS = 400


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where a body is not what its protocol sends."""

    steps: paths.Steps
    got: Any
    what: str
    expected: str
    fix: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body as read: its value, whether there is one, and its faults."""

    value: Any
    readable: bool
    faults: tuple[Fault, ...]


def read(body: bytes) -> Body:
    """Return a JSON body as a value and the faults of its syntax; never raises.

    Duplicate keys, NaN, lone surrogates, a byte-order mark and numbers no double holds are faults of
    a body that can still be read; the rest (truncated, HTML, gzip, not UTF-8, nested too deep) are
    faults of one that cannot.
    """
    faults: list[Fault] = []
    if body.startswith(_BOM):
        what = "the body begins with a byte-order mark (offset 0)"
        faults.append(_unreadable("EF BB BF", what, "JSON without one", "Send UTF-8 without a BOM."))
        body = body[len(_BOM) :]
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        return Body(None, False, (*faults, _not_utf8(body, error)))
    if not text.strip():
        what = f"the body is empty ({len(body)} bytes)"
        fix = "Send the JSON object; SDKs read an empty body as {}, a job without a status."
        return Body(None, False, (*faults, _unreadable("", what, "a JSON object", fix)))
    repeated: dict[int, list[str]] = {}
    try:
        value = json.loads(
            text,
            object_pairs_hook=lambda pairs: _object(pairs, repeated),
            parse_int=_integer,
        )
    except json.JSONDecodeError as error:
        return Body(None, False, (*faults, _not_json(text, error)))
    except RecursionError:
        return Body(None, False, (*faults, _too_deep(())))
    found = list(_inside(value, repeated))
    readable = not any(fault.expected == _SHALLOW for fault in found)
    return Body(value if readable else None, readable, (*faults, *found))


def _object(pairs: list[tuple[str, Any]], repeated: dict[int, list[str]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        names = [name for name, _ in pairs]
        repeated[id(value)] = sorted({name for name in names if names.count(name) > 1})
    return value


def _integer(text: str) -> int | float:
    # int() refuses very long texts; what overflows every integer of AWS is reported as too large.
    return int(text) if len(text) <= _MOST_DIGITS else math.copysign(math.inf, -(text[0] == "-"))


def _inside(value: Any, repeated: Mapping[int, list[str]]) -> Iterator[Fault]:
    waiting: list[tuple[paths.Steps, Any]] = [((), value)]
    while waiting:
        steps, item = waiting.pop()
        if len(steps) > DEEPEST:
            yield _too_deep(steps[:3])
            return
        if isinstance(item, dict):
            for name in repeated.get(id(item), ()):
                what = "the key stands twice in one object; readers keep different ones"
                yield Fault((*steps, name), name, what, "each key once", "Send each member once.")
            for name in item:
                yield from _text((*steps, name), name)
            waiting += reversed([((*steps, name), inner) for name, inner in item.items()])
        elif isinstance(item, list):
            waiting += reversed([((*steps, i), inner) for i, inner in enumerate(item)])
        elif isinstance(item, float) and not math.isfinite(item):
            what = f"got {item}, which is no JSON number or is larger than a double"
            fix = "Leave out a number that is not known; JSON has no NaN and no Infinity."
            yield Fault(steps, str(item), what, FINITE, fix)
        elif isinstance(item, str):
            yield from _text(steps, item)


def _text(steps: paths.Steps, text: str) -> Iterator[Fault]:
    if found := _SURROGATE.search(text):
        what = f"got half of a surrogate pair (U+{ord(found[0]):04X}), which no UTF-8 text can hold"
        fix = "Escape a character beyond U+FFFF as its two halves, or send it as UTF-8."
        yield Fault(steps, f"U+{ord(found[0]):04X}", what, "Unicode text", fix)


_SHALLOW = f"nesting no deeper than {DEEPEST}"


def _too_deep(steps: paths.Steps) -> Fault:
    what = f"nested deeper than {DEEPEST} levels"
    return Fault(steps, "deep nesting", what, _SHALLOW, "No AWS response is; look at who answered.")


def _unreadable(got: str, what: str, expected: str, fix: str) -> Fault:
    return Fault((), got, what, expected, fix)


def _not_utf8(body: bytes, error: UnicodeDecodeError) -> Fault:
    if body[:2] == b"\x1f\x8b":
        what = "the body is gzip (offset 0), which no AWS SDK asked for"
        fix = "Send it plain, or look for a proxy that compresses."
        return _unreadable("1F 8B", what, "JSON", fix)
    byte = f"{body[error.start]:02X}"
    what = f"byte {byte} at offset {error.start} is not UTF-8"
    return _unreadable(byte, what, "UTF-8", "JSON on the wire is UTF-8 (RFC 8259).")


def _not_json(text: str, error: json.JSONDecodeError) -> Fault:
    offset = len(text[: error.pos].encode("utf-8", "surrogatepass"))
    if text.lstrip()[:1] == "<":
        fix = "A proxy, a load balancer or a login page answered instead of AWS; SDKs read it as {}."
        return _unreadable(text.strip()[:40], "the body is HTML or XML (offset 0)", "JSON", fix)
    ended = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
    if ended:
        size = len(text.encode("utf-8", "surrogatepass"))
        what = f"the body ends after {size} bytes, in the middle of its JSON"
        fix = "The connection broke or a length is wrong; botocore reads such a body as {}."
        return _unreadable(text[-40:], what, "a whole JSON object", fix)
    where = f"line {error.lineno}, column {error.colno}, offset {offset}"
    what = f"not JSON at {where}: {error.msg}"
    got = text[error.pos : error.pos + 20]
    return _unreadable(got, what, "JSON (RFC 8259)", "SDKs read such a body as {} or fail.")


def to_response(wire_schema: Mapping[str, Any], payload: str | None, value: Any) -> Any:
    """Return a wire value as the response an SDK makes of it, in the response view.

    payload: the member the body is the value of, where the body travels unwrapped. Values of the
    wrong type stay as they are, for the shape check to name.
    """
    response = _converted(wire_schema, value)
    return response if payload is None else {payload: response}


def _converted(schema: Mapping[str, Any], value: Any) -> Any:
    if isinstance(value, dict):
        known = schema.get("properties", {})
        other = schema.get("additionalProperties")
        other = other if isinstance(other, Mapping) else {}
        return {
            known.get(name, other).get("x-name", name): _converted(known.get(name, other), item)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [_converted(schema.get("items", {}), item) for item in value]
    if (
        schema.get("format") == "epoch-seconds"
        and isinstance(value, (int, float))
        and not isinstance(value, bool)
    ):
        return from_epoch(value) or value
    return value


def error_code(value: Any, headers: Mapping[str, str]) -> str | None:
    """Return the code of an error response, from `x-amzn-errortype` or the body, or None.

    A namespace before `#` and a URL after `:` are left out, as every SDK does.
    """
    body = value if isinstance(value, dict) else {}
    sent = headers.get("x-amzn-errortype") or body.get("__type") or body.get("code") or body.get("Code")
    if not isinstance(sent, str) or not sent:
        return None
    return sent.partition(":")[0].rpartition("#")[2] or None
