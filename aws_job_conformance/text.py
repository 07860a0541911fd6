"""Foreign values as short, printable text: one escape and one bound for messages and terminals."""

from __future__ import annotations

import json
import reprlib
from typing import Any

_LONGEST = 90


def printable(text: str) -> str:
    r"""Return text as one line that any terminal shows as it is: what cannot be seen is escaped.

    `\x1b[2J` comes out as its escape, so a stranger's file moves no cursor and sets no title.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def cut(text: str, longest: int = _LONGEST) -> str:
    """Return text of at most `longest` characters; what is longer is cut, with its length."""
    return text if len(text) <= longest else f"{text[:longest]}… ({len(text)} characters)"


def show(value: Any) -> str:
    """Return a JSON value as short JSON text for a message; long texts are cut, with their length.

    For values that this library has bounded; what a stranger built is shown with `brief`.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):
        return f"a {type(value).__name__} too large to show"
    return cut(text)


class _Bounded(reprlib.Repr):
    """A repr whose work is bounded before it begins: an alias bomb costs as much as a number."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel = 3
        self.maxother = self.maxstring = self.maxlong = 40

    def repr_int(self, x: int, level: int) -> str:  # noqa: ARG002 - reprlib's signature
        """Return an integer, or its size: Python refuses to print one of 5,000 digits."""
        if x.bit_length() > 128:  # noqa: PLR2004 - 39 digits
            return f"an integer of {x.bit_length()} bits"
        return repr(x)


_BOUNDED = _Bounded()


def brief(value: Any, longest: int = 40) -> str:
    """Return any value, however large or deep, as one short printable line for a message."""
    try:
        text = _BOUNDED.repr(value)
    except Exception:  # noqa: BLE001 - a stranger's own __repr__ may raise anything
        text = f"<{type(value).__name__}>"
    return printable(text if len(text) <= longest else f"{text[: longest - 1]}…")


def plural(count: int, noun: str) -> str:
    """Return a count with its noun."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
