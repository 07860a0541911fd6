"""Where a form of secrets matches in a text, in time that grows with the text.

A pattern that has many beginnings, whatever the case of their letters, is slow to look for; it is
tried only where a quick one says that it may begin, and not at all where what it needs is nowhere.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """A row of characters. pattern: what it is.

    rows: it is there where one of these is in bytes whose letters the table has made alike: such a
    search takes a tenth of the pattern's time.
    """

    pattern: str
    table: bytes
    rows: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class SecretForm:
    """One form. pattern: its last group is the secret. hints: one of them is in each such text.

    needs: what is in each such text, where that is no word. starts: where in a text in small
    letters it may begin; all else is passed. fits: what the pattern alone cannot say. whole:
    whether a sentence hides all of the match.
    """

    kind: str
    pattern: re.Pattern[str]
    hints: tuple[str, ...] = ()
    fits: Callable[[re.Match[str]], bool] | None = None
    whole: bool = False
    needs: Row | None = None
    starts: re.Pattern[str] | None = None


class FormMatches:
    """The matches of many forms in one text."""

    def __init__(self, text: str) -> None:
        self._text, self.folded = text, text.lower()
        # Where small letters take another length, or are another's capitals, places say nothing.
        self._is_alike = len(self.folded) == len(text) and "\u017f" not in text
        self._rows: dict[Row, bool] = {}
        self._tables: dict[bytes, bytes] = {}
        self._chars: dict[str, bool] = {"": True}

    def of(self, form: SecretForm) -> Iterator[re.Match[str]]:
        """Yield the matches of a form, none over another, from the first to the last."""
        if not self.may_match(form):
            return
        every = form.pattern.finditer(self._text)
        if form.starts is not None and self._is_alike:
            every = self._from(form.starts, form.pattern)
        for found in every:
            if form.fits is None or form.fits(found):
                yield found

    def holds(self, hint: str) -> bool:
        """Return whether something is in the text in small letters.

        A sign that is in it is looked for first: one character is found thirty times as fast.
        """
        sign = _sign(hint)
        if sign not in self._chars:
            self._chars[sign] = sign in self.folded
        return self._chars[sign] and hint in self.folded

    def may_match(self, form: SecretForm) -> bool:
        """Return whether a form may match: what it needs is there, and one of its hints."""
        is_hinted = not form.hints or any(map(self.holds, form.hints))
        return is_hinted and (form.needs is None or self._has(form.needs))

    def hinted(self, forms: Sequence[SecretForm], signs: Sequence[str]) -> Iterator[int]:
        """Yield where there is a hint, or what forms need, or one of the signs: each place or more.

        A part of the text without any such place matches no form.
        """
        if not self._is_alike:
            yield from range(len(self._text))
            return
        rows = {form.needs for form in forms if form.needs}
        hints = (hint for form in forms if not form.needs for hint in form.hints)
        for hint in filter(self.holds, {*signs, *hints}):
            yield from _places(self.folded, hint)
        for row in rows:
            for one in row.rows if self._has(row) else ():
                yield from _places(self._tables[row.table], one)

    def _has(self, row: Row) -> bool:
        if (known := self._rows.get(row)) is None:
            if (alike := self._tables.get(row.table)) is None:
                content = self._text.encode("ascii", "replace")
                alike = self._tables[row.table] = content.translate(row.table)
            known = self._rows[row] = any(one in alike for one in row.rows)
        return known

    def _from(self, starts: re.Pattern[str], pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        last = 0
        for start in starts.finditer(self.folded):
            found = pattern.match(self._text, start.start()) if start.start() >= last else None
            if found is not None:
                last = found.end()
                yield found


@lru_cache(maxsize=256)
def _sign(hint: str) -> str:
    """Return a character of a hint that is no letter or digit, or nothing."""
    return next((char for char in hint if not char.isalnum()), "")


def _places(text: Any, sought: Any) -> Iterator[int]:
    """Yield where a text or bytes stand in others, none over another."""
    at = text.find(sought)
    while at >= 0:
        yield at
        at = text.find(sought, at + len(sought))


def trigger(forms: Sequence[SecretForm], *more: str) -> re.Pattern[str]:
    """Return what is somewhere in each text, in small letters, that any of the forms matches.

    more: patterns that say the same of what is no form.
    """
    hints = {re.escape(hint) for form in forms for hint in form.hints}
    needs = {form.needs.pattern for form in forms if form.needs and not form.hints}
    return re.compile("|".join(sorted({*hints, *needs, *more})))
