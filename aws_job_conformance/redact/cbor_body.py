"""The tokens of CBOR: whole or torn; what is written back differs in texts and numbers only."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Sequence
from functools import partial

from aws_job_conformance import paths
from aws_job_conformance.redact.document import Pieces, Role, Token, token
from aws_job_conformance.redact.layers import WITHOUT_LENGTH, utf8
from aws_job_conformance.redact.places import Places

_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _LIST, _MAP, _TAG, _SIMPLE = range(8)
_SHORT, _LONGEST, _INDEFINITE, _BREAK = 24, 27, 31, 0xFF
_INSTANT = 1
_DEEPEST = 200
_FLOATS = {2: ">e", 4: ">f", 8: ">d"}
_NOT_TEXT = 0.1


class _LostError(Exception):
    """A body goes on in a way that cannot be followed. at: from where on."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


def is_whole(body: bytes) -> bool:
    """Return whether bytes are one CBOR map with texts for keys, to their end."""
    walk = _Walk(body.decode("latin-1"), None)
    try:
        list(walk.item((), 0))
    except _LostError:
        return False
    return bool(body) and body[0] >> 5 == _MAP and walk.at == len(body)


def tokens(text: str, places: Places) -> Iterator[Token]:
    """Yield the tokens of a CBOR body, each byte of it a character; what is lost is one secret."""
    walk = _Walk(text, places)
    while walk.at < len(text):
        try:
            yield from walk.item((), 0)
        except _LostError as lost:
            span = (min(lost.at, len(text)), len(text))
            yield token("secret", text, span, base=(utf8,), readers=WITHOUT_LENGTH)
            return


