"""Documentation, service model and hand-written contract joined into the shipped schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson

from aws_job_conformance import authored, instants, laws, model, pages, paths, syntax, vetting
from aws_job_conformance.authored import Authored
from aws_job_conformance.contract import from_schema

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class Derived:
    """The two schemas of an operation, and where its documentation and model disagree."""

    operation: str
    schema: dict[str, Any]
    wire_schema: dict[str, Any]
    disagreements: tuple[str, ...]

    def files(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield (path below the schemas folder, content) of each file."""
        service, _, name = self.operation.partition(":")
        yield f"{service}/{name}.json", self.schema
        yield f"{service}/{name}.wire.json", self.wire_schema


def derive(source: Authored, *, page: bool = True) -> Derived:
    """Return the schemas of a contract file, from the installed botocore.

    page: whether its page is held against the model too, which takes most of the time. Raises
    GoneError where botocore lacks the operation, InputError where the contract does not fit.
    """
    vetting.must_have_root(source)
    output = model.output(source.operation)
    said = list(_disagreements(source, output)) if page else []
    schema = model.response_schema(output)
    wire = model.wire_schema(source.operation)
    root = source.root
    for path, keywords in authored.additions(source):
        vetting.must_say(source, schema, path, keywords)
        steps = source.steps(path)
        if paths.in_schema(schema, root + steps) is None or _travels(wire, steps):
            wire = _added(wire, _on_wire(wire, steps), keywords)
        schema = _added(schema, root + steps, keywords)
    x_job = vetting.x_job(source, schema)
    promised = [x_job["status"]["at"], *x_job.get("required", {}).get("members", ())]
    for path in promised:
        steps = source.steps(path)
        schema = _required(schema, root + steps)
        if _travels(wire, steps):
            wire = _required(wire, _on_wire(wire, steps))
    found = from_schema({"x-job": x_job}, {})
    schema = _published(source.operation, "response", schema) | _all_of(laws.schema_parts(found))
    unwrapped = replace(found, root=())
    wire = _published(f"{source.operation}:wire", "body", wire) | (
        {} if _renames(wire) else _all_of(laws.schema_parts(unwrapped))
    )
    return Derived(source.operation, schema | {"x-job": x_job}, wire, tuple(said))


def _disagreements(source: Authored, output: Any) -> Iterator[str]:
    settled = {_settled(source, path) for path, _ in authored.additions(source)}
    for path, what in model.disagreements(_page(source).response, output):
        if path not in settled and path.partition("{}")[0] not in settled:
            yield f"{source.operation} {path}: {what}"


def _page(source: Authored) -> pages.Page:
    service, _, name = source.operation.partition(":")
    try:
        return pages.read_page(pages.render(service, name, session=model.session()))
    except syntax.SyntaxPageError as error:
        raise source.wrong(f"the page that botocore writes cannot be read: {error}") from None


def _settled(source: Authored, path: str) -> str:
    """Return the path of a `[member]` as a disagreement names it."""
    below = path.replace("[0]", "[]")
    return f"{source.data['root']}.{below}" if "root" in source.data else below


def _published(name: str, what: str, schema: dict[str, Any]) -> dict[str, Any]:
    title = f"{name.removesuffix(':wire')}: the {what}"
    return {"$schema": _DRAFT, "$id": f"urn:aws-job-conformance:1:{name}", "title": title} | schema


def _all_of(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {"allOf": parts} if parts else {}


def _renames(schema: Any) -> bool:
    if isinstance(schema, dict):
        return "x-name" in schema or any(_renames(inner) for inner in schema.values())
    return isinstance(schema, list) and any(_renames(inner) for inner in schema)


def _on_wire(wire: Mapping[str, Any], steps: paths.Steps) -> paths.Steps:
    """Return steps below the root as the names that travel."""
    out: list[str | int] = []
    here: Any = wire
    for step in steps:
        name = step
        if isinstance(step, str):
            members = here.get("properties", {})
            name = next((n for n, inner in members.items() if inner.get("x-name") == step), step)
        out.append(name)
        here = paths.in_schema(here, (name,)) or {}
    return tuple(out)


def _travels(wire: Mapping[str, Any], steps: paths.Steps) -> bool:
    """Return whether a member is in the body; one in a header or the status code is not."""
    return paths.in_schema(wire, _on_wire(wire, steps)) is not None


def _added(
    schema: dict[str, Any], steps: paths.Steps, keywords: Mapping[str, Any]
) -> dict[str, Any]:
    if not steps:
        more = dict(keywords)
        if more.get("format") == "date-time":
            more.setdefault("pattern", instants.PATTERN)
        # What the model says of another type says nothing of this one.
        kept = schema if more.get("type", schema.get("type")) == schema.get("type") else {}
        return {name: value for name, value in schema.items() if name == "x-name"} | kept | more
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        return schema | {"items": _added(schema.get("items", {}), rest, keywords)}
    members = schema.get("properties", {})
    return schema | {"properties": members | {step: _added(members.get(step, {}), rest, keywords)}}


def _required(schema: dict[str, Any], steps: paths.Steps) -> dict[str, Any]:
    if not steps:
        return schema
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        return schema | {"items": _required(schema["items"], rest)}
    # A list may be empty, and then may be left out: only what stands in it is required.
    above_list = any(isinstance(later, int) for later in rest)
    names = sorted({*schema.get("required", ()), *(() if above_list else (step,))})
    below = schema["properties"] | {step: _required(schema["properties"][step], rest)}
    return schema | ({"required": names} if names else {}) | {"properties": below}


def page_schema(page: pages.Page) -> dict[str, Any]:
    """Return the JSON Schema of a saved page alone: members, types and enums, nothing else."""
    schema = _documented(page.response)
    named = ".".join(part for part in (page.service, page.method) if part) or "a saved page"
    errors = {} if page.exceptions is None else {"x-errors": sorted(page.exceptions)}
    return {"$schema": _DRAFT, "title": f"{named}: the response, as documented"} | schema | errors


_PLAIN = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "float": {"type": "number"},
    "boolean": {"type": "boolean"},
    "timestamp": model.DATE_TIME,
    "blob": {"type": "string", "contentEncoding": "base64"},
}


