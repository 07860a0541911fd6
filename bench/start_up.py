"""`python bench/start_up.py`: what a stranger's pytest run takes to start with us beside it.

Two environments alike but for us, a test that does nothing, a run in each by turns: clocked is the
processor time of the run, the system's part included; the difference of the medians is ours.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from statistics import median

from measuring import Promise

ROOT = Path(__file__).resolve().parents[1]
PROMISE = Promise("<=", 30.0)
"""Milliseconds of processor time."""


def made(place: Path, *what: str) -> Path:
    """Make an environment with pytest and what is named; return its Python."""
    venv.create(place, with_pip=True)
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pins = ["-c", str(ROOT / "constraints.txt")]
    command = [str(python), "-m", "pip", "install", "--quiet", *pins, "pytest", *what]
    subprocess.run(command, check=True)
    return python


def milliseconds(python: Path, project: Path) -> float:
    """Return the processor time of one run of their tests."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main() -> None:
    """Measure, and print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "theirs").mkdir()
        (place / "theirs" / "test_theirs.py").write_text("def test_theirs(): pass\n")
        pythons = [made(place / "without"), made(place / "with", str(ROOT))]
        took = [[milliseconds(one, place / "theirs") for one in pythons] for _ in range(rounds + 1)]
    alone, beside = (median(column) for column in zip(*took[1:], strict=True))
    print(
        f"a run of one test: {alone:.0f} ms of processor time without us, {beside:.0f} ms with us:"
        f" {beside - alone:+.1f} ms, promised {PROMISE.sign} {PROMISE.target:.0f}:"
        f" {PROMISE.verdict(beside - alone)} (medians of {rounds} rounds, one after the other)"
    )


if __name__ == "__main__":
    sys.exit(main())
