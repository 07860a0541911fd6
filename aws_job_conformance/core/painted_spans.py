"""Spans of a text painted over each other: what many forms tell of it becomes as few spans.

A byte a character, and to join, sort and cut spans is one look along the bytes, however many there
are: as tuples they take ten times the time.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable

Span = tuple[int, int]

_ON, _OFF = b"\x01", b"\x00"
_RUNS = re.compile(b"\x01++")


class Painted:
    """A row of places, of which some are painted."""

    __slots__ = ("_row",)

    def __init__(self, size: int) -> None:
        """size: how many places there are."""
        self._row = bytearray(size)

    def add(self, spans: Iterable[Span]) -> None:
        """Paint spans, in any order; what is painted already stays so."""
        row = self._row
        for start, end in spans:
            if start < end:
                row[start:end] = _ON * (end - start)

    def clear(self, flat: array[int]) -> None:
        """Take spans out again, given as `spans` tells them."""
        row = self._row
        for start, end in zip(flat[::2], flat[1::2], strict=True):
            row[start:end] = _OFF * (end - start)

    def spans(self) -> array[int]:
        """Return what is painted as the starts and ends of spans, sorted, none next to another."""
        return array("I", [at for run in _RUNS.finditer(self._row) for at in run.span()])
