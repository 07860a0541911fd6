"""The kinds of law about the entries of a list or a map: each, their order, what they add up to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from math import inf
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.contract import law as law_of
from aws_job_conformance.core.instants import from_datetime, instant
from aws_job_conformance.core.laws._response import Absent, NotNegative, Present
from aws_job_conformance.core.laws._times import Duration, Ordered
from aws_job_conformance.core.laws._values import Is, Pairs, Within
from aws_job_conformance.core.laws._when import When
from aws_job_conformance.core.laws.kind import Breach, Fill, Response, ResponseKind
from aws_job_conformance.core.laws.measures import is_less, measure, number, total
from aws_job_conformance.core.text import show

INNER: Mapping[str, type[ResponseKind]] = {
    kind.name: kind
    for kind in (Present, Absent, Ordered, NotNegative, Is, Within, Pairs, When, Duration)
}
"""The kinds of law that can hold in every entry."""


class Each(ResponseKind):
    """A law holds in every entry of a list or a map, its paths starting at the entry."""

    name = "each"
    fix = "Write every entry as the first one is written."

    def __init__(self, law: Law, contract: Contract) -> None:
        super().__init__(law, contract)
        told = {"tier": law.tier, "source": law.source, "fix": law.fix}
        inner = law_of({**told, **law.more["law"]})
        schema = paths.in_schema(contract.schema, self.of[0]) or {}
        self.is_map = schema.get("type") == "object"
        below: Any = schema.get("additionalProperties" if self.is_map else "items", {})
        there = replace(contract, root=(), schema=below, laws=(inner,))
        self.inner = INNER[inner.kind](inner, there)

    def entries(self, response: Response) -> Iterator[tuple[paths.Steps, Response]]:
        """Yield the entries that are objects, each with its place in the response."""
        held = paths.get(response, self.of[0])
        named = enumerate(held) if isinstance(held, list) else ()
        for name, entry in held.items() if isinstance(held, dict) else named:
            if isinstance(entry, dict):
                yield (*self.of[0], name), entry

    def check(self, response: Response) -> list[Breach] | None:
        applied, breaches = False, []
        for at, entry in self.entries(response):
            found = self.inner.check(entry)
            applied = applied or found is not None
            breaches += [self._breach(at, breach) for breach in found or ()]
        return breaches if applied else None

    def _breach(self, at: paths.Steps, inner: Breach) -> Breach:
        """Return a breach of the law in an entry as one of this law, where it stands."""
        fix = self.law.fix or inner.fix
        return replace(inner, law=self.law, steps=(*at, *inner.steps), fix=fix, grade=self.grade)

    def _fill(self, fill: Fill) -> Fill:
        """Return what gives a legal value to a member of an entry."""
        first = "key" if self.is_map else 0
        return lambda steps: fill((*self.of[0], first, *steps))

    def mend(self, response: Response, fill: Fill) -> Response:
        for at, entry in self.entries(response):
            mended = self.inner.mend(entry, self._fill(fill))
            response = response if mended is entry else paths.put(response, at, mended)
        return response

    def spoil(self, response: Response, fill: Fill) -> Iterator[Response]:
        if next(self.entries(response), None) is None:
            response = paths.put(response, self.of[0], fill(self.of[0]))
        for at, entry in self.entries(response):
            for spoiled in self.inner.spoil(entry, self._fill(fill)):
                yield paths.put(response, at, spoiled)

    def schema_part(self) -> dict[str, Any] | None:
        if (inner := self.inner.schema_part()) is None:
            return None
        leaf = {"additionalProperties" if self.is_map else "items": inner}
        return self.in_scope(self.part_at(self.of[0], leaf))


class Sorted(ResponseKind):
    """The entries of a list stand in the order of a member: numbers, instants, or given words."""

    name = "sorted"
    fix = "Sort the entries before they are sent; a reader takes the last one for the latest."

    def __init__(self, law: Law, contract: Contract) -> None:
        super().__init__(law, contract)
        self.by = paths.parse(law.more["by"])
        self.order: Sequence[str] | None = law.more.get("order")
        self._schema = contract.schema

    def key(self, entry: Any) -> Any:
        """Return what an entry is sorted by, or None where it shows nothing of the kind."""
        value = paths.get(entry, self.by)
        if self.order is None:
            return measure(value)
        known = isinstance(value, str) and value in self.order
        return self.order.index(value) if known else None

    def keys(self, response: Response) -> list[tuple[int, Any]]:
        """Return the places of the entries that show what they are sorted by, each with that."""
        held = paths.get(response, self.of[0])
        entries = enumerate(held if isinstance(held, list) else ())
        return [(i, key) for i, entry in entries if (key := self.key(entry)) is not None]

    def check(self, response: Response) -> list[Breach] | None:
        keys = self.keys(response)
        if len(keys) < 2:  # noqa: PLR2004 - an order takes two
            return None
        breaches = []
        for (first, earlier), (second, later) in pairwise(keys):
            if is_less(later, earlier):
                steps, other = ((*self.of[0], i, *self.by) for i in (second, first))
                before = f"{self.text(other)}, {show(paths.get(response, other))}"
                what = f"got {{got}} after {before}"
                got = paths.get(response, steps)
                breaches.append(self.breach(steps, got, what, f"not before {before}"))
        return breaches

    def mend(self, response: Response, fill: Fill) -> Response:
        keys = self.keys(response)
        held = paths.get(response, self.of[0])
        if len({isinstance(key, (int, float)) for _, key in keys}) != 1:
            return response
        places = sorted((i for i, _ in keys), key=dict(keys).__getitem__)
        for (i, _), place in zip(keys, places, strict=True):
            if i != place:
                response = paths.put(response, (*self.of[0], i), held[place])
        return response

    def spoil(self, response: Response, fill: Fill) -> Iterator[Response]:
        held = paths.get(response, self.of[0]) or fill(self.of[0]) or []
        first = held[0] if held else {}
        for high, low in self._pairs(first, fill):
            pair = [paths.put(first, self.by, value) for value in (high, low)]
            yield paths.put(response, self.of[0], [*pair, *held[2:]])
            yield paths.put(response, self.of[0], pair)

    def _pairs(self, entry: Any, fill: Fill) -> Iterator[tuple[Any, Any]]:
        """Yield two values, the first of which belongs after the second."""
        if self.order is not None:
            yield from pairwise(reversed(self.order))
            return
        value = paths.get(entry, self.by)
        value = fill((*self.of[0], 0, *self.by)) if measure(value) is None else value
        if (moment := instant(value)) is not None:
            yield from_datetime(moment), from_datetime(moment - timedelta(seconds=1))
        elif number(value) is not None:
            member = paths.in_schema(self._schema, (*self.of[0], 0, *self.by)) or {}
            if value > member.get("minimum", -inf):
                yield value, value - 1
            yield value + 1, value


class MapAddsUp(ResponseKind):
    """The numbers of a map, whatever its keys, add up to exactly the whole."""

    name = "map-adds-up"
    fix = "Count each of them under exactly one key, and in the whole."

    def numbers(self, response: Response) -> dict[str, float]:
        """Return the numbers of the map, by their keys; empty where it is not shown."""
        held = paths.get(response, self.of[0])
        found = held.items() if isinstance(held, dict) else ()
        return {key: one for key, value in found if (one := number(value)) is not None}

    def check(self, response: Response) -> list[Breach] | None:
        parts, whole = self.numbers(response), number(paths.get(response, self.whole))
        if whole is None or not parts:
            return None
        added = total(parts.values())
        if added == whole:
            return []
        what = f"got {{got}}, but the numbers of {self.text(self.of[0])} add up to {added}"
        return [self.breach(self.whole, whole, what, f"{added} ({self.text(self.of[0])})")]

    def mend(self, response: Response, fill: Fill) -> Response:
        parts, whole = self.numbers(response), number(paths.get(response, self.whole))
        if whole is None or not parts or total(parts.values()) == whole:
            return response
        first, *others = parts
        held = paths.get(response, self.of[0]) | {first: whole, **dict.fromkeys(others, 0)}
        mended: Response = paths.put(response, self.of[0], held)
        return mended

    def spoil(self, response: Response, fill: Fill) -> Iterator[Response]:
        held = self.numbers(response) or fill(self.of[0])
        response = paths.put(response, self.of[0], {**held, next(iter(held), "key"): 1})
        yield paths.put(response, self.whole, total(self.numbers(response).values()) + 1)
        yield paths.put(response, self.whole, 0)
