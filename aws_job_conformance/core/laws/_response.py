"""The kinds of law that judge each response by itself."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.laws.kind import Breach, Fill, Response, ResponseKind
from aws_job_conformance.core.laws.measures import number, total
from aws_job_conformance.core.text import word


class Presence(ResponseKind):
    """Whether members are there; the two kinds below say which way."""

    wanted: ClassVar[bool]

    def check(self, response: Response) -> list[Breach]:
        wrong = [
            steps for steps in self.of if (paths.get(response, steps) is not None) != self.wanted
        ]
        return [self._breach(response, steps) for steps in wrong]

    def _breach(self, response: Response, steps: paths.Steps) -> Breach:
        got = paths.get(response, steps)
        status = paths.get(response, self.at)
        when = f" while {self.text(self.at)} is {word(status)}" if self.law.scope else ""
        if self.wanted:
            every = "" if when else ", but every response has it, whatever the status"
            return self.breach(steps, got, f"missing{when}{every}", f"present{when}")
        return self.breach(steps, got, f"got {{got}}{when}", f"absent{when}")


class Present(Presence):
    """A member is there in these statuses."""

    name = "present"
    wanted = True
    fix = "Send it in every response of that status; a reader may rely on it."

    def mend(self, response: Response, fill: Fill) -> Response:
        for steps in self.of:
            if paths.get(response, steps) is None:
                response = paths.put(response, steps, fill(steps))
        return response

    def spoil(self, response: Response, fill: Fill) -> Iterator[Response]:
        yield from (paths.drop(response, steps) for steps in self.of)

    def schema_part(self) -> dict[str, Any]:
        return self.in_scope(all_of([self.required(steps) for steps in self.of]))


class Absent(Presence):
    """A member is not there in these statuses."""

    name = "absent"
    wanted = False
    fix = "Leave it out until the job has it to tell; readers take its presence for news."

    def mend(self, response: Response, fill: Fill) -> Response:
        for steps in self.of:
            response = paths.drop(response, steps)
        return response

    def spoil(self, response: Response, fill: Fill) -> Iterator[Response]:
        for steps in self.of:
            yield paths.put(response, steps, fill(steps))
            for other in self._beside(steps):
                yield paths.put(response, steps, paths.get(response, other))

    def _beside(self, steps: paths.Steps) -> Iterator[paths.Steps]:
        """Yield the instants that another law orders with this one, the latest first."""
        for law in self.contract.laws:
            order = [self.contract.steps(path) for path in law.of]
            if law.kind == "ordered" and steps in order:
                yield from reversed([other for other in order if other != steps])

    def schema_part(self) -> dict[str, Any]:
        return self.in_scope(all_of([self.without(steps) for steps in self.of]))


class Amount(ResponseKind):
    """Whether a count is above zero, or a list has entries; the two kinds below say which way."""

    wanted: ClassVar[bool]

    def check(self, response: Response) -> list[Breach] | None:
        applied, breaches = False, []
        for steps in self.of:
            value = paths.get(response, steps)
            count = len(value) if isinstance(value, list) else number(value)
            if count is None:
                continue
            applied = True
            if (count > 0) != self.wanted:
                status = word(paths.get(response, self.at))
                expected = "above zero" if self.wanted else "zero, empty or absent"
                what = f"got {{got}} while {self.text(self.at)} is {status}; expected {expected}"
                breaches.append(self.breach(steps, value, what, expected))
        return breaches if applied else None


class Some(Amount):
    """A count is above zero, or a list non-empty, in these statuses."""

    name = "some"
    wanted = True
    fix = "A status that tells of them comes with at least one; count it or choose another status."

    def spoil(self, response: Response, fill: Fill) -> Iterator[Response]:
        for steps in self.of:
            value = paths.get(response, steps)
            empty: Any = [] if isinstance(value if value is not None else fill(steps), list) else 0
            yield paths.put(response, steps, empty)

    def schema_part(self) -> dict[str, Any]:
        leaf = {"exclusiveMinimum": 0, "minItems": 1}
        return self.in_scope(all_of([self.part_at(steps, leaf) for steps in self.of]))


class No(Amount):
    """A count is zero, or a list empty, or absent, in these statuses."""

    name = "none"
    wanted = False
    fix = "A status that tells of none comes with zero; recount or choose another status."

    def spoil(self, response: Response, fill: Fill) -> Iterator[Response]:
        for steps in self.of:
            value = paths.get(response, steps)
            if isinstance(value if value is not None else fill(steps), list):
                yield paths.put(response, steps, fill(steps) or ["1"])
            else:
                yield paths.put(response, steps, 1)

    def schema_part(self) -> dict[str, Any]:
        leaf = {"maximum": 0, "maxItems": 0}
        return self.in_scope(all_of([self.part_at(steps, leaf) for steps in self.of]))


class OneOf(ResponseKind):
    """Exactly one of these members is there."""

    name = "one-of"
    fix = "Send the one that was asked for and leave the others out."

    def __init__(self, law: Law, contract: Contract) -> None:
        super().__init__(law, contract)
        self.parent = self.of[0][:-1]

    def check(self, response: Response) -> list[Breach] | None:
        if not isinstance(paths.get(response, self.parent), dict):
            return None
        shown = [self.text(s) for s in self.of if paths.get(response, s) is not None]
        if len(shown) == 1:
            return []
        names = " and ".join(shown) or "none of them"
        wanted = ", ".join(self.text(steps) for steps in self.of)
        what = f"shows {names}; expected exactly one of {wanted}"
        return [self.breach(self.parent, shown, what, f"exactly one of {wanted}")]

    def spoil(self, response: Response, fill: Fill) -> Iterator[Response]:
        if not isinstance(paths.get(response, self.parent), (dict, type(None))):
            return
        every = response
        for steps in self.of:
            if paths.get(response, steps) is None:
                every = paths.put(every, steps, fill(steps))
        yield every
        for steps in self.of:
            every = paths.drop(every, steps)
        yield every

    def schema_part(self) -> dict[str, Any]:
        choices = [{"required": [steps[-1]]} for steps in self.of]
        return self.in_scope(self.part_at(self.parent, {"oneOf": choices}))


class NotNegative(ResponseKind):
    """These are counts: never below zero."""

    name = "not-negative"
    fix = "A count starts at zero; leave it out while it is unknown instead of sending -1."

    def check(self, response: Response) -> list[Breach] | None:
        shown = [(s, n) for s in self.of if (n := number(paths.get(response, s))) is not None]
        if not shown:
            return None
        what, expected = "got {got}, but a count is never below zero", "0 or more"
        return [self.breach(s, n, what, expected) for s, n in shown if n < 0]

    def mend(self, response: Response, fill: Fill) -> Response:
        for steps in self.of:
            if (number(paths.get(response, steps)) or 0) < 0:
                response = paths.put(response, steps, 0)
        return response

    def spoil(self, response: Response, fill: Fill) -> Iterator[Response]:
        yield from (paths.put(response, steps, -1) for steps in self.of)

    def schema_part(self) -> dict[str, Any]:
        return self.in_scope(all_of([self.part_at(steps, {"minimum": 0}) for steps in self.of]))


class Sum(ResponseKind):
    """Parts and their whole; the two kinds below say how they relate."""

    def numbers(self, response: Response) -> tuple[dict[paths.Steps, float], float | None]:
        """Return the parts that are shown, and the whole or None."""
        parts = {s: n for s in self.parts if (n := number(paths.get(response, s))) is not None}
        return parts, number(paths.get(response, self.whole))

    def say(self, parts: dict[paths.Steps, float]) -> str:
        """Return the sum of the shown parts as a person reads it."""
        terms = " + ".join(f"{self.text(steps)} {value}" for steps, value in parts.items())
        return terms if len(parts) == 1 else f"{terms} = {total(parts.values())}"


class AtMost(Sum):
    """Parts add up to no more than the whole."""

    name = "at-most"
    fix = "What is counted in a part is counted in the whole too."

    def check(self, response: Response) -> list[Breach] | None:
        parts, whole = self.numbers(response)
        if whole is None or not parts:
            return None
        if total(parts.values()) <= whole:
            return []
        if len(self.parts) == 1:
            what = f"got {{got}}, but {self.text(self.whole)} is {whole}"
            expected = f"at most {whole} ({self.text(self.whole)})"
            return [self.breach(self.parts[0], parts[self.parts[0]], what, expected)]
        what = f"got {{got}}, but {self.say(parts)}"
        return [self.breach(self.whole, whole, what, f"at least {total(parts.values())}")]

    def spoil(self, response: Response, fill: Fill) -> Iterator[Response]:
        parts, whole = self.numbers(response)
        least = (paths.in_schema(self.contract.schema, self.whole) or {}).get("minimum", 0)
        for steps in self.parts:
            rest = total(value for other, value in parts.items() if other != steps)
            top = max(rest, least if whole is None else whole)
            yield paths.put(paths.put(response, self.whole, top), steps, top - rest + 1)


class AddsUp(Sum):
    """Parts add up to exactly the whole, in these statuses."""

    name = "adds-up"
    fix = "Every record counted in the whole is counted in exactly one part."

    def check(self, response: Response) -> list[Breach] | None:
        parts, whole = self.numbers(response)
        if whole is None or len(parts) < len(self.parts):
            return None
        if total(parts.values()) == whole:
            return []
        told = self.say(parts)
        what, expected = f"got {{got}}, but {told}", f"{total(parts.values())} ({told})"
        return [self.breach(self.whole, whole, what, expected)]

    def spoil(self, response: Response, fill: Fill) -> Iterator[Response]:
        for steps in self.parts:
            if number(paths.get(response, steps)) is None:
                response = paths.put(response, steps, 0)
        parts, _ = self.numbers(response)
        yield paths.put(response, self.whole, total(parts.values()) + 1)
        if total(parts.values()) > 0:
            yield paths.put(response, self.whole, total(parts.values()) - 1)


class ListsNoMoreThan(ResponseKind):
    """A list is no longer than its count."""

    name = "lists-no-more-than"
    fix = "Count every entry that is listed; the list may stop early, the count may not."

    def check(self, response: Response) -> list[Breach] | None:
        listed = paths.get(response, self.of[0])
        count = number(paths.get(response, self.whole))
        if not isinstance(listed, list) or count is None:
            return None
        if len(listed) <= count:
            return []
        what = f"lists {len(listed)}, but {self.text(self.whole)} is {count}"
        return [self.breach(self.of[0], len(listed), what, f"at most {count} entries")]

    def spoil(self, response: Response, fill: Fill) -> Iterator[Response]:
        listed = paths.get(response, self.of[0]) or fill(self.of[0]) or ["1"]
        yield paths.put(paths.put(response, self.of[0], listed), self.whole, len(listed) - 1)


def all_of(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return parts[0] if len(parts) == 1 else {"allOf": list(parts)}
