"""The kind of law that judges the instants of a response: they never run backwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.instants import from_datetime, instant
from aws_job_conformance.core.laws.kind import Breach, Fill, Response, ResponseKind
from aws_job_conformance.core.laws.measures import number
from aws_job_conformance.core.text import show


class Ordered(ResponseKind):
    """These instants never run backwards."""

    name = "ordered"
    fix = "Take all instants of a job from one clock, and set each once."

    def __init__(self, law: Law, contract: Contract) -> None:
        super().__init__(law, contract)
        # Of either only those of one kind are ever compared: a law says which it is about.
        self.moment: Callable[[Any], Any] = number if law.unit else instant

    def check(self, response: Response) -> list[Breach] | None:
        shown = [(s, i) for s in self.of if (i := self.moment(paths.get(response, s))) is not None]
        if len(shown) < 2:  # noqa: PLR2004 - an order takes two
            return None
        breaches = []
        for (first, earlier), (second, later) in pairwise(shown):
            if later < earlier:
                before = f"{self.text(first)}, {show(paths.get(response, first))}"
                what = f"got {{got}}, which is before {before}"
                got = paths.get(response, second)
                breaches.append(self.breach(second, got, what, f"not before {before}"))
        return breaches

    def mend(self, response: Response, fill: Fill) -> Response:
        last = None
        for steps in self.of:
            value = paths.get(response, steps)
            if self.moment(value) is None:
                continue
            if last is not None and self.moment(value) < self.moment(last):
                response, value = paths.put(response, steps, last), last
            last = value
        return response

    def spoil(self, response: Response, fill: Fill) -> Iterator[Response]:
        for first, second in pairwise(self.of):
            if (earlier := self.moment(paths.get(response, first))) is None:
                earlier = self.moment(fill(first))
            if earlier is not None:
                start = paths.put(response, first, self._written(earlier))
                yield paths.put(start, second, self._written(earlier, seconds=1))

    def _written(self, moment: Any, seconds: int = 0) -> Any:
        """Return an instant so many seconds before this one, as a response has it."""
        if self.law.unit:
            return moment - 1000 * seconds
        return from_datetime(moment - timedelta(seconds=seconds))
