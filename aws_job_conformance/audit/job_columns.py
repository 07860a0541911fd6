"""The jobs of one part of an archive in columns, as they travel between processes."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from aws_job_conformance.audit.job_histories import Stretch


@dataclass(frozen=True, slots=True)
class PackedStretches:
    """Many stretches in a few objects: to pickle each of them costs as much as judging a poll.

    columns: what else a Stretch holds, one tuple each, in its order. counts: how many polls each
    has; polls: those of all.
    """

    columns: tuple[tuple[Any, ...], ...]
    counts: array[int]
    polls: array[int]

    def __iter__(self) -> Iterator[Stretch]:
        """Yield the stretches in their order."""
        before, after = self.columns[:3], self.columns[3:]
        at = 0
        for (operation, is_wire, job), count, told in zip(
            zip(*before, strict=True), self.counts, zip(*after, strict=True), strict=True
        ):
            yield Stretch(operation, is_wire, job, self.polls[at : at + count], *told)
            at += count


def packed(stretches: Iterable[Stretch]) -> PackedStretches:
    """Return stretches as they travel."""
    columns: list[tuple[Any, ...]] = [*zip(*stretches, strict=True)]
    if not columns:
        columns = [()] * len(Stretch._fields)
    every = columns.pop(Stretch._fields.index("polls"))
    polls = array("Q")
    for some in every:
        polls.extend(some)
    return PackedStretches(tuple(columns), array("Q", map(len, every)), polls)
