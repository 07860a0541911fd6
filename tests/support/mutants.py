"""A hundred mutants, and which of them the tests kill: `python -m support.mutants` (in `tests/`).

Each is one small mistake (`mutant_spots`) in a copy of the checkout, which is thrown away. Asked
are the tests that run its line, the fastest first, until one fails or a minute of a processor is
over; with `--thorough` what lives is asked of the long run too. `mutants.json` says where each
is: the one named of its definition if it reads as it did, else the only one there that does.
"""

import argparse
import ast
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import count, repeat
from pathlib import Path
from queue import SimpleQueue

from support.mutant_lines import SHARED
from support.mutant_spots import Spot, spots, with_mistake
from support.places import ROOT, TESTS

DATA = TESTS / "support" / "mutants.json"
PAGE = ROOT / "docs" / "evidence" / "mutants.md"
HOUSE = "tests/test_house.py"
PACKAGE = "aws_job_conformance"
FEW = 60
"""Tests that are asked at first: to collect all that run a line takes longer than these."""
LONG = 600
"""Seconds after which a run that waits for something is ended: it has hung."""
CHILD = """\
import os, sys
if "PYTEST_CURRENT_TEST" in os.environ and hasattr(sys, "monitoring"):
    sys.path.append({!r})
    from support import mutant_lines
    mutant_lines.watch(os.environ["PYTEST_CURRENT_TEST"])
"""
NO_TESTS, HUNG = 5, -1
HANGS, NO_IMPORT = "it hangs", "its import"
"""What kills a mutant that is no test."""
_stamps = count(1_000_000_000)


def spot_of(mutant: dict, source: str) -> Spot:
    """Return where a mutant is in the text of its module.

    Raises LookupError where its definition holds it no more: then it is to be carried by hand.
    """
    wanted = (mutant["definition"], mutant["operator"])
    there = [one for one in _spots(source) if (one.definition, one.operator) == wanted]
    same = [one for one in there if one.text == mutant["spot"]]
    if mutant["occurrence"] < len(there) and there[mutant["occurrence"]] in same:
        return there[mutant["occurrence"]]
    if len(same) == 1:
        return same[0]
    raise LookupError(
        f"{mutant['id']}: {mutant['module']}: {wanted[0]} holds {len(same)} of {mutant['spot']!r}; "
        f"say in mutants.json where what does the same stands now"
    )


@cache
def _spots(source: str) -> Sequence[Spot]:
    return (*spots(ast.parse(source)),)


def copied(into: Path) -> Path:
    """Return a copy of the checkout: what git knows, and the packages of Node beside it."""
    command = ["git", "ls-files", "-z", "-co", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    names = [Path(name) for name in listed.stdout.split("\0") if (ROOT / name).is_file()]
    for name in names:
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, into / name)
    for folder in {name.parent / "node_modules" for name in names}:
        if (ROOT / folder).is_dir():
            (into / folder).symlink_to(ROOT / folder)
    return into


