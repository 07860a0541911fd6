"""The kind of law about a map of numbers and the number they add up to."""

from __future__ import annotations

from collections.abc import Iterator

from aws_job_conformance.core import paths
from aws_job_conformance.core.laws.kind import Breach, Fill, Response, ResponseKind, number, total


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
