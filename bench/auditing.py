"""`python bench/auditing.py ARCHIVE`: what an audit costs over orjson alone, in time and in memory.

Each round reads the archive by orjson alone, then by the audit: responses only and with histories,
in one process and in two. Processor time is that of all processes, in seconds; the wall's says
something only on a machine with nothing else to do. Memory is the peak of a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import archive
import orjson
from measuring import Figure, Once, Promise

from aws_job_conformance.audit import AuditRules, audit

RESPONSES = "audit of an archive's responses, over orjson.loads of its lines"
HISTORIES = "audit of its jobs' histories, over orjson.loads of its lines"
RESPONSES_BY_TWO = "audit of its responses by two processes, half of their processor time"
HISTORIES_BY_TWO = "audit of its jobs' histories by two, half of their processor time"
PROMISES = {
    RESPONSES: Promise("<=", 2.5, 2.0),
    HISTORIES: Promise("<=", 4),
    RESPONSES_BY_TWO: Promise("<=", 1.4, 1.1),
    HISTORIES_BY_TWO: Promise("<=", 2.2),
}
_ROWS = {
    "responses, one process": (RESPONSES, 1),
    "histories, one process": (HISTORIES, 1),
    "responses, two processes": (RESPONSES_BY_TWO, 2),
    "histories, two processes": (HISTORIES_BY_TWO, 2),
}


def auditing(polls: int) -> Once:
    """Measure the audit of an archive of so many polls, in a process of its own."""

    def once(_: int) -> list[Figure]:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "polls.jsonl"
            archive.write(file, polls=polls, planted=0, distinct=200)
            command = [sys.executable, __file__, str(file), "--rounds", "1"]
            ran = subprocess.run(command, check=True, capture_output=True, text=True)
        told = {row["row"]: row for row in map(json.loads, ran.stdout.splitlines())}
        return [
            Figure(what, told[name]["processor"] / by, {"wall x100": 100 * told[name]["wall"]})
            for name, (what, by) in _ROWS.items()
        ]

    return once


def alone(path: str) -> None:
    """Parse every line, and nothing more: the floor."""
    with Path(path).open("rb") as file:
        for line in file:
            orjson.loads(line)


def judged(path: str, jobs: int, *, histories: bool) -> None:
    """Audit the archive."""
    audit([path], AuditRules(histories=histories), jobs=jobs)


def clocked(work: Callable[[], None]) -> tuple[float, float]:
    """Return the seconds that work takes: of processors, its children's too, and of the wall."""
    start, before = time.perf_counter(), os.times()
    work()
    after, end = os.times(), time.perf_counter()
    return sum(after[:4]) - sum(before[:4]), end - start


def peak(path: str, jobs: int) -> int:
    """Return the most memory, in kB, that the audit of an archive takes in its first process."""
    script = (
        "import sys; from aws_job_conformance.audit import audit\n"
        "if __name__ == '__main__':\n"
        f"    audit([{path!r}], jobs={jobs})\n"
        "    print(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0])\n"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return int(done.stdout)


def main() -> None:
    """Print a row for each way to read the archives."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("archive")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", nargs="*", default=[], help="archives whose peak is told")
    given = parser.parse_args()
    path = given.archive
    works: dict[str, Callable[[], None]] = {
        "orjson alone": lambda: alone(path),
        "responses, one process": lambda: judged(path, 1, histories=False),
        "histories, one process": lambda: judged(path, 1, histories=True),
        "responses, two processes": lambda: judged(path, 2, histories=False),
        "histories, two processes": lambda: judged(path, 2, histories=True),
    }
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    for _ in range(given.rounds):
        for name, work in works.items():
            times[name].append(clocked(work))
            print(name, *(f"{one:.2f}" for one in times[name][-1]), file=sys.stderr, flush=True)
    floor = times["orjson alone"]
    for name, some in times.items():
        cpu = median(one[0] / zero[0] for one, zero in zip(some, floor, strict=True))
        wall = median(one[1] / zero[1] for one, zero in zip(some, floor, strict=True))
        print(json.dumps({"row": name, "processor": round(cpu, 2), "wall": round(wall, 2)}))
    for one in given.memory:
        print(json.dumps({"archive": one, "peak_kB": peak(one, 1)}), flush=True)


if __name__ == "__main__":
    main()
