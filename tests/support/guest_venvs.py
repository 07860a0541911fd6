"""Other people's environments: real ones, in which we are installed as a guest.

uv makes them where it is here (`others`): what a resolver chooses, linked from one cache, in a
second. Without it pip does, in a quarter of a minute.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

from support.places import ROOT

UV = shutil.which("uv", path=str(Path(sys.executable).parent))
PYTHON = (sys.executable, "-m")

_CONSTRAINTS = [
    line
    for line in (ROOT / "constraints.txt").read_text().splitlines()
    if not line.startswith("pytest==")
]


class Home:
    """An environment with what they have, and a project of theirs in it."""

    def __init__(self, place: Path, theirs: list[str], files: dict[str, str]) -> None:
        self.place, self.project = place, place / "project"
        self.python = place / "venv" / "bin" / "python"
        made = [UV, "venv", "-q", "--python", sys.executable] if UV else [*PYTHON, "venv"]
        subprocess.run([*made, str(place / "venv")], check=True)
        self.install(*theirs)
        self.project.mkdir()
        for name, text in files.items():
            path = self.project / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text).lstrip())

    def install(self, *what: str) -> None:
        """Install something; what we pin is pinned, but for their pytest."""
        pins = self.place / "pins.txt"
        pins.write_text("\n".join(_CONSTRAINTS))
        command = [str(self.python), "-m", "pip", "install", "-q", "--no-compile"]
        if UV:
            command = [UV, "pip", "install", "-q", "--python", str(self.python)]
        # What is not imported need not be compiled.
        subprocess.run([*command, "-c", str(pins), *what], check=True, timeout=600)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run Python in the project."""
        return subprocess.run(
            [str(self.python), *command],
            cwd=self.project,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def outcome(self) -> tuple[int, list[str], list[str]]:
        """Return how a run of their tests ends: its exit, each test's outcome, every fixture."""
        ran = self.run("-m", "pytest", "-rA", "-p", "no:cacheprovider")
        tests = sorted(re.findall(r"^[A-Z]+ \S+::\S+", ran.stdout, re.MULTILINE))
        told = self.run("-m", "pytest", "--fixtures", "-q", "-p", "no:cacheprovider")
        return (
            ran.returncode,
            tests,
            sorted(re.findall(r"^([a-z]\w*)(?: \[| --)", told.stdout, re.MULTILINE)),
        )


def wheel(folder: Path) -> str:
    """Build our wheel into a folder, and return its path."""
    command = [*PYTHON, "pip", "wheel", "-q", "--no-deps", "-w", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, timeout=600)
    return str(next(folder.glob("*.whl")))
