"""Texts that match a pattern, choice by choice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from re import _constants as op  # re has no public reader of patterns
from re import _parser
from typing import Any

from aws_job_conformance.core import pattern_engine
from aws_job_conformance.generate.choice_source import Source

_ALPHABET = "".join(map(chr, (*range(48, 127), *range(32, 48)))) + "\u00e9\u4e2d\U0001f642"
"""What a negated class or a dot is taken from; `0` is the simplest, as in Hypothesis."""

_MORE = 4
_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    op.CATEGORY_DIGIT: str.isdecimal,
    op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_WORD: lambda c: c.isalnum() or c == "_",
    op.CATEGORY_NOT_DIGIT: lambda c: not c.isdecimal(),
    op.CATEGORY_NOT_SPACE: lambda c: not c.isspace(),
    op.CATEGORY_NOT_WORD: lambda c: not (c.isalnum() or c == "_"),
}


def candidate(pattern: str, source: Source) -> str:
    """Return a text that matches a pattern as far as its edges allow.

    Those are passed over: whoever needs a match looks whether it is one.
    """
    return _of(_parsed(pattern), source)


@lru_cache(maxsize=4096)
def _parsed(pattern: str) -> Any:
    return _parser.parse(pattern)


def _of(tree: Iterable[tuple[Any, Any]], source: Source) -> str:
    return "".join(_part(kind, given, source) for kind, given in tree)


def _part(kind: Any, given: Any, source: Source) -> str:
    if kind is op.LITERAL:
        return chr(given)
    if kind in (op.IN, op.ANY, op.NOT_LITERAL):
        letters = _letters(kind, tuple(given) if kind is op.IN else given)
        return letters[source.integer(0, len(letters) - 1)] if letters else ""
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
        low, high, inner = given
        most = min(high, low + _MORE)
        times = source.integer(low, most) if most > low else low
        return "".join(_of(inner, source) for _ in range(times))
    if kind is op.SUBPATTERN:
        return _of(given[-1], source)
    if kind is op.BRANCH:
        branches = given[1]
        return _of(branches[source.integer(0, len(branches) - 1)], source)
    return ""


@lru_cache(maxsize=4096)
def _letters(kind: Any, given: Any) -> str:
    """Return the characters that a class, a dot or a negated character stands for."""
    if kind is op.ANY:
        return _ALPHABET
    if kind is op.NOT_LITERAL:
        return _ALPHABET.replace(chr(given), "")
    negated = bool(given) and given[0][0] is op.NEGATE
    parts = given[negated:]
    if negated:
        return "".join(c for c in _ALPHABET if not any(_is_in(c, *part) for part in parts))
    named = {chr(value) for kind, value in parts if kind is op.LITERAL}
    named |= {chr(end) for kind, value in parts if kind is op.RANGE for end in value}
    named |= {c for c in _ALPHABET if any(_is_in(c, *part) for part in parts)}
    return "".join(sorted(named, key=lambda c: (_ALPHABET.find(c) % 1000, c)))


def _is_in(letter: str, kind: object, given: Any) -> bool:
    if kind is op.LITERAL:
        return ord(letter) == int(given)
    if kind is op.RANGE:
        low, high = given
        return int(low) <= ord(letter) <= int(high)
    return kind is op.CATEGORY and _CATEGORIES[given](letter)


class _Simplest:
    """The source of the simplest text."""

    def integer(self, low: int, high: int) -> int:
        del high
        return low

    def text(self, low: int, high: int) -> str:
        del high
        return "0" * low


SIMPLEST: Source = _Simplest()


def fitting(pattern: str, low: int, high: int) -> Callable[[str], bool]:
    """Return what tells whether a text matches a pattern and has such a length."""
    matches = pattern_engine.matcher(pattern)
    return lambda text: low <= len(text) <= high and matches(text)
