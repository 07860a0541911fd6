"""Texts that a schema allows: the simplest, the edges, and those that readers stumble over."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from re import _constants as op  # re has no public reader of patterns
from re import _parser
from typing import Any

from aws_job_conformance.core import pattern_engine
from aws_job_conformance.core.errors import SuiteError
from aws_job_conformance.generate.choice_source import Seeded, Source
from aws_job_conformance.protocol import xml_names

_ODD = (
    *("a", "", "0", " ", "null", "__proto__", "\u00e9\u4e2d\U0001f642", "e\u0301\u202e\u200b"),
    *('quote " and \\ and /', "line\nfeed\ttab\u2028", "\x00\x1f\x7f", "2020-01-01T00:00:00Z"),
    *("<b>&amp;</b>", "\ufeff\ufffe\uffff"),
)
"""What readers stumble over."""

_LONGEST = 2048
"""Longer maxima are left alone: they say nothing more and cost much."""

IN_BMP = "x-in-bmp"
"""Of a schema whose texts have no character that UTF-16 counts as two; no published one says it."""

_FREE = 40
_TRIES = 24
_ANCHORS = re.compile(r"[\^$]")
_CLASS = re.compile(r"\[(?:\\.|[^\]\\])*\]")

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

Choose = Callable[[int, int], int]
"""Makes one choice: an integer from the first to the last."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one schema: a pool of chosen ones, and how a free one is made.

    pool: the simplest first. tail: what a free text must end in to match; None where the pattern
    leaves no room for free texts. low and high: the length of a free text before its tail. in_xml:
    whether a text must be one that XML can hold.
    """

    pool: tuple[str, ...]
    tail: str | None
    low: int
    high: int
    in_xml: bool = False

    def draw(self, source: Source, absent: int = 0) -> str | None:
        """Return one of the pool or a free text, or None for the first `absent` of the choices."""
        choices = absent + len(self.pool) + (self.tail is not None)
        at = (source.integer(0, choices - 1) if choices > 1 else 0) - absent
        if at < 0:
            return None
        if at < len(self.pool):
            return self.pool[at]
        free = source.text(self.low, self.high)
        return (xml_names.NOT_IN_XML.sub("x", free) if self.in_xml else free) + (self.tail or "")


def texts(schema: Mapping[str, Any], *, in_xml: bool = False) -> Texts:
    """Return the texts of a schema of type string; raises SuiteError where none is found.

    in_xml: only those that XML can hold.
    """
    if "enum" in schema:
        return Texts(tuple(schema["enum"]), None, 0, 0)
    low, high = schema.get("minLength", 0), schema.get("maxLength")
    return _texts(schema.get("pattern"), low, high, in_xml=in_xml, in_bmp=schema.get(IN_BMP, False))


def simplest(pattern: str, low: int = 0, high: int | None = None) -> str:
    """Return the simplest text that matches a pattern (anywhere in it) and has such a length.

    Raises SuiteError where none is found.
    """
    return _texts(pattern, low, high).pool[0]


@lru_cache(maxsize=4096)
def _texts(
    pattern: str | None, low: int, high: int | None, *, in_xml: bool = False, in_bmp: bool = False
) -> Texts:
    top = max(low, _LONGEST) if high is None else high
    matches = pattern_engine.matcher(pattern or "")
    pool = dict.fromkeys(
        text
        for text in _candidates(pattern, low, high)
        if low <= len(text) <= top
        and matches(text)
        and not (in_xml and xml_names.NOT_IN_XML.search(text))
        and not (in_bmp and max(text, default="") > "\uffff")
    )
    if not pool:
        raise SuiteError(f"found no text of {low} to {high} characters for {pattern}")
    first = next(iter(pool))
    if pattern and _ANCHORS.search(_CLASS.sub("", pattern)):
        return Texts(tuple(pool), None, 0, 0, in_xml)
    tail = first if pattern else ""
    least = max(0, low - len(tail))
    most = max(least, min(top - len(tail), least + _FREE))
    return Texts(tuple(pool), tail, least, most, in_xml)


def _candidates(pattern: str | None, low: int, high: int | None) -> Iterator[str]:
    """Yield texts that may fit, the simplest first."""
    simple = candidate(pattern, min) if pattern else ""
    yield from (simple, *_stretched(simple or "0", low), "0")
    if pattern:
        source = Seeded(0)
        tried = [candidate(pattern, source.integer) for _ in range(_TRIES)]
        for text in sorted(tried, key=len):
            yield text
            yield from _stretched(text, low)
    yield from _ODD
    yield from (odd + simple for odd in _ODD)
    if high is not None and high <= _LONGEST:
        yield from _stretched(simple or "0", high)
        yield from _stretched(f"\U0001f642{simple}", high)


def _stretched(text: str, size: int) -> Iterator[str]:
    """Yield a shorter text made as long as this size, at each of its places."""
    if len(text) < size:
        for i, letter in enumerate(text):
            yield text[:i] + letter * (size - len(text)) + text[i:]


def candidate(pattern: str, choose: Choose) -> str:
    """Return a text that matches a pattern as far as its edges allow.

    choose: `integer` of a source, or `min` for the simplest text. Edges are passed over: whoever
    needs a match looks whether it is one.
    """
    return _of(_parsed(pattern), choose)


@lru_cache(maxsize=4096)
def _parsed(pattern: str) -> Any:
    return _parser.parse(pattern)


def _of(tree: Iterable[tuple[Any, Any]], choose: Choose) -> str:
    return "".join(_part(kind, given, choose) for kind, given in tree)


def _part(kind: Any, given: Any, choose: Choose) -> str:
    if kind is op.LITERAL:
        return chr(given)
    if kind in (op.IN, op.ANY, op.NOT_LITERAL):
        letters = _letters(kind, tuple(given) if kind is op.IN else given)
        return letters[choose(0, len(letters) - 1)] if letters else ""
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
        low, high, inner = given
        most = min(high, low + _MORE)
        times = choose(low, most) if most > low else low
        return "".join(_of(inner, choose) for _ in range(times))
    if kind is op.SUBPATTERN:
        return _of(given[-1], choose)
    if kind is op.BRANCH:
        branches = given[1]
        return _of(branches[choose(0, len(branches) - 1)], choose)
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
