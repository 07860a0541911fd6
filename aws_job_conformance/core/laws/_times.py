"""The kinds of law that judge the instants of a response: their order, and the time between two."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.instants import from_datetime, instant
from aws_job_conformance.core.laws.kind import Breach, Fill, History, Response, ResponseKind
from aws_job_conformance.core.laws.measures import number
from aws_job_conformance.core.text import show

MICROSECONDS: Mapping[str, float] = {
    "nanoseconds": 0.001,
    "microseconds": 1,
    "milliseconds": 1_000,
    "seconds": 1_000_000,
    "minutes": 60_000_000,
    "hours": 3_600_000_000,
    "days": 86_400_000_000,
}
"""What a law counts time in, and how many microseconds each has."""

_LONGEST = 70 * 366 * MICROSECONDS["days"]
"""Beyond what 32 bits hold of seconds."""
_EXACTLY, _AT_MOST, _AT_LEAST = "exactly", "at-most", "at-least"
_WORDS = {_EXACTLY: "", _AT_MOST: "at most ", _AT_LEAST: "at least "}
_MICROSECOND = timedelta(microseconds=1)


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


class Duration(ResponseKind):
    """A number is the time from one instant to another, or no more than that, or no less."""

    name = "duration"
    fix = "Take the number from the instants that are shown, in the unit it is documented in."

    def __init__(self, law: Law, contract: Contract) -> None:
        super().__init__(law, contract)
        self.number = contract.steps(law.more["number"])
        self.compares: str = law.more.get("compares", _EXACTLY)
        self.tolerance = float(law.more.get("tolerance", 0))
        self.per_unit = MICROSECONDS[law.unit]
        self.longest = int(_LONGEST / self.per_unit)

    def between(self, response: Response) -> float | None:
        """Return the time from the first instant to the second, in the law's unit, or None.

        None too where the second is before the first: that is another law's to tell.
        """
        start, end = (instant(paths.get(response, steps)) for steps in self.of)
        if start is None or end is None or end < start:
            return None
        return float((end - start) // _MICROSECOND) / self.per_unit

    def check(self, response: Response) -> list[Breach] | None:
        value, between = number(paths.get(response, self.number)), self.between(response)
        if value is None or between is None:
            return None
        if self._fits(value, between):
            return []
        start, end = (self.text(steps) for steps in self.of)
        near = f" (give or take {self.law.more['tolerance']})" if self.tolerance else ""
        wanted = f"{_WORDS[self.compares]}{between:.15g} {self.law.unit}{near}"
        what = f"got {{got}}, but from {start} to {end} are {between:.15g} {self.law.unit}"
        return [self.breach(self.number, value, f"{what}; expected {wanted}", wanted)]

    def _fits(self, value: float, between: float) -> bool:
        try:
            off = float(value) - between
        except OverflowError:  # an integer that no double holds
            off = float("inf") if value > 0 else float("-inf")
        is_too_much = off > self.tolerance and self.compares != _AT_LEAST
        is_too_little = off < -self.tolerance and self.compares != _AT_MOST
        return not (is_too_much or is_too_little)

    def mend(self, response: Response, fill: Fill) -> Response:
        value, between = number(paths.get(response, self.number)), self.between(response)
        if value is None or between is None or self._fits(value, between):
            return response
        start = instant(paths.get(response, self.of[0]))
        assert start is not None  # there is a time between
        if 0 <= value <= self.longest:  # other laws may bind the number, too
            end = start + timedelta(microseconds=value * self.per_unit)
            moved: Response = paths.put(response, self.of[1], from_datetime(end))
            return moved
        whole = int(between) + (self.compares == _AT_LEAST)
        mended: Response = paths.put(response, self.number, whole)
        return mended

    def keep(self, history: History, fill: Fill) -> History:
        """Return the history with the number mended, and no more of it shown before than after."""
        most, kept = float("inf"), list(history)
        for i in range(len(history) - 1, -1, -1):
            if self.applies(paths.get(kept[i], self.at)):
                kept[i] = self.mend(kept[i], fill)
            if (value := number(paths.get(kept[i], self.number))) is not None and value > most:
                kept[i] = paths.put(kept[i], self.number, most)
            before, after = (number(paths.get(polls[i], self.number)) for polls in (history, kept))
            if before != after:
                most = after or 0
        return tuple(kept)

    def spoil(self, response: Response, fill: Fill) -> Iterator[Response]:
        start, end = self.of
        first = instant(paths.get(response, start)) or instant(fill(start))
        if first is None:
            return
        shown = paths.put(response, start, from_datetime(first))
        if (last := instant(paths.get(response, end))) is not None and last >= first:
            yield from self._off(shown)
        yield from self._off(paths.put(shown, end, self._after(first)))

    def _after(self, first: datetime) -> str:
        """Return an instant so long after the first that a number can be too small."""
        units = 2 * self.tolerance + 10
        return from_datetime(first + timedelta(microseconds=units * self.per_unit))

    def _off(self, response: Response) -> Iterator[Response]:
        between = self.between(response) or 0.0
        if self.compares != _AT_LEAST:
            yield paths.put(response, self.number, int(between + self.tolerance) + 1)
        if self.compares != _AT_MOST and between > self.tolerance + 1:
            yield paths.put(response, self.number, int(between - self.tolerance) - 1)
