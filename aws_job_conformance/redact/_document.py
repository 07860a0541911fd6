"""A document, which is a message or a part of one: a text whose tokens can be written anew."""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from itertools import accumulate, compress
from typing import Literal, Protocol

from aws_job_conformance.core.secret_forms import SEPARATOR, Span
from aws_job_conformance.redact._escapes import PLAIN, Escapes, has_sign
from aws_job_conformance.redact._layers import Edit

Role = Literal["secret", "open", "public"]
"""All of it is secret; it may hold secrets; it is a word of the service's own, and stays."""

_HOW_OF = bytes(kind >> 2 for kind in range(256))
_ROLE_OF = bytes(kind & 3 for kind in range(256))
_KIND_OF = [bytes(how << 2 & 0xFF | role for how in range(256)) for role in range(4)]
_IN_PARTS = 0xFF
_IS = [bytes(how == one for one in range(256)) for how in range(256)]
"""By what reads a token, a table that makes 1 of it and 0 of all else."""

_NUMBERS: Mapping[Role, int] = {"secret": 0, "open": 1, "public": 2}
_TOKENS, _ROOM, _PART = 1 << 14, 1 << 17, 3
"""So many tokens are read at once, of so many characters, or an eighth of those that there are."""

Edits = tuple[Sequence[int], Sequence[int], Sequence[str]]
"""The edits of a text, in order: their starts, their ends, and what is new."""

Parts = tuple[Sequence[int], Sequence[int]]
"""Where the parts of a token begin and where they end: none of them empty, and in order."""


@dataclass(frozen=True, slots=True)
class Group:
    """Some tokens of one role that stand near each other. at: their numbers; texts: what they say.

    chunk: the first of the tokens, of any role, that stand there. raws: what stands there.
    """

    chunk: int
    role: Role
    at: Sequence[int]
    texts: Sequence[str]
    raws: Sequence[str]

    @property
    def number(self) -> int:
        """A number for each group of a document, in the order in which they come."""
        return 2 * self.chunk + (self.role == "open")

    def joined(self) -> str:
        """Return what all of them say."""
        return SEPARATOR.join(self.texts)

    def split(self, joined: str) -> Sequence[str]:
        """Return the texts of all, given them joined, each as long as it was."""
        news = joined.split(SEPARATOR)
        if len(news) == len(self.texts):
            return news
        ends = [*accumulate(len(text) + len(SEPARATOR) for text in self.texts)]
        return [joined[a : b - len(SEPARATOR)] for a, b in zip((0, *ends[:-1]), ends, strict=True)]


class TokenReading(Protocol):
    """What reads the raw texts of tokens: of many at once, as of each it takes too long."""

    def many(self, raws: Sequence[str], /) -> Sequence[str]:
        """Return what each of many texts says."""

    def rewritten(self, raws: Sequence[str], news: Sequence[str]) -> Sequence[str]:
        """Return many raw texts, given what they say anew, each character for one."""


