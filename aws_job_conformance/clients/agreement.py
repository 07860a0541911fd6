"""Do clients agree? Each reads generated legal responses, and must read what was sent."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any

from aws_job_conformance.catalog import load
from aws_job_conformance.clients.interface import Client, Reading, alike
from aws_job_conformance.core import paths
from aws_job_conformance.core.errors import DisagreementError
from aws_job_conformance.core.extras import brought_by
from aws_job_conformance.core.shipped import CLOSELY
from aws_job_conformance.core.text import show
from aws_job_conformance.protocol import boto3_values, encode, model

EXAMPLES, EXAMPLES_OF_OTHERS = 200, 20
"""How many generated responses each client reads, unless a Hypothesis profile asks for more."""

LARGEST = 2**53 - 1
"""Clients of JavaScript hold no larger integer exactly; of valid ones, all agree on the rest."""

MADE_UP = ("zero", "lacking")
"""The defects by which a member is there that was not sent."""

_NOTHING = object()
_EMPTIES = ("", "no value was set", "1970-01-01T00:00:00.000Z")
"""What Rust's SDKs make of a text, of a union's or an enum's value and of an instant not sent."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What one client made of an operation's legal responses, in one protocol.

    examples: how many it read. explained: how many of them as one of its known defects says.
    disagreement: the simplest response read otherwise, as a sentence. not_run: why it read none.
    """

    operation: str
    protocol: str
    client: str
    version: str = ""
    examples: int = 0
    explained: int = 0
    disagreement: str | None = None
    not_run: str | None = None

    def to_json(self) -> str:
        """Return it as JSON text, to travel from a worker to the terminal."""
        return json.dumps(asdict(self))


@dataclass(frozen=True, slots=True)
class Defect:
    """A known defect of a client: what it makes of some keys, texts or members, and why.

    where: `key` or `text`; `member`, whose pattern is of `service:Operation/Member/*/Member`, with
    a star for each place in a list; `zero`, the same of a member that reads 0 or false where it was
    not sent; `lacking`, of one that reads as an empty value of any type where it was not sent, as
    Smithy asks of what the model requires; `empty`, of an object without members that reads null;
    `refused`, of a union that has not one member alone, for which no answer is read.
    becomes: what stands for a
    match of the pattern; None: the entry is lost. since: the version of the client's package it was
    first seen in.
    """

    client: str
    protocols: tuple[str, ...]
    where: str
    pattern: str
    becomes: str | None
    why: str
    since: str

    def applied(self, value: Any, at: str = "") -> Any:
        """Return a JSON value as a client with this defect reads it. at: where it stands."""
        if value == {} and self.where == "empty" and re.search(self.pattern, at):
            return None
        if isinstance(value, dict):
            pairs = (
                (self._key(key, at), self.applied(item, f"{at}/{key}"))
                for key, item in value.items()
            )
            return {key: item for key, item in pairs if key is not None}
        if isinstance(value, list):
            return [self.applied(item, f"{at}/*") for item in value]
        return self._text(value, "text") if isinstance(value, str) else value

    def refuses(self, value: Any, at: str = "") -> bool:
        """Return whether a client with this defect reads nothing of a JSON value. at: as above."""
        if self.where != "refused" or not isinstance(value, (dict, list)):
            return False
        if isinstance(value, dict) and len(value) != 1 and re.search(self.pattern, at):
            return True
        inner = value.items() if isinstance(value, dict) else (("*", item) for item in value)
        return any(self.refuses(item, f"{at}/{key}") for key, item in inner)

    def seen(self, sent: Any, read: Any, at: str = "") -> Any:
        """Return what a client with this defect read, without the empty values it made up."""
        if isinstance(sent, dict) and isinstance(read, dict):
            return {
                key: self.seen(sent.get(key), item, f"{at}/{key}")
                for key, item in read.items()
                if key in sent or not self._made_up(item, f"{at}/{key}")
            }
        if isinstance(sent, list) and isinstance(read, list) and len(sent) == len(read):
            return [self.seen(*pair, f"{at}/*") for pair in zip(sent, read, strict=True)]
        return read

    def _made_up(self, item: Any, at: str) -> bool:
        if self.where not in MADE_UP or not re.search(self.pattern, at):
            return False
        if self.where == "zero":
            return isinstance(item, (bool, int, float)) and not item
        return _is_empty(item)

    def _key(self, key: str, at: str) -> str | None:
        if self.where == "member":
            return None if re.search(self.pattern, f"{at}/{key}") else key
        return self._text(key, "key")

    def _text(self, text: str, where: str) -> str | None:
        if where != self.where or not re.search(self.pattern, text):
            return text
        return None if self.becomes is None else re.sub(self.pattern, self.becomes, text)


def _is_empty(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_empty, value.values()))
    return not value or value in _EMPTIES


def protocols(operation: str) -> tuple[str, ...]:
    """Return the protocols of an operation's service that can be encoded, its own first."""
    service = model.operation_model(operation).service_model
    listed = (service.resolved_protocol, *service.metadata.get("protocols", ()))
    return tuple(dict.fromkeys(name for name in listed if name in encode.SPOKEN))


