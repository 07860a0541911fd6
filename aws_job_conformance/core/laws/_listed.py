"""The kind of law that judges a response against the list read before it and after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.instants import is_date_time
from aws_job_conformance.core.laws._values import another_value
from aws_job_conformance.core.laws.kind import Breach, Fill, History, Kind, Response
from aws_job_conformance.core.laws.measures import same

Entries = tuple[Any, Any]
"""A job's entry in the list read before a poll, and in the one read after it; None: not in it."""
Lists = Sequence[Entries | None]
"""The entries around each response of a history, None where the list was not read."""


class AgreesWithList(Kind):
    """Where the list shows the same before a poll and after it, the poll shows it too."""

    name = "agrees-with-list"
    fix = "Answer the list and the polled call from the same record of the job."

    def check(self, response: Response, entries: Entries) -> list[Breach] | None:
        """Return the breaches in a response, or None where the law does not apply."""
        applied, found = False, []
        for steps in self.of:
            value = paths.get(response, steps)
            listed, again = (paths.get(entry, steps[-1:]) for entry in entries)
            if value is None or listed is None or not same(listed, again):
                continue
            applied = True
            if not same(value, listed):
                what = "got {got}, but the list shows {before}, before this poll and after it"
                found.append(self.breach(steps, value, what, "what the list shows", before=listed))
        return found if applied else None

    def break_(self, history: History, fill: Fill) -> Iterator[History]:
        """Yield histories in which one response is behind its lists, or ahead of them."""
        for i, response in enumerate(history):
            for other in (*history[max(0, i - 1) : i], *history[i + 1 : i + 2]):
                for steps in self.of:
                    if (value := paths.get(other, steps)) is not None:
                        yield self._with(history, i, paths.put(response, steps, value))
                yield self._with(history, i, other)
        for steps in self.of:  # what settles can only be otherwise in every poll
            shown = [response for response in history if paths.get(response, steps) is not None]
            if shown and not is_date_time(paths.get(shown[0], steps)):
                value = another_value(self.contract, shown[0], steps, fill)
                yield tuple(
                    paths.put(response, steps, value) if response in shown else response
                    for response in history
                )

    @staticmethod
    def _with(history: History, at: int, response: Response) -> History:
        return (*history[:at], response, *history[at + 1 :])
