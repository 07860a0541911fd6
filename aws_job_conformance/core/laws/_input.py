"""The kind of law that judges the end of a job against its input, where the caller knows it."""

from __future__ import annotations

from collections.abc import Iterator

from aws_job_conformance.core import paths
from aws_job_conformance.core.laws.kind import Breach, Fill, History, Kind, Response
from aws_job_conformance.core.laws.measures import number, total


class AccountsForInput(Kind):
    """Parts add up to the number of input records, in these final statuses."""

    name = "accounts-for-input"
    fix = "Count each record of the input once: in a part for what was done, or for what failed."

    def check(self, response: Response, records: int) -> list[Breach] | None:
        """Return the breaches in a response, or None where the law does not apply.

        records: how many the input has.
        """
        if paths.get(response, self.at) not in (self.law.scope or ()):
            return None
        parts = {s: n for s in self.parts if (n := number(paths.get(response, s))) is not None}
        if len(parts) < len(self.parts):
            return None
        counted = total(parts.values())
        if counted == records:
            return []
        first = self.parts[0]
        terms = " + ".join(f"{self.text(steps)} {value}" for steps, value in parts.items())
        got = "got {got}" if len(parts) == 1 else f"got {{got}}, {terms} = {counted}"
        what = f"{got}, but the input has {records} record{'' if records == 1 else 's'}"
        expected = records if len(parts) == 1 else f"{records} in all"
        return [self.breach(first, parts[first], what, str(expected))]

    def break_(self, history: History, fill: Fill) -> Iterator[History]:
        """Yield histories whose end counts one more than the legal one, then one less."""
        for change in (1, -1):
            for steps in self.parts:
                off = tuple(self._off(response, steps, change) for response in history)
                yield off
                yield off[-1:]

    def _off(self, response: Response, steps: paths.Steps, change: int) -> Response:
        value = number(paths.get(response, steps))
        if value is None or paths.get(response, self.at) not in (self.law.scope or ()):
            return response
        changed: Response = paths.put(response, steps, value + change)
        return changed
