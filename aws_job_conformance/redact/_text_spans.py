"""Parts of texts: joined, taken out of each other, and kept in little room."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import merge
from itertools import islice
from typing import Any

from aws_job_conformance.core.secret_forms import SEPARATOR, Span

_AT_ONCE = 1 << 10


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


def pairs(flat: array[int]) -> Iterator[Span]:
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


def hidden(text: str, spans: Iterable[Span]) -> str:
    """Return a text of the same length in which spans, sorted and joined, are separators."""
    return _with(text, spans, lambda start, end: SEPARATOR * (end - start))


def restored(new: str, text: str, spans: Iterable[Span]) -> str:
    """Return a text of the same length as another, with spans of it as they stand there."""
    return _with(new, spans, lambda start, end: text[start:end])


def _with(text: str, spans: Iterable[Span], put: Callable[[int, int], str]) -> str:
    """Return a text with something put in the place of spans, which are sorted and joined."""
    pieces, last, rest = list[str](), 0, iter(spans)
    while some := [*islice(rest, _AT_ONCE)]:
        starts, ends = zip(*some, strict=True)
        both = [""] * (2 * len(some))
        both[::2] = [text[a:b] for a, b in zip((last, *ends[:-1]), starts, strict=True)]
        both[1::2] = map(put, starts, ends)
        pieces.append("".join(both))
        last = ends[-1]
    return "".join([*pieces, text[last:]]) if pieces else text


class Packed:
    """The spans of some of many tokens: eight bytes each, where tuples take 150."""

    __slots__ = ("_ends", "_flat", "_which")

    def __init__(self) -> None:
        self._which: array[int] | None = None  # most have no spans at all

    def add(self, at: int, spans: Iterable[Span]) -> None:
        """Add the spans of a token, which stands behind those that were added."""
        if self._which is None:
            self._which, self._flat, self._ends = array("I"), array("I"), array("I", [0])
        before = len(self._flat)
        for span in spans:
            self._flat.extend(span)
        if len(self._flat) > before:
            self._which.append(at)
            self._ends.append(len(self._flat))

    def of(self, at: int) -> Sequence[Span]:
        """Return the spans of a token."""
        if self._which is None:
            return ()
        place = bisect_left(self._which, at)
        if place == len(self._which) or self._which[place] != at:
            return ()
        return _Spans(self._flat[self._ends[place] : self._ends[place + 1]])


class _Spans(Sequence[Span]):
    """Spans where they are kept, each made when it is asked for. There is one or more."""

    __slots__ = ("_flat",)

    def __init__(self, flat: array[int]) -> None:
        self._flat = flat

    def __len__(self) -> int:
        return len(self._flat) // 2

    def __iter__(self) -> Iterator[Span]:
        return pairs(self._flat)

    def __getitem__(self, at: Any) -> Any:
        return [*self][at]
