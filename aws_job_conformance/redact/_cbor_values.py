"""What stands in CBOR as a text that can be changed: texts, and bytes and numbers as digits."""

import math
import re
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from aws_job_conformance.redact._document import TokenReading
from aws_job_conformance.redact._escapes import WITHOUT_LENGTH, Escapes, utf8

_NEGATIVE = 1
_FLOATS = {2: ">e", 4: ">f", 8: ">d"}
_DIGITS = {2: (3, 4, 5), 4: (6, 7, 8, 9), 8: ()}
"""By the width of a floating-point number: how many digits may say it. Python knows for eight."""

_BYTES, _TEXT, _LIST, _MAP, _TAG = range(2, 7)
_SHORT, _LONGEST = 24, 27
_NOT_TEXT, _DOUBLE = 0.1, 8

_SHORT_INTEGERS = frozenset((*range(_SHORT), *range(1 << 5, (1 << 5) + _SHORT)))

IS_TEXT, IS_BYTES, IS_INTEGER, IS_FLOAT, IS_EMPTY, IS_NO_SCALAR = range(6)
"""Which of the readings reads a token; an item without one; an item that is none."""


_TEXTS = b"|".join(b"[\\x%x].{%d}" % (0x60 + size, size) for size in range(1, _SHORT))
_ITEM = rb"[\x00-\x17\x20-\x37]|" + _TEXTS
"""A text of one to 23 bytes, or an integer of one byte: as most scalars are."""

_ROWS = {
    False: re.compile(rb"(?:%b){16,4096}+" % _ITEM, re.DOTALL),
    True: re.compile(rb"(?:(?:%b)(?:%b)){8,2048}+" % (_TEXTS, _ITEM), re.DOTALL),
}
_EACH = re.compile(_ITEM, re.DOTALL)


HEAD_OF = bytes(size > 1 for size in range(256))
HOW_OF = bytes(IS_TEXT if size > 1 else IS_INTEGER for size in range(256))
"""Of what stands in such a row, by its size: how much of it is a head, and what reads the rest."""


def row(body: bytes, at: int, *, is_map: bool) -> list[bytes]:
    """Return short texts and small integers that follow each other, each with its head.

    is_map: whether they are keys, all of them texts, and their values in turns.
    """
    found = _ROWS[is_map].match(body, at)
    return _EACH.findall(body, at, found.end()) if found else []


@lru_cache(maxsize=16)
def encoded(names: frozenset[str]) -> frozenset[bytes]:
    """Return names as bytes."""
    return frozenset(name.encode("utf-8", "surrogateescape") for name in names)


@lru_cache(maxsize=16)
def headed(names: frozenset[str]) -> frozenset[bytes]:
    """Return the names that a short head stands before, with it."""
    return frozenset(
        bytes((_TEXT << 5 | len(name),)) + name for name in encoded(names) if len(name) < _SHORT
    )


def scalar(body: bytes, at: int) -> tuple[int, int, int]:
    """Return what can be replaced of a scalar, its end, and what reads it.

    So is an empty list or map, and what has no digits. At its end the next item begins.
    """
    first = body[at] if at < len(body) else _TAG << 5
    if first in _SHORT_INTEGERS:  # as most are, and is seen soonest so
        return at, at + 1, IS_INTEGER
    major, number, start = first >> 5, first & 31, at + 1
    if number > _LONGEST or major == _TAG:
        return at, at, IS_NO_SCALAR
    if number >= _SHORT:
        start += 1 << (number - _SHORT)
        number = int.from_bytes(body[at + 1 : start])
    end = start + number if major in (_BYTES, _TEXT) else start
    if end > len(body) or (major in (_LIST, _MAP) and number):
        return at, at, IS_NO_SCALAR
    if major in (_BYTES, _TEXT):
        is_one = major == _TEXT or is_text(body[start:end].decode("utf-8", "surrogateescape"))
        return start, end, IS_TEXT if is_one else IS_BYTES
    if major > _TAG:
        is_float = end - at - 1 in _FLOATS and _is_finite(body[at + 1 : end])
        return at + 1, end, IS_FLOAT if is_float else IS_EMPTY
    return at, end, IS_INTEGER if major < _BYTES else IS_EMPTY


def _is_finite(raw: bytes) -> bool:
    return math.isfinite(struct.unpack(_FLOATS[len(raw)], raw)[0])


