"""How often SDKs send a request again, counted by a server on loopback, and how long they wait.

`sdk_retries.json` has what only a connection can do, and the statuses and codes that are retried;
an entry with an `id` alone is a series of `clients/payloads/retries.json`. Of an answer, `cut` says
what of it travels: `nothing`, half of the `header`, half of the `body`, or of a chunked body all
`chunks` but the last; `by`: whether the connection is then closed or reset. `waits`: the case is
one whose waits are measured. `results`: by SDK, with its version.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from aws_job_conformance.clients import hostile
from aws_job_conformance.clients.interface import Client, LoopbackCall, Reset
from aws_job_conformance.core.errors import CutError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.pollers import loopback
from aws_job_conformance.protocol import model
from aws_job_conformance.protocol.http import HttpResponse

FILE = Path(__file__).with_name("sdk_retries.json")
RUNS = 20
"""Runs that a range of waits is of."""

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class LoopbackResult:
    """What a version of an SDK did. None of it: it has no such operation.

    attempts: requests that came. ended: `success`, or what it raised. waits: before each further
    attempt, the least and the most of RUNS runs, in seconds; None where they were not measured.
    """

    version: str
    attempts: int | None
    ended: str | None
    waits: tuple[Range, ...] | None = None

    def kept(self, was: LoopbackResult | None) -> LoopbackResult:
        """Return what is to be written in place of what was recorded, None where nothing is."""
        if self.waits is None and was is not None and was.version == self.version:
            return replace(self, waits=was.waits)
        return self

    def as_data(self) -> dict[str, Any]:
        """Return it as its file has it."""
        return {
            name: told for name, told in asdict(self).items() if (name, told) != ("waits", None)
        }


@dataclass(frozen=True, slots=True, eq=False)
class LoopbackCase:
    """A series of answers, the last as often as it is asked for. data: as in its file.

    in_process: how many attempts SDKs are recorded to make of it where nothing travels.
    """

    name: str
    operation: str
    answers: tuple[Any, ...]
    waits: bool
    in_process: Mapping[str, int]
    results: Mapping[str, LoopbackResult]
    data: Mapping[str, Any]


@lru_cache(maxsize=4)
def cases(file: Path = FILE) -> tuple[LoopbackCase, ...]:
    """Return the cases, in the order of their file."""
    read = json.loads(file.read_bytes())
    shared = {case.id: case for case in hostile.cases(hostile.RETRIES)}
    return tuple(_case(data, shared.get(data["id"])) for data in read)


def _case(data: Mapping[str, Any], shared: hostile.Case | None) -> LoopbackCase:
    answers = data["answers"] if shared is None else shared.answers
    known = {} if shared is None else shared.results
    return LoopbackCase(
        name=data["id"],
        operation=data["operation"] if shared is None else shared.operation,
        answers=tuple(answers),
        waits=data.get("waits", False),
        in_process={name: one.attempts for name, one in known.items() if one.attempts},
        results={name: _result(found) for name, found in data["results"].items()},
        data=data,
    )


def _result(data: Mapping[str, Any]) -> LoopbackResult:
    waits = data.get("waits")
    told = None if waits is None else tuple((low, high) for low, high in waits)
    return LoopbackResult(data["version"], data["attempts"], data["ended"], told)


class Answers:
    """A WSGI application that gives a case's answers, whatever it is asked."""

    def __init__(self, answers: Sequence[Any]) -> None:
        self._answers = answers
        self.given = 0

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer one request; raises CutError."""
        del environ
        said = self._answers[min(self.given, len(self._answers) - 1)]
        self.given += 1
        message = _whole(said)
        start_response(f"{message.status} ", list(message.headers.items()))
        return [message.body]


def _whole(said: Any) -> HttpResponse:
    """Return an answer that is whole, or raise CutError."""
    if isinstance(said, Reset):
        raise CutError
    if isinstance(said, HttpResponse):
        return said
    message = HttpResponse(said["status"], said["headers"], said["body"].encode())
    if "cut" in said:
        raise CutError(_part(message, said["cut"]), resets=said["by"] == "reset")
    return message


def _part(message: HttpResponse, cut: str) -> bytes:
    size = len(message.body)
    chunked = cut == "chunks"
    framed = {"transfer-encoding": "chunked"} if chunked else {"content-length": str(size)}
    fields = {**message.headers, **framed}
    head = f"HTTP/1.1 {message.status} \r\n" + "".join(f"{k}: {v}\r\n" for k, v in fields.items())
    parts = {
        "nothing": b"",
        "header": head[: len(head) // 2].encode(),
        "body": f"{head}\r\n".encode() + message.body[: size // 2],
        "chunks": f"{head}\r\n{size:x}\r\n".encode() + message.body + b"\r\n",
    }
    return parts[cut]


def measure(client: Client, case: LoopbackCase, *, runs: int = 0) -> LoopbackResult:
    """Return what a client does with a case now.

    runs: how often it is asked for its waits, which are real then; 0: only its attempts are
    counted, and it does not wait. Raises InputError where it is gone, or asks no server.
    """
    first, ended = _asked(client, case, sleeps=False)
    if ended is None:
        return LoopbackResult(client.version, None, None)
    waits = [_asked(client, case, sleeps=True)[0] for _ in range(runs)]
    ranges = tuple((round(min(each), 3), round(max(each), 3)) for each in zip(*waits, strict=True))
    return LoopbackResult(client.version, len(first) + 1, ended, ranges if runs else None)


def _asked(client: Client, case: LoopbackCase, *, sleeps: bool) -> tuple[list[float], str | None]:
    """Return the waits between requests, and how the call ended; None: it cannot be made."""
    with loopback.serving(Answers(case.answers)) as (url, times):
        call = LoopbackCall(case.operation, url, _input(case.operation), sleeps=sleeps)
        ended = client.connect(call)
        if ended.how == "unsupported" or not times:
            return [], None
        waits = [later - one for one, later in pairwise(times)]
        return waits, "success" if ended.how == "success" else ended.error


@lru_cache(maxsize=32)
def _input(operation: str) -> Mapping[str, Any]:
    shape = model.operation_model(Operation(operation)).input_shape
    return dict.fromkeys(shape.required_members if shape else (), "any")


def changed(case: LoopbackCase, name: str, now: LoopbackResult) -> str | None:
    """Return a sentence where an SDK counts otherwise than is recorded; waits are not compared."""
    was = case.results.get(name)
    if was is None or (was.attempts, was.ended) == (now.attempts, now.ended):
        return None
    return (
        f"{case.name}: {name} {was.version} sent {was.attempts} and ended with {was.ended};"
        f" {name} {now.version} sends {now.attempts} and ends with {now.ended}"
    )


def record(name: str, found: Mapping[str, LoopbackResult], file: Path = FILE) -> None:
    """Write what was measured of an SDK, by the case's id; waits that were not measured stay."""
    loopback.record(cases(file), name, found, file)
    cases.cache_clear()