def _documented(shape: syntax.Shape) -> dict[str, Any]:
    if shape.kind in ("document", "recursive"):
        return {"$comment": f"a {shape.kind} value"}
    if shape.kind == "structure":
        members = {name: _documented(inner) for name, inner in shape.members.items()}
        return {"type": "object", "properties": members}
    if shape.kind == "list" and shape.member is not None:
        return {"type": "array", "items": _documented(shape.member)}
    if shape.kind == "map" and shape.member is not None:
        out: dict[str, Any] = {"type": "object", "additionalProperties": _documented(shape.member)}
        if shape.key is not None and shape.key.enum:
            out["propertyNames"] = _documented(shape.key)
        return out
    out = dict(_PLAIN[shape.kind])
    return out | ({"enum": list(shape.enum)} if shape.enum else {})


def text(schema: Mapping[str, Any]) -> str:
    """Return a schema as it is written to disk: sorted, so that two runs never differ."""
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def drift(derived: Derived, folder: Path) -> list[str]:
    """Return what differs between the files on disk and what derives today, a sentence each."""
    said = []
    for name, schema in derived.files():
        path, wanted = folder / name, text(schema).encode()
        if not path.is_file():
            said.append(f"{name}: not there; derive it")
            continue
        try:
            found = orjson.loads(path.read_bytes())
        except orjson.JSONDecodeError as error:
            said.append(f"{name}: not JSON: {error}")
            continue
        differences = list(_differences(found, orjson.loads(wanted), ()))
        if not differences and path.read_bytes() != wanted:
            differences = ["written in another layout"]
        said += [f"{name} {difference}" for difference in differences]
    return said


def _differences(found: Any, wanted: Any, steps: paths.Steps) -> Iterator[str]:
    where = paths.pointer(steps) or "(top)"
    if isinstance(found, dict) and isinstance(wanted, dict):
        for name in sorted({*found, *wanted}):
            if name not in wanted:
                yield f"{where}: has {name!r}, which does not derive"
            elif name not in found:
                yield f"{where}: lacks {name!r}"
            else:
                yield from _differences(found[name], wanted[name], (*steps, name))
    elif _words(found) and _words(wanted):
        yield from (f"{where}: {what}" for what in _of_words(found, wanted))
    elif isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        for i, (one, other) in enumerate(zip(found, wanted, strict=True)):
            yield from _differences(one, other, (*steps, i))
    elif found != wanted:
        yield f"{where}: is {json.dumps(found)[:80]}, derives as {json.dumps(wanted)[:80]}"


def _of_words(found: list[str], wanted: list[str]) -> Iterator[str]:
    if extra := [item for item in found if item not in wanted]:
        yield f"has {', '.join(map(repr, extra))}, which does not derive"
    if lacking := [item for item in wanted if item not in found]:
        yield f"lacks {', '.join(map(repr, lacking))}"
    if found != wanted and not extra and not lacking:
        yield "in another order"


def _words(items: Any) -> bool:
    return isinstance(items, list) and all(isinstance(item, str) for item in items)


def write(derived: Derived, folder: Path) -> list[Path]:
    """Write the schemas of an operation; return the files that changed."""
    changed = []
    for name, schema in derived.files():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = text(schema).encode()
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)
            changed.append(path)
    return changed


def row(source: Authored, folder: Path, *, only_check: bool) -> dict[str, Any]:
    """Derive one contract file into a folder, or only look; return what is to be said of it.

    Returns `operation`, `said` (a sentence each) and `drifted`: whether that is a failure. That a
    retired operation is gone from botocore is said, and is none.
    """
    try:
        derived = derive(source)
    except model.GoneError as gone:
        said = [f"{source.operation}: {gone}"]
        return {
            "operation": source.operation,
            "said": said,
            "drifted": "retired" not in source.data,
        }
    if only_check:
        said = drift(derived, folder)
    else:
        said = [f"wrote {path}" for path in write(derived, folder)]
    drifted = bool(derived.disagreements) or (only_check and bool(said))
    said += derived.disagreements
    return {"operation": source.operation, "said": said, "drifted": drifted}


def strangers(folder: Path, known: Mapping[str, Authored]) -> Iterator[dict[str, Any]]:
    """Yield a row for each schema in a folder that no contract file derives."""
    for path in sorted(folder.glob("*/*.json")):
        service, name = path.parent.name, path.name.removesuffix(".json").removesuffix(".wire")
        if service != "law-tests" and f"{service}:{name}" not in known:
            said = f"{service}/{path.name}: no contract file derives it; delete it, or write one"
            yield {"operation": f"{service}:{name}", "said": [said], "drifted": True}
