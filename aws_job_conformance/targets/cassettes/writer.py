"""Stories written as cassettes: redacted first, and whole or not at all."""

import contextlib
import glob
import os
import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from http.client import responses
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aws_job_conformance import redact
from aws_job_conformance.catalog import load
from aws_job_conformance.core.errors import InputError, SuiteError, as_input_error
from aws_job_conformance.core.extras import brought_by
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.shipped import PACKAGE
from aws_job_conformance.protocol.http import HttpExchange
from aws_job_conformance.targets.cassettes import reader

FOLDER = "cassettes"
"""Where cassettes are written, if nothing else is named: below the current folder."""

_ABANDONED = 600
"""After so many seconds nobody writes a file any more that waits to become a cassette."""

_INSTALLED = ("site-packages", "dist-packages")
_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class StoryHeader:
    """What a cassette says of itself.

    name: of the file. records: of the job's input, where known. known: what may be nowhere in it.
    """

    operation: str
    name: str
    origin: str
    about: str
    source: str
    botocore: str
    recorded: date
    missing: bool = False
    records: int | None = None
    known: Sequence[str] = ()


def folder(place: Path) -> Path:
    """Return where cassettes can be written; it need not be there.

    Raises InputError inside an installed package, and where no file can be made.
    """
    place = place.absolute()
    if place.is_relative_to(PACKAGE) or any(part in _INSTALLED for part in place.parts):
        raise InputError(
            f"--cassettes {place} lies in an installed package, which the next installation"
            " replaces. Name a folder of your own."
        )
    there = next(one for one in (place, *place.parents) if one.exists())
    what = f"--cassettes {place} cannot be written"
    with as_input_error(what, ". Name another folder."), tempfile.TemporaryFile(dir=there):
        return place


def free(place: Path | None, operation: str, name: str, taken: Sequence[str] = ()) -> str:
    """Return a name for a story that is not taken: the name itself, or with a number.

    place: a folder whose stories have taken theirs.
    """
    number, free_name = 1, name
    while free_name in taken or (place and path_of(place, operation, free_name).exists()):
        number += 1
        free_name = f"{name}-{number}"
    return free_name


def slug(text: str) -> str:
    """Return a text as part of a file's name."""
    return _SLUG.sub("-", text.lower()).strip("-")


def write(place: Path, story: StoryHeader, exchanges: Sequence[HttpExchange]) -> Path:
    """Write a cassette and return its path; killed at any moment, what was there is there still.

    Raises InputError where something in it cannot be made safe, or the folder cannot be written.
    """
    if any("@" in urlsplit(one.request.url).netloc for one in exchanges):
        raise InputError(
            "the address of a request names a user, and no cassette keeps one, masked or not."
            " Take it out of --endpoint-url, and record again."
        )
    safe = redact.story(load(story.operation), exchanges, known=story.known)
    path = path_of(place, story.operation, story.name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, _yaml(story, safe).encode(), path.relative_to(place))
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}") from None
    return path


def path_of(place: Path, operation: str, name: str) -> Path:
    """Return where the cassette of a story lies."""
    service, asked = Operation(operation).parts
    return place / service / asked / f"{name}.yaml"


def _replace(path: Path, content: bytes, inside: Path) -> None:
    """Put a file in the place of another at once, after it was read as it will be."""
    waiting = path.with_name(f".{path.name}.{os.getpid()}.part")
    _clear(path)
    try:
        with waiting.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            reader.read(waiting, inside)
        except InputError as error:
            raise SuiteError(f"what was recorded cannot be replayed: {error}") from None
        waiting.replace(path)
    finally:
        with contextlib.suppress(OSError):
            waiting.unlink(missing_ok=True)


def _clear(path: Path) -> None:
    """Remove what writers of this file left that were killed; a young one may still be at work."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _ABANDONED:
                left.unlink()


def _yaml(story: StoryHeader, exchanges: Sequence[HttpExchange]) -> str:
    with brought_by("suite"):
        import yaml  # noqa: PLC0415 - only where something is recorded

    said: dict[str, Any] = {
        "origin": story.origin,
        "about": story.about,
        "source": story.source,
        "botocore": story.botocore,
        "recorded": story.recorded.isoformat(),
    }
    if story.missing:
        said["missing"] = True
    if story.records is not None:
        said["records"] = story.records
    head = {"conformance": said, "interactions": [*map(_interaction, exchanges)]}
    # What ends a file says that it is whole.
    return yaml.safe_dump(head, sort_keys=False, allow_unicode=True, width=1 << 20) + "version: 1\n"


def _interaction(exchange: HttpExchange) -> dict[str, Any]:
    request, answer = exchange.request, exchange.answer
    asked, told = (
        {name: [value] for name, value in one.headers.items()} for one in (request, answer)
    )
    body = _content(request.body) if request.body else None
    status = {"code": answer.status, "message": responses.get(answer.status, "")}
    return {
        "request": {"method": request.method, "uri": request.url, "headers": asked, "body": body},
        "response": {"status": status, "headers": told, "body": {"string": _content(answer.body)}},
    }


def _content(body: bytes) -> str | bytes:
    """Return a body as text where YAML keeps each of its characters, otherwise as bytes."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return body
    return text if text.isprintable() or not re.search(r"[^\t\n\x20-\x7e]", text) else body
