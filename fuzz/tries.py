"""The table of tries: many inputs of each kind, each behind the fence, and what came of them.

`python -m fuzz.tries` runs them all; `--kind` one kind, `--out FILE` writes the failures too. The
inputs are the same each time; none of them is drawn.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from fuzz import (
    planted_secrets,
    secret_places,
    supervisor,
    try_inputs,
    try_inputs_processes,
    try_inputs_run_files,
)
from fuzz.caller_readers import CALLS, VALUES
from fuzz.readers import READERS

COLUMNS = ("code run", "calls sent", "hangs", "secrets on disk", "secrets on terminal",
           "tracebacks", "other")  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """One kind of tries. inputs: yields (reader, bytes); least: how many there are at least."""

    name: str
    least: int
    inputs: Callable[[], Iterator[tuple[str, bytes]]]


def _calls() -> Iterator[tuple[str, bytes]]:
    """Yield each call of the library with each value in each place, and with some pairs of them."""
    for call, (_, names) in CALLS.items():
        for name, value in itertools.product(names, VALUES):
            yield "library", json.dumps({"call": call, name: value}).encode()
    for headers, status in itertools.product(VALUES, VALUES):
        told = {"call": "check_wire", "headers": headers, "status": status}
        yield "library", json.dumps(told).encode()


def _secrets() -> Iterator[tuple[str, bytes]]:
    for place, plant in itertools.product(secret_places.PLACES, planted_secrets.EACH):
        yield "secret", secret_places.written(place, plant)


KINDS = (
    Kind("inputs to the commands", 658, try_inputs.commands),
    Kind("YAML and TOML files", 104, try_inputs.files),
    Kind("calls of the library", 1716, _calls),
    Kind("planted secrets", 2880, _secrets),
    Kind("requests to the simulator", 111, try_inputs.requests),
    Kind("tries at the guard", 39, try_inputs.calls),
    Kind("archives, baselines, reports, logs", 1000, try_inputs_run_files.inputs),
    Kind("npm's command, completion, run records", 500, try_inputs_processes.inputs),
)


def column(found: supervisor.Found) -> str:
    """Return the column of the table that a failure counts in."""
    if found.kind in ("code", "file"):
        return "code run"
    if found.kind == "call":
        return "calls sent"
    if found.kind in ("hang", "memory"):
        return "hangs"
    if found.kind == "secret":
        return "secrets on disk" if "is kept" in found.what else "secrets on terminal"
    return "tracebacks" if found.kind in ("traceback", "status", "crash") else "other"


def tried(kind: Kind) -> tuple[int, list[supervisor.Found]]:
    """Run all inputs of a kind, and return how many there were, and every failure."""
    by_reader: dict[str, list[bytes]] = {}
    for reader, data in kind.inputs():
        by_reader.setdefault(reader, []).append(data)
    found: list[supervisor.Found] = []
    count = 0
    with tempfile.TemporaryDirectory(prefix="tries-") as folder:
        for reader, inputs in by_reader.items():
            files = []
            for number, data in enumerate(inputs):
                files.append(Path(folder) / f"{reader}-{number:05}")
                files[-1].write_bytes(data)
            for some in _some(files):
                ran = supervisor.replay(reader, some)
                count += ran.examples
                found += ran.found
        found = [_with_input(one) for one in found]
    return count, found


def _some(files: list[Path]) -> Iterator[list[Path]]:
    for first in range(0, len(files), 400):
        yield files[first : first + 400]


def _with_input(found: supervisor.Found) -> supervisor.Found:
    """Return a failure with its input's name and beginning, whose file is about to go."""
    path = Path(str(found.example))
    data = path.read_bytes()[:200] if path.is_file() else b""
    return replace(found, example=f"{path.name} {data!a}")


HEAD = (
    f"| tries | inputs | {' | '.join(COLUMNS)} |",
    "|---|---:|" + "---:|" * len(COLUMNS),
)


def row(name: str, count: int, found: Iterable[supervisor.Found]) -> str:
    """Return a row of the table: how many inputs of a kind failed, by what of them."""
    # An input counts once in a column, however often it fails there.
    failed = Counter(where for _, where in {(one.example, column(one)) for one in found})
    return f"| {name} | {count} | " + " | ".join(str(failed[one]) for one in COLUMNS) + " |"


def main() -> int:
    """Run the tries, print the table, and return 1 if anything failed."""
    parser = argparse.ArgumentParser(prog="python -m fuzz.tries", description=__doc__)
    parser.add_argument("--kind", action="append", choices=[kind.name for kind in KINDS])
    parser.add_argument("--jobs", type=int, default=2, help="kinds at a time (2)")
    parser.add_argument("--out", help="where each failure is written, a JSON line each")
    given = parser.parse_args()
    chosen = [kind for kind in KINDS if not given.kind or kind.name in given.kind]
    results: dict[str, tuple[int, list[supervisor.Found]]] = {}
    print("\n".join(HEAD), flush=True)
    with ThreadPoolExecutor(given.jobs) as pool:
        for kind, (count, found) in zip(chosen, pool.map(tried, chosen), strict=True):
            results[kind.name] = count, found
            print(row(kind.name, count, found), flush=True)
            if given.out:
                rows = ({**vars(one), "tries": kind.name} for one in found)
                with Path(given.out).open("a", encoding="utf-8") as file:
                    file.writelines(f"{json.dumps(line)}\n" for line in rows)
    short = [kind.name for kind in chosen if results[kind.name][0] < kind.least]
    print("\n".join(f"too few tries: {name}" for name in short))
    return 1 if short or any(some for _, some in results.values()) else 0


assert set(READERS) >= {"library", "secret"}

if __name__ == "__main__":
    sys.exit(main())
