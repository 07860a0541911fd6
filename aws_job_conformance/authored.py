"""The hand-written contracts: TOML read, checked against the service model, turned into x-job."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema

from aws_job_conformance import model, paths, patterns
from aws_job_conformance.contract import FINAL_GROUPS, Status, folder, nearest
from aws_job_conformance.contract import status as status_of
from aws_job_conformance.findings import InputError

FOLDER = Path(__file__).parent / "contracts"

_TABLES = {"law": "laws", "contradiction": "contradictions"}
"""A file has one table for each; x-job has a list of them."""
_DERIVED = ("version", "wire", "errors")
_CLOSED = ("additionalProperties", "unevaluatedProperties")
_NUMBERS = ("integer", "number")
_TAKES = {
    "some": (*_NUMBERS, "array"),
    "none": (*_NUMBERS, "array"),
    "not-negative": _NUMBERS,
    "at-most": _NUMBERS,
    "adds-up": _NUMBERS,
    "lists-no-more-than": ("array",),
    "never-decreases": _NUMBERS,
}
_LIMIT = {"type": "integer", "minimum": 0}
_MEMBER = {
    "type": "object",
    "required": ["tier", "source"],
    "additionalProperties": False,
    "properties": {
        "type": {"enum": ["string", "integer", "number", "boolean", "array", "object"]},
        "enum": {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True},
        "format": {"enum": ["date-time", "int32", "int64", "float", "double"]},
        "pattern": {"type": "string", "minLength": 1},
        "minLength": _LIMIT,
        "maxLength": _LIMIT,
        "minItems": _LIMIT,
        "maxItems": _LIMIT,
        "minimum": {"type": "number"},
        "maximum": {"type": "number"},
        "tier": {
            "enum": ["documented", "observed"],
            "description": "what is only inferred never makes a plain validator fail",
        },
        "source": {"type": "string", "minLength": 1},
    },
}
_SAID_OF = {
    "enum": ("string",),
    "pattern": ("string",),
    "minLength": ("string",),
    "maxLength": ("string",),
    "minItems": ("array",),
    "maxItems": ("array",),
    "minimum": _NUMBERS,
    "maximum": _NUMBERS,
}


@dataclass(frozen=True)
class Authored:
    """One contract file: where it is and what it says."""

    path: Path
    data: Mapping[str, Any]

    @property
    def operation(self) -> str:
        """`service:Operation`."""
        return str(self.data["operation"])

    @property
    def root(self) -> paths.Steps:
        """Where every path of the file starts."""
        return self.steps(self.data["root"]) if "root" in self.data else ()

    def steps(self, path: Any) -> paths.Steps:
        """Return a path of the file as steps; raises InputError where it names no one member."""
        try:
            return paths.parse(path)
        except (TypeError, ValueError) as error:
            what = str(error) if isinstance(error, ValueError) else f"{path!r} is no path"
            raise self.wrong(what) from None

    def wrong(self, what: str) -> InputError:
        """Return the error that says what is wrong with this file."""
        return InputError(f"{self.path.name}: {what}")


def read(path: Path) -> Authored:
    """Return a contract file; raises InputError where it is no TOML or is misnamed."""
    try:
        data = tomllib.loads(path.read_bytes().decode())
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
    data = _as_x_job(authored) | {"wire": model.wire(authored.operation), "errors": {}}
    _must_be_x_job(authored, data)
    status = status_of(data["status"])
    _must_place(authored, status, schema)
    data["laws"] = [_law(authored, status, n, law) for n, law in enumerate(data["laws"], 1)]
    _must_resolve(authored, data, schema)
    siblings = {name: _sibling(authored, name) for name in data.get("same_shape", ())}
    operations = {authored.operation.partition(":")[2]: authored.operation} | siblings
    data["errors"] = {name: model.errors(operation) for name, operation in operations.items()}
    _must_find(authored, data)
    return data


def _as_x_job(authored: Authored) -> dict[str, Any]:
    """Return a file's data by the names of x-job, `not-in` still there; refuse names of neither."""
    known = {*meta_schema()["properties"], *_TABLES, "member"} - {*_TABLES.values(), *_DERIVED}
    for name in authored.data:
        if name not in known:
            raise authored.wrong(_unknown(name, known))
    data = {key: value for key, value in authored.data.items() if key not in (*_TABLES, "member")}
    data |= {table: authored.data[key] for key, table in _TABLES.items() if key in authored.data}
    return {"laws": [], "sources": {}, "version": 1} | data


