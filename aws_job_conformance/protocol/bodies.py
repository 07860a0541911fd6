"""A body as read, whatever it travels in: its value, and its faults."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.instants import from_epoch
from aws_job_conformance.core.tally import Tally

DEEPEST = 200
"""No AWS response nests deeper; what does is an attack or a bug, and is not looked into."""

MOST_VALUES = 1_000_000
"""No AWS response holds more values; what does is an attack or a bug, and is not looked into."""

FINITE = "a finite number"
"""What a fault expected where NaN or Infinity stood, which no JSON has."""

JSON_VALUE = "a JSON value"
"""What a fault expected where Python has something that no JSON can hold."""

GZIP = b"\x1f\x8b"
"""What a body begins with that is compressed."""

SOMETHING = "a JSON object"
"""What a fault expected where there is nothing at all."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where a body is not what its protocol sends. got is never anything secret.

    protocol: by its name in a contract; None for the one that the contract names. more: how many
    others of its kind were left out after it.
    """

    steps: paths.Steps
    got: Any
    what: str
    expected: str
    fix: str
    protocol: str | None = None
    more: int = 0


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
        return not self.readable and any(fault.expected == SOMETHING for fault in self.faults)

    @property
    def is_hopeless(self) -> bool:
        """Whether so much is wrong with it that nothing else of its shape is worth a sentence."""
        return any(fault.more for fault in self.faults)


class Faults(Tally[Fault]):
    """The faults of one body as they are found: of each kind the first few, the rest counted."""

    def append(self, fault: Fault) -> None:
        """Take note of a fault."""
        self.add((fault.expected, fault.protocol), lambda: fault, 1 + fault.more)


def whole(got: str, what: str, expected: str, fix: str) -> Fault:
    """Return a fault of a body as a whole, whatever it travels in."""
    return Fault((), got, what, expected, fix)


def too_many(most: int = MOST_VALUES) -> Fault:
    """Return the fault of a body that holds more values than any response."""
    what = f"it holds more than {most:,} values"
    fix = "No AWS response does; look at who answered."
    return whole("too many values", what, f"at most {most:,} values", fix)


def too_deep(offset: int) -> Fault:
    """Return the fault of a body that nests deeper than any response, from this byte on."""
    what = f"nested deeper than {DEEPEST} levels (offset {offset})"
    fix = "No AWS response is; look at who answered."
    return whole("deep nesting", what, f"nesting no deeper than {DEEPEST}", fix)


def gzipped(expected: str) -> Fault:
    """Return the fault of a body that is compressed, which `GZIP` begins."""
    fix = "Send it plain, or look for a proxy that compresses."
    return whole("1F 8B", "it is gzip (offset 0), which no AWS SDK asked for", expected, fix)


FIRST_ERROR = 300
"""From this HTTP status on an answer is an error."""


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
    if is_number and schema.get("x-format") == "epoch-seconds":
        return from_epoch(value) or value
    return value


def error_code(value: Any, headers: Mapping[str, str]) -> str | None:
    """Return the code of an error response, from `x-amzn-errortype` or the body, or None.

    A namespace before `#` and a URL after `:` are left out, as every SDK does.
    """
    body = value if isinstance(value, dict) else {}
    sent = (headers.get("x-amzn-errortype"), *map(body.get, ("__type", "code", "Code")))
    code = next((text for text in sent if isinstance(text, str) and text), "")
    return code.partition(":")[0].rpartition("#")[2].strip() or None
