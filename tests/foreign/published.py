"""Responses of job operations that others published: read where they lie, copied nowhere.

Each reader yields (operation, where, response): a response as boto3 shows it, as JSON, or the bytes
of a body.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import botocore
from botocore import xform_name

from aws_job_conformance import catalog
from aws_job_conformance.authoring import infer
from aws_job_conformance.core import paths
from aws_job_conformance.protocol import boto3_values, raw_models

_OUTPUT = re.compile(r"^Output:?:?\s*(?:::)?\s*\n\s*\n((?:[ \t]+.*\n|[ \t]*\n)+)", re.MULTILINE)
_EXAMPLE = re.compile(r"awscli/examples/([^/]+)/([^/]+)\.rst")
_PLACEBO = re.compile(r"tests/data/placebo/[^/]+/([^/]+)\.(\w+)_\d+\.json")
_SNAPSHOT = re.compile(r"(?:.*/)?services/([^/]+)/.*\.snapshot\.json")
_EPOCH = re.compile(r"[0-9]{9,10}(?:\.[0-9]+)?")
_RENAMED = {
    "configservice": "config",
    "deploy": "codedeploy",
    "awslambda": "lambda",
    "lambda_": "lambda",
}
_REPLACED = re.compile(r"<[\w.:-]+>|datetime|timestamp|(?:\w+-)?date|<?[a-z-]*id:\d+>?")

Published = Iterator[tuple[str, str, Mapping]]


def job_operations() -> dict[tuple[str, str], str]:
    """Return every job operation by its service and its name as a command."""
    found = {}
    for row in catalog.rows():
        service, _, name = row["operation"].partition(":")
        found[service, xform_name(name, "-")] = row["operation"]
    return found


class Unreadable(list):
    """Where what was found could not be read, and what it was."""


class Left(dict):
    """What a corpus left of a response. replaced: pointers to the members it replaced.

    They were there, whatever they held: that one of them is missing is no news.
    """

    def __init__(self, value: Mapping, replaced: frozenset[str]) -> None:
        super().__init__(value)
        self.replaced = replaced


def examples(folder: Path, unreadable: Unreadable) -> Published:
    """Yield the outputs in the AWS CLI's examples (`aws/aws-cli`)."""
    names = _names(folder, "awscli/examples")
    yield from _examples(names, lambda name: _text(folder, name), unreadable)


def installed_examples(unreadable: Unreadable) -> Published:
    """Yield the outputs in the examples of the AWS CLI that is installed."""
    found = importlib.util.find_spec("awscli")
    assert found is not None
    assert found.origin is not None
    above = Path(found.origin).parents[1]
    names = [path.relative_to(above).as_posix() for path in above.glob("awscli/examples/*/*.rst")]
    yield from _examples(sorted(names), lambda name: (above / name).read_text(), unreadable)


def _examples(
    names: Iterable[str], text: Callable[[str], str], unreadable: Unreadable
) -> Published:
    known = job_operations()
    for name in names:
        told = _EXAMPLE.fullmatch(name)
        operation = told and known.get((_RENAMED.get(told[1], told[1]), told[2]))
        if not operation:
            continue
        for number, block in enumerate(_OUTPUT.findall(text(name) + "\n"), 1):
            value = _printed(block)
            if value is None:
                unreadable.append(f"{name} {number}")
            else:
                yield operation, f"{name} {number}", value


def _printed(block: str) -> dict | None:
    """Return what a page prints as JSON, though a comma is too many or dots stand for the rest."""
    plain = re.sub(r"^\s*(?:\.\.\.|…),?\s*$", "", block, flags=re.MULTILINE)
    plain = re.sub(r",(\s*[}\]])", r"\1", plain)
    for text in (block, plain):
        with suppress(ValueError):
            value = json.loads(text, strict=False)
            return value if isinstance(value, dict) else None
    return None


def models_examples() -> Published:
    """Yield the outputs in the examples that the installed botocore brings along."""
    known = set(job_operations().values())
    data = Path(botocore.__file__).parent / "data"
    for file in sorted(data.glob("*/*/examples-1.json*")):
        text = file.read_bytes()
        told = json.loads(gzip.decompress(text) if file.suffix == ".gz" else text)
        for name, cases in told.get("examples", {}).items():
            operation = f"{file.parts[-3]}:{name}"
            for number, case in enumerate(cases, 1):
                if operation in known and isinstance(case.get("output"), dict):
                    yield operation, f"{file.parts[-3]}/{name} {number}", case["output"]


def placebo(folder: Path, _: Unreadable) -> Published:
    """Yield placebo's recordings of real accounts (`cloud-custodian/cloud-custodian`)."""
    known = {
        (service, name.partition(":")[2].lower()): name
        for (service, _), name in job_operations().items()
    }
    by_prefix = {
        (raw_models.kept(service)["metadata"]["endpointPrefix"], lower): name
        for (service, lower), name in known.items()
    }
    for name in _names(folder, "tests/data/placebo"):
        told = _PLACEBO.fullmatch(name)
        asked = told and (told[1], told[2].lower())
        operation = asked and (known.get(asked) or by_prefix.get(asked))
        if operation:
            said = json.loads(_text(folder, name))
            if said.get("status_code") == 200 and "Error" not in said["data"]:
                yield operation, name, _times(said["data"])


def bodies(folder: Path, _: Unreadable) -> Iterator[tuple[str, str, bytes]]:
    """Yield the bodies in XML of botocore's own tests (`boto/botocore`), as they travelled."""
    known = {f"{service}-{name}": told for (service, name), told in job_operations().items()}
    for name in _names(folder, "tests/unit/response_parsing/xml/responses"):
        operation = known.get(Path(name).stem)
        if operation and name.endswith(".xml"):
            yield operation, name, _text(folder, name).strip().encode()


