"""How much a server takes, keeps and waits for, so that no caller stops the others.

What is kept is counted before it is kept, and counted out when it goes.
"""

import sys
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

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

JOB = 8 * 1024
"""Bytes of a job with nothing in it: itself, its names in every table, what its polls show."""

_ENTRY = 16


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


class Room:
    """The bytes that are kept, by their owners. most: of all together."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.used = 0
        self._owners: dict[Hashable, int] = {}

    @property
    def left(self) -> int:
        """How many more bytes may be kept."""
        return self.most - self.used

    def take(self, owner: Hashable, count: int) -> None:
        """Count what an owner keeps from now on, in place of before.

        Raises RefusalError where there is no room; it then has what it had.
        """
        more = count - self._owners.get(owner, 0)
        if more > self.left:
            raise full(self.most)
        self._owners[owner] = count
        self.used += more

    def give_back(self, owner: Hashable) -> None:
        """Count out what an owner kept, which is kept no longer."""
        self.used -= self._owners.pop(owner, 0)


def full(most: int) -> RefusalError:
    """Return the refusal of what there is no room for."""
    return RefusalError(
        507,
        "InsufficientStorage",
        f"this simulator keeps at most {shown(most)} of files and jobs; delete what jobs live in,"
        " or start it again",
    )


def size(value: Any) -> int:
    """Return about how many bytes a JSON value takes in memory."""
    total, waiting = 0, [value]
    while waiting:
        item = waiting.pop()
        total += sys.getsizeof(item) + _ENTRY
        if isinstance(item, Mapping):
            waiting += item.keys()
            waiting += item.values()
        elif isinstance(item, (list, tuple)):
            waiting += item
    return total
