"""What travels: read a body into a value and its faults, and a wire value into a response."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from aws_job_conformance import paths
from aws_job_conformance.instants import from_epoch
from aws_job_conformance.text import brief

DEEPEST = 200
"""No AWS response nests deeper; what does is an attack or a bug, and is not looked into."""

FIRST_ERROR = 300
"""From this HTTP status on an answer is an error."""

FINITE = "a finite number"
"""What a fault expected where NaN or Infinity stood, which no JSON has."""

JSON_VALUE = "a JSON value"
"""What a fault expected where Python has something that no JSON can hold."""

_SOMETHING = "a JSON object"
_BOM = b"\xef\xbb\xbf"
_SURROGATE = re.compile("[\ud800-\udfff]")
_MOST_DIGITS = 308
_LITERALS = ("true", "false", "null", "NaN", "Infinity", "-Infinity")
_CUT_NUMBER = re.compile(r"[.]|[eE][+-]?|-")
_CUT_ESCAPE = re.compile(r"\\?(u[0-9A-Fa-f]{0,4})?")
_NESTING = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where a body is not what its protocol sends. got is never anything secret.

    protocol: by its name in a contract; None for the one that the contract names.
    """

    steps: paths.Steps
    got: Any
    what: str
    expected: str
    fix: str
    protocol: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A body as read: its value, whether there is one, its faults; is_response: in that view."""

    value: Any
    readable: bool
    faults: tuple[Fault, ...]
    is_response: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there was nothing to read; good enough for an error with its code in a header."""
        return not self.readable and any(fault.expected == _SOMETHING for fault in self.faults)


class TooDeepError(ValueError):
    """A value that nests deeper than any response."""


class _Literal(float):
    """NaN, Infinity or -Infinity, written out: Python's reader takes them, JSON has none."""


class _Repeating(dict[str, Any]):
    """An object in which these keys stood more than once."""

    twice: tuple[str, ...]


def read(body: bytes) -> Body:
    """Return a JSON body as a value and the faults of its syntax; never raises.

    Duplicate keys, NaN, lone surrogates, a byte-order mark and numbers no double holds are faults
    of a body that can still be read; the rest (truncated, HTML, gzip, not UTF-8, nested too deep)
    are faults of one that cannot.
    """
    faults: list[Fault] = []
    start = 0
    if body.startswith(_BOM):
        start = len(_BOM)
        what = "it begins with a byte-order mark (offset 0)"
        fix = "Send UTF-8 without a BOM."
        faults.append(whole("EF BB BF", what, "JSON without one", fix))
    try:
        text = body[start:].decode()
    except UnicodeDecodeError as error:
        return _unread(*faults, _not_utf8(body, start + error.start, error.reason))
    if not text.strip():
        what = f"it is empty ({len(body)} bytes)"
        fix = "Send the JSON object; SDKs read an empty body as {}, a job without a status."
        return _unread(*faults, whole("", what, _SOMETHING, fix))
    try:
        read_as = json.loads(
            text, object_pairs_hook=_object, parse_int=_integer, parse_constant=_Literal
        )
        value, found = clean(read_as)
    except json.JSONDecodeError as error:
        # Some versions of Python read on where others have given up at this depth.
        depth = _deepest_at(text)
        fault = _not_json(text, start, error) if depth is None else _too_deep(depth + start)
        return _unread(*faults, fault)
    except (RecursionError, TooDeepError):
        return _unread(*faults, _too_deep((_deepest_at(text) or 0) + start))
    return Body(value, readable=True, faults=(*faults, *found))


def _unread(*faults: Fault) -> Body:
    return Body(None, readable=False, faults=faults)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) == len(pairs):
        return value
    repeating = _Repeating(value)
    counts = Counter(name for name, _ in pairs)
    repeating.twice = tuple(name for name, count in counts.items() if count > 1)
    return repeating


def _integer(text: str) -> int | float:
    # Python refuses to read, or to show, integers of thousands of digits.
    return int(text) if len(text) <= _MOST_DIGITS else float(text)


def clean(
    value: Any, convert: Callable[[Any], Any] = lambda value: value
) -> tuple[Any, tuple[Fault, ...]]:
    """Return a copy of a value that is JSON for every reader, and a fault wherever it was not.

    What is no number becomes null and half of a surrogate pair U+FFFD: their fault is told, and
    nothing else is to be said of them. convert: what makes JSON of a value of another type; one
    that it returns unchanged is a fault that expected JSON_VALUE. Raises TooDeepError beyond
    DEEPEST levels.
    """
    faults: list[Fault] = []
    return _clean(value, 0, faults, convert), tuple(faults)


def _clean(value: Any, depth: int, faults: list[Fault], convert: Callable[[Any], Any]) -> Any:
    if isinstance(value, str):
        return _text(value, faults)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return _number(value, faults)
    if isinstance(value, (dict, list, tuple)):
        if depth == DEEPEST:
            raise TooDeepError(f"nested deeper than {DEEPEST} levels")
        return _inside(value, depth, faults, convert)
    converted = convert(value)
    if converted is not value:
        return _clean(converted, depth, faults, convert)
    kind = f"a value of Python's type {type(value).__name__}"
    fix = "Give what boto3 returns, or its JSON."
    faults.append(Fault((), kind, f"got {kind}", JSON_VALUE, fix))
    return None


