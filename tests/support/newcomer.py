"""`python -m support.newcomer`: the way from a clone to a first finding of one's own, timed.

Every command is README's, in a clean clone in an empty folder; what is printed is the table of
docs/evidence/newcomer.md.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from support.places import ROOT

SAVED = {
    "JobRun": {
        "Id": "jr_1",
        "JobRunState": "SUCCEEDED",
        "StartedOn": "2026-05-04T02:00:04Z",
        "CompletedOn": "2026-05-04T01:31:10Z",
        "LastModifiedOn": "2026-05-04T02:31:10Z",
    }
}
PROGRAM = ".venv/bin/aws-job-conformance"
STEPS = {
    f"git clone {ROOT} project": "the clone",
    "python3 -m venv .venv && .venv/bin/pip install -q .": "the library",
    f"{PROGRAM} list": "the name of one's operation",
    f"{PROGRAM} check glue:GetJobRun ../run.json": "**the first finding**",
    "rm -rf .venv && python3 -m venv .venv"
    " && .venv/bin/pip install -q -c constraints.txt -e '.[test]'": "all of README's first command",
    ".venv/bin/pytest -q conformance": "but this, its run",
    f"{PROGRAM} init glue:GetJobRun --out ..": "a first test",
    ".venv/bin/pytest -q ../test_glue_get_job_run.py": "which runs",
}
"""The commands in their order, each with what there is after it."""


def main():
    """Go the way, and print what each step took."""
    left_out = ("CI", "PYTEST_ADDOPTS", "PYTHONPATH", "VIRTUAL_ENV")
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    told("| command | then there is | seconds | of the processor | printed last |")
    told("|---|---|---:|---:|---|")
    with tempfile.TemporaryDirectory() as place:
        here = Path(place)
        (here / "run.json").write_text(json.dumps(SAVED))
        for command, what in STEPS.items():
            began, used = time.monotonic(), _processor()
            done = subprocess.run(
                ["bash", "-c", command],
                cwd=here if what == "the clone" else here / "project",
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode not in (0, 1):
                raise SystemExit(f"{command}\n{done.stdout}{done.stderr}")
            last = (done.stdout.strip().splitlines() or [""])[-1]
            took, worked = time.monotonic() - began, _processor() - used
            shown = command.replace(str(ROOT), "URL")
            told(f"| `{shown}` | {what} | {took:.0f} | {worked:.0f} | {last[:80]} |")


def told(line):
    """Print a line at once: the next may take minutes."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _processor():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
