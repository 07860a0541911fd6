"""Cassettes as stories: recorded HTTP of one operation, with the origin it states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from aws_job_conformance.contract import names, nearest
from aws_job_conformance.findings import InputError, SuiteError

ORIGINS = ("aws", "aws-documentation", "simulator", "synthetic")
_EMULATOR = re.compile(r"emulator \S+ \S+")
_NEEDED = (
    ("request", "method"),
    ("request", "uri"),
    ("request", "headers"),
    ("response", "status", "code"),
    ("response", "headers"),
    ("response", "body"),
)
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Request:
    """One recorded request. headers: names in lower case."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Story:
    """One cassette. missing: it asks for a job that is not there."""

    path: Path
    operation: str
    name: str
    origin: str
    missing: bool
    requests: tuple[Request, ...]

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
    package = Path(__file__).parent.parent
    for place in (package / "cassettes", package.parent / "cassettes"):
        if place.is_dir():
            return place
    raise SuiteError(f"no cassettes beside {package}: this installation is broken; install it again")


def shelf(place: Path) -> Shelf:
    """Return every story in a folder, and a sentence for every file that is none.

    Raises InputError where the folder is not there. Hidden files and README.md are passed over.
    """
    if not place.is_dir():
        raise InputError(f"no folder of cassettes at {place}")
    stories, problems = [], []
    for path in sorted(place.rglob("*")):
        inside = path.relative_to(place)
        if path.is_dir() or path.name == "README.md" or any(p.startswith(".") for p in inside.parts):
            continue
        try:
            stories.append(read(path, inside))
        except InputError as error:
            problems.append(str(error))
    return Shelf(place, tuple(stories), tuple(problems))


def read(path: Path, inside: Path) -> Story:
    """Return the story of a cassette; `inside` is its path below the folder of cassettes.

    Raises InputError where the cassette is unreadable, in an unknown folder, states no origin or
    holds nothing.
    """
    operation = _operation(inside)
    data = _yaml(path, inside)
    said = data.get("conformance")
    said = said if isinstance(said, dict) else {}
    origin = said.get("origin")
    if not isinstance(origin, str) or not (origin in ORIGINS or _EMULATOR.fullmatch(origin)):
        known = ", ".join(ORIGINS)
        raise InputError(
            f"{inside}: states no origin. Add at its top level `conformance: {{origin: …}}`, one of "
            f"{known}, or emulator NAME VERSION: whose answers are these?"
        )
    requests = tuple(_requests(data.get("interactions"), inside))
    if not requests:
        raise InputError(f"{inside}: holds no interaction, so no test can use it; delete or re-record it")
    missing = said.get("missing") is True
    return Story(path, operation, path.stem, origin, missing, requests)


def _operation(inside: Path) -> str:
    if inside.suffix != ".yaml" or len(inside.parts) != 3:  # noqa: PLR2004 - service, operation, story
        raise InputError(f"{inside}: no test uses it; a cassette is <service>/<Operation>/<story>.yaml")
    operation = ":".join(inside.parts[:2])
    if operation not in names():
        hint = nearest(operation, names())
        raise InputError(f"{inside}: in an unknown folder: no contract for {operation}.{hint}")
    return operation


def _yaml(path: Path, inside: Path) -> Mapping[str, Any]:
    try:
        data = yaml.load(path.read_text("utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader
    except OSError as error:
        raise InputError(f"{inside}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{inside}: not UTF-8 at offset {error.start}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(f"{inside}: not YAML: {' '.join(str(error).split())[:200]}") from None
    if not isinstance(data, dict):
        raise InputError(f"{inside}: not a cassette: expected a mapping with interactions")
    if "metadata" in data:
        raise InputError(
            f"{inside}: has a top-level `metadata`, which pytest-recording cannot read with this vcrpy;"
            " keep your notes under another name"
        )
    return data


def _requests(interactions: Any, inside: Path) -> Iterator[Request]:
    if not isinstance(interactions, list):
        raise InputError(f"{inside}: has no list of interactions")
    for number, interaction in enumerate(interactions, 1):
        for needed in _NEEDED:
            found: Any = interaction
            for key in needed:
                found = found.get(key) if isinstance(found, dict) else None
            if found is None:
                raise InputError(f"{inside}: interaction {number} lacks {'.'.join(needed)}")
        sent = interaction["request"]
        body = sent.get("body") or b""
        headers = {
            str(name).lower(): str(value[0] if isinstance(value, list) and value else value)
            for name, value in dict(sent["headers"]).items()
        }
        yield Request(
            method=str(sent["method"]),
            url=str(sent["uri"]),
            headers=headers,
            body=body if isinstance(body, bytes) else str(body).encode("utf-8", "surrogatepass"),
        )
