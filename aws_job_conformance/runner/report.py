"""The closing table of a run, and its findings as sentences."""

import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import get_args

from rich.console import Console
from rich.table import Table
from rich.text import Text

from aws_job_conformance.catalog import load
from aws_job_conformance.clients.agreement import Agreement
from aws_job_conformance.clients.defects import defects
from aws_job_conformance.core.findings import tell
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.shipped import names
from aws_job_conformance.core.text import printable, told
from aws_job_conformance.judge.results import Absence, Result, laws_of

_NOT_RUN = "not run"
_SERVICE = "{service}"
_COLOURS = {"error": "bold red", "warning": "yellow", "note": "dim"}
_ABSENT = "bold yellow"
_NARROWEST = 150
"""Columns that a row needs where an end and a finding are told; a narrower terminal folds it."""


def table(
    results: Iterable[Result],
    *,
    width: int,
    colour: bool,
    operations: Sequence[str] = (),
    recorded: Collection[str] = (),
) -> str:
    """Return the text a run ends with: a row per operation and origin, then each finding once.

    Origins are told apart, never added up; an operation without any evidence says so. operations:
    those the run is about, all where none are named. recorded: those with stories that the run
    could have selected.
    """
    found = sorted(results, key=lambda result: (result.operation, result.origin, result.story))
    rows = _rows(found, operations or names(), recorded)
    said = {**_told(found), **_absent(found)}
    lines = [_line(grade, sentence, stories) for (grade, sentence), stories in said.items()]
    return _printed(rows, *lines, width=width, colour=colour)


def sentences(grade: str, said: Iterable[str], *, colour: bool) -> str:
    """Return the lines on what fails a run whatever it selected, or is good to know beside it.

    grade: `error` or `note`.
    """
    lines = [_line(grade, told(text)) for text in said]
    return _printed(*lines, width=_NARROWEST, colour=colour)


def agreements(found: Iterable[Agreement], *, width: int, colour: bool) -> str:
    """Return the table of clients by operations: how many responses each read, and disagreements.

    Below it stand what explains a disagreement that is known, and what did not run and why. A cell
    says how many responses were read and how many disagreements are unexplained; a client's run
    ends at its first.
    """
    told = list(found)
    names = list(dict.fromkeys(one.client for one in told))
    rows = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("operation", "protocol", *names):
        rows.add_column(printable(heading), no_wrap=True)
    cells = {(one.operation, one.protocol, one.client): _read(one) for one in told}
    for operation, protocol in dict.fromkeys((one.operation, one.protocol) for one in told):
        read = (cells.get((operation, protocol, name), "") for name in names)
        rows.add_row(operation, protocol, *read)
    lines = [_line("error", one.disagreement) for one in told if one.disagreement]
    lines += [_line(_NOT_RUN, why) for why in _whys(told)]
    explained = {one.client: one.version for one in told if one.explained}
    lines += [
        _line("known", f"{d.client} {explained[d.client]} ({', '.join(d.protocols)}): {d.why}")
        for d in defects()
        if d.client in explained
    ]
    return _printed(rows, *lines, width=width, colour=colour)


def _whys(told: Sequence[Agreement]) -> Iterator[str]:
    """Yield why what did not run did not; what differs by the service alone is one line."""
    whys: dict[tuple[str, str], dict[str, None]] = {}
    for one in told:
        if one.not_run:
            service = Operation(one.operation).service
            sentence = re.sub(rf"\b{re.escape(service)}\b", _SERVICE, one.not_run)
            whys.setdefault((one.client, sentence), {})[service] = None
    for (client, sentence), services in whys.items():
        named = ", ".join(services)
        yield f"{client}: {sentence.replace(_SERVICE, named)}"


def _read(one: Agreement) -> Text:
    if one.not_run is not None:
        return Text(_NOT_RUN, style=_ABSENT)
    if one.disagreement is not None:
        return Text(f"{one.examples} · 1", style=_COLOURS["error"])
    return Text(f"{one.examples} · 0" + (f" ({one.explained} known)" if one.explained else ""))


