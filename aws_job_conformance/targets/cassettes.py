"""Cassettes as stories: recorded HTTP of one operation, with the origin it states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aws_job_conformance.contract import load, names, nearest
from aws_job_conformance.findings import InputError, SuiteError

ORIGINS = ("aws", "aws-documentation", "simulator", "synthetic")
_EMULATOR = re.compile(r"emulator \S+ \S+")
_KEYS = ("origin", "about", "source", "missing", "records", "botocore", "recorded")
_NEEDED: tuple[tuple[tuple[str, ...], tuple[type, ...], str], ...] = (
    (("request", "method"), (str,), "a text"),
    (("request", "uri"), (str,), "a text"),
    (("request", "headers"), (dict,), "a mapping"),
    (("response", "status", "code"), (int,), "a number"),
    (("response", "status", "message"), (str, type(None)), "a text or null"),
    (("response", "headers"), (dict,), "a mapping"),
    (("response", "body", "string"), (str, bytes), "a text or !!binary"),
)
_REQUEST = {"method", "uri", "headers", "body"}


@dataclass(frozen=True, slots=True)
class Request:
    """One recorded request. headers: names in lower case."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


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
    requests: tuple[Request, ...]
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
    package = Path(__file__).parent.parent
    for place in (package / "cassettes", package.parent / "cassettes"):
        if place.is_dir():
            return place
    raise SuiteError(
        f"no cassettes beside {package}: this installation is broken; install it again"
    )


def shelf(place: Path) -> Shelf:
    """Return every story in a folder, and a sentence for every file that is none.

    Raises InputError where the folder is not there. Hidden files and README.md are passed over.
    """
    if not place.is_dir():
        raise InputError(f"no folder of cassettes at {place}")
    stories, problems = [], []
    for path in sorted(place.rglob("*")):
        inside = path.relative_to(place)
        if (
            path.is_dir()
            or path.name == "README.md"
            or any(p.startswith(".") for p in inside.parts)
        ):
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
    found = data.get("conformance")
    said: Mapping[str, Any] = found if isinstance(found, dict) else {}
    origin, missing = _said(said, inside)
    if "version" not in data:
        raise InputError(f"{inside}: lacks `version: 1`, which vcrpy writes last: the file is torn")
    requests = tuple(_requests(data.get("interactions"), inside))
    if not requests:
        raise InputError(
            f"{inside}: holds no interaction, so no test can use it; delete or re-record it"
        )
    records, day = _records(said.get("records"), inside), _day(said.get("recorded"), inside)
    about = str(said.get("about", ""))
    return Story(path, operation, path.stem, origin, missing, requests, about, records, day)


def _records(said: Any, inside: Path) -> int | None:
    if said is not None and (type(said) is not int or said < 0):
        raise InputError(f"{inside}: conformance.records is {said!r:.40}, expected a number")
    return said


def _day(said: Any, inside: Path) -> date | None:
    """Return when a cassette was recorded: a day, as YAML or a text has it."""
    try:
        return said if said is None or type(said) is date else date.fromisoformat(said)
    except (TypeError, ValueError):
        raise InputError(
            f"{inside}: conformance.recorded is {said!r:.40}, expected a day such as 2026-01-31"
        ) from None


def _said(said: Mapping[str, Any], inside: Path) -> tuple[str, bool]:
    """Return what a cassette says of itself: its origin, and whether it asks for a missing job."""
    origin, missing = said.get("origin"), said.get("missing", False)
    known = f"{', '.join(ORIGINS)}, or emulator NAME VERSION"
    if origin is None:
        raise InputError(
            f"{inside}: states no origin. Add at its top level `conformance: {{origin: …}}`,"
            f" one of {known}: whose answers are these?"
        )
    if origin not in ORIGINS and not _EMULATOR.fullmatch(str(origin)):
        hint = "" if str(origin).startswith("emulator") else nearest(str(origin), ORIGINS)
        raise InputError(f"{inside}: the origin {origin!r} is none of {known}.{hint}")
    if unknown := [str(key) for key in said if key not in _KEYS]:
        hint = nearest(unknown[0], _KEYS)
        raise InputError(f"{inside}: conformance.{unknown[0]} is none of {', '.join(_KEYS)}.{hint}")
    if not isinstance(missing, bool):
        raise InputError(f"{inside}: conformance.missing is {missing!r}, expected true or false")
    return origin, missing


def _operation(inside: Path) -> str:
    if inside.suffix != ".yaml" or len(inside.parts) != 3:  # noqa: PLR2004 - service, operation, story
        raise InputError(
            f"{inside}: no test uses it; a cassette is <service>/<Operation>/<story>.yaml"
        )
    operation = ":".join(inside.parts[:2])
    if operation not in names() and not _is_inferred(operation):
        hint = nearest(operation, names())
        raise InputError(f"{inside}: in an unknown folder: no contract for {operation}.{hint}")
    return operation


def _is_inferred(operation: str) -> bool:
    """Return whether an operation that nobody wrote a contract for has one all the same."""
    try:
        return load(operation).owner == operation
    except InputError:
        return False


def _yaml(path: Path, inside: Path) -> Mapping[str, Any]:
    import yaml  # noqa: PLC0415 - the replayer's own reader, which `check` never needs
    from vcr.serializers import yamlserializer  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        data = yamlserializer.deserialize(path.read_text("utf-8"))
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
            f"{inside}: has a top-level `metadata`, which pytest-recording cannot read with this"
            " vcrpy; keep your notes under another name"
        )
    return data


def _requests(interactions: Any, inside: Path) -> Iterator[Request]:
    if not isinstance(interactions, list):
        raise InputError(f"{inside}: has no list of interactions")
    for number, interaction in enumerate(interactions, 1):
        for wrong in _wrong(interaction):
            raise InputError(f"{inside}: interaction {number} {wrong}")
        sent = interaction["request"]
        body = sent["body"]
        yield Request(
            method=sent["method"],
            url=sent["uri"],
            headers={str(name).lower(): text(value) for name, value in sent["headers"].items()},
            body=body if isinstance(body, bytes) else text(body).encode(),
        )


def _wrong(interaction: Any) -> Iterator[str]:
    """Yield why an interaction cannot be replayed; after the first the rest may not follow."""
    for path, kinds, expected in _NEEDED:
        found = interaction
        for key in path:
            if not isinstance(found, dict) or key not in found:
                yield f"lacks {'.'.join(path)}"
                return
            found = found[key]
        if not isinstance(found, kinds) or isinstance(found, bool):
            yield f"has {found!r:.40} for {'.'.join(path)}, expected {expected}"
            return
    request, response = interaction["request"], interaction["response"]
    if not _is_url(request["uri"]):
        yield f"has {request['uri']!r:.40} for request.uri, expected a URL"
    for key in sorted(map(str, request.keys() ^ _REQUEST)):
        yield f"has or lacks request.{key}; vcrpy reads {', '.join(sorted(_REQUEST))}, no more"
    yield from _wrong_headers(request["headers"], response["headers"])


def _wrong_headers(asked: Mapping[Any, Any], answered: Mapping[Any, Any]) -> Iterator[str]:
    for name, value in asked.items():
        if value == []:
            yield f"has no value for request.headers.{name}"
    for name, value in answered.items():
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            yield f"has {value!r:.40} for response.headers.{name}, expected a list of texts"


def _is_url(uri: str) -> bool:
    try:
        parts = urlsplit(uri)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def text(value: Any) -> str:
    """Return a header or a body as text: vcrpy records lists, and bytes where those were sent."""
    value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
