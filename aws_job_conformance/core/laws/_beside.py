"""The kinds of law that judge a response by what is known beside it: request, input, lists."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.instants import is_date_time
from aws_job_conformance.core.laws._values import another_value
from aws_job_conformance.core.laws.kind import Breach, Fill, History, Kind, Response
from aws_job_conformance.core.laws.measures import number, same, total

Entries = tuple[Any, Any]
"""A job's entry in the list read before a poll, and in the one read after it; None: not in it."""
Lists = Sequence[Entries | None]
"""The entries around each response of a history, None where the list was not read."""


class Echoes(Kind):
    """A response is about what was asked for: one of these members says so."""

    name = "echoes"
    fix = "Look the job up by what was asked for, and answer with no other."

    def __init__(self, law: Law, contract: Contract) -> None:
        super().__init__(law, contract)
        self.asked = paths.parse(law.more["asked"])

    def check(self, response: Response, asked: Mapping[str, Any]) -> list[Breach] | None:
        """Return the breaches in a response, or None where the law does not apply.

        asked: the input of the call, by its members.
        """
        wanted = paths.get(asked, self.asked)
        shown = [(s, v) for s in self.of if (v := paths.get(response, s)) is not None]
        if wanted is None or not shown:
            return None
        every = wanted if isinstance(wanted, list) else [wanted]
        if any(same(value, one) for _, value in shown for one in every):
            return []
        steps, value = shown[0]
        name = paths.text(self.asked)
        what = f"got {{got}}, but {name} asked for {{before}}"
        return [self.breach(steps, value, what, f"what {name} asked for", before=wanted)]

    def break_(self, history: History, fill: Fill) -> Iterator[History]:
        """Yield single responses that show another job than they did."""
        for response in history:
            shown = [steps for steps in self.of if paths.get(response, steps) is not None]
            other = response
            for steps in shown:
                other = paths.put(other, steps, another_value(self.contract, response, steps, fill))
            if shown:
                yield (other,)


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
