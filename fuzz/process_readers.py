"""Readers in a process of their own, or in a shell's hands: npm, completion, run records."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

from fuzz.command_line import command
from fuzz.verdict import Failure, Seen, of_fence

ROOT = Path(__file__).resolve().parent.parent
NPM = ROOT / "npm" / "src" / "cli.mjs"
SES = "sesv2:GetImportJob"
_WITHIN = 60.0
_NODE_HEAP = "--max-old-space-size=1024"


def npm(data: bytes, dice: random.Random, place: Path) -> Seen:
    """`check` of the npm package: of a history, or of what a line `#! …` says in JSON.

    That line is `{"arguments": […], "pipe": true}`: the words of a command, `FILE` for the file.
    """
    file, words = place / "history.json", ["check", SES, "FILE"]
    if data.startswith(b"#! "):
        first, _, data = data.partition(b"\n")
        told = json.loads(first[3:])
        words = told["arguments"]
        if told.get("pipe"):
            os.mkfifo(file)
    if not file.exists():
        file.write_bytes(data)
    words = [str(file) if word == "FILE" else word for word in words]
    form = dice.choice(("text", "json"))
    node = ["node", _NODE_HEAP, str(NPM), *words, "--format", form]
    return _ended(node, place, {"PATH": os.environ["PATH"]}, "    at ")


def record(data: bytes, _: random.Random, place: Path) -> Seen:
    """The suite on a cassette with `--run-record`, by `{"arguments": […], "make": {…}}` in JSON.

    make: by the names of what is there before, `pipe`, `folder` or a text.
    """
    told = json.loads(data)
    here = place / "record"
    here.mkdir()
    for name, what in told.get("make", {}).items():
        path = here / name
        if what == "pipe":
            os.mkfifo(path)
        elif what == "folder":
            path.mkdir()
        else:
            path.write_text(what)
    env = {**os.environ, "FUZZ_PLACE": str(place), "COLUMNS": "80", "PYTHONPATH": str(ROOT)}
    suite = [
        *(sys.executable, "-m", "pytest", str(ROOT / "conformance" / "test_server.py"), "-q"),
        *("-p", "fuzz.fenced_pytest", "-p", "no:cacheprovider", "-p", "no:hypothesispytest"),
        *("--operation", SES, "--basetemp", str(place / "tmp")),
    ]
    given = [os.fsdecode(word.encode("utf-8", "surrogateescape")) for word in told["arguments"]]
    words = [word.replace("HERE", str(here)) for word in given]
    if "--endpoint-url" not in words:
        words += ["--endpoint-url", "http://127.0.0.1:9/"]  # where nobody listens
    trouble = ("Traceback (most recent call last)", "INTERNALERROR", "\nE  ")
    seen = _ended([*suite, *words], place, env, *trouble)
    for path in here.iterdir():
        if path.is_file() and path.name not in told.get("make", {}):
            seen.kept.append(path.read_text("utf-8", "replace"))
    return seen


def _ended(words: Sequence[str], place: Path, env: dict[str, str], *trouble: str) -> Seen:
    """Return what a program printed, and what was wrong with how it ended."""
    seen = Seen(may_write=True)
    try:
        done = subprocess.run(  # noqa: S603 - our own programs
            words, cwd=place, env=env, capture_output=True, check=False, timeout=_WITHIN,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        seen.wrong.append(Failure("hang", "the program does not end"))
        return seen
    text = (done.stdout + done.stderr).decode("utf-8", "replace")
    seen.wrong += of_fence(text)
    if any(word in text for word in trouble):
        seen.wrong.append(Failure("traceback", text.strip().splitlines()[-1][:200]))
    if done.returncode < 0 or done.returncode > 5:  # the last is one of pytest's
        seen.wrong.append(Failure("crash", f"the program ended with {done.returncode}"))
    seen.shown.append(text)
    return seen


def completion(data: bytes, _: random.Random, __: Path) -> Seen:
    """What a shell is told that asks how a line goes on: `{"words": …, "at": …, "shell": …}`."""
    seen = Seen()
    told = json.loads(data)
    shell, ask = told.get("shell", "bash"), told.get("ask", "complete")
    asked = {
        "_AWS_JOB_CONFORMANCE_COMPLETE": f"{shell}_{ask}",
        "COMP_WORDS": str(told["words"]),
        "COMP_CWORD": str(told["at"]),
    }
    try:
        with mock.patch.dict(os.environ, asked):
            command([], seen)
    except ValueError as error:  # a NUL, which no shell can put there
        seen.sentences.append(type(error).__name__)
    return seen
