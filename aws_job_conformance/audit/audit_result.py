"""What an audit came to: the findings with their places, and what of the archive was judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from aws_job_conformance.core.findings import GRADES, Finding, Grade

Law = tuple[str, str, Grade]
"""What findings are counted by: operation, kind of law, grade."""


@dataclass(frozen=True, slots=True)
class AuditRules:
    """How an archive is judged.

    operation: whose polls are the lines that are responses by themselves. thorough: whether each
    line is read closely, keys that stand twice in it too. histories: whether jobs are followed from
    poll to poll. most: how many findings are kept. one_job: whether all polls are one job's.
    """

    operation: str | None = None
    thorough: bool = False
    histories: bool = True
    most: int = 1000
    one_job: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding, and where the poll stands that it is about.

    path: of the file, as it was given or found. at: the offset of the line in bytes, of what it is
    without compression; of a cassette the number of the interaction. line: its number from 1, where
    that is known.
    """

    finding: Finding
    path: str
    at: int
    line: int | None = None

    @property
    def where(self) -> str:
        """The place for a person: `polls.jsonl:12`; of a cassette its interaction."""
        by = f":{self.line}" if self.line is not None else f", interaction {self.at}"
        return f"{self.path}{by}"

    def as_json(self) -> dict[str, Any]:
        """Return the finding as `check` prints it, with its place in the archive."""
        place = {"path": self.path, "line": self.line, "offset": self.at}
        return self.finding.as_json() | {"place": place}


@dataclass(frozen=True, slots=True)
class PassedOver:
    """What of an archive was not judged, or not as it stands: why, how often, where first."""

    reason: str
    count: int
    first: str


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit came to.

    findings: by place, at most as many as were asked for; left: how many more there are. counts:
    of all findings. polls, jobs: judged, by operation. skipped: lines and files that were not
    judged. noticed: what was judged, but not as it stands. interrupted: whether somebody ended the
    audit before its time.
    """

    findings: tuple[Placed, ...]
    left: int
    counts: Mapping[Law, int]
    polls: Mapping[str, int]
    jobs: Mapping[str, int]
    skipped: tuple[PassedOver, ...]
    noticed: tuple[PassedOver, ...]
    interrupted: bool = False

    def grades(self) -> dict[Grade, int]:
        """Return how many findings there are of each grade."""
        found = dict.fromkeys(GRADES, 0)
        for (_, _, grade), count in self.counts.items():
            found[grade] += count
        return found

    def by_law(self) -> Iterator[tuple[str, str, Grade, int]]:
        """Yield operation, kind of law, grade and count, the gravest of an operation first."""
        for (operation, law, grade), count in sorted(
            self.counts.items(), key=lambda one: (one[0][0], GRADES.index(one[0][2]), one[0][1])
        ):
            yield operation, law, grade, count


@dataclass
class Gathered:
    """An audit while it goes on; two of them can be joined, and one can travel to a process."""

    most: int
    findings: list[Placed] = field(default_factory=list)
    counts: Counter[Law] = field(default_factory=Counter)
    polls: Counter[str] = field(default_factory=Counter)
    jobs: Counter[str] = field(default_factory=Counter)
    skipped: dict[str, PassedOver] = field(default_factory=dict)
    noticed: dict[str, PassedOver] = field(default_factory=dict)

    def add(self, found: Iterable[Placed]) -> None:
        """Take note of findings; no more of them are kept than were asked for."""
        for placed in found:
            one = placed.finding
            self.counts[one.operation, one.law, one.grade] += 1 + one.more
            if len(self.findings) < self.most:
                self.findings.append(placed)

    def skip(self, reason: str, where: str, count: int = 1) -> None:
        """Take note of what was not judged."""
        self._note(self.skipped, PassedOver(reason, count, where))

    def notice(self, reason: str, where: str, count: int = 1) -> None:
        """Take note of what was judged, but not as it stands."""
        self._note(self.noticed, PassedOver(reason, count, where))

    @staticmethod
    def _note(notes: dict[str, PassedOver], new: PassedOver) -> None:
        old = notes.get(new.reason)
        notes[new.reason] = new if old is None else replace(old, count=old.count + new.count)

    def join(self, other: Gathered) -> None:
        """Take note of all that another one has gathered."""
        self.counts += other.counts
        self.polls += other.polls
        self.jobs += other.jobs
        self.findings += other.findings[: max(0, self.most - len(self.findings))]
        for notes, more in ((self.skipped, other.skipped), (self.noticed, other.noticed)):
            for one in more.values():
                self._note(notes, one)

    def audited(self, findings: Iterable[Placed], *, interrupted: bool) -> Audited:
        """Return what came of it. findings: those that were kept, in their order."""
        kept = tuple(findings)
        shown = sum(1 + one.finding.more for one in kept)
        return Audited(
            findings=kept,
            left=sum(self.counts.values()) - shown,
            counts=dict(self.counts),
            polls=dict(self.polls),
            jobs=dict(self.jobs),
            skipped=tuple(self.skipped[name] for name in sorted(self.skipped)),
            noticed=tuple(self.noticed[name] for name in sorted(self.noticed)),
            interrupted=interrupted,
        )
