"""Cassettes as stories: recorded HTTP of one operation, with the origin it states."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from aws_job_conformance.catalog import load
from aws_job_conformance.core import shipped
from aws_job_conformance.core.errors import InputError, MissingExtraError
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import brief, cut, printable
from aws_job_conformance.protocol.http import HttpRequest
from aws_job_conformance.targets.cassettes import _interactions

ORIGINS = ("aws", "aws-documentation", "simulator", "synthetic")
_EMULATOR = re.compile(r"emulator [!-~]{1,100} [!-~]{1,100}")
_LONGEST = 60
_KEYS = ("origin", "about", "source", "missing", "records", "botocore", "recorded")


@dataclass(frozen=True, slots=True)
class Story:
    """One cassette. missing: it asks for a job that is not there.

    records: how many the input of its job has. recorded: the day. None where it does not say.
    """

    path: Path
    operation: str
    name: str
    origin: str
    missing: bool
    requests: tuple[HttpRequest, ...]
    about: str = ""
    records: int | None = None
    recorded: date | None = None

    @property
    def id(self) -> str:
        """A name to paste into `-k`."""
        return f"{self.operation}-{self.name}"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of cassettes: the stories in it, and what is wrong with the other files."""

    folder: Path
    stories: tuple[Story, ...]
    problems: tuple[str, ...]


def folder() -> Path:
    """Return the folder of the shipped cassettes, in a wheel or in a checkout."""
    return shipped.folder("cassettes")


def shelf(place: Path) -> Shelf:
    """Return every story in a folder, and a sentence for every file that is none.

    Raises InputError where the folder is not there. Hidden files and README.md are passed over.
    """
    if not _is_folder(place):
        raise InputError(f"no folder of cassettes at {printable(str(place))}")
    stories, problems = [], []
    for path in sorted(place.rglob("*")):
        inside = path.relative_to(place)
        is_hidden = any(part.startswith(".") for part in inside.parts)
        if is_hidden or path.is_dir() or path.name == "README.md":
            continue
        try:
            stories.append(read(path, inside))
        except MissingExtraError:
            raise  # which no file is to blame for
        except InputError as error:
            problems.append(str(error))
    return Shelf(place, tuple(stories), tuple(problems))


def _is_folder(place: Path) -> bool:
    try:
        return place.is_dir()
    except (OSError, ValueError):
        return False  # no name that a folder could have


def read(path: Path, inside: Path) -> Story:
    """Return the story of a cassette; `inside` is its path below the folder of cassettes.

    Raises InputError where the cassette is unreadable, in an unknown folder, states no origin or
    holds nothing that vcrpy could replay.
    """
    name = _name(inside)
    operation = _operation(inside, name)
    data = _mapping(path, name)
    found = data.get("conformance")
    said: Mapping[str, Any] = found if isinstance(found, dict) else {}
    origin, missing = _said(said, name)
    if "version" not in data:
        raise InputError(f"{name}: lacks `version: 1`, which vcrpy writes last: the file is torn")
    requests = tuple(one.request for one in _interactions.read(data.get("interactions"), name))
    records, day = _records(said.get("records"), name), _day(said.get("recorded"), name)
    about = _about(said.get("about"), name)
    return Story(path, operation, path.stem, origin, missing, requests, about, records, day)


def exchanges(story: Story) -> tuple[_interactions.Interaction, ...]:
    """Return what a story's cassette holds now, to be replayed; raises InputError as `read` does.

    It is read again, as all the answers of a folder would not fit into memory.
    """
    name = _name(Path(*story.path.parts[-3:]))
    return tuple(_interactions.read(_mapping(story.path, name).get("interactions"), name))


def interactions(path: Path) -> Iterator[_interactions.Interaction]:
    """Return what any cassette of VCR holds, whatever it says of itself.

    Raises InputError for a file that is none, and at an interaction that cannot be replayed.
    """
    name = _name(path)
    return _interactions.read(_mapping(path, name).get("interactions"), name)


def _name(inside: Path) -> str:
    """Return what messages call a file; raises InputError where a terminal could not show it."""
    name = inside.as_posix()
    if not name.isprintable():
        raise InputError(
            f"{printable(name)}: a name that no terminal shows. Rename it to letters, digits and -."
        )
    return name


def _records(said: Any, name: str) -> int | None:
    if said is not None and (type(said) is not int or said < 0):
        raise InputError(f"{name}: conformance.records is {brief(said)}, expected a number")
    return said


def _about(said: Any, name: str) -> str:
    if said is not None and not isinstance(said, str):
        raise InputError(f"{name}: conformance.about is {brief(said)}, expected a text")
    return said or ""


def _day(said: Any, name: str) -> date | None:
    """Return when a cassette was recorded: a day, as YAML or a text has it."""
    try:
        return said if said is None or type(said) is date else date.fromisoformat(said)
    except (TypeError, ValueError):
        raise InputError(
            f"{name}: conformance.recorded is {brief(said)}, expected a day such as 2026-01-31"
        ) from None


def _said(said: Mapping[str, Any], name: str) -> tuple[str, bool]:
    """Return what a cassette says of itself: its origin, and whether it asks for a missing job."""
    origin, missing = said.get("origin"), said.get("missing", False)
    known = f"{', '.join(ORIGINS)}, or emulator NAME VERSION"
    if origin is None:
        raise InputError(
            f"{name}: states no origin. Add at its top level `conformance: {{origin: …}}`,"
            f" one of {known}: whose answers are these?"
        )
    if not isinstance(origin, str) or not (origin in ORIGINS or _EMULATOR.fullmatch(origin)):
        shown = origin[:_LONGEST] if isinstance(origin, str) else ""
        hint = "" if shown.startswith("emulator") else nearest(shown, ORIGINS)
        raise InputError(f"{name}: the origin {brief(origin)} is none of {known}.{hint}")
    if unknown := [key for key in said if key not in _KEYS]:
        key = unknown[0] if isinstance(unknown[0], str) else brief(unknown[0])
        hint = nearest(key[:_LONGEST], _KEYS)
        shown = printable(cut(key, _LONGEST))
        raise InputError(f"{name}: conformance.{shown} is none of {', '.join(_KEYS)}.{hint}")
    if not isinstance(missing, bool):
        raise InputError(f"{name}: conformance.missing is {brief(missing)}, expected true or false")
    return origin, missing


def _operation(inside: Path, name: str) -> str:
    if inside.suffix != ".yaml" or len(inside.parts) != 3:  # noqa: PLR2004 - service, operation, story
        raise InputError(
            f"{name}: no test uses it; a cassette is <service>/<Operation>/<story>.yaml"
        )
    operation = ":".join(inside.parts[:2])
    if operation not in shipped.names() and not _is_inferred(operation):
        hint = nearest(operation, shipped.names())
        raise InputError(f"{name}: in an unknown folder: no contract for {operation}.{hint}")
    return operation


def _is_inferred(operation: str) -> bool:
    """Return whether an operation that nobody wrote a contract for has one all the same."""
    try:
        return load(operation).owner == operation
    except InputError:
        return False


def _mapping(path: Path, name: str) -> Mapping[str, Any]:
    from aws_job_conformance.targets.cassettes import _safe_yaml  # noqa: PLC0415 - `check` never needs it

    data = _safe_yaml.read(path, name)
    if not isinstance(data, dict):
        raise InputError(f"{name}: not a cassette: expected a mapping with interactions")
    if "metadata" in data:
        raise InputError(
            f"{name}: has a top-level `metadata`, which pytest-recording cannot read;"
            " keep your notes under another name"
        )
    return data
