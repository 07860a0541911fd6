"""A hundred mutants, and which of them the tests kill: `python -m support.mutants` (in `tests/`).

Each is one small mistake (`mutant_spots`) in a copy of the checkout, which is thrown away. Asked
is the test that killed it the last time, and then those that run its line, the fastest first, until
one fails or a minute of a processor is over; with `--thorough` those of the long run too.
`mutants.json` says where each is: the one named of its definition if it reads as it did, else the
only one there that does.
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
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import count, repeat
from pathlib import Path
from queue import SimpleQueue

import pytest

from support.mutant_lines import SHARED
from support.mutant_spots import Spot, spots, with_mistake
from support.places import ROOT, TESTS

DATA = TESTS / "support" / "mutants.json"
PAGE = ROOT / "docs" / "evidence" / "mutants.md"
Tests = Iterator[Sequence[str]]
EVERY = "thorough or not thorough"
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
NO_IMPORT, HANGS = "its import", "it hangs"
ENDED = {
    HUNG: [HANGS],
    pytest.ExitCode.INTERNAL_ERROR: [NO_IMPORT],
    pytest.ExitCode.USAGE_ERROR: [NO_IMPORT],
}
"""What kills a mutant that is no test, by what pytest ends with."""
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

        What an import runs is run once: who runs anything else of the file is asked, and the tests
        that look at all modules and classes.
        """
        file = self.tests.get(f"{mutant['module']}.py", {})
        held = range(spot.changed.lineno, spot.changed.end_lineno + 1)
        mine = set().union(*(file.get(line, ()) for line in held)) & self.times.keys()
        tests = mine or set().union(*file.values()) & self.times.keys()
        fastest = sorted(tests, key=lambda test: (self.times[test], test))
        return fastest if mine else [*fastest[:FEW], HOUSE, *fastest[FEW:]]


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
    files = [file for file in files if (copy / file).exists()]
    code = ran(copy, *args, *files, MUTANTS_ASKED=str(asked)) if files else NO_TESTS
    failed = asked.with_suffix(".failed").read_text().splitlines()
    return failed or ENDED.get(code, [])


class Asked:
    """Mutants that are asked about in copies of the checkout, one at a time in each."""

    def __init__(self, copies: Sequence[Path], lines: Path, *, thorough: bool) -> None:
        self.copies, self.folder, self.thorough = copies, lines, thorough
        self.unsound: set[str] = set()
        self.free = SimpleQueue[Path]()
        for copy in copies:
            self.free.put(copy)

    @cached_property
    def lines(self) -> Lines:
        """Who runs which line; collected now, where no folder has it yet."""
        if not self.folder.exists():
            collected(self.copies[0], self.folder, "-n", str(len(self.copies)))
        return read(self.folder)

    def told(self, mutants: Sequence[dict]) -> dict[str, str]:
        """Return who kills each mutant, or nothing; a test that fails without any kills none."""
        killers = self._each(mutants, self._again)
        self._look_for_unsound(killers)
        left = [one for one in mutants if killers[one["id"]] in {"", *self.unsound}]
        while left and self.lines:  # collected before several ask for it at once
            killers |= self._each(left, self._anyone)
            self._look_for_unsound(killers)
            left = [one for one in left if killers[one["id"]] in self.unsound]
        return killers

    def _look_for_unsound(self, killers: Mapping[str, str]) -> None:
        """Ask those that killed of the code as it is."""
        tests = {*killers.values()} - {"", HANGS, NO_IMPORT}
        self.unsound |= {*failing(self.copies[0], sorted(tests), "-m", EVERY)}

    def _each(self, mutants: Sequence[dict], ask: Callable[[dict, Spot], Tests]) -> dict[str, str]:
        killers = {}
        with ThreadPoolExecutor(len(self.copies)) as pool:
            found = pool.map(self._killer, mutants, repeat(ask))
            for mutant, killer in zip(mutants, found, strict=True):
                killers[mutant["id"]] = killer
                print(f"{mutant['id']}: {killer or 'LIVES'}", flush=True)  # noqa: T201 - it is slow
        return killers

    def _again(self, mutant: dict, _: Spot) -> Tests:
        """Yield the test that killed a mutant the last time."""
        if mutant.get("by"):
            yield [mutant["by"]]

    def _anyone(self, mutant: dict, spot: Spot) -> Tests:
        """Yield the tests that run a mutant's line, some at a time."""
        tests = [test for test in self.lines.of(mutant, spot) if test not in self.unsound]
        yield from (tests[:FEW], tests[FEW:])
        if self.thorough:
            yield [*dict.fromkeys(test.partition("::")[0] for test in tests)]

    def _killer(self, mutant: dict, ask: Callable[[dict, Spot], Tests]) -> str:
        copy = self.free.get()
        module = copy / PACKAGE / f"{mutant['module']}.py"
        source = module.read_text()
        spot = spot_of(mutant, source)
        marks = ("-m", EVERY) if self.thorough else ()
        try:
            written(module, with_mistake(source, spot))
            failed = (failing(copy, some, "-x", *marks) for some in ask(mutant, spot))
            return next((one for some in failed for one in some), "")
        finally:
            written(module, source)
            self.free.put(copy)


def written(module: Path, source: str) -> None:
    """Write a module with a time of its own, so that no bytecode of another is taken for its."""
    module.write_text(source)
    os.utime(module, (stamp := next(_stamps), stamp))


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
        killers = Asked(copies, lines, thorough=given.thorough).told(mutants)
    lives = [one["id"] for one in mutants if not killers[one["id"]]]
    sys.stdout.write(f"{len(mutants) - len(lives)} of {len(mutants)} are killed; {lives} live\n")
    if given.column:
        PAGE.write_text(columned(PAGE.read_text(), given.column, mutants, killers))
        rows = [json.dumps(one | {"by": killers[one["id"]]}, ensure_ascii=False) for one in every]
        DATA.write_text("[\n  {}\n]\n".format(",\n  ".join(rows)))


if __name__ == "__main__":
    main()