class Tokens:
    """The tokens of a text, in its order; a token is where it stands, what it is, how it is read.

    Nine bytes each, as a body of ten megabytes may have five million. What they say is read when it
    is asked for, of many at a time: to make an object of each takes longer than all the rest.
    """

    __slots__ = ("_ends", "_kinds", "_parts", "_readings", "_starts", "_text")

    def __init__(self, text: str, *readings: TokenReading) -> None:
        self._text, self._readings = text, readings or (PLAIN,)
        self._kinds = bytearray()
        self._starts, self._ends = array("I"), array("I")
        self._parts: dict[int, Parts] = {}

    def add(self, role: Role, span: Span, how: int = 0) -> None:
        """Add a token that stands at a span. how: which of the readings reads it."""
        self._kinds.append(how << 2 | _NUMBERS[role])
        self._starts.append(span[0])
        self._ends.append(span[1])

    def extend(
        self, role: Role, starts: Iterable[int], ends: Sequence[int], hows: Iterable[int] = ()
    ) -> None:
        """Add many tokens of a role."""
        kinds = bytes(hows) or bytes(len(ends))
        self._kinds.extend(kinds.translate(_KIND_OF[_NUMBERS[role]]))
        self._starts.extend(starts)
        self._ends.extend(ends)

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

    def groups(self, *roles: Role) -> Iterator[Group]:
        """Yield the tokens of these roles, some at a time, in their order but for the roles."""
        wanted = [(_NUMBERS[role], role) for role in roles]
        for first, last in self._chunks():
            kinds = self._kinds[first:last].translate(_ROLE_OF)
            for number, role in wanted:
                every: Sequence[int] = range(first, last)
                if kinds.count(number) < len(kinds):
                    every = [at for at, kind in enumerate(kinds, first) if kind == number]
                if every:
                    raws = self._raws(every)
                    yield Group(first, role, every, self._read(every, raws), raws)

    def _chunks(self) -> Iterator[Span]:
        at, size = 0, len(self)
        while at < size:
            stop = min(at + max(_TOKENS, size >> _PART), size)
            room = self._starts[at] + max(_ROOM, len(self._text) >> _PART)
            stop = max(at + 1, bisect_right(self._ends, room, at, stop))
            yield at, stop
            at = stop

    def _raws(self, every: Sequence[int]) -> list[str]:
        text = self._text
        return [text[start:end] for start, end in zip(*self._stand(every), strict=True)]

    def _hows(self, every: Sequence[int]) -> bytes:
        """Return which of the readings reads each of some tokens; none those in parts."""
        if isinstance(every, range):
            hows = self._kinds[every.start : every.stop].translate(_HOW_OF)
        else:
            hows = bytearray(map(self._kinds.__getitem__, every)).translate(_HOW_OF)
        for k, at in enumerate(every) if self._parts else ():
            if at in self._parts:
                hows[k] = _IN_PARTS
        return bytes(hows)

    def _by_reading(self, every: Sequence[int], *columns: Sequence[str]) -> list[str]:
        """Return what tokens say, given what stands there, or that anew, given what they say too.

        Of a token in parts the last column stays as it is.
        """
        hows = self._hows(every)
        made: dict[int, Iterator[str]] = {}
        for how in {*hows}:
            some = columns
            if hows.count(how) < len(hows):
                only = hows.translate(_IS[how])
                some = tuple([*compress(column, only)] for column in columns)
            made[how] = iter(some[-1] if how == _IN_PARTS else _made(self._readings[how], *some))
        return [*map(next, map(made.__getitem__, hows))]

    def _read(self, every: Sequence[int], raws: Sequence[str]) -> Sequence[str]:
        """Return what tokens say."""
        if self._is_plain(every):
            return raws
        texts = self._by_reading(every, raws)
        for k, at in enumerate(every) if self._parts else ():
            if at in self._parts:
                (texts[k],) = self._reading(at).many([self._raw(at)])
        return texts

    def _is_plain(self, every: Sequence[int]) -> bool:
        """Return whether all tokens say what stands there."""
        if self._parts or not all(isinstance(one, Escapes) for one in self._readings):
            return False
        return not has_sign(self._text[self._starts[every[0]] : self._ends[every[-1]]])

    def edits(self, group: Group, news: Sequence[str]) -> Edits:
        """Return the edits of the document, given what tokens say anew, each character for one."""
        every, raws = group.at, news
        if group.texts is not group.raws:
            raws = self._by_reading(every, group.raws, news)
        starts, ends = self._stand(every)
        if self._parts.keys().isdisjoint(every):
            return starts, ends, raws
        edits: list[Edit] = []
        for at, edit in zip(every, zip(starts, ends, raws, strict=True), strict=True):
            if at in self._parts:
                new = self._reading(at).rewritten([self._raw(at)], edit[2:])
                edits += _apart(self._parts[at], new[0])
            else:
                edits.append(edit)
        return in_columns(edits)

    def _stand(self, every: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
        starts, ends = self._starts, self._ends
        if isinstance(every, range):
            return starts[every.start : every.stop], ends[every.start : every.stop]
        return [starts[at] for at in every], [ends[at] for at in every]

    def _reading(self, at: int) -> TokenReading:
        return self._readings[self._kinds[at] >> 2]

    def _raw(self, at: int) -> str:
        """Return what stands there of a token in parts."""
        pieces = StringIO()
        pieces.writelines(self._text[a:b] for a, b in zip(*self._parts[at], strict=True))
        return pieces.getvalue()

    def between(self) -> Iterator[str]:
        """Yield each text that stands between tokens, of those alike some only once."""
        text, last = self._text, 0
        for first in range(0, len(self), _TOKENS):
            starts = self._starts[first : first + _TOKENS]
            ends = self._ends[first : first + _TOKENS]
            yield from {text[a:b] for a, b in zip((last, *ends[:-1]), starts, strict=True)}
            last = ends[-1]
        for begun, ended in self._parts.values():
            yield from (text[a:b] for a, b in zip(ended[:-1], begun[1:], strict=True))
        yield text[last:]


def _made(reading: TokenReading, raws: Sequence[str], *news: Sequence[str]) -> Sequence[str]:
    return reading.rewritten(raws, *news) if news else reading.many(raws)


def in_columns(edits: Iterable[Edit]) -> Edits:
    """Return edits as their starts, their ends, and what is new."""
    starts, ends, news = [*zip(*edits, strict=True)] or ((), (), ())
    return starts, ends, news


def _apart(parts: Parts, new: str) -> Iterator[Edit]:
    """Yield the edits that put a text into parts, which are together as long as it is."""
    at = 0
    for start, end in zip(*parts, strict=True):
        yield start, end, new[at : at + end - start]
        at += end - start


@dataclass(frozen=True, slots=True)
class Document:
    """A text and the tokens in it; what lies between them stays.

    encode: makes bytes of it. is_cbor: whether its bytes were read as CBOR, each a character.
    named: the names that are the service's own wherever they stand, so that no secret becomes one.
    """

    text: str
    tokens: Tokens
    encode: Callable[[str], bytes] = field(default=lambda text: text.encode("utf-8", ESCAPE))
    is_cbor: bool = False
    named: frozenset[str] = frozenset()

    def written(self, edits: Iterable[Edits]) -> str:
        """Return the text with its edits, given in order and some at a time, made."""
        pieces, last = StringIO(), 0
        for starts, ends, news in filter(all, edits):
            both = [""] * (2 * len(starts))
            both[::2] = [self.text[a:b] for a, b in zip((last, *ends[:-1]), starts, strict=True)]
            both[1::2] = news
            pieces.write("".join(both))
            last = ends[-1] if ends else last
        pieces.write(self.text[last:])
        return pieces.getvalue()


ESCAPE = "surrogateescape"
"""How bytes that are no UTF-8 pass through a text, and come out as they were."""
