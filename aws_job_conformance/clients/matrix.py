"""The matrix of what SDKs make of hostile answers: as text, Markdown or JSON."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from aws_job_conformance.catalog import load
from aws_job_conformance.clients import columns, hostile, lacking
from aws_job_conformance.clients.hostile import RETRIES, Case, CaseResult, Column
from aws_job_conformance.clients.interface import NOT_JSON, alike
from aws_job_conformance.clients.lacking import Lack
from aws_job_conformance.clients.sdk_builds import SdkBuild
from aws_job_conformance.core import paths
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.findings import GRADES
from aws_job_conformance.core.text import printable
from aws_job_conformance.judge import check
from aws_job_conformance.protocol.http import HttpResponse

LEGEND = """\
= what was meant; error: it raised; {} silent, wrong: a value that was not meant, without an error
! not what a client has to do here; (…) why there is nothing: no such client, protocol or retries
check: the gravest finding of this project's check of the wire, which comes before any client\
""".splitlines()
_COLOURS = {"correct": "green", "error": "yellow", "silent": "bold red"}
_LONGEST = 44
_RETRIES = "retries: attempts, the longest delays between them, and what came of it"


@dataclass(frozen=True, slots=True)
class Matrix:
    """Cases, and what each client makes of them."""

    cases: tuple[Case, ...]
    columns: tuple[Column, ...]

    def shown(self, *, only_hurting: bool) -> list[Case]:
        """Return the cases; only_hurting: those that a client gets wrong in silence or must not."""
        return [case for case in self.cases if not only_hurting or self._hurts(case)]

    def _hurts(self, case: Case) -> bool:
        found = (column.results.get(case.name) for column in self.columns)
        return any(r is not None and not hostile.is_met(case, r.reading) for r in found)

    def lacks(self) -> list[Lack]:
        """Return why there are cells without a result, as far as that is known."""
        pairs = ((one, case) for one in self.columns for case in self.cases)
        empty = (pair for pair in pairs if not _is_read(*pair))
        found = (lacking.found(one.name, case.operation, case.protocol) for one, case in empty)
        return [*dict.fromkeys(lack for lack in found if lack is not None)]

    def changes(self) -> list[str]:
        """Return a sentence for each result that is not the recorded one."""
        return [sentence for sentence, _ in self._changes()]

    def _changes(self) -> Iterator[tuple[str, bool]]:
        for case in self.cases:
            for column in self.columns:
                now = column.results.get(case.name)
                sentence = None if now is None else hostile.changed(case, column.name, now)
                if now is not None and sentence is not None:
                    yield sentence, case.results[column.name].version == now.version

    def failures(self) -> list[str]:
        """Return why a run fails: a version that is not what it was, a program of the caller's.

        A newer version that differs is news, no failure. What the SDKs of others get wrong is not
        for their users to mend; what the caller's own program gets wrong is.
        """
        told = [sentence for sentence, same_version in self._changes() if same_version]
        own = [column for column in self.columns if column.own]
        told += [
            f"{column.name} reads none of these cases, so nothing is known of it"
            for column in own
            if not any(_is_read(column, case) for case in self.cases)
        ]
        return told + [
            f"{case.name}: {column.name} gives {cell(case, column.results[case.name])}, and has to"
            f" give what was meant ({case.source})"
            for column in own
            for case in self.cases
            if case.demand == "must-accept"
            and _is_read(column, case)
            and not hostile.is_met(case, column.results[case.name].reading)
        ]


def _is_read(column: Column, case: Case) -> bool:
    result = column.results.get(case.name)
    return result is not None and result.reading.kind != "unsupported"


@dataclass(frozen=True, slots=True)
class _Section:
    """A table of the matrix: its title, its headings, its rows of (text, style)."""

    title: str
    heading: tuple[str, ...]
    rows: tuple[tuple[tuple[str, str], ...], ...]


