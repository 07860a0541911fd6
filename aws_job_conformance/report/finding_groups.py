"""Findings of a kind together: what is wrong once, with the places and the polls that show it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat

from aws_job_conformance.core import findings as findings_
from aws_job_conformance.core.findings import Finding, Grade, Tier
from aws_job_conformance.core.text import told
from aws_job_conformance.judge.job_walks import JobWalk
from aws_job_conformance.judge.results import Result

TIMELINES = 3
"""Places of a group that have a timeline: whoever has seen three alike knows how it looks."""

BEFORE, AFTER = 3, 2
"""Runs of a timeline beside the one that a finding is about; the first and the last stand too."""

_VALUE = re.compile(r'"[^"]*"|<[^>]*>|[0-9]+')
_POSITION = re.compile(r"/[0-9]+(?=/|$)")


@dataclass(frozen=True, slots=True)
class TimelineMark:
    """Successive polls that showed the same. first: the number of the first of them.

    is_here: whether the finding is about it. A mark without status stands for runs left out.
    """

    status: str
    first: int
    polls: int
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class FindingPlace:
    """Where a finding was made. poll: from 1; None for a response by itself. what: there."""

    origin: str
    story: str
    poll: int | None
    what: str
    timeline: tuple[TimelineMark, ...]


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings that differ in nothing but values and places. count: those left out too."""

    grade: Grade
    law: str
    tier: Tier
    pointer: str
    where: str
    what: str
    fix: str
    source: str
    count: int = 0
    places: tuple[FindingPlace, ...] = ()


def grouped(results: Iterable[Result]) -> Iterator[FindingGroup]:
    """Yield the findings of one operation's results in groups, the gravest and most frequent first.

    Each group is told by its first finding; each place has its own words and timeline.
    """
    groups: dict[tuple[str, ...], FindingGroup] = {}
    places: dict[tuple[str, ...], list[FindingPlace]] = {}
    for result in results:
        for finding, walk in _with_walks(result):
            said = findings_.words(finding)
            key = _key(finding, said)
            group = groups.get(key) or _group(finding, said)
            groups[key] = replace(group, count=group.count + 1 + finding.more)
            known = places.setdefault(key, [])
            known.append(_place(result, finding, said, walk if len(known) < TIMELINES else None))
    found = [replace(group, places=tuple(places[key])) for key, group in groups.items()]
    order = findings_.GRADES.index
    yield from sorted(found, key=lambda group: (order(group.grade), -group.count, group.where))


def _with_walks(result: Result) -> Iterator[tuple[Finding, JobWalk | None]]:
    """Yield each finding with the way of the job that it is about."""
    last = result.walks[-1] if result.walks else None
    walks = (walk for walk in result.walks for _ in range(walk.findings))
    return zip(result.findings, chain(walks, repeat(last)), strict=False)


def _key(finding: Finding, said: findings_.FindingWords) -> tuple[str, ...]:
    pointer = _POSITION.sub("/*", finding.pointer)
    what = _VALUE.sub("", said.what)
    return (finding.grade, finding.law, finding.source, pointer, what, said.fix)


def _group(finding: Finding, said: findings_.FindingWords) -> FindingGroup:
    law, pointer, source = told(finding.law), told(finding.pointer), told(finding.source)
    where, what, fix = told(said.where), told(said.what), told(said.fix)
    return FindingGroup(finding.grade, law, finding.tier, pointer, where, what, fix, source)


def _place(
    result: Result, finding: Finding, said: findings_.FindingWords, walk: JobWalk | None
) -> FindingPlace:
    origin, story, what = told(result.origin), told(result.story), told(said.what)
    marks = timeline(walk.runs if walk else (), finding.poll)
    return FindingPlace(origin, story, finding.poll, what, marks)


def timeline(runs: Sequence[tuple[str, int]], poll: int | None) -> tuple[TimelineMark, ...]:
    """Return what polls showed around one of them, as runs of the same status.

    poll: from 1, the one that is marked; None: none is. The runs next to it stand, and the first
    and the last; what is left out between them is one mark without a status.
    """
    marks: list[TimelineMark] = []
    number = 1
    for status, polls in runs:
        marks += _split(TimelineMark(told(status), number, polls), poll)
        number += polls
    here = next((place for place, mark in enumerate(marks) if mark.is_here), 0)
    low, high = max(1, here - BEFORE), min(len(marks) - 1, here + AFTER + 1)
    return (
        *marks[:1],
        *_left_out(marks[1:low]),
        *marks[low:high],
        *_left_out(marks[high:-1]),
        *(marks[-1:] if len(marks) > 1 else ()),
    )


def _split(mark: TimelineMark, poll: int | None) -> Iterator[TimelineMark]:
    """Yield a run as it is, or in up to three parts where the poll is one of many in it."""
    if poll is None or not mark.first <= poll < mark.first + mark.polls:
        yield mark
        return
    before, after = poll - mark.first, mark.first + mark.polls - poll - 1
    if before:
        yield replace(mark, polls=before)
    yield replace(mark, first=poll, polls=1, is_here=True)
    if after:
        yield replace(mark, first=poll + 1, polls=after)


def _left_out(marks: Sequence[TimelineMark]) -> Iterator[TimelineMark]:
    if len(marks) == 1:
        yield marks[0]
    elif marks:
        yield TimelineMark("", marks[0].first, sum(mark.polls for mark in marks))
