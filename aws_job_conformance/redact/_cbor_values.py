"""What stands in CBOR as a text that can be changed: texts, and bytes and numbers as digits."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from aws_job_conformance.core.secret_forms import Span
from aws_job_conformance.redact._document import Escapes
from aws_job_conformance.redact._escapes import WITHOUT_LENGTH, Edit, utf8

_NEGATIVE = 1
_FLOATS = {2: ">e", 4: ">f", 8: ">d"}
_DIGITS = {2: (3, 4, 5), 4: (6, 7, 8, 9), 8: ()}
"""By the width of a floating-point number: how many digits may say it. Python knows for eight."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is no text, shown as digits. put: makes bytes of other digits."""

    raw: str
    text: str
    put: Callable[[str, str], str]

    def written(self, edits: Iterable[Edit]) -> Iterator[Edit]:
        """Yield the raw bytes anew, all of them."""
        digits, at = "", 0
        for start, end, new in edits:
            digits += self.text[at:start] + new
            at = end
        yield 0, len(self.raw), self.put(self.raw, digits + self.text[at:])

    def around(self, spans: Iterable[Span]) -> Iterator[Span]:
        """Yield all of the raw bytes, as each of them may have a part in any digit."""
        if any(start < end for start, end in spans):
            yield 0, len(self.raw)


def _put_bytes(_: str, digits: str) -> str:
    return bytes.fromhex(digits).decode("latin-1")


def _bytes(raw: str) -> _Shown:
    return _Shown(raw, raw.encode("latin-1").hex(), _put_bytes)


def _more(raw: str) -> int:
    return ord(raw[0]) >> 5 == _NEGATIVE  # such a head holds -1 - n


def _put_integer(raw: str, digits: str) -> str:
    number, width = int(digits) - _more(raw), len(raw) - 1
    if not width:
        return chr(ord(raw) & 0xE0 | number)
    return raw[0] + number.to_bytes(width).decode("latin-1")


@lru_cache(maxsize=1 << 12)
def _integer(raw: str) -> _Shown:
    number = int.from_bytes(raw[1:].encode("latin-1")) if len(raw) > 1 else ord(raw) & 31
    return _Shown(raw, str(number + _more(raw)), _put_integer)


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


def _float(raw: str) -> _Shown:
    return _Shown(raw, shown(raw), _put_float)


READINGS = (Escapes((utf8,), WITHOUT_LENGTH), _bytes, _integer, _float)
"""What reads a token: a text, bytes, an integer, a floating-point number."""