def _unknown(name: str, known: Collection[str]) -> str:
    return f"unknown key {name!r}.{nearest(name, known)}"


@lru_cache(maxsize=1)
def meta_schema() -> dict[str, Any]:
    """Return the meta-schema of the x-job keyword."""
    found: dict[str, Any] = json.loads((folder() / "x-job.schema.json").read_bytes())
    return found


def _must_be_x_job(authored: Authored, data: Mapping[str, Any]) -> None:
    laws = data["laws"]
    if isinstance(laws, list):
        laws = [_must_be_kind(authored, n, law) for n, law in enumerate(laws, 1)]
    _must_fit(authored, meta_schema(), {**data, "laws": laws})


def _must_be_kind(authored: Authored, n: int, law: Any) -> Any:
    """Return a law with its scope as `in`, which the meta-schema knows; refuse an unknown kind."""
    if not isinstance(law, dict):
        return law
    kind, kinds = law.get("kind"), meta_schema()["$defs"]["law"]["properties"]["kind"]["enum"]
    if kind in ("moves", "final"):
        raise authored.wrong(f"[[law]] {n}: {kind} follows from [status], it is never written")
    if kind not in kinds:
        raise authored.wrong(f"[[law]] {n}: no kind {kind!r}.{nearest(str(kind), kinds)}")
    if "in" in law and "not-in" in law:
        raise authored.wrong(f"[[law]] {n} ({kind}) has both in and not-in")
    return {"in" if key == "not-in" else key: value for key, value in law.items()}


def _must_fit(
    authored: Authored, schema: Mapping[str, Any], data: Mapping[str, Any], place: str = ""
) -> None:
    errors = list(jsonschema.Draft202012Validator(schema).iter_errors(data))
    # A mistyped key is two errors, and the one that names it says more. Where a part of a law is
    # wrong, its keys count as unevaluated too: those are known ones.
    unknown = [error for error in errors if _strangers(error)]
    others = [error for error in errors if error.validator not in _CLOSED]
    error = jsonschema.exceptions.best_match(unknown or others)
    if error is not None:
        steps = tuple(error.absolute_path)
        inside = f"{place} {paths.text(steps)}" if steps else place
        raise authored.wrong(f"{inside if place else _where(steps, data)}: {_said(error)}")


def _strangers(error: jsonschema.ValidationError) -> dict[str, set[str]]:
    """Return the keys that an error is about as nobody knows them, each with the known ones."""
    if error.validator not in _CLOSED:
        return {}
    schema, value = _at(error)
    known = set(schema["properties"])
    for branch in schema.get("allOf", ()):
        if jsonschema.Draft202012Validator(branch["if"]).is_valid(value):
            known |= set(branch["then"]["properties"])
    return {name: known for name in value if name not in known}


def _at(error: jsonschema.ValidationError) -> tuple[Mapping[str, Any], Any]:
    value: Any = error.instance
    return (error.schema if isinstance(error.schema, dict) else {}), value


def _where(steps: paths.Steps, data: Mapping[str, Any]) -> str:
    """Return a place in x-job as the file names it: `[[law]] 3 (absent) of[0]`."""
    if not steps:
        return "the top level"
    tables = {table: key for key, table in _TABLES.items()}
    head, rest = tables.get(str(steps[0]), str(steps[0])), steps[1:]
    if rest and isinstance(rest[0], int):
        entry = data[str(steps[0])][rest[0]]
        kind = f" ({entry['kind']})" if head == "law" and isinstance(entry, dict) else ""
        head, rest = f"[[{head}]] {rest[0] + 1}{kind}", rest[1:]
    elif rest:
        head = f"[{head}]"
    return f"{head} {paths.text(rest)}" if rest else head


def _said(error: jsonschema.ValidationError) -> str:
    """Return what is wrong in a sentence: an unknown key with the nearest known one."""
    for name, known in _strangers(error).items():
        return _unknown(name, known)
    schema, _ = _at(error)
    because = f" ({schema['description']})" if "description" in schema else ""
    return f"{error.message[:200]}{because}"


