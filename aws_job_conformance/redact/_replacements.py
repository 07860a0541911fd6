"""Words of secrets and what replaces them: of the same shape, in the same order, never the same.

A word is a run of letters, digits and the like; what stands between words is kept. What replaces a
word follows from its shape, and from its place among the other words of that shape, alone: nobody
can try secrets until one fits.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress, islice
from operator import eq

from aws_job_conformance.redact import _text_spans, _word_shapes
from aws_job_conformance.redact._joined_text import Pieces
from aws_job_conformance.redact._word_bag import WordBag
from aws_job_conformance.redact._word_blocks import WordBlocks
from aws_job_conformance.redact._words import chunks, words_and_gaps

_SEEN = 1 << 14
_MANY, _FEW = 128, 8
_AT_ONCE = 1 << 11


Group = str | tuple[str, ...] | WordBlocks
"""The words of one shape in ascending order: one, as most long ones are alone, a few, or many."""


def _all(group: Group) -> tuple[str, ...] | WordBlocks:
    return (group,) if isinstance(group, str) else group


def _rank(words: Sequence[str], word: str) -> int | None:
    at = bisect_left(words, word)
    return at if at < len(words) and words[at] == word else None


@dataclass(frozen=True, slots=True, eq=False)
class Words(Mapping[str, str]):
    """What replaces each word: sorted words by shape, as what replaces one follows from its rank.

    That takes half the room of a dictionary with a text for each word, of which there may be a
    million; those asked for last are kept ready. narrow: words for which their shape has no room.
    gaps: by shape, the ranks of words that have a meaning to a reader, and that no secret becomes.
    """

    wide: Mapping[str, Group]
    narrow: Mapping[str, Group]
    gaps: Mapping[str, Sequence[int]]
    seen: dict[str, str] = field(default_factory=dict, repr=False)
    names: dict[str, _word_shapes.Names] = field(default_factory=dict, repr=False)

    def __getitem__(self, word: str) -> str:
        new = self.seen.get(word)
        if new is None:
            new = self._find(word)
            if len(self.seen) >= _SEEN:
                self.seen.clear()
            self.seen[word] = new
        return new

    def _find(self, word: str) -> str:
        shape, gaps = _word_shapes.shape(word), self.gaps
        group = self.wide.get(shape)
        if group is None:
            shape, gaps = _word_shapes.shape(word, exact=True), {}
            group = self.narrow[shape]
        words = _all(group)
        rank = words.rank(word) if isinstance(words, WordBlocks) else _rank(words, word)
        if rank is None:
            raise KeyError(shape)
        return self._name(shape, len(words), _passing(rank, gaps.get(shape, ())))

    def learn(self, words: Collection[str]) -> None:
        """Make ready what replaces many words: together that takes a third of the time."""
        new = set(words)
        new.difference_update(self.seen)
        if len(self.seen) + len(new) > _SEEN:
            self.seen.clear()
            new.update(words)
        for shape, group in _listed(sorted(new)).items():
            if shape in self.wide:
                self._learn(shape, group, self.wide[shape], self.gaps.get(shape, ()))
            else:
                for one, some in _listed(group, exact=True).items():
                    self._learn(one, some, self.narrow[one], ())

    def _learn(self, shape: str, some: list[str], group: Group, gaps: Sequence[int]) -> None:
        """Make ready what replaces some words of a shape, which are sorted."""
        if isinstance(group, WordBlocks) and _word_shapes.is_number(shape):
            news = _word_shapes.numbers(shape, group.ranks(some))
            self.seen.update(zip(some, news, strict=True))
        elif isinstance(group, WordBlocks) and not gaps:
            names = self.names.get(shape)
            if names is None:
                names = self.names[shape] = _word_shapes.Names(shape)
            self.seen.update(zip(some, names.many(group.ranks(some)), strict=True))
        else:
            self.seen.update((word, self._find(word)) for word in some)

    def _name(self, shape: str, count: int, rank: int) -> str:
        if count < _MANY or _word_shapes.is_number(shape):
            return _word_shapes.nth(shape, rank)
        names = self.names.get(shape)
        if names is None:
            names = self.names[shape] = _word_shapes.Names(shape)
        return names.nth(rank)

    def __iter__(self) -> Iterator[str]:
        groups = chain(self.wide.values(), self.narrow.values())
        return chain.from_iterable(map(_all, groups))

    def __len__(self) -> int:
        return sum(len(_all(g)) for groups in (self.wide, self.narrow) for g in groups.values())

    def rewritten(self, text: str, stays: Sequence[tuple[int, int]] = ()) -> str:
        """Return a text of the same length with each word of it replaced, but for what stays.

        stays: parts of it, sorted and joined; a word ends where one begins.
        """
        pieces = Pieces()
        for part in chunks(_text_spans.hidden(text, stays)):
            some, gaps = words_and_gaps(part)
            self.learn(some)
            both = [""] * (len(some) + len(gaps))
            both[::2] = gaps
            both[1::2] = map(self.seen.__getitem__, some)
            pieces.add("".join(both))
        return _text_spans.restored(pieces.joined(), text, stays)

    def is_fixed(self) -> bool:
        """Return whether each word is replaced by itself."""
        return all(
            self._is_fixed(shape, _all(group), gaps.get(shape, ()))
            for groups, gaps in ((self.wide, self.gaps), (self.narrow, {}))
            for shape, group in groups.items()
        )

    def _is_fixed(
        self, shape: str, group: tuple[str, ...] | WordBlocks, gaps: Sequence[int]
    ) -> bool:
        if _word_shapes.is_number(shape):  # no number is reserved
            return all(map(eq, group, _word_shapes.numbers(shape, range(len(group)))))
        if len(group) >= _MANY and not gaps:
            return all(map(eq, group, chain.from_iterable(_word_shapes.Names(shape).rows())))
        return all(
            word == self._name(shape, len(group), _passing(at, gaps))
            for at, word in enumerate(group)
        )


def assign(words: Iterable[str] | WordBag, reserved: Collection[str] = ()) -> Words:
    """Return what replaces each word; a bag of them is empty then.

    Words of one shape are replaced in their order, by the first ones of that shape. reserved: words
    with a meaning to a reader, such as a status, which no secret becomes.
    """
    wide: dict[str, Group] = {}
    narrow: dict[str, Group] = {}
    gaps = _gaps(reserved)
    bag = words if isinstance(words, WordBag) else WordBag(words)
    for shape, group in _by_shape(bag.taken()).items():
        if _word_shapes.has(shape, _passing(len(_all(group)) - 1, gaps.get(shape, ()))):
            wide[shape] = group
        else:  # a narrower shape has always room
            narrow |= _by_shape(_all(group), exact=True)
    return Words(wide, narrow, gaps)


def _listed(words: Sequence[str], *, exact: bool = False) -> dict[str, list[str]]:
    """Return a few sorted words by their shapes."""
    shapes = _word_shapes.shapes(words, exact=exact)
    few = {*shapes}
    if len(few) <= _FEW:  # each word is asked for each shape, in no time
        return {one: [*compress(words, map(one.__eq__, shapes))] for one in few}
    groups: dict[str, list[str]] = {}
    for word, shape in zip(words, shapes, strict=True):
        groups.setdefault(shape, []).append(word)
    return groups


def _by_shape(words: Iterable[str], *, exact: bool = False) -> dict[str, Group]:
    """Return sorted words by their shapes."""
    groups: dict[str, Group] = {}
    waiting: dict[str, list[str]] = {}
    rest = iter(words)
    while some := [*islice(rest, _AT_ONCE)]:
        for shape, more in _listed(some, exact=exact).items():
            if shape not in groups:
                groups[shape] = more.pop(0)
            group = waiting.setdefault(shape, [])
            group += more
            if len(group) >= _MANY:
                groups[shape] = _longer(groups[shape], group)
                waiting[shape] = []
    for shape, group in waiting.items():
        groups[shape] = _longer(groups[shape], group)
    return groups


def _longer(group: Group, words: list[str]) -> Group:
    """Return a group with more words behind its own."""
    if isinstance(group, WordBlocks):
        group.extend(words)
        return group
    every = (*_all(group), *words)
    return every if len(every) < _MANY else WordBlocks.of(every)


def _gaps(reserved: Iterable[str]) -> dict[str, Sequence[int]]:
    """Return by shape the ranks, sorted, of the words that no secret becomes."""
    ranks: dict[str, list[int]] = defaultdict(list)
    for word in reserved:
        if all(map(_word_shapes.kind, word)) and not word.isdigit():
            shape = _word_shapes.shape(word, exact=True)
            rank = _word_shapes.rank(shape, word)
            if rank is not None:
                ranks[shape].append(rank)
    return {shape: sorted(some) for shape, some in ranks.items()}


def _passing(rank: int, gaps: Sequence[int]) -> int:
    """Return a rank among all words of a shape, given that among those outside of the gaps."""
    for gap in gaps:
        rank += gap <= rank
    return rank
