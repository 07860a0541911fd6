"""Spans of a text, kept in little room: what lies around them, and what stands in their place."""

from array import array
from collections.abc import Callable, Iterable, Iterator
from operator import sub
from typing import TypeAlias

from aws_job_conformance.core.secret_forms import SEPARATOR, Span

_AT_ONCE = 1 << 10

Flat: TypeAlias = "array[int]"
"""The starts and ends of spans, one behind the other."""

NOWHERE: Flat = array("I")
"""No spans. Nobody adds any."""


def pairs(flat: Flat) -> Iterator[Span]:
    """Yield spans that are kept as their starts and ends, one behind the other."""
    view = memoryview(flat)
    return zip(view[::2], view[1::2], strict=True)


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