def snapshots(folder: Path, _: Unreadable) -> Published:
    """Yield LocalStack's snapshots of AWS that have the form of a job (`localstack/localstack`).

    What was replaced in them is left out; a key of a snapshot names no operation, so a response is
    taken for one if its status is of that operation, and it has each member that the model requires
    and none that the operation lacks (Step Functions' TestState ends in the same words).
    """
    of_service: dict[str, list[str]] = {}
    for (service, _), operation in job_operations().items():
        of_service.setdefault(service, []).append(operation)
    for name in _names(folder, "tests"):
        told = _SNAPSHOT.fullmatch(name)
        service = told and _RENAMED.get(told[1], told[1])
        if not service or service not in of_service:
            continue
        for test, case in json.loads(_text(folder, name)).items():
            for key, value in _responses(case.get("recorded-content", {})):
                for operation in of_service[service]:
                    if _is_of(operation, value):
                        kept = Left(left(value), frozenset(replaced(value)))
                        yield operation, f"{name} {test} {key}", kept


def _responses(value: object, key: str = "") -> Iterator[tuple[str, dict]]:
    if isinstance(value, dict):
        if "ResponseMetadata" in value:
            yield key, {name: item for name, item in value.items() if name != "ResponseMetadata"}
            return
        for name, item in value.items():
            yield from _responses(item, f"{key}/{name}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _responses(item, f"{key}/{number}")


def _is_of(operation: str, value: dict) -> bool:
    found = infer.found(operation)
    if found is None:
        return False
    status = paths.get(value, found.at)
    service, _, name = operation.partition(":")
    model = raw_models.kept(service)
    output = model["shapes"][model["operations"][name]["output"]["shape"]]
    members = set(output["members"])
    return status in found.values and set(output.get("required", ())) <= set(value) <= members


def left(value: object) -> object:
    """Return what is left of a value without what was replaced in it."""
    if isinstance(value, dict):
        return {
            name: left(item)
            for name, item in value.items()
            if not _is_replaced(item) and not _is_replaced(name)
        }
    if isinstance(value, list):
        return [left(item) for item in value if not _is_replaced(item)]
    return value


def replaced(value: object, pointer: str = "") -> Iterator[str]:
    """Yield where members were replaced, as left() numbers the entries of lists."""
    if isinstance(value, dict):
        for name, item in value.items():
            if _is_replaced(item):
                yield f"{pointer}/{name}"
            else:
                yield from replaced(item, f"{pointer}/{name}")
    elif isinstance(value, list):
        for number, item in enumerate(item for item in value if not _is_replaced(item)):
            yield from replaced(item, f"{pointer}/{number}")


def _is_replaced(value: object) -> bool:
    if not isinstance(value, str):
        return False
    return bool(_REPLACED.fullmatch(value) or re.search(r"<[\w.-]+(?::\d+)?>", value))


def _times(value: object) -> object:
    """Return a recording with placebo's objects for datetimes as datetimes."""
    if isinstance(value, list):
        return [_times(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("__class__") == "datetime":
        parts = ("year", "month", "day", "hour", "minute", "second", "microsecond")
        return datetime(*(value.get(part, 0) for part in parts), tzinfo=UTC)
    return {name: _times(item) for name, item in value.items()}


def as_shown(schema: Mapping, value: object) -> object:
    """Return a response with the instants that stand in it as on the wire as boto3 shows them."""
    if isinstance(value, dict) and schema.get("type") != "string":
        inner, rest = schema.get("properties", {}), schema.get("additionalProperties")
        return {
            name: as_shown(inner.get(name, rest if isinstance(rest, dict) else {}), item)
            for name, item in value.items()
        }
    if isinstance(value, list) and schema.get("type") != "string":
        return [as_shown(schema.get("items", {}), item) for item in value]
    return _as_told(schema, value)


def _as_told(schema: Mapping, value: object) -> object:
    """Return a value with what a corpus changed in writing it down put back.

    The AWS CLI shows epoch seconds as they travel, botocore's examples as texts; LocalStack reads
    texts that hold JSON.
    """
    if schema.get("format") != "date-time":
        is_read = schema.get("type") == "string" and isinstance(value, dict | list)
        return json.dumps(value) if is_read else value
    if isinstance(value, str) and _EPOCH.fullmatch(value):
        value = float(value)
    if type(value) not in (int, float):
        return value
    return boto3_values.plain(datetime.fromtimestamp(value, tz=UTC))


def _names(folder: Path, under: str) -> list[str]:
    asked = _git(folder, "ls-tree", "-r", "-z", "--name-only", "HEAD", "--", under)
    return sorted(filter(None, asked.split("\0")))


def _text(folder: Path, name: str) -> str:
    return _git(folder, "show", f"HEAD:{name}")


def read(folder: Path, name: str) -> str:
    """Return the text of a file in a clone."""
    return _text(folder, name)


def commit(folder: Path) -> str:
    """Return the commit of a checkout, and its day."""
    return _git(folder, "log", "-1", "--format=%h of %cs", "HEAD").strip()


def _git(folder: Path, *args: str) -> str:
    own = ["--git-dir", str(folder)] if (folder / "objects").is_dir() else ["-C", str(folder)]
    done = subprocess.run(["git", *own, *args], capture_output=True, check=True)
    return done.stdout.decode()
