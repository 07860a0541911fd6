"""The hand-written contracts: TOML read, checked against the service model, turned into x-job."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema

from aws_job_conformance import model, paths
from aws_job_conformance.contract import FINAL_GROUPS, Status, folder, nearest
from aws_job_conformance.contract import status as status_of
from aws_job_conformance.findings import InputError

FOLDER = Path(__file__).parent / "contracts"

_NUMBERS = ("integer", "number")
_TAKES = {
    "some": (*_NUMBERS, "array"),
    "none": (*_NUMBERS, "array"),
    "not-negative": _NUMBERS,
    "at-most": _NUMBERS,
    "adds-up": _NUMBERS,
    "never-decreases": _NUMBERS,
}
_ADDITIONS = ("enum", "format", "pattern", "minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum")


@dataclass(frozen=True)
class Authored:
    """One contract file: where it is and what it says."""

    path: Path
    data: Mapping[str, Any]

    @property
    def operation(self) -> str:
        """`service:Operation`."""
        return str(self.data["operation"])

    def wrong(self, what: str) -> InputError:
        """Return the error that says what is wrong with this file."""
        return InputError(f"{self.path.name}: {what}")


def read(path: Path) -> Authored:
    """Return a contract file; raises InputError where it is no TOML or is misnamed."""
    try:
        data = tomllib.loads(path.read_text())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name}: not TOML: {error}") from None
    named = path.stem.replace(".", ":", 1)
    if data.get("operation") != named:
        raise InputError(f"{path.name}: operation must be {named!r}, as the file is named")
    return Authored(path, data)


def find(place: Path = FOLDER) -> dict[str, Authored]:
    """Return every contract file in a folder by its operation, sorted."""
    return {found.operation: found for found in map(read, sorted(place.glob("*.toml")))}


def x_job(authored: Authored, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the x-job of a contract file, every path and status of it checked.

    schema: the response schema, with what the contract adds to members. Raises InputError, naming
    the file, the key and the nearest known name.
    """
    data = {key: value for key, value in authored.data.items() if key != "member"}
    data["laws"] = [_law(authored, entry) for entry in data.pop("law", [])]
    if "contradiction" in data:
        data["contradictions"] = data.pop("contradiction")
    operations = (authored.operation, *_siblings(authored))
    data |= {
        "version": 1,
        "sources": data.get("sources", {}),
        "wire": model.wire(authored.operation),
        "errors": {name.partition(":")[2]: model.errors(name) for name in operations},
    }
    _must_be_x_job(authored, data)
    _must_resolve(authored, data, schema)
    return data


def _siblings(authored: Authored) -> list[str]:
    service = authored.operation.partition(":")[0]
    return [f"{service}:{name}" for name in authored.data.get("same_shape", ())]


def _status(authored: Authored) -> Status:
    try:
        return status_of(authored.data["status"])
    except KeyError as key:
        raise authored.wrong(f"[status] needs {key}") from None


def _law(authored: Authored, entry: Mapping[str, Any]) -> dict[str, Any]:
    status = _status(authored)
    law = {key: value for key, value in entry.items() if key not in ("in", "not-in")}
    if "in" in entry and "not-in" in entry:
        raise authored.wrong(f"a law of kind {entry.get('kind')} has both in and not-in")
    if "in" in entry or "not-in" in entry:
        named = _expanded(authored, status, entry.get("in") or entry["not-in"])
        law["in"] = [name for name in status.all if (name in named) == ("in" in entry)]
    return law


def _expanded(authored: Authored, status: Status, names: list[str]) -> set[str]:
    known = (*status.all, "initial", "unfinished", "final", *FINAL_GROUPS)
    found: set[str] = set()
    for name in names:
        try:
            found.update(status.group(name))
        except KeyError:
            hint = nearest(name, known)
            raise authored.wrong(f"{name!r} is no status and no group of statuses.{hint}") from None
    return found


@lru_cache(maxsize=1)
def meta_schema() -> dict[str, Any]:
    """Return the meta-schema of the x-job keyword."""
    found: dict[str, Any] = json.loads((folder() / "x-job.schema.json").read_text())
    return found


def _must_be_x_job(authored: Authored, data: Mapping[str, Any]) -> None:
    validator = jsonschema.Draft202012Validator(meta_schema())
    error = jsonschema.exceptions.best_match(validator.iter_errors(data))
    if error is not None:
        where = paths.text(tuple(error.absolute_path)).replace("the response", "the contract")
        raise authored.wrong(f"{where}: {error.message[:200]}")


def resolve(schema: Mapping[str, Any], steps: paths.Steps) -> Mapping[str, Any] | None:
    """Return the schema of the member at these steps, or None where there is none."""
    found: Any = schema
    for step in steps:
        if isinstance(step, int):
            found = found.get("items")
        else:
            found = found.get("properties", {}).get(step)
        if not isinstance(found, Mapping):
            return None
    return dict(found)


