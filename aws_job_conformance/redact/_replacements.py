"""Words of secrets and what replaces them: of the same shape, in the same order, never the same.

A word is a run of letters, digits and the like; what stands between words is kept. What replaces a
word follows from its shape, and from its place among the other words of that shape, alone: nobody
can try secrets until one fits.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from itertools import chain, repeat
from operator import eq

from aws_job_conformance.redact import _text_spans, _word_blocks, _word_shapes
from aws_job_conformance.redact._word_runs import chunks, gaps_and_words

_BLOCKS = 8
"""So many of them are named at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """What replaces each word: sorted words some hundreds a text, and beside it a text of the new.

    A dictionary with a text for each word, of which there may be a million, takes six times the
    room. A word and the one that replaces it are as long: they stand at one place of their texts.
    """

    known: _word_blocks.WordBlocks
    news: Sequence[str]

    def of(self, words: Iterable[str]) -> Mapping[str, str]:
        """Return what replaces many words: together that takes a third of the time."""
        found = dict.fromkeys(words, "")
        every, news = sorted(found), list[str]()
        for which, some in self.known.by_block(every):
            block, new, at = self.known.blocks[which], self.news[which], 0
            for word in some:  # sorted as well, so that a block is passed once
                at = block.index(f"\n{word}\n", at) + 1
                news.append(new[at : at + len(word)])
        found.update(zip(every, news, strict=True))
        return found

    def rewritten(self, text: str, stays: _text_spans.Flat = _text_spans.NOWHERE) -> str:
        """Return a text of the same length with each word of it replaced, but for what stays.

        stays: parts of it, sorted and joined; a word ends where one begins.
        """
        pieces = StringIO()
        for part in chunks(_text_spans.hidden(text, stays)):
            parts = gaps_and_words(part)
            known = self.of(parts[1::2])
            parts[1::2] = map(known.__getitem__, parts[1::2])
            pieces.write("".join(parts))
        return _text_spans.restored(pieces.getvalue(), text, stays)

    def is_fixed(self) -> bool:
        """Return whether each word is replaced by itself."""
        return all(map(eq, self.known.blocks, self.news))


def assign(words: Iterable[str] | _word_blocks.WordBag, reserved: Collection[str] = ()) -> Words:
    """Return what replaces each word; a bag of them is empty then.

    Words of one shape are replaced in their order, by the first ones of that shape. reserved: words
    with a meaning to a reader, such as a status, which no secret becomes.
    """
    bag = words if isinstance(words, _word_blocks.WordBag) else _word_blocks.WordBag(words)
    known, gaps = bag.taken(), _gaps(frozenset(reserved))
    naming = _Naming(gaps)
    news = naming.news(known)
    if narrow := naming.full:
        rest = {
            codes: some for codes, some in gaps.items() if _word_shapes.wide(codes) not in narrow
        }
        naming = _Naming(rest, narrow)
        news = naming.news(known)
        if naming.full:  # beyond ASCII a kind has more characters than are used
            news = _Naming(rest, narrow, naming.full).news(known)
    return Words(known, news)


class _Naming:
    """What gives words, which come in ascending order, the first ones of their shapes.

    gaps: by shape, the ranks of words that have a meaning to a reader, and that no secret becomes.
    narrow: shapes that have too few words for all, of which each is replaced within a narrower one.
    whole: narrower ones that have too few as well: any character of its kind may then stand for
    one. full: shapes of which that was seen.
    """

    def __init__(
        self,
        gaps: Mapping[str, Sequence[int]],
        narrow: Collection[str] = frozenset(),
        whole: Collection[str] = frozenset(),
    ) -> None:
        self.full: set[str] = set()
        self._gaps, self._narrow, self._whole = gaps, narrow, whole
        self._counts: dict[str, int] = {}

    def news(self, known: _word_blocks.WordBlocks) -> list[str]:
        """Return a text for each text of words, of those that replace them."""
        out: list[str] = []
        for first in range(0, len(known.blocks), _BLOCKS):
            blocks, at = known.blocks[first : first + _BLOCKS], 0
            named = self._named(_word_blocks.split(*blocks))
            for block in blocks:
                end = at + block.count("\n") - 1
                new = _word_blocks.joined(named[at:end])
                out.append(block if new == block else new)
                at = end
        return out

    def _named(self, words: Sequence[str]) -> list[str]:
        shapes = _word_shapes.shapes(words, self._narrow, self._whole)
        rows = {shape: self._next(shape, count) for shape, count in Counter(shapes).items()}
        return [*map(next, map(rows.__getitem__, shapes))]

    def _next(self, shape: str, count: int) -> Iterator[str]:
        """Return the next words of a shape, so many; of one that has no more, nothing."""
        first = self._counts.get(shape, 0)
        after = self._counts[shape] = first + count
        gaps = self._gaps.get(shape, ())
        if not _word_shapes.has(shape, _passing(after - 1, gaps)):
            self.full.add(shape)
        if self.full:  # then all is named once more, and the rest is only counted
            return repeat("")
        at, rows = _passing(first, gaps), list[Iterable[str]]()
        for gap in gaps[bisect_left(gaps, at) :]:
            some = min(gap - at, count)
            rows.append(_word_shapes.run(shape, at, some))
            at, count = gap + 1, count - some
        return chain(*rows, _word_shapes.run(shape, at, count))


@lru_cache(maxsize=64)
def _gaps(reserved: frozenset[str]) -> Mapping[str, Sequence[int]]:
    """Return by shape the ranks, sorted, of the words that no secret becomes."""
    ranks: dict[str, list[int]] = defaultdict(list)
    for word in reserved:
        if all(map(_word_shapes.kind, word)) and not word.isdigit():
            shape = _word_shapes.shape(word, exact=True)
            if (rank := _word_shapes.rank(shape, word)) is not None:
                ranks[shape].append(rank)
    return {shape: sorted(some) for shape, some in ranks.items()}


def _passing(rank: int, gaps: Sequence[int]) -> int:
    """Return a rank among all words of a shape, given that among those outside of the gaps."""
    for gap in gaps:
        rank += gap <= rank
    return rank
