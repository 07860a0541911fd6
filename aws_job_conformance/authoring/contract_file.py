"""The hand-written contracts: TOML read, checked against the service model, turned into x-job."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs

from aws_job_conformance.authoring import _safe_toml, _sharing
from aws_job_conformance.core import paths, pattern_engine, patterns
from aws_job_conformance.core.errors import InputError, NotPortableError
from aws_job_conformance.core.shipped import PACKAGE, folder
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import brief, cut, printable

FOLDER = PACKAGE / "contracts"

_TABLES = {"law": "laws", "contradiction": "contradictions"}
"""A file has one table for each; x-job has a list of them."""
_LONGEST_SAID = 1000
_DERIVED = ("version", "wire", "errors")
_CLOSED = ("additionalProperties", "unevaluatedProperties")
_LIMIT, _NUMBER = {"type": "integer", "minimum": 0}, {"type": "number"}
_SAID = {"type": "string", "minLength": 1}
_MEMBER = {
    "type": "object",
    "required": ["tier", "source"],
    "additionalProperties": False,
    "properties": {
        "type": {"enum": ["string", "integer", "number", "boolean", "array", "object"]},
        "enum": {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True},
        "format": {"enum": ["date-time", "int32", "int64", "float", "double"]},
        "pattern": _SAID,
        **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), _LIMIT),
        **dict.fromkeys(("minimum", "maximum"), _NUMBER),
        "tier": {
            "enum": ["documented", "observed"],
            "description": "what is only inferred never makes a plain validator fail",
        },
        **dict.fromkeys(("source", "fix"), _SAID),
    },
}


Table = Mapping[str, Any]
"""A table of a contract file or of x-job, or a part of a schema."""


@dataclass(frozen=True)
class Authored:
    """One contract file: where it is, what it says, and the shared file that says some of it."""

    path: Path
    data: Mapping[str, Any]
    shared: str = ""

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
            what = str(error) if isinstance(error, ValueError) else f"{brief(path)} is no path"
            raise self.wrong(what) from None

    def must_know(self, name: str, known: Collection[str], what: str) -> None:
        """Check that a name is a known one; raises InputError: what, and the nearest of them."""
        if name not in known:
            raise self.wrong(f"{what}.{nearest(name, known)}")

    def wrong(self, what: str) -> InputError:
        """Return the error that says what is wrong with this file."""
        files = f"{self.path.name} with {self.shared}" if self.shared else self.path.name
        return InputError(f"{printable(files)}: {printable(cut(what, _LONGEST_SAID))}")


def read(path: Path) -> Authored:
    """Return a contract file, with what it shares.

    Raises InputError where it is no TOML, is misnamed, or shares what there is not.
    """
    data = _safe_toml.read(path)
    named = path.stem.replace(".", ":", 1)
    if data.get("operation") != named:
        what = f"operation must be {named!r}, as the file is named"
        raise InputError(f"{printable(path.name)}: {what}")
    return Authored(path, *_sharing.whole(path, data, FOLDER))


def find(place: Path = FOLDER) -> dict[str, Authored]:
    """Return every contract file in a folder by its operation, sorted."""
    return {found.operation: found for found in map(read, sorted(place.glob("*.toml")))}


def as_x_job(authored: Authored) -> dict[str, Any]:
    """Return a file's data by the names of x-job, `not-in` still there; refuse names of neither."""
    known = {*meta_schema()["properties"], *_TABLES, *_sharing.KEYS, "member"}
    known -= {*_TABLES.values(), *_DERIVED}
    for name in authored.data:
        authored.must_know(name, known, f"unknown key {cut(name)!r}")
    data = {key: value for key, value in authored.data.items() if key not in (*_TABLES, "member")}
    data |= {table: authored.data[key] for key, table in _TABLES.items() if key in authored.data}
    return {"laws": [], "sources": {}, "version": 1} | data


@lru_cache(maxsize=1)
def meta_schema() -> dict[str, Any]:
    """Return the meta-schema of the x-job keyword."""
    return dict(json.loads((folder() / "x-job.schema.json").read_bytes()))


