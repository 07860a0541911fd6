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
from itertools import count, islice, product

from aws_job_conformance.redact._joined_text import Pieces
from aws_job_conformance.redact._word_bag import WordBag

_ASCII_WORD = re.compile(r"[0-9A-Za-z]++")
_RUN = re.compile("[0-9A-Za-z\x80-\U0010ffff]++")
_HEX_SIZE = 8
_HEX_RUN = re.compile(r"[daA]{8}")
"""In the kinds of a word."""

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
_GAP, _CHUNK = re.compile("[^0-9A-Za-z]"), 1 << 16
_SEEN = 1 << 12
_MANY, _MOST_ENDS = 64, 1 << 10
_LONGEST = 32
_AT_ONCE = 1 << 11
_DIGITS_AT_ONCE = 18
_IS_NUMBER = "#"


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
    for found in _KNOWN.finditer(text[start:end].translate(_CODE_OF_ANY)):
        yield start + found.start(), start + found.end()


@lru_cache(maxsize=1 << 16)
def kind(char: str) -> str:
    """Return the kind of a character that can be replaced; punctuation and the rest have none."""
    if char.isascii():
        return next((name for name, chars in _EXACT.items() if char in chars), "")
    group = _SHORT_OF.get(unicodedata.category(char), "")
    size = len(char.encode()) if group else 0
    return f"{group}{size}" if (group, size) in _RANGES else ""


class _Codes(dict[int, str]):
    """The code of each character, a space for one that cannot be replaced. Of those asked last."""

    def __missing__(self, number: int) -> str:
        if len(self) == _SEEN:
            self.clear()
        return self.setdefault(number, _CODES.get(kind(chr(number)), " "))


_CODE_OF_ANY = _Codes()
_KNOWN = re.compile("[^ ]++")


class _Tables(dict[str, Sequence[str]]):
    """The characters of each kind, sorted, by its code; those beyond ASCII are many."""

    def __missing__(self, code: str) -> Sequence[str]:
        first, last = _RANGES[_KINDS[code][:-1], int(_KINDS[code][-1])]
        return self.setdefault(code, tuple(map(chr, range(first, last + 1))))


_CHARS = _Tables(_EXACT)


