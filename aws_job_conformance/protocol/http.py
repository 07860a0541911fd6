"""HTTP as it travels: a request, a response, and the two as an exchange of one call."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One recorded request. headers: names in lower case."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


MARK, SIMULATOR = "x-aws-job-conformance", "simulator"
"""The header of every answer of the simulator, and its value."""


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """One HTTP response as it arrived."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class HttpExchange:
    """One HTTP exchange: what was asked, and what came back."""

    request: HttpRequest
    answer: HttpResponse


@dataclass(frozen=True)
class Call:
    """One call of an SDK. endpoint: the URL it went to, without the operation's own path and host.

    has_host_prefix: whether it went to the operation's own host there, such as `metadata.` or an
    account before it; who is given the URL of a server may be told not to.
    """

    operation: str
    params: Mapping[str, Any]
    endpoint: str
    has_host_prefix: bool = field(default=False, compare=False, kw_only=True)

    @property
    def job(self) -> tuple[str, str]:
        """What tells jobs apart: calls of one operation with the same input ask for one job."""
        return self.operation, json.dumps(self.params, sort_keys=True, default=str)


@dataclass(frozen=True)
class AnsweredCall:
    """One call and its answer: as it arrived, and as the client gave it on (None where it raised).

    raised: the code of an error answer, or the exception at an answer that cannot be read. request:
    what was sent, where somebody looked. more: the later pages of the answer, each a call of its
    own.
    """

    call: Call
    answer: HttpResponse
    parsed: Mapping[str, Any] | None
    raised: str | None
    request: HttpRequest | None = None
    more: tuple[AnsweredCall, ...] = ()
