"""Which histories a poller is played: every ending, status and documented step, at least once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Any, Literal

from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.history import History
from aws_job_conformance.core.trouble import KINDS, OUTLASTING, Trouble
from aws_job_conformance.generate import construct, status_paths
from aws_job_conformance.generate import plan as planning
from aws_job_conformance.generate.choice_source import Seeded
from aws_job_conformance.generate.example import shortest
from aws_job_conformance.generate.status_paths import Way

MOST = 300
"""Histories, whatever an operation has."""
LONG = 21
"""Polls of the longest: who gives up after fewer, and calls that the end, is found out."""

Right = Literal["as it ends", "error"]


@dataclass(frozen=True, slots=True)
class TrialHistory:
    """One history of a trial.

    ending: the status of its job's end. history: what is played. trouble: what goes wrong in it, by
    its kind. right: what a right poller does: what the ending asks for, or to raise an error that
    is none of its failures. shown: its statuses and troubles, one after the other.
    """

    ending: str
    history: History
    trouble: str | None = None
    right: Right = "as it ends"
    shown: str = ""


def histories(contract: Contract, *, trouble: bool) -> list[TrialHistory]:
    """Return the histories of a trial, at most MOST; the first of every ending come first.

    trouble: what goes wrong is drawn, too. Raises InputError for a contract without an ending.
    """
    life = contract.status
    if not life.final:
        raise InputError(f"{contract.operation} has no final status, and a poller never ends")
    ways = [[*dict.fromkeys(_ways(contract, ending))] for ending in life.final]
    every = (way for row in zip_longest(*ways) for way in row if way)
    made = ((way, _responses(contract, way, seed)) for seed, way in enumerate(every))
    found = [_trial(contract, way[-1], each, way) for way, each in made if each is not None]
    troubled = [*_troubled(contract)] if trouble else []
    return [*found[: MOST - len(troubled)], *troubled]


def _responses(contract: Contract, way: tuple[str, ...], seed: int) -> tuple[Any, ...] | None:
    try:
        return construct.responses(planning.plan(contract), Seeded(seed), Way(way))
    except InputError:  # laws that leave nothing legal on this way
        return None


def _trial(
    contract: Contract, ending: str, answers: Sequence[Any], shown: Sequence[str], **more: Any
) -> TrialHistory:
    history = History(contract.operation, tuple(answers), drawn=True)
    return TrialHistory(ending, history, shown=" → ".join(shown), **more)


def _ways(contract: Contract, ending: str) -> Iterator[tuple[str, ...]]:
    """Yield the ways to an ending: at once, from each status, over each step, and a long one."""
    life = contract.status
    leads = [s for s in life.unfinished if ending in status_paths.endings_from(contract, s)]
    yield (ending,)
    yield from ((status, ending) for status in leads)
    seen: set[tuple[str, str]] = set()
    longest: tuple[str, ...] = (*leads[:1], ending)
    for first in leads:
        for second in life.next.get(first, ()):
            if second not in leads or (first, second) in seen:
                continue
            start = shortest(contract, life.initial or (first,), first) or (first,)
            way = (*start, *shortest(contract, (second,), ending))
            if way[-1] == ending:
                seen.update(pairwise(way))
                longest = max(longest, way, key=len)
                yield way
    if leads:
        each, more = divmod(LONG - 1, len(longest) - 1)
        slow = [s for n, s in enumerate(longest[:-1]) for _ in range(each + (n < more))]
        yield (*slow, ending)


def _troubled(contract: Contract) -> Iterator[TrialHistory]:
    life = contract.status
    for ending in (*life.success[:1], *life.failure[:1]) or life.final[:1]:
        start = shortest(contract, life.initial or life.unfinished[:1], ending)[:1]
        begins = start or life.unfinished[:1]
        if (responses := _responses(contract, (*begins, *begins, ending), 0)) is None or not begins:
            continue
        first, second, last = responses
        for kind in KINDS:
            for answers in _answers(contract, kind, first, second, last):
                told = [one.kind if isinstance(one, Trouble) else begins[0] for one in answers]
                is_good = KINDS[kind].is_passing or answers[-2] is last
                if answers[-1] is last or answers[-2] is last:
                    told[answers.index(last)] = ending
                right: Right = "as it ends" if is_good else "error"
                yield _trial(contract, ending, answers, told, trouble=kind, right=right)


def _answers(contract: Contract, kind: str, first: Any, second: Any, last: Any) -> Iterator[Any]:
    """Yield the answers of histories in which this goes wrong."""
    if kind == "empty" and contract.list_steps is None:
        return
    if kind in ("not-there-yet", "empty"):
        yield (Trouble(kind, 2), first, last)
    elif kind == "unknown-status":
        yield (first, Trouble(kind), second, last)
    elif kind == "gone":
        yield (first, Trouble(kind))
        yield (first, last, Trouble(kind))
    elif kind == "expired-token":
        yield (first, Trouble(kind))
    else:
        yield (first, Trouble(kind), last)
        yield (first, Trouble(kind, OUTLASTING), second, last)
