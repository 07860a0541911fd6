"""Where a form of secrets matches in a text, in time that grows with the text.

A pattern that has many beginnings, whatever the case of their letters, is slow to look for; it is
tried only where a quick one says that it may begin, and not at all where what it needs is nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SecretForm:
    """One form. pattern: its last group is the secret. hints: one of them is in each such text.

    needs: what is in each such text, where that is no word, as a row without alternatives: one that
    begins with another is not looked for where that is nowhere. starts: where in a text in small
    letters it may begin; all else is passed. fits: what the pattern alone cannot say. whole:
    whether a sentence hides all of the match.
    """

    kind: str
    pattern: re.Pattern[str]
    hints: tuple[str, ...] = ()
    fits: Callable[[re.Match[str]], bool] | None = None
    whole: bool = False
    needs: str = ""
    starts: re.Pattern[str] | None = None


class FormMatches:
    """The matches of many forms in one text."""

    def __init__(self, text: str) -> None:
        self._text, self.folded = text, text.lower()
        # Where small letters take another length, or are another's capitals, places say nothing.
        self._is_alike = len(self.folded) == len(text) and "\u017f" not in text
        self._needs: dict[str, bool] = {}

    def of(self, form: SecretForm) -> Iterator[re.Match[str]]:
        """Yield the matches of a form, none over another, from the first to the last."""
        if form.hints and not any(hint in self.folded for hint in form.hints):
            return
        if form.needs and not self._has(form.needs):
            return
        every = form.pattern.finditer(self._text)
        if form.starts is not None and self._is_alike:
            every = self._from(form.starts, form.pattern)
        for found in every:
            if form.fits is None or form.fits(found):
                yield found

    def _has(self, needs: str) -> bool:
        if needs not in self._needs:
            is_nowhere = any(
                not has and needs.startswith(less) for less, has in self._needs.items()
            )
            self._needs[needs] = not is_nowhere and re.search(needs, self._text) is not None
        return self._needs[needs]

    def _from(self, starts: re.Pattern[str], pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        last = 0
        for start in starts.finditer(self.folded):
            found = pattern.match(self._text, start.start()) if start.start() >= last else None
            if found is not None:
                last = found.end()
                yield found


def trigger(forms: Sequence[SecretForm], *more: str) -> re.Pattern[str]:
    """Return what is somewhere in each text, in small letters, that any of the forms matches.

    more: patterns that say the same of what is no form.
    """
    hints = {re.escape(hint) for form in forms for hint in form.hints}
    needs = {form.needs for form in forms if not form.hints}
    return re.compile("|".join(sorted({*hints, *needs, *more})))
