"""Parts of texts: joined, taken out of each other, and kept in little room."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from heapq import merge

from aws_job_conformance.secret_forms import Span


def joined(*sorted_spans: Iterable[Span]) -> Iterator[Span]:
    """Yield what any of the spans covers, as few spans; each argument is sorted by its starts."""
    begun = last = -1
    for start, end in merge(*sorted_spans):
        if start == end:
            continue
        if start > last:
            if begun >= 0:
                yield begun, last
            begun, last = start, end
        elif end > last:
            last = end
    if begun >= 0:
        yield begun, last


def without(spans: Iterable[Span], gaps: Iterable[Span]) -> Iterator[Span]:
    """Yield what spans cover and gaps do not; both are sorted and joined."""
    rest = iter(gaps)
    gap = next(rest, None)
    for start, end in spans:
        at = start
        while gap is not None and gap[1] <= at:
            gap = next(rest, None)
        while gap is not None and gap[0] < end:
            if at < gap[0]:
                yield at, gap[0]
            at = gap[1]
            if at >= end:
                break
            gap = next(rest, None)
        if at < end:
            yield at, end


class Packed:
    """The spans of many tokens, one after the other: eight bytes each, where tuples take 150."""

    def __init__(self) -> None:
        self._flat, self._ends = array("I"), array("I", [0])

    def add(self, spans: Iterable[Span]) -> None:
        """Add the spans of the next token."""
        for span in spans:
            self._flat.extend(span)
        self._ends.append(len(self._flat))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def any(self, at: int) -> bool:
        """Return whether a token has spans."""
        return self._ends[at] < self._ends[at + 1]

    def of(self, at: int) -> Iterator[Span]:
        """Yield the spans of a token."""
        flat = self._flat
        for place in range(self._ends[at], self._ends[at + 1], 2):
            yield flat[place], flat[place + 1]
