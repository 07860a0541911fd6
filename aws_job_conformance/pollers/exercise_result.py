"""What a poller did with each history, and the table of it, which prints itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.text import plural
from aws_job_conformance.pollers.coverage import TrialHistory

_FEW_FAULTS = 10


@dataclass(frozen=True, slots=True)
class PlayedTrial:
    """What came of one history. did: in a few words. polls: how many answers the poller got.

    fault: what is wrong with that, with the fix; None where nothing is.
    """

    trial: TrialHistory
    did: str
    polls: int
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Exercised:
    """A poller on trial: what it did, ending by ending; `str` of it is the table.

    expected: of each ending what a right poller does. planned: how many histories there are.
    stuck: where the poller hangs, if it could not be ended. real_waits: what waited for real.
    """

    contract: Contract
    expected: Mapping[str, str]
    played: tuple[PlayedTrial, ...]
    planned: int
    stuck: str | None = None
    real_waits: Mapping[str, float] | None = None

    @property
    def faults(self) -> tuple[PlayedTrial, ...]:
        """The shortest history of each fault, in the order of the endings."""
        found: dict[tuple[str, str], PlayedTrial] = {}
        for one in self.played:
            key = (one.trial.ending, one.did)
            first = found.setdefault(key, one) if one.fault else one
            if len(one.trial.history) < len(first.trial.history):
                found[key] = one
        return tuple(found.values())

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults and self.stuck is None

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the table: an ending, its tier, what is right, how many histories, what it did."""
        for ending, right in self.expected.items():
            here = [one for one in self.played if one.trial.ending == ending]
            did = Counter(one.did for one in here)
            yield {
                "ending": ending,
                "tier": self.contract.status.final_tier,
                "right": right,
                "histories": len(here),
                "did": dict(did),
            }

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        faults = [
            {"ending": f.trial.ending, "history": f.trial.shown, "did": f.did, "fault": f.fault}
            for f in self.faults
        ]
        return {
            "operation": self.contract.operation,
            "right": self.is_right,
            "played": len(self.played),
            "planned": self.planned,
            "endings": [*self.rows()],
            "faults": faults,
            "stuck": self.stuck,
        }

    def __str__(self) -> str:
        head = f"{self.contract.operation}: {plural(len(self.played), 'history')} played"
        if len(self.played) < self.planned:
            head += f" of {self.planned}, then the time was over"
        lines = [head, *_table([*self.rows()])]
        faults = self.faults
        lines += [f"wrong: {one.trial.shown}: {one.fault}" for one in faults[:_FEW_FAULTS]]
        if len(faults) > _FEW_FAULTS:
            lines.append(f"and {len(faults) - _FEW_FAULTS} more faults")
        if self.stuck is not None:
            lines.append(f"wrong: the poller cannot be ended. It hangs here:\n{self.stuck}")
        for where, seconds in (self.real_waits or {}).items():
            lines.append(f"note: it waited for real, {seconds:.1f} s, at {where}")
        return "\n".join(lines)


def _table(rows: list[dict[str, Any]]) -> Iterator[str]:
    cells = [("ending", "tier", "right", "histories", "what it did")]
    for row in rows:
        did = ", ".join(f"{what} {count}" for what, count in row["did"].items()) or "not played"
        cells.append((row["ending"], row["tier"], row["right"], str(row["histories"]), did))
    widths = [max(len(line[n]) for line in cells) for n in range(4)]
    for line in cells:
        left = "  ".join(text.ljust(width) for text, width in zip(line[:4], widths, strict=True))
        yield f"  {left}  {line[4]}"
