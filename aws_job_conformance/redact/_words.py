"""The words of a text: a run of letters, digits and the like; what stands between them is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from aws_job_conformance.redact import _word_shapes

_ASCII_WORD = re.compile(r"[0-9A-Za-z]++")
_KNOWN = re.compile("[^ ]++")
"""In the kinds of a text."""

_GAP, _CHUNK, _PART = re.compile("[\\x00-/:-@\\[-`{-\\x7f]"), 1 << 17, 3


def split(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each word in a text."""
    every = _ASCII_WORD.finditer(text)
    if not text.isascii():  # some characters may have no kind
        every = _KNOWN.finditer(_word_shapes.kinds(text))
    return (found.span() for found in every)


def words(text: str) -> list[str]:
    """Return the words in a text."""
    if text.isascii():
        return _ASCII_WORD.findall(text)
    return [text[first:last] for first, last in split(text)]


def chunks(text: str) -> Iterator[str]:
    """Yield a text in parts, none of which ends inside a word: the words of all take much room."""
    at, size = 0, max(_CHUNK, len(text) >> _PART)
    while at < len(text):
        gap = _GAP.search(text, at + size)
        stop = gap.start() if gap else len(text)
        yield text[at:stop]
        at = stop


def words_and_gaps(text: str) -> tuple[Sequence[str], Sequence[str]]:
    """Return the words in a text, and what stands before each and behind the last."""
    if text.isascii():
        return _ASCII_WORD.findall(text), _ASCII_WORD.split(text)
    starts, ends = [*zip(*split(text), strict=True)] or ((), ())
    some = [text[a:b] for a, b in zip(starts, ends, strict=True)]
    return some, [text[a:b] for a, b in zip((0, *ends), (*starts, len(text)), strict=True)]