def member(authored: Authored, schema: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """Return the schema of the member a path of this contract names; InputError where it has none."""
    try:
        steps = paths.parse(path)
    except ValueError as error:
        raise authored.wrong(str(error)) from None
    root = paths.parse(authored.data["root"]) if "root" in authored.data else ()
    found = resolve(schema, root + steps)
    if found is None:
        parent = resolve(schema, root + steps[:-1]) or {}
        hint = nearest(str(steps[-1]), parent.get("properties", {}))
        raise authored.wrong(f"{path!r} names no member of the response.{hint}")
    return found


def _must_resolve(authored: Authored, data: Mapping[str, Any], schema: Mapping[str, Any]) -> None:
    payload = data["wire"].get("payload")
    if data.get("root") != payload:
        raise authored.wrong(f"root must be {payload!r}: it is what travels unwrapped")
    status = _status(authored)
    statuses = member(authored, schema, status.at).get("enum", [])
    if set(status.all) != set(statuses):
        missing = ", ".join(sorted(set(statuses) - set(status.all))) or "none"
        unknown = ", ".join(sorted(set(status.all) - set(statuses))) or "none"
        raise authored.wrong(f"[status] leaves out: {missing}; has unknown ones: {unknown}")
    if misplaced := {*status.next} & {*status.final, *status.anywhere}:
        raise authored.wrong(f"[status] next starts from {sorted(misplaced)}, final or anywhere")
    for law in data["laws"]:
        for path in _named(law):
            _must_take(authored, law["kind"], path, member(authored, schema, path))
    for path in (*data.get("required", {}).get("members", ()), *data.get("redact", ())):
        member(authored, schema, path)
    _must_find(authored, data)


def _named(law: Mapping[str, Any]) -> Iterator[str]:
    of = law.get("of", ())
    yield from (of,) if isinstance(of, str) else of
    yield from law.get("parts", ())
    if "whole" in law and law["kind"] != "lists-no-more-than":
        yield law["whole"]


def _must_take(authored: Authored, kind: str, path: str, found: Mapping[str, Any]) -> None:
    takes = ("array",) if kind == "lists-no-more-than" else _TAKES.get(kind)
    if takes and found.get("type") not in takes:
        raise authored.wrong(f"{kind} takes {' or '.join(takes)}, but {path} is {found.get('type')}")
    if kind == "ordered" and found.get("format") != "date-time":
        raise authored.wrong(f"ordered takes instants, but {path} is no date-time")


def _must_find(authored: Authored, data: Mapping[str, Any]) -> None:
    """Check what finds a job, and one that is not there, against the service model."""
    service = authored.operation.partition(":")[0]
    known: set[str] = set(data.get("missing", {}).get("input", ()))
    for entry in data.get("discover", ()):
        found = model.operation_model(f"{service}:{entry['call']}")
        output = model.response_schema(found.output_shape)
        for path in (entry["each"], *([entry["token"]["out"]] if "token" in entry else [])):
            if resolve(output, paths.parse(path.replace("[]", "[0]"))) is None:
                raise authored.wrong(f"discover: {path!r} names nothing {entry['call']} answers")
        if "token" in entry and entry["token"]["in"] not in found.input_shape.members:
            raise authored.wrong(f"discover: {entry['call']} takes no {entry['token']['in']}")
        if unmet := set(found.input_shape.required_members) - known:
            raise authored.wrong(f"discover: nothing before {entry['call']} finds {sorted(unmet)}")
        known.add(entry["as"])
    wanted = set(model.operation_model(authored.operation).input_shape.required_members)
    if "discover" in data and wanted - known:
        raise authored.wrong(f"discover: nothing finds {sorted(wanted - known)}")
    error = data.get("missing", {}).get("error")
    if error and error not in data["errors"][authored.operation.partition(":")[2]]:
        raise authored.wrong(f"missing: the operation does not document {error}")


def additions(authored: Authored) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (path, keywords) for each `[member]`: what it adds to or corrects in the model."""
    for path, entry in authored.data.get("member", {}).items():
        said = {key: entry.get(key) for key in ("tier", "source")}
        if said["tier"] not in ("documented", "observed") or not said["source"]:
            raise authored.wrong(f"[member.{path}] needs a source, and tier documented or observed")
        keywords = {key: value for key, value in entry.items() if key not in said}
        if unknown := sorted(set(keywords) - set(_ADDITIONS)):
            hint = nearest(unknown[0], _ADDITIONS)
            raise authored.wrong(f"[member.{path}] has an unknown key {unknown[0]!r}.{hint}")
        yield path, keywords | {"x-from": said}
