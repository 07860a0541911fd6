"""Many words, each once, in little more room than they take themselves.

A set takes up to fifty bytes beside each word, a sorted list eight: those that are new wait in a
small set until they are many.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

_LEAST = 1 << 13
_PART = 8
"""Of those that are known, the part that may wait."""


class WordBag:
    """Words that were added, each once."""

    __slots__ = ("_known", "_most", "_waiting")

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._known: list[str] = []
        self._waiting: set[str] = set()
        self._most = _LEAST
        self.update(words)

    def add(self, word: str) -> None:
        """Add a word."""
        self._waiting.add(word)
        if len(self._waiting) > self._most:
            self._flush()

    def update(self, words: Iterable[str]) -> None:
        """Add words."""
        for word in words:
            self._waiting.add(word)
            if len(self._waiting) > self._most:
                self._flush()

    def taken(self) -> Iterator[str]:
        """Yield every word, the last one first; none is left."""
        self._flush()
        known, self._known = self._known, []
        while known:
            yield known.pop()

    def _flush(self) -> None:
        known, waiting = self._known, self._waiting
        size = len(known)
        new = waiting
        if size:
            new = {
                word
                for word in waiting
                if (at := bisect_left(known, word)) == size or known[at] != word
            }
        self._waiting = set()
        known.extend(sorted(new))
        known.sort()  # two runs in order are merged
        self._most = max(_LEAST, len(known) // _PART)