def of(
    protocol: str | None = None, programs: Iterable[str] = (), builds: Iterable[SdkBuild] = ()
) -> Matrix:
    """Return what the clients of this project, and the caller's programs, make of the cases now.

    A client that cannot be opened here is shown as it is recorded, and why it was not run is told.
    protocol: of the cases, None for all. programs: of the protocol of lines, each a command with
    its arguments. builds: SDKs that stand beside the pinned ones, built. Raises InputError for a
    protocol that has no cases, and where a program is gone.
    """
    if protocol not in (None, *hostile.PROTOCOLS):
        known = ", ".join(hostile.PROTOCOLS)
        raise InputError(f"there are no cases of {protocol}; give one of {known}")
    chosen = [c for c in hostile.all_cases() if protocol is None or c.protocol == protocol]
    return Matrix(tuple(chosen), tuple(columns.of(chosen, programs, builds)))


def cell(case: Case, result: CaseResult | None, client: str = "") -> str:
    """Return a result in a few characters; the legend says what they mean.

    client: by its name, whose known lacks say why there is none.
    """
    if result is None or result.reading.kind == "unsupported":
        return _empty(case, result, client)
    reading = result.reading
    verdict = hostile.verdict(case, reading)
    if verdict == "correct":
        told = "="
    elif verdict == "error":
        told = f"error {reading.error}"
    else:
        told = "{} silent" if reading.value == {} else f"wrong {_difference(case, reading.value)}"
    told += "" if hostile.is_met(case, reading) or case.demand == "may-reject" else " !"
    if result.attempts is None:
        return told
    slept = " + ".join(f"{delay:g}" for delay in result.delays)
    return f"{result.attempts} ({slept} s) {told}" if slept else f"{result.attempts} {told}"


def _empty(case: Case, result: CaseResult | None, client: str) -> str:
    said = "no retries" if result is None else result.reading.message or "unsupported"
    return lacking.cell(client, case.operation, case.protocol, _cut(said))


def _difference(case: Case, value: Any) -> str:
    """Return where a value is not what was meant, and what is there."""
    steps = paths.parse(case.at) if case.at else ()
    if case.meant is not None and case.meant.kind == "value":
        steps = _place(case.meant.value, value)
    found = paths.get(value, steps)
    where = f"{steps[-1]} " if steps else ""
    if found is None:
        return _cut(f"no {where}".rstrip())
    named = found.get(NOT_JSON) if isinstance(found, dict) else None
    return _cut(where + (named or json.dumps(found, ensure_ascii=False)))


def _place(meant: Any, value: Any, steps: paths.Steps = ()) -> paths.Steps:
    if isinstance(meant, dict) and isinstance(value, dict):
        for name in dict.fromkeys((*meant, *value)):
            if name not in meant or name not in value or not alike(meant[name], value[name]):
                return _place(meant.get(name), value.get(name), (*steps, name))
    return steps


def _cut(line: str) -> str:
    line = printable(line)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


@lru_cache(maxsize=512)
def grade(case: Case) -> str:
    """Return the grade of the gravest finding on the first answer that a client gives back."""
    if case.group == RETRIES:
        return ""
    message = next(answer for answer in case.answers if isinstance(answer, HttpResponse))
    contract = load(case.operation)
    found = check.check_wire(contract, message.body, headers=message.headers, status=message.status)
    return min((f.grade for f in found.findings), key=GRADES.index, default="")


def _heading(column: Column) -> str:
    return f"{column.name} {column.version}{'' if column.measured else ' (recorded)'}"


def _sections(matrix: Matrix, *, only_hurting: bool) -> Iterator[_Section]:
    shown = matrix.shown(only_hurting=only_hurting)
    heads = tuple(map(_heading, matrix.columns))
    for protocol in hostile.PROTOCOLS:
        for sender in hostile.SENDERS:
            if here := [c for c in shown if (c.group, c.sender) == (protocol, sender)]:
                rows = tuple(_row(matrix, case) for case in here)
                title = f"{protocol}, sent by {sender}"
                yield _Section(title, ("", "demand", "check", *heads), rows)
    yield _Section("counts", ("", *heads), tuple(_count_rows(matrix)))
    if here := [case for case in shown if case.group == RETRIES]:
        rows = tuple(_row(matrix, case) for case in here)
        yield _Section(_RETRIES, ("", *heads), rows)


def _row(matrix: Matrix, case: Case) -> tuple[tuple[str, str], ...]:
    found = [column.results.get(case.name) for column in matrix.columns]
    cells = [
        (cell(case, result, column.name), _style(case, result) if column.measured else "dim")
        for column, result in zip(matrix.columns, found, strict=True)
    ]
    if case.group == RETRIES:
        return ((case.id, ""), *cells)
    return ((case.id, ""), (case.demand, "dim"), (grade(case), "dim"), *cells)


