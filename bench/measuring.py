"""Two works clocked side by side, round after round: only what one round saw is compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median
from time import process_time
from typing import Any


@dataclass(frozen=True, slots=True)
class Promise:
    """What a figure is held to: sign `<=` or `>=`, the target, and the aim beyond it.

    each: what a row of it is held to, where the target is of the median over all rows.
    """

    sign: str
    target: float
    aim: float | None = None
    each: float | None = None

    def verdict(self, value: float, *, is_median: bool = True) -> str:
        """Return `aim met`, `met` or `missed`."""
        holds = value.__le__ if self.sign == "<=" else value.__ge__
        is_aim_met = self.aim is not None and holds(self.aim)
        target = self.target if is_median or self.each is None else self.each
        return "aim met" if is_aim_met else "met" if holds(target) else "missed"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of one round. beside: what it must be read with, such as median bytes."""

    what: str
    value: float
    beside: Mapping[str, float] = field(default_factory=dict)


Once = Callable[[int], list[Figure]]
"""Measures once; takes the number of the round, which seeds its choices."""


def rows(
    benches: Iterable[tuple[str, Once]], rounds: int, *, warm: bool = True
) -> list[dict[str, Any]]:
    """Return a row for each figure and operation, then one over the operations of each figure.

    warm: whether a round goes before that only loads and compiles, and is not told.
    """
    found: dict[str, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    every = list(benches)
    for number in range(0 if warm else 1, rounds + 1):
        for operation, once in every:
            for figure in once(number):
                if number:
                    found[figure.what][operation].append(figure)
    told = []
    for what, by_operation in found.items():
        same = [_row(what, operation, figures) for operation, figures in by_operation.items()]
        told += [
            *same,
            _row(what, "median of these", [Figure(what, row["median"]) for row in same]),
        ]
    return told


def _row(what: str, operation: str, figures: list[Figure]) -> dict[str, Any]:
    values = [figure.value for figure in figures]
    beside = {name: median(f.beside[name] for f in figures) for name in figures[0].beside}
    span = {"median": median(values), "low": min(values), "high": max(values)}
    return {"what": what, "operation": operation, **span, "beside": beside}


def seconds(
    work: Callable[[Any], object], items: Iterable[Any], clock: Callable[[], float] = process_time
) -> float:
    """Return the seconds that a work takes for all of these items, one after the other.

    clock: by default the processor's time of this process, which no neighbour makes longer.
    """
    start = clock()
    for item in items:
        work(item)
    return clock() - start
