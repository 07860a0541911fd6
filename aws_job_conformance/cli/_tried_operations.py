"""What came of each operation where it was tried: SDKs and the simulator, and servers of others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from aws_job_conformance.core.shipped import folder
from aws_job_conformance.core.text import plural

SERVERS = ("moto", "ministack", "LocalStack")
"""The servers of others: so the names of their pages in docs/evidence begin, in any case."""

_TABLE = re.compile(r"^\| operation \|.*\n(?:\|.*\n)+", re.MULTILINE)
_NAME = re.compile(r"\[(.*)\]\(.*\)")


@dataclass(frozen=True, slots=True)
class ServerShown:
    """What a server showed of one operation, as the row of its page says.

    ends: the final statuses seen. laws: how many applied, of how many. lacks: that the server has
    no such call, or could make no job; empty where there was one. errors: findings of that grade.
    """

    ends: str = ""
    laws: str = ""
    lacks: str = ""
    errors: int = 0

    @property
    def told(self) -> str:
        """What a cell says of it."""
        if self.lacks:
            return self.lacks
        errors = f"; {plural(self.errors, 'error')}" if self.errors else ""
        return f"{self.ends or 'no end'}; {self.laws} laws{errors}"


@dataclass(frozen=True, slots=True)
class ServerPage:
    """The page about a server: its file, its version, and what it showed by operation."""

    file: str
    version: str
    shown: Mapping[str, ServerShown]


def tried() -> Mapping[str, Any]:
    """Return what `python -m support.tried_operations` wrote: by operation, and the versions."""
    return dict(orjson.loads((_evidence() / "tried.json").read_bytes()))


def server_pages() -> dict[str, ServerPage]:
    """Return the newest page of each server that was asked, by the name in SERVERS."""
    pages = {path.stem: path for path in sorted(_evidence().glob("*.md"))}
    found = {}
    for server in SERVERS:
        if own := [stem for stem in pages if stem.lower().startswith(f"{server.lower()}-")]:
            path = pages[max(own, key=_version)]
            version = path.stem.partition("-")[2]
            shown = _shown(path.read_text(encoding="utf-8"))
            found[server] = ServerPage(path.name, version, shown)
    return found


def _evidence() -> Path:
    return folder("docs") / "evidence"


def _version(stem: str) -> tuple[int, ...]:
    return tuple(int(digits) for digits in re.findall(r"\d+", stem.partition("-")[2]))


def _shown(text: str) -> dict[str, ServerShown]:
    """Return what a server's page says: a row for each operation, and one for each finding."""
    rows = [row for table in _tables(text) for row in table]
    graded = (row["operation"] for row in rows if row.get("grade") == "error")
    wrong = Counter(_NAME.sub(r"\1", operation) for operation in graded)
    asked = (row for row in rows if "ends reached" in row)
    return {row["operation"]: _row_shown(row, wrong[row["operation"]]) for row in asked}


def _row_shown(row: Mapping[str, str], errors: int) -> ServerShown:
    ends, jobs = row["ends reached"].removeprefix("none"), row["jobs"]
    return ServerShown(ends, row["laws applied"], "" if jobs.isdecimal() else jobs, errors)


def _tables(text: str) -> Iterator[list[dict[str, str]]]:
    """Yield each table of a page that has a column of operations, a value a row."""
    for table in _TABLE.findall(text):
        lines = (line.strip("| ").split(" | ") for line in table.splitlines())
        heading, _, *rows = ([cell.strip() for cell in line] for line in lines)
        yield [dict(zip(heading, [*row, *[""] * len(heading)], strict=False)) for row in rows]
