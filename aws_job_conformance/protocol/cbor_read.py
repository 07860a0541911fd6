"""What travels in CBOR: read a body into a value that the wire schema judges, and its faults."""

import base64
import io
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Any

import cbor2

from aws_job_conformance.core import paths
from aws_job_conformance.core.errors import TooManyError
from aws_job_conformance.core.text import brief
from aws_job_conformance.protocol import _cbor_scan, bodies
from aws_job_conformance.protocol.bodies import DEEPEST, Body, Fault, Faults, whole

PROTOCOL = "rpcv2Cbor"
"""The protocol whose bodies these are, as contracts name it."""

_DEEPEST_MEMBER = 32
"""No member of a model lies deeper, so none is looked for."""

_INSTANT = 1
_BIGNUMS = (2, 3)
_READ_BY_CBOR2 = (
    *(0, _INSTANT, *_BIGNUMS, 4, 5, 25, 28, 29, 30, 35, 36, 37),
    *(52, 54, 100, 256, 258, 260, 261, 1004, 43000, 55799),
)
"""Tags of which cbor2 makes Python's values, unless it is told otherwise."""


@dataclass(frozen=True, slots=True, eq=False)
class _Tagged:
    """A value with its tag, as it stood in the body; hashable, as it may stand as a key."""

    tag: int
    value: Any


_TAGS = {number: partial(lambda tag, value, _: _Tagged(tag, value), number)
         for number in _READ_BY_CBOR2}  # fmt: skip


def is_cbor(headers: Mapping[str, str]) -> bool:
    """Return whether headers, in any case, say that a body is CBOR."""
    lower = {name.lower(): value.lower() for name, value in headers.items()}
    named = lower.get("smithy-protocol") == "rpc-v2-cbor"
    return named or lower.get("content-type", "").startswith("application/cbor")


def read(body: bytes, schema: Mapping[str, Any] | None = None) -> Body:
    """Return a CBOR body as the value its JSON would have, and its faults; never raises.

    Instants (tag 1) become epoch seconds, byte strings base64 text. schema: the wire schema; with
    it an instant without its tag, the tag on anything else, a byte string for a text and a text for
    a byte string are faults too, as SDKs go by what CBOR says. Trailing bytes, keys that stand
    twice or are no texts, undefined, NaN and other tags are faults of a body that can still be
    read; the rest (truncated, nested too deep, JSON, HTML) are faults of one that cannot.
    """
    if not body:
        fix = "Send the CBOR map; an error without one is known by its status alone."
        return _unread(whole("", "it is empty (0 bytes)", "a CBOR map", fix))
    if (foreign := _foreign(body)) is not None:
        return _unread(foreign)
    try:
        value, end = _decoded(body, may_repeat=False)
        found: tuple[Fault, ...] = ()
    except cbor2.CBORDecodeError as error:
        scan = _cbor_scan.scan(body, DEEPEST)
        if scan.problem is not None:
            return _unread(_problem(scan.problem, len(body)))
        found = tuple(scan.repeated)
        try:
            value, end = _decoded(body, may_repeat=True)
        except cbor2.CBORDecodeError:
            return _unread(_ill_formed(f"{error}"))
    plain = _Plain()
    try:
        value = plain.value(value, ())
    except TooManyError:
        return _unread(bodies.too_many())
    faults = [*_trailing(body, end), *found, *plain.faults]
    told = Faults()
    for fault in chain(faults, [] if schema is None else _unlike(schema, value, (), plain)):
        told.append(_in_cbor(fault))
    return Body(value, readable=True, faults=tuple(told))


def _unread(fault: Fault) -> Body:
    return Body(None, readable=False, faults=(_in_cbor(fault),))


def _in_cbor(fault: Fault) -> Fault:
    return replace(fault, protocol=PROTOCOL)


def _decoded(body: bytes, *, may_repeat: bool) -> tuple[Any, int]:
    """Return the first item of a body, and where it ends."""
    decoder = cbor2.CBORDecoder(
        io.BytesIO(body),
        tag_hook=lambda tagged, _: _Tagged(tagged.tag, tagged.value),
        semantic_decoders=_TAGS,
        max_depth=DEEPEST,
        allow_duplicate_keys=may_repeat,
    )
    value = decoder.decode()
    return value, decoder.fp.tell()


