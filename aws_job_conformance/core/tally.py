"""Things of a kind, counted: the first few are kept, of the others only how many there are."""

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
        self._kept: list[tuple[Hashable, _T]] = []
        self._count: Counter[Hashable] = Counter()
        self._left: Counter[Hashable] = Counter()
        self._about: Hashable = None

    def add(self, kind: Hashable, make: Callable[[], _T], count: int = 1) -> None:
        """Take note of one more of a kind; `make` is asked for it only where it is kept.

        count: how many it stands for, itself and its own `more`.
        """
        if self._count[kind] < self._most:
            self._count[kind] += 1
            self._kept.append((kind, make()))
        else:
            self._left[kind] += count

    def is_full(self, kind: Hashable) -> bool:
        """Return whether no more of a kind are kept."""
        return self._count[kind] >= self._most

    def again(self, about: Hashable) -> bool:
        """Return whether the last thing asked about was this one too."""
        is_same, self._about = self._about == about, about
        return is_same

    def leave(self, kind: Hashable, count: int) -> None:
        """Take note of so many more of a kind that is known already, and keep none of them."""
        if count:
            self._left[kind] += count

    def __iter__(self) -> Iterator[_T]:
        """Yield what is kept, in the order in which it came."""
        last = {kind: place for place, (kind, _) in enumerate(self._kept)}
        for place, (kind, kept) in enumerate(self._kept):
            left = self._left[kind] if last[kind] == place else 0
            found: Any = kept
            yield replace(found, more=found.more + left) if left else kept
