"""The shape of a word: the kind of each of its characters, and the words that one shape has.

They are counted from the first one on, so that what replaces a word follows from a number.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product

_HEX_SIZE = 8
_HEX_RUN = re.compile(r"[daA]{8}")
"""In the kinds of a word."""

_DIGIT, _NOT_ZERO = "0123456789", "123456789"
_EXACT = {"d": _DIGIT, "a": "abcdef", "A": "ABCDEF"}
_EXACT |= {"g": "ghijklmnopqrstuvwxyz", "G": "GHIJKLMNOPQRSTUVWXYZ"}
_LARGEST = {10: 2**31, 19: 2**63, 309: 2**1024 - 2**970}
"""By their number of digits: the first integers that 32 bits, 64 bits and a double do not hold."""

RANGES: Mapping[tuple[str, int], tuple[int, int]] = {
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
_CODES |= {f"{group}{size}": chr(0x100 + at) for at, (group, size) in enumerate(RANGES)}
"""Each kind as one character, so that the kinds of a word take no more room than the word."""

_WHOLE = {ord(code): chr(ord(code) + 0x100) for code in _CODES.values() if not code.isascii()}
"""Of each such kind another: all characters that have it. A word is replaced so in need alone."""

_KINDS = {code: name for name, code in _CODES.items()}
_KINDS |= {whole: _KINDS[chr(code)] for code, whole in _WHOLE.items()}
_CODE_OF = str.maketrans({char: name for name, chars in _EXACT.items() for char in chars})
_ANY_CASE = str.maketrans("aA", "gG")
_OF_SIZE = {2: (0x80, 0x800), 3: (0x800, 0x10000), 4: (0x10000, 0x110000)}
"""By bytes of UTF-8, the characters that take so many."""

_SEEN, _MOST_AT_ONCE = 1 << 12, 1 << 20
_MOST_ENDS = 1 << 10
_LONGEST = 32
_DIGITS_AT_ONCE = 18
_IS_NUMBER = "#"


@lru_cache(maxsize=1 << 16)
def kind(char: str) -> str:
    """Return the kind of a character that can be replaced; punctuation and the rest have none."""
    if char.isascii():
        return next((name for name, chars in _EXACT.items() if char in chars), "")
    group = _SHORT_OF.get(unicodedata.category(char), "")
    size = len(char.encode()) if group else 0
    return f"{group}{size}" if (group, size) in RANGES else ""


class _Codes(dict[int, str]):
    """The code of each character, a space for one that cannot be replaced. Of those asked last."""

    def __missing__(self, number: int) -> str:
        if len(self) == _SEEN:
            self.clear()
        return self.setdefault(number, _CODES.get(kind(chr(number)), " "))


_CODE_OF_ANY = _Codes()


class _Tables(dict[str, Sequence[str]]):
    """The characters of each kind, sorted, by its code; those beyond ASCII are many."""

    def __missing__(self, code: str) -> Sequence[str]:
        name = _KINDS[code]
        if code in _WHOLE.values():
            every = map(chr, range(*_OF_SIZE[int(name[-1])]))
            return self.setdefault(code, tuple(char for char in every if kind(char) == name))
        first, last = RANGES[name[:-1], int(name[-1])]
        return self.setdefault(code, tuple(map(chr, range(first, last + 1))))


_CHARS = _Tables(_EXACT)


class _Firsts(dict[int, str]):
    """The first character of each kind, by its code's number."""

    def __missing__(self, number: int) -> str:
        return self.setdefault(number, _CHARS[chr(number)][0])


_FIRST = _Firsts()


def kinds(text: str) -> str:
    """Return the kind of each character of a text by its code; a space for one that has none."""
    return text.translate(_CODE_OF_ANY)


def shapes(
    words: Sequence[str], narrow: Collection[str] = (), whole: Collection[str] = ()
) -> Sequence[str]:
    """Return the shape of each word, the kinds of all of them looked up at once.

    narrow: shapes of which a narrower one is wanted: each word's own. whole: of those, the ones
    that are to have every character of their kinds.
    """
    text = "\n".join(words)
    if not text:
        return ()
    if not text.isascii() or len(text) > _MOST_AT_ONCE:
        return [_narrowed(word, shape(word), narrow, whole) for word in words]
    kinds = text.translate(_CODE_OF).split("\n")
    known = {codes: _remembered_shape(codes) for codes in {*kinds}}
    known.update((codes, codes) for codes, one in known.items() if one in narrow)
    numbers = {codes for codes in known if not codes.strip("d")}
    found = [*map(known.__getitem__, kinds)]
    for at, codes in enumerate(kinds) if numbers else ():
        if codes in numbers:
            found[at] = _number(words[at])
    return found


