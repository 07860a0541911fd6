"""The code blocks of a page as a reader runs them: from the top, in one folder of theirs."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from support.places import ROOT

PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "ARCHITECTURE.md",
    "SECURITY.md",
    *(f"{folder}/README.md" for folder in ("bench", "cassettes", "npm", "schemas")),
    *sorted(str(page.relative_to(ROOT)) for page in (ROOT / "docs").rglob("*.md")),
)
_BLOCK = re.compile(r"((?:^[^\n]*\n){0,2})^```([a-z]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_BARE = re.compile(r"^```\S*\n.*?^```$", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"`([\w.-]+)`:\s*\Z")


@dataclass(frozen=True)
class Block:
    """A block of a page. name: of the file that the words before it say it is."""

    page: str
    language: str
    text: str
    name: str | None = None

    @property
    def parts(self):
        """What is run one by one: a block's commands, each with what is shown below it."""
        if self.language not in ("console", "sh"):
            return [(self.text, "")]
        lines = self.text.replace("\\\n", " ").splitlines()
        if self.language == "sh":
            return [(line, "") for line in lines]
        return [
            (part.partition("\n")[0], part.partition("\n")[2])
            for part in re.split(r"^\$ ", "\n".join(lines), flags=re.MULTILINE)
            if part
        ]


def blocks(page):
    """Return the blocks of a page that a reader would run, or save, in their order."""
    found = _BLOCK.findall((ROOT / page).read_text())
    return [
        Block(page, language, text, name[1] if (name := _NAME.search(before)) else None)
        for before, language, text in found
        if language not in ("mermaid", "text")
    ]


def bare(page):
    """Return how many blocks of a page say nothing of what they are."""
    found = _BARE.findall((ROOT / page).read_text())
    return sum(block.startswith("```\n") for block in found)


class Reader:
    """Somebody who follows a page in a folder of their own."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.number = 0
        self.server = None
        programs = Path(sys.executable).parent
        left_out = ("CI", "PYTEST_ADDOPTS", "AWS_JOB_CONFORMANCE_ENGINES")
        self.environment = {k: v for k, v in os.environ.items() if k not in left_out} | {
            "PATH": os.pathsep.join([str(folder / "bin"), str(programs), os.environ["PATH"]]),
            "AWS_ACCESS_KEY_ID": "nobody",
            "AWS_SECRET_ACCESS_KEY": "nobody",
            "AWS_DEFAULT_REGION": "us-east-1",
            "NO_COLOR": "1",
        }

    def follow(self, block, command, shown):
        """Do what a block says; fail with what went otherwise than it shows."""
        if block.name:
            (self.folder / block.name).write_text(block.text)
        elif block.language == "json":
            for one in _documents(block.text):
                json.loads(one)
        elif block.language == "python":
            self.number += 1
            file = f"test_block_{self.number}.py" if "def test_" in block.text else "block.py"
            (self.folder / file).write_text(block.text)
            runs = "-m pytest -q" if "def test_" in block.text else ""
            self.run(f"{sys.executable} {runs} {file}", "")
        else:
            self.run(command, shown)

    def run(self, command, shown):
        """Run a command; each line that is shown has to be printed."""
        if command.endswith("&"):
            self.server = subprocess.Popen(
                ["bash", "-c", f"exec {command.removesuffix('&')}"],
                cwd=self.folder,
                env=self.environment,
                stdout=subprocess.PIPE,
                text=True,
            )
            self.server.stdout.readline()  # it says where it listens
            return
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        told = done.stdout + done.stderr
        assert done.returncode == 0 or (shown and done.returncode == 1), f"{command}\n{told}"
        printed = [line.removeprefix("E").strip() for line in told.splitlines()]
        for line in filter(None, map(str.strip, shown.splitlines())):
            assert any(one.startswith(_beginning(line)) for one in printed), f"{line}\n{told}"

    def close(self):
        """End the server that a page has started."""
        if self.server:
            self.server.send_signal(signal.SIGTERM)
            self.server.communicate(timeout=20)


def _beginning(line):
    """Return what is shown before an ellipsis, or all."""
    return line.partition("…")[0]


def _documents(text):
    """Return a block's JSON documents: the whole, or one a line."""
    try:
        json.loads(text)
    except ValueError:
        return text.splitlines()
    return [text]
