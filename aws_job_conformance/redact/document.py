"""A message, or a part of one, as a text with tokens in it that can be written anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from aws_job_conformance.redact.layers import EVERYWHERE, Layer, Text, unwrapped
from aws_job_conformance.secret_forms import Span

Role = Literal["secret", "open", "public"]
"""All of it is secret; it may hold secrets; it is a word of the service's own, and stays."""

Pieces = Callable[[Sequence[str]], list[str]]
"""Given what stands for each character of a token, what stands for each of its raw text."""


@dataclass(frozen=True, slots=True)
class Token:
    """One text or number in a document. ranges: where it stands there; text: as it is meant."""

    role: Role
    ranges: tuple[Span, ...]
    text: str
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Document:
    """A text and the tokens in it; what lies between them stays. encode: makes bytes of it."""

    text: str
    tokens: tuple[Token, ...]
    encode: Callable[[str], bytes] = field(default=lambda text: text.encode("utf-8", ESCAPE))

    def written(self, new: Iterable[Sequence[str] | None]) -> str:
        """Return the text with, for each token, a piece for each of its characters; None: as is."""
        out = list(self.text)
        for token, pieces in zip(self.tokens, new, strict=True):
            if pieces is not None:
                raw = iter(token.pieces(pieces))
                for start, end in token.ranges:
                    out[start:end] = [next(raw) for _ in range(start, end)]
        return "".join(out)


ESCAPE = "surrogateescape"
"""How bytes that are no UTF-8 pass through a text, and come out as they were."""


def token(
    role: Role,
    text: str,
    *ranges: Span,
    base: Iterable[Callable[[str], Layer | None]] = (),
    readers: Sequence[Callable[[str], Layer | None]] = EVERYWHERE,
) -> Token:
    """Return the token at ranges of a document's text.

    base: what reads the escapes of the document itself, once. readers: what may be found inside.
    """
    raw = Text("".join(text[start:end] for start, end in ranges))
    for reader in base:
        raw = raw.read(reader)
    meant = unwrapped(raw, readers)
    return Token(role, ranges, meant.text, meant.written)
