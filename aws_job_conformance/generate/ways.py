"""The way of a job through its statuses, as its polls see it: steps repeated, or never seen."""

from __future__ import annotations

from functools import lru_cache

from aws_job_conformance.contract import Contract, nearest
from aws_job_conformance.findings import InputError
from aws_job_conformance.generate.source import Source, pick

UNFINISHED = "unfinished"
"""The ending of a history that stops before its job does."""


def endings(contract: Contract) -> tuple[str, ...]:
    """Return how a history can end: its final statuses, and `unfinished` where it has such."""
    return (*contract.status.final, *((UNFINISHED,) if contract.status.unfinished else ()))


def must_end(contract: Contract, ending: str) -> None:
    """Raise InputError where no history of the contract has this ending."""
    known = endings(contract)
    if ending not in known:
        raise InputError(
            f"{contract.operation} has no ending {ending!r}: {', '.join(known)}."
            f"{nearest(str(ending), known)}"
        )


def must_be_status(contract: Contract, status: str) -> None:
    """Raise InputError where the contract has no such status."""
    known = contract.status.all
    if status not in known:
        raise InputError(
            f"{contract.operation} has no status {status!r}: {', '.join(known)}."
            f"{nearest(str(status), known)}"
        )


def way(contract: Contract, source: Source, ending: str, polls: int) -> tuple[str, ...]:
    """Return the statuses of a history with this ending, one for each of its polls."""
    return _onward(contract, source, None, ending, polls)


def way_through(
    contract: Contract, source: Source, status: str, ending: str, polls: int
) -> tuple[str, ...]:
    """Return the statuses of a history that shows this status before its ending, or at it.

    ending: one that can be reached from the status. It has a poll more than named where the status
    is not its ending.
    """
    if status == ending:
        return way(contract, source, ending, polls)
    before = source.integer(1, polls)
    start = _onward(contract, source, None, status, before)
    return start + _onward(contract, source, status, ending, polls - before + 1)


def endings_from(contract: Contract, status: str) -> tuple[str, ...]:
    """Return the endings that a history can have after it showed this status."""
    life = contract.status
    if status in life.final:
        return (status,)
    after = tuple(e for e in life.final if e in _after(contract, status))
    return (*after, UNFINISHED)


def _onward(
    contract: Contract, source: Source, last: str | None, ending: str, polls: int
) -> tuple[str, ...]:
    """Return the statuses of the polls to come, the last of them the ending."""
    life = contract.status
    found: list[str] = []
    while len(found) < polls:
        if last in life.final or (len(found) == polls - 1 and ending != UNFINISHED):
            return (*found, *[ending] * (polls - len(found)))
        status = pick(source, _choices(contract, last, ending))
        found.append(status)
        if status not in life.anywhere:
            last = status
    return tuple(found)


@lru_cache(maxsize=4096)
def _choices(contract: Contract, last: str | None, ending: str) -> tuple[str, ...]:
    """Return what a poll may show after the last status with a place, if the ending is to come."""
    life = contract.status
    here = life.unfinished if last is None else (last, *_in_order(contract, last))
    able = [s for s in here if ending in (UNFINISHED, s) or ending in _after(contract, s)]
    unfinished = [s for s in able if s not in life.final]
    more = [s for s in life.anywhere if s not in unfinished]
    final = [ending] if ending in life.final else []
    return tuple(dict.fromkeys((*unfinished, *more, *final)))


def _in_order(contract: Contract, status: str) -> tuple[str, ...]:
    after = _after(contract, status)
    return tuple(s for s in contract.status.all if s in after)


def _after(contract: Contract, status: str) -> frozenset[str]:
    """Return the statuses that can come after one: any, where nothing is said of the order."""
    life = contract.status
    if status in life.final:
        return frozenset()
    if not life.next or status in life.anywhere:
        return frozenset(life.all)
    return life.reachable[status] | frozenset(life.anywhere)