class _Walk:
    """One pass over a body. Heads stay, whatever follows, so that it is read alike again."""

    def __init__(self, text: str, places: Places | None) -> None:
        self.text, self.places = text, places
        self.at = 0

    def item(self, steps: paths.Steps, depth: int, tag: int | None = None) -> Iterator[Token]:
        start = self.at
        if depth > _DEEPEST:
            raise _LostError(start)
        major, size = self.head()
        if major in (_UNSIGNED, _NEGATIVE):
            yield from self.integer(steps, start, major, tag)
        elif major in (_BYTES, _TEXT):
            yield from self.string(steps, major, size)
        elif major == _LIST:
            place = 0
            while not self.ends() if size is None else place < size:
                yield from self.item((*steps, place), depth + 1)
                place += 1
        elif major == _MAP:
            done = 0
            while not self.ends() if size is None else done < size:
                yield from self.member(steps, depth + 1)
                done += 1
        elif major == _TAG:
            yield from self.item(steps, depth + 1, size)
        else:
            yield from self.float(steps, start, tag)

    def member(self, steps: paths.Steps, depth: int) -> Iterator[Token]:
        start = self.at
        major, size = self.head()
        if major != _TEXT:
            self.at = start
            step = f"key {start}"
            yield from self.item((*steps, step), depth)
        else:
            spans = tuple(self.spans(major, size))
            step = self.read(spans)
            role = self.places.key((*steps, step)) if self.places else "open"
            yield self.string_token(role, spans)
        yield from self.item((*steps, step), depth)

    def head(self) -> tuple[int, int | None]:
        """Return the major type and the number of the next head; None for an indefinite length."""
        if self.at >= len(self.text):
            raise _LostError(self.at)
        first = ord(self.text[self.at])
        major, info = first >> 5, first & 31
        width = 0 if info < _SHORT else 1 << (info - _SHORT) if info <= _LONGEST else 0
        argument = self.text[self.at + 1 : self.at + 1 + width]
        is_indefinite = info == _INDEFINITE and major in (_BYTES, _TEXT, _LIST, _MAP)
        if len(argument) < width or (info > _LONGEST and not is_indefinite):
            raise _LostError(self.at + 1)
        self.at += 1 + width
        if is_indefinite:
            return major, None
        return major, int.from_bytes(argument.encode("latin-1")) if width else info

    def ends(self) -> bool:
        """Return whether the break of an indefinite length stands here, and pass it."""
        if self.at >= len(self.text):
            raise _LostError(self.at)
        is_break = ord(self.text[self.at]) == _BREAK
        self.at += is_break
        return is_break

    def spans(self, major: int, size: int | None) -> Iterator[tuple[int, int]]:
        """Yield where the pieces of a string are, the last perhaps cut off."""
        if size is not None:
            start = self.at
            self.at = min(start + size, len(self.text))
            yield start, self.at
            return
        while self.at < len(self.text) and not self.ends():
            start = self.at
            inner, length = self.head()
            if inner != major or length is None:
                self.at = start  # no piece: what comes is read as what follows the string
                return
            yield from self.spans(major, length)

    def read(self, spans: Sequence[tuple[int, int]]) -> str:
        raw = "".join(self.text[start:end] for start, end in spans)
        return raw.encode("latin-1").decode("utf-8", "surrogateescape")

    def string_token(self, role: Role, spans: Sequence[tuple[int, int]]) -> Token:
        return token(role, self.text, *spans, base=(utf8,), readers=WITHOUT_LENGTH)

    def string(self, steps: paths.Steps, major: int, size: int | None) -> Iterator[Token]:
        spans = tuple(self.spans(major, size))
        meant = self.read(spans)
        role = self.places.text(steps, meant) if self.places else "open"
        if major == _TEXT or _is_text(meant):
            yield self.string_token(role, spans)
        else:
            raw = "".join(self.text[start:end] for start, end in spans)
            pieces: Pieces = partial(_byte_pieces, raw)
            yield Token(role, spans, raw.encode("latin-1").hex(), pieces)

    def integer(
        self, steps: paths.Steps, start: int, major: int, tag: int | None
    ) -> Iterator[Token]:
        raw = self.text[start : self.at]
        width = len(raw) - 1
        number = int.from_bytes(raw[1:].encode("latin-1")) if width else ord(raw) & 31
        role = self.number(steps, tag)
        more = major == _NEGATIVE  # such a head holds -1 - n
        yield Token(role, ((start, self.at),), str(number + more), partial(_integer, raw, more))

    def float(self, steps: paths.Steps, start: int, tag: int | None) -> Iterator[Token]:
        raw = self.text[start + 1 : self.at]
        role = self.number(steps, tag)
        if role == "public" or len(raw) not in _FLOATS:
            return
        (number,) = struct.unpack(_FLOATS[len(raw)], raw.encode("latin-1"))
        if math.isfinite(number) and "e" not in repr(number):
            text = repr(abs(number))
            span = ((start + 1, self.at),)
            yield Token(role, span, text, partial(_float, raw, number < 0, text))

    def number(self, steps: paths.Steps, tag: int | None) -> Role:
        if self.places is None:
            return "open"
        role = self.places.number(steps)
        return "public" if tag == _INSTANT and role == "open" else role


def _is_text(meant: str) -> bool:
    """Return whether bytes read as UTF-8 are a text that somebody wrote."""
    strange = sum(not char.isprintable() and char not in "\t\r\n" for char in meant)
    return strange <= len(meant) * _NOT_TEXT


def _byte_pieces(raw: str, new: Sequence[str]) -> list[str]:
    digits = "".join(new)
    if len(digits) != 2 * len(raw) or "\0" in digits:
        return list(raw)
    return list(bytes.fromhex(digits).decode("latin-1"))


def _integer(raw: str, more: bool, new: Sequence[str]) -> list[str]:  # noqa: FBT001 - of `partial`
    digits = "".join(new)
    if not digits.isdigit():
        return list(raw)
    number, width = int(digits) - more, len(raw) - 1
    if not width:
        return [chr(ord(raw) & 0xE0 | number)]
    return [raw[0], *number.to_bytes(width).decode("latin-1")]


def _float(raw: str, negative: bool, text: str, new: Sequence[str]) -> list[str]:  # noqa: FBT001
    digits = "".join(new)
    if digits == text or "\0" in digits:
        return list(raw)
    number = -float(digits) if negative else float(digits)
    return list(struct.pack(_FLOATS[len(raw)], number).decode("latin-1"))
