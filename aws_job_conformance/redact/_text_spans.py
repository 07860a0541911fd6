"""Spans of texts: joined, taken out of each other, and kept in little room."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from heapq import merge
from itertools import chain
from operator import sub
from typing import TypeAlias

from aws_job_conformance.core.secret_forms import SEPARATOR, Span

_AT_ONCE = 1 << 10

Flat: TypeAlias = "array[int]"
"""The starts and ends of spans, one behind the other."""

NOWHERE: Flat = array("I")
"""No spans. Nobody adds any."""


def joined(*sorted_spans: Iterable[Span]) -> Iterator[Span]:
    """Yield what any of the spans covers, as few spans; each argument is sorted by its starts."""
    begun = last = -1
    sources = [spans for spans in sorted_spans if spans]
    for start, end in sources[0] if len(sources) == 1 else merge(*sources):
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


def pairs(flat: Flat) -> Iterator[Span]:
    """Yield spans that are kept as their starts and ends, one behind the other."""
    view = memoryview(flat)
    return zip(view[::2], view[1::2], strict=True)


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


def flat(spans: Iterable[Span]) -> Flat:
    """Return spans in four bytes for each start and each end."""
    return array("I", chain.from_iterable(spans))


def together(one: Flat, other: Flat) -> Flat:
    """Return what any of the spans of two covers, as few spans; each is sorted and joined."""
    if not one or not other:
        return other or one
    return flat(joined(pairs(one), pairs(other)))


def around(size: int, gaps: Flat) -> Flat:
    """Return what a text of a size has outside of gaps, which are sorted and joined."""
    out = array("I", [0, *gaps, size])
    if out[-1] == out[-2]:
        del out[-2:]
    return out[2:] if gaps and not gaps[0] else out


def hidden(text: str, spans: Flat) -> str:
    """Return a text of the same length in which spans, sorted and joined, are separators."""
    return _with(text, spans, lambda starts, ends: map(SEPARATOR.__mul__, map(sub, ends, starts)))


def restored(new: str, text: str, spans: Flat) -> str:
    """Return a text of the same length as another, with spans of it as they stand there."""
    return _with(new, spans, lambda starts, ends: map(text.__getitem__, map(slice, starts, ends)))


def _with(text: str, spans: Flat, put: Callable[[Flat, Flat], Iterable[str]]) -> str:
    """Return a text with something put in the place of spans, which are sorted and joined."""
    pieces, last = list[str](), 0
    for first in range(0, len(spans), 2 * _AT_ONCE):
        some = spans[first : first + 2 * _AT_ONCE]
        starts, ends = some[::2], some[1::2]
        both = [""] * len(some)
        both[::2] = map(text.__getitem__, map(slice, (last, *ends[:-1]), starts))
        both[1::2] = put(starts, ends)
        pieces.append("".join(both))
        last = ends[-1]
    return "".join([*pieces, text[last:]]) if pieces else text


class Packed:
    """The spans of some of many tokens: eight bytes each, where tuples take 150."""

    __slots__ = ("_ends", "_flat", "_which")

    def __init__(self) -> None:
        self._which: Flat | None = None  # most have no spans at all

    def add(self, at: int, spans: Flat) -> None:
        """Add the spans of a token, which stands behind those that were added."""
        if not spans:
            return
        if self._which is None:
            self._which, self._flat, self._ends = array("I"), array("I"), array("I", [0])
        self._flat.extend(spans)
        self._which.append(at)
        self._ends.append(len(self._flat))

    def of(self, at: int) -> Flat:
        """Return the spans of a token."""
        place = bisect_left(self._which, at) if self._which else 0
        if not self._which or place == len(self._which) or self._which[place] != at:
            return NOWHERE
        return self._flat[self._ends[place] : self._ends[place + 1]]