def agreed(client: Client, operation: str, protocol: str) -> Agreement:
    """Return what a client makes of the operation's legal responses: pinned ones, then drawn ones.

    How many, and from what seed, is for the Hypothesis profile in force to say: 200 at the least of
    those read closely; of the others 20, unless the profile asks for more than 200.
    Raises InputError where the client is gone.
    """
    probe = encode.response(operation, {}, protocol=protocol)
    first = client.read(operation, probe)
    if first.kind == "unsupported":
        return Agreement(operation, protocol, client.name, client.version, not_run=first.message)
    from aws_job_conformance import strategies  # noqa: PLC0415 - as below

    with brought_by("suite"):
        import hypothesis  # noqa: PLC0415 - a third of a second that the rest never needs

    defects = known(client.name, protocol)
    read = explained = 0

    def each(response: Mapping[str, Any]) -> None:
        nonlocal read, explained
        read += 1
        one = answered(client, operation, protocol, [response])[0]
        found = one.left(defects) if (apart := one.place() is not None) else None
        explained += apart and not found
        if found:
            raise DisagreementError(found)

    # Hypothesis keeps what failed by the name of the test.
    each.__name__ = each.__qualname__ = re.sub(r"\W", "_", f"{operation}_{protocol}_{client.name}")
    test = hypothesis.given(strategies.responses(operation, largest=LARGEST))(each)
    for pinned in examples(operation):
        test = hypothesis.example(boto3_values.as_boto3(load(operation).schema, pinned))(test)
    usual, said = hypothesis.settings(), None
    phases = set(usual.phases) - {hypothesis.Phase.explain}  # it explains our code, not the client
    few = operation not in CLOSELY and usual.max_examples <= EXAMPLES
    most = EXAMPLES_OF_OTHERS if few else max(EXAMPLES, usual.max_examples)
    try:
        hypothesis.settings(max_examples=most, deadline=None, phases=phases)(test)()
    except DisagreementError as error:
        said = "\n".join((str(error), *getattr(error, "__notes__", ())))
    except ExceptionGroup as error:
        client.read(operation, probe)  # raises if it is gone, which Hypothesis takes for a whim
        if not isinstance(error, hypothesis.errors.FlakyFailure):
            raise
        failed = error.exceptions[0]
        if not isinstance(failed, DisagreementError):
            # A time-out, say, which nobody misread; Hypothesis wraps one that came while it drew.
            raise failed.__cause__ or failed from None
        said = f"{failed}; the same answer was read otherwise when it was sent again"
    return Agreement(operation, protocol, client.name, client.version, read, explained, said)


