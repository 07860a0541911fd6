"""Write docs/evidence/waiters.md: what `waiters --check` finds in botocore's waiters and Airflow's.

`python tests/foreign/waiters_page.py`; a test holds the page to a new run.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from pathlib import Path

import disagreements
import extracts

from aws_job_conformance import linter

PAGE = Path(__file__).parents[2] / "docs" / "evidence" / "waiters.md"

_HEAD = """\
# Judged: the waiters of botocore and Airflow
Written by `python tests/foreign/waiters_page.py`. Every waiter is asked what it makes of each
status of its operation's contract, by botocore's own matchers; its paths, values and errors are
held against the service model. Errors are by a contract that somebody wrote, or by the model;
warnings by an inferred one; notes are what may be meant so. Each was read:
`tests/foreign/disagreements.toml` says who is right.

| waiters | {names} |
| --- | {lines} |
{rows}

The first row is what `aws-job-conformance waiters --check installed` counts (with no Airflow
installed), the second what `--check FOLDER` does on the waiters of Airflow's provider, which are
under the Apache License 2.0, Copyright The Apache Software Foundation;
`tests/foreign/extracts/airflow.json` is an extract of them, with its sums.

Who is right, of the {judged} findings: {right}.
"""
_COLUMNS = {
    "waiters": "in all",
    "written": "by a written contract",
    "inferred": "by an inferred one",
    "none": "of no job",
    "error": "errors",
    "warning": "warnings",
    "note": "notes",
}
_RIGHT = {
    "contract": "the contract {}",
    "other": "the waiter {}",
    "both": "both {} (the waiter is for something else, as its name says)",
    "open": "nobody can tell yet {}",
}


def page():
    """Return the page."""
    judged = {
        f"botocore {version('botocore')}": ("botocore", disagreements.judged("botocore")),
        _airflow(): ("airflow", disagreements.judged("airflow")),
    }
    rows = [_row(name, found) for name, (_, found) in judged.items()]
    rights = [
        disagreements.known()[_key(judge, one, finding)]["right"]
        for judge, found in judged.values()
        for one in found
        for finding in one.findings
    ]
    told = [_RIGHT[name].format(rights.count(name)) for name in _RIGHT if name in rights]
    head = _HEAD.format(
        names=" | ".join(_COLUMNS.values()),
        lines=" | ".join("---" for _ in _COLUMNS),
        rows="\n".join(rows),
        judged=len(rights),
        right=", ".join(told),
    )
    parts = [head]
    for name, (judge, found) in judged.items():
        parts += [f"## {name}: errors and warnings", *_waiters(judge, found)]
        parts += [f"## {name}: notes", _notes(judge, found)]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _airflow():
    told = json.loads(extracts.AIRFLOW.read_text())
    return f"apache-airflow-providers-amazon {told['version']}"


def _row(name, found):
    counts = linter.count(found)
    return "| " + " | ".join([name, *(str(counts[key]) for key in _COLUMNS)]) + " |"


def _key(judge, one, finding):
    return disagreements.Disagreement(
        judge, one.operation, finding.waiter, finding.kind, finding.values
    ).key


def _waiters(judge, found):
    """Yield each waiter that has an error or a warning, with what shows it."""
    for one in found:
        failing = linter.failing(one.findings)
        if not failing:
            continue
        lines = [f"### `{one.operation}` {one.waiter.name}"]
        for finding in failing:
            verdict = disagreements.known()[_key(judge, one, finding)]
            lines.append(f"- {finding.grade}: {finding.message}")
            lines.append(f"  Right: {verdict['right']}: {verdict['why']}.")
        shown = "\n".join(json.dumps(acceptor.data) for acceptor in one.waiter.acceptors)
        yield "\n".join([*lines, "", "```", shown, "```"])


def _notes(judge, found):
    rows = ["| waiter | what | values | right | why |", "| --- | --- | --- | --- | --- |"]
    for one in found:
        for finding in one.findings:
            if finding.grade == "note":
                verdict = disagreements.known()[_key(judge, one, finding)]
                values = ", ".join(f"`{value}`" for value in finding.values if value) or "(empty)"
                cells = (
                    f"`{one.operation}` {one.waiter.name}",
                    finding.kind,
                    values,
                    verdict["right"],
                    verdict["why"],
                )
                rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


if __name__ == "__main__":
    PAGE.write_text(page())
    sys.exit(0)
