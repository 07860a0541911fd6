"""How much a server takes, keeps and waits for, so that no caller stops the others."""

from __future__ import annotations

from dataclasses import dataclass

from aws_job_conformance.core.errors import RefusalError

_K = 1024
_M = 1024 * _K


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """What one server takes; bytes, seconds, or how many.

    line: the first line of a request. head: that line and the header. fields: of a header. call:
    the body of a call. file: a file that is uploaded or put, packed and unpacked. buffered: all
    bodies that are on their way at one time. store: jobs and files that are kept. connections: open
    at one time. idle: until a request begins. head_within, body_within: until the whole header, or
    the whole body, is there, however often a byte comes. answer_within: until an answer is taken.
    """

    line: int = 8 * _K
    head: int = 32 * _K
    fields: int = 100
    call: int = 1 * _M
    file: int = 32 * _M
    buffered: int = 96 * _M
    store: int = 256 * _M
    connections: int = 200
    idle: float = 60
    head_within: float = 10
    body_within: float = 60
    answer_within: float = 30


DEFAULT = ServerLimits()
"""What `serve` takes."""


def shown(count: int) -> str:
    """Return a number of bytes as a person reads it."""
    for unit, size in (("MB", _M), ("kB", _K)):
        if count >= size:
            return f"{count / size:.4g} {unit}"
    return f"{count} bytes"


def must_fit(
    count: int, most: int, what: str, status: int = 413, code: str = "RequestEntityTooLarge"
) -> None:
    """Raise RefusalError for more bytes than the most. what: the sentence up to `at most`."""
    if count > most:
        raise RefusalError(status, code, f"{what} at most {shown(most)}")
