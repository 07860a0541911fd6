"""Texts inside texts: escapes are read, and what is written back differs in what was changed only.

A text is its characters, and for each the piece of the text around it that it was read from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import entities

_SURROGATES = 0xD800, 0xDFFF
_ASTRAL = 0x10000
_LAST = 0x10FFFF
_MOST_LAYERS = 8

_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_ENTITY = re.compile(
    r"&(?:(?:#([0-9]{1,9})|#[xX]([0-9A-Fa-f]{1,8}));?|([A-Za-z][A-Za-z0-9]{1,31});)"
)
"""A number may lack its semicolon, where a body is torn or a page is careless: browsers read it."""

_ESCAPE = re.compile(
    r"\\(?:u([dD][89abAB][0-9A-Fa-f]{2})\\u([dD][c-fC-F][0-9A-Fa-f]{2})"
    r"|u([0-9A-Fa-f]{4})|([\"\\/bfnrt]))"
)
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_HAS_ESCAPES = re.compile(r"\\u[0-9A-Fa-f]{4}|\\[\"/\\]")

Write = Callable[[str, str], str]
"""What makes a piece of the text around of (the piece that was there, what is there now)."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A text read from the one around it. cuts: where there the piece of each character begins."""

    text: str
    cuts: Sequence[int]
    write: Write


class Text:
    """A text, and the layers it was read through, outermost first; raw: what is in the body."""

    def __init__(self, raw: str, layers: Sequence[Layer] = ()) -> None:
        self.raw = raw
        self.layers = tuple(layers)

    @property
    def text(self) -> str:
        """The text as it is meant."""
        return self.layers[-1].text if self.layers else self.raw

    def read(self, reader: Callable[[str], Layer | None]) -> Text:
        """Return the text as this reader makes of it, or the same where it has nothing to read."""
        layer = reader(self.text)
        return self if layer is None else Text(self.raw, (*self.layers, layer))

    def written(self, new: Sequence[str]) -> list[str]:
        """Return the piece for each character of the raw text, given one for each of this text."""
        pieces = list(new)
        around = [self.raw, *(layer.text for layer in self.layers)]
        for layer, outer in zip(reversed(self.layers), reversed(around[:-1]), strict=True):
            pieces = _outward(layer, outer, pieces)
        return pieces


def _outward(layer: Layer, outer: str, new: list[str]) -> list[str]:
    out = list(outer)
    for at, piece in enumerate(new):
        if piece != layer.text[at]:
            start, end = layer.cuts[at], layer.cuts[at + 1]
            written = layer.write(outer[start:end], piece)
            fits = len(written) == end - start
            out[start:end] = written if fits else [written, *[""] * (end - start - 1)]
    return out


def unwrapped(text: Text, readers: Sequence[Callable[[str], Layer | None]]) -> Text:
    """Return a text read through all the escapes that are found in it, one inside another."""
    for _ in range(_MOST_LAYERS):
        before = text
        for reader in readers:
            text = text.read(reader)
        if text is before:
            break
    return text


def _layer(text: str, pattern: re.Pattern[str], read: Callable[..., Iterator[tuple[str, int]]],
           write: Write) -> Layer | None:  # fmt: skip
    """Return the layer in which each match is read, as characters and their widths outside."""
    chars: list[str] = []
    cuts: list[int] = []
    at = 0
    for found in pattern.finditer(text):
        pieces = list(read(found))
        if not pieces:
            continue
        chars += text[at : found.start()]
        cuts += range(at, found.start())
        at = found.start()
        for char, width in pieces:
            chars.append(char)
            cuts.append(at)
            at += width
    if not at:
        return None
    chars += text[at:]
    cuts += range(at, len(text) + 1)
    return Layer("".join(chars), cuts, write)


def percent(text: str) -> Layer | None:
    """Read %XX as UTF-8; a byte that is none stays half a surrogate pair, as Python has it."""
    return _layer(text, _PERCENT, _percent, _to_percent) if "%" in text else None


def _percent(found: re.Match[str]) -> Iterator[tuple[str, int]]:
    for char in bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "surrogateescape"):
        yield char, 3 * len(_bytes(char))


def _to_percent(was: str, now: str) -> str:
    if not was.startswith("%"):
        return now
    form = "%{:02x}" if any(char in "abcdef" for char in was) else "%{:02X}"
    return "".join(form.format(byte) for byte in _bytes(now))


def entity(text: str) -> Layer | None:
    """Read the references of XML and HTML."""
    return _layer(text, _ENTITY, _entity, _to_entity) if "&" in text else None


def _entity(found: re.Match[str]) -> Iterator[tuple[str, int]]:
    decimal, hexadecimal, name = found.groups()
    if name is not None:
        char = entities.html5.get(f"{name};", "")
        if len(char) == 1:
            yield char, len(found[0])
        return
    number = int(decimal) if decimal else int(hexadecimal, 16)
    first, last = _SURROGATES
    if 0 < number <= _LAST and not first <= number <= last:
        yield chr(number), len(found[0])


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


def _escape(found: re.Match[str]) -> Iterator[tuple[str, int]]:
    high, low, single, short = found.groups()
    if high:
        yield chr(_ASTRAL + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00), 12
    elif single:
        yield chr(int(single, 16)), 6
    else:
        yield _SHORT.get(short, short), 2


def _to_escape(was: str, now: str) -> str:
    if not was.startswith("\\"):
        return now
    form = "\\u{:04X}" if any(char in "ABCDEF" for char in was) else "\\u{:04x}"
    units = now.encode("utf-16-be", "surrogatepass")
    return "".join(form.format(int.from_bytes(units[i : i + 2])) for i in range(0, len(units), 2))


def utf8(text: str) -> Layer | None:
    """Read bytes, each of them a character, as UTF-8; those that are none stay as percent does."""
    if text.isascii():
        return None
    chars = text.encode("latin-1").decode("utf-8", "surrogateescape")
    cuts, at = [0], 0
    for char in chars:
        at += len(_bytes(char))
        cuts.append(at)
    return Layer(chars, cuts, lambda _, now: _bytes(now).decode("latin-1"))


def _bytes(text: str) -> bytes:
    """Return a text as UTF-8, with the bytes that never were any.

    Half of a pair from a JSON escape has no bytes; it is never in a body as such.
    """
    return text.encode("utf-8", "surrogateescape")


EVERYWHERE = (percent, entity, escaped_inside)
"""What may be found in any text."""

WITHOUT_LENGTH = (percent, escaped_inside)
"""What may be found where a text may not change its length."""