def _narrowed(word: str, one: str, narrow: Collection[str], whole: Collection[str]) -> str:
    if one not in narrow:
        return one
    codes = shape(word, exact=True)
    return codes.translate(_WHOLE) if codes in whole else codes


def shape(word: str, *, exact: bool = False) -> str:
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
    return _remembered_shape(codes) if len(codes) <= _LONGEST else wide(codes)


def wide(codes: str) -> str:
    """Return the shape of a word that is no number, given the kinds of its characters."""
    is_hex = "g" not in codes and "G" not in codes and codes.isascii()
    if is_hex or (len(codes) >= _HEX_SIZE and _HEX_RUN.search(codes)):
        return codes
    return codes.translate(_ANY_CASE)


_remembered_shape = lru_cache(maxsize=_SEEN)(wide)


def _number(digits: str) -> str:
    """Return the shape of digits: the zeros they begin with stay, and what they can be held in."""
    rest = digits.lstrip("0")
    limit = _LARGEST.get(len(rest))
    side = 0 if limit is None else (int(rest) >= limit) + (int(rest) > limit)
    return _number_of(side, len(digits) - len(rest), len(rest))


@lru_cache(maxsize=_SEEN)
def _number_of(side: int, zeros: int, size: int) -> str:
    return f"{_IS_NUMBER}{side} {zeros} {size}"


def rank(shape: str, word: str) -> int | None:
    """Return how many words of a shape stand before a word, or None where it is none of them."""
    rank = 0
    for code, char in zip(shape, word, strict=True):
        chars = _CHARS[code]
        at = bisect_left(chars, char)
        if at == len(chars) or chars[at] != char:
            return None
        rank = rank * len(chars) + at
    return rank


def size(code: str) -> int:
    """Return how many characters a kind has, by its code."""
    return len(_CHARS[code])


def range_of_numbers(shape: str) -> tuple[int, int]:
    """Return the first number of a shape of digits, without the zeros before it, and how many."""
    side, _, digits = map(int, shape[1:].split())
    if not digits:
        return 0, 1
    first, after = 10 ** (digits - 1), 10**digits
    limit = _LARGEST.get(digits, after)
    if not side:
        return first, limit - first
    return (limit, 1) if side == 1 else (limit + 1, after - limit - 1)


def has(shape: str, rank: int) -> bool:
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


def nth(shape: str, rank: int) -> str:
    """Return the word of a shape with this many words before it."""
    if shape.startswith(_IS_NUMBER):
        return next(numbers(shape, (rank,)))
    first = shape.translate(_FIRST)
    at, tail = len(shape), ""
    while rank:  # what stands before is the first of its kind, however long the word
        at -= 1
        chars = _CHARS[shape[at]]
        rank, digit = divmod(rank, len(chars))
        tail = chars[digit] + tail
    return first[:at] + tail


def run(shape: str, first: int, count: int) -> Iterable[str]:
    """Return so many words of a shape, each the next one, from the one with so many before it."""
    if shape.startswith(_IS_NUMBER):
        return numbers(shape, range(first, first + count))
    at, size, most = len(shape), 1, min(count, _MOST_ENDS)
    while at and size * len(_CHARS[shape[at - 1]]) <= most:
        at -= 1
        size *= len(_CHARS[shape[at]])
    front, ends, out = shape[:at], _ends(shape[at:]), list[str]()
    before, begun = divmod(first, size)
    while len(out) < count:
        start = nth(front, before)
        out += [start + end for end in ends[begun : begun + count - len(out)]]
        before, begun = before + 1, 0
    return out


@lru_cache(maxsize=32)
def _ends(shape: str) -> tuple[str, ...]:
    """Return all words of a shape that has few."""
    return tuple(map("".join, product(*(_CHARS[code] for code in shape))))


def numbers(shape: str, ranks: Iterable[int]) -> Iterator[str]:
    """Yield the numbers of a shape with so many before them."""
    side, before, size = map(int, shape[1:].split())
    zeros = "0" * before
    if not size:
        yield from (zeros for _ in ranks)
    elif side or size <= _DIGITS_AT_ONCE:
        first = _LARGEST[size] + (side > 1) if side else 10 ** (size - 1)
        yield from (f"{zeros}{first + rank}" for rank in ranks)
    else:
        for rank in ranks:
            first, more = divmod(rank, 10 ** min(size - 1, len(str(rank))))
            yield f"{zeros}{_NOT_ZERO[first]}{str(more).zfill(size - 1)}"
