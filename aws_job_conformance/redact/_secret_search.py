"""Every secret, looked for wherever nothing else tells that one stands there, in one pass.

Secrets may be as many and as long as the texts they are looked for in, and each may be written in a
dozen ways, so they are never put together: what a text can hold at all is noted first (`Grams`),
then each secret is made, and forgotten at once where its first letters are nowhere (`candidates`);
the few that are left are sought by how they begin (`Finder`).
"""

import base64
import re
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from aws_job_conformance.core.secret_forms import Painted, Span
from aws_job_conformance.redact import _word_shapes
from aws_job_conformance.redact._secret_prefilter import LONG, STARTS, Grams
from aws_job_conformance.redact._text_spans import Flat

GIANT = 1 << 12
"""From this length on a secret is sought by itself: there is room for few such."""

_CHUNK = 1 << 16
_PLACES = re.compile("(?<![0-9A-Za-z])[0-9A-Za-z]|[^0-9A-Za-z]", re.DOTALL)

Ways = Callable[[str], Iterable[str]]
"""The ways in which a text may be written, but base64. Texts that begin alike do so in each."""


def candidates(text: str, ways: Ways, grams: Grams) -> Iterator[str]:
    """Yield the ways to write a secret that may stand in the texts that were noted.

    Only where its first letters are found so is a long secret written in other ways at all.
    """
    if grams.may_begin(text):
        heads = ways(text[:LONG]) if len(text) > LONG else ()
        if len(text) <= LONG or any(grams.may_hold(way[:LONG]) for way in heads):
            yield from filter(grams.may_hold, ways(text))
    if len(text) >= LONG and grams.may_decode(text):
        yield from filter(grams.may_hold, in_base64(text))


class Finder:
    """Texts to be found in others; short ones only where they stand by themselves."""

    def __init__(self, texts: Iterable[str]) -> None:
        by_start: dict[str, list[str]] = defaultdict(list)
        short, giants = set(), []
        for text in set(texts):
            if len(text) < LONG:
                short.add(text)
            elif len(text) > GIANT:
                giants.append(text)
            else:
                by_start[text[:LONG]].append(text)
        self._short = frozenset(short)
        self._sizes = sorted({len(text) for text in short}, reverse=True)
        is_odd = any(text[0].isascii() and not text[0].isalnum() for text in short)
        self._places = _PLACES if is_odd else STARTS
        self._giants = sorted(giants)
        self._begun = {start: _Begun(group) for start, group in by_start.items()}

    def spans(self, text: str) -> Flat:
        """Return what of a text the texts cover, sorted and joined."""
        found = Painted(len(text))
        if self._short:
            found.add(self._by_themselves(text))
        if self._begun:
            found.add(self._inside(text))
        for giant in self._giants:
            found.add(_spans(giant, text))
        return found.spans()

    def _by_themselves(self, text: str) -> Iterator[Span]:
        for found in self._places.finditer(text):
            at = found.start()
            for size in self._sizes:  # the longest that stands here covers the others
                one = text[at : at + size]
                if len(one) == size and one in self._short and stands(one, text, at):
                    yield at, at + size
                    break

    def _inside(self, text: str) -> Iterator[Span]:
        begun, covered = self._begun, 0
        last = len(text) - LONG + 1
        for first in range(0, last, _CHUNK):
            hits = [
                at
                for at in range(first, min(first + _CHUNK, last))
                if text[at : at + LONG] in begun
            ]
            for at in hits:
                end = begun[text[at : at + LONG]].end(text, at, covered)
                if end > covered:
                    yield at, end
                    covered = end


