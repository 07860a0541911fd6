"""A message, or a part of one, as a text with tokens in it that can be written anew."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from operator import sub
from typing import Literal, Protocol

from aws_job_conformance.core.secret_forms import Span
from aws_job_conformance.redact._escapes import EVERYWHERE, Edit, Reader, Text, said, unwrapped
from aws_job_conformance.redact._joined_text import Pieces

Role = Literal["secret", "open", "public"]
"""All of it is secret; it may hold secrets; it is a word of the service's own, and stays."""

_ROLES: tuple[Role, ...] = ("secret", "open", "public")
_NUMBERS = {role: number for number, role in enumerate(_ROLES)}
_LARGE = 1 << 12
_SIGN = re.compile("[\\\\%&\x80-\U0010ffff]")
"""An escape begins with one of these: bytes beyond ASCII, each a character, may be UTF-8."""


class Meant(Protocol):
    """What a token says, and how it is written."""

    @property
    def text(self) -> str:
        """The text as it is meant."""

    def written(self, edits: Iterable[Edit]) -> Iterable[Edit]:
        """Return the edits of the raw text, given those of this text, in order."""

    def around(self, spans: Iterable[Span]) -> Iterable[Span]:
        """Return where spans of this text stand in the raw text."""


Parts = tuple[Sequence[int], Sequence[int]]
"""Where the parts of a token begin and where they end: none of them empty, and in order."""

Reading = Callable[[str], Meant]
"""What reads the raw text of a token."""


@dataclass(frozen=True, slots=True)
class Escapes:
    """What reads a text with its escapes.

    base: what reads those of the document itself, once. readers: what may be found inside.
    """

    base: Sequence[Reader] = ()
    readers: Sequence[Reader] = EVERYWHERE

    def said(self, raw: str) -> str:
        """Return what a text says, and nothing of how it is written."""
        return said(raw, self.base, self.readers) if _SIGN.search(raw) else raw

    def __call__(self, raw: str) -> Text:
        """Return what a text says."""
        text = Text(raw)
        if not _SIGN.search(raw):
            return text
        for reader in self.base:
            text = text.read(reader)
        return unwrapped(text, self.readers)


def _nothing(_: str) -> None:
    """Find nothing: in a document without a sign no token has one."""


PLAIN = Escapes()
"""Reads a text that may hold any escapes."""


