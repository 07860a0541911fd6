"""Words of secrets and what replaces them: of the same shape, in the same order, never the same.

A word is a run of letters, digits and the like; what stands between words is kept. What replaces a
word follows from its shape, and from its place among the other words of that shape, alone: nobody
can try secrets until one fits.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from aws_job_conformance.redact.pieces import Pieces

_ASCII_WORD = re.compile(r"[0-9A-Za-z]++")
_RUN = re.compile("[0-9A-Za-z\x80-\U0010ffff]++")
_HEX_WORD = re.compile(r"[0-9A-Fa-f]++")
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

_CODES = {name: name for name in _EXACT}
_CODES |= {f"{group}{size}": chr(0x100 + at) for at, (group, size) in enumerate(_RANGES)}
"""Each kind as one character, so that the kinds of a word take no more room than the word."""

_KINDS = {code: name for name, code in _CODES.items()}
_CODE_OF = str.maketrans({char: name for name, chars in _EXACT.items() for char in chars})
_ANY_CASE = str.maketrans("aA", "gG")
_FIRST = {ord(name): ord(chars[0]) for name, chars in _EXACT.items()}
_FIRST |= {ord(_CODES[f"{group}{size}"]): at for (group, size), (at, _) in _RANGES.items()}
_SEEN = 1 << 16

Shape = tuple[str, ...]


def split(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each word in a part of a text."""
    end = len(text) if end is None else end
    if text.isascii():
        for found in _ASCII_WORD.finditer(text, start, end):
            yield found.span()
        return
    for found in _RUN.finditer(text, start, end):
        yield from _words(text, *found.span())


def texts(text: str, start: int, end: int) -> Iterator[str]:
    """Yield the words in a part of a text."""
    if text.isascii():
        for found in _ASCII_WORD.finditer(text, start, end):
            yield found[0]
        return
    for first, last in split(text, start, end):
        yield text[first:last]


