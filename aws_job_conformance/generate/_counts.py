"""The numbers that laws relate: drawn from the last poll back, so that every law holds."""

from collections.abc import Mapping

from aws_job_conformance.core import paths
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.generate.choice_source import Source
from aws_job_conformance.generate.plan import Plan
from aws_job_conformance.generate.plan_parts import Count, PlannedSum, PlannedTime
from aws_job_conformance.generate.status_paths import Way

Amounts = dict[paths.Steps, list[int]]
ShownAt = Mapping[paths.Steps, tuple[bool, ...] | None]
"""For each count that a job has: the polls that show it, None for all of them."""


class JobCounts:
    """The counts that a job has, each with its bounds at each poll."""

    def __init__(
        self, plan: Plan, source: Source, way: Way, shown: ShownAt, instants: ShownAt
    ) -> None:
        self.plan, self.source, self.shown, self.instants = plan, source, shown, instants
        self.way, self.moves = way.statuses, way.moves
        self.counts = [count for count in plan.counts if count.steps in shown]
        self.by_steps = {count.steps: count for count in self.counts}
        self.lows = {count.steps: self._lows(count) for count in self.counts}
        self.highs = {count.steps: self._highs(count) for count in self.counts}
        self.highs_in_time = [self.highs[count.steps] for count in self.counts if count.times]
        self.values: Amounts = {count.steps: [-1] * len(self.way) for count in self.counts}
        for count in self.counts:
            for one in count.whole_of:
                self._lift_parts(one)

    def drawn(self) -> Amounts:
        """Return the value of each count that the job has, at each poll, shown there or not.

        Raises InputError where the laws leave a count no value.
        """
        last = len(self.way) - 1
        for poll in range(last, -1, -1):
            moves = poll == last or poll in self.moves
            if not moves and self._binds_alike(poll):
                for values in self.values.values():
                    values[poll] = values[poll + 1]
            else:
                for count in self.counts:
                    self.values[count.steps][poll] = self._value(count, poll, moves=moves)
        return self.values

    def _binds_alike(self, poll: int) -> bool:
        """Return whether what is legal at the next poll is legal at this one."""
        regimes = self.plan.regimes
        return regimes[self.way[poll]] == regimes[self.way[poll + 1]] and all(
            highs[poll] >= highs[poll + 1] for highs in self.highs_in_time
        )

    def _lows(self, count: Count) -> list[int]:
        low = count.low
        if not count.some_in:
            return [low] * len(self.way)
        lows = [max(low, 1) if status in count.some_in else low for status in self.way]
        if count.grows:
            lows = [max(lows[: i + 1]) for i in range(len(lows))]
        if count.settles:
            lows = [max(lows)] * len(lows)
        return lows

    def _highs(self, count: Count) -> list[int]:
        if not count.zero_in and not count.times:
            return [count.high] * len(self.way)
        highs = [0 if status in count.zero_in else count.high for status in self.way]
        for time in count.times:
            highs = [
                min(high, time.longest) if self._shows(time, poll) else high
                for poll, high in enumerate(highs)
            ]
        if count.grows:
            highs = [min(highs[i:]) for i in range(len(highs))]
        if count.settles:
            highs = [min(highs)] * len(highs)
        return highs

    def _shows(self, time: PlannedTime, poll: int) -> bool:
        """Return whether a poll may show both instants that a number is the time between."""
        return all(
            steps in self.instants and ((at := self.instants[steps]) is None or at[poll])
            for steps in time.between
        )

    def _lift_parts(self, one: PlannedSum) -> None:
        """Where a whole is above zero and all of it is in its parts, the first is above zero."""
        for poll, status in enumerate(self.way):
            if status in one.exact_in and one.parts[0] in self.lows:
                lows = self.lows[one.parts[0]]
                lows[poll] = max(lows[poll], self.lows[one.whole][poll])

    def _value(self, count: Count, poll: int, *, moves: bool) -> int:
        """Return the value of a count at a poll; moves: whether it may differ from the next one."""
        steps, at = count.steps, self.shown[count.steps]
        if count.settles and poll < len(self.way) - 1:
            return self.values[steps][poll + 1]
        low, high = self._least(count, poll), self._most(count, poll)
        if low > high:
            raise InputError(
                f"{self.plan.contract.operation}: the laws leave {paths.text(steps)} no value"
                f" in {self.way[poll]}: at least {low} and at most {high}"
            )
        if (exact := self._exact(count, poll)) is not None:
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

    def _of_parts(self, one: PlannedSum, poll: int) -> int:
        return sum(self.values[part][poll] for part in one.parts if part in self.values)

    def _exact(self, count: Count, poll: int) -> int | None:
        for one in count.whole_of:
            if self.way[poll] in one.exact_in and all(part in self.values for part in one.parts):
                return self._of_parts(one, poll)
        return None

    def _most(self, count: Count, poll: int) -> int:
        """Return the largest value at a poll, by its status, the next poll, and its sums."""
        steps = count.steps
        most = self.highs[steps][poll]
        if count.grows and poll < len(self.way) - 1:
            most = min(most, self.values[steps][poll + 1])
        for one in count.part_of:
            if one.whole in self.by_steps:
                others = (self._floor(part, poll) for part in one.parts if part != steps)
                most = min(most, self._most(self.by_steps[one.whole], poll) - sum(others))
        return most

    def _floor(self, steps: paths.Steps, poll: int) -> int:
        """Return the value of a count at a poll, or the least it can have where it has none yet."""
        if (count := self.by_steps.get(steps)) is None:
            return 0
        value = self.values[steps][poll]
        if value >= 0:
            return value
        sums = (sum(self._floor(part, poll) for part in one.parts) for one in count.whole_of)
        return max(self.lows[steps][poll], *sums, 0)
