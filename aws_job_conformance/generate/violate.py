"""Histories in which one law is broken and no other: a legal one, bent where the law looks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from aws_job_conformance.core import laws
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.generate import construct, example, status_paths
from aws_job_conformance.generate.choice_source import Seeded, Source, pick
from aws_job_conformance.generate.plan import Plan, Reported
from aws_job_conformance.generate.status_paths import Way
from aws_job_conformance.protocol import boto3_values

_MOST_POLLS = 4
_TRIES = 50


Broken = tuple[dict[str, Any], ...]


@dataclass(frozen=True, eq=False, repr=False)
class Breaker(Reported):
    """What breaks one law.

    pairs: statuses to go through, the second after the first. spare: responses that break it, for
    a history in which it cannot be broken without another law.
    """

    plan: Plan
    law: Law
    pairs: tuple[tuple[str, str], ...]
    spare: Broken = ()

    def __repr__(self) -> str:
        return f"{self.plan} {self.law.kind}"

    def _way(self, source: Source, first: str, second: str) -> Way:
        """Return a way through both statuses, in one of two behind an end that a call leaves."""
        contract = self.plan.contract
        if not (status_paths.left_for(contract, first) and source.integer(0, 1)):
            return status_paths.way_through(contract, source, first, second, _MOST_POLLS)
        start = status_paths.way_again(contract, source, first, _MOST_POLLS)
        last = start.statuses[-1]
        return start + status_paths.way_through(
            contract, source, first, second, _MOST_POLLS, last=last
        )

    def broken(self, source: Source) -> Broken:
        """Return responses, as boto3 returns them, that break the law alone; none if none do."""
        contract, places = self.plan.contract, boto3_values.places_of(self.plan.contract)
        first, second = pick(source, self.pairs)
        way = self._way(source, first, second)
        legal = tuple(map(places.to_json, construct.responses(self.plan, source, way)))
        if (bent := laws.break_(contract, self.law, legal, example.fill(contract))) is None:
            return self.spare
        return tuple(map(places.to_boto3, bent))


@lru_cache(maxsize=512)
def breakers(plan: Plan) -> tuple[Breaker, ...]:
    """Return what breaks each law of a contract that can be broken alone."""
    contract = plan.contract
    found = [
        Breaker(plan, law, pairs)
        for law in (*contract.laws, *contract.implied)
        if law.kind not in laws.BESIDE  # they judge by what is beside a history
        if (pairs := tuple(_pairs(contract, law)))
    ]
    spares = (next(filter(None, _tries(breaker)), ()) for breaker in found)
    return tuple(
        replace(breaker, spare=spare) for breaker, spare in zip(found, spares, strict=True) if spare
    )


def _tries(breaker: Breaker) -> Iterator[Broken]:
    return (breaker.broken(Seeded(seed)) for seed in range(_TRIES))


def _pairs(contract: Contract, law: Law) -> Iterator[tuple[str, str]]:
    """Yield the statuses that a history must go through for a law to be broken in it."""
    life = contract.status
    if law.kind == "moves":
        back = [
            (first, second)
            for first in life.unfinished
            for second in life.unfinished
            if second in life.reachable[first] and first not in {second, *life.reachable[second]}
        ]
        yield from back or ((status, status_paths.UNFINISHED) for status in life.strays)
    elif law.kind == "final":
        yield from ((status, status) for status in life.final)
    else:
        between = law.kind in laws.BETWEEN
        here = life.unfinished if between else law.scope or life.all
        for status in here:
            shown = sum(not _is_hidden(contract, path, status) for path in law.named)
            if law.kind == "absent" or shown >= min(2, len(law.named)):
                for ending in status_paths.endings_from(contract, status):
                    yield status, ending


def _is_hidden(contract: Contract, path: str, status: str) -> bool:
    """Return whether another law wants a member absent in a status."""
    return any(
        law.kind == "absent" and path in law.of and (law.scope is None or status in law.scope)
        for law in contract.laws
    )
