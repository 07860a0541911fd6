"""Values as PHP and JavaScript show them: brackets, names, words that stand for a type."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from aws_job_conformance.authoring.pages.documented import DEEPEST, MOST, Growing
from aws_job_conformance.authoring.pages.page_block import place
from aws_job_conformance.core.errors import SyntaxPageError
from aws_job_conformance.core.text import cut

LISTED = "$list:"
"""What stands before the name of a list's type, where its first entry belongs."""


@dataclass(frozen=True)
class Marks:
    """How a language writes a value.

    pair: what stands between a name and its value. scalar: what a word or a row of words between
    two commas says, or None for none that is known.
    """

    token: re.Pattern[str]
    opens: str
    closes: str
    pair: str
    scalar: Callable[[str], Growing | None]
    is_key: Callable[[str], bool]
    braces_are_lists: bool


class _Reading:
    def __init__(self, text: str, line: int, marks: Marks) -> None:
        self.text, self.line, self.marks = text, line, marks
        self.at, self.count, self.word, self.start = 0, 0, "", 0
        self.next()

    def next(self) -> None:
        found = self.marks.token.match(self.text, self.at)
        self.count += 1
        if self.count > 20 * MOST:
            raise self.wrong("more words than any response", "fewer")
        if found is None or not found[1]:
            self.start = self.at = len(self.text)
            self.word = ""
            return
        self.start, self.at, self.word = found.start(1), found.end(), found[1]

    def wrong(self, found: str, expected: str) -> SyntaxPageError:
        line, column = place(self.text, self.start)
        return SyntaxPageError(found, expected, self.line + line - 1, column)

    def unexpected(self, expected: str) -> SyntaxPageError:
        return self.wrong(repr(cut(self.word)) if self.word else "the end of the page", expected)


def parse(text: str, line: int, marks: Marks) -> Growing:
    """Return the value that a text begins with; raises SyntaxPageError where it is none."""
    reading = _Reading(text, line, marks)
    if reading.word not in marks.opens:
        raise reading.unexpected(f"{marks.opens[0]!r}")
    return _holder(reading, 0)


def _value(reading: _Reading, depth: int) -> Growing:
    if depth > DEEPEST:
        raise reading.wrong(f"more than {DEEPEST} levels of nesting", "fewer")
    if reading.word and reading.word in reading.marks.opens:
        return _holder(reading, depth)
    words: list[str] = []
    while reading.word and reading.word not in (",", *reading.marks.closes):
        words.append(reading.word)
        reading.next()
    if (found := reading.marks.scalar(" ".join(words))) is None:
        raise reading.wrong(repr(cut(" ".join(words))), "a value")
    return found


def _holder(reading: _Reading, depth: int) -> Growing:
    marks, opened = reading.marks, reading.word
    closing = marks.closes[marks.opens.index(opened)]
    reading.next()
    out = Growing("list" if opened == "[" and not marks.braces_are_lists else "structure")
    while reading.word != closing:
        if not reading.word:
            raise reading.unexpected(f"{closing!r}")
        _entry(reading, out, depth)
        if reading.word == ",":
            reading.next()
        elif reading.word != closing:
            raise reading.unexpected(f"',' or {closing!r}")
    if depth:
        reading.next()
    return out


def _entry(reading: _Reading, out: Growing, depth: int) -> None:
    marks = reading.marks
    if reading.word in ("...", "// ..."):
        reading.next()
        return
    at, word = reading.at, reading.word
    if word not in marks.opens:
        reading.next()
        if reading.word == marks.pair:
            reading.next()
            _pair(reading, out, word, depth)
            return
        reading.at, reading.word = at, word
    if out.members or out.kind == "map":
        raise reading.unexpected(f"a name and {marks.pair!r}")
    out.kind = "list"
    value = _value(reading, depth + 1)
    if value.enum and value.enum[0].startswith(LISTED):
        out.type_name = value.enum[0].removeprefix(LISTED)
    else:
        out.member = value


def _pair(reading: _Reading, out: Growing, word: str, depth: int) -> None:
    name = word.strip("'\"")
    value = _value(reading, depth + 1)
    if reading.marks.is_key(word):
        out.kind, out.member, out.key = "map", value, Growing("string")
        return
    if name in out.members:
        raise reading.wrong(f"{cut(name)!r} a second time", "each name once")
    out.members[name] = value
    if len(out.members) > MOST:
        raise reading.wrong(f"more than {MOST} members", "a response of AWS")
