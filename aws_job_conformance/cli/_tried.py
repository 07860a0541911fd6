"""What came of each operation where it was tried: SDKs and the simulator, and servers of others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from aws_job_conformance.core.shipped import folder
from aws_job_conformance.core.text import plural

SERVERS = ("moto", "ministack", "LocalStack")
"""The servers of others: so the names of their pages in docs/evidence begin, in any case."""

_LAWS = re.compile(r"(\d+) of (\d+)")
_BELOW = "\n## Operations\n"


@dataclass(slots=True)
class ServerShown:
    """What a server showed of one operation, over all jobs that its page has a row of.

    ends: the final statuses seen. applied: the most laws that applied to a job. errors: findings.
    made: whether there was a job to show.
    """

    ends: dict[str, None] = field(default_factory=dict)
    applied: int = 0
    errors: int = 0
    made: bool = False

    @property
    def told(self) -> str:
        """What a cell says of it."""
        if not self.made:
            return "no job"
        ends = ", ".join(self.ends) or "no end"
        errors = f"; {plural(self.errors, 'error')}" if self.errors else ""
        return f"{ends}; {self.applied} laws{errors}"


@dataclass(frozen=True, slots=True)
class ServerPage:
    """The page about a server: its file, its version, and what it showed by operation."""

    name: str
    file: str
    version: str
    shown: Mapping[str, ServerShown]


def tried() -> Mapping[str, Any]:
    """Return what `python -m support.tried_operations` wrote: by operation, and the versions."""
    found: Mapping[str, Any] = orjson.loads((_evidence() / "tried.json").read_bytes())
    return found


def server_pages() -> dict[str, ServerPage]:
    """Return the newest page of each server that was asked, by the name in SERVERS."""
    pages = {path.stem: path for path in sorted(_evidence().glob("*.md"))}
    found = {}
    for server in SERVERS:
        own = [stem for stem in pages if stem.lower().startswith(f"{server.lower()}-")]
        if own:
            path = pages[max(own, key=_version)]
            version = path.stem.partition("-")[2]
            shown = _shown(path.read_text(encoding="utf-8"))
            found[server] = ServerPage(server, path.name, version, shown)
    return found


def _evidence() -> Path:
    return folder("docs") / "evidence"


def _version(stem: str) -> tuple[int, ...]:
    return tuple(int(digits) for digits in re.findall(r"\d+", stem.partition("-")[2]))


def _shown(text: str) -> dict[str, ServerShown]:
    """Return what the table of operations on a server's page says; an operation has a row a job."""
    found: dict[str, ServerShown] = {}
    for row in _rows(text):
        one = found.setdefault(row["operation"].partition(",")[0], ServerShown())
        laws = _LAWS.fullmatch(row["laws applied"])
        one.made = one.made or row["job"] == "made"
        one.applied = max(one.applied, int(laws[1]) if laws else 0)
        one.errors += int(row["error"] or 0)
        if row["ended in"] and not row["ended in"].startswith("not: "):
            one.ends[row["ended in"]] = None
    return found


def _rows(text: str) -> Iterator[dict[str, str]]:
    table = text.partition(_BELOW)[2].lstrip("\n").partition("\n\n")[0].splitlines()
    cells = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in table]
    for row in cells[2:]:
        yield dict(zip(cells[0], [*row, *[""] * len(cells[0])], strict=False))
