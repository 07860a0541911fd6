"""The walks of a `check` and of a `play`, written to docs/evidence/house.md.

`python -m support.house_walks` (in `tests/`). A walk is the list of files that are entered, in the
order of first entry, with every call of a function of ours that a function of ours makes. Each
module is imported before: what stands in a module's body is no call of the walk.
"""

import contextlib
import importlib
import io
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import aws_job_conformance
from support.places import ROOT

PACKAGE = ROOT / "aws_job_conformance"
PAGE = ROOT / "docs" / "evidence" / "house.md"
BEGIN, END = "<!-- the walks -->", "<!-- the end of the walks -->"
LINE = "|---|---|---|---|---|"
PROGRAMS = ("__main__.py", "aiobotocore/client.py")
"""Run, and not imported."""
BODY = [
    {"JobId": "a", "JobStatus": "PROCESSING", "ProcessedRecordsCount": 5},
    {"JobId": "a", "JobStatus": "CREATED", "ProcessedRecordsCount": 3, "FailedRecordsCount": 9},
]
"""Two polls that break a law of a response and two of what happens between polls."""


@dataclass
class Walk:
    """files: in the order of first entry. calls: how often a file calls another, by both names."""

    files: list[str] = field(default_factory=list)
    calls: Counter[tuple[str, str]] = field(default_factory=Counter)

    def handed_down(self) -> Counter[tuple[str, str]]:
        """Return the calls to another room that is not below: of what was handed down to there."""
        return Counter({one: count for one, count in self.calls.items() if not is_down(*one)})


def floors() -> dict[str, int]:
    """Return each room's floor as import-linter is told it, the highest first."""
    rows = re.search(r"layers =\n((?:    .*\n)+)", (ROOT / ".importlinter").read_text())[1]
    return {
        room.strip(): floor
        for floor, row in enumerate(rows.splitlines())
        for room in row.split("|")
    }


FLOORS = floors()


def room(file: str) -> str:
    """Return the room of a file: the first word of its path, or its name at the root."""
    return file.partition("/")[0].removesuffix(".py")


def is_down(caller: str, file: str) -> bool:
    """Return whether a call stays in its room or goes to a room below; the face is above all."""
    above, below = room(caller), room(file)
    return above == below or FLOORS.get(above, -1) < FLOORS.get(below, -1)


def walked(work: Callable[[], object]) -> Walk:
    """Return the walk of a piece of work, in this thread."""
    walk, start = Walk(), f"{PACKAGE}/"

    def look(frame, event, _):
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(start) or code.co_name == "<module>":
            return
        file = code.co_filename.removeprefix(start)
        if file not in walk.files:
            walk.files.append(file)
        caller = frame.f_back.f_code.co_filename if frame.f_back else ""
        if caller.startswith(start):
            walk.calls[caller.removeprefix(start), file] += 1

    sys.setprofile(look)
    try:
        work()
    finally:
        sys.setprofile(None)
    return walk


def everything_imported() -> None:
    """Import each module of ours, so that no walk has the body of one in it."""
    for path in PACKAGE.rglob("*.py"):
        inside = path.relative_to(PACKAGE).as_posix()
        if "node_modules" not in path.parts and not inside.endswith(PROGRAMS):
            name = ".".join((PACKAGE.name, *path.relative_to(PACKAGE).with_suffix("").parts))
            importlib.import_module(name.removesuffix(".__init__"))


def of_check() -> Walk:
    """Return the walk of `check sesv2:GetImportJob FILE`, where the file's history breaks laws."""
    from aws_job_conformance.cli import command_group

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "history.json"
        file.write_text(json.dumps(BODY))

        def work():
            with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
                command_group.cli(["check", "sesv2:GetImportJob", str(file)])

        return walked(work)


def of_play() -> Walk:
    """Return the walk of a poller that is played a job of three polls to its end."""
    steps = ("CREATED", "PROCESSING", "COMPLETED")
    history = [{"JobId": "a", "JobStatus": status} for status in steps]

    def work():
        with aws_job_conformance.play(history, operation="sesv2:GetImportJob") as client:
            while client.get_import_job(JobId="a")["JobStatus"] != "COMPLETED":
                pass

    return walked(work)


WALKS = {"check": of_check, "play": of_play}


def page() -> Iterator[str]:
    """Yield the walks as Markdown, line by line."""
    everything_imported()
    for name, walk_of in WALKS.items():
        walk = walk_of()
        called = {file: Counter() for file in walk.files}
        for (caller, file), count in walk.calls.items():
            called[file][caller] += count
        back = walk.handed_down()
        total = walk.calls.total() - back.total()
        told = f"{total:,} calls down, {back.total():,} callbacks"
        yield f"### `{name}`: {len(walk.files)} files, {told}"
        yield from ("", "| # | file | called by, the first three | calls | callbacks |", LINE)
        for number, (file, callers) in enumerate(called.items(), 1):
            first = ", ".join(one.removesuffix(".py") for one in [*callers][:3]) or "a library"
            up = ", ".join(f"↑ {n:,} by {a[:-3]}" for (a, b), n in back.items() if b == file)
            yield f"| {number} | {file} | {first} | {callers.total():,} | {up} |"
        yield ""


def files_in(text: str) -> list[str]:
    """Return the files that a page's tables of walks name, in their order."""
    return re.findall(r"^\| \d+ \| (\S+) \|", text, re.MULTILINE)


if __name__ == "__main__":
    told = "\n".join(page())
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{told}\n{END}{after}", encoding="utf-8")