def _words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the words of a run in which some characters may have no kind."""
    begun = None
    for at in range(start, end):
        if kind(text[at]):
            begun = at if begun is None else begun
        elif begun is not None:
            yield begun, at
            begun = None
    if begun is not None:
        yield begun, end


@lru_cache(maxsize=1 << 16)
def kind(char: str) -> str:
    """Return the kind of a character that can be replaced; punctuation and the rest have none."""
    if char.isascii():
        return next((name for name, chars in _EXACT.items() if char in chars), "")
    group = _SHORT_OF.get(unicodedata.category(char), "")
    size = len(char.encode()) if group else 0
    return f"{group}{size}" if (group, size) in _RANGES else ""


@lru_cache(maxsize=64)
def _chars(code: str) -> Sequence[str]:
    """Return the characters of a kind, sorted."""
    name = _KINDS[code]
    if name in _EXACT:
        return _EXACT[name]
    first, last = _RANGES[name[:-1], int(name[-1])]
    return tuple(map(chr, range(first, last + 1)))


@dataclass(frozen=True, slots=True)
class _Group:
    """The words of one shape, sorted. gaps: ranks of words that have a meaning to a reader."""

    shape: Shape
    words: list[str]
    gaps: Sequence[int] = ()

    def new(self, word: str) -> str:
        """Return what replaces a word; raises KeyError for one that is not of the group."""
        at = bisect_left(self.words, word)
        if at == len(self.words) or self.words[at] != word:
            raise KeyError(self.shape)
        return _nth(self.shape, self.rank(at))

    def rank(self, at: int) -> int:
        """Return how many words of the shape stand before the one that replaces the at-th."""
        for gap in self.gaps:
            at += gap <= at
        return at


@dataclass(frozen=True, slots=True, eq=False)
class Words(Mapping[str, str]):
    """What replaces each word: sorted words by shape, as what replaces one follows from its rank.

    That takes half the room of a dictionary with a text for each word, of which there may be a
    million; those asked for last are kept ready. narrow: words for which their shape has no room.
    """

    wide: Mapping[Shape, _Group]
    narrow: Mapping[Shape, _Group]
    seen: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def __getitem__(self, word: str) -> str:
        new = self.seen.get(word)
        if new is None:
            group = self.wide.get(_shape(word)) or self.narrow[_shape(word, exact=True)]
            new = group.new(word)
            if len(self.seen) == _SEEN:
                self.seen.clear()
            self.seen[word] = new
        return new

    def __iter__(self) -> Iterator[str]:
        return (word for group in self._groups() for word in group.words)

    def __len__(self) -> int:
        return sum(len(group.words) for group in self._groups())

    def _groups(self) -> Iterator[_Group]:
        yield from self.wide.values()
        yield from self.narrow.values()

    def written(self, text: str, start: int, end: int) -> str:
        """Return a part of a text with each word of it replaced."""
        part = text[start:end]
        if part.isascii():
            return self[part] if part.isalnum() else _ASCII_WORD.sub(self._new, part)
        pieces, at = Pieces(), 0
        for first, last in split(part):
            pieces.add(part[at:first])
            pieces.add(self[part[first:last]])
            at = last
        pieces.add(part[at:])
        return pieces.joined()

    def _new(self, found: re.Match[str]) -> str:
        return self[found[0]]

    def is_fixed(self) -> bool:
        """Return whether each word is replaced by itself."""
        return all(
            word == _nth(group.shape, group.rank(at))
            for group in self._groups()
            for at, word in enumerate(group.words)
        )


def assign(words: Iterable[str], reserved: Collection[str] = ()) -> Words:
    """Return what replaces each word.

    Words of one shape are replaced in their order, by the first ones of that shape. reserved: words
    with a meaning to a reader, such as a status, which no secret becomes.
    """
    wide: dict[Shape, _Group] = {}
    narrow: dict[Shape, _Group] = {}
    meant: dict[int, list[str]] = defaultdict(list)
    for word in reserved:
        meant[len(word)].append(word)
    for shape, group in _by_shape(set(words)).items():
        made = _Group(shape, group, _gaps(shape, meant))
        if _has(shape, made.rank(len(group) - 1)):
            wide[shape] = made
        else:  # a narrower shape has always room
            exact = _by_shape(group, exact=True)
            narrow |= {one: _Group(one, part) for one, part in exact.items()}
    return Words(wide, narrow)


def _by_shape(words: Iterable[str], *, exact: bool = False) -> dict[Shape, list[str]]:
    groups: dict[Shape, list[str]] = defaultdict(list)
    for word in words:
        groups[_shape(word, exact=exact)].append(word)
    for group in groups.values():
        group.sort()
    return groups


def _shape(word: str, *, exact: bool = False) -> Shape:
    """Return the kind of each character of a word.

    A word of hexadecimal digits stays one. Of any other only the case of its letters is kept: each
    thing that is kept tells something of the secret.
    """
    if word.isascii():
        if word.isdigit():
            return _number(word)
        codes = word.translate(_CODE_OF)
    else:
        codes = "".join([_CODES[kind(char)] for char in word])
    if exact or _HEX_WORD.fullmatch(word) or _HEX_RUN.search(word):
        return ("word", codes)
    return ("word", codes.translate(_ANY_CASE))


def _number(digits: str) -> Shape:
    """Return the shape of digits: the zeros they begin with stay, and what they can be held in."""
    rest = digits.lstrip("0")
    limit = _LARGEST.get(len(rest))
    side = 0 if limit is None else (int(rest) >= limit) + (int(rest) > limit)
    return ("number", str(side), "0" * (len(digits) - len(rest)), str(len(rest)))


def _gaps(shape: Shape, reserved: Mapping[int, Sequence[str]]) -> Sequence[int]:
    """Return the ranks, sorted, of the words of a shape that no secret becomes."""
    if shape[0] == "number":
        return ()
    ranks = (_rank(shape[1], word) for word in reserved.get(len(shape[1]), ()))
    return sorted(rank for rank in ranks if rank is not None)


def _rank(codes: str, word: str) -> int | None:
    """Return how many words of a shape stand before a word, or None where it is none of them."""
    rank = 0
    for code, char in zip(codes, word, strict=True):
        chars = _chars(code)
        at = bisect_left(chars, char)
        if at == len(chars) or chars[at] != char:
            return None
        rank = rank * len(chars) + at
    return rank


def _has(shape: Shape, rank: int) -> bool:
    """Return whether a shape has a word with this many words before it; of numbers it always has.

    Of numbers there are never more than those that were found: their shape says all that it keeps.
    """
    if shape[0] == "number":
        return True
    for code in reversed(shape[1]):
        rank //= len(_chars(code))
        if not rank:
            break
    return not rank


def _nth(shape: Shape, rank: int) -> str:
    """Return the word of a shape with this many words before it."""
    if shape[0] == "number":
        return _nth_number(shape, rank)
    codes = shape[1]
    at, tail = len(codes), []
    while rank:  # what stands before is the first of its kind, however long the word
        at -= 1
        chars = _chars(codes[at])
        rank, digit = divmod(rank, len(chars))
        tail.append(chars[digit])
    return codes[:at].translate(_FIRST) + "".join(reversed(tail))


def _nth_number(shape: Shape, rank: int) -> str:
    _, side, zeros, size = shape
    if not int(size):
        return zeros
    if side != "0":
        return f"{zeros}{_LARGEST[int(size)] + (side == '2') + rank}"
    first, more = divmod(rank, 10 ** min(int(size) - 1, len(str(rank))))
    return f"{zeros}{_NOT_ZERO[first]}{str(more).zfill(int(size) - 1) if int(size) > 1 else ''}"
