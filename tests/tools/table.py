"""`python tests/tools/table.py`: run other people's tools over every schema; write what each made.

Each is used where it is installed (INSTALL says how). Writes a part of docs/evidence/tools.md; with
`--all` the other, over every schema that derives, the inferred ones too: some minutes, a process
for each tool.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PAGE = ROOT / "docs" / "evidence" / "tools.md"
INSTALL = (
    "npm ci --prefix npm && npm ci --prefix tests/tools && python3 -m venv tests/tools/.venv"
    " && tests/tools/.venv/bin/pip install -r tests/tools/requirements.txt"
)
BIN = HERE / ".venv" / "bin"
HEADING = "## "
HEAD = """\
# What other tools make of the schemas
Written by `python tests/tools/table.py`, its second part with `--all`.
A code generator has taken a schema where it wrote a type of its title without an error,
in which each member that the schema requires at the top is required, and of a type.
Types are those written here, through their own compiler; Python's are loaded with pydantic.
Go's validator compiles every pattern. All of ajv's strict checks are on; alone it has `ajv-formats`
and nothing of ours.
"""
_SPEC = importlib.util.spec_from_file_location("compiled", HERE / "compiled.py")
COMPILED = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(COMPILED)

KINDS = ("closed", "open", "wire")
ALONE = "ajv, strict, alone"
KNOWN = {
    (ALONE, "closed"): "it knows no keyword that begins with `x-`",
    (ALONE, "wire"): "it knows no keyword that begins with `x-`",
}
"""What is not taken, and why that is so."""

Row = tuple[str, Path, str]
"""The tool, the schema, and why it was not taken; empty where it was."""


def schemas(folder: Path) -> list[Path]:
    """Return every schema of a folder, sorted."""
    return sorted(p for p in folder.glob("*/*.json") if p.parent.name != "law-tests")


def kind(path: Path) -> str:
    """Return whether a schema is closed, open, or of what travels."""
    ends = path.name.split(".")[1:-1]
    return ends[0] if ends else "closed"


def _told(command: list[str], paths: list[Path], cwd: Path) -> Iterator[Row]:
    """Yield what a program of ours that drives a tool tells: a line of JSON for each schema."""
    asked = "\n".join(map(str, paths))
    done = subprocess.run(
        command, input=asked, cwd=cwd, capture_output=True, text=True, check=False
    )
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if not rows:
        raise SystemExit(f"{command[-1]} told nothing: {done.stderr[-2000:]}")
    for row in rows:
        yield row["tool"], Path(row["path"]), row["why"]


def _go(paths: list[Path]) -> Iterator[Row]:
    tool = "santhosh-tekuri/jsonschema (Go)"
    found = {}
    for first in range(0, len(paths), 200):
        command = ["go", "run", ".", *map(str, paths[first : first + 200])]
        done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=True)
        found.update(json.loads(line) for line in done.stdout.splitlines())
    for path in paths:
        yield tool, path, found.get(str(path), "")


def _metaschema(paths: list[Path]) -> Iterator[Row]:
    program = BIN / "check-jsonschema"
    command = [str(program), "--check-metaschema", "--output-format", "json", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = json.loads(done.stdout)
    wrong = {one["filename"]: one["message"] for one in said.get("errors", ())}
    wrong |= {one["filename"]: str(one) for one in said.get("parse_errors", ())}
    for path in paths:
        yield "check-jsonschema", path, wrong.get(str(path), "")


def rows(paths: list[Path], *, compile_too: bool = False) -> Iterator[Row]:
    """Yield what each tool that is installed made of each schema; two run at once.

    compile_too: ask the compilers about the types that were written as well, minutes more.
    """
    with tempfile.TemporaryDirectory() as place:
        asked: list[partial[Iterator[Row]]] = []
        if (HERE / "node_modules").is_dir() and shutil.which("node"):
            command = ["node", str(HERE / "generate.mjs"), place]
            asked += [partial(_told, command, half, HERE) for half in (paths[::2], paths[1::2])]
        if (BIN / "python").exists():
            command = [str(BIN / "python"), str(HERE / "models.py")]
            asked += [partial(_told, command, paths, HERE), partial(_metaschema, paths)]
        if shutil.which("go"):
            asked.append(partial(_go, paths))
        with ThreadPoolExecutor(2) as both:
            for found in both.map(lambda one: [*one()], asked):
                yield from found
        if compile_too:
            yield from COMPILED.rows(Path(place), paths)


def surprises(found: list[Row]) -> list[Row]:
    """Return what a tool did not take that is not known."""
    return [row for row in found if row[2] and (row[0], kind(row[1])) not in KNOWN]


def versions() -> dict[str, str]:
    """Return the version of each tool, as it is installed."""
    lock = json.loads((HERE / "package-lock.json").read_text())["packages"]
    named = {name: lock[f"node_modules/{name}"]["version"] for name in _npm()}
    needs = (HERE / "requirements.txt").read_text().split()
    named |= dict(line.split("==") for line in needs)
    named["santhosh-tekuri/jsonschema"] = re.search(r"v6 v([\d.]+)", (HERE / "go.mod").read_text())[
        1
    ]
    return named


def _compilers() -> str:
    """Return the versions of the compilers that are here."""
    asked = {"go": ["go", "version"], "cargo": ["cargo", "--version"]}
    here = [command for name, command in asked.items() if shutil.which(name)]
    return "".join(
        ", " + re.search(r"^(go|cargo)\D*[\d.]+", said)[0].replace("go version ", "")
        for said in (subprocess.check_output(one, text=True) for one in here)
    )


def _npm() -> list[str]:
    return sorted(json.loads((HERE / "package.json").read_text())["dependencies"])


def table(found: list[Row], folder: str) -> str:
    """Return a part of the page: a row for each tool, how many of each kind it took."""
    asked, taken, why = Counter(), Counter(), defaultdict(list)
    for tool, path, no in found:
        asked[tool, kind(path)] += 1
        taken[tool, kind(path)] += not no
        if no:
            why[tool, kind(path)].append(f"{path.parent.name}/{path.name}: {no}")
    lines = [f"{HEADING}{folder}", "", "| tool | closed | open | wire |", "|---|---|---|---|"]
    for tool in dict.fromkeys(tool for tool, _, _ in found):
        cells = [f"{taken[tool, one]} of {asked[tool, one]}" for one in KINDS]
        lines.append(f"| {tool} | {' | '.join(cells)} |")
    lines += ["", "What is not taken:", ""]
    for (tool, one), all_ in why.items():
        reason = KNOWN.get((tool, one), f"such as `{all_[0]}`")
        lines.append(f"- {tool}, {one}: {len(all_)}; {reason}.")
    told = ", ".join(f"{name} {number}" for name, number in sorted(versions().items()))
    python = importlib.metadata.version("botocore")
    lines += ["", f"Versions: {told}{_compilers()}; schemas derived from botocore {python}.", ""]
    return "\n".join(lines)


def page(before: str, part: str, *, every: bool) -> str:
    """Return the page with one of its two parts replaced: the shipped first, then every one."""
    _, *parts = before.split(f"\n{HEADING}")
    kept = [f"{HEADING}{one.rstrip()}\n" for one in parts] + ["", ""]
    kept[every] = part
    return "\n".join(filter(None, (HEAD, *kept[:2])))


def _derived(place: str) -> Path:
    command = [sys.executable, "-m", "aws_job_conformance", "derive", "--all", "--out", place]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return Path(place)


def main() -> int:
    """Run the tools, write a part of the page, and tell what was not expected."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="derive every schema, and take those")
    every = parser.parse_args().all
    with tempfile.TemporaryDirectory() as place:
        paths = schemas(_derived(place) if every else ROOT / "schemas")
        found = list(rows(paths, compile_too=True))
    if not found:
        parser.error(f"none of the tools is installed: {INSTALL}")
    named = "Every schema that derives, the inferred ones too" if every else "The shipped schemas"
    part = table(found, f"{named}: {len(paths)} files")
    PAGE.write_text(page(PAGE.read_text("utf-8"), part, every=every), encoding="utf-8")
    for tool, path, why in surprises(found):
        print(f"{tool}: {path.parent.name}/{path.name}: {why}")  # noqa: T201 - a command
    return 1 if surprises(found) else 0


if __name__ == "__main__":
    sys.exit(main())
