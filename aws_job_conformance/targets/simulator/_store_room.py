"""How much a server keeps: counted before it is kept, and counted out when it goes."""

from __future__ import annotations

import sys
from collections.abc import Hashable, Mapping
from typing import Any

from aws_job_conformance.core.errors import RefusalError
from aws_job_conformance.targets.simulator._server_limits import shown

JOB = 8 * 1024
"""Bytes of a job with nothing in it: itself, its names in every table, what its polls show."""

_ENTRY = 16


class Room:
    """The bytes that are kept, by their owners. most: of all together."""

    def __init__(self, most: int) -> None:
        self.most, self.used = most, 0
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
