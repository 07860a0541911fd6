"""The closing table of a run, and its findings as sentences."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from aws_job_conformance.contract import load, names
from aws_job_conformance.findings import GRADES
from aws_job_conformance.results import Result, laws_of

_COLOURS = {"error": "bold red", "warning": "yellow", "note": "dim"}
_NARROWEST = 124


def table(results: Iterable[Result], problems: Sequence[str], *, width: int, colour: bool) -> str:
    """Return the text a run ends with: a row per operation and origin, then each finding once.

    Origins are told apart, never added up; an operation without any evidence says so.
    """
    found = sorted(results, key=lambda result: (result.operation, result.origin, result.story))
    out = io.StringIO()
    console = Console(
        file=out, width=max(width, _NARROWEST), force_terminal=colour, no_color=not colour, highlight=False
    )
    console.print(_rows(found))
    for (grade, sentence), stories in _told(found).items():
        line = Text(f"{grade}: ", style=_COLOURS[grade]).append(sentence, style="not bold")
        line.append(f"  [{', '.join(stories)}]", style="dim")
        console.print(line, soft_wrap=True)
    for problem in problems:
        console.print(Text("error: cassette ", style="bold red").append(problem), soft_wrap=True)
    return out.getvalue()


def _told(found: Sequence[Result]) -> dict[tuple[str, str], list[str]]:
    """Return each finding once, errors first, with the stories that show it and their origins."""
    told: dict[tuple[str, str], list[str]] = {}
    for grade in GRADES:
        for result in found:
            for sentence in dict.fromkeys(str(f) for f in result.findings if f.grade == grade):
                told.setdefault((grade, sentence), []).append(f"{result.origin}: {result.story}")
    return told


def _rows(found: Sequence[Result]) -> Table:
    rows = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    rows.add_column("operation", no_wrap=True)
    rows.add_column("evidence", no_wrap=True)
    for heading in ("schema", "laws applied", "not", "history", "errors"):
        rows.add_column(heading, justify="right", no_wrap=True)
    rows.add_column("findings")
    for (operation, origin), stories in groupby(found, key=lambda r: (r.operation, r.origin)):
        rows.add_row(*_row(operation, origin, list(stories)))
    told = {result.operation for result in found}
    for operation in names():
        if operation not in told:
            rows.add_row(operation, Text("no evidence", style="yellow"), "", "", "", "", "", "")
    return rows


def _row(operation: str, origin: str, stories: Sequence[Result]) -> tuple[str | Text, ...]:
    ran = [story for story in stories if story.not_run is None]
    evidence = f"{origin} {len(ran)}"
    if not ran:
        return (operation, Text(f"{origin}: not run", style="yellow"), "", "", "", "", "", "")
    laws = len(laws_of(load(operation)))
    applied = len({number for story in ran for number in story.applied})
    responses, fitting = sum(s.responses for s in ran), sum(s.fitting for s in ran)
    counts = [sum(f.grade == grade for s in ran for f in s.findings) for grade in GRADES]
    told = ", ".join(f"{n} {g}{'' if n == 1 else 's'}" for n, g in zip(counts, GRADES, strict=True) if n)
    return (
        operation,
        evidence,
        f"{fitting}/{responses}" if responses else "–",
        f"{applied}/{laws}",
        str(laws - applied),
        f"{sum(s.steps for s in ran)} steps",
        str(sum(s.errors for s in ran)),
        Text(told or "none", style=_COLOURS["error"] if counts[0] else ""),
    )
