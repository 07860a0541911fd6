"""The one list of what is secret by its form, wherever it stands, and the one mask.

Findings, sentences and cassettes all go by it: a sentence shows `<kind>` in a secret's place, a
cassette another of the same shape. Every form takes time in proportion to the text, whatever it
is. Nothing but the standard library is imported: whatever tells of a stranger's value may use it.
"""

from __future__ import annotations

import re
import string
from array import array
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from aws_job_conformance.core import secret_addresses
from aws_job_conformance.core.form_list import forms
from aws_job_conformance.core.form_matches import FormMatches, trigger

Span = tuple[int, int]

COUNT_DIGITS = 10
"""A count of 32 bits has no more digits: what has is an account's, or a telephone's."""
Mark = tuple[int, int, str]


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

_S3_HOST = re.compile(r"\.s3[.-](?=[A-Za-z0-9-])", re.IGNORECASE)
_HOST_CHARS = frozenset(f"{string.ascii_letters}{string.digits}._-")


def _buckets(text: str) -> Iterator[Span]:
    """Yield what stands before `.s3.` or `.s3-` in a host: a bucket, or an access point."""
    last = 0
    for host in _S3_HOST.finditer(text):
        start = host.start()
        while start > last and text[start - 1] in _HOST_CHARS:
            start -= 1
        if start < host.start():
            yield start, host.start()
        last = host.start()


@lru_cache(maxsize=1)
def _trigger() -> re.Pattern[str]:
    return trigger(forms(), re.escape("arn:aws"), "://", re.escape(".s3"))


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


def streams(text: str) -> tuple[list[array[int]], list[array[int]]]:
    """Return the secret spans of a long text, and those that stay, form by form.

    What is kept is not yet taken out. Each array has the starts and ends of spans, one behind the
    other, in four bytes each: where every word is an address, tuples take fifty times the text.
    """
    secret: list[array[int]] = []
    kept: list[array[int]] = []
    for addresses in secret_addresses.by_kind(text):
        one, other = array("I"), array("I")
        for address in addresses:
            for spans, into in ((address.secret, one), (address.kept, other)):
                for span in spans:
                    into.extend(span)
        secret.append(one)
        kept.append(other)
    matches = FormMatches(text)
    for form in forms():
        one, other = array("I"), array("I")
        for match in matches.of(form):
            span = match.span(match.lastgroup or 0)
            one.extend(span)
            if match.start() < span[0]:
                other.extend((match.start(), span[0]))
        secret.append(one)
        kept.append(other)
    one = array("I")
    for span in _buckets(text) if ".s3" in matches.folded else ():
        one.extend(span)
    return [some for some in (*secret, one) if some], [some for some in kept if some]


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
