"""What travels: a request, a response, and the two as an exchange of one call."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
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
    """One call of an SDK. endpoint: the URL it went to, without the operation's own path."""

    operation: str
    params: Mapping[str, Any]
    endpoint: str

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
