"""Can a stranger guess our names? `python -m support.name_sheets SEED FOLDER` (in `tests/`).

Writes a sheet for each room: the first sentence of each module's docstring, lettered, and the
modules' names, numbered, both shuffled. Who has seen nothing else matches them, a line
`LETTER NUMBER` each under the sheet's heading, and `... SEED FOLDER ANSWERS` counts. The seed is
the key: whoever asks keeps it to themselves.
"""

import ast
import itertools
import random
import string
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from support.places import ROOT

PACKAGE = ROOT / "aws_job_conformance"
BESIDE = ("fuzz", "bench")

Sheets = dict[str, list[tuple[str, str]]]
"""Of each room: its modules' names, and the first line of each one's docstring."""


def sheets() -> Sheets:
    """Return what is matched: the rooms themselves, and the modules of each."""
    found = defaultdict(list)
    for path in sorted(
        [*PACKAGE.rglob("*.py"), *(p for b in BESIDE for p in (ROOT / b).glob("*.py"))]
    ):
        if "node_modules" in path.parts or path.name == "__main__.py":
            continue
        inside = path.relative_to(PACKAGE if path.is_relative_to(PACKAGE) else ROOT)
        line = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n")[0]
        if path.name != "__init__.py":
            room = inside.parts[0] if len(inside.parts) > 1 else "the root"
            found[room].append((inside.with_suffix("").as_posix(), line))
        elif inside.parts[:-1]:
            found["the rooms"].append((f"{inside.parent.as_posix()}/", line))
    return dict(sorted(found.items()))


def shuffled(
    found: Sheets, seed: str
) -> Iterator[tuple[str, list[str], list[str], dict[str, int]]]:
    """Yield each room, its sentences and its names in another order, and which are a pair."""
    chance = random.Random(seed)
    for room, rows in found.items():
        names, lines = chance.sample(rows, len(rows)), chance.sample(rows, len(rows))
        number = {name: n for n, (name, _) in enumerate(names, 1)}
        pairs = {letter: number[name] for letter, (name, _) in zip(letters(), lines, strict=False)}
        yield room, [line for _, line in lines], [name for name, _ in names], pairs


def letters() -> Iterator[str]:
    """Yield A to Z, then AA and on."""
    for size in itertools.count(1):
        yield from map("".join, itertools.product(string.ascii_uppercase, repeat=size))


def right(answers: str, found: Sheets, seed: str) -> tuple[int, int]:
    """Return how many lines of somebody's answers are right, and how many there are to match."""
    key = {room: pairs for room, _, _, pairs in shuffled(found, seed)}
    room, count = "", 0
    for line in answers.splitlines():
        if line.startswith("## "):
            room = line.removeprefix("## ").strip()
        elif line.strip():
            letter, number, *_ = line.split()
            count += key[room][letter] == int(number)
    return count, sum(map(len, key.values()))


def written(found: Sheets, seed: str, folder: Path) -> None:
    """Write the two files of sheets to a folder."""
    with (folder / "sentences.txt").open("w") as first, (folder / "names.txt").open("w") as second:
        for room, lines, names, _ in shuffled(found, seed):
            for file, marks, rows in (
                (first, letters(), lines),
                (second, itertools.count(1), names),
            ):
                told = [f"{mark}. {row}\n" for mark, row in zip(marks, rows, strict=False)]
                file.writelines([f"## {room}\n", *told, "\n"])


if __name__ == "__main__":
    key, place, *answers = sys.argv[1:]
    if answers:
        count, total = right(Path(answers[0]).read_text(encoding="utf-8"), sheets(), key)
        sys.stdout.write(f"{count} of {total} are right\n")
    else:
        written(sheets(), key, Path(place))
