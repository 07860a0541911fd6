"""Many words in their order, in the room of their letters: some hundreds of them are one text.

A list takes up to seventy bytes for a word of four letters. In which text a word stands is seen by
the first words of all.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

_WORDS, _LETTERS = 1 << 8, 1 << 13


def joined(words: Sequence[str]) -> str:
    """Return words, none with a line break, as one text."""
    return "\n{}\n".format("\n".join(words))


def split(*blocks: str) -> list[str]:
    """Return the words of such texts."""
    text = blocks[0] if len(blocks) == 1 else "".join(blocks).replace("\n\n", "\n")
    return text[1:-1].split("\n")


class WordBlocks:
    """Words in ascending order, each once, none with a line break. Made by `of` and `merged`."""

    __slots__ = ("_firsts", "_size", "blocks")

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self._firsts: list[str] = []
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
        for block in self.blocks:
            yield from split(block)

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
        self._firsts.append(words[0])
        self._size += len(words)

    def place(self, word: str) -> tuple[int, int] | None:
        """Return in which block a word stands, and where in it; None where it is none of them."""
        which = bisect_right(self._firsts, word) - 1
        at = self.blocks[which].find(f"\n{word}\n") if which >= 0 else -1
        return None if at < 0 else (which, at + 1)

    def by_block(self, words: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield some words, which are sorted and among these, with the block in which they are."""
        at = 0
        while at < len(words):
            which = bisect_right(self._firsts, words[at])
            is_last = which == len(self._firsts)
            stop = len(words) if is_last else bisect_left(words, self._firsts[which], at)
            yield which - 1, words[at:stop]
            at = stop

    def merged(self, new: list[str]) -> WordBlocks:
        """Return these words and new ones, which are sorted; nothing is left of these."""
        out = WordBlocks()
        waiting: list[str] = []
        at = 0
        for which, block in enumerate(self.blocks):
            words = split(block)
            self.blocks[which] = ""
            is_last = which + 1 == len(self.blocks)
            stop = len(new) if is_last else bisect_left(new, self._firsts[which + 1], at)
            # Two sorted rows are sorted at once; of two that are the same one stays.
            waiting += dict.fromkeys(sorted(words + new[at:stop])) if at < stop else words
            at = stop
            if len(waiting) >= _WORDS:
                rest = len(waiting) % _WORDS
                out.extend(waiting[: len(waiting) - rest])
                waiting = waiting[len(waiting) - rest :]
        out.extend(waiting if self.blocks else new)
        return out
