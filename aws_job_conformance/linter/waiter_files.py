"""Files of waiters that anybody may have written: read, bounded, as frozen values.

Three forms: botocore's `waiters-2.json`, its `waiters-2.sdk-extras.json`, and those of Airflow's
provider, which are botocore's with templates of Jinja in them. Nothing of a template is run.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import jsonschema_rs

from aws_job_conformance.core import paths, pattern_engine
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.text import brief, cut, printable, told
from aws_job_conformance.protocol import json_read

LARGEST = 500_000
"""Bytes of a file; the largest of botocore, ec2's, has a fifteenth."""

_MOST_TOLD = 2000

STATES = ("success", "failure", "retry")
"""What botocore knows; with any other it polls on."""

_NAME = {"type": "string", "minLength": 1, "maxLength": 200}
_ACCEPTOR = {
    "type": "object",
    "required": ["matcher", "expected", "state"],
    "properties": {
        "matcher": {"enum": ["path", "pathAll", "pathAny", "status", "error"]},
        "state": _NAME,
        "argument": {"type": "string", "maxLength": 2000},
        "expected": {"type": ["string", "number", "boolean", "null"], "maxLength": 1000},
    },
    "if": {"properties": {"matcher": {"pattern": "^path"}}},
    "then": {"required": ["argument"]},
}
_WAITERS = {
    "type": "object",
    "maxProperties": 2000,
    "propertyNames": {"minLength": 1, "maxLength": 200},
    "additionalProperties": {
        "type": "object",
        "required": ["operation", "delay", "maxAttempts"],
        "properties": {
            "operation": _NAME,
            "delay": {"type": "number", "minimum": 0, "maximum": 1e9},
            "maxAttempts": {"type": "integer", "minimum": 1, "maximum": 10**9},
            "acceptors": {"type": "array", "maxItems": 100, "items": _ACCEPTOR},
        },
    },
}


@dataclass(frozen=True, slots=True)
class Acceptor:
    """One line of a waiter. argument: its JMESPath; empty for `status` and `error`."""

    matcher: str
    argument: str
    expected: Any
    state: str

    @property
    def data(self) -> dict[str, Any]:
        """As a file has it."""
        told = {"matcher": self.matcher, "expected": self.expected, "state": self.state}
        return told | ({"argument": self.argument} if self.argument else {})


@dataclass(frozen=True, slots=True)
class ReadWaiter:
    """A waiter as it was read. where: its file, for a person. pointer: its place in that file.

    operation: as the file has it, which may be written otherwise than the service's model does.
    acceptors: none where the file leaves them to whoever waits, as Airflow's may.
    """

    service: str
    name: str
    operation: str
    delay: float
    attempts: int
    acceptors: tuple[Acceptor, ...]
    where: str
    pointer: str = ""


def document(data: bytes, where: str) -> Any:
    """Return the JSON of a file; where: the file, for a person.

    Raises InputError for one that is too large, nests too deep, or is torn.
    """
    shown = printable(cut(where, 300))
    if len(data) > LARGEST:
        raise InputError(f"{shown} is larger than {LARGEST // 1000} kB: no file of waiters is")
    body = json_read.read(data)
    if not body.readable:
        raise InputError(f"{shown} cannot be read as JSON: {body.faults[-1].what}")
    return body.value


def held(value: Any) -> Mapping[str, Any] | None:
    """Return what of a document is said to be waiters, and where they stand; None if nothing is."""
    merged = value.get("merge") if isinstance(value, dict) else None
    for at, among in (("/waiters", value), ("/merge/waiters", merged)):
        if isinstance(among, dict) and isinstance(among.get("waiters"), dict):
            return {at: among["waiters"]}
    return None


def read(value: Any, where: str, service: str) -> Iterator[ReadWaiter]:
    """Yield the waiters of a document, in their order.

    Raises InputError, in one line, where it holds none, or something that is no waiter.
    """
    shown = printable(cut(where, 300))
    if (among := held(value)) is None:
        raise InputError(
            f"{shown} holds no waiters: expected an object with `waiters` in it, as in botocore's"
            f" waiters-2.json, and found {brief(value)}"
        )
    ((at, waiters),) = among.items()
    if (error := next(iter(_form().iter_errors(waiters)), None)) is not None:
        place = cut(told(at + paths.pointer(error.instance_path)), 300)
        # The message holds what it is about, however large that is.
        why = cut(told(error.message[:_MOST_TOLD]), 200)
        raise InputError(f"{shown} at {place} is no waiter: {why}")
    for name, one in waiters.items():
        yield ReadWaiter(
            service=service,
            name=name,
            operation=one["operation"],
            delay=one["delay"],
            attempts=one["maxAttempts"],
            acceptors=tuple(_acceptor(line) for line in one.get("acceptors", ())),
            where=where,
            pointer=at + paths.pointer((name,)),
        )


def _acceptor(line: Mapping[str, Any]) -> Acceptor:
    argument = line["argument"] if line["matcher"].startswith("path") else ""
    return Acceptor(line["matcher"], argument, line["expected"], line["state"])


@cache
def _form() -> jsonschema_rs.Draft202012Validator:
    return pattern_engine.validator(_WAITERS)
