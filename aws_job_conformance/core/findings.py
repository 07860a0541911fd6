"""What a check reports: findings, and the two errors that are never findings."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from aws_job_conformance.core.text import cut, plural, printable

Grade = Literal["error", "warning", "note"]
Tier = Literal["documented", "observed", "inferred"]

GRADES: tuple[Grade, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Finding:
    """One promise that a response or a history does not keep.

    operation: `service:Operation`. law: the kind of the law, or `schema`, or `wire`. pointer: a
    JSON Pointer (RFC 6901) into the response or the body; for a body that is no JSON, empty. poll:
    from 1 in a history, None for a response by itself. got and expected: JSON values. message: what
    broke, where, who promised it and what to do. more: how many others of the same kind, at
    the same kind of place, were left out after this one.
    """

    operation: str
    law: str
    grade: Grade
    tier: Tier
    pointer: str
    poll: int | None
    got: Any
    expected: Any
    source: str
    message: str
    more: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the finding as the JSON object that `--format json` prints; `more` if there is."""
        names = [name for name in self.__slots__ if name != "more" or self.more]
        return {name: getattr(self, name) for name in names}

    def __str__(self) -> str:
        poll = "" if self.poll is None else f" poll {self.poll}"
        more = f" And {self.more:,} more like it." if self.more else ""
        return printable(f"{self.operation}{poll} · {self.message}{more}")


def message(  # noqa: PLR0913 - the parts every finding states, by name
    *, where: str, what: str, law: str, tier: Tier, source: str, fix: str
) -> str:
    """Return the sentence of a finding: what, where, by whom it was promised, and the fix."""
    promised = ", ".join(part for part in (law, f"{tier}: {source}" if source else tier) if part)
    return printable(f"{cut(where)}: {what} ({promised}). {fix}".rstrip())


@dataclass(frozen=True, slots=True)
class FindingWords:
    """The sentence of a finding in its parts: where, what, and the fix; any may be empty."""

    where: str
    what: str
    fix: str


def words(finding: Finding) -> FindingWords:
    """Return the parts of a finding's sentence, as `message` put them together.

    Where a sentence was made otherwise, all of it is what.
    """
    said = finding.message
    before, found, _ = said.partition(f" ({finding.law}, {finding.tier}")
    where, told, what = before.partition(": ")
    if not found or not told:
        return FindingWords("", said, "")
    end = _closed(said, len(before) + 1)
    return FindingWords(where, what, said[end:].removeprefix(".").strip())


def _closed(text: str, start: int) -> int:
    """Return where the bracket that opens at `start` is closed; the end, where it never is."""
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] == "(") - (text[at] == ")")
        if not depth:
            return at + 1
    return len(text)


def count(findings: Iterable[Finding]) -> dict[Grade, int]:
    """Return how many findings there are of each grade, those that were left out too."""
    found = dict.fromkeys(GRADES, 0)
    for finding in findings:
        found[finding.grade] += 1 + finding.more
    return found


def tell(findings: Iterable[Finding]) -> str:
    """Return how many findings there are of each grade that has any, in words."""
    return ", ".join(plural(number, grade) for grade, number in count(findings).items() if number)


def failing(findings: Iterable[Finding], *, strict: bool = False) -> list[Finding]:
    """Return the findings that fail a run: errors, and with `strict` warnings too; never notes."""
    return [f for f in findings if f.grade == "error" or (strict and f.grade == "warning")]