def _printed(*parts: Table | Text, width: int, colour: bool) -> str:
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(width, _NARROWEST),
        force_terminal=colour,
        no_color=not colour,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for part in parts:
        console.print(part, soft_wrap=isinstance(part, Text))
    return out.getvalue()


def _line(grade: str, sentence: str, stories: Sequence[str] = ()) -> Text:
    style = _ABSENT if grade in get_args(Absence) else _COLOURS.get(grade, "dim")
    line = Text(f"{grade}: ", style=style).append(printable(sentence), style="not bold")
    where = printable(", ".join(stories))
    return line.append(f"  [{where}]", style="dim") if stories else line


def _told(found: Sequence[Result]) -> dict[tuple[str, str], list[str]]:
    """Return each finding once, errors first, with the stories that show it and their origins."""
    told: dict[tuple[str, str], list[str]] = {}
    for grade in _COLOURS:
        for result in found:
            said = (str(finding) for finding in result.findings if finding.grade == grade)
            for sentence in dict.fromkeys(said):
                told.setdefault((grade, sentence), []).append(f"{result.origin}: {result.story}")
    return told


def _absent(found: Sequence[Result]) -> dict[tuple[str, str], list[str]]:
    """Return why there is nothing to judge: each reason once, with its operations and stories."""
    reasons: dict[tuple[str, str], list[Result]] = {}
    for result in found:
        if result.not_run is not None:
            reasons.setdefault((result.absent, result.not_run), []).append(result)
    said = {}
    for (state, reason), results in reasons.items():
        names = dict.fromkeys(r.operation for r in results if not _names(reason, r.operation))
        sentence = f"{', '.join(names)}: {reason}" if names else reason
        said[state, told(sentence)] = [f"{r.origin}: {r.story}" for r in results if r.story]
    return said


def _names(reason: str, operation: str) -> bool:
    """Return whether a sentence begins with an operation, and not with one whose name goes on."""
    rest = reason.removeprefix(operation)
    return rest != reason and not rest[:1].isalnum()


def _rows(found: Sequence[Result], operations: Sequence[str], recorded: Collection[str]) -> Table:
    rows = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    rows.add_column("operation", no_wrap=True)
    rows.add_column("evidence", no_wrap=True)
    for heading in ("schema", "laws applied", "history", "errors"):
        rows.add_column(heading, justify="right", no_wrap=True)
    rows.add_column("ends reached", min_width=len("ends reached"))
    rows.add_column("findings", no_wrap=True, min_width=len("1 error, 1 warning"))
    for (operation, origin), stories in groupby(found, key=lambda r: (r.operation, r.origin)):
        rows.add_row(*_row(operation, origin, list(stories)))
    told = {result.operation for result in found}
    for operation in operations:
        if operation not in told:
            why = "not selected" if operation in recorded else "no evidence"
            rows.add_row(printable(operation), Text(why, style="yellow"), "", "", "", "", "", "")
    return rows


def _row(operation: str, origin: str, stories: Sequence[Result]) -> tuple[str | Text, ...]:
    ran = [story for story in stories if story.not_run is None]
    if not ran:
        why = ": ".join(filter(None, (origin, stories[0].absent)))
        return (printable(operation), Text(printable(why), style="yellow"), *[""] * 6)
    contract = load(operation)
    applied = len({number for story in ran for number in story.applied})
    responses, fitting = sum(s.responses for s in ran), sum(s.fitting for s in ran)
    findings = [finding for story in ran for finding in story.findings]
    ends = dict.fromkeys(end for story in ran for end in story.ends(contract))
    told, is_failed = tell(findings), any(finding.grade == "error" for finding in findings)
    return (
        printable(operation),
        Text(printable(f"{origin} {len(ran)}")),
        f"{fitting}/{responses}" if responses else "-",
        f"{applied}/{len(laws_of(contract))}",
        f"{sum(s.steps for s in ran)} steps",
        str(sum(s.errors for s in ran)),
        Text(printable(", ".join(ends)) if ends else "-"),
        Text(told or "none", style=_COLOURS["error"] if is_failed else ""),
    )