def _must_place(authored: Authored, status: Status, schema: Mapping[str, Any]) -> None:
    """Check that every value of the status has one place in its life, and that no other has."""
    known = member(authored, schema, status.at).get("enum", [])
    if not known:
        raise authored.wrong(f"[status] at: {status.at} has no enum; [member] can give it one")
    for name in status.all:
        if name not in known:
            hint = nearest(name, set(known) - set(status.all))
            raise authored.wrong(f"[status] {name!r} is no value of {status.at}.{hint}")
    if missing := [name for name in known if name not in status.all]:
        raise authored.wrong(f"[status] leaves out {', '.join(missing)}")
    apart = [*status.final, *status.anywhere]
    if twice := sorted({name for name in apart if apart.count(name) > 1}):
        raise authored.wrong(f"[status] {twice[0]} stands in two groups")
    for name, after in status.next.items():
        place = f"[status] next.{name}"
        if name in apart:
            raise authored.wrong(f"{place}: nothing follows a status that is final or anywhere")
        if lost := [other for other in after if other in status.anywhere]:
            raise authored.wrong(f"{place}: {lost[0]} is anywhere, it has no place in the order")


def _law(authored: Authored, status: Status, n: int, entry: Mapping[str, Any]) -> dict[str, Any]:
    law = {key: value for key, value in entry.items() if key not in ("in", "not-in")}
    for key in ("in", "not-in"):
        if key in entry:
            named = _expanded(authored, status, f"[[law]] {n} ({entry['kind']}) {key}", entry[key])
            law["in"] = [name for name in status.all if (name in named) == (key == "in")]
            if not law["in"]:
                raise authored.wrong(f"[[law]] {n} ({entry['kind']}) {key}: leaves no status")
    return law


def _expanded(authored: Authored, status: Status, place: str, names: list[str]) -> set[str]:
    known = (*status.all, "initial", "unfinished", "final", *FINAL_GROUPS)
    found: set[str] = set()
    for name in names:
        try:
            found.update(status.group(name))
        except KeyError:
            what = f"{name!r} is no status and no group of them.{nearest(name, known)}"
            raise authored.wrong(f"{place}: {what}") from None
    return found


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
    """Return the schema of the member a path of this contract names, or raise InputError."""
    steps = authored.root + authored.steps(path)
    found = resolve(schema, steps)
    if found is None:
        parent = resolve(schema, steps[:-1]) or {}
        hint = nearest(str(steps[-1]), parent.get("properties", {}))
        raise authored.wrong(f"{path!r} names no member of the response.{hint}")
    return found


def must_have_root(authored: Authored) -> None:
    """Check that the paths of a file start where its body does."""
    payload = model.wire(authored.operation).get("payload")
    if authored.data.get("root") != payload:
        wanted = f"must be {payload!r}: it is what" if payload else "must be left out: nothing"
        raise authored.wrong(f"root {wanted} travels unwrapped")


def _must_resolve(authored: Authored, data: Mapping[str, Any], schema: Mapping[str, Any]) -> None:
    for n, law in enumerate(data["laws"], 1):
        place = f"[[law]] {n} ({law['kind']})"
        for path, takes in _takes(law):
            found = member(authored, schema, path)
            if takes and found.get("type") not in takes:
                wanted = " or ".join(takes)
                raise authored.wrong(f"{place} takes {wanted}, but {path} is {found.get('type')}")
            if law["kind"] == "ordered" and found.get("format") != "date-time":
                raise authored.wrong(f"{place} takes instants, but {path} is no date-time")
        if law["kind"] == "one-of" and len({authored.steps(path)[:-1] for path in law["of"]}) > 1:
            raise authored.wrong(f"{place} takes members of one parent: {', '.join(law['of'])}")
    for path in (*data.get("required", {}).get("members", ()), *data.get("redact", ())):
        member(authored, schema, path)


def _takes(law: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...] | None]]:
    """Yield each path of a law, and the types it takes there; None for any."""
    of = law.get("of", ())
    for path in (of,) if isinstance(of, str) else of:
        yield path, _TAKES.get(law["kind"])
    for path in (*law.get("parts", ()), *([law["whole"]] if "whole" in law else [])):
        yield path, _NUMBERS


def _must_exist(authored: Authored, name: str, place: str) -> str:
    """Return `service:Operation` of another operation; a mistyped one is never "gone"."""
    service = authored.operation.partition(":")[0]
    known = model.service_model(service).operation_names
    if name not in known:
        hint = nearest(name, known)
        raise authored.wrong(f"{place}: {service} has no operation {name!r}.{hint}")
    return f"{service}:{name}"


def _sibling(authored: Authored, name: str) -> str:
    sibling = _must_exist(authored, name, "same_shape")
    other, own = (model.response_schema(model.output(op)) for op in (sibling, authored.operation))
    if other != own:
        raise authored.wrong(f"same_shape: {name} answers another shape")
    return sibling


