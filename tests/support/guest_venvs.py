"""Other people's environments: real ones, made by pip, in which we are installed as a guest."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from pathlib import Path

from support.places import ROOT

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
        subprocess.run([sys.executable, "-m", "venv", str(place / "venv")], check=True)
        self.install(*theirs)
        for name, text in files.items():
            path = self.project / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text).lstrip())

    def install(self, *what: str) -> None:
        """Install something; what we pin is pinned, but for their pytest."""
        pins = self.place / "pins.txt"
        pins.write_text("\n".join(_CONSTRAINTS))
        command = [str(self.python), "-m", "pip", "install", "-q", "--no-compile"]
        command += ["-c", str(pins), *what]  # what is not imported need not be compiled
        subprocess.run(command, check=True, timeout=600)

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
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, timeout=600)
    return str(next(folder.glob("*.whl")))
