"""Where choices come from: Hypothesis draws, or a seeded generator where volume is wanted."""

import random
from collections.abc import Sequence
from typing import Protocol, TypeVar

Item = TypeVar("Item")

_EVEN = 127
_SKEW = 12
_LONGEST = 40
_FIRST_SURROGATE, _AFTER_SURROGATES = 0xD800, 0xE000


class Source(Protocol):
    """What makes the choices of a construction; each call is one choice of its own."""

    def integer(self, low: int, high: int) -> int:
        """Return an integer from low to high; the nearest to zero is the simplest one.

        Of many, both ends are likelier than others.
        """

    def text(self, low: int, high: int) -> str:
        """Return a text of low to high characters without lone surrogates."""


class Seeded:
    """A plain generator: the same seed gives the same choices."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - reproducible, never secret

    def integer(self, low: int, high: int) -> int:
        """Return an integer from low to high, evenly from a few, else small ones more often."""
        chance = self._random.random()
        if high - low <= _EVEN:
            return low + int(chance * (high - low + 1))
        edges = (low, low + 1, high - 1, high)
        if chance < len(edges) / 128:
            return edges[int(chance * 128)]
        return low + int((high - low) * self._random.random() ** _SKEW)

    def text(self, low: int, high: int) -> str:
        """Return a text of low to high characters, of any planes of Unicode."""
        size = self.integer(low, min(high, max(low, _LONGEST)))
        return "".join(self._character() for _ in range(size))

    def _character(self) -> str:
        top = (0x7F, 0x7F, 0xFFFF, 0x10FFFF)[self._random.randrange(4)]
        code = self._random.randrange(top)
        return chr(code) if not _FIRST_SURROGATE <= code < _AFTER_SURROGATES else "\ufffd"


def pick(source: Source, items: Sequence[Item]) -> Item:
    """Return one of the items; the first is the simplest, and of one there is no choice."""
    return items[source.integer(0, len(items) - 1)] if len(items) > 1 else items[0]
