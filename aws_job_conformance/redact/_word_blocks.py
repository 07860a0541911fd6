"""Many words in their order, in the room of their letters: some hundreds of them are one text.

A list takes up to seventy bytes for a word of four letters. Where a word stands is seen by the
first words of the blocks, and by a search in one of them.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import repeat

_WORDS, _LETTERS = 1 << 8, 1 << 13
_FEW = 16
"""Of fewer words in a block each is searched for in its text; more are in a list of its words."""


class WordBlocks:
    """Words in ascending order, each once, none with a line break. Made by `of` and `merged`."""

    __slots__ = ("_blocks", "_firsts", "_ranks", "_size")

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._firsts: list[str] = []
        self._ranks = array("I")
        self._size = 0

    @classmethod
    def of(cls, words: Sequence[str]) -> WordBlocks:
        """Return sorted words as blocks."""
        made = cls()
        made.extend(words)
        return made

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[str]:
        for block in self._blocks:
            yield from block[1:-1].split("\n")

    def extend(self, words: Sequence[str]) -> None:
        """Add words behind the others, in their order."""
        for first in range(0, len(words), _WORDS):
            self._close(words[first : first + _WORDS])

    def _close(self, words: Sequence[str]) -> None:
        half = len(words) // 2
        if half and sum(map(len, words)) > _LETTERS:  # a search in them would take long
            self._close(words[:half])
            self._close(words[half:])
            return
        self._blocks.append("\n{}\n".format("\n".join(words)))
        self._firsts.append(words[0])
        self._ranks.append(self._size)
        self._size += len(words)

    def rank(self, word: str) -> int | None:
        """Return how many words stand before a word; None where it is none of them."""
        which = bisect_right(self._firsts, word) - 1
        at = self._blocks[which].find(f"\n{word}\n") if which >= 0 else -1
        return None if at < 0 else self._ranks[which] + self._blocks[which].count("\n", 0, at)

    def ranks(self, words: Sequence[str]) -> Iterator[int]:
        """Yield how many words stand before each of some, which are sorted and among them."""
        at = 0
        while at < len(words):
            which = bisect_right(self._firsts, words[at])
            is_last = which == len(self._firsts)
            stop = len(words) if is_last else bisect_left(words, self._firsts[which], at)
            before, block = self._ranks[which - 1], self._blocks[which - 1]
            if stop - at < _FEW:
                some = words[at:stop]
                yield from (before + block.count("\n", 0, block.index(f"\n{w}\n")) for w in some)
            else:
                known = block[1:-1].split("\n")
                places = map(bisect_left, repeat(known), words[at:stop])
                yield from map(before.__add__, places)
            at = stop

    def merged(self, new: list[str]) -> WordBlocks:
        """Return these words and new ones, which are sorted; nothing is left of these."""
        out = WordBlocks()
        waiting: list[str] = []
        at = 0
        for which, block in enumerate(self._blocks):
            words = block[1:-1].split("\n")
            self._blocks[which] = ""
            is_last = which + 1 == len(self._blocks)
            stop = len(new) if is_last else bisect_left(new, self._firsts[which + 1], at)
            # Two sorted rows are sorted at once; of two that are the same one stays.
            waiting += dict.fromkeys(sorted(words + new[at:stop])) if at < stop else words
            at = stop
            if len(waiting) >= _WORDS:
                rest = len(waiting) % _WORDS
                out.extend(waiting[: len(waiting) - rest])
                waiting = waiting[len(waiting) - rest :]
        out.extend(waiting if self._blocks else new)
        return out

    def taken(self) -> Iterator[str]:
        """Yield the words; each block is gone when the next one is begun."""
        for which, block in enumerate(self._blocks):
            self._blocks[which] = ""
            yield from block[1:-1].split("\n")
