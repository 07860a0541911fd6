"""The numbers that laws relate: drawn from the last poll back, so that every law holds."""

from __future__ import annotations

from collections.abc import Mapping

from aws_job_conformance import paths
from aws_job_conformance.findings import InputError
from aws_job_conformance.generate.plan import Count, Plan, Sum
from aws_job_conformance.generate.source import Source
from aws_job_conformance.generate.ways import Way

Amounts = dict[paths.Steps, list[int]]
ShownAt = Mapping[paths.Steps, tuple[bool, ...] | None]
"""For each count that a job has: the polls that show it, None for all of them."""


def amounts(plan: Plan, source: Source, way: Way, shown: ShownAt) -> Amounts:
    """Return the value of each count that the job has, at each poll, shown there or not.

    Raises InputError where the laws leave a count no value.
    """
    return _Amounts(plan, source, way, shown).drawn()


class _Amounts:
    def __init__(self, plan: Plan, source: Source, way: Way, shown: ShownAt) -> None:
        self.plan, self.source, self.shown = plan, source, shown
        self.way, self.moves = way.statuses, way.moves
        self.counts = [count for count in plan.counts if count.steps in shown]
        self.lows = {count.steps: self._lows(count) for count in self.counts}
        self.highs = {count.steps: self._highs(count) for count in self.counts}
        self.values: Amounts = {count.steps: [-1] * len(self.way) for count in self.counts}
        for count in self.counts:
            for one in count.whole_of:
                self._lift_parts(one)

    def drawn(self) -> Amounts:
        last = len(self.way) - 1
        for poll in reversed(range(len(self.way))):
            for count in self.counts:
                self.values[count.steps][poll] = self._value(
                    count, poll, moves=poll == last or poll in self.moves
                )
        return self.values

    def _lows(self, count: Count) -> list[int]:
        low = count.low
        if not count.some_in:
            return [low] * len(self.way)
        lows = [max(low, 1) if status in count.some_in else low for status in self.way]
        if count.grows:
            lows = [max(lows[: i + 1]) for i in range(len(lows))]
        return lows

    def _highs(self, count: Count) -> list[int]:
        if not count.zero_in:
            return [count.high] * len(self.way)
        highs = [0 if status in count.zero_in else count.high for status in self.way]
        if count.grows:
            highs = [min(highs[i:]) for i in range(len(highs))]
        return highs

    def _lift_parts(self, one: Sum) -> None:
        """Where a whole is above zero and all of it is in its parts, the first is above zero."""
        for poll, status in enumerate(self.way):
            if status in one.exact_in and one.parts[0] in self.lows:
                lows = self.lows[one.parts[0]]
                lows[poll] = max(lows[poll], self.lows[one.whole][poll])

    def _value(self, count: Count, poll: int, *, moves: bool) -> int:
        """Return the value of a count at a poll; moves: whether it may differ from the next one."""
        steps, at = count.steps, self.shown[count.steps]
        low, high = self._least(count, poll), self._most(count, poll)
        if low > high:
            raise InputError(
                f"{self.plan.contract.operation}: the laws leave {paths.text(steps)} no value"
                f" in {self.way[poll]}: at least {low} and at most {high}"
            )
        exact = self._exact(count, poll)
        if exact is not None:
            return exact
        if self.lows[steps][poll] == self.highs[steps][poll]:
            return low
        last = poll == len(self.way) - 1
        if not moves or (at is not None and not at[poll] and not last):
            return max(low, min(high, self.values[steps][poll + 1]))
        change = self.source.integer(0, count.high)
        return max(low, high - change) if count.grows and not last else min(high, low + change)

    def _least(self, count: Count, poll: int) -> int:
        sums = (self._of_parts(one, poll) for one in count.whole_of)
        return max(self.lows[count.steps][poll], *sums, 0)

    def _of_parts(self, one: Sum, poll: int) -> int:
        return sum(self.values[part][poll] for part in one.parts if part in self.values)

    def _exact(self, count: Count, poll: int) -> int | None:
        for one in count.whole_of:
            if self.way[poll] in one.exact_in and all(part in self.values for part in one.parts):
                return self._of_parts(one, poll)
        return None

    def _most(self, count: Count, poll: int) -> int:
        most = self._upper(count.steps, poll, grows=count.grows)
        for one in count.part_of:
            if one.whole in self.values:
                others = (self._now(part, poll) for part in one.parts if part != count.steps)
                most = min(most, self._upper_of(one.whole, poll) - sum(others))
        return most

    def _upper_of(self, steps: paths.Steps, poll: int) -> int:
        count = next(count for count in self.counts if count.steps == steps)
        return self._upper(steps, poll, grows=count.grows)

    def _upper(self, steps: paths.Steps, poll: int, *, grows: bool) -> int:
        """Return the largest value at a poll, by its status and by what the next poll shows."""
        high = self.highs[steps][poll]
        last = poll == len(self.way) - 1
        return high if last or not grows else min(high, self.values[steps][poll + 1])

    def _now(self, steps: paths.Steps, poll: int) -> int:
        """Return the value of a count at a poll, or its least where it has none yet."""
        if steps not in self.values:
            return 0
        value = self.values[steps][poll]
        return value if value >= 0 else self.lows[steps][poll]
