"""What a whole thing costs: a watch, the start of a command, the reading of polls, the suite."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import botocore.session
import orjson
import vcr
import yaml
from judging import PAYLOADS
from measuring import Figure, Once, Promise, seconds
from sending import histories_of

from aws_job_conformance import play, watch
from aws_job_conformance.catalog import load
from aws_job_conformance.clients.agreement import CLOSELY, EXAMPLES, EXAMPLES_OF_OTHERS
from aws_job_conformance.protocol import encode, model

WATCH = "watch() over the bare loop that asks until the end, a poll"
REPLAY = "a call through play(), over vcrpy's replay of it from YAML"
HELP = "milliseconds of --help, over a bare Python"
FILE = "milliseconds of check of one file, over a bare Python"
LIST = "milliseconds of list --all, over a bare Python"
MEMORY = "MB of reading so many polls step by step, over reading none"
SUITE = "the suite without evidence of its own, over as many empty tests and properties"
PROMISES = {
    REPLAY: Promise("<=", 0.4, 0.25),
    HELP: Promise("<=", 150),
    FILE: Promise("<=", 250),
    LIST: Promise("<=", 1000),
    MEMORY: Promise("<=", 8),
    SUITE: Promise("<=", 3, 2),
}
POLLS = (10**5, 10**6)
"""How many polls are read step by step; with --full ten times as many, too."""

_ROOT = Path(__file__).resolve().parent.parent
_CALLS = 200
_WORD = "any " * 16


def watching(operation: str, examples: int) -> Once:
    """Measure watch() beside the loop that whoever has no watch() writes."""
    method = "_".join(_words(model.operation_model(operation).name)).lower()
    inputs = dict.fromkeys(model.required_inputs(operation), _WORD)
    status = load(operation).status_steps

    def bare(history: Any) -> None:
        with play(history, patience=len(history)) as client:
            for _ in history:
                shown = getattr(client, method)(**inputs)
                for step in status:
                    shown = shown[step]

    def watched(history: Any) -> None:
        with play(history, patience=len(history)) as client:
            watch(operation, client=client, interval=0, **inputs)

    def once(seed: int) -> list[Figure]:
        histories = histories_of(operation, max(2, examples // 10), seed)
        floor = seconds(bare, histories)
        own = seconds(watched, histories)
        return [Figure(WATCH, own / floor, {"us": own / sum(map(len, histories)) * 1e6})]

    return once


def _words(name: str) -> list[str]:
    """Return the words of an operation's name, `Get` and `Import` and `Job`."""
    words: list[str] = []
    for letter in name:
        if letter.isupper() or not words:
            words.append("")
        words[-1] += letter
    return words


def replaying(operation: str) -> Once:
    """Measure a call that play() answers beside the same call answered by vcrpy."""
    last = PAYLOADS[operation]["full"]["last"]
    method = "_".join(_words(model.operation_model(operation).name)).lower()
    inputs = dict.fromkeys(model.required_inputs(operation), _WORD)
    history = [last] * _CALLS

    def played(_: int) -> None:
        with play(history, operation=operation, patience=_CALLS) as client:
            _ask(client, method, inputs)

    def replayed(cassette: Path) -> None:
        client = botocore.session.Session().create_client(
            operation.partition(":")[0],
            region_name="us-east-1",
            aws_access_key_id="a",
            aws_secret_access_key="b",  # noqa: S106 - nobody's
        )
        replay = vcr.VCR(record_mode="none", match_on=["method"])
        with replay.use_cassette(str(cassette), allow_playback_repeats=True):
            _ask(client, method, inputs)

    def once(_: int) -> list[Figure]:
        with tempfile.TemporaryDirectory() as folder:
            cassette = Path(folder) / "one.yaml"
            cassette.write_text(_recorded(operation, last))
            floor = seconds(replayed, [cassette])
            own = seconds(played, [0])
        return [Figure(REPLAY, own / floor, {"us": own / _CALLS * 1e6})]

    return once


def _ask(client: Any, method: str, inputs: Any) -> None:
    for _ in range(_CALLS):
        getattr(client, method)(**inputs)


def _recorded(operation: str, answer: Any) -> str:
    """Return a cassette of vcrpy in which a call is answered so."""
    sent = encode.response(operation, answer)
    http = model.operation_model(operation).http
    response = {
        "status": {"code": 200, "message": "OK"},
        "headers": {name: [text] for name, text in sent.headers.items()},
        "body": {"string": sent.body},
    }
    request = {"method": http["method"], "uri": "https://a/", "body": None, "headers": {}}
    return yaml.safe_dump(
        {"version": 1, "interactions": [{"request": request, "response": response}]}
    )