class Tokens:
    """The tokens of a text, in its order; a token is where it stands, what it is, how it is read.

    Nine bytes each, as a body of ten megabytes may have five million. What a token says is read
    when it is asked for; how a large one is written is kept until `forget`, as that takes long.
    """

    __slots__ = ("_ends", "_kinds", "_large", "_parts", "_readings", "_starts", "_text")

    def __init__(self, text: str, *readings: Reading) -> None:
        self._text, self._readings = text, readings or (PLAIN,)
        self._kinds = bytearray()
        self._starts, self._ends = array("I"), array("I")
        self._parts: dict[int, Parts] = {}
        self._large: dict[int, Meant] = {}

    def add(self, role: Role, span: Span, how: int = 0) -> None:
        """Add a token that stands at a span. how: which of the readings reads it."""
        self._kinds.append(how << 2 | _NUMBERS[role])
        self._starts.append(span[0])
        self._ends.append(span[1])

    def add_parts(self, role: Role, parts: Parts, how: int = 0) -> None:
        """Add a token that stands in parts, one behind the other."""
        starts, ends = parts
        if len(starts) == 1:
            self.add(role, (starts[0], ends[0]), how)
        elif starts:
            self._parts[len(self)] = parts
            self.add(role, (starts[0], ends[-1]), how)

    def __len__(self) -> int:
        return len(self._kinds)

    def size(self, role: Role) -> int:
        """Return how many characters the tokens of a role take, at most."""
        ends = zip(self._kinds, self._starts, self._ends, strict=True)
        return sum(end - start for kind, start, end in ends if _ROLES[kind & 3] == role)

    def stand(self) -> Iterator[tuple[int, Role, Span | None]]:
        """Yield of each token its number, its role, and where it stands; None for one in parts."""
        parts = self._parts
        places = zip(self._kinds, self._starts, self._ends, strict=True)
        for at, (kind, start, end) in enumerate(places):
            yield at, _ROLES[kind & 3], None if parts and at in parts else (start, end)

    def ranges(self, at: int) -> Iterator[Span]:
        """Return where a token stands."""
        starts, ends = self._parts.get(at) or ((self._starts[at],), (self._ends[at],))
        return zip(starts, ends, strict=True)

    def told(self, *roles: Role) -> Iterator[tuple[int, Role, str, int]]:
        """Yield what each token of these roles says: its number, its role, its text, where it is.

        The last is -1 for one that has to be read: most say what stands there, and to make an
        object of each takes longer than all the rest.
        """
        wanted = {number: role for number, role in enumerate(_ROLES) if role in roles}
        text, starts, ends, parts = self._text, self._starts, self._ends, self._parts
        escapes = [one.said if isinstance(one, Escapes) else None for one in self._readings]
        has_sign = _SIGN.search if _SIGN.search(text) else _nothing
        for at, kind in enumerate(self._kinds):
            role = wanted.get(kind & 3)
            if role is None:
                continue
            start = starts[at]
            raw = text[start : ends[at]]
            reader = escapes[kind >> 2]
            if parts and at in parts:
                yield at, role, self.meant(at).text, -1
            elif reader is None:
                yield at, role, self._readings[kind >> 2](raw).text, -1
            elif has_sign(raw):
                yield at, role, reader(raw), -1
            else:
                yield at, role, raw, start

    def meant(self, at: int) -> Meant:
        """Return what a token says."""
        known = self._large.get(at)
        if known is not None:
            return known
        if self._parts and at in self._parts:
            pieces = Pieces()
            for start, end in self.ranges(at):
                pieces.add(self._text[start:end])
            raw = pieces.joined()
        else:
            raw = self._text[self._starts[at] : self._ends[at]]
        meant = self._readings[self._kinds[at] >> 2](raw)
        if len(raw) > _LARGE:
            self._large[at] = meant
        return meant

    def forget(self) -> None:
        """Forget how large tokens are written: that takes ten times the room of what they say."""
        self._large.clear()

    def written(self, at: int, edits: Iterable[Edit]) -> Iterator[Edit]:
        """Yield the edits of the document, given those of what a token says."""
        return self._outside(at, self.meant(at).written(edits))

    def around(self, at: int, spans: Iterable[Span]) -> Iterator[Span]:
        """Yield where spans of what a token says stand in the document."""
        around = self.meant(at).around(spans)
        for start, end, _ in self._outside(at, ((a, b, "") for a, b in around)):
            yield start, end

    def _outside(self, at: int, edits: Iterable[Edit]) -> Iterator[Edit]:
        if at in self._parts:
            return _apart(self._parts[at], edits)
        first = self._starts[at]
        return ((first + start, first + end, new) for start, end, new in edits)


def _apart(parts: Parts, edits: Iterable[Edit]) -> Iterator[Edit]:
    """Yield edits of a text that stands in parts, each inside one part of it."""
    starts, ends = parts
    sums = array("I", accumulate(map(sub, ends, starts), initial=0))
    for start, end, new in edits:
        is_each, at = len(new) == end - start, start
        while at < end:
            which = bisect_right(sums, at) - 1
            stop = min(end, sums[which + 1])
            there = starts[which] + at - sums[which]
            said = new[at - start : stop - start] if is_each else new if at == start else ""
            yield there, there + stop - at, said
            at = stop


@dataclass(frozen=True, slots=True)
class Document:
    """A text and the tokens in it; what lies between them stays.

    encode: makes bytes of it. is_cbor: whether its bytes were read as CBOR, each a character.
    """

    text: str
    tokens: Tokens
    encode: Callable[[str], bytes] = field(default=lambda text: text.encode("utf-8", ESCAPE))
    is_cbor: bool = False

    def written(self, edits: Iterable[Edit]) -> str:
        """Return the text with its edits, given in order, made."""
        pieces, at = Pieces(), 0
        for start, end, new in edits:
            pieces.add(self.text[at:start])
            pieces.add(new)
            at = end
        pieces.add(self.text[at:])
        return pieces.joined()


ESCAPE = "surrogateescape"
"""How bytes that are no UTF-8 pass through a text, and come out as they were."""