class _Plain:
    """Makes JSON of what cbor2 read; keeps the faults, and where instants and byte strings are."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.left = bodies.MOST_VALUES
        self.instants: set[paths.Steps] = set()
        self.bytes: set[paths.Steps] = set()

    def value(self, value: Any, steps: paths.Steps) -> Any:
        self.left -= 1
        if self.left < 0:
            raise TooManyError
        if value is None or isinstance(value, (str, bool)):
            return value
        if isinstance(value, (int, float)):
            return self.number(value, steps)
        if isinstance(value, (Mapping, list, tuple)):
            return self.inside(value, steps)
        if isinstance(value, bytes):
            if len(steps) <= _DEEPEST_MEMBER:
                self.bytes.add(steps)
            return base64.b64encode(value).decode()
        return self.tagged(value, steps) if isinstance(value, _Tagged) else self.other(value, steps)

    def inside(self, value: Any, steps: paths.Steps) -> dict[str, Any] | list[Any]:
        if isinstance(value, Mapping):
            return dict(self.member(key, item, steps) for key, item in value.items())
        return [self.value(item, (*steps, place)) for place, item in enumerate(value)]

    def member(self, key: Any, item: Any, steps: paths.Steps) -> tuple[str, Any]:
        if isinstance(key, str):
            return key, self.value(item, (*steps, key))
        name = f"key {len(steps)}" if isinstance(key, _Tagged) else brief(key)
        what = f"got a key that is no text but {_kind(key)}"
        self.fault((*steps, name), name, what, "a text", "Names of members are text strings.")
        return name, self.value(item, (*steps, name))

    def number(self, value: float, steps: paths.Steps) -> int | float | None:
        if math.isfinite(value):
            return value
        got = "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
        fix = "Leave out a number that is not known; CBOR has NaN, but no job counts in it."
        self.fault(steps, got, f"got {got}", bodies.FINITE, fix)
        return None

    def tagged(self, value: _Tagged, steps: paths.Steps) -> int | float | None:
        inner = value.value
        if value.tag == _INSTANT:
            if isinstance(inner, (int, float)) and not isinstance(inner, bool):
                if len(steps) <= _DEEPEST_MEMBER:
                    self.instants.add(steps)
                return self.number(inner, steps)
            what = f"got the tag 1 of an instant around {_kind(inner)}"
            fix = "Tag an integer or a float of epoch seconds."
            self.fault(steps, "tag 1", what, "epoch seconds", fix)
        elif value.tag in _BIGNUMS:
            what = f"got a big number (tag {value.tag})"
            fix = "Send it as an integer; no count of a job needs more than 64 bits."
            self.fault(steps, f"tag {value.tag}", what, "an integer of 64 bits", fix)
        else:
            what = f"got a value with tag {value.tag}"
            fix = "RPC v2 has tag 1 for instants, and no other here; SDKs raise on it."
            self.fault(steps, f"tag {value.tag}", what, "a value without a tag", fix)
        return None

    def other(self, value: Any, steps: paths.Steps) -> None:
        what = f"got {_kind(value)}"
        fix = "Leave the member out; RPC v2 has true, false, null and numbers, SDKs read no more."
        self.fault(steps, _kind(value), what, "a value that JSON has too", fix)

    def fault(self, steps: paths.Steps, got: str, what: str, expected: str, fix: str) -> None:
        self.faults.append(Fault(steps, got, what, expected, fix))


def _kind(value: Any) -> str:
    """Return what a value is, never what it says."""
    if value is cbor2.undefined:
        return "undefined (F7)"
    if isinstance(value, cbor2.CBORSimpleValue):
        return f"the simple value {value.value}"
    kinds = {bool: "a boolean", int: "an integer", float: "a float", str: "a text"}
    kinds |= {bytes: "a byte string", type(None): "null", _Tagged: "a tagged value"}
    named = kinds.get(type(value))
    return named or ("a map" if isinstance(value, Mapping) else "a list or another value")


def _unlike(
    schema: Mapping[str, Any], value: Any, steps: paths.Steps, plain: _Plain
) -> Iterator[Fault]:
    """Yield a fault for each value that fits its schema as JSON, but not as CBOR."""
    if isinstance(value, dict):
        known, other = schema.get("properties", {}), schema.get("additionalProperties")
        other = other if isinstance(other, Mapping) else {}
        inner: Iterable[Any] = ((known.get(n, other), n, item) for n, item in value.items())
    elif isinstance(value, list):
        inner = ((schema.get("items", {}), place, item) for place, item in enumerate(value))
    elif isinstance(value, str) and schema.get("type") == "string":
        inner = ()
        is_blob = schema.get("contentEncoding") == "base64"
        yield from _string_fault(steps, is_blob=is_blob, is_bytes=steps in plain.bytes)
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and schema:
        inner = ()
        is_instant = schema.get("x-format") == "epoch-seconds"
        yield from _tag_fault(steps, is_instant=is_instant, is_tagged=steps in plain.instants)
    else:
        inner = ()
    for below, step, item in inner:
        yield from _unlike(below, item, (*steps, step), plain)


def _string_fault(steps: paths.Steps, *, is_blob: bool, is_bytes: bool) -> list[Fault]:
    if is_blob == is_bytes:
        return []
    if is_bytes:
        what = "got a byte string, expected a text"
        fix = "Send a text (major type 3); botocore gives bytes on as bytes, equal to no text."
        return [Fault(steps, "a byte string", what, "a text", fix)]
    what = "got a text, expected a byte string"
    fix = "Send the bytes (major type 2) and no base64; botocore gives the text on as a text."
    return [Fault(steps, "a text", what, "a byte string", fix)]


def _tag_fault(steps: paths.Steps, *, is_instant: bool, is_tagged: bool) -> list[Fault]:
    if is_instant == is_tagged:
        return []
    if is_instant:
        what = "got a number without tag 1"
        fix = "Tag it (C1); botocore gives a number without the tag on as a number, not a datetime."
        return [Fault(steps, "no tag", what, "an instant with tag 1", fix)]
    what = "got the tag 1 of an instant on a number that is none"
    fix = "Send the number alone; botocore makes a datetime of what has the tag."
    return [Fault(steps, "tag 1", what, "a number without a tag", fix)]


def _trailing(body: bytes, end: int) -> list[Fault]:
    if end == len(body):
        return []
    rest = len(body) - end
    what = f"the CBOR map ends at offset {end}, and the body after {len(body)} bytes"
    fix = "Send one map and nothing after it; SDKs read the first and never look on."
    return [whole(f"{rest} bytes", what, "one CBOR map", fix)]


def _foreign(body: bytes) -> Fault | None:
    """Return the fault of a body that is something else: no CBOR response begins as these do."""
    first = body.lstrip()[:1]
    if first == b"<":
        fix = "A proxy, a load balancer or a login page answered instead of AWS."
        return whole("<", "it is HTML or XML (offset 0)", "CBOR", fix)
    if first in (b"{", b"["):
        fix = "Send CBOR, or say that it is JSON (content-type); botocore runs out of memory."
        return whole(first.decode(), "it is JSON (offset 0), and is said to be CBOR", "CBOR", fix)
    return bodies.gzipped("CBOR") if body.startswith(bodies.GZIP) else None


def _problem(problem: _cbor_scan.Problem, size: int) -> Fault:
    if problem.kind == "cut":
        fix = "The connection broke or a length is wrong; botocore raises on such a body."
        what = f"it ends after {size} bytes, in the middle of its CBOR"
        return whole(f"{size} bytes", what, "a whole CBOR map", fix)
    if problem.kind == "deep":
        return bodies.too_deep(problem.offset)
    return _ill_formed(f"{problem.what} at offset {problem.offset}")


def _ill_formed(what: str) -> Fault:
    fix = "Send what a CBOR library writes; SDKs fail on such a body."
    return whole("", f"not CBOR: {what}", "CBOR (RFC 8949)", fix)
