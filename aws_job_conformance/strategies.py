"""Hypothesis strategies: legal responses and histories of any contract, and broken histories."""

from functools import lru_cache
from typing import Any

from aws_job_conformance.catalog import load
from aws_job_conformance.core import laws
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.extras import brought_by
from aws_job_conformance.core.history import History
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import brief
from aws_job_conformance.generate import answer_pages as paging
from aws_job_conformance.generate import construct, status_paths, troubled_histories
from aws_job_conformance.generate import plan as planning
from aws_job_conformance.generate.choice_source import pick
from aws_job_conformance.generate.plan import Plan
from aws_job_conformance.generate.violate import Breaker, breakers
from aws_job_conformance.judge.job import Job

with brought_by("strategies"):
    from hypothesis import strategies as st

__all__ = ["answers_in_pages", "histories", "responses", "violations"]

Named = str | Contract | Job
POLLS = (1, 15)
"""How many polls a history has, unless told: from, to."""

_MOST_POLLS = 10_000
_LEAST_ROOM = 1000
"""A smaller largest leaves no room for the sums of a history."""

_BROKEN_BESIDE = (
    (laws.OF_INPUT, "a number of records that is not the one it counts"),
    (laws.OF_LIST, "lists whose entries show another status"),
    (laws.OF_REQUEST, "the input of a call that asked for another job"),
)
"""The laws that no history breaks by itself, and what one is to be judged with."""

_ROOM = 2**31 - 2
"""The largest integer of a history to be broken: a count one higher still has 32 bits."""

_integers = lru_cache(maxsize=4096)(st.integers)
_FEW = 128
"""So many choices a byte tells apart."""
_BYTES = st.binary(min_size=16, max_size=16)
_CHARACTERS = st.characters(exclude_categories=["Cs"])
"""Those of `st.text()`, which in a fresh project encodes each there is first: a second or two."""


@lru_cache(maxsize=1024)
def _text(low: int, high: int) -> st.SearchStrategy[str]:
    return st.text(_CHARACTERS, min_size=low, max_size=high)


