"""Agreement of SDKs: all read the same generated legal responses of operations.json.

`agreement.json` has what `clients --agreement COUNT --record` found. Of each operation: how many
responses were read, and how many of them `alike`, by every SDK as they were sent; of each SDK how
many it read otherwise, and how many of those as a known defect says; and the `smallest` answers
that SDKs read differently, with what is read otherwise, by SDK; those that are not named read the
answer as it was sent.
"""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aws_job_conformance.catalog import load
from aws_job_conformance.clients import agreement, defects, sdks
from aws_job_conformance.clients.agreement import Answered
from aws_job_conformance.clients.interface import Client
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.extras import brought_by
from aws_job_conformance.protocol import boto3_values, encode

if TYPE_CHECKING:
    from hypothesis import settings

FILE = Path(__file__).with_name("agreement.json")
_ENCODED = {"json-1.0": encode.JSON, "json-1.1": encode.JSON, sdks.CBOR: encode.CBOR}
"""The protocols of operations.json that are encoded by another name."""


@dataclass(frozen=True, slots=True)
class SdkRead:
    """What one SDK made of an operation's responses.

    otherwise: how many it did not read as they were sent; known: of those, as a known defect says.
    """

    version: str
    otherwise: int
    known: int


@dataclass(frozen=True, slots=True)
class Smallest:
    """The smallest answer found that an SDK reads otherwise than it was sent.

    known: whether a known defect says so. answer: as plain JSON. read: by SDK, what it reads
    otherwise; those that are not in it read it as it was sent.
    """

    client: str
    known: bool
    answer: Any
    read: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OperationRead:
    """What SDKs made of an operation's responses in one protocol, as operations.json names it."""

    operation: str
    protocol: str
    responses: int
    alike: int
    clients: Mapping[str, SdkRead]
    smallest: tuple[Smallest, ...]


def found(
    protocol: str | None, examples: int, clients: Sequence[Client], gone: dict[str, str]
) -> Iterator[OperationRead]:
    """Yield what the clients make of legal responses, by protocol and operation.

    protocol: as operations.json names it, None for all. examples: of each operation, beside the
    pinned ones, from a seed that is always the same. gone: takes which clients end while
    they are asked: by name, the sentence that says how.
    """
    for name, operations in sdks.operations().items():
        if protocol in (None, name):
            for operation in operations:
                here = [one for one in clients if one.name not in gone]
                yield _of(operation, name, examples, here, gone)


def _of(
    operation: str, protocol: str, examples: int, clients: Sequence[Client], gone: dict[str, str]
) -> OperationRead:
    responses = _drawn(operation, examples)
    encoded = _ENCODED.get(protocol, protocol)
    read: dict[str, list[Answered]] = {}
    for client in clients:
        try:
            probe = next(agreement.answered(client, operation, encoded, [{}]))
            if probe.reading.kind != "unsupported":
                read[client.name] = list(agreement.answered(client, operation, encoded, responses))
        except InputError as error:
            gone[client.name] = str(error)
    here = [client for client in clients if client.name in read]
    apart = {name: [one for one in each if one.place()] for name, each in read.items()}
    others = {id(one.response) for each in apart.values() for one in each}
    smallest: list[Smallest] = []
    told = {}
    for client in here:
        otherwise = apart[client.name]
        told[client.name] = SdkRead(client.version, len(otherwise), sum(map(_is_known, otherwise)))
        for known in (True, False):
            if seen := [one for one in otherwise if _is_known(one) is known]:
                with contextlib.suppress(InputError):  # what was read is told all the same
                    smallest.append(_smallest(client, seen[0], known=known, clients=here))
    alike = len(responses) - len(others)
    return OperationRead(operation, protocol, len(responses), alike, told, tuple(smallest))


def _is_known(one: Answered) -> bool:
    return one.left(defects.known(one.client, one.protocol)) is None


def _settings(examples: int) -> settings:
    import hypothesis  # noqa: PLC0415 - a third of a second that the rest never needs

    return hypothesis.settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate, hypothesis.Phase.shrink],
        suppress_health_check=list(hypothesis.HealthCheck),
    )


def _drawn(operation: str, examples: int) -> list[Mapping[str, Any]]:
    """Return the pinned responses of an operation and so many that are drawn, always the same."""
    with brought_by("suite"):
        import hypothesis  # noqa: PLC0415 - as above
    from aws_job_conformance import strategies  # noqa: PLC0415 - as above

    schema = load(operation).schema
    kept = [boto3_values.as_boto3(schema, pinned) for pinned in agreement.examples(operation)]

    def keep(response: Mapping[str, Any]) -> None:
        kept.append(response)

    chosen = hypothesis.settings(_settings(examples), derandomize=True)
    drawn = hypothesis.given(strategies.responses(operation, largest=agreement.LARGEST))(keep)
    chosen(drawn)()
    return kept


def _smallest(
    client: Client, seen: Answered, *, known: bool, clients: Sequence[Client]
) -> Smallest:
    """Return the smallest answer that a client reads otherwise as it did one that was seen."""
    import hypothesis  # noqa: PLC0415 - as above

    from aws_job_conformance import strategies  # noqa: PLC0415 - as above

    operation, protocol = seen.operation, seen.protocol

    def shows(response: Mapping[str, Any]) -> bool:
        one = next(agreement.answered(client, operation, protocol, [response]))
        return one.place() is not None and _is_known(one) is known

    drawn = strategies.responses(operation, largest=agreement.LARGEST)
    try:
        chosen: Mapping[str, Any] = hypothesis.find(
            drawn,
            shows,
            settings=_settings(2000),
            random=random.Random(0),  # noqa: S311 - the same each time, and no secret
        )
    except hypothesis.errors.NoSuchExample:
        chosen = seen.response  # it is rare, or pinned: told as it was seen
    read = places(operation, protocol, chosen, clients)
    return Smallest(client.name, known, boto3_values.plain(chosen), read)


def places(
    operation: str, protocol: str, response: Mapping[str, Any], clients: Sequence[Client]
) -> dict[str, str]:
    """Return what each client reads otherwise than it was sent, by its name.

    response: as boto3 returns it. protocol: as operations.json names it, or as it is encoded.
    """
    encoded = _ENCODED.get(protocol, protocol)
    read = [next(agreement.answered(one, operation, encoded, [response])) for one in clients]
    return {one.client: where for one in read if (where := one.place())}


@lru_cache(maxsize=1)
def recorded() -> tuple[OperationRead, ...]:
    """Return what is recorded, in the order of operations.json."""
    return tuple(map(_operation_read, json.loads(FILE.read_bytes())))


def _operation_read(data: Mapping[str, Any]) -> OperationRead:
    clients = {name: SdkRead(**read) for name, read in data["clients"].items()}
    smallest = tuple(Smallest(**each) for each in data["smallest"])
    return OperationRead(**{**data, "clients": clients, "smallest": smallest})


def record(measured: Sequence[OperationRead]) -> None:
    """Write what was measured in the place of what is recorded of the same operations."""
    before = recorded() if FILE.is_file() else ()
    found = {(one.protocol, one.operation): one for one in (*before, *measured)}
    order = [(name, each) for name, every in sdks.operations().items() for each in every]
    data = [asdict(found[key]) for key in order if key in found]
    FILE.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    recorded.cache_clear()
