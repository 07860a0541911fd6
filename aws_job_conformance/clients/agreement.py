"""Do clients agree? Each reads generated legal responses, and must read what was sent."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any

from aws_job_conformance.catalog import load
from aws_job_conformance.clients.defects import MADE_UP, Defect, known
from aws_job_conformance.clients.interface import Client, Reading, alike
from aws_job_conformance.core import paths
from aws_job_conformance.core.errors import DisagreementError
from aws_job_conformance.core.extras import brought_by
from aws_job_conformance.core.shipped import CLOSELY
from aws_job_conformance.core.text import show
from aws_job_conformance.protocol import boto3_values, encode, model

EXAMPLES, EXAMPLES_OF_OTHERS = 200, 20
"""How many generated responses each client reads, unless a Hypothesis profile asks for more."""

CHUNK = 25
"""Responses that a client is sent before its first answer is waited for: each has its own time."""

LARGEST = 2**53 - 1
"""Clients of JavaScript hold no larger integer exactly; of valid ones, all agree on the rest."""

_AGAIN = "; the same answer was read otherwise when it was sent again"
_NOTHING = object()


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


def protocols(operation: str) -> tuple[str, ...]:
    """Return the protocols of an operation's service that can be encoded, its own first."""
    service = model.operation_model(operation).service_model
    listed = (service.resolved_protocol, *service.metadata.get("protocols", ()))
    return tuple(dict.fromkeys(name for name in listed if name in encode.SPOKEN))


def agreed(
    client: Client,
    operation: str,
    protocol: str,
    responses: Sequence[Mapping[str, Any]] | None = None,
) -> Agreement:
    """Return what a client makes of an operation's legal responses.

    responses: as `drawn` returns them, which is asked for them if they are left out. Only where one
    is read otherwise, and no known defect says so, more are drawn, to find the simplest that is.
    Raises InputError where the client is gone.
    """
    defects = known(client.name, protocol)
    reading = answered(client, operation, protocol, responses or drawn(operation))
    first = next(reading)
    if first.reading.kind == "unsupported":
        why = first.reading.message
        return Agreement(operation, protocol, client.name, client.version, not_run=why)
    read = [first, *reading]
    apart = [one for one in read if one.place() is not None]
    left = [one for one in apart if one.left(defects)]
    said = _simplest(client, left[0], defects) if left else None
    counts = len(read), len(apart) - len(left)
    return Agreement(operation, protocol, client.name, client.version, *counts, said)


def drawn(operation: str) -> list[Mapping[str, Any]]:
    """Return the legal responses of an operation that clients read: pinned ones, then drawn ones.

    How many, and from what seed, is for the Hypothesis profile in force to say: 200 at the least of
    those read closely; of the others 20, unless the profile asks for more than 200.
    """
    schema = load(operation).schema
    kept = [boto3_values.as_boto3(schema, pinned) for pinned in examples(operation)]
    _draw(operation, kept.append)
    return kept


def _simplest(client: Client, seen: Answered, defects: Sequence[Defect]) -> str:
    """Return what a client reads otherwise than was sent, as a sentence, in the simplest response.

    seen: one that it read so, told where no simpler one is drawn.
    """

    def left(response: Mapping[str, Any]) -> str | None:
        return next(answered(client, seen.operation, seen.protocol, [response])).left(defects)

    def must_agree(response: Mapping[str, Any]) -> None:
        if found := left(response):
            raise DisagreementError(found)

    told = left(seen.response)
    if told is None:
        return f"{seen.left(defects)}{_AGAIN}"
    try:
        _draw(seen.operation, must_agree)
    except (DisagreementError, ExceptionGroup) as error:
        left(seen.response)  # raises if the client is gone, which Hypothesis takes for a whim
        if not isinstance(error, DisagreementError):
            raise
        return "\n".join((str(error), *getattr(error, "__notes__", ())))
    return told


def _draw(operation: str, judge: Callable[[Mapping[str, Any]], None]) -> None:
    """Give drawn responses to a judge; raise what it raises, at the simplest that it does it at."""
    from aws_job_conformance import strategies  # noqa: PLC0415 - as below

    with brought_by("suite"):
        import hypothesis  # noqa: PLC0415 - a third of a second that the rest never needs

    def each(response: Mapping[str, Any]) -> None:
        judge(response)

    # Hypothesis draws, and keeps what failed, by a test's name and code: alike for every judge.
    each.__name__ = each.__qualname__ = re.sub(r"\W", "_", operation)
    test = hypothesis.given(strategies.responses(operation, largest=LARGEST))(each)
    usual = hypothesis.settings()
    phases = set(usual.phases) - {hypothesis.Phase.explain}  # it explains our code, not the client
    few = operation not in CLOSELY and usual.max_examples <= EXAMPLES
    most = EXAMPLES_OF_OTHERS if few else max(EXAMPLES, usual.max_examples)
    try:
        hypothesis.settings(max_examples=most, deadline=None, phases=phases)(test)()
    except hypothesis.errors.FlakyFailure as error:
        failed = error.exceptions[0]
        if isinstance(failed, DisagreementError):
            raise DisagreementError(f"{failed}{_AGAIN}") from None
        # A time-out, say, which nobody misread; Hypothesis wraps one that came while it drew.
        raise failed.__cause__ or failed from None


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
) -> Iterator[Answered]:
    """Yield what a client makes of legal responses of an operation, in a protocol, in their order.

    Raises InputError where the client is gone.
    """
    for first in range(0, len(responses), CHUNK):
        chunk = responses[first : first + CHUNK]
        messages = [encode.response(operation, one, protocol=protocol) for one in chunk]
        for pair in zip(chunk, client.read_many(operation, messages), strict=True):
            yield Answered(operation, protocol, client.name, client.version, *pair)


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
    return [entry["response"] for entry in _examples().get(operation, ())]


@lru_cache(maxsize=1)
def _examples() -> Any:
    return json.loads(Path(__file__).with_name("examples.json").read_bytes())