class _Drawn:
    """The source whose every choice is a Hypothesis draw of its own."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def integer(self, low: int, high: int) -> int:
        return self._draw(_integers(low, high))

    def text(self, low: int, high: int) -> str:
        return self._draw(_text(low, high))


class _Packed(_Drawn):
    """The same, with choices of a few out of the bytes of one draw.

    A draw costs as much as a hundred of its bytes; each byte shrinks by itself, as a choice does.
    """

    _bytes = iter(b"")

    def integer(self, low: int, high: int) -> int:
        few = high - low + 1
        if few > _FEW or low < 0:
            return super().integer(low, high)
        byte = next(self._bytes, None)
        if byte is None:
            self._bytes = iter(self._draw(_BYTES))
            byte = next(self._bytes)
        return low + (byte * few >> 8)


def responses(
    contract: Named, *, status: str | None = None, largest: int = planning.LARGEST
) -> st.SearchStrategy[dict[str, Any]]:
    """Return a strategy of single responses, as boto3 returns them, that keep the contract.

    contract: an operation's name, or its contract. status: the one they show; any if left out.
    largest: no integer beyond it is drawn (JavaScript holds none beyond 2**53 - 1). Raises
    InputError for a status that the contract does not have.
    """
    found = _contract(contract)
    if status is not None:
        status_paths.must_be_status(found, status)
    statuses = found.status.all if status is None else (status,)
    return _responses(planning.plan(found, _largest(largest)), statuses)


@st.composite
def _responses(draw: st.DrawFn, plan: Plan, statuses: tuple[str, ...]) -> dict[str, Any]:
    source = _Packed(draw)
    return construct.responses(plan, source, status_paths.Way((pick(source, statuses),)))[0]


def histories(  # noqa: PLR0913 - what to draw, by name
    contract: Named,
    *,
    ending: str | None = None,
    polls: int | tuple[int, int] = POLLS,
    largest: int = planning.LARGEST,
    trouble: bool = False,
    again: bool = False,
) -> st.SearchStrategy[History]:
    """Return a strategy of whole histories of one job that keep the contract.

    contract: an operation's name, or its contract. ending: a final status, or `unfinished` for a
    job that is not at its end; any final status if left out. polls: how many, or (from, to).
    largest: as for `responses`. trouble: in one history of two a Trouble stands among the
    responses: one that passes before the end; or one for good, which is the last, and comes before
    the end (nobody learns of it) or after it. Raises InputError for an ending or polls that cannot
    be. again: in one history of two the job comes to an end that a call leaves (a redrive), and
    goes on to its ending from there; InputError where no call does.
    """
    found = _contract(contract)
    if ending is not None:
        status_paths.must_end(found, ending)
    elif not found.status.final:
        raise InputError(f"{found.operation} has no final status; ask for ending='unfinished'")
    endings = found.status.final if ending is None else (ending,)
    if type(trouble) is not bool:
        raise InputError(f"trouble is True or False, not {brief(trouble)}")
    if again and not (endings := tuple(e for e in endings if status_paths.left_for(found, e))):
        raise InputError(
            f"{found.operation}: no call takes a job up again that had ended, for such an ending"
        )
    plan = planning.plan(found, _largest(largest))
    made = _histories(plan, endings, _polls(polls), again=again)
    return _troubled(made, found) if trouble else made


def answers_in_pages(
    contract: Named, *, astray: bool = False
) -> st.SearchStrategy[tuple[dict[str, Any], ...]]:
    """Return a strategy of answers that come in pages, the pages as boto3 returns them.

    contract: an operation's name, or its contract. astray: a later page shows another status than
    the first. Raises InputError for an operation that answers in one, or whose contract does not
    say that its pages show one status.
    """
    found = _contract(contract)
    how = paging.told(found)
    if astray and found.status_steps not in how.same:
        raise InputError(f"{found.operation}: its contract does not say that pages show one status")
    return _answers_in_pages(planning.plan(found), astray=astray)


@st.composite
def _answers_in_pages(draw: st.DrawFn, plan: Plan, *, astray: bool) -> tuple[dict[str, Any], ...]:
    source, contract = _Drawn(draw), plan.contract
    way = status_paths.Way((pick(source, contract.status.all),))
    whole = construct.responses(plan, source, way)[0]
    pages = paging.in_pages(contract, source, whole, fewest=1 + astray)
    return (paging.astray(contract, source, pages) or pages) if astray else pages


@st.composite
def _histories(
    draw: st.DrawFn, plan: Plan, endings: tuple[str, ...], polls: tuple[int, int], *, again: bool
) -> History:
    source = _Drawn(draw)
    ending = pick(source, endings)
    if again and pick(source, (False, True)):
        start = status_paths.way_again(plan.contract, source, ending, polls[1])
        way = status_paths.onward(plan.contract, source, start, ending, polls[1])
    else:
        way = status_paths.way(plan.contract, source, ending, polls)
    shown = construct.responses(plan, _Packed(draw), way)
    return History(plan.contract.operation, shown, drawn=True)


@st.composite
def _troubled(draw: st.DrawFn, made: st.SearchStrategy[History], contract: Contract) -> History:
    return troubled_histories.troubled(contract, draw(made), _Drawn(draw))


def violations(
    contract: Named, *, law: str | None = None
) -> st.SearchStrategy[tuple[str, History]]:
    """Return a strategy of (law, history): the history breaks this law and no other.

    contract: an operation's name, or its contract. law: a kind, such as `at-most`; any if left out.
    Raises InputError for a kind that the contract does not have, that cannot be broken alone, or
    that takes what no history tells: the number of input records, or the entries of a list.
    """
    found = _contract(contract)
    if law is not None and not isinstance(law, str):
        raise InputError(f"law is {brief(law)}: a kind, such as 'at-most', or leave it out")
    able = breakers(planning.plan(found, _ROOM))
    chosen = tuple(breaker for breaker in able if law in (None, breaker.law.kind))
    if not chosen:
        raise InputError(_unbroken(found, law, [breaker.law.kind for breaker in able]))
    return _violations(chosen)


@st.composite
def _violations(draw: st.DrawFn, able: tuple[Breaker, ...]) -> tuple[str, History]:
    source = _Drawn(draw)
    breaker = pick(source, able)
    operation = breaker.plan.contract.operation
    return breaker.law.kind, History(operation, breaker.broken(source))


def _unbroken(contract: Contract, law: str | None, able: list[str]) -> str:
    kinds = list(dict.fromkeys(able))
    stated = {found.kind for found in (*contract.laws, *contract.implied)}
    for others, beside in _BROKEN_BESIDE:
        if law in others and law in stated:
            return (
                f"{contract.operation}: no history breaks {law} by itself. Draw one of histories(),"
                f" and judge it with {beside}"
            )
    if law in stated:
        return f"{contract.operation}: no history breaks {law} and no other law"
    hint = nearest(brief(law), kinds)
    return (
        f"{contract.operation} has no law {brief(law)}: {', '.join(kinds) or 'none at all'}.{hint}"
    )


def _contract(named: Named) -> Contract:
    if isinstance(named, str):
        return load(named)
    if isinstance(named, Job):
        return named.data
    if isinstance(named, Contract):
        return named
    raise InputError(
        f"{brief(named)} is no contract. Give an operation's name, such as 'sesv2:GetImportJob', or"
        " what contract(operation) returns"
    )


def _polls(polls: int | tuple[int, int]) -> tuple[int, int]:
    both = (polls, polls) if isinstance(polls, int) else polls
    if isinstance(both, (tuple, list)) and len(both) == len(POLLS) and all(map(_is_number, both)):
        low, high = both
        if 1 <= low <= high <= _MOST_POLLS:
            return low, high
    raise InputError(f"polls is {brief(polls)}: a number from 1 to {_MOST_POLLS}, or (from, to)")


def _largest(number: int) -> int:
    if _is_number(number) and number >= _LEAST_ROOM:
        return number
    raise InputError(
        f"largest is {brief(number)}: a whole number from {_LEAST_ROOM} up, or leave it out"
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