@dataclass(frozen=True, slots=True)
class Answered:
    """A legal response, as boto3 returns it, and what a client made of it."""

    operation: str
    protocol: str
    client: str
    version: str
    response: Mapping[str, Any]
    reading: Reading

    def place(self, defects: Sequence[Defect] = ()) -> str | None:
        """Return where the reading is another, as `/Id: sent "a", read nothing`, or None.

        defects: what is known that the client reads otherwise.
        """
        sent = boto3_values.plain(self.response)
        is_refused = any(defect.refuses(sent, self.operation) for defect in defects)
        for defect in defects:
            sent = defect.applied(sent, self.operation)
        reading = self.reading
        if reading.kind == "unreadable" and is_refused:
            return None
        if reading.kind != "value":
            raised = f"{reading.error or reading.kind}: {reading.message}".rstrip(": ")
            return f"raised {raised}, sent {show(sent)}"
        value = reading.value
        for defect in defects:
            value = defect.seen(sent, value, self.operation)
        if alike(sent, value):
            return None
        at, *there = _apart(sent, value)
        was, read = ("nothing" if one is _NOTHING else json.dumps(one) for one in there)
        return f"{paths.pointer(at) or '/'}: sent {was}, read {read}"

    def difference(self, defects: Sequence[Defect] = ()) -> str | None:
        """Return the same as a sentence that names the operation and the client, or None."""
        where = self.place(defects)
        who = f"{self.operation} · {self.client} {self.version} ({self.protocol})"
        return where and f"{who} {where}"

    def left(self, defects: Sequence[Defect]) -> str | None:
        """Return what no known defects explain; of a service one may be mended before others."""
        if not defects or self.place() is None:
            return self.difference()
        sent, name = boto3_values.plain(self.response), self.operation
        own = [
            d
            for d in defects
            if d.where in MADE_UP or d.refuses(sent, name) or d.applied(sent, name) != sent
        ]
        fewer = (some for size in range(1, len(own)) for some in combinations(own, size))
        if any(self.place(some) is None for some in fewer):
            return None
        return self.difference(own)


def answered(
    client: Client, operation: str, protocol: str, responses: Sequence[Mapping[str, Any]]
) -> list[Answered]:
    """Return what a client makes of legal responses of an operation, in a protocol, in their order.

    Raises InputError where the client is gone.
    """
    messages = [encode.response(operation, one, protocol=protocol) for one in responses]
    pairs = zip(responses, client.read_many(operation, messages), strict=True)
    return [Answered(operation, protocol, client.name, client.version, *pair) for pair in pairs]


def difference(
    client: Client,
    operation: str,
    response: Mapping[str, Any],
    protocol: str,
    defects: Sequence[Defect] = (),
) -> str | None:
    """Return where a client's reading of a response differs from it, as a sentence, or None.

    response: as boto3 returns it. defects: what is known that the client reads otherwise.
    """
    return answered(client, operation, protocol, [response])[0].difference(defects)


def _apart(sent: Any, read: Any, steps: paths.Steps = ()) -> tuple[paths.Steps, Any, Any]:
    """Return the deepest steps to where two values are not alike first, and what is there."""
    if isinstance(sent, list) and isinstance(read, list) and len(sent) == len(read):
        sent, read = dict(enumerate(sent)), dict(enumerate(read))
    if isinstance(sent, dict) and isinstance(read, dict):
        for step in dict.fromkeys((*sent, *read)):
            below = sent.get(step, _NOTHING), read.get(step, _NOTHING)
            if not alike(*below):
                return _apart(*below, (*steps, step))
    return steps, sent, read


def from_json(text: str) -> Agreement:
    """Return an agreement that travelled as JSON."""
    return Agreement(**json.loads(text))


def examples(operation: str) -> list[dict[str, Any]]:
    """Return the responses of an operation that are read in every run, in the response view."""
    return [entry["response"] for entry in _data("examples.json").get(operation, ())]


def known(client: str, protocol: str) -> tuple[Defect, ...]:
    """Return the known defects of a client in a protocol."""
    return tuple(d for d in defects() if d.client == client and protocol in d.protocols)


@lru_cache(maxsize=1)
def defects() -> tuple[Defect, ...]:
    """Return the known defects of all clients."""
    told = map(dict, _data("known.json"))
    return tuple(Defect(where=d.pop("in"), protocols=tuple(d.pop("protocols")), **d) for d in told)


@lru_cache(maxsize=2)
def _data(name: str) -> Any:
    return json.loads((Path(__file__).parent / name).read_bytes())