class _Begun:
    """Texts that begin alike. The longest of them that stands at a place covers all others there.

    Sorted, a text that begins with another follows it, so the longest one that stands at a place is
    found by halves: the last one that is not after what stands there, or else one that it begins
    with. There may be thousands of those, one inside the other, so each knows its own, and one far
    down; a way along both is short.
    """

    __slots__ = ("_inner", "_jump", "_longest", "_size", "_texts")

    def __init__(self, texts: list[str]) -> None:
        self._texts = sorted(texts)
        self._longest = max(texts, key=len)
        self._size = len(self._longest)
        self._inner, self._jump = array("l"), array("l")
        if len(texts) == 1:
            return
        depths, chain = list[int](), list[int]()
        for at, text in enumerate(self._texts):
            while chain and not text.startswith(self._texts[chain[-1]]):
                chain.pop()
            inner = chain[-1] if chain else -1
            jump = self._jump[inner] if inner >= 0 else -1
            # As far down as the last two steps together, where those were as long: a skew list.
            depth = depths[inner] + 1 if inner >= 0 else 1
            if inner >= 0 and jump >= 0:
                further = self._jump[jump]
                below = depths[further] if further >= 0 else 0
                is_even = depths[inner] - depths[jump] == depths[jump] - below
                jump = further if is_even else inner
            else:
                jump = inner
            depths.append(depth)
            self._inner.append(inner)
            self._jump.append(jump)
            chain.append(at)

    def end(self, text: str, at: int, covered: int) -> int:
        """Return where the longest text ends that stands at a place; `covered` where none does.

        covered: nothing that ends before is of interest.
        """
        if at + self._size <= covered:
            return covered
        if text.startswith(self._longest, at):
            return at + self._size
        return at + self._search(text[at : at + self._size]) if self._inner else covered

    def _search(self, here: str) -> int:
        """Return how long the longest text is that a text begins with; 0 where there is none."""
        at = bisect_right(self._texts, here) - 1
        alike = _alike(self._texts[at], here) if at >= 0 else 0
        while at >= 0 and len(self._texts[at]) > alike:
            jump = self._jump[at]
            at = jump if jump >= 0 and len(self._texts[jump]) > alike else self._inner[at]
        return len(self._texts[at]) if at >= 0 else 0


def _alike(one: str, other: str) -> int:
    """Return with how many characters two texts begin alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _spans(giant: str, text: str) -> Iterator[Span]:
    """Yield where a long text stands in another; a row of those that overlap is one span.

    Two that overlap by half say that the text repeats itself at that distance, and so does all of
    the row: where that ends is seen at once, and looked for again is what stands behind.
    """
    size = len(giant)
    at = text.find(giant)
    while at >= 0:
        begun, following = at, text.find(giant, at + 1)
        step = following - at
        if following >= 0 and step <= size // 2:
            row = step + _goes_on(text, at, step)
            at += (row - size) // step * step
            following = text.find(giant, at + 1)
        yield begun, at + size
        at = following


def _goes_on(text: str, at: int, step: int) -> int:
    """Return how many characters from a place on are the same as those a step further on."""
    size = 0
    while True:
        part = text[at + size : at + size + _CHUNK]
        alike = _alike(part, text[at + size + step : at + size + step + _CHUNK])
        size += alike
        if alike < _CHUNK:
            return size


def stands(one: str, text: str, at: int) -> bool:
    """Return whether a secret that was seen at a place of a text is meant there."""
    if len(one) >= LONG:
        return True
    before, after = text[at - 1 : at] if at else "", text[at + len(one) : at + len(one) + 1]
    starts, ends = _word_shapes.kind(one[0]), _word_shapes.kind(one[-1])
    is_cut = (starts and before and _word_shapes.kind(before)) or (
        ends and after and _word_shapes.kind(after)
    )
    return not is_cut


def in_base64(text: str) -> Iterator[str]:
    """Yield what base64 makes of a text at each of three offsets, without what its neighbours mix.

    Both alphabets; only where enough is there, and is left, to be no accident.
    """
    if len(text) < LONG:
        return
    content = text.encode("utf-8", "surrogatepass")
    for offset in range(3):
        whole = base64.b64encode(b"\0" * offset + content).decode()
        first, last = -(-8 * offset // 6), 8 * (offset + len(content)) // 6
        if last - first >= LONG:
            yield whole[first:last]
            yield whole[first:last].replace("+", "-").replace("/", "_")
