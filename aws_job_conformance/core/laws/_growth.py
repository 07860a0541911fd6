"""The kinds of law that hold a member against what was last shown of it: it grows, or stays."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.instants import from_datetime, instant
from aws_job_conformance.core.laws._values import another_value
from aws_job_conformance.core.laws.kind import BetweenKind, Breach, Fill, History, Response, Seen
from aws_job_conformance.core.laws.measures import is_less, measure, number, same


class _Measured(BetweenKind):
    """A law about numbers and instants: what is neither is as if it were not there."""

    def shown(self, response: Response, steps: paths.Steps) -> Any:
        value = paths.get(response, steps)
        return None if measure(value) is None else value


class NeverDecreases(_Measured):
    """Counts only grow while the job runs, and instants that move only go forward."""

    name = "never-decreases"
    fix = "Report what was counted so far, not what the last batch counted."

    def forget(self, seen: dict[paths.Steps, tuple[int, Any]]) -> None:
        for steps in [steps for steps, (_, value) in seen.items() if number(value) is not None]:
            del seen[steps]

    def step(self, seen: Seen, before: Response, after: Response) -> list[Breach] | None:
        applied, breaches = False, []
        for steps in self.of:
            if (value := self.shown(after, steps)) is None or steps not in seen:
                continue
            applied = True
            poll, last = seen[steps]
            if is_less(measure(value), measure(last)):
                what = f"got {{got}}, but it was {{before}} at poll {poll}"
                least = f"at least {last}"
                fix = self.law.fix or (_LATER if isinstance(last, str) else self.fix)
                breaches.append(self.breach(steps, value, what, least, before=last, fix=fix))
        return breaches if applied else None

    def break_(self, history: History, fill: Fill) -> Iterator[History]:
        for i, after in enumerate(history[1:], 1):
            for steps in self.of:
                value = self.shown(after, steps) or _one_or_instant(fill(steps))
                yield from self.stepped(history, i, steps, value, _less(value))


_LATER = "Take the instant from one clock, and never set it back to an earlier one."


def _one_or_instant(value: Any) -> Any:
    """Return what a member that is not shown, or is 0, is given before it gets smaller."""
    return value if instant(value) is not None else 1


def _less(value: Any) -> Iterator[Any]:
    """Yield a smaller value: a count, or an instant a second earlier."""
    if (moment := instant(value)) is not None:
        yield from_datetime(moment - timedelta(seconds=1))
    elif number(value) is not None:
        yield 0 if 0 < value < 1 else value - 1  # below zero no count is legal


class Settles(BetweenKind):
    """Once there, a member stays and keeps its value."""

    name = "settles"
    fix = "Identity and instants are set once; answer every poll from the same record of the job."

    def step(self, seen: Seen, before: Response, after: Response) -> list[Breach] | None:
        applied, breaches = False, []
        for steps in self.of:
            if steps not in seen:
                continue
            applied = True
            poll, last = seen[steps]
            value = self.shown(after, steps)
            if value is None and self.shown(before, steps) is not None:
                what = f"gone, but it was {{before}} at poll {poll}"
                breaches.append(self.breach(steps, None, what, "still there", before=last))
            elif value is not None and not same(value, last):
                what = f"got {{got}}, but it was {{before}} at poll {poll}"
                breaches.append(self.breach(steps, value, what, "the value it had", before=last))
        return breaches if applied else None

    def break_(self, history: History, fill: Fill) -> Iterator[History]:
        for i, after in enumerate(history[1:], 1):
            for steps in self.of:
                before = history[i - 1]
                if self.shown(before, steps) is None:
                    before = paths.put(before, steps, fill(steps))
                yield (before, paths.drop(after, steps))
                other = paths.put(after, steps, self._other(before, steps, fill))
                yield (before, other)
                yield (*history[: i - 1], before, other, *history[i + 1 :])

    def _other(self, before: Response, steps: paths.Steps, fill: Fill) -> Any:
        """Return another value than was shown, of the same kind and form."""
        value = self.shown(before, steps)
        if isinstance(value, str) and instant(value) is None:
            return another_value(self.contract, before, steps, fill)
        return _other(value)


def _other(value: Any) -> Any:
    """Return another boolean, number or instant."""
    if isinstance(value, bool):
        return not value
    if number(value) is not None:
        return value + 1
    if isinstance(value, str):
        return f"{value[:3]}{(int(value[3]) + 1) % 10}{value[4:]}"
    return None


class OnlyGrows(BetweenKind):
    """A list or a map keeps the entries it had, and only gains others."""

    name = "only-grows"
    fix = "Add to what was shown; what happened once stays a part of the story."

    def __init__(self, law: Law, contract: Contract) -> None:
        super().__init__(law, contract)
        self.by = paths.parse(law.more["by"]) if "by" in law.more else None

    def shown(self, response: Response, steps: paths.Steps) -> Any:
        value = paths.get(response, steps)
        return value if isinstance(value, (list, dict)) else None

    def step(self, seen: Seen, before: Response, after: Response) -> list[Breach] | None:
        applied, breaches = False, []
        for steps in self.of:
            value = self.shown(after, steps)
            if value is None or steps not in seen or type(value) is not type(seen[steps][1]):
                continue
            applied = True
            poll, last = seen[steps]
            if what := self._lost(last, value):
                said = f"{what}, which it had at poll {poll}"
                expected = f"the {len(last)} entries it had, or more"
                breaches.append(self.breach(steps, len(value), said, expected))
        return breaches if applied else None

    def _lost(self, last: Any, value: Any) -> str:
        """Return what of the last entries is not there; empty where all are."""
        places = range(len(last)) if isinstance(last, list) else tuple(last)
        if gone := [place for place in places if not _has(value, place)]:
            return f"shows {len(value)} entries and lacks {len(gone)}"
        others = [place for place in places if self._is_another(last[place], value[place])]
        return f"shows another entry in place of {len(others)}" if others else ""

    def _is_another(self, last: Any, value: Any) -> bool:
        """Return whether two entries are told apart by what an entry keeps."""
        if self.by is None:
            return False
        one, other = paths.get(last, self.by), paths.get(value, self.by)
        return one is not None and other is not None and not same(one, other)

    def break_(self, history: History, fill: Fill) -> Iterator[History]:
        for i, after in enumerate(history[1:], 1):
            for steps in self.of:
                value = self.shown(after, steps) or self.shown(history[i - 1], steps)
                value = value or fill(steps)
                yield from self.stepped(history, i, steps, value, self._less(value))

    def _less(self, value: Any) -> Iterator[Any]:
        """Yield a list without its last entry or its first, a map without a key."""
        if isinstance(value, list) and value:
            yield value[:-1]
        elif isinstance(value, dict) and value:
            yield dict(list(value.items())[1:])


def _has(value: Any, place: Any) -> bool:
    return place < len(value) if isinstance(value, list) else place in value


class GrowsWithStatus(_Measured):
    """A version is higher, or an instant later, wherever the status is another one."""

    name = "grows-with-status"
    fix = "Write both at once: whoever compares it alone does not see that the status changed."

    def changed(self, before: Response, after: Response) -> bool:
        """Return whether a step changes the status to one that the law is about."""
        status = paths.get(after, self.at)
        is_about = self.law.scope is None or status in self.law.scope
        return is_about and bool(status != paths.get(before, self.at))

    def step(self, seen: Seen, before: Response, after: Response) -> list[Breach] | None:
        if not self.changed(before, after):
            return None
        applied, breaches = False, []
        for steps in self.of:
            if (value := self.shown(after, steps)) is None or steps not in seen:
                continue
            poll, last = seen[steps]
            applied = applied or (instant(value) is None) == (instant(last) is None)
            if self._is_no_more(value, last):
                what = f"got {{got}} in another status, but it was {{before}} at poll {poll}"
                breaches.append(self.breach(steps, value, what, f"more than {last}", before=last))
        return breaches if applied else None

    @staticmethod
    def _is_no_more(value: Any, last: Any) -> bool:
        one, other = measure(value), measure(last)
        return is_less(one, other) or one == other

    def keep(self, history: History, fill: Fill) -> History:
        last: dict[paths.Steps, Any] = {}
        kept: list[Response] = []
        for response in history:
            grown = response
            for steps in self.of:
                if (value := self.shown(response, steps)) is None:
                    continue
                if steps in last:
                    more = self._grown(kept[-1], response, last[steps], value)
                    grown = grown if more is value else paths.put(grown, steps, more)
                    value = more
                last[steps] = value
            kept.append(grown)
        return tuple(kept)

    def _grown(self, before: Response, after: Response, last: Any, value: Any) -> Any:
        """Return a value that is not below the last one, and above it where the status changed."""
        if self.changed(before, after) and self._is_no_more(value, last):
            return _more(last)
        return last if is_less(measure(value), measure(last)) else value

    def break_(self, history: History, fill: Fill) -> Iterator[History]:
        for i, after in enumerate(history[1:], 1):
            if not self.changed(history[i - 1], after):
                continue
            for steps in self.of:
                value = self.shown(after, steps) or fill(steps)
                yield from self.stepped(history, i, steps, value, [value])


def _more(value: Any) -> Any:
    """Return a larger value: a number, or an instant a second later."""
    moment = instant(value)
    return value + 1 if moment is None else from_datetime(moment + timedelta(seconds=1))
