"""What travels in JSON: a body read into a value and its faults, a value into a response."""

import json
import math
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from aws_job_conformance.core.errors import TooDeepError, TooManyError
from aws_job_conformance.protocol import bodies
from aws_job_conformance.protocol._clean_values import Literal, Repeating, clean
from aws_job_conformance.protocol.bodies import DEEPEST, SOMETHING, Body, Fault, whole

_BOM = b"\xef\xbb\xbf"
_MOST_DIGITS = 308
_LITERALS = ("true", "false", "null", "NaN", "Infinity", "-Infinity")
_CUT_NUMBER = re.compile(r"[.]|[eE][+-]?|-")
_CUT_ESCAPE = re.compile(r"\\?(u[0-9A-Fa-f]{0,4})?")
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_NESTING = re.compile(rf"{_STRING.pattern}|[\[{{]|[\]}}]", re.DOTALL)
_DEPTH = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_NO_BRACKETS = bytes(set(range(256)) - set(_DEPTH))
_LONG = re.compile(rf"[0-9]{{{_MOST_DIGITS + 1}}}")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A JSON text as Python reads it; start: the offset of the text in its body."""

    value: Any
    text: str
    start: int
    faults: tuple[Fault, ...]

    def body(self, value: Any, depth: int = 0) -> Body:
        """Return a part of the value, which stands at this depth, as a body with its own faults."""
        try:
            cleaned, found = clean(value, depth=depth)
        except TooManyError:
            return _unread(*self.faults, bodies.too_many())
        except TooDeepError:
            at = _deepest_at(self.text) or 0
            return _unread(*self.faults, bodies.too_deep(at + self.start))
        return Body(cleaned, readable=True, faults=found)


def read(body: bytes) -> Body:
    """Return a JSON body as a value and the faults of its syntax; never raises.

    Duplicate keys, NaN, lone surrogates, a byte-order mark and numbers no double holds are faults
    of a body that can still be read; the rest (truncated, HTML, gzip, not UTF-8, nested too deep)
    are faults of one that cannot.
    """
    parsed = parse(body)
    if isinstance(parsed, Body):
        return parsed
    found = parsed.body(parsed.value)
    return replace(found, faults=(*parsed.faults, *found.faults)) if found.readable else found


def parse(body: bytes) -> Parsed | Body:
    """Return a JSON body as parsed, or the body with its faults where it cannot be; never raises.

    For who reads a large value part by part; the parts have faults of their own.
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
        return _unread(*faults, whole("", what, SOMETHING, fix))
    # A call for each integer is what reading a large body would spend its time on.
    integer = _integer if _LONG.search(text) else None
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_constant=Literal, parse_int=integer
        )
    except json.JSONDecodeError as error:
        # Some versions of Python read on where others have given up at this depth.
        depth = _deepest_at(text)
        fault = _not_json(text, start, error) if depth is None else bodies.too_deep(depth + start)
        return _unread(*faults, fault)
    except RecursionError:
        return _unread(*faults, bodies.too_deep((_deepest_at(text) or 0) + start))
    return Parsed(value, text, start, tuple(faults))


def _unread(*faults: Fault) -> Body:
    return Body(None, readable=False, faults=faults)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) == len(pairs):
        return value
    repeating = Repeating(value)
    counts = Counter(name for name, _ in pairs)
    repeating.twice = tuple(name for name, count in counts.items() if count > 1)
    return repeating


def _integer(text: str) -> int | float:
    # Python refuses to read, or to show, integers of thousands of digits.
    if len(text) <= _MOST_DIGITS:
        return int(text)
    if len(text) <= _MOST_DIGITS + 2:  # the largest double has so many, and may have a sign
        return float(text)
    return -math.inf if text[0] == "-" else math.inf


def _deepest_at(text: str) -> int | None:
    """Return the offset at which a text nests deeper than any response, or None."""
    brackets = _STRING.sub("", text).encode(errors="replace").translate(None, _NO_BRACKETS)
    if max(accumulate(map(_DEPTH.__getitem__, brackets)), default=0) <= DEEPEST:
        return None
    depth = 0
    for found in _NESTING.finditer(text):
        depth += _DEPTH.get(ord(found[0][0]), 0)
        if depth > DEEPEST:
            return len(text[: found.start()].encode())
    return None


def _not_utf8(body: bytes, offset: int, reason: str) -> Fault:
    if body.startswith(bodies.GZIP):
        return bodies.gzipped("JSON")
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
