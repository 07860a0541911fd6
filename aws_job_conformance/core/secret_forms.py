"""Secret forms found and masked: what is secret by its form, wherever it stands.

Findings, sentences and cassettes all go by it: a sentence shows `<kind>` in a secret's place, a
cassette another of the same shape. Every form takes time in proportion to the text, whatever it
is. Nothing but the standard library is imported: whatever tells of a stranger's value may use it.
"""

from __future__ import annotations

import re
import string
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, starmap
from operator import add

from aws_job_conformance.core import secret_addresses
from aws_job_conformance.core.form_list import forms
from aws_job_conformance.core.form_matches import FormMatches, trigger

Span = tuple[int, int]

COUNT_DIGITS = 10
"""A count of 32 bits has no more digits: what has is an account's, or a telephone's."""
Mark = tuple[int, int, str]


_ON, _OFF = b"\x01", b"\x00"
_RUNS = re.compile(b"\x01++")


class Painted:
    """A row of places, of which some are painted: what many forms tell becomes as few spans.

    A byte a character, and to join, sort and cut spans is one look along the bytes, however many
    there are: as tuples they take ten times the time.
    """

    __slots__ = ("_row",)

    def __init__(self, size: int) -> None:
        """size: how many places there are."""
        self._row = bytearray(size)

    def add(self, spans: Iterable[Span]) -> None:
        """Paint spans, in any order; what is painted already stays so."""
        row = self._row
        for start, end in spans:
            if start < end:
                row[start:end] = _ON * (end - start)

    def clear(self, flat: array[int]) -> None:
        """Take spans out again, given as `spans` tells them."""
        row = self._row
        for start, end in zip(flat[::2], flat[1::2], strict=True):
            row[start:end] = _OFF * (end - start)

    def spans(self) -> array[int]:
        """Return what is painted as the starts and ends of spans, sorted, none next to another."""
        return array("I", [at for run in _RUNS.finditer(self._row) for at in run.span()])


@dataclass(frozen=True, slots=True)
class Found:
    """Parts of a text, as (start, end): what is secret in any text, what stays in any text.

    marks: what a sentence shows by its kind, as (start, end, kind), in the order of their starts.
    """

    secret: tuple[Span, ...] = ()
    kept: tuple[Span, ...] = ()
    marks: tuple[Mark, ...] = ()


_NOTHING = Found()
_SHORT = 256
_LEAST_KNOWN = 4

SEPARATOR = "\x1e"
"""What stands between many texts that are one: no letter, no sign, rare, and a space to `re`."""

_GAP = f'"\'<{9 * SEPARATOR}-----END"{SEPARATOR}'
"""What no form passes: each that goes on through one of these signs ends at another of them."""

_SIGNS = ("arn:aws", "://", ".s3")
"""One of them is in every address, in small letters."""

_S3_HOST = re.compile(r"\.s3[.-](?=[A-Za-z0-9-])", re.IGNORECASE)
_HOST_CHARS = f"{string.ascii_letters}{string.digits}._-"


def _buckets(text: str) -> Iterator[Span]:
    """Yield what stands before `.s3.` or `.s3-` in a host: a bucket, or an access point."""
    last = 0
    for host in _S3_HOST.finditer(text):
        end = host.start()
        start = last + len(text[last:end].rstrip(_HOST_CHARS))
        if start < end:
            yield start, end
        last = end


@lru_cache(maxsize=1)
def _trigger() -> re.Pattern[str]:
    return trigger(forms(), *map(re.escape, _SIGNS))


def found(text: str) -> Found:
    """Return what is secret in a text by its form, and what of a secret text stays."""
    if len(text) <= _SHORT and not _trigger().search(text.lower()):
        return _NOTHING
    secret, kept, marks = list[Span](), list[Span](), list[Mark]()
    for address in secret_addresses.every(text):
        secret += address.secret
        kept += address.kept
        marks += address.marks
    matches = FormMatches(text)
    for form in forms():
        for match in matches.of(form):
            start, end = match.span(match.lastgroup or 0)
            secret.append((start, end))
            kept.append((match.start(), start))
            marks.append((match.start() if form.whole else start, end, form.kind))
    for start, end in _buckets(text) if ".s3" in matches.folded else ():
        secret.append((start, end))
        marks.append((start, end, "bucket"))
    return Found(without(secret, kept), tuple(kept), tuple(sorted(marks)))


