"""Words of secrets and what replaces them: of the same shape, in the same order, never the same.

A word is a run of letters, digits and the like; what stands between words is kept. What replaces a
word follows from its shape, and from its place among the other words of that shape, alone: nobody
can try secrets until one fits.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

_HEX_RUN = re.compile(r"[0-9A-Fa-f]{8}")
_DIGIT, _NOT_ZERO = "0123456789", "123456789"
_EXACT = {"d": _DIGIT, "a": "abcdef", "A": "ABCDEF"}
_EXACT |= {"g": "ghijklmnopqrstuvwxyz", "G": "GHIJKLMNOPQRSTUVWXYZ"}
_LARGEST = {10: 2**31, 19: 2**63, 309: 2**1024 - 2**970}
"""By their number of digits: the first integers that 32 bits, 64 bits and a double do not hold."""

_RANGES: Mapping[tuple[str, int], tuple[int, int]] = {
    ("Lu", 2): (0xC0, 0xD6), ("Ll", 2): (0xE0, 0xF6), ("L", 2): (0x5D0, 0x5EA),
    ("N", 2): (0x660, 0x669), ("M", 2): (0x300, 0x34E),
    ("Lu", 3): (0x10A0, 0x10C5), ("Ll", 3): (0xAB70, 0xABBF), ("L", 3): (0x4E00, 0x9FA5),
    ("N", 3): (0xFF10, 0xFF19), ("M", 3): (0x20D0, 0x20DC), ("S", 3): (0x2801, 0x28FF),
    ("C", 3): (0xE000, 0xF8FF),
    ("Lu", 4): (0x10400, 0x10427), ("Ll", 4): (0x10428, 0x1044F), ("L", 4): (0x20000, 0x2A6D6),
    ("N", 4): (0x1D7CE, 0x1D7FF), ("M", 4): (0xE0100, 0xE01EF), ("S", 4): (0x1F400, 0x1F4FD),
    ("C", 4): (0xF0000, 0xFFFFD),
}  # fmt: skip
"""What replaces a character beyond ASCII, by its kind and by how many bytes of UTF-8 it takes."""

_SHORT_OF = {"Lt": "L", "Lm": "L", "Lo": "L", "Nd": "N", "Nl": "N", "No": "N", "So": "S"}
_SHORT_OF |= {"Mn": "M", "Mc": "M", "Me": "M", "Co": "C", "Lu": "Lu", "Ll": "Ll"}

Shape = tuple[str, ...]


def split(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each word in a part of a text."""
    end = len(text) if end is None else end
    begun = None
    for at in range(start, end):
        if kind(text[at]):
            begun = at if begun is None else begun
        elif begun is not None:
            yield begun, at
            begun = None
    if begun is not None:
        yield begun, end


@lru_cache(maxsize=4096)
def kind(char: str) -> str:
    """Return the kind of a character that can be replaced; punctuation and the rest have none."""
    if char.isascii():
        return next((name for name, chars in _EXACT.items() if char in chars), "")
    group = _SHORT_OF.get(unicodedata.category(char), "")
    size = len(char.encode()) if group else 0
    return f"{group}{size}" if (group, size) in _RANGES else ""


@lru_cache(maxsize=64)
def _chars(name: str) -> Sequence[str]:
    """Return the characters of a kind, sorted."""
    if name in _EXACT:
        return _EXACT[name]
    first, last = _RANGES[name[:-1], int(name[-1])]
    return tuple(map(chr, range(first, last + 1)))


def assign(words: Iterable[str], reserved: Collection[str] = ()) -> dict[str, str]:
    """Return what replaces each word.

    Words of one shape are replaced in their order, by the first ones of that shape. reserved: words
    with a meaning to a reader, such as a status, which no secret becomes.
    """
    groups: dict[Shape, list[str]] = defaultdict(list)
    for word in sorted(set(words)):
        groups[_shape(word)].append(word)
    out: dict[str, str] = {}
    for shape, group in groups.items():
        new = _first(shape, len(group), reserved)
        if new is None:
            for exact, part in _exactly(group).items():
                out |= zip(part, _first(exact, len(part)) or part, strict=True)
        else:
            out |= zip(group, new, strict=True)
    return out


def _exactly(group: list[str]) -> dict[Shape, list[str]]:
    """Return more words than their shape has room for by a narrower one, which has always room."""
    narrow: dict[Shape, list[str]] = defaultdict(list)
    for word in group:
        narrow[_shape(word, exact=True)].append(word)
    return narrow


def _shape(word: str, *, exact: bool = False) -> Shape:
    """Return the kind of each character of a word.

    A word of hexadecimal digits stays one. Of any other only the case of its letters is kept: each
    thing that is kept tells something of the secret.
    """
    if word.isascii() and word.isdigit():
        return _number(word)
    kinds = tuple(kind(char) for char in word)
    is_hex = not set(kinds) - {"a", "A", "d"} or _HEX_RUN.search(word)
    if is_hex or exact:
        return ("word", *kinds)
    return ("word", *({"a": "g", "A": "G"}.get(name, name) for name in kinds))


def _number(digits: str) -> Shape:
    """Return the shape of digits: the zeros they begin with stay, and what they can be held in."""
    rest = digits.lstrip("0")
    limit = _LARGEST.get(len(rest))
    side = 0 if limit is None else (int(rest) >= limit) + (int(rest) > limit)
    return ("number", str(side), "0" * (len(digits) - len(rest)), str(len(rest)))


def _first(shape: Shape, count: int, reserved: Collection[str] = ()) -> list[str] | None:
    """Return the first words of a shape, sorted; None where it has not so many."""
    if shape[0] == "number":
        return _numbers(shape, count)
    places = [_chars(name) for name in shape[1:]]
    found: list[str] = []
    rank = 0
    while len(found) < count:
        word = _ranked(places, rank)
        if word is None:
            return None
        if word not in reserved:
            found.append(word)
        rank += 1
    return found


def _numbers(shape: Shape, count: int) -> list[str] | None:
    _, side, zeros, size = shape
    if not int(size):
        return [zeros] * count
    if side != "0":
        first = _LARGEST[int(size)] + (side == "2")
        return [f"{zeros}{first + rank}" for rank in range(count)]
    places = [_NOT_ZERO, *[_DIGIT] * (int(size) - 1)]
    found = [_ranked(places, rank) for rank in range(count)]
    return None if None in found else [f"{zeros}{number}" for number in found]


def _ranked(places: Sequence[Sequence[str]], rank: int) -> str | None:
    """Return the word with this many words of its shape before it, or None where there is none."""
    out = []
    for chars in reversed(places):
        rank, digit = divmod(rank, len(chars))
        out.append(chars[digit])
    return None if rank else "".join(reversed(out))
