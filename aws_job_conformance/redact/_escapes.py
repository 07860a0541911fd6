"""Texts inside texts: escapes are read, and what is written back differs in what was changed only.

A text holds escapes and, between them, characters that stand for themselves; only the escapes are
noted, eight bytes for each. A change is an edit: (start, end, what stands there now). Where that is
as long as what it replaces, each character of it stands for one; any other stands for all of it.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import entities

from aws_job_conformance.core.secret_forms import Span
from aws_job_conformance.redact._joined_text import Pieces

_SURROGATES = 0xD800, 0xDFFF
_LAST = 0x10FFFF
_MOST_LAYERS = 8
_BMP = 0xFFFF

_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})++")
_ENTITY = re.compile(
    r"&(?:(?:#([0-9]{1,9})|#[xX]([0-9A-Fa-f]{1,8}));?|([A-Za-z][A-Za-z0-9]{1,31});)"
)
"""A number may lack its semicolon, where a body is torn or a page is careless: browsers read it."""

_ESCAPE = re.compile(r"((?:\\u[0-9A-Fa-f]{4})++)|(?:\\[\"\\/bfnrt])++")
_SHORT = str.maketrans({"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"})
_HAS_ESCAPES = re.compile(r"\\u[0-9A-Fa-f]{4}|\\[\"/\\]")

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

    def around(self, spans: Iterable[Span]) -> Iterator[Span]:
        """Yield where the pieces of spans stand in the text around."""
        return ((self.begin(start), self.begin(end)) for start, end in spans)

    def outward(self, edits: Iterable[Edit]) -> Iterator[Edit]:
        """Yield the edits of the text around, given those of this text."""
        for start, end, new in edits:
            if len(new) == end - start:
                yield from self._each(start, end, new)
            else:
                yield from self._whole(start, end, new)

    def _each(self, start: int, end: int, new: str) -> Iterator[Edit]:
        """Yield what stands for a run whose characters are replaced one by one, as few edits."""
        pieces, begun, at = Pieces(), self.begin(start), start
        which = bisect_left(self.at, start)
        while at < end:
            stop = min(end, self.at[which]) if which < len(self.at) else end
            if at < stop:  # no escape: written as it is
                pieces.add(new[at - start : stop - start])
                at = stop
                continue
            first, last = self.cuts[which], self.ends(which)
            was, char = self.outer[first:last], new[at - start]
            written = was if char == self.text[at] else self.write(was, char)
            if len(written) != len(was):
                yield begun, first, pieces.joined()
                yield first, last, written
                pieces, begun = Pieces(), last
            else:
                pieces.add(written)
            at, which = at + 1, which + 1
        yield begun, self.begin(end), pieces.joined()

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

    def around(self, spans: Iterable[Span]) -> Iterable[Span]:
        """Return where spans of this text stand in the raw text."""
        for layer in reversed(self.layers):
            spans = layer.around(spans)
        return spans


def unwrapped(text: Text, readers: Sequence[Callable[[str], Layer | None]]) -> Text:
    """Return a text read through all the escapes that are found in it, one inside another."""
    for _ in range(_MOST_LAYERS):
        before = text
        for reader in readers:
            text = text.read(reader)
        if text is before:
            break
    return text


Run = tuple[str, Sequence[int]]
"""Characters that were read from one match, and how wide the escape of each is."""


def _layer(text: str, pattern: re.Pattern[str], read: Callable[[re.Match[str]], Run],
           write: Write) -> Layer | None:  # fmt: skip
    """Return the layer in which each match is read; None where nothing is."""
    layer, pieces = Layer(text, write), Pieces()
    copied, size = 0, 0
    for found in pattern.finditer(text):
        chars, widths = read(found)
        if not chars:
            continue
        start = found.start()
        pieces.add(text[copied:start])
        size += start - copied
        layer.at.extend(range(size, size + len(chars)))
        if len(widths) == 1:
            layer.cuts.extend(range(start, found.end(), widths[0]))
        else:
            for width in widths:
                layer.cuts.append(start)
                start += width
        pieces.add(chars)
        size += len(chars)
        copied = found.end()
    if not copied:
        return None
    pieces.add(text[copied:])
    layer.text = pieces.joined()
    return layer


@dataclass(frozen=True, slots=True)
class Reader:
    """What reads one kind of escapes. seems: whether there may be any in a text."""

    seems: Callable[[str], object]
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Run]
    write: Write

    def __call__(self, text: str) -> Layer | None:
        """Return the layer that is read from a text, None where nothing is."""
        return _layer(text, self.pattern, self.read, self.write) if self.seems(text) else None

    def said(self, text: str) -> str:
        """Return what the layer says, and nothing of where it says so: that takes long."""
        return self.pattern.sub(self._one, text) if self.seems(text) else text

    def _one(self, found: re.Match[str]) -> str:
        return self.read(found)[0] or found[0]


def said(text: str, base: Sequence[Reader], readers: Sequence[Reader]) -> str:
    """Return what a text says: read once by each of the base, and then as `unwrapped` does."""
    for reader in base:
        text = reader.said(text)
    for _ in range(_MOST_LAYERS):
        before = text
        for reader in readers:
            text = reader.said(text)
        if text == before:
            break
    return text


def _percent(found: re.Match[str]) -> Run:
    content = bytes.fromhex(found[0].replace("%", ""))
    if content.isascii():
        return content.decode(), (3,)
    chars = content.decode("utf-8", "surrogateescape")
    return chars, [3 * len(_bytes(char)) for char in chars]


@lru_cache(maxsize=4096)
def _to_percent(was: str, now: str) -> str:
    if not was.startswith("%"):
        return now
    form = "%{:02x}" if any(char in "abcdef" for char in was) else "%{:02X}"
    return "".join(form.format(byte) for byte in _bytes(now))


def _entity(found: re.Match[str]) -> Run:
    decimal, hexadecimal, name = found.groups()
    if name is not None:
        char = entities.html5.get(f"{name};", "")
        return (char if len(char) == 1 else ""), (len(found[0]),)
    number = int(decimal) if decimal else int(hexadecimal, 16)
    first, last = _SURROGATES
    is_char = 0 < number <= _LAST and not first <= number <= last
    return (chr(number) if is_char else ""), (len(found[0]),)


@lru_cache(maxsize=4096)
def _to_entity(was: str, now: str) -> str:
    if not was.startswith("&"):
        return now
    width = len(was) - 3
    if was.startswith("&#"):
        is_hex = was[2] in "xX"
        form = f"0{width - 1}{'x' if was.lower() == was else 'X'}" if is_hex else f"0{width}d"
        lead = was[:3] if is_hex else "&#"
        return "".join(f"{lead}{ord(char):{form}};" for char in now)
    return "".join(f"&#x{ord(char):x};" for char in now)


def _escape(found: re.Match[str]) -> Run:
    units = found[1]
    if units is None:
        return found[0][1::2].translate(_SHORT), (2,)
    chars = bytes.fromhex(units.replace("\\u", "")).decode("utf-16-be", "surrogatepass")
    if len(chars) * 6 == len(units):
        return chars, (6,)
    return chars, [12 if ord(char) > _BMP else 6 for char in chars]


@lru_cache(maxsize=4096)
def _to_escape(was: str, now: str) -> str:
    if not was.startswith("\\"):
        return now
    form = "\\u{:04X}" if any(char in "ABCDEF" for char in was) else "\\u{:04x}"
    units = now.encode("utf-16-be", "surrogatepass")
    return "".join(form.format(int.from_bytes(units[i : i + 2])) for i in range(0, len(units), 2))


_NOT_ASCII = re.compile("[\x80-\xff]++")


def _utf8(found: re.Match[str]) -> Run:
    chars = found[0].encode("latin-1").decode("utf-8", "surrogateescape")
    return chars, [len(_bytes(char)) for char in chars]


def _to_utf8(_: str, now: str) -> str:
    return _bytes(now).decode("latin-1")


def _bytes(text: str) -> bytes:
    """Return a text as UTF-8, with the bytes that never were any.

    Half of a pair from a JSON escape has no bytes; it is never in a body as such.
    """
    return text.encode("utf-8", "surrogateescape")


percent = Reader(re.compile("%").search, _PERCENT, _percent, _to_percent)
"""Reads %XX as UTF-8; a byte that is none stays half a surrogate pair, as Python has it."""

entity = Reader(re.compile("&").search, _ENTITY, _entity, _to_entity)
"""Reads the references of XML and HTML."""

escaped = Reader(re.compile(r"\\").search, _ESCAPE, _escape, _to_escape)
r"""Reads the escapes of JSON, such as \u00e9 and \/."""

escaped_inside = Reader(_HAS_ESCAPES.search, _ESCAPE, _escape, _to_escape)
"""Reads the escapes of JSON in a text that seems to hold some: JSON in a text, or a part."""

utf8 = Reader(_NOT_ASCII.search, _NOT_ASCII, _utf8, _to_utf8)
"""Reads bytes, each of them a character, as UTF-8; those that are none stay as percent does."""

EVERYWHERE = (percent, entity, escaped_inside)
"""What may be found in any text."""

WITHOUT_LENGTH = (percent, escaped_inside)
"""What may be found where a text may not change its length."""
