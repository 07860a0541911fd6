"""What is said of a waiter: one value for each thing that is wrong with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from aws_job_conformance.core.findings import GRADES, Grade, Tier
from aws_job_conformance.core.secret_forms import masked
from aws_job_conformance.core.text import told

_Taken = Literal["ends-early", "fails-early", "failure-is-success", "success-is-failure"]
_Unknown = Literal[
    "no-such-value", "no-such-path", "no-such-state", "no-such-operation", "no-such-error"
]
Kind = Literal["never-ends", _Taken, _Unknown, "never-matches", "not-judged"]
"""never-ends: an end that no acceptor takes. ends-early, fails-early: an unfinished status taken
for an end, or for a failure. failure-is-success, success-is-failure: an end taken for the other.
no-such-…: what the service model does not have. never-matches: an acceptor that takes no answer.
not-judged: what could not be read, or is about another status than the contract's."""

_QUOTING = ("operation", "waiter", "pointer", "message")
"""What of a finding may have a stranger's words in it, beside its values."""


@dataclass(frozen=True, slots=True)
class WaiterFinding:
    """One thing that is wrong with a waiter.

    operation: `service:Operation`. waiter: its name. where: its file. pointer: a JSON Pointer
    (RFC 6901) into the file. values: the statuses, paths or codes it is about. tier, source: who
    promised it. message: what breaks, who promised it and what to do.
    """

    operation: str
    waiter: str
    where: str
    pointer: str
    kind: Kind
    grade: Grade
    tier: Tier
    values: tuple[str, ...]
    source: str
    message: str

    def as_json(self) -> dict[str, Any]:
        """Return the finding as the JSON object that `--format json` prints, secrets masked."""
        shown = {name: getattr(self, name) for name in self.__slots__}
        shown["values"] = [masked(value) for value in self.values]
        return shown | {name: masked(shown[name]) for name in _QUOTING}

    def __str__(self) -> str:
        return told(f"{self.operation} {self.waiter} · {self.message}")


def failing(findings: Iterable[WaiterFinding]) -> list[WaiterFinding]:
    """Return the findings that fail a run: errors and warnings, never notes."""
    return [found for found in findings if found.grade != GRADES[-1]]