def ran(copy: Path, *args: str, **environment: str) -> int:
    """Run pytest in a copy, and return its code."""
    path = os.pathsep.join([str(copy), str(copy / "tests")])
    python = {"PYTHONPATH": path, "PYTHONPYCACHEPREFIX": str(copy / ".bytecode"), "CI": "true"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "support.mutant_tests", *args]
    asked = subprocess.Popen(
        command,
        cwd=copy,
        env={**os.environ, **python, **environment},
        stdout=(copy / "said.txt").open("wb"),
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return asked.wait(None if "MUTANTS_LINES" in environment else LONG)
    except subprocess.TimeoutExpired:
        return HUNG
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(asked.pid, signal.SIGKILL)  # with what its tests have left


def collected(copy: Path, folder: Path, *args: str) -> None:
    """Run tests in a copy, and have written to a folder which lines each of them runs."""
    child = copy / "sitecustomize.py"
    child.write_text(CHILD.format(str(copy / "tests")))
    folder.mkdir(parents=True, exist_ok=True)
    ran(copy, *args, MUTANTS_LINES=str(folder))
    child.unlink()


@dataclass(frozen=True)
class Lines:
    """tests: who runs a line of a file. times: seconds of a processor that a test takes."""

    tests: dict[str, dict[int, set[str]]]
    times: dict[str, float]

    def of(self, mutant: dict, spot: Spot) -> list[str]:
        """Return who runs the lines of a spot, the fastest first.

        What an import runs is run once: who runs anything else of the file is asked, and of a class
        and a module the tests that look at all of them.
        """
        file = self.tests.get(f"{mutant['module']}.py", {})
        held = range(spot.changed.lineno, spot.changed.end_lineno + 1)
        last = spot.definition.rpartition(".")[2].strip("_<")
        is_once = last == "module>" or last[:1].isupper()  # of a class beside its methods
        tests = set() if is_once else set().union(*(file.get(line, ()) for line in held))
        tests = tests & self.times.keys() or set().union(*file.values())
        fastest = sorted(tests & self.times.keys(), key=lambda test: (self.times[test], test))
        return [*fastest, *[HOUSE] * is_once]


def read(folder: Path) -> Lines:
    """Return what `collected` has written."""
    tests, times, ran_for = defaultdict(lambda: defaultdict(set)), {}, []
    for found in map(json.loads, (path.read_text() for path in folder.glob("*.json"))):
        times |= found["times"]
        ran_for += found["lines"].items()
    of_file = defaultdict(set)
    for test in times:
        of_file[test.partition("::")[0]].add(test)
    for test, lines in ran_for:
        who = of_file[test.removesuffix(SHARED)] if test.endswith(SHARED) else {test}
        for file, line in lines:
            tests[file][line] |= who
    return Lines(tests, times)


def failing(copy: Path, tests: Sequence[str], *args: str) -> list[str]:
    """Ask tests, or all of a file; return what fails, in that order.

    A module that cannot be imported, or a run that never ends, is told so instead.
    """
    asked = copy / "asked.json"
    asked.write_text(json.dumps(tests))
    asked.with_suffix(".failed").write_text("")
    files = dict.fromkeys(test.partition("::")[0] for test in tests)
    code = ran(copy, *args, *files, MUTANTS_ASKED=str(asked)) if files else NO_TESTS
    failed = asked.with_suffix(".failed").read_text().splitlines()
    return failed or ([] if code in (0, NO_TESTS) else [HANGS if code == HUNG else NO_IMPORT])


class Asked:
    """Mutants that are asked about in copies of the checkout, one at a time in each."""

    def __init__(self, copies: Sequence[Path], lines: Lines, *, thorough: bool) -> None:
        self.lines = lines
        self.thorough = thorough
        self.free = SimpleQueue[Path]()
        for copy in copies:
            self.free.put(copy)

    def killer(self, mutant: dict, but: Collection[str] = ()) -> str:
        """Return the test that fails with a mutant in, those aside that fail anyway; or nothing."""
        copy = self.free.get()
        module = copy / PACKAGE / f"{mutant['module']}.py"
        source = module.read_text()
        spot = spot_of(mutant, source)
        tests = [test for test in self.lines.of(mutant, spot) if test not in but]
        try:
            written(module, with_mistake(source, spot))
            return next(filter(None, self._killers(copy, tests)), "")
        finally:
            written(module, source)
            self.free.put(copy)

    def _killers(self, copy: Path, tests: Sequence[str]) -> Iterator[str]:
        for some in (tests[:FEW], tests[FEW:]):
            yield next(iter(failing(copy, some, "-x")), "")
        if self.thorough:
            files = [*dict.fromkeys(test.partition("::")[0] for test in tests)]
            yield next(iter(failing(copy, files, "-x", "-m", "thorough")), "")

    def sound(self, killers: Collection[str]) -> set[str]:
        """Return those of the tests that pass where no mistake is."""
        copy = self.free.get()
        failed = failing(copy, sorted(killers), "-m", "thorough or not thorough")
        self.free.put(copy)
        return {*killers} - {*failed}


def written(module: Path, source: str) -> None:
    """Write a module with a time of its own, so that no bytecode of another is taken for its."""
    module.write_text(source)
    os.utime(module, (stamp := next(_stamps), stamp))


def told(mutants: Sequence[dict], asked: Asked, jobs: int) -> dict[str, str]:
    """Return who kills each mutant; a test that fails without any kills none."""
    killers: dict[str, str] = {}
    unsound: set[str] = set()
    left = [*mutants]
    while left:
        with ThreadPoolExecutor(jobs) as pool:
            found = pool.map(asked.killer, left, repeat(frozenset(unsound)))
            for mutant, killer in zip(left, found, strict=True):
                killers[mutant["id"]] = killer
                print(f"{mutant['id']}: {killer or 'LIVES'}", flush=True)  # noqa: T201 - it takes long
        tests = {killers[mutant["id"]] for mutant in left} - {"", HANGS, NO_IMPORT}
        unsound |= tests - asked.sound(tests)
        left = [mutant for mutant in left if killers[mutant["id"]] in unsound]
    return killers


def columned(page: str, column: str, mutants: Sequence[dict], killers: dict[str, str]) -> str:
    """Return the page with where each mutant is now, and with a last column of who killed it."""
    lines = page.splitlines()
    head = next(i for i, line in enumerate(lines) if line.startswith("| # | drawn at "))
    rows = {one["id"]: one for one in mutants}
    for i in range(head, len(lines)):
        cells = lines[i].strip("| ").split(" | ")
        if i == head:
            is_new = cells[-1] != column
            lines[i] = f"{lines[i]} {column} |" if is_new else lines[i]
        elif i == head + 1:
            lines[i] += "---|" * is_new
        elif cells[0] not in rows:
            break
        else:
            cells[3] = where(rows[cells[0]], cells[1])
            cells[len(cells) - (not is_new) :] = ["killed" if killers[cells[0]] else "lives"]
            lines[i] = f"| {' | '.join(cells)} |"
    return "\n".join([*lines, ""])


def where(mutant: dict, drawn: str) -> str:
    """Return where a mutant is now, as the page says it."""
    is_same = drawn.endswith(f": {mutant['definition']}")
    place = mutant["module"] if is_same else f"{mutant['module']}: {mutant['definition']}"
    return f"≈ {place}" if mutant.get("alike") else place


def main() -> None:
    """Ask about all mutants, or those that are named, and write the column of the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*", metavar="ID", help="such as laws4; all, where none is")
    parser.add_argument("--thorough", action="store_true", help="ask the long run's tests too")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time")
    parser.add_argument("--lines", type=Path, help="a folder that keeps who runs which line")
    parser.add_argument("--column", help="write the page, with a column of this name")
    parser.add_argument("--data", type=Path, default=DATA, help="other mutants, in the same form")
    given = parser.parse_args()
    if sys.version_info < (3, 12):
        parser.error("it needs Python 3.12, which can tell what lines run and where a node ends")
    if given.column and (given.only or given.data != DATA):
        parser.error("a column is of all the mutants of the page")
    every = json.loads(given.data.read_text())
    mutants = [one for one in every if not given.only or one["id"] in given.only]
    with tempfile.TemporaryDirectory(prefix="mutants") as folder:
        copies = [copied(Path(folder) / str(number)) for number in range(given.jobs)]
        lines = given.lines or Path(folder) / "lines"
        if not lines.exists():
            collected(copies[0], lines, "-n", str(given.jobs))
        asked = Asked(copies, read(lines), thorough=given.thorough)
        killers = told(mutants, asked, given.jobs)
    lives = [one["id"] for one in mutants if not killers[one["id"]]]
    sys.stdout.write(f"{len(mutants) - len(lives)} of {len(mutants)} are killed; {lives} live\n")
    if given.column:
        PAGE.write_text(columned(PAGE.read_text(), given.column, mutants, killers))


if __name__ == "__main__":
    main()
