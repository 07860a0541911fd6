"""Readers of files that a stranger may have written: cassettes, contracts, pages, models, lists."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from aws_job_conformance import baselines
from aws_job_conformance.authoring import contract_file, derive
from aws_job_conformance.authoring.drift import between, opened, used
from aws_job_conformance.core.contract import from_schema
from aws_job_conformance.core.errors import InputError, ServiceStoppedError
from aws_job_conformance.targets.endpoint.budget import Budget
from aws_job_conformance.targets.simulator import _records
from fuzz import mutate
from fuzz.command_line import command
from fuzz.verdict import Failure, Seen, of_fence

ROOT = Path(__file__).resolve().parent.parent
_SUITE_WITHIN = 120.0
_TROUBLE = ("Traceback (most recent call last)", "INTERNALERROR", "\nE  ", "During handling")


_NEXT = b"\n# the next cassette\n"
_MANY = 48


def _shelf(place: Path, data: bytes) -> Path:
    folder = place / "shelf" / "sesv2" / "GetImportJob"
    folder.mkdir(parents=True, exist_ok=True)
    for number, one in enumerate(data.split(_NEXT)):
        (folder / f"story-{number}.yaml").write_bytes(one)
    return place / "shelf"


def of_suite(dice: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Return a shelf of cassettes: to start the suite takes a hundred times as long as one does."""
    return _NEXT.join(mutate.of_yaml(dice, seeds)[:20_000] for _ in range(_MANY))


def cassettes(data: bytes, dice: random.Random, place: Path) -> Seen:
    """`cassettes` of a folder with one file."""
    seen = Seen()
    more = ["--format", "json"] if dice.random() < 0.3 else []
    command(["cassettes", str(_shelf(place, data)), *more], seen)
    return seen


def suite(data: bytes, _: random.Random, place: Path) -> Seen:
    """Run the suite on a folder of cassettes, in a process of its own behind the same fence."""
    seen = Seen()
    shelf = _shelf(place, data)
    env = {**os.environ, "FUZZ_PLACE": str(place), "COLUMNS": "80", "PYTHONPATH": str(ROOT)}
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-m", "pytest", str(ROOT / "conformance" / "test_stories.py"), "-q",
             "-p", "fuzz.fenced_pytest", "-p", "no:cacheprovider", "-p", "no:hypothesispytest",
             "--cassettes", str(shelf), "--operation", "sesv2:GetImportJob"],
            cwd=place, env=env, capture_output=True, check=False, timeout=_SUITE_WITHIN,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        seen.wrong.append(Failure("hang", "the suite does not end"))
        return seen
    text = (done.stdout + done.stderr).decode("utf-8", "replace")
    seen.wrong += of_fence(text)
    for word in _TROUBLE:
        if word in text:
            last = [x for x in text.splitlines() if "Error" in x][-1:] or [""]
            seen.wrong.append(
                Failure("traceback", f"{word.strip()} in the suite: {last[0][-120:]}")
            )
    if done.returncode < 0:
        seen.wrong.append(Failure("hang", f"the suite was ended by signal {-done.returncode}"))
    seen.shown.append(text)
    return seen


def waiters(data: bytes, dice: random.Random, place: Path) -> Seen:
    """`waiters --check` of a file."""
    seen = Seen()
    file = place / "batch.json"
    file.write_bytes(data)
    more = ["--format", "json"] if dice.random() < 0.3 else []
    command(["waiters", "--check", str(file), "--service", "batch", *more], seen)
    return seen


_NAMED = "customer-profiles.GetUploadJob.toml"


def contract(data: bytes, _: random.Random, place: Path) -> Seen:
    """Read a contract file, derive its schemas and judge an answer by them."""
    seen = Seen()
    first = data.partition(b"\n")[0].decode("latin-1")
    name = first.partition('"')[2].partition('"')[0].replace(":", ".", 1)
    good = all(c.isalnum() or c in ".-" for c in name) and "." in name
    file = place / f"{name if good and len(name) < 80 else _NAMED[:-5]}.toml"
    file.write_bytes(data)
    try:
        found = contract_file.read(file)
        derived = derive.derive(found, page=False)
        from_schema(derived.schema, derived.wire_schema)
        tried(derived.schema, seen)
    except InputError as error:
        seen.sentences.append(str(error))
    file.unlink()
    return seen


def tried(schema: object, seen: Seen) -> None:
    """Judge hard texts by every pattern of a schema, with both engines as the judge has them."""
    from aws_job_conformance.judge._shape import Shape  # noqa: PLC0415 - the validators

    for pattern in sorted(set(_patterns(schema))):
        shape = Shape(
            {"type": "object", "properties": {"x": {"type": "string", "pattern": pattern}}}
        )
        for run in ("a" * 3000 + "!", "0" * 3000 + "!"):
            seen.shown.append(str(len(shape.misfits({"x": run}))))


def _patterns(schema: object) -> list[str]:
    if isinstance(schema, dict):
        own = [schema["pattern"]] if isinstance(schema.get("pattern"), str) else []
        return own + [found for inner in schema.values() for found in _patterns(inner)]
    if isinstance(schema, list):
        return [found for inner in schema for found in _patterns(inner)]
    return []


def page(data: bytes, _: random.Random, place: Path) -> Seen:
    """`derive --page` of a file."""
    seen = Seen()
    file = place / "page.txt"
    file.write_bytes(data)
    command(["derive", "--page", str(file)], seen)
    return seen


def model(data: bytes, _: random.Random, place: Path) -> Seen:
    """`drift` of a folder with one service model, held against the same one as it was."""
    seen = Seen()
    for name, content in (("new", data), ("old", seed_model())):
        file = place / name / "fuzzed" / "2020-01-01" / "service-2.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    try:
        old, new = (opened(str(place / name), place) for name in ("old", "new"))
        report = between(old, new)
        from aws_job_conformance.authoring.drift import render  # noqa: PLC0415 - text of it

        seen.sentences += render.text(report)
        seen.shown.append(render.markdown(report))
    except InputError as error:
        seen.sentences.append(str(error))
    return seen


def seed_model() -> bytes:
    """Return the service model that a fuzzed one is held against."""
    return (ROOT / "fuzz" / "seeds" / "model" / "service-2.json").read_bytes()


def lists(data: bytes, dice: random.Random, place: Path) -> Seen:
    """The small files: failures that are expected, operations in use, the pace's file."""
    seen = Seen()
    file = place / "list"
    file.write_bytes(data)
    try:
        if dice.random() < 0.6:
            for xfail in baselines.read(file).lines:
                xfail.matches("sesv2:GetImportJob-" + "a" * 40)
        else:
            used(data.decode("utf-8-sig", "replace"), "list")
    except InputError as error:
        seen.sentences.append(str(error))
    try:
        Budget(file, 1000.0, sleep=lambda _: None).wait("sesv2")
    except ServiceStoppedError as error:
        seen.sentences.append(str(error))
    return seen


def rows(data: bytes, dice: random.Random, _: Path) -> Seen:
    """The records of a file that was uploaded to the simulator."""
    form = _records.FileForm(dice.choice(("CSV", "JSON", "DYNAMODB_JSON")))
    found = _records.read([data], form)
    return Seen(sentences=[found.fault])
