"""Texts inside texts: the escapes that are read in them, each of them one character.

What many texts say is read at once: they are joined by a separator, which no escape crosses.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import entities
from io import StringIO
from itertools import accumulate, islice
from operator import eq

from aws_job_conformance.core.secret_forms import SEPARATOR, Span
from aws_job_conformance.redact._layers import MOST_LAYERS, Layer, Text, Write, unwrapped

_SURROGATES = 0xD800, 0xDFFF
_LAST = 0x10FFFF
_CHUNK = 1 << 16
_remembered = lru_cache(maxsize=1 << 12)
_BREAK = re.compile(r"[^\\\"/&#;%0-9A-Za-z\x80-\xff]")
"""What is in no escape."""

_HEX = "[0-9A-Fa-f]"
_PERCENT = re.compile(
    "(%[0-7]H|%(?:[Cc][2-9A-Fa-f]|[Dd]H)~|%[Ee]0%[ABab]H~|%[Ee][1-9A-CEFa-cef]~~|%[Ee][Dd]%[89]H~"
    "|%[Ff]0%[9ABab]H~~|%[Ff][1-3]~~~|%[Ff]4%8H~~|%HH)".replace("~", "%[89ABab]H").replace(
        "H", _HEX
    )
)
_NOT_ASCII = re.compile(
    "([\xc2-\xdf]~|\xe0[\xa0-\xbf]~|[\xe1-\xec\xee\xef]~~|\xed[\x80-\x9f]~"
    "|\xf0[\x90-\xbf]~~|[\xf1-\xf3]~~~|\xf4[\x80-\x8f]~~|[\x80-\xff])".replace("~", "[\x80-\xbf]")
)
"""A character as UTF-8 has it, or else a byte by itself."""

_ENTITY = re.compile("(&(?:(?:#[0-9]{1,9}|#[xX][0-9A-Fa-f]{1,8});?|[A-Za-z][A-Za-z0-9]{1,31};))")
"""A number may lack its semicolon, where a body is torn or a page is careless: browsers read it."""

_ESCAPE = re.compile(
    r"(\\(?:[\"\\/bfnrt]|u(?:[dD][89abAB]HH\\u[dD][c-fC-F]HH|HHHH)))".replace("H", _HEX)
)
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_HAS_ESCAPES = re.compile(r"\\u[0-9A-Fa-f]{4}|\\[\"/\\]")


@dataclass(frozen=True, slots=True)
class Reader:
    """What reads one kind of escapes, each of them a character.

    seems: what is in each text that has any. by_part: whether it has to be in each part between
    separators. pattern: one group, an escape. char: what one says, itself where it says nothing.
    """

    seems: re.Pattern[str]
    pattern: re.Pattern[str]
    char: Callable[[str], str]
    write: Write
    by_part: bool = False

    def __call__(self, text: str) -> Layer | None:
        """Return the layer that is read from a text, None where nothing is."""
        layer, pieces = Layer(text, self.write), StringIO()
        last = size = 0
        for start, end in self._regions(text):
            pieces.write(text[last:start])
            size += start - last
            last = end
            some = self.pattern.split(text[start:end])
            chars = [*map(self.char, some[1::2])]
            if any(map(eq, chars, some[1::2])):
                some, chars = _read_only(some, chars)
            places = accumulate(map(len, some), initial=start)
            layer.cuts.extend(islice(places, 1, len(some), 2))
            begun = accumulate(map(len, some[:-1:2]), initial=size)
            layer.at.extend(at + which for which, at in enumerate(islice(begun, 1, None)))
            some[1::2] = chars
            pieces.write("".join(some))
            size += sum(map(len, some[::2])) + len(chars)
        if not layer.at:
            return None
        pieces.write(text[last:])
        layer.text = pieces.getvalue()
        return layer

    def said(self, text: str) -> str:
        """Return what the layer says, and nothing of where it says so: that takes long."""
        pieces, last = StringIO(), 0
        for start, end in self._regions(text):
            some = self.pattern.split(text[start:end])
            some[1::2] = map(self.char, some[1::2])
            pieces.write(text[last:start])
            pieces.write("".join(some))
            last = end
        if not last:
            return text
        pieces.write(text[last:])
        return pieces.getvalue()

    def _regions(self, text: str) -> Iterator[Span]:
        """Yield the parts of a text that are read, of a long one some at a time."""
        last = 0 if self.by_part else len(text)
        begun = 0
        found = self.seems.search(text)
        while found is not None:
            if self.by_part:
                begun = text.rfind(SEPARATOR, last, found.start()) + 1 or last
                last = text.find(SEPARATOR, found.end())
                last = len(text) if last < 0 else last
            while begun < last:
                rest = _BREAK.search(text, begun + _CHUNK, last)
                stop = rest.end() if rest else last
                yield begun, stop
                begun = stop
            found = self.seems.search(text, last) if self.by_part else None


def _read_only(some: list[str], chars: list[str]) -> tuple[list[str], list[str]]:
    """Return the pieces of a text, and what its escapes say, without those that say nothing."""
    kept, literal, out = list[str](), [some[0]], list[str]()
    for escape, char, following in zip(some[1::2], chars, some[2::2], strict=True):
        if char == escape:
            literal += (escape, following)
        else:
            out += ("".join(literal), escape)
            kept.append(char)
            literal = [following]
    return [*out, "".join(literal)], kept


def has_sign(text: str) -> bool:
    """Return whether a text has what an escape begins with.

    Bytes beyond ASCII, each a character, may be UTF-8. A pattern takes a hundred times as long.
    """
    return not text.isascii() or "\\" in text or "%" in text or "&" in text


@_remembered
def _percent(escape: str) -> str:
    return bytes.fromhex(escape.replace("%", "")).decode("utf-8", "surrogateescape")


@_remembered
def _to_percent(was: str, now: str) -> str:
    if not was.startswith("%"):
        return now
    form = "%{:02x}" if any(char in "abcdef" for char in was) else "%{:02X}"
    return "".join(form.format(byte) for byte in _bytes(now))


@_remembered
def _entity(escape: str) -> str:
    name = escape[1:].rstrip(";")
    if not name.startswith("#"):
        char = entities.html5.get(f"{name};", "")
        return char if len(char) == 1 else escape
    number = int(f"0{name[1:]}", 16) if name[1] in "xX" else int(name[1:])
    first, last = _SURROGATES
    is_char = 0 < number <= _LAST and not first <= number <= last
    return chr(number) if is_char else escape


@_remembered
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


@_remembered
def _escape(escape: str) -> str:
    if escape[1] != "u":
        return _SHORT.get(escape[1], escape[1])
    return bytes.fromhex(escape.replace("\\u", "")).decode("utf-16-be", "surrogatepass")


@_remembered
def _to_escape(was: str, now: str) -> str:
    if not was.startswith("\\"):
        return now
    form = "\\u{:04X}" if any(char in "ABCDEF" for char in was) else "\\u{:04x}"
    units = now.encode("utf-16-be", "surrogatepass")
    return "".join(form.format(int.from_bytes(units[i : i + 2])) for i in range(0, len(units), 2))


@_remembered
def _utf8(char: str) -> str:
    return char.encode("latin-1").decode("utf-8", "surrogateescape")


def _to_utf8(_: str, now: str) -> str:
    return _bytes(now).decode("latin-1")


def _bytes(text: str) -> bytes:
    """Return a text as UTF-8, with the bytes that never were any.

    Half of a pair from a JSON escape has no bytes; it is never in a body as such.
    """
    return text.encode("utf-8", "surrogateescape")


percent = Reader(re.compile("%"), _PERCENT, _percent, _to_percent)
"""Reads %XX as UTF-8; a byte that is none stays half a surrogate pair, as Python has it."""

entity = Reader(re.compile("&"), _ENTITY, _entity, _to_entity)
"""Reads the references of XML and HTML."""

escaped = Reader(re.compile(r"\\"), _ESCAPE, _escape, _to_escape)
r"""Reads the escapes of JSON, such as \u00e9 and \/."""

escaped_inside = Reader(_HAS_ESCAPES, _ESCAPE, _escape, _to_escape, by_part=True)
"""Reads the escapes of JSON in a text that seems to hold some: JSON in a text, or a part."""

utf8 = Reader(re.compile("[\x80-\xff]"), _NOT_ASCII, _utf8, _to_utf8)
"""Reads bytes, each of them a character, as UTF-8; those that are none stay as percent does."""

EVERYWHERE = (percent, entity, escaped_inside)
"""What may be found in any text."""

WITHOUT_LENGTH = (percent, escaped_inside)
"""What may be found where a text may not change its length."""


@dataclass(frozen=True, slots=True)
class Escapes:
    """What reads a text with its escapes: many at once, joined by a separator.

    base: what reads those of the document itself, once. readers: what may be found inside.
    """

    base: Sequence[Reader] = ()
    readers: Sequence[Reader] = EVERYWHERE

    def said(self, raw: str) -> str:
        """Return what a text says, and nothing of how it is written."""
        if not has_sign(raw):
            return raw
        text = raw
        for reader in self.base:
            text = reader.said(text)
        for _ in range(MOST_LAYERS):
            before = text
            for reader in self.readers:
                text = reader.said(text)
            if text == before:
                break
        return text

    def __call__(self, raw: str) -> Text:
        """Return what a text says."""
        text = Text(raw)
        if not has_sign(raw):
            return text
        for reader in self.base:
            text = text.read(reader)
        return unwrapped(text, self.readers)

    def many(self, raws: Sequence[str]) -> Sequence[str]:
        """Return what each of many texts says."""
        joined = SEPARATOR.join(raws)
        said = self.said(joined)
        if said is joined:
            return raws
        texts = said.split(SEPARATOR)
        return texts if len(texts) == len(raws) else [*map(self.said, raws)]

    def rewritten(self, raws: Sequence[str], news: Sequence[str]) -> Sequence[str]:
        """Return many raw texts, given what they say anew."""
        text = self(SEPARATOR.join(raws))
        if not text.layers:
            return news
        if text.text.count(SEPARATOR) == len(raws) - 1:
            return text.rewritten(SEPARATOR.join(news)).split(SEPARATOR)
        return [self(raw).rewritten(new) for raw, new in zip(raws, news, strict=True)]


PLAIN = Escapes()
"""Reads a text that may hold any escapes."""