def streams(*texts: str) -> tuple[array[int], array[int]]:
    """Return the secret spans of long or many texts, and those that stay.

    Places are those in the texts joined by SEPARATOR; spans are sorted, none next to another, and
    of what is kept nothing is secret. Each array has the starts and ends of spans, one behind the
    other, in four bytes each: where every word is an address, tuples take fifty times the text.
    """
    text = SEPARATOR.join(texts)
    if len(text) <= _SHORT and not _trigger().search(text.lower()):
        return array("I"), array("I")
    matches, place = FormMatches(text), None
    if not (any(map(matches.holds, _SIGNS)) or any(map(matches.may_match, forms()))):
        return array("I"), array("I")
    secret, stays = Painted(len(text)), Painted(len(text))
    if len(texts) > 1:
        some = _around(texts, text, matches.hinted(forms(), _SIGNS))
        place = _Places(*zip(*some, strict=True))
        text = _GAP.join(one for one, _ in some)
        matches = FormMatches(text)
    for told in _told(text, matches):
        for parts in starmap(place, told) if place else told:
            secret.add(parts[0])
            stays.add(parts[1])
    kept = stays.spans()
    secret.clear(kept)
    return secret.spans(), kept


def _around(texts: Sequence[str], joined: str, hinted: Iterable[int]) -> list[tuple[str, int]]:
    """Return those of many texts, and where they begin, in which one of the places lies.

    joined: the texts with separators, in which the places are.
    """
    if joined.count(SEPARATOR) >= len(texts):  # a text has some itself
        begins = _begins(texts, SEPARATOR)
        known = {bisect_right(begins, at) - 1 for at in hinted}
        return [(texts[at], begins[at]) for at in sorted(known)]
    begun = sorted({joined.rfind(SEPARATOR, 0, at) + 1 for at in hinted})
    ends = [joined.find(SEPARATOR, at) for at in begun]
    return [(joined[a : b if b >= 0 else len(joined)], a) for a, b in zip(begun, ends, strict=True)]


def _begins(texts: Sequence[str], gap: str) -> list[int]:
    """Return where each text begins where all stand with gaps between them, and behind the last."""
    ends = accumulate(map(len, texts), initial=0)
    return [*map(add, ends, range(0, (len(texts) + 1) * len(gap), len(gap)))]


Told = tuple[Sequence[Span], Sequence[Span]]
"""What is secret of one match, and what of it stays."""


def _told(text: str, matches: FormMatches) -> Iterator[Iterator[Told]]:
    """Yield what addresses, each form and buckets tell of a text."""
    for addresses in secret_addresses.by_kind(text):
        yield ((secret, kept) for secret, kept, _ in addresses)
    for form in forms():
        named = ((match, match.span(match.lastgroup or 0)) for match in matches.of(form))
        yield (((span,), ((match.start(), span[0]),)) for match, span in named)
    yield (((span,), ()) for span in (_buckets(text) if ".s3" in matches.folded else ()))


class _Places:
    """Where a part of texts with gaps between them stands among all texts. stand: where they do."""

    def __init__(self, texts: Sequence[str], stand: Sequence[int]) -> None:
        self._begins = _begins(texts, _GAP)
        self._stand = stand

    def __call__(self, secret: Sequence[Span], kept: Sequence[Span]) -> Told:
        """Return what a match tells, there; nothing where what is secret is all in a gap."""
        placed = [self._placed(*span) for span in secret]
        if any(start < end for start, end in secret) and all(a == b for a, b in placed):
            return (), ()
        return placed, [self._placed(*span) for span in kept]

    def _placed(self, start: int, end: int) -> Span:
        which = bisect_right(self._begins, start) - 1
        stop = self._begins[which + 1] - len(_GAP)
        shift = self._begins[which] - self._stand[which]
        return min(start, stop) - shift, min(end, stop) - shift


def masked(text: str, known: Collection[str] = ()) -> str:
    """Return a text with the kind of each secret in its place, as `<key-id>` or `<arn>`.

    known: texts that are secret beside those that show it by their form.
    """
    for one in sorted(known, key=len, reverse=True):
        if len(one) >= _LEAST_KNOWN:
            text = text.replace(one, "<secret>")
    out: list[str] = []
    at = 0
    for start, end, kind in found(text).marks:
        if start >= at:
            out += [text[at:start], f"<{kind}>"]
        at = max(at, end)
    return "".join((*out, text[at:])) if out else text


def without(spans: Iterable[Span], gaps: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans, joined and sorted, without what lies in the gaps."""
    marks = [(at, step) for span in spans for at, step in ((span[0], 1), (span[1], -1))]
    marks += [(at, step) for gap in gaps for at, step in ((gap[0], -_FAR), (gap[1], _FAR))]
    out: list[Span] = []
    depth, begun = 0, 0
    for at, step in sorted(marks, key=lambda mark: mark[0]):
        if depth > 0 and at > begun:
            if out and out[-1][1] == begun:
                out[-1] = (out[-1][0], at)
            else:
                out.append((begun, at))
        depth += step
        begun = at
    return tuple(out)


_FAR = 1 << 40
