"""Many words in their order, in the room of their letters: some hundreds of them are one text.

A list takes up to seventy bytes for a word of four letters. In which text a word stands is seen by
the first words of all.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from operator import eq

from aws_job_conformance.redact._word_runs import chunks, words

_WORDS, _LETTERS = 1 << 8, 1 << 13
_AT_ONCE = 16
"""So many blocks are merged at once."""

_LEAST, _MANY = 1 << 13, 1 << 10
_PART, _RUNS = 8, 16
"""Of those that are known, the part that may wait; so many sorted rows are made one."""


def joined(words: Sequence[str]) -> str:
    """Return words, none with a line break, as one text."""
    return "\n{}\n".format("\n".join(words))


def split(*blocks: str) -> list[str]:
    """Return the words of such texts."""
    text = blocks[0] if len(blocks) == 1 else "".join(blocks).replace("\n\n", "\n")
    return text[1:-1].split("\n")


class WordBlocks:
    """Words in ascending order, each once, none with a line break. Made by `of` and `merged`."""

    __slots__ = ("_size", "blocks", "firsts")

    def __init__(self) -> None:
        self.blocks = list[str]()
        self.firsts = list[str]()
        self._size = 0

    @classmethod
    def of(cls, words: Sequence[str]) -> WordBlocks:
        """Return sorted words as blocks."""
        made = cls()
        made.extend(words)
        return made

    def __len__(self) -> int:
        return self._size

    def extend(self, words: Sequence[str]) -> None:
        """Add words behind the others, in their order."""
        for first in range(0, len(words), _WORDS):
            self._close(words[first : first + _WORDS])

    def _close(self, words: Sequence[str]) -> None:
        half, block = len(words) // 2, joined(words)
        if half and len(block) > _LETTERS:  # a search in it would take long
            self._close(words[:half])
            self._close(words[half:])
            return
        self.blocks.append(block)
        self.firsts.append(words[0])
        self._size += len(words)

    def by_block(self, words: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield some words, which are sorted and among these, with the block in which they are."""
        at = 0
        while at < len(words):
            which = bisect_right(self.firsts, words[at])
            is_last = which == len(self.firsts)
            stop = len(words) if is_last else bisect_left(words, self.firsts[which], at)
            yield which - 1, words[at:stop]
            at = stop

    @classmethod
    def merged(cls, runs: Sequence[WordBlocks]) -> WordBlocks:
        """Return the words of several, each once; nothing is left of those."""
        if len(runs) == 1:
            return runs[0]
        out, unread = cls(), [*map(_Unread, runs)]
        firsts = sorted(chain.from_iterable(run.firsts for run in runs))
        waiting: list[str] = []
        for stop in (*firsts[_AT_ONCE::_AT_ONCE], None):
            # Rows that are sorted are soon one; of words that are the same one stays.
            some = sorted(chain.from_iterable(one.until(stop) for one in unread))
            waiting += dict.fromkeys(some) if any(map(eq, some, some[1:])) else some
            rest = len(waiting) % _WORDS
            out.extend(waiting[: len(waiting) - rest])
            waiting = waiting[len(waiting) - rest :]
        out.extend(waiting)
        return out


class _Unread:
    """The words of blocks that are taken out from the first to the last."""

    __slots__ = ("_at", "_from", "_words")

    def __init__(self, blocks: WordBlocks) -> None:
        self._from, self._at, self._words = blocks, 0, list[str]()

    def until(self, stop: str | None) -> list[str]:
        """Return the next words, those that are before another; or all."""
        blocks, firsts = self._from.blocks, self._from.firsts
        last = len(blocks) if stop is None else bisect_left(firsts, stop, self._at)
        if last > self._at:
            self._words += split(*blocks[self._at : last])
            blocks[self._at : last] = [""] * (last - self._at)
            self._at = last
        cut = len(self._words) if stop is None else bisect_left(self._words, stop)
        some, self._words = self._words[:cut], self._words[cut:]
        return some


class WordBag:
    """Words that were added, each once: what is new waits in a small set until it is much."""

    __slots__ = ("_most", "_runs", "_waiting")

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._runs: list[WordBlocks] = []
        self._waiting: set[str] = set()
        self._most = _LEAST
        self.update(words)

    def update(self, words: Iterable[str]) -> None:
        """Add words."""
        rest = iter(words)
        while some := [*islice(rest, _MANY)]:
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
