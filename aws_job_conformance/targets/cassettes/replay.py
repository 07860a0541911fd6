"""Recorded calls made again through a real botocore client; a cassette answers."""

from collections.abc import Iterator, Sequence
from typing import Any

from aws_job_conformance.catalog import load
from aws_job_conformance.clients import offline
from aws_job_conformance.clients.ask import ask
from aws_job_conformance.core.errors import InputError, UnansweredError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.text import brief, cut, printable
from aws_job_conformance.protocol import calls, model
from aws_job_conformance.protocol.http import AnsweredCall, Call
from aws_job_conformance.targets.cassettes.reader import Story

_ONE_POLL = {"total_max_attempts": 1, "mode": "standard"}
"""Each recorded answer is one poll."""


def calls_of(story: Story) -> list[Call]:
    """Return the calls in a story that its contract judges; raises GoneError, or InputError."""
    contract = load(story.operation)
    service = Operation(story.operation).service
    siblings = [f"{service}:{name}" for name in contract.same_shape]
    with offline.no_aws_environment():
        found = [calls.read(request, (story.operation, *siblings)) for request in story.requests]
    if not (made := [call for call in found if call is not None]):
        asked = " or ".join((story.operation, *siblings))
        raise InputError(f"none of its requests is a call of {asked}")
    for call in made:
        _must_be_askable(call.endpoint)
        _must_be_input(call)
    return made


def _must_be_askable(endpoint: str) -> None:
    """Raise InputError for an endpoint that botocore makes no client for: a `_` in it, for one."""
    from botocore import utils  # noqa: PLC0415 - a tenth of a second that `check` never needs

    if not (utils.is_valid_endpoint_url(endpoint) or utils.is_valid_ipv6_endpoint_url(endpoint)):
        raise InputError(
            f"botocore cannot ask {printable(cut(endpoint))}: its host is no name that DNS knows."
            " Record it at another."
        )


def _must_be_input(call: Call) -> None:
    """Raise InputError for input that botocore has no place for: it would be a KeyError of its."""
    shape = model.operation_model(call.operation).input_shape
    members = shape.members if shape else {}
    for name, value in call.params.items():
        if name not in members:
            what = f"the member {brief(name)}, which it does not take"
        elif members[name].type_name == "string" and not isinstance(value, str):
            what = f"{brief(value)} for {name}, which is a text"
        else:
            continue
        raise InputError(f"a call of {call.operation} has {what}. Record it with an AWS SDK.")


def replay(made: Sequence[Call]) -> Iterator[AnsweredCall]:
    """Yield the exchange of each call; the cassette that answers must be in place already.

    A client is made for this story alone: one that has talked to a cassette goes on doing so.
    Raises InputError where the cassette holds no answer to what the client sends.
    """
    clients: dict[tuple[str, str, bool], Any] = {}
    for call in made:
        key = (Operation(call.operation).service, call.endpoint, call.has_host_prefix)
        if key not in clients:
            try:
                clients[key] = _client(*key)
            except ValueError as error:
                raise InputError(_brief(f"botocore cannot ask {call.endpoint}: {error}")) from None
        try:
            with offline.no_aws_environment():
                exchange = ask(clients[key], call)
        except UnansweredError as unanswered:
            raise InputError(_unsent(call, unanswered)) from None
        yield exchange


def _client(service: str, endpoint: str, has_host_prefix: bool) -> Any:  # noqa: FBT001 - of a key
    found = offline.client(service, endpoint, retries=_ONE_POLL, has_host_prefix=has_host_prefix)
    if not has_host_prefix:
        offline.ask_only(found, endpoint)
    return found


def _unsent(call: Call, unanswered: UnansweredError) -> str:
    """Return why a recorded call has no answer."""
    name, error, sent = Operation(call.operation).name, unanswered.error, unanswered.request
    if sent is None:
        return _brief(f"botocore cannot send this {name} again: {type(error).__name__}: {error}")
    asked = _brief(f"{sent.method} {sent.url} {sent.body[:200].decode('utf-8', 'replace')}")
    return (
        f"the cassette has no answer left to {name} as botocore sends it, {asked};"
        " record it again with an AWS SDK"
    )


def _brief(said: str) -> str:
    return printable(cut(said.rstrip(), 300))
