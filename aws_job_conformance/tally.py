"""Things of a kind, counted: the first few are kept, of the others only how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from typing import Any, Generic, TypeVar

SHOWN = 20
"""Of a kind no more are kept: whoever has read twenty alike knows what is wrong."""

_T = TypeVar("_T")


class Tally(Generic[_T]):
    """Frozen values with a field `more`, by their kinds.

    The last one kept of a kind says in `more` how many like it were left out, so that counts stay
    right whatever the size of the input.
    """

    def __init__(self, most: int = SHOWN) -> None:
        self._most = most
        self._kept: dict[Hashable, list[_T]] = {}
        self._left: Counter[Hashable] = Counter()

    @property
    def is_full(self) -> bool:
        """Whether anything was left out."""
        return bool(self._left)

    def add(self, kind: Hashable, make: Callable[[], _T], count: int = 1) -> None:
        """Take note of one more of a kind; `make` is asked for it only where it is kept.

        count: how many it stands for, itself and its own `more`.
        """
        kept = self._kept.setdefault(kind, [])
        if len(kept) < self._most:
            kept.append(make())
        else:
            self._left[kind] += count

    def leave(self, kind: Hashable, count: int) -> None:
        """Take note of so many more of a kind that is known already, and keep none of them."""
        if count:
            self._left[kind] += count

    def __iter__(self) -> Iterator[_T]:
        for kind, kept in self._kept.items():
            yield from kept[:-1]
            last: Any = kept[-1]
            left = self._left[kind]
            yield replace(last, more=last.more + left) if left else last
