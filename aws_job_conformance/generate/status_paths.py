"""The way of a job through its statuses, as its polls see it: steps repeated, or never seen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import brief
from aws_job_conformance.generate.choice_source import Source, pick

_AFTER_END = 6
_MOVES = (*[False] * 6, *[True] * 2)
"""In one poll of four the counts move; every ninth choice ends the history."""

_STOP = None

UNFINISHED = "unfinished"
"""The ending of a history that stops before its job does."""


@dataclass(frozen=True, slots=True)
class Way:
    """The statuses of a history, one a poll, and the polls after which its counts may move."""

    statuses: tuple[str, ...]
    moves: frozenset[int] = frozenset()

    def __add__(self, other: Way) -> Way:
        later = frozenset(len(self.statuses) + poll for poll in other.moves)
        return Way(self.statuses + other.statuses, self.moves | later)


def endings(contract: Contract) -> tuple[str, ...]:
    """Return how a history can end: its final statuses, and `unfinished` where it has such."""
    return (*contract.status.final, *((UNFINISHED,) if contract.status.unfinished else ()))


def must_end(contract: Contract, ending: str) -> None:
    """Raise InputError where no history of the contract has this ending."""
    _must_have(contract, "ending", ending, endings(contract))


def must_be_status(contract: Contract, status: str) -> None:
    """Raise InputError where the contract has no such status."""
    _must_have(contract, "status", status, contract.status.all)


def _must_have(contract: Contract, what: str, name: Any, known: tuple[str, ...]) -> None:
    if not isinstance(name, str) or name not in known:
        raise InputError(
            f"{contract.operation} has no {what} {brief(name)}: {', '.join(known)}."
            f"{nearest(brief(name), known)}"
        )


def way(contract: Contract, source: Source, ending: str, polls: tuple[int, int]) -> Way:
    """Return the way of a history with this ending; polls: the fewest and the most."""
    return _onward(contract, source, None, ending, polls)


def way_through(  # noqa: PLR0913 - where to and from where, by name
    contract: Contract,
    source: Source,
    status: str,
    ending: str,
    most: int,
    *,
    last: str | None = None,
) -> Way:
    """Return the way of a history that shows this status before its ending, or at it.

    ending: a status or `unfinished`, that can be reached from the status. most: polls up to the
    status, and as many again after it. last: the status before it, None for a history's begin.
    """
    start = _onward(contract, source, last, status, (1, most))
    if status == ending:
        return start
    return start + _onward(contract, source, status, ending, (1, most))


@lru_cache(maxsize=4096)
def left_for(contract: Contract, wanted: str) -> tuple[tuple[str, str], ...]:
    """Return (final status, what a call leaves it for) from where a job can come to a status.

    wanted: that status, or `unfinished`. None where no final status is left for a way there.
    """
    life = contract.status
    return tuple(
        (status, to)
        for status, left in life.left.items()
        for to in left.to
        if to in life.unfinished and wanted in (UNFINISHED, to, *_after(contract, to))
    )


def way_again(contract: Contract, source: Source, wanted: str, most: int) -> Way:
    """Return the way of a job that comes to an end, and is taken up again by a call.

    wanted: where it can go on to from there, as `left_for` knows; the last status of the way is
    the one that the call left the end for. most: polls up to the end, which is shown once.
    """
    status, to = pick(source, left_for(contract, wanted))
    first = _onward(contract, source, None, status, (1, most))
    shown = first.statuses.index(status) + 1
    return Way((*first.statuses[:shown], to), frozenset(p for p in first.moves if p < shown))


def onward(contract: Contract, source: Source, last: Way, ending: str, most: int) -> Way:
    """Return a way gone on with to an ending; most: polls after it."""
    return last + _onward(contract, source, last.statuses[-1], ending, (1, most))


def endings_from(contract: Contract, status: str) -> tuple[str, ...]:
    """Return the endings that a history can have after it showed this status."""
    life = contract.status
    if status in life.final:
        return (status,)
    return (*(e for e in life.final if e in _after(contract, status)), UNFINISHED)


def _onward(
    contract: Contract, source: Source, last: str | None, ending: str, polls: tuple[int, int]
) -> Way:
    """Return the way of the polls to come, the last of them the ending.

    Each choice may be the last one, so that leaving one out makes a shorter history.
    """
    fewest, most = polls
    found: list[str] = []
    moves: set[int] = set()
    if ending == UNFINISHED:
        first = pick(source, _unfinished(contract, last))
        found.append(first)
        last = first if last is None or first not in contract.status.anywhere else last
    while len(found) < most - (ending != UNFINISHED):
        choice = pick(source, _choices(contract, last, ending))
        if choice is _STOP:
            break
        status, is_moving = choice
        if is_moving:
            moves.add(len(found))
        found.append(status)
        if status not in contract.status.anywhere:
            last = status
    if ending == UNFINISHED:
        return Way((*found, *[found[-1]] * (fewest - len(found))), frozenset(moves))
    spare = most - len(found) - 1
    more = source.integer(min(max(0, fewest - len(found) - 1), spare), min(spare, _AFTER_END))
    return Way((*found, ending, *[ending] * more), frozenset(moves))


@lru_cache(maxsize=4096)
def _choices(
    contract: Contract, last: str | None, ending: str
) -> tuple[tuple[str, bool] | None, ...]:
    """Return what may come after the last status with a place, if the ending is to come.

    That is the end, or a status after which the counts stay or move.
    """
    reaching = [
        status
        for status in _unfinished(contract, last)
        if ending in (UNFINISHED, status) or ending in _after(contract, status)
    ]
    going = ((status, moves) for moves in _MOVES for status in reaching)
    return (*[_STOP] * max(1, len(reaching)), *going)


@lru_cache(maxsize=4096)
def _unfinished(contract: Contract, last: str | None) -> tuple[str, ...]:
    """Return the unfinished statuses that may be shown after the last one with a place."""
    life = contract.status
    if last is None:
        return life.unfinished
    after = _after(contract, last)
    here = (last, *(s for s in life.unfinished if s in after), *life.anywhere)
    return tuple(dict.fromkeys(here))


def _after(contract: Contract, status: str) -> frozenset[str]:
    """Return the statuses that can come after one: any, where nothing is said of the order."""
    life = contract.status
    if status in life.final:
        return frozenset()
    if not life.next or status in life.anywhere:
        return frozenset(life.all)
    return life.reachable[status] | frozenset(life.anywhere)
