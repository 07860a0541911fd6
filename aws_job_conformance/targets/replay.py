"""Calls made through a real botocore client, with what travelled beside what it parsed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from aws_job_conformance.clients import offline
from aws_job_conformance.contract import load
from aws_job_conformance.findings import InputError
from aws_job_conformance.targets import calls
from aws_job_conformance.targets.calls import Call
from aws_job_conformance.targets.cassettes import Story

_ONE_POLL = {"total_max_attempts": 1, "mode": "standard"}
"""Each recorded answer is one poll."""


@dataclass(frozen=True)
class Exchange:
    """One call and its answer: raw, and as the client gave it on (None where it raised)."""

    call: Call
    status: int
    headers: Mapping[str, str]
    body: bytes
    parsed: Mapping[str, Any] | None
    raised: str | None


def calls_of(story: Story) -> list[Call]:
    """Return the calls in a story that its contract judges; raises GoneError, or InputError."""
    contract = load(story.operation)
    service = story.operation.partition(":")[0]
    siblings = [f"{service}:{name}" for name in contract.x_job.get("same_shape", ())]
    with offline.no_aws_environment():
        found = [calls.read(request, (story.operation, *siblings)) for request in story.requests]
    made = [call for call in found if call is not None]
    if not made:
        asked = " or ".join((story.operation, *siblings))
        raise InputError(f"none of its requests is a call of {asked}")
    return made


def replay(made: Sequence[Call]) -> Iterator[Exchange]:
    """Yield the exchange of each call; the cassette that answers must be in place already.

    A client is made for this story alone: one that has talked to a cassette goes on doing so.
    Raises InputError where the cassette holds no answer to what the client sends.
    """
    clients: dict[tuple[str, str], Any] = {}
    for call in made:
        service, _, name = call.operation.partition(":")
        key = (service, call.endpoint)
        if key not in clients:
            try:
                clients[key] = offline.client(service, call.endpoint, retries=_ONE_POLL)
            except ValueError as error:  # botocore takes no underscore in a host, for one
                raise InputError(f"botocore cannot ask {call.endpoint}: {error}") from None
        yield _exchange(clients[key], name, call)


def _exchange(client: Any, name: str, call: Call) -> Exchange:
    import botocore.exceptions  # noqa: PLC0415 - as above
    from botocore import xform_name  # noqa: PLC0415 - as above

    sent: dict[str, Any] = {}
    seen: dict[str, Any] = {}
    parsed, raised = None, None
    with (
        offline.no_aws_environment(),
        _listening(client, f"before-send.*.{name}", lambda **given: sent.update(given)),
        _listening(
            client, f"before-parse.*.{name}", lambda **given: seen.update(given["response_dict"])
        ),
    ):
        try:
            parsed = getattr(client, xform_name(name))(**call.params)
        except botocore.exceptions.ClientError as error:
            raised = str(error.response.get("Error", {}).get("Code", ""))
        except Exception as error:  # noqa: BLE001 - a parser may raise anything at an odd answer
            if not seen:
                raise InputError(_unsent(name, error, sent.get("request"))) from None
            raised = f"{type(error).__name__}: {error}"
    body = seen.get("body", b"")
    return Exchange(
        call=call,
        status=int(seen["status_code"]),
        headers={str(k): str(v) for k, v in dict(seen.get("headers", {})).items()},
        body=body if isinstance(body, bytes) else bytes(body),
        parsed=parsed,
        raised=raised,
    )


@contextmanager
def _listening(client: Any, event: str, handler: Callable[..., None]) -> Iterator[None]:
    client.meta.events.register(event, handler)
    try:
        yield
    finally:
        client.meta.events.unregister(event, handler)


def _unsent(name: str, error: Exception, request: Any) -> str:
    """Return why a recorded call has no answer."""
    if request is None:
        return f"botocore cannot send this {name} again: {type(error).__name__}: {error}"[:300]
    body = request.body if isinstance(request.body, bytes) else b""
    asked = f"{request.method} {request.url} {body.decode('utf-8', 'replace'):.200}".rstrip()
    return (
        f"the cassette has no answer left to {name} as botocore sends it, {asked};"
        " record it again with an AWS SDK"
    )
