"""What a check reports: findings, and the two errors that are never findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from aws_job_conformance.text import cut, printable

Grade = Literal["error", "warning", "note"]
Tier = Literal["documented", "observed", "inferred"]

GRADES: tuple[Grade, ...] = ("error", "warning", "note")


class SuiteError(Exception):
    """The suite itself is wrong: never a finding about the target."""


class InputError(ValueError):
    """What the caller gave cannot be used; the message says what, where and the fix."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One promise that a response or a history does not keep.

    operation: `service:Operation`. law: the kind of the law, or `schema`, or `wire`. pointer: a
    JSON Pointer (RFC 6901) into the response or the body; for a body that is no JSON, empty. poll:
    from 1 in a history, None for a response by itself. got and expected: JSON values. message: what
    broke, where, who promised it and what to do.
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

    def as_json(self) -> dict[str, Any]:
        """Return the finding as the JSON object that `--format json` prints."""
        return {name: getattr(self, name) for name in self.__slots__}

    def __str__(self) -> str:
        poll = "" if self.poll is None else f" poll {self.poll}"
        return f"{self.operation}{poll} · {self.message}"


def message(  # noqa: PLR0913 - the parts every finding states, by name
    *, where: str, what: str, law: str, tier: Tier, source: str, fix: str
) -> str:
    """Return the sentence of a finding: what, where, by whom it was promised, and the fix."""
    promised = ", ".join(part for part in (law, f"{tier}: {source}" if source else tier) if part)
    return printable(f"{cut(where)}: {what} ({promised}). {fix}".rstrip())


def failing(findings: Iterable[Finding], *, strict: bool = False) -> list[Finding]:
    """Return the findings that fail a run: errors, and with `strict` warnings too; never notes."""
    return [f for f in findings if f.grade == "error" or (strict and f.grade == "warning")]