def _inside(
    value: Any, depth: int, faults: list[Fault], convert: Callable[[Any], Any]
) -> dict[str, Any] | list[Any]:
    is_object = isinstance(value, dict)
    if isinstance(value, _Repeating):
        faults += [_repeated(name) for name in value.twice]
    inner: dict[Any, Any] = {}
    for key, item in value.items() if is_object else enumerate(value):
        first = len(faults)
        step = _clean(key, depth, faults, convert) if is_object else key
        if is_object and not isinstance(step, str):
            what = f"got the key {brief(key)}"
            faults.append(Fault((), brief(key), what, JSON_VALUE, "Keys of JSON are texts."))
            step = brief(key)
        inner[step] = _clean(item, depth + 1, faults, convert)
        if len(faults) > first:
            faults[first:] = [
                replace(fault, steps=(step, *fault.steps)) for fault in faults[first:]
            ]
    return inner if is_object else list(inner.values())


def _repeated(name: str) -> Fault:
    what = "the key stands twice in one object; readers keep different ones"
    step = _SURROGATE.sub("\ufffd", name)
    return Fault((step,), step, what, "each key once", "Send each member once.")


def _number(value: float, faults: list[Fault]) -> int | float | None:
    try:
        if math.isfinite(value):
            return int(value) if isinstance(value, int) else float(value)
    except OverflowError:
        value = math.inf if value > 0 else -math.inf
    if isinstance(value, _Literal) or math.isnan(value):
        got = json.dumps(value)
        fix = "Leave out a number that is not known; JSON has no NaN and no Infinity."
        faults.append(Fault((), got, f"got {got}, which is no JSON number", FINITE, fix))
    else:
        fix = "Readers make infinity or an error of it, if they keep it at all."
        what = "got a number larger than any double"
        faults.append(Fault((), str(value), what, "a number that a double holds", fix))
    return None


def _text(text: str, faults: list[Fault]) -> str:
    found = None if text.isascii() else _SURROGATE.search(text)
    if found is None:
        return str.__str__(text)
    half = f"U+{ord(found[0]):04X}"
    what = f"got half of a surrogate pair ({half}), which no UTF-8 text can hold"
    fix = "Escape a character beyond U+FFFF as its two halves, or send it as UTF-8."
    faults.append(Fault((), half, what, "Unicode text", fix))
    return _SURROGATE.sub("\ufffd", text)


def _deepest_at(text: str) -> int | None:
    """Return the offset at which a text nests deeper than any response, or None."""
    depth = 0
    for found in _NESTING.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        if depth > DEEPEST:
            return len(text[: found.start()].encode())
    return None


def _too_deep(offset: int) -> Fault:
    what = f"nested deeper than {DEEPEST} levels (offset {offset})"
    fix = "No AWS response is; look at who answered."
    return whole("deep nesting", what, f"nesting no deeper than {DEEPEST}", fix)


def whole(got: str, what: str, expected: str, fix: str) -> Fault:
    """Return a fault of a body as a whole, whatever it travels in."""
    return Fault((), got, what, expected, fix)


def _not_utf8(body: bytes, offset: int, reason: str) -> Fault:
    if body[:2] == b"\x1f\x8b":
        what = "it is gzip (offset 0), which no AWS SDK asked for"
        fix = "Send it plain, or look for a proxy that compresses."
        return whole("1F 8B", what, "JSON", fix)
    if reason == "unexpected end of data":
        return _cut_off(len(body))
    byte = f"{body[offset]:02X}"
    what = f"byte {byte} at offset {offset} is not UTF-8"
    return whole(byte, what, "UTF-8", "JSON on the wire is UTF-8 (RFC 8259).")


def _not_json(text: str, start: int, error: json.JSONDecodeError) -> Fault:
    # Nobody knows which part of such a body is secret: no more than a character is shown.
    if text.lstrip()[:1] == "<":
        fix = "A proxy, load balancer or login page answered instead of AWS; SDKs read it as {}."
        return whole("<", "it is HTML or XML (offset 0)", "JSON", fix)
    if _is_cut(text, error):
        return _cut_off(start + len(text.encode()))
    offset = start + len(text[: error.pos].encode())
    line = f"line {error.lineno}, " if "\n" in text.strip() else ""
    what = f"not JSON at {line}column {error.colno}, offset {offset}: {error.msg}"
    got = text[error.pos : error.pos + 1]
    return whole(got, what, "JSON (RFC 8259)", "SDKs read such a body as {} or fail.")


def _cut_off(size: int) -> Fault:
    what = f"it ends after {size} bytes, in the middle of its JSON"
    fix = "The connection broke or a length is wrong; botocore reads such a body as {}."
    return whole(f"{size} bytes", what, "a whole JSON object", fix)


def _is_cut(text: str, error: json.JSONDecodeError) -> bool:
    """Return whether a text would be JSON if only it went on."""
    rest = text[error.pos :].rstrip()
    return (
        error.msg.startswith("Unterminated string")
        or any(literal.startswith(rest) for literal in _LITERALS)
        or _CUT_NUMBER.fullmatch(rest) is not None
        or (error.msg.startswith("Invalid") and _CUT_ESCAPE.fullmatch(rest) is not None)
    )


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
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if is_number and schema.get("format") == "epoch-seconds":
        return from_epoch(value) or value
    return value


def error_code(value: Any, headers: Mapping[str, str]) -> str | None:
    """Return the code of an error response, from `x-amzn-errortype` or the body, or None.

    A namespace before `#` and a URL after `:` are left out, as every SDK does.
    """
    body = value if isinstance(value, dict) else {}
    sent = (
        headers.get("x-amzn-errortype"),
        *(body.get(name) for name in ("__type", "code", "Code")),
    )
    code = next((text for text in sent if isinstance(text, str) and text), "")
    return code.partition(":")[0].rpartition("#")[2].strip() or None
