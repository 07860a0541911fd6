"""What is here and what is not: for each missing part what it would add, and the command for it."""

import importlib.metadata
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

from aws_job_conformance import clients
from aws_job_conformance.core.errors import InputError, MissingExtraError
from aws_job_conformance.core.extras import EXTRAS
from aws_job_conformance.core.shipped import names
from aws_job_conformance.core.text import cut, plural, told
from aws_job_conformance.runner import selection
from aws_job_conformance.targets.cassettes import writer
from aws_job_conformance.targets.endpoint.credential_places import credential_places

_WITHIN = 10.0
"""Seconds for a program that says its version."""

_OWN = "aws-job-conformance"
_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?(?:>=([0-9.]+))?")
_FOR_EXTRA = re.compile(r"""extra == ["']([a-z-]+)["']""")
_RELEASE = re.compile(r"[0-9]+(?:[.][0-9]+)*")
_ALSO = {
    "boto3": "`play` lends boto3's clients, beside botocore's",
    "pytest-xdist": "the suite runs in several processes: `-n 2`",
}
"""What is used where it is, and no extra brings."""


@dataclass(frozen=True, slots=True)
class CheckupRow:
    """One part. found: what there is of it. adds: what it is for. fix: the command that adds it.

    state: `wrong` is what keeps something from working; what is `missing` nobody needs to have.
    """

    part: str
    state: Literal["here", "missing", "wrong", "note"]
    found: str
    adds: str = ""
    fix: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return asdict(self)


def _part(
    part: str, found: str | None, adds: str, fix: str = "", lacks: str = "not installed"
) -> CheckupRow:
    """Return a part as it is found; one that is missing (None) with what it would add."""
    if found is None:
        return CheckupRow(part, "missing", lacks, adds, fix)
    return CheckupRow(part, "here", found)


def rows(folder: str | None = None, profile: str | None = None) -> list[CheckupRow]:
    """Return everything that is looked at.

    folder: of cassettes; `cassettes` where one is run, and the shipped ones, if none is named.
    profile: whose credentials are looked for. Nobody is asked, and no credential is told.
    """
    return [*_versions(), *_credentials(profile), *_clients(), *_extras(), *_cassettes(folder)]


def _versions() -> Iterator[CheckupRow]:
    own = importlib.metadata.version(_OWN)
    yield CheckupRow(_OWN, "here", f"{own}, {len(names())} contracts")
    system = f"{platform.python_version()}, {platform.system()} {platform.machine()}"
    yield CheckupRow("Python", "here", system)
    asked = [(name, floor) for name, floor, extra in _asked() if not extra]
    for name, floor in asked:
        yield from _too_low(name, floor)
    yield CheckupRow("botocore", "here", _version("botocore") or "not installed")
    found = f"{sum(_version(name) is not None for name, _ in asked)} of {len(asked)}"
    yield CheckupRow("dependencies", "here", f"{found} packages of a bare install")


def _credentials(profile: str | None) -> Iterator[CheckupRow]:
    adds = "pytest --live asks a real account, and nothing but reads"
    found = credential_places(profile)
    for sentence in found.wrong:
        yield CheckupRow("AWS credentials", "wrong", sentence, adds)
    if found.found is not None or not found.wrong:
        yield _part("AWS credentials", found.found, adds, "aws configure", "none configured")
    fix = "aws configure set region eu-west-1"
    yield _part("AWS region", found.region, "which region is asked", fix, "none configured")
    for name in found.variables:
        yield CheckupRow(told(name), "note", "is set: it changes whom your clients ask, and how")


def _clients() -> Iterator[CheckupRow]:
    """Yield the SDKs under test; what one lacks says itself which command adds it."""
    node = shutil.which("node")
    said = None if node is None else told(_said(node, "--version"))
    adds = "the AWS SDK for JavaScript can be put under test, beside Python's"
    yield _part("Node.js", said, adds, "https://nodejs.org/en/download")
    for known in clients.known():
        why_not = known.why_not()
        here = "can be put under test" if why_not is None else None
        adds = "pytest conformance and `clients` read every operation with it"
        yield _part(f"client {known.name}", here, adds, lacks=told(why_not or ""))


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
    """Yield the extras of this package, and what else it uses where it is."""
    for extra, happens in EXTRAS.items():
        asked = [(name, floor) for name, floor, of in _asked() if of == extra and name != _OWN]
        found = {name: _version(name) for name, _ in asked}
        lacking = [name for name, version in found.items() if version is None]
        for name, floor in asked:
            yield from _too_low(name, floor)
        here = ", ".join(f"{name} {version}" for name, version in found.items())
        what, fix = f"{', '.join(lacking)} not installed", f"pip install '{_OWN}[{extra}]'"
        yield _part(f"[{extra}]", None if lacking else here, happens.rstrip(","), fix, what)
    for name, adds in _ALSO.items():
        yield _part(name, _version(name), adds, f"pip install {name}")


def _asked() -> Iterator[tuple[str, str, str]]:
    """Yield the packages that this one asks for: name, lowest version, and for which extra."""
    for line in importlib.metadata.requires(_OWN) or ():
        found = _REQUIREMENT.match(line)
        extra = _FOR_EXTRA.search(line)
        if found is not None:
            yield found[1], found[2] or "0", extra[1] if extra else ""


def _too_low(name: str, floor: str) -> Iterator[CheckupRow]:
    """Yield what is wrong with a package that is older than the lowest version that is safe."""
    version = _version(name)
    if version is not None and _numbers(version) < _numbers(floor):
        found = f"{version} is older than {floor}, the lowest that is safe and will do"
        yield CheckupRow(name, "wrong", found, fix=f"pip install '{name}>={floor}'")


def _numbers(version: str) -> tuple[int, ...]:
    found = _RELEASE.match(version)
    return tuple(map(int, found[0].split("."))) if found else ()


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


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
    except MissingExtraError as error:
        fix = f"pip install '{_OWN}[{error.extra}]'"
        yield CheckupRow(part, "missing", "not read", EXTRAS[error.extra].rstrip(","), fix)
        return
    except InputError as error:
        yield CheckupRow(part, "wrong", told(str(error)))
        return
    recorded = [story.recorded for story in shelf.stories if story.recorded is not None]
    undated = len(shelf.stories) - len(recorded)
    yield CheckupRow(part, "here", _ages(recorded, undated, datetime.now(UTC).date()))
    yield from (CheckupRow(part, "wrong", told(sentence)) for sentence in shelf.problems)


def _ages(recorded: Sequence[date], undated: int, today: date) -> str:
    stories = plural(len(recorded) + undated, "story")
    if not recorded:
        return f"{stories}, none with the day it was recorded"
    oldest, newest = (today - min(recorded)).days, (today - max(recorded)).days
    ages = f"{oldest}" if oldest == newest else f"{newest} to {oldest}"
    without = f", {undated} printed or without a day" if undated else ""
    return f"{stories}, recorded {ages} days ago{without}"