def is_text(meant: str) -> bool:
    """Return whether bytes read as UTF-8 are a text that somebody wrote."""
    if meant.isprintable():
        return True
    strange = sum(not char.isprintable() and char not in "\t\r\n" for char in meant)
    return strange <= len(meant) * _NOT_TEXT


@dataclass(frozen=True, slots=True)
class _Digits:
    """What reads bytes as digits. many: of raw bytes; put: makes bytes of others and new digits."""

    many: Callable[[Sequence[str]], Sequence[str]]
    put: Callable[[str, str], str]

    def rewritten(self, raws: Sequence[str], news: Sequence[str]) -> Sequence[str]:
        """Return many anew."""
        return [*map(self.put, raws, news)]


def _put_bytes(_: str, digits: str) -> str:
    return bytes.fromhex(digits).decode("latin-1")


def _bytes(raws: Sequence[str]) -> Sequence[str]:
    return [raw.encode("latin-1").hex() for raw in raws]


def _more(raw: str) -> int:
    return ord(raw[0]) >> 5 == _NEGATIVE  # such a head holds -1 - n


@lru_cache(maxsize=4096)
def _put_integer(raw: str, digits: str) -> str:
    number, width = int(digits) - _more(raw), len(raw) - 1
    if not width:
        return chr(ord(raw) & 0xE0 | number)
    return raw[0] + number.to_bytes(width).decode("latin-1")


def _integer(raw: str) -> str:
    number = int.from_bytes(raw[1:].encode("latin-1")) if len(raw) > 1 else ord(raw) & 31
    return str(number + _more(raw))


_FIRST_NEGATIVE = chr(_NEGATIVE << 5)
_SMALL = {chr(raw): _integer(chr(raw)) for raw in range(_SHORT + (1 << 5)) if raw & 31 < _SHORT}
"""What the integers of one byte say."""


def _integers(raws: Sequence[str]) -> Sequence[str]:
    """Return what each of many integers says: most are small."""
    small, read = _SMALL.get, int.from_bytes
    return [
        small(raw) or str(read(raw[1:].encode("latin-1")) + (raw >= _FIRST_NEGATIVE))
        for raw in raws
    ]


def _doubles(raws: Sequence[str]) -> Sequence[str]:
    """Return what floating-point numbers say: those of eight bytes, as most are, many at once."""
    if {*map(len, raws)} != {_DOUBLE}:
        return [*map(shown, raws)]
    numbers = struct.unpack(f">{len(raws)}d", "".join(raws).encode("latin-1"))
    return [_digits(repr(abs(number))) for number in numbers]


def _number(raw: str) -> float:
    (number,) = struct.unpack(_FLOATS[len(raw)], raw.encode("latin-1"))
    return float(number)


def shown(raw: str) -> str:
    """Return a floating-point number without its sign; nothing for what has no digits to show.

    It has no more digits than its bytes can hold, and its fraction stands backwards: a number keeps
    the zeros it begins with, and loses those that its fraction would end with.
    """
    number = abs(_number(raw)) if len(raw) in _FLOATS else math.nan
    if not math.isfinite(number):
        return ""
    form = _FLOATS[len(raw)]
    short = (float(f"{number:.{digits}g}") for digits in _DIGITS[len(raw)])
    text = repr(next((one for one in short if _packs(form, one) == number), number))
    return _digits(text)


def _digits(text: str) -> str:
    whole, _, fraction = text.partition(".")
    # One written with a power of ten has no digits to replace: a single one stands for it.
    return "1" if "e" in text else f"{whole}.{fraction[::-1]}"


def _packs(form: str, number: float) -> float | None:
    """Return a number as its bytes hold it, or None where they cannot."""
    try:
        return float(struct.unpack(form, struct.pack(form, number))[0])
    except OverflowError:
        return None


def _put_float(raw: str, digits: str) -> str:
    whole, _, fraction = digits.partition(".")
    number = math.copysign(float(f"{whole}.{fraction[::-1] or 0}"), _number(raw))
    if _packs(_FLOATS[len(raw)], number) is None:
        number = math.copysign(0, number)  # more than such bytes hold
    return struct.pack(_FLOATS[len(raw)], number).decode("latin-1")


READINGS: tuple[TokenReading, ...] = (
    Escapes((utf8,), WITHOUT_LENGTH),
    _Digits(_bytes, _put_bytes),
    _Digits(_integers, _put_integer),
    _Digits(_doubles, _put_float),
)
"""What reads a token: a text, bytes, an integer, a floating-point number."""
