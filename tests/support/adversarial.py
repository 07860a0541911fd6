"""Texts that make an engine which goes back, and tries again, do so without end."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from re import _constants as op
from re import _parser

from aws_job_conformance.generate import texts
from aws_job_conformance.generate.choice_source import Seeded

FAILS = "\x00"
"""A character that no class of a pattern is written for."""


@contextlib.contextmanager
def at_most(seconds):
    """Fail where what is inside takes more time of the processor; `re` looks for signals too."""

    def stop(_number, _frame):
        raise AssertionError(f"not done after {seconds} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def against(pattern: str, size: int) -> Iterator[str]:
    """Yield texts of about `size` letters: what the pattern repeats, and a character that fails."""
    source = Seeded(4711)
    letters = list(dict.fromkeys(_letters(_parser.parse(pattern))))
    whole = texts.candidate(pattern, source.integer)
    pieces = dict.fromkeys((*letters[:4], "".join(letters[:4]), "".join(letters[-2:]), whole))
    for piece in pieces:
        if piece:
            run = piece * (size // len(piece))
            yield run + FAILS
            yield f"{whole}{run}\n"


def _letters(tree) -> Iterator[str]:
    """Yield the letters of what is repeated first, then those of the rest."""
    later = []
    for kind, given in tree:
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
            yield from _first(given[2])
            yield from _letters(given[2])
        elif kind is op.SUBPATTERN:
            yield from _letters(given[-1])
        elif kind is op.BRANCH:
            for branch in given[1]:
                yield from _letters(branch)
        else:
            later.append((kind, given))
    yield from _first(later)


def _first(tree) -> Iterator[str]:
    for part in tree:
        yield from texts._part(*part, min)[:1]
