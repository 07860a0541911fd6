"""The words of a text: a run of letters, digits and the like; what stands between them is kept."""

import re
from collections.abc import Iterator
from functools import lru_cache

from aws_job_conformance.redact import _word_shapes

_WORD = "([0-9A-Za-z{}]++)"
_ASCII_WORD = re.compile(_WORD.format(""))
_KNOWN = re.compile("[^ ]++")
"""In the kinds of a text."""

_SHORT = 1 << 12
_GAP, _CHUNK, _PART = re.compile("[\\x00-/:-@\\[-`{-\\x7f]"), 1 << 16, 4


def split(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each word in a text."""
    pattern = _pattern(text)
    every = pattern.finditer(text) if pattern else _KNOWN.finditer(_word_shapes.kinds(text))
    return (found.span() for found in every)


def words(text: str) -> list[str]:
    """Return the words in a text."""
    pattern = _pattern(text)
    return pattern.findall(text) if pattern else [text[a:b] for a, b in split(text)]


def _pattern(text: str) -> re.Pattern[str] | None:
    """Return what finds the words of a text; nothing for a short one with letters beyond ASCII.

    Some characters have no kind. To look up each takes longer than to make a pattern of those that
    are there.
    """
    if text.isascii():
        return _ASCII_WORD
    if len(text) < _SHORT:
        return None
    return _of_chars(frozenset(filter(_word_shapes.kind, {*text})))


@lru_cache(maxsize=8)
def _of_chars(chars: frozenset[str]) -> re.Pattern[str]:
    return re.compile(_WORD.format("".join(sorted(char for char in chars if not char.isascii()))))


def chunks(text: str) -> Iterator[str]:
    """Yield a text in parts, none of which ends inside a word: the words of all take much room."""
    at, size = 0, max(_CHUNK, len(text) >> _PART)
    while at < len(text):
        gap = _GAP.search(text, at + size)
        stop = gap.start() if gap else len(text)
        yield text[at:stop]
        at = stop


def gaps_and_words(text: str) -> list[str]:
    """Return what stands before the first word of a text, that word, what stands behind, and so on.

    What stands before the end is the last.
    """
    if pattern := _pattern(text):
        return [*pattern.split(text)]
    starts, ends = [*zip(*split(text), strict=True)] or ((), ())
    out = [""] * (2 * len(starts) + 1)
    out[::2] = [text[a:b] for a, b in zip((0, *ends), (*starts, len(text)), strict=True)]
    out[1::2] = [text[a:b] for a, b in zip(starts, ends, strict=True)]
    return out