def must_be_x_job(authored: Authored, data: Mapping[str, Any]) -> None:
    """Check that a file's data is x-job; raises InputError that names the place in the file."""
    laws = data["laws"]
    if isinstance(laws, list):
        laws = [_must_be_kind(authored, n, law) for n, law in enumerate(laws, 1)]
    whole = {**data, "laws": laws}
    if not _is_x_job(whole):
        _must_fit(authored, meta_schema(), whole)


def _is_x_job(data: Mapping[str, Any]) -> bool:
    """Return whether data is x-job for certain; the engine that says why not is a slow one."""
    try:
        json.dumps(data)  # the fast engine would take a date of TOML for a text
        return _compiled_meta_schema().is_valid(data)
    except (TypeError, ValueError):
        return False


@lru_cache(maxsize=1)
def _compiled_meta_schema() -> jsonschema_rs.Draft202012Validator:
    return pattern_engine.validator(meta_schema())


def _must_be_kind(authored: Authored, n: int, law: Any) -> Any:
    """Return a law with its scope as `in`, which the meta-schema knows; refuse an unknown kind."""
    if not isinstance(law, dict):
        return law
    kind, kinds = law.get("kind"), meta_schema()["$defs"]["law"]["properties"]["kind"]["enum"]
    if kind in ("moves", "final"):
        raise authored.wrong(f"[[law]] {n}: {kind} follows from [status], it is never written")
    if kind not in kinds:
        raise authored.wrong(f"[[law]] {n}: no kind {brief(kind)}.{nearest(brief(kind), kinds)}")
    inner, inside = law.get("law"), meta_schema()["$defs"]["inner"]["properties"]["kind"]["enum"]
    if isinstance(inner, dict) and (within := inner.get("kind")) not in inside:
        hint = nearest(brief(within), inside)
        raise authored.wrong(f"[[law]] {n} ({kind}) law: no kind {brief(within)} in entries.{hint}")
    if "in" in law and "not-in" in law:
        raise authored.wrong(f"[[law]] {n} ({kind}) has both in and not-in")
    return {"in" if key == "not-in" else key: value for key, value in law.items()}


def _must_fit(authored: Authored, schema: Table, data: Table, place: str = "") -> None:
    errors = list(pattern_engine.explainer()(schema).iter_errors(data))
    # A mistyped key is two errors, and the one that names it says more. Where a part of a law is
    # wrong, its keys count as unevaluated too: those are known ones.
    unknown = [error for error in errors if _strangers(error)]
    others = [error for error in errors if error.validator not in _CLOSED]
    if (error := jsonschema.exceptions.best_match(unknown or others)) is not None:
        steps = tuple(error.absolute_path)
        inside = f"{place} {paths.text(steps)}" if steps else place
        raise authored.wrong(f"{inside if place else _where(steps, data)}: {_said(error)}")


def _strangers(error: jsonschema.ValidationError) -> dict[str, set[str]]:
    """Return the keys that an error is about as nobody knows them, each with the known ones."""
    if error.validator not in _CLOSED:
        return {}
    schema: Any = error.schema
    value: Any = error.instance
    known = set(schema["properties"])
    for branch in map(_referred, schema.get("allOf", ())):
        if pattern_engine.explainer()(branch["if"]).is_valid(value):
            known |= set(branch["then"]["properties"])
    return {name: known for name in value if name not in known}


def _referred(branch: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a branch of the meta-schema, or the one it refers to."""
    found: Any = branch
    if "$ref" in branch:
        found = meta_schema()
        for step in branch["$ref"].removeprefix("#/").split("/"):
            found = found[int(step) if isinstance(found, list) else step]
    return dict(found)


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
        return f"unknown key {cut(name)!r}.{nearest(name, known)}"
    schema = error.schema if isinstance(error.schema, dict) else {}
    because = f" ({schema['description']})" if "description" in schema else ""
    return f"{error.message[:200]}{because}"


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
        said = {key: entry[key] for key in ("tier", "source", "fix") if key in entry}
        keywords = {key: value for key, value in entry.items() if key not in said}
        if "pattern" in keywords:
            try:
                keywords["pattern"] = patterns.portable(keywords["pattern"])
            except NotPortableError as reason:
                raise authored.wrong(f"{place} pattern: {reason}") from None
        yield path, keywords | {"x-from": said}
