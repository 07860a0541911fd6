"""What became of each file that `check` was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aws_job_conformance.baselines import finding_id
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.findings import Finding

if TYPE_CHECKING:
    from aws_job_conformance.judge.check import Verdict
    from aws_job_conformance.judge.poll import View
    from aws_job_conformance.protocol.bodies import Body


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding and its place. path: of the file, None of standard input. line: from 1."""

    finding: Finding
    path: str | None = None
    line: int | None = None

    @property
    def where(self) -> str:
        """The place for a person: `history.jsonl:2`; empty where there is no file."""
        if self.path is None:
            return ""
        return self.path if self.line is None else f"{self.path}:{self.line}"

    def as_json(self) -> dict[str, Any]:
        """Return the finding with its place, as `audit` prints it too."""
        return self.finding.as_json() | {"place": {"path": self.path, "line": self.line}}


@dataclass(frozen=True)
class CheckedFile:
    """A file that was checked. applied: how often each law did, None where nobody counted.

    judged: the verdict and the bodies, where they were kept for a report.
    """

    contract: Contract
    view: View
    file: str
    responses: int
    findings: tuple[PlacedFinding, ...]
    applied: Mapping[Law, int] | None
    judged: tuple[Verdict, Sequence[Body]] | None = None
    interrupted: bool = False

    def id(self, finding: Finding) -> str:
        """Return the name of a finding in a baseline."""
        return finding_id(finding, self.contract.root)


def placed(file: str, lines: Sequence[int], finding: Finding) -> PlacedFinding:
    """Return a finding with its place. lines: where each response of the file begins."""
    if file == "-":
        return PlacedFinding(finding)
    number = (finding.poll or 1) - 1
    return PlacedFinding(finding, file, lines[number] if number < len(lines) else None)