@dataclass(frozen=True, slots=True, eq=False)
class Words(Mapping[str, str]):
    """What replaces each word: sorted words by shape, as what replaces one follows from its rank.

    That takes half the room of a dictionary with a text for each word, of which there may be a
    million; those asked for last are kept ready. narrow: words for which their shape has no room.
    gaps: by shape, the ranks of words that have a meaning to a reader, and that no secret becomes.
    """

    wide: Mapping[str, Sequence[str]]
    narrow: Mapping[str, Sequence[str]]
    gaps: Mapping[str, Sequence[int]]
    seen: dict[str, str] = field(default_factory=dict, repr=False)
    names: dict[str, _Names] = field(default_factory=dict, repr=False)

    def __getitem__(self, word: str) -> str:
        new = self.seen.get(word)
        if new is None:
            new = self._find(word)
            if len(self.seen) == _SEEN:
                self.seen.clear()
            self.seen[word] = new
        return new

    def _find(self, word: str) -> str:
        shape, gaps = _shape(word), self.gaps
        group = self.wide.get(shape)
        if group is None:
            shape, gaps = _shape(word, exact=True), {}
            group = self.narrow[shape]
        at = bisect_left(group, word)
        if at == len(group) or group[at] != word:
            raise KeyError(shape)
        return self._name(shape, group, _passing(at, gaps.get(shape, ())))

    def _name(self, shape: str, group: Sequence[str], rank: int) -> str:
        if len(group) < _MANY or shape.startswith(_IS_NUMBER):
            return _nth(shape, rank)
        names = self.names.get(shape)
        if names is None:
            names = self.names[shape] = _Names(shape)
        return names.nth(rank)

    def __iter__(self) -> Iterator[str]:
        return (word for groups in (self.wide, self.narrow) for g in groups.values() for word in g)

    def __len__(self) -> int:
        return sum(len(g) for groups in (self.wide, self.narrow) for g in groups.values())

    def written(self, text: str, start: int, end: int) -> str:
        """Return a part of a text with each word of it replaced."""
        part = text[start:end]
        if part.isascii():
            if part.isalnum():
                return self.seen.get(part) or self[part]
            return _ASCII_WORD.sub(self._new, part) if len(part) < _CHUNK else self._long(part)
        pieces, at = Pieces(), 0
        for first, last in split(part):
            pieces.add(part[at:first])
            pieces.add(self[part[first:last]])
            at = last
        pieces.add(part[at:])
        return pieces.joined()

    def _long(self, part: str) -> str:
        """Return a long part with each word of it replaced, piece by piece: words take room."""
        pieces, at = Pieces(), 0
        while at < len(part):
            gap = _GAP.search(part, at + _CHUNK)
            stop = gap.start() if gap else len(part)
            pieces.add(_ASCII_WORD.sub(self._new, part[at:stop]))
            at = stop
        return pieces.joined()

    def edits(self, text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
        """Yield what stands in the place of parts of a text."""
        for start, end in spans:
            yield start, end, self.written(text, start, end)

    def _new(self, found: re.Match[str]) -> str:
        return self.seen.get(found[0]) or self[found[0]]

    def is_fixed(self) -> bool:
        """Return whether each word is replaced by itself."""
        return all(
            self._is_fixed(shape, group, gaps.get(shape, ()))
            for groups, gaps in ((self.wide, self.gaps), (self.narrow, {}))
            for shape, group in groups.items()
        )

    def _is_fixed(self, shape: str, group: Sequence[str], gaps: Sequence[int]) -> bool:
        begun = 0
        if len(group) >= _MANY and not gaps and not shape.startswith(_IS_NUMBER):
            for names in _Names(shape).rows():
                some = group[begun : begun + len(names)]
                if some != names[: len(some)]:
                    return False
                begun += len(some)
                if begun == len(group):
                    return True
        return all(
            group[at] == self._name(shape, group, _passing(at, gaps))
            for at in range(begun, len(group))
        )


def assign(words: Iterable[str] | WordBag, reserved: Collection[str] = ()) -> Words:
    """Return what replaces each word; a bag of them is empty then.

    Words of one shape are replaced in their order, by the first ones of that shape. reserved: words
    with a meaning to a reader, such as a status, which no secret becomes.
    """
    wide: dict[str, Sequence[str]] = {}
    narrow: dict[str, Sequence[str]] = {}
    gaps = _gaps(reserved)
    bag = words if isinstance(words, WordBag) else WordBag(words)
    for shape, group in _by_shape(bag.taken()).items():
        if _has(shape, _passing(len(group) - 1, gaps.get(shape, ()))):
            wide[shape] = group
        else:  # a narrower shape has always room
            narrow |= _by_shape(group, exact=True)
    return Words(wide, narrow, gaps)


def _by_shape(words: Iterable[str], *, exact: bool = False) -> dict[str, Sequence[str]]:
    groups: dict[str, Sequence[str]] = {}
    rest = iter(words)
    while some := [*islice(rest, _AT_ONCE)]:
        for word, shape in zip(some, _shapes(some, exact=exact), strict=True):
            group = groups.get(shape)
            if group is None:
                groups[shape] = (word,)  # most long words are the only one of their shape
            elif isinstance(group, tuple):
                groups[shape] = [*group, word]
            else:
                group.append(word)  # type: ignore[attr-defined] # it is a list
    for group in groups.values():
        if isinstance(group, list):
            group.sort()
    return groups


def _shapes(words: Sequence[str], *, exact: bool) -> Iterable[str]:
    """Return the shape of each word, the kinds of all of them looked up at once."""
    text = "\n".join(words)
    if exact or not text.isascii() or len(text) > _CHUNK:
        return [_shape(word, exact=exact) for word in words]
    return [
        _number(word) if word.isdigit() else _remembered_shape(codes)
        for word, codes in zip(words, text.translate(_CODE_OF).split("\n"), strict=True)
    ]


def _shape(word: str, *, exact: bool = False) -> str:
    """Return the kind of each character of a word, by its code.

    A word of hexadecimal digits stays one. Of any other only the case of its letters is kept: each
    thing that is kept tells something of the secret.
    """
    if word.isascii():
        if word.isdigit():
            return _number(word)
        codes = word.translate(_CODE_OF)
    else:
        codes = word.translate(_CODE_OF_ANY)
    if exact:
        return codes
    return _remembered_shape(codes) if len(codes) <= _LONGEST else _shape_of_codes(codes)


def _shape_of_codes(codes: str) -> str:
    is_hex = "g" not in codes and "G" not in codes and codes.isascii()
    if is_hex or (len(codes) >= _HEX_SIZE and _HEX_RUN.search(codes)):
        return codes
    return codes.translate(_ANY_CASE)


_remembered_shape = lru_cache(maxsize=_SEEN)(_shape_of_codes)


def _number(digits: str) -> str:
    """Return the shape of digits: the zeros they begin with stay, and what they can be held in."""
    rest = digits.lstrip("0")
    limit = _LARGEST.get(len(rest))
    side = 0 if limit is None else (int(rest) >= limit) + (int(rest) > limit)
    return f"{_IS_NUMBER}{side} {len(digits) - len(rest)} {len(rest)}"


def _gaps(reserved: Iterable[str]) -> dict[str, Sequence[int]]:
    """Return by shape the ranks, sorted, of the words that no secret becomes."""
    ranks: dict[str, list[int]] = defaultdict(list)
    for word in reserved:
        if all(map(kind, word)) and not word.isdigit():
            shape = _shape(word, exact=True)
            rank = _rank(shape, word)
            if rank is not None:
                ranks[shape].append(rank)
    return {shape: sorted(some) for shape, some in ranks.items()}


def _rank(shape: str, word: str) -> int | None:
    """Return how many words of a shape stand before a word, or None where it is none of them."""
    rank = 0
    for code, char in zip(shape, word, strict=True):
        chars = _CHARS[code]
        at = bisect_left(chars, char)
        if at == len(chars) or chars[at] != char:
            return None
        rank = rank * len(chars) + at
    return rank


def _passing(rank: int, gaps: Sequence[int]) -> int:
    """Return a rank among all words of a shape, given that among those outside of the gaps."""
    for gap in gaps:
        rank += gap <= rank
    return rank


def _has(shape: str, rank: int) -> bool:
    """Return whether a shape has a word with this many words before it.

    Of numbers there are never more than those that were found: their shape says all that it keeps.
    """
    if shape.startswith(_IS_NUMBER):
        return True
    for code in reversed(shape):
        rank //= len(_CHARS[code])
        if not rank:
            break
    return not rank


def _nth(shape: str, rank: int) -> str:
    """Return the word of a shape with this many words before it."""
    if shape.startswith(_IS_NUMBER):
        return _nth_number(shape, rank)
    first = shape.translate(_FIRST)
    at, tail = len(shape), ""
    while rank:  # what stands before is the first of its kind, however long the word
        at -= 1
        chars = _CHARS[shape[at]]
        rank, digit = divmod(rank, len(chars))
        tail = chars[digit] + tail
    return first[:at] + tail


class _Names:
    """The words of one shape by their ranks, where there are many: how they end is made once."""

    __slots__ = ("_begun", "_ends", "_front")

    def __init__(self, shape: str) -> None:
        at, size = len(shape), 1
        while at and size * len(_CHARS[shape[at - 1]]) <= _MOST_ENDS:
            at -= 1
            size *= len(_CHARS[shape[at]])
        self._front, self._begun = shape[:at], dict[int, str]()
        self._ends = [*map("".join, product(*(_CHARS[code] for code in shape[at:])))]

    def nth(self, rank: int) -> str:
        """Return the word with so many before it."""
        if not self._ends[0]:
            return _nth(self._front, rank)
        before, at = divmod(rank, len(self._ends))
        begun = self._begun.get(before)
        if begun is None:
            begun = self._begun[before] = _nth(self._front, before)
        return begun + self._ends[at]

    def rows(self) -> Iterator[list[str]]:
        """Yield all words, some at a time."""
        for before in count():
            if not _has(self._front, before):
                return
            begun = _nth(self._front, before)
            yield [begun + end for end in self._ends]


def _nth_number(shape: str, rank: int) -> str:
    side, before, size = map(int, shape[1:].split())
    zeros = "0" * before
    if 0 < size <= _DIGITS_AT_ONCE and not side:
        return f"{zeros}{10 ** (size - 1) + rank}"
    if not size:
        return zeros
    if side:
        return f"{zeros}{_LARGEST[size] + (side > 1) + rank}"
    first, more = divmod(rank, 10 ** min(size - 1, len(str(rank))))
    return f"{zeros}{_NOT_ZERO[first]}{str(more).zfill(size - 1) if size > 1 else ''}"
