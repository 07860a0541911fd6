"""The rows of `list`: what each contract has, as JSON, and as lines no wider than a terminal.

The evidence for a contract beside its sources is counted: stories, what others published.
"""

import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.shipped import CLOSELY, folder
from aws_job_conformance.core.text import printable

HEADINGS = ("operation", "laws", "documented", "evidence", "ends in")
OF_ALL = ("operation", "status", "protocol", "contract")
_ORIGIN = re.compile(rb"^  origin: *([^#\n]*[^#\s])", re.MULTILINE)
_GAP = "  "
_NARROWEST = 40
"""Columns that what follows the first cells must have; with fewer it stands in its own line."""


@dataclass(frozen=True, slots=True)
class CountedEvidence:
    """How many stories of each origin an operation has, and responses of each corpus of others."""

    stories: Mapping[str, int]
    published: Mapping[str, int]

    @property
    def of_aws(self) -> int:
        """How many of them are AWS's: printed by it, or given by it to somebody's account."""
        told = (count for origin, count in self.stories.items() if origin.startswith("aws"))
        return sum(told) + sum(self.published.values())

    @property
    def ours(self) -> int:
        """How many are our own simulator's."""
        return sum(self.stories.values()) + sum(self.published.values()) - self.of_aws


def counted(operations: Iterable[str]) -> dict[str, CountedEvidence]:
    """Return what is counted of each operation that is named."""
    stories, published = _stories(), _published()
    return {
        name: CountedEvidence(stories.get(name, {}), published.get(name, {})) for name in operations
    }


def _stories() -> Mapping[str, Mapping[str, int]]:
    found: dict[str, Counter[str]] = {}
    for path in sorted(folder("cassettes").glob("*/*/*.yaml")):
        origin = _ORIGIN.search(path.read_bytes())
        operation = f"{path.parts[-3]}:{path.parts[-2]}"
        told = origin[1].decode() if origin else "unknown"
        found.setdefault(operation, Counter())[told] += 1
    return found


def _published() -> Mapping[str, Mapping[str, int]]:
    # Of the responses that docs/evidence/corpora.md was written of; its program counts them.
    return dict(orjson.loads((folder("docs") / "evidence" / "published.json").read_bytes()))


def summary(contract: Contract, evidence: CountedEvidence) -> dict[str, Any]:
    """Return what `list --format json` prints for a contract, with what stands behind it."""
    status, laws = contract.status, (*contract.laws, *contract.implied)
    told = {"stories": evidence.stories, "published": evidence.published}
    whose = {"of_aws": evidence.of_aws, "ours": evidence.ours}
    return {
        "operation": contract.operation,
        "best_kept": contract.operation in CLOSELY,
        "status": status.at,
        "unfinished": list(status.unfinished),
        "final": list(status.final),
        "laws": [_law(contract, law) for law in laws],
        "documented": sum(law.tier == "documented" for law in laws),
        "evidence": {name: dict(counts) for name, counts in told.items()} | whose,
        "retired": contract.retired,
        "same_shape": list(contract.same_shape),
    }


def _law(contract: Contract, law: Law) -> dict[str, Any]:
    source = contract.source(law.source)
    return {"kind": law.kind, "of": list(law.named), "tier": law.tier, "source": source}


def lines(rows: Sequence[Mapping[str, Any]], width: int) -> Iterator[str]:
    """Yield the table of these rows of `summary`, the best kept first.

    width: of the terminal, in columns.
    """
    ordered = sorted(rows, key=lambda row: not row["best_kept"])
    yield from laid_out(HEADINGS, [_cells(row) for row in ordered], width, beside=4)
    best = sum(row["best_kept"] for row in rows)
    yield ""
    yield from textwrap.wrap(
        f"The first {best} are the best kept. Evidence counts responses that AWS printed or an"
        " account gave (AWS), and stories recorded from our own simulator (ours). `--format json`"
        " has each law with its tier and its source, `show OPERATION` one contract.",
        width,
    )


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    ends = ", ".join(row["final"])
    retired = f"; retired by AWS on {row['retired']}" if row["retired"] else ""
    shared = f"; also checks {', '.join(row['same_shape'])}" if row["same_shape"] else ""
    counts = (str(len(row["laws"])), str(row["documented"]))
    return (row["operation"], *counts, _told(row["evidence"]), f"{ends}{retired}{shared}")


def _told(evidence: Mapping[str, Any]) -> str:
    counts = {"AWS": evidence["of_aws"], "ours": evidence["ours"]}
    return " ".join(f"{whose} {count}" for whose, count in counts.items() if count) or "none"


def laid_out(
    headings: Sequence[str], rows: Sequence[Sequence[str]], width: int, *, beside: int
) -> Iterator[str]:
    """Yield rows of texts below their headings, in lines of at most `width` columns.

    beside: how many cells of each row stand in columns; the rest of it follows them, or stands
    below where there is no room.
    """
    every = [headings, *rows]
    longest = [max(len(printable(row[place])) for row in every) for place in range(beside)]
    rests = [" · ".join(printable(cell) for cell in row[beside:]) for row in every]
    taken = sum(longest) + len(_GAP) * beside
    is_room = width - taken >= min(_NARROWEST, max(map(len, rests)))
    indent = taken if is_room else len(_GAP)
    for row, rest in zip(every, rests, strict=True):
        cells = [
            printable(cell).ljust(size) if place == 0 else printable(cell).rjust(size)
            for place, (cell, size) in enumerate(zip(row[:beside], longest, strict=True))
        ]
        told = textwrap.wrap(rest, max(width - indent, _NARROWEST), break_on_hyphens=False) or [""]
        first = _GAP.join(cells)
        yield (f"{first}{_GAP}{told.pop(0)}" if is_room else first).rstrip()
        yield from (f"{' ' * indent}{line}" for line in told)