def starting() -> Once:
    """Measure what it takes to start the command, in processor time."""
    module = [sys.executable, "-m", "aws_job_conformance"]
    answer = json.dumps(PAYLOADS["sesv2:GetImportJob"]["full"]["last"]).encode()

    def once(_: int) -> list[Figure]:
        bare = _spent([sys.executable, "-c", "pass"])
        told = _spent([*module, "--help"])
        checked = _spent([*module, "check", "sesv2:GetImportJob", "-"], answer)
        listed = _spent([*module, "list", "--all"])
        over = {HELP: told - bare, FILE: checked - bare, LIST: listed - bare}
        return [Figure(what, 1000 * took, {"bare ms": 1000 * bare}) for what, took in over.items()]

    return once


def _spent(command: list[str], given: bytes = b"") -> float:
    """Return the processor time of a program, of five runs the least."""

    def run() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, input=given, capture_output=True, check=True, cwd=_ROOT)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return min(run() for _ in range(5))


_READER = """
import resource, sys, orjson
from pathlib import Path
from aws_job_conformance.catalog import load
from aws_job_conformance.judge.fast import compiled
step, polls = compiled(load("sesv2:GetImportJob")).step_json, int(sys.argv[1])
before, last = sys.stdin.buffer.read().splitlines()
for job in range(polls // 8):
    state = None
    for line in (*[before] * 7, last):
        state = step(state, orjson.loads(line.replace(b'"text"', b'"job-%d"' % job)))
        assert state is not None
told = Path("/proc/self/status")  # where it is, it forgets what the process was before this program
largest = told.read_text().split("VmHWM:")[1].split()[0] if told.exists() else None
print(largest or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
_KILO = 1 if sys.platform == "darwin" else 1024
"""Bytes in which a system tells the largest memory of a process."""


def reading(polls: int) -> Once:
    """Measure the memory of a process that reads polls, each history step by step."""
    both = PAYLOADS["sesv2:GetImportJob"]["full"]
    lines = b"\n".join(orjson.dumps(both[name]) for name in ("before", "last"))

    def largest(count: int) -> float:
        command = [sys.executable, "-c", _READER, str(count)]
        ran = subprocess.run(command, input=lines, capture_output=True, check=True, cwd=_ROOT)
        return int(ran.stdout) * _KILO / 1e6

    def once(_: int) -> list[Figure]:
        least = largest(0)
        most = largest(polls)
        return [Figure(MEMORY, most - least, {"MB in all": most})]

    return once


def running() -> Once:
    """Measure the suite beside as many tests that do nothing, under the same plugins.

    Where a client reads generated responses, the empty test draws as many integers. Beside it: the
    ratio to empty tests of which only the first of an operation draws, as the suite does since its
    clients read the same responses; and to empty tests that draw nothing.
    """
    pytest = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    configured = [*pytest, "-q", "-c", str(_ROOT / "pyproject.toml")]

    def once(_: int) -> list[Figure]:
        with tempfile.TemporaryDirectory() as folder:
            environment = _compiled(folder)

            def took(command: list[str]) -> tuple[float, str]:
                return min(_once(command, environment) for _ in range(2))

            own, told = took([*pytest, "-v", "conformance"])
            tests = [line.partition("] ") for line in told.splitlines() if "::test_" in line]
            read = [_examples(test) * ("PASSED" in end) for test, _, end in tests]
            asked = [test.partition("[")[2].partition("-")[0] for test, _, _ in tests]
            drawn = [
                count * (asked.index(of) == at)
                for at, (of, count) in enumerate(zip(asked, read, strict=True))
            ]
            floors = []
            for counts in (read, drawn, [0] * len(read)):
                empty = Path(folder) / "test_empty.py"
                empty.write_text(_HEAD + "\n".join(map(_empty, range(len(counts)), counts)))
                floors.append(took([*configured, str(empty)])[0])
        beside = {
            "s": own,
            "tests": len(tests),
            "over what is drawn": own / floors[1],
            "over tests alone": own / floors[2],
        }
        return [Figure(SUITE, own / floors[0], beside)]

    return once


_HEAD = "from hypothesis import given, settings, strategies as st\n"


def _examples(test: str) -> int:
    """Return how many responses a test of the suite draws; test: its name as pytest tells it."""
    if "::test_client[" not in test:
        return 0
    is_close = any(test.partition("[")[2].startswith(f"{name}-") for name in CLOSELY)
    return EXAMPLES if is_close else EXAMPLES_OF_OTHERS


def _empty(number: int, examples: int) -> str:
    """Return a test that does nothing, of so many examples."""
    if not examples:
        return f"def test_{number}():\n    pass\n"
    return (
        f"@settings(max_examples={examples}, deadline=None)\n@given(st.integers(0, 2**64 - 1))\n"
        f"def test_{number}(value):\n    pass\n"
    )


def _compiled(folder: str) -> dict[str, str]:
    """Return the environment of a program whose modules are compiled once, as those of pip are."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": folder}


def _once(command: list[str], environment: Mapping[str, str]) -> tuple[float, str]:
    """Return the processor time of a program, and what it prints."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = subprocess.run(
        command, capture_output=True, check=False, cwd=_ROOT, text=True, env=environment
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert ran.returncode == 0, ran.stdout  # what fails has not done the work that is measured
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, ran.stdout