def _style(case: Case, result: CaseResult | None) -> str:
    if result is None:
        return ""
    if not hostile.is_met(case, result.reading) and case.demand == "must-accept":
        return _COLOURS["silent"]
    return _COLOURS.get(hostile.verdict(case, result.reading), "")


def counts(matrix: Matrix, column: Column) -> dict[str, int]:
    """Return how often a client was correct, raised, or was wrong in silence; retries left out."""
    read = [(c, column.results[c.name]) for c in matrix.cases if c.name in column.results]
    found = [(case, result.reading) for case, result in read if case.group != RETRIES]
    verdicts = Counter(hostile.verdict(case, reading) for case, reading in found)
    unmet = sum(c.demand == "must-accept" and not hostile.is_met(c, r) for c, r in found)
    named = {verdict: verdicts[verdict] for verdict in ("correct", "error", "silent")}
    return {**named, "must-accept-not-met": unmet}


def _count_rows(matrix: Matrix) -> Iterator[tuple[tuple[str, str], ...]]:
    found = [counts(matrix, column) for column in matrix.columns]
    for name in ("correct", "error", "silent", "must-accept-not-met"):
        yield ((name, ""), *((str(each[name]), "") for each in found))


def print_text(matrix: Matrix, console: Console, *, only_hurting: bool = False) -> None:
    """Print the matrix as tables."""
    for section in _sections(matrix, only_hurting=only_hurting):
        console.print(printable(section.title), style="bold", highlight=False, markup=False)
        table = Table(box=None, pad_edge=False)
        for heading in section.heading:
            table.add_column(Text(printable(heading)))
        for row in section.rows:
            table.add_row(*(Text(printable(text), style=style) for text, style in row))
        console.print(table)
        console.print()
    for line in (*LEGEND, *_news(matrix)):
        console.print(printable(line), highlight=False, markup=False, emoji=False, soft_wrap=True)


def _news(matrix: Matrix) -> list[str]:
    changes = matrix.changes()
    news = [f"{c.name}: not run: {c.not_run}" for c in matrix.columns if c.not_run]
    news += [f"{lack.client} ({lack.cell}): {lack.why}" for lack in matrix.lacks()]
    return news + ([f"not as recorded: {len(changes)}", *changes] if changes else [])


def markdown(matrix: Matrix, *, only_hurting: bool = False) -> str:
    """Return the matrix as Markdown."""
    parts = []
    for section in _sections(matrix, only_hurting=only_hurting):
        rows = [[text for text, _ in row] for row in section.rows]
        rule = ["---"] * len(section.heading)
        table = "\n".join(map(_markdown_row, [section.heading, rule, *rows]))
        parts.append(f"## {section.title}\n\n{table}\n")
    return "\n".join([*parts, *(f"- {line}" for line in (*LEGEND, *_news(matrix)))]) + "\n"


def _markdown_row(cells: Sequence[str]) -> str:
    escaped = (printable(text).replace("\\", "\\\\").replace("|", "\\|") for text in cells)
    return "| " + " | ".join(escaped) + " |"


def data(matrix: Matrix, *, only_hurting: bool = False) -> dict[str, Any]:
    """Return the matrix as JSON values."""
    clients = [
        {"name": one.name, "version": one.version, "recorded": not one.measured}
        | {"not_run": one.not_run, **counts(matrix, one)}
        for one in matrix.columns
    ]
    return {
        "clients": clients,
        "cases": [_case_data(matrix, case) for case in matrix.shown(only_hurting=only_hurting)],
        "lacking": [asdict(lack) for lack in matrix.lacks()],
        "changed": matrix.changes(),
        "failures": matrix.failures(),
    }


_TOLD = ("group", "id", "about", "sender", "demand", "source", "operation")


def _case_data(matrix: Matrix, case: Case) -> dict[str, Any]:
    found = ((column, column.results.get(case.name)) for column in matrix.columns)
    return {name: getattr(case, name) for name in _TOLD} | {
        "meant": case.data["meant"],
        "check": grade(case) or None,
        "results": [
            {"client": column.name, "verdict": hostile.verdict(case, result.reading)}
            | hostile.as_data(case, result)
            for column, result in found
            if result is not None
        ],
    }
