"""What is here and what is not: for each missing part what it would add, and the command for it."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

from aws_job_conformance import clients
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.shipped import names
from aws_job_conformance.core.text import cut, plural, told
from aws_job_conformance.report import report_files
from aws_job_conformance.runner import selection
from aws_job_conformance.targets.cassettes import writer
from aws_job_conformance.targets.endpoint.credential_places import credential_places

_WITHIN = 10.0
"""Seconds for a program that says its version."""

CheckupState = Literal["here", "missing", "wrong", "note"]


@dataclass(frozen=True, slots=True)
class CheckupRow:
    """One part. found: what there is of it. adds: what it is for. fix: the command that adds it.

    state: `wrong` is what keeps something from working; what is `missing` nobody needs to have.
    """

    part: str
    state: CheckupState
    found: str
    adds: str = ""
    fix: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return asdict(self)


def rows(folder: str | None = None, profile: str | None = None) -> list[CheckupRow]:
    """Return everything that is looked at.

    folder: of cassettes; `cassettes` where one is run, and the shipped ones, if none is named.
    profile: whose credentials are looked for. Nobody is asked, and no credential is told.
    """
    return [
        *_versions(),
        *_credentials(profile),
        *_clients(),
        *_extras(),
        *_cassettes(folder),
    ]


def _versions() -> Iterator[CheckupRow]:
    own = importlib.metadata.version("aws-job-conformance")
    contracts = f"{own}, {len(names())} contracts"
    yield CheckupRow("aws-job-conformance", "here", contracts)
    system = f"{platform.python_version()}, {platform.system()} {platform.machine()}"
    yield CheckupRow("Python", "here", system)
    for name in ("botocore", "pytest", "hypothesis"):
        yield CheckupRow(name, "here", importlib.metadata.version(name))


def _credentials(profile: str | None) -> Iterator[CheckupRow]:
    adds = "pytest --live asks a real account, and nothing but reads"
    found = credential_places(profile)
    for sentence in found.wrong:
        yield CheckupRow("AWS credentials", "wrong", sentence, adds)
    if found.found is not None:
        yield CheckupRow("AWS credentials", "here", found.found)
    elif not found.wrong:
        yield CheckupRow("AWS credentials", "missing", "none configured", adds, "aws configure")
    if found.region is not None:
        yield CheckupRow("AWS region", "here", found.region)
    else:
        fix = "aws configure set region eu-west-1"
        yield CheckupRow("AWS region", "missing", "none configured", "which region is asked", fix)
    for name in found.variables:
        yield CheckupRow(told(name), "note", "is set: it changes whom your clients ask, and how")


def _clients() -> Iterator[CheckupRow]:
    """Yield the SDKs under test; what one lacks says itself which command adds it."""
    node = shutil.which("node")
    if node is None:
        adds = "the AWS SDK for JavaScript can be put under test, beside Python's"
        yield CheckupRow("Node.js", "missing", "not installed", adds, "see https://nodejs.org")
    else:
        yield CheckupRow("Node.js", "here", told(_said(node, "--version")))
    for known in clients.known():
        why_not = known.why_not()
        if why_not is None:
            yield CheckupRow(f"client {known.name}", "here", "can be put under test")
        else:
            adds = "pytest conformance and `clients` read every operation with it"
            yield CheckupRow(f"client {known.name}", "missing", told(why_not), adds)


def _said(*command: str) -> str:
    """Return what a program says of itself, or why it says nothing."""
    try:
        done = subprocess.run(  # noqa: S603 - found on PATH, and only asked for its version
            command, capture_output=True, text=True, timeout=_WITHIN, check=False
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return f"does not run: {type(error).__name__}"
    return cut(done.stdout.strip() or "says nothing of its version")


def _extras() -> Iterator[CheckupRow]:
    lacking = report_files.lacking()
    if lacking is None:
        yield CheckupRow("report", "here", _versioned("jinja2", "fast-sugiyama"))
    else:
        adds = "--conformance-report writes a page, not only Markdown and JSON"
        yield CheckupRow("report", "missing", "not installed", adds, report_files.INSTALL)
    for module, name, part, adds, fix in (
        (
            "h11",
            "h11",
            "serve",
            "`serve` and --endpoint-url have a server that behaves like AWS",
            "pip install 'aws-job-conformance[serve]'",
        ),
        ("boto3", "boto3", "boto3", "`play` lends boto3's clients too", "pip install boto3"),
        (
            "xdist",
            "pytest-xdist",
            "pytest-xdist",
            "`-n 2` has two processes run the suite",
            "pip install pytest-xdist",
        ),
    ):
        if importlib.util.find_spec(module) is None:
            yield CheckupRow(part, "missing", "not installed", adds, fix)
        else:
            yield CheckupRow(part, "here", _versioned(name))


def _versioned(*packages: str) -> str:
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)


def _cassettes(folder: str | None) -> Iterator[CheckupRow]:
    own = folder if folder is not None else str(writer.FOLDER)
    record = "pytest --live --record-mode=once --cassettes cassettes"
    if folder is not None or Path(own).is_dir():
        yield from _shelf(f"cassettes in {told(own)}", own)
    else:
        adds = "your own recordings, replayed in CI without an account"
        yield CheckupRow("your cassettes", "missing", f"no folder {told(own)}", adds, record)
    if folder is None:
        yield from _shelf("shipped cassettes", None)


def _shelf(part: str, place: str | None) -> Iterator[CheckupRow]:
    try:
        shelf = selection.shelf(place)
    except InputError as error:
        yield CheckupRow(part, "wrong", told(str(error)))
        return
    recorded = [story.recorded for story in shelf.stories if story.recorded is not None]
    undated = len(shelf.stories) - len(recorded)
    yield CheckupRow(part, "here", _ages(recorded, undated, datetime.now(UTC).date()))
    for sentence in shelf.problems:
        yield CheckupRow(part, "wrong", told(sentence))


def _ages(recorded: Sequence[date], undated: int, today: date) -> str:
    stories = plural(len(recorded) + undated, "story")
    if not recorded:
        return f"{stories}, none with the day it was recorded"
    oldest, newest = (today - min(recorded)).days, (today - max(recorded)).days
    ages = f"{oldest}" if oldest == newest else f"{newest} to {oldest}"
    without = f", {undated} printed or without a day" if undated else ""
    return f"{stories}, recorded {ages} days ago{without}"
