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


def percent(text: str) -> Layer | None:
    """Read %XX as UTF-8; a byte that is none stays half a surrogate pair, as Python has it."""
    return _layer(text, _PERCENT, _percent, _to_percent) if "%" in text else None


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


def entity(text: str) -> Layer | None:
    """Read the references of XML and HTML."""
    return _layer(text, _ENTITY, _entity, _to_entity) if "&" in text else None


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


def escaped(text: str) -> Layer | None:
    r"""Read the escapes of JSON, such as \u00e9 and \/."""
    return _layer(text, _ESCAPE, _escape, _to_escape) if "\\" in text else None


def escaped_inside(text: str) -> Layer | None:
    """Read the escapes of JSON in a text that seems to hold some: JSON in a text, or a part."""
    return escaped(text) if _HAS_ESCAPES.search(text) else None


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


def utf8(text: str) -> Layer | None:
    """Read bytes, each of them a character, as UTF-8; those that are none stay as percent does."""
    return None if text.isascii() else _layer(text, _NOT_ASCII, _utf8, _to_utf8)


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


EVERYWHERE = (percent, entity, escaped_inside)
"""What may be found in any text."""

WITHOUT_LENGTH = (percent, escaped_inside)
"""What may be found where a text may not change its length."""
