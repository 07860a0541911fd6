"""What tokens say, and how they are written: of many at once, as of each it takes too long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from aws_job_conformance.core.secret_forms import SEPARATOR
from aws_job_conformance.redact._escapes import EVERYWHERE, Reader, said
from aws_job_conformance.redact._layers import Text, unwrapped


def has_sign(text: str) -> bool:
    """Return whether a text has what an escape begins with.

    Bytes beyond ASCII, each a character, may be UTF-8. A pattern takes a hundred times as long.
    """
    return not text.isascii() or "\\" in text or "%" in text or "&" in text


class Meant(Protocol):
    """What a token says, and how it is written."""

    @property
    def text(self) -> str:
        """The text as it is meant."""

    def rewritten(self, new: str) -> str:
        """Return the raw text, given this text anew, in which each character stands for one."""


class TokenReading(Protocol):
    """What reads the raw text of a token."""

    def __call__(self, raw: str) -> Meant:
        """Return what a text says."""

    def many(self, raws: Sequence[str]) -> Sequence[str]:
        """Return what each of many texts says."""

    def rewritten(self, raws: Sequence[str], news: Sequence[str]) -> Sequence[str]:
        """Return many raw texts, given what they say anew, each character for one."""


@dataclass(frozen=True, slots=True)
class Escapes:
    """What reads a text with its escapes: many at once, joined by a separator.

    base: what reads those of the document itself, once. readers: what may be found inside.
    """

    base: Sequence[Reader] = ()
    readers: Sequence[Reader] = EVERYWHERE

    def said(self, raw: str) -> str:
        """Return what a text says, and nothing of how it is written."""
        return said(raw, self.base, self.readers) if has_sign(raw) else raw

    def __call__(self, raw: str) -> Text:
        """Return what a text says."""
        text = Text(raw)
        if not has_sign(raw):
            return text
        for reader in self.base:
            text = text.read(reader)
        return unwrapped(text, self.readers)

    def many(self, raws: Sequence[str]) -> Sequence[str]:
        """Return what each of many texts says."""
        joined = SEPARATOR.join(raws)
        said = self.said(joined)
        if said is joined:
            return raws
        texts = said.split(SEPARATOR)
        return texts if len(texts) == len(raws) else [*map(self.said, raws)]

    def rewritten(self, raws: Sequence[str], news: Sequence[str]) -> Sequence[str]:
        """Return many raw texts, given what they say anew."""
        text = self(SEPARATOR.join(raws))
        if not text.layers:
            return news
        if text.text.count(SEPARATOR) == len(raws) - 1:
            return text.rewritten(SEPARATOR.join(news)).split(SEPARATOR)
        return [self(raw).rewritten(new) for raw, new in zip(raws, news, strict=True)]


PLAIN = Escapes()
"""Reads a text that may hold any escapes."""
