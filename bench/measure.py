"""Everything measured in the environment that runs this, as it is; `run.py` makes a fitting one."""

from __future__ import annotations

import argparse
import json
import os
import platform
from dataclasses import asdict
from typing import Any

import drawing
import hypothesis
import measuring
import polling
import redacting
import sending

from aws_job_conformance.clients import javascript
from aws_job_conformance.core.shipped import names

try:
    from hypothesis_jsonschema import from_schema
except ImportError:
    from_schema = None

_TOO_NEW = (6, 170, 10)
"""The first version of Hypothesis that hypothesis-jsonschema 0.23.1 fails with."""


def main() -> None:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description="aws-job-conformance measured; takes minutes")
    parser.add_argument("--rounds", type=int, default=5, help="of which the median is told")
    parser.add_argument("--examples", type=int, default=200, help="of each work in a round")
    parser.add_argument("--format", choices=["table", "json"], default="table")
    asked = parser.parse_args()
    if asked.rounds < 1 or asked.examples < 2:  # noqa: PLR2004 - the first example is not clocked
        parser.error("give 1 round or more, and 2 examples or more")
    found = measured(asked.rounds, asked.examples)
    print(json.dumps(found, indent=1) if asked.format == "json" else "\n".join(table(found)))


def measured(rounds: int, examples: int) -> dict[str, Any]:
    """Return where it was measured, the rows, and what was not measured and why."""
    own = (drawing.history, drawing.violation, sending.encoding, sending.playing)
    benches = [(name, bench(name, examples)) for bench in own for name in names()]
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
        benches += [(name, drawing.response(name, examples, from_schema)) for name in names()]
    if why_not := javascript.available():
        skipped[sending.NODE] = why_not
    else:
        client = javascript.client()
        benches += [(name, sending.node(name, examples, client)) for name in names()]
    benches += [(name, redacting.redacting(name, 1000 * examples)) for name in redacting.BODIES]
    rows = [_judged(row) for row in measuring.rows(benches, rounds)]
    compared = {row["operation"] for row in rows if row["what"] == drawing.EQUAL}
    for name in names() if can_compare else ():
        if name not in compared:
            skipped[f"{drawing.EQUAL}, {name}"] = "too few of equal bytes; give more --examples"
    python, version = platform.python_version(), hypothesis.__version__
    on = f"Python {python}, hypothesis {version}, {os.cpu_count()} cores"
    return {"on": on, "rounds": rounds, "examples": examples, "rows": rows, "skipped": skipped}


def _judged(row: dict[str, Any]) -> dict[str, Any]:
    promise = (drawing.PROMISES | polling.PROMISES).get(row["what"])
    if promise is None:
        return row
    return {**row, **asdict(promise), "verdict": promise.verdict(row["median"])}


def table(found: dict[str, Any]) -> list[str]:
    """Return the lines to print: median, lowest to highest, verdict, and what to read it with."""
    lines, last = [f"{found['on']}; {found['rounds']} rounds of {found['examples']}"], None
    for row in found["rows"]:
        if row["what"] != last:
            last, held = row["what"], ""
            if "sign" in row:
                held = f": target {row['sign']} {row['target']:g}"
                held += f", aim {row['sign']} {row['aim']:g}" if row["aim"] else ""
            lines += ["", last + held]
        span = f"{row['low']:.2f} to {row['high']:.2f}"
        beside = ", ".join(f"{name} {value:.0f}" for name, value in row["beside"].items())
        verdict = row.get("verdict", "")
        start = f"  {row['operation']:40}{row['median']:7.2f}  ({span})"
        lines.append(f"{start:68}{verdict:9}{beside}".rstrip())
    return [*lines, "", *(f"not measured: {what}: {why}" for what, why in found["skipped"].items())]


if __name__ == "__main__":
    main()