def _must_find(authored: Authored, data: Mapping[str, Any]) -> None:
    """Check what finds a job, and one that is not there, against the service model."""
    found: set[str] = set()
    calls = [
        _must_exist(authored, entry["call"], f"[[discover]] {n}")
        for n, entry in enumerate(data.get("discover", ()), 1)
    ]
    for n, entry in enumerate(data.get("discover", ())):
        place = f"[[discover]] {n + 1} ({entry['call']})"
        _must_answer(authored, entry, calls[n], place)
        if unmet := sorted(set(model.required_inputs(calls[n])) - found):
            raise authored.wrong(f"{place}: nothing before it finds {', '.join(unmet)}")
        later = (*calls[n + 1 :], authored.operation)
        taken = {name for call in later for name in model.inputs(call)}
        if entry["as"] not in taken:
            hint = nearest(entry["as"], taken)
            raise authored.wrong(f"{place}: nothing after it takes {entry['as']!r}.{hint}")
        found.add(entry["as"])
    wanted = set(model.required_inputs(authored.operation))
    if "discover" in data and (unmet := sorted(wanted - found)):
        raise authored.wrong(f"[[discover]]: nothing finds {', '.join(unmet)}")
    if "missing" in data:
        _must_be_missing(authored, data, wanted - found)


def _must_answer(authored: Authored, entry: Mapping[str, Any], call: str, place: str) -> None:
    token = entry.get("token", {})
    for path in filter(None, (entry["each"], token.get("out"))):
        if model.member(call, authored.steps(path.replace("[]", "[0]"))) is None:
            raise authored.wrong(f"{place}: {path!r} names nothing it answers")
    if token and token["in"] not in model.inputs(call):
        hint = nearest(token["in"], model.inputs(call))
        raise authored.wrong(f"{place}: it takes no {token['in']!r}.{hint}")


def _must_be_missing(authored: Authored, data: Mapping[str, Any], wanted: set[str]) -> None:
    given, error = data["missing"]["input"], data["missing"]["error"]
    known = model.inputs(authored.operation)
    for name in given:
        if name not in known:
            hint = nearest(name, known)
            raise authored.wrong(f"[missing] input: the operation takes no {name!r}.{hint}")
    if unmet := sorted(wanted - set(given)):
        raise authored.wrong(f"[missing] input: leaves out {', '.join(unmet)}")
    documented = data["errors"][authored.operation.partition(":")[2]]
    if error not in documented:
        hint = nearest(error, documented)
        raise authored.wrong(f"[missing] error: the operation does not document {error!r}.{hint}")


def additions(authored: Authored) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (path, keywords) for each `[member]`: what it adds to or corrects in the model."""
    entries = authored.data.get("member", {})
    if not isinstance(entries, dict) or not all(isinstance(e, dict) for e in entries.values()):
        raise authored.wrong("member is a table of tables: [member.NAME], one for each path")
    for path, entry in entries.items():
        place = f"[member.{path}]"
        if inner := [name for name in entry if isinstance(entry[name], dict)]:
            raise authored.wrong(f'{place}: put a path in quotes, [member."{path}.{inner[0]}"]')
        _must_fit(authored, _MEMBER, entry, place)
        said = {key: entry[key] for key in ("tier", "source")}
        keywords = {key: value for key, value in entry.items() if key not in said}
        if "pattern" in keywords:
            try:
                keywords["pattern"] = patterns.portable(keywords["pattern"])
            except patterns.NotPortableError as reason:
                raise authored.wrong(f"{place} pattern: {reason}") from None
        yield path, keywords | {"x-from": said}


def must_say(
    authored: Authored, schema: Mapping[str, Any], path: str, keywords: Mapping[str, Any]
) -> None:
    """Check that what `[member]` says of a path can be said of what is there."""
    steps = authored.root + authored.steps(path)
    if "type" not in keywords:
        member(authored, schema, path)
    elif resolve(schema, steps[:-1]) is None:
        raise authored.wrong(f"[member.{path}]: there is nothing it could be a member of")
    kind = keywords.get("type") or (resolve(schema, steps) or {}).get("type")
    for name, takes in _SAID_OF.items():
        if name in keywords and kind not in takes:
            wanted = " or ".join(takes)
            raise authored.wrong(f"[member.{path}] {name} is said of {wanted}, not of {kind}")
