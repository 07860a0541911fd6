"""Values as JSON that every reader takes: a bounded copy, and a fault wherever it is none."""

import json
import math
import re
from collections.abc import Callable
from typing import Any

from aws_job_conformance.core.errors import TooDeepError, TooManyError
from aws_job_conformance.core.text import brief
from aws_job_conformance.protocol import bodies
from aws_job_conformance.protocol.bodies import DEEPEST, JSON_VALUE, MOST_VALUES, Fault, Faults

_SURROGATE = re.compile("[\ud800-\udfff]")
_LARGE = 2**63
"""Integers below it are doubles too: there is nothing to look for in them."""


class Literal(float):
    """NaN, Infinity or -Infinity, written out: Python's reader takes them, JSON has none."""


class Repeating(dict[str, Any]):
    """An object in which these keys stood more than once."""

    twice: tuple[str, ...]


def clean(
    value: Any, convert: Callable[[Any], Any] = lambda value: value, *, depth: int = 0
) -> tuple[Any, tuple[Fault, ...]]:
    """Return a copy of a value that is JSON for every reader, and a fault wherever it was not.

    What is no number becomes null and half of a surrogate pair U+FFFD: their fault is told, and
    nothing else is to be said of them. Of each kind of fault the first few are told, the others
    counted. convert: what makes JSON of a value of another type; one that it returns unchanged is
    a fault that expected JSON_VALUE. depth: at which the value stands. Raises TooDeepError beyond
    DEEPEST levels, and TooManyError beyond MOST_VALUES values.
    """
    cleaner = _Cleaner(convert)
    return cleaner.value(value, depth), tuple(cleaner.faults)


class _Cleaner:
    """One walk over a value: where it stands, and what it has found."""

    def __init__(self, convert: Callable[[Any], Any]) -> None:
        self.convert = convert
        self.faults = Faults()
        self.steps: list[str | int] = []
        self.left = MOST_VALUES

    def value(self, value: Any, depth: int) -> Any:
        self.left -= 1
        if self.left < 0:
            raise TooManyError(f"larger than {MOST_VALUES:,} values")
        if isinstance(value, str):
            return self.text(value)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, (int, float)):
            return self.number(value)
        if isinstance(value, (dict, list, tuple)):
            if depth == DEEPEST:
                raise TooDeepError(f"nested deeper than {DEEPEST} levels")
            return self.object(value, depth) if isinstance(value, dict) else self.list(value, depth)
        converted = self.convert(value)
        if converted is not value:
            return self.value(converted, depth)
        kind = f"a value of Python's type {type(value).__name__}"
        self.fault(kind, f"got {kind}", JSON_VALUE, "Give what boto3 returns, or its JSON.")
        return None

    def object(self, value: dict[Any, Any], depth: int) -> dict[str, Any]:
        if isinstance(value, Repeating):
            for name in value.twice:
                self.repeated(name)
        out: dict[str, Any] = {}
        for key, item in value.items():
            step = key if type(key) is str and key.isascii() else self.key(key)
            kind = type(item)  # most stay as they are, for certain: a look costs less than a call
            if self.left and (
                (kind is str and item.isascii())
                or (kind is int and -_LARGE < item < _LARGE)
                or kind is bool
            ):
                self.left -= 1
                out[step] = item
                continue
            self.steps.append(step)
            out[step] = self.value(item, depth + 1)
            self.steps.pop()
        return out

    def list(self, value: list[Any] | tuple[Any, ...], depth: int) -> list[Any]:
        out: list[Any] = []
        for place, item in enumerate(value):
            if self.left and type(item) is str and item.isascii():  # as above
                self.left -= 1
                out.append(item)
                continue
            self.steps.append(place)
            out.append(self.value(item, depth + 1))
            self.steps.pop()
        return out

    def key(self, key: Any) -> str:
        if isinstance(key, str):
            plain = str.__str__(key)
            if plain.isascii():
                return plain
            # Its fault stands at the value that it names.
            return self.text(plain, _SURROGATE.sub("\ufffd", plain))
        name = brief(key)
        self.fault(name, f"got the key {name}", JSON_VALUE, "Keys of JSON are texts.", name)
        return name

    def repeated(self, name: str) -> None:
        step = _SURROGATE.sub("\ufffd", name)
        what = "the key stands twice in one object; readers keep different ones"
        self.fault(step, what, "each key once", "Send each member once.", step)

    def number(self, value: float) -> int | float | None:
        try:
            if math.isfinite(value):
                return int(value) if isinstance(value, int) else float(value)
        except OverflowError:
            value = math.inf if value > 0 else -math.inf
        if isinstance(value, Literal) or math.isnan(value):
            got = json.dumps(value)
            fix = "Leave out a number that is not known; JSON has no NaN and no Infinity."
            self.fault(got, f"got {got}, which is no JSON number", bodies.FINITE, fix)
        else:
            fix = "Readers make infinity or an error of it, if they keep it at all."
            what = "got a number larger than any double"
            self.fault(str(value), what, "a number that a double holds", fix)
        return None

    def text(self, text: str, *below: str) -> str:
        plain = str.__str__(text)
        found = None if plain.isascii() else _SURROGATE.search(plain)
        if found is None:
            return plain
        half = f"U+{ord(found[0]):04X}"
        what = f"got half of a surrogate pair ({half}), which no UTF-8 text can hold"
        fix = "Escape a character beyond U+FFFF as its two halves, or send it as UTF-8."
        self.fault(half, what, "Unicode text", fix, *below)
        return _SURROGATE.sub("\ufffd", plain)

    def fault(self, got: str, what: str, expected: str, fix: str, *below: str) -> None:
        self.faults.append(Fault((*self.steps, *below), got, what, expected, fix))
