"""A text made of many short ones, joined as it grows: a list of them takes ten times the room."""

from __future__ import annotations

_MANY = 4096


class Pieces:
    """What is added, in its order."""

    __slots__ = ("_few", "_joined")

    def __init__(self) -> None:
        self._joined: list[str] = []
        self._few: list[str] = []

    def add(self, text: str) -> None:
        """Add a text at the end."""
        self._few.append(text)
        if len(self._few) == _MANY:
            self._joined.append("".join(self._few))
            self._few.clear()

    def joined(self) -> str:
        """Return all that was added as one text."""
        return "".join([*self._joined, *self._few])
