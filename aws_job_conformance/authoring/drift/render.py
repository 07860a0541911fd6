"""A report of drift as text for a terminal, and as Markdown for an issue."""

import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Any

from aws_job_conformance.authoring.drift._compare import Report
from aws_job_conformance.authoring.drift._grades import KINDS, Change
from aws_job_conformance.core.findings import GRADES
from aws_job_conformance.core.text import cut, printable

_MOST = 60_000
"""Characters: GitHub takes 65,536 in the body of an issue."""
_SECTIONS = {"error": "Breaks callers", "warning": "May break callers", "note": "Breaks nobody"}
_HEAD = "| operation | where | change | what to do |\n| --- | --- | --- | --- |\n"
_NAMES = 5
_LONGEST = 2000
"""Of a line: names of members are a stranger's, and may be as long as a model."""

_LONG = 200
_MARKS = "\\|`*_<>[]"


def data(report: Report) -> dict[str, Any]:
    """Return the report as the JSON object that `--format json` prints."""
    return {
        "from": report.old,
        "to": report.new,
        "operations": report.operations,
        "status_unknown": list(report.unknown),
        "grades": report.grades,
        "kinds": report.kinds,
        "changes": [change.as_json() for change in report.changes],
    }


def summary(report: Report) -> str:
    """Return one sentence: what was compared, and how many changes of each grade there are."""
    counts = ", ".join(f"{n} {grade}{'' if n == 1 else 's'}" for grade, n in report.grades.items())
    return printable(
        f"botocore {report.old} to {report.new}:"
        f" {report.operations} operation{'' if report.operations == 1 else 's'} compared, {counts}"
    )


def text(report: Report) -> Iterator[str]:
    """Yield the lines for a terminal: each error and warning, the notes of an operation together.

    The summary is last, where a terminal ends.
    """
    for change in report.changes:
        if change.grade != "note":
            told = f"{change.grade}: {change} ({change.kind}). {change.fix}"
            yield cut(printable(told), _LONGEST)
    notes = [change for change in report.changes if change.grade == "note"]
    for operation, found in itertools.groupby(notes, lambda change: change.operation):
        kinds: dict[str, list[str]] = {}
        for change in found:
            kinds.setdefault(change.kind, []).append(change.path)
        together = "; ".join(_together(*one) for one in kinds.items())
        yield cut(printable(f"note: {operation}: {together}"), _LONGEST)
    yield from (_unknown(operation) for operation in report.unknown)
    yield summary(report)


def _together(kind: str, paths: list[str]) -> str:
    named = [path for path in paths if path]
    more = f" and {len(named) - _NAMES} more" if len(named) > _NAMES else ""
    return " ".join(part for part in (kind, f"{', '.join(named[:_NAMES])}{more}") if part)


def _unknown(operation: str) -> str:
    operation = printable(operation)
    return f"note: {operation}: where it tells a status is not known, so a new one is a new value"


def markdown(report: Report) -> str:
    """Return the report for an issue on GitHub: a section a grade, a row a change.

    What would not fit into an issue is counted, gravest changes kept.
    """
    out = f"## Drift of job operations\n\n{summary(report)}.\n"
    for operation in report.unknown:
        out += f"\n{_unknown(operation).removeprefix('note: ')}.\n"
    for grade in GRADES:
        if found := [change for change in report.changes if change.grade == grade]:
            out += _section(grade, found, _MOST - len(out))
    return out


def _section(grade: str, found: list[Change], room: int) -> str:
    rows = ""
    left = list(found)
    while left and len(rows) + len(row := _row(left[0])) <= room:
        rows += row
        left.pop(0)
    table = _HEAD + rows if rows else ""
    if left:
        counts = Counter(change.kind for change in left)
        kinds = ", ".join(f"{count} {kind}" for kind, count in counts.most_common())
        table += f"\nNo room here for {kinds}; `--format json` has them all.\n"
    heading = f"\n### {_SECTIONS[grade]}: {len(found)} {grade}{'' if len(found) == 1 else 's'}\n\n"
    if grade != "note":
        return heading + table
    return f"{heading}<details><summary>Show them</summary>\n\n{table}\n</details>\n"


def _row(change: Change) -> str:
    where = f"{'input ' if change.side == 'input' else ''}{change.path}"
    what = f"{_what(change)} ({change.kind})"
    cells = (_code(change.operation), _code(where) if where else "", what, printable(change.fix))
    return f"| {' | '.join(cells)} |\n"


def _what(change: Change) -> str:
    """Return the change with patterns as code, which Markdown leaves alone."""
    if not change.what.startswith(("the pattern", "has the pattern")):
        return _plain(change.what)
    both = (("was", change.was), ("is", change.now))
    return f"pattern {' and '.join(f'{word} {_code(_cut(v))}' for word, v in both if v)}"


def _cut(value: str) -> str:
    return printable(value if len(value) <= _LONG else f"{value[:_LONG]}…")


def _plain(value: str) -> str:
    return "".join(f"\\{mark}" if mark in _MARKS else mark for mark in _cut(value))


def _code(value: str) -> str:
    """Return a text as code in a cell of a table: a bar is escaped there, a backtick fenced."""
    fence, pad = ("``", " ") if "`" in value else ("`", "")
    bar = "\\|"
    return f"{fence}{pad}{printable(value).replace('|', bar)}{pad}{fence}"


def table() -> str:
    """Return the table of kinds and grades as Markdown, for the page that states it."""
    rows = [
        f"| `{name}` | {kind.grades[0]} | {kind.grades[1] or ''} | {kind.why} |\n"
        for name, kind in KINDS.items()
    ]
    head = "| kind | in a response | in what is given | because |\n| --- | --- | --- | --- |\n"
    return head + "".join(rows)
