"""Texts read through layers of escapes, and written back: only what was changed differs.

A text holds escapes and, between them, characters that stand for themselves; only the escapes are
noted, eight bytes for each. A change is an edit: (start, end, what stands there now). Where that is
as long as what it replaces, each character of it stands for one; any other stands for all of it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import StringIO
from itertools import chain
from operator import eq, sub

MOST_LAYERS = 8
_AT_ONCE = 1 << 13
_NEXT = (1).__add__

Edit = tuple[int, int, str]
"""From where to where of a text, and what stands there now."""

Write = Callable[[str, str], str]
"""What makes a piece of the text around of (the piece that was there, what is there now)."""


class Layer:
    """A text read from the one around it: where the escapes are, and what writes one anew.

    at: the characters of the text that were read from an escape; cuts: where each of those begins
    in the text around, outer.
    """

    __slots__ = ("at", "cuts", "outer", "text", "write")

    def __init__(self, outer: str, write: Write) -> None:
        self.outer, self.write, self.text = outer, write, ""
        self.at, self.cuts = array("I"), array("I")

    def begin(self, at: int) -> int:
        """Return where the piece of a character begins in the text around."""
        following = bisect_left(self.at, at)
        if following < len(self.at):  # between escapes a step is a step
            return self.cuts[following] - (self.at[following] - at)
        return len(self.outer) - (len(self.text) - at)

    def ends(self, which: int) -> int:
        """Return where an escape ends in the text around."""
        if which + 1 < len(self.at):
            return self.cuts[which + 1] - (self.at[which + 1] - self.at[which] - 1)
        return len(self.outer) - (len(self.text) - self.at[which] - 1)

    def outward(self, edits: Iterable[Edit]) -> Iterator[Edit]:
        """Yield the edits of the text around, given those of this text."""
        for start, end, new in edits:
            if len(new) == end - start:
                yield from self._each(start, end, new)
            else:
                yield from self._whole(start, end, new)

    def rewritten(self, new: str) -> tuple[str, bool]:
        """Return the text around, given this text anew, in which each character stands for one.

        And whether each of its own still stands for one too: no escape is longer or shorter.
        """
        pieces, begun, is_even = StringIO(), 0, True
        for first in range(0, len(self.at), _AT_ONCE):
            at, cuts = self.at[first : first + _AT_ONCE], self.cuts[first : first + _AT_ONCE]
            last = first + len(at) - 1
            steps = map(sub, at, at[1:])
            ends = [there + step + 1 for there, step in zip(cuts[1:], steps, strict=True)]
            was = [self.outer[a:b] for a, b in zip(cuts, (*ends, self.ends(last)), strict=True)]
            every = [""] * (2 * len(at))
            every[::2] = [
                new[a:b] for a, b in zip(chain((begun,), map(_NEXT, at[:-1])), at, strict=True)
            ]
            every[1::2] = [
                piece if self.text[here] == new[here] else self.write(piece, new[here])
                for piece, here in zip(was, at, strict=True)
            ]
            is_even = is_even and all(map(eq, map(len, was), map(len, every[1::2])))
            pieces.write("".join(every))
            begun = at[-1] + 1
        pieces.write(new[begun:])
        return pieces.getvalue(), is_even

    def _each(self, start: int, end: int, new: str) -> Iterator[Edit]:
        """Yield what stands for a run whose characters are replaced one by one, as few edits."""
        pieces, begun, at = StringIO(), self.begin(start), start
        which = bisect_left(self.at, start)
        while at < end:
            stop = min(end, self.at[which]) if which < len(self.at) else end
            if at < stop:  # no escape: written as it is
                pieces.write(new[at - start : stop - start])
                at = stop
                continue
            first, last = self.cuts[which], self.ends(which)
            was, char = self.outer[first:last], new[at - start]
            written = was if char == self.text[at] else self.write(was, char)
            if len(written) != len(was):
                yield begun, first, pieces.getvalue()
                yield first, last, written
                pieces, begun = StringIO(), last
            else:
                pieces.write(written)
            at, which = at + 1, which + 1
        yield begun, self.begin(end), pieces.getvalue()

    def _whole(self, start: int, end: int, new: str) -> Iterator[Edit]:
        """Yield what stands for a run of which the first character has all that is new."""
        first, second = self.begin(start), self.begin(start + 1)
        if new != self.text[start]:
            yield first, second, self.write(self.outer[first:second], new)
        yield second, self.begin(end), ""


class Text:
    """A text, and the layers it was read through, outermost first; raw: what is in the body."""

    __slots__ = ("layers", "raw")

    def __init__(self, raw: str, layers: Sequence[Layer] = ()) -> None:
        self.raw = raw
        self.layers = layers

    @property
    def text(self) -> str:
        """The text as it is meant."""
        return self.layers[-1].text if self.layers else self.raw

    def read(self, reader: Callable[[str], Layer | None]) -> Text:
        """Return the text as this reader makes of it, or the same where it has nothing to read."""
        layer = reader(self.text)
        return self if layer is None else Text(self.raw, (*self.layers, layer))

    def written(self, edits: Iterable[Edit]) -> Iterable[Edit]:
        """Return the edits of the raw text, given those of this one, in order; some do nothing."""
        for layer in reversed(self.layers):
            edits = layer.outward(edits)
        return edits

    def rewritten(self, new: str) -> str:
        """Return the raw text, given this one anew, in which each character stands for one."""
        inner, is_even = new, True
        for layer in reversed(self.layers):
            if not is_even:  # a reference was written longer inside of an escape
                return edited(self.raw, self.written([(0, len(new), new)]))
            inner, is_even = layer.rewritten(inner)
        return inner


def unwrapped(text: Text, readers: Sequence[Callable[[str], Layer | None]]) -> Text:
    """Return a text read through all the escapes that are found in it, one inside another."""
    for _ in range(MOST_LAYERS):
        before = text
        for reader in readers:
            text = text.read(reader)
        if text is before:
            break
    return text


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with its edits, given in order, made."""
    pieces, at = StringIO(), 0
    for start, end, new in edits:
        pieces.write(text[at:start])
        pieces.write(new)
        at = end
    pieces.write(text[at:])
    return pieces.getvalue()
