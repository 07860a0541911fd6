"""Many words, each once: those that are new wait in a small set until they are many."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from aws_job_conformance.redact._word_blocks import WordBlocks
from aws_job_conformance.redact._word_runs import chunks, words

_LEAST, _AT_ONCE = 1 << 13, 1 << 10
_PART, _RUNS = 8, 16
"""Of those that are known, the part that may wait; so many sorted rows are made one."""


class WordBag:
    """Words that were added, each once."""

    __slots__ = ("_most", "_runs", "_waiting")

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._runs: list[WordBlocks] = []
        self._waiting: set[str] = set()
        self._most = _LEAST
        self.update(words)

    def update(self, words: Iterable[str]) -> None:
        """Add words."""
        rest = iter(words)
        while some := [*islice(rest, _AT_ONCE)]:
            self._waiting.update(some)
            if len(self._waiting) > self._most:
                self._flush()

    def learn(self, text: str) -> None:
        """Add the words of a text."""
        for part in chunks(text):
            self._waiting.update(words(part))
            if len(self._waiting) > self._most:
                self._flush()

    def taken(self) -> WordBlocks:
        """Return all words; none is left."""
        self._flush()
        runs, self._runs = self._runs, []
        return WordBlocks.merged(runs)

    def _flush(self) -> None:
        new = sorted(self._waiting)
        self._waiting = set()
        self._runs.append(WordBlocks.of(new))
        if len(self._runs) == _RUNS:
            self._runs = [WordBlocks.merged(self._runs)]
            self._most = max(_LEAST, len(self._runs[0]) // _PART)
