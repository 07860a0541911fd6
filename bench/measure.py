"""Everything measured in the environment that runs this, as it is; `run.py` makes a fitting one."""

from __future__ import annotations

import argparse
import json
import os
import platform
from dataclasses import asdict
from pathlib import Path
from typing import Any

import auditing
import drawing
import hypothesis
import judging
import measuring
import picture
import polling
import redacting
import sending
import whole

from aws_job_conformance.clients.agreement import CLOSELY
from aws_job_conformance.clients.javascript import node_client
from aws_job_conformance.core.shipped import names

try:
    from hypothesis_jsonschema import from_schema
except ImportError:
    from_schema = None

_TOO_NEW = (6, 170, 10)
"""The first version of Hypothesis that hypothesis-jsonschema 0.23.1 fails with."""
_PROMISES = (
    drawing.PROMISES
    | judging.PROMISES
    | polling.PROMISES
    | sending.PROMISES
    | whole.PROMISES
    | auditing.PROMISES
)
_HERE = Path(__file__).resolve().parent


def main() -> None:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description="aws-job-conformance measured; takes minutes")
    parser.add_argument("--rounds", type=int, default=5, help="of which the median is told")
    parser.add_argument("--examples", type=int, default=200, help="of each work in a round")
    parser.add_argument("--format", choices=["table", "json"], default="table")
    parser.add_argument("--full", action="store_true", help="every contract, ten million polls")
    parser.add_argument("--quick", action="store_true", help="without what runs whole programs")
    parser.add_argument("--write", action="store_true", help="results.json and results.svg, too")
    asked = parser.parse_args()
    if asked.rounds < 1 or asked.examples < 2:  # noqa: PLR2004 - the first example is not clocked
        parser.error("give 1 round or more, and 2 examples or more")
    found = measured(asked.rounds, asked.examples, full=asked.full, quick=asked.quick)
    text = json.dumps(found, indent=1)
    if asked.write:
        (_HERE / "results.json").write_text(text + "\n")
        (_HERE / "results.svg").write_text(picture.svg(found))
    print(text if asked.format == "json" else "\n".join(table(found)))


def measured(rounds: int, examples: int, *, full: bool, quick: bool) -> dict[str, Any]:
    """Return where it was measured, the rows, and what was not measured and why."""
    operations = names() if full else CLOSELY
    benches: list[tuple[str, measuring.Once]] = [
        (f"{name}, {size}", judging.answer(name, size, examples))
        for name, sizes in judging.PAYLOADS.items()
        for size in sizes
    ]
    own = (drawing.history, drawing.violation, sending.encoding, sending.playing, whole.watching)
    benches += [(name, bench(name, examples)) for bench in own for name in operations]
    skipped = {}
    if examples < polling.LEAST:
        why = f"give --examples {polling.LEAST} or more"
        skipped |= dict.fromkeys(polling.PROMISES, why)
    else:
        trials = (polling.right, polling.stuck, polling.verdict)
        benches += [("sesv2:GetImportJob", trial("sesv2:GetImportJob")) for trial in trials]
    can_compare = from_schema is not None and hypothesis.__version_info__ < _TOO_NEW
    if not can_compare:
        why = "needs hypothesis-jsonschema, and hypothesis before 6.170.10; use bench/run.py"
        skipped[drawing.EQUAL] = why
    else:
        benches += [(name, drawing.response(name, examples, from_schema)) for name in operations]
    if why_not := node_client.available():
        skipped[sending.NODE] = why_not
    else:
        client = node_client.client()
        benches += [(name, sending.node(name, examples, client)) for name in operations]
    benches += [(name, redacting.redacting(name, 1000 * examples)) for name in redacting.BODIES]
    benches += [("sesv2:GetImportJob", whole.replaying("sesv2:GetImportJob"))]
    few: list[tuple[str, measuring.Once]] = []
    if quick:
        why = "left out with --quick"
        left = (whole.HELP, whole.FILE, whole.LIST, whole.MEMORY, whole.SUITE)
        skipped |= dict.fromkeys((*left, *auditing.PROMISES), why)
    else:
        polls = (*whole.POLLS, 10 * whole.POLLS[-1]) if full else whole.POLLS
        few = [("all", whole.starting()), ("all", whole.running())]
        few += [(f"{count:,} polls", whole.reading(count)) for count in polls]
        audited = whole.POLLS[-1]
        few += [(f"{audited:,} polls", auditing.auditing(audited))]
    # Of one round nothing is a median yet: none goes before it to load and compile.
    rows = [_judged(row) for row in measuring.rows(benches, rounds, warm=rounds > 1)]
    rows += [_judged(row) for row in measuring.rows(few, 1, warm=False)]
    compared = {row["operation"] for row in rows if row["what"] == drawing.EQUAL}
    for name in operations if can_compare else ():
        if name not in compared:
            skipped[f"{drawing.EQUAL}, {name}"] = "too few of equal bytes; give more --examples"
    python, version = platform.python_version(), hypothesis.__version__
    on = f"Python {python}, hypothesis {version}, {os.cpu_count()} cores"
    return {"on": on, "rounds": rounds, "examples": examples, "rows": rows, "skipped": skipped}


def _judged(row: dict[str, Any]) -> dict[str, Any]:
    promise = _PROMISES.get(row["what"])
    if promise is None:
        return row
    is_median = row["operation"] == "median of these"
    verdict = promise.verdict(row["median"], is_median=is_median)
    return {**row, **asdict(promise), "verdict": verdict}


def table(found: dict[str, Any]) -> list[str]:
    """Return the lines to print: median, lowest to highest, verdict, and what to read it with."""
    lines, last = [f"{found['on']}; {found['rounds']} rounds of {found['examples']}"], None
    for row in found["rows"]:
        if row["what"] != last:
            last, held = row["what"], ""
            if "sign" in row:
                held = f": target {row['sign']} {row['target']:g}"
                held += f", aim {row['sign']} {row['aim']:g}" if row["aim"] else ""
                held += f", each {row['sign']} {row['each']:g}" if row["each"] else ""
            lines += ["", last + held]
        span = f"{row['low']:.2f} to {row['high']:.2f}"
        beside = ", ".join(f"{name} {value:.0f}" for name, value in row["beside"].items())
        verdict = row.get("verdict", "")
        start = f"  {row['operation']:45}{row['median']:7.2f}  ({span})"
        lines.append(f"{start:73}{verdict:9}{beside}".rstrip())
    return [*lines, "", *(f"not measured: {what}: {why}" for what, why in found["skipped"].items())]


if __name__ == "__main__":
    main()
