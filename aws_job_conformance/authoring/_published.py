"""What a derived schema is beside what it says: named for other tools, typed, and also open.

The closed schema says whatever is documented, so a value that AWS adds tomorrow is refused by it.
The open one is made of it, and refuses what is an error and nothing else: documented values,
lengths and patterns are annotations there, in keywords that every tool knows.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.protocol import model

DRAFT = "https://json-schema.org/draft/2020-12/schema"
URN = "urn:aws-job-conformance:1:"

_WHAT = {
    "Response": "What {} answers, as an SDK returns it.",
    "Body": "The body in which {}'s answer travels.",
}
_APPLIED = ("allOf", "anyOf", "oneOf")
_IN_PLACE = ("if", "then", "else", "not")
_TYPED = {
    *("exclusiveMinimum", "minimum", "maximum", "minItems", "maxItems", "prefixItems", "items"),
    *("properties", "required", "additionalProperties", "minLength"),
}
"""Keywords that ajv's strict mode wants a type beside."""

_WARNED = (
    *("pattern", "minLength", "maxLength", "minItems", "maxItems"),
    *("minProperties", "maxProperties", "minimum", "maximum"),
)
"""What is a limit of the documentation: beyond it is a warning."""

_BITS = {"int32": 2**31, "int64": 2**63}


def titled(operation: str, what: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema with its `$id`, the name of its type, and what it describes.

    what: `Response`, or `Body` for what travels.
    """
    name = operation if what == "Response" else f"{operation}:wire"
    description, title = _WHAT[what].format(operation), f"{model.type_name(operation)}{what}"
    head = {"$schema": DRAFT, "$id": f"{URN}{name}", "description": description, "title": title}
    return {**schema, **head}


def always(schema: Mapping[str, Any], steps: paths.Steps) -> dict[str, Any]:
    """Return a schema whose `required` has each member on the way, as a law says of the last.

    `x-present` names those that nothing but a law requires.
    """
    step, rest = steps[0], steps[1:]
    out = dict(schema)
    if step not in out.get("required", ()):
        out["required"] = sorted([*out.get("required", ()), step])
        out["x-present"] = sorted([*out.get("x-present", ()), step])
    if rest:
        out["properties"] = {**out["properties"], str(step): always(out["properties"][step], rest)}
    return out


def as_it_travels(part: Any, wire: Any) -> Any:
    """Return what laws add to a schema of a response, said of the body by the names that travel.

    wire: the schema of the body at the same place; `x-name` tells which member a name becomes.
    """
    if not isinstance(part, dict) or not isinstance(wire, Mapping):
        return part
    members = wire.get("properties", {})
    named = {inner["x-name"]: name for name, inner in members.items() if "x-name" in inner}
    out: dict[str, Any] = {}
    for key, said in part.items():
        travels = said
        if key == "properties":
            travels = {named.get(name, name): inner for name, inner in said.items()}
        elif key == "required":
            travels = [named.get(name, name) for name in said]
        out[key] = _within(key, travels, wire, as_it_travels)
    return out


def _within(
    keyword: str, said: Any, schema: Mapping[str, Any], change: Callable[[Any, Any], Any]
) -> Any:
    """Return what a keyword says with each part in it changed, given the schema at its place."""
    if keyword == "properties":
        members = schema.get("properties", {})
        return {name: change(inner, members.get(name)) for name, inner in said.items()}
    if keyword in (*_APPLIED, "prefixItems"):
        here = schema if keyword in _APPLIED else schema.get("items")
        return [change(inner, here) for inner in said]
    if keyword in (*_IN_PLACE, "items", "additionalProperties"):
        return change(said, schema if keyword in _IN_PLACE else schema.get(keyword))
    return said


def typed_parts(
    parts: Sequence[Mapping[str, Any]], schema: Mapping[str, Any], listed: paths.Steps | None
) -> dict[str, Any]:
    """Return what laws add to a schema, as `allOf`; each keyword beside the type it is about.

    listed: where the list of jobs is in an answer that has one: what a law says of the first of
    them holds for each.
    """
    each = parts if listed is None else [_of_each(part, (*listed, 0)) for part in parts]
    each = [_without_tuples(part) for part in each]
    return {"allOf": [_hidden(_typed(part, schema)) for part in each]} if parts else {}


def _hidden(part: dict[str, Any]) -> dict[str, Any]:
    """Return a part behind an `if`, which says the same: code generators make types of no other."""
    if "if" in part:
        return part
    comment, rest = _parted(part)
    return {**comment, "if": True, "then": rest}


def _parted(part: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the comment of a part, and the rest of it."""
    rest = dict(part)
    comment = {"$comment": rest.pop("$comment")} if "$comment" in rest else {}
    return comment, rest


def _of_each(part: Mapping[str, Any], way: paths.Steps) -> Mapping[str, Any]:
    """Return a part that is about the first entry of a list as one about each of its entries."""
    comment, rest = _parted(part)
    if (inner := _below(rest, way)) is None:
        return part
    for step in reversed(way):
        inner = {"items": inner} if isinstance(step, int) else {"properties": {step: inner}}
    return {**comment, **inner}


def _without_tuples(part: Any) -> Any:
    """Return a part in which what is said of the first entry of a list is said of each.

    ajv's strict mode takes no tuple that may go on; such a list has one entry, says its contract.
    """
    if isinstance(part, list):
        return [_without_tuples(one) for one in part]
    if not isinstance(part, dict):
        return part
    named = dict(part)
    if len(part.get("prefixItems", ())) == 1:
        (named["items"],) = named.pop("prefixItems")
    return {key: _without_tuples(inner) for key, inner in named.items()}


def _below(part: Mapping[str, Any], way: paths.Steps) -> dict[str, Any] | None:
    """Return what a part says at the end of a way; None where it speaks of anything else."""
    if applied := [name for name in part if name in (*_APPLIED, *_IN_PLACE)]:
        out: dict[str, Any] = {}
        for name in applied:
            inner = part[name]
            found = [_below(one, way) for one in (inner if isinstance(inner, list) else [inner])]
            if None in found:
                return None
            out[name] = found if isinstance(inner, list) else found[0]
        return out if len(applied) == len(part) else None
    here: dict[str, Any] = dict(part)
    for step in way:
        below = here.get("prefixItems", []) if isinstance(step, int) else here.get("properties", {})
        inside = below[0] if below and isinstance(step, int) else dict(below or {}).get(step)
        if not isinstance(inside, dict):
            return None
        here = inside
    return here


def _typed(part: Any, schema: Any) -> Any:
    if not isinstance(part, dict) or not isinstance(schema, dict):
        return part
    out = {
        name: _within(name, said, schema, _member if name == "properties" else _typed)
        for name, said in part.items()
    }
    kind = schema.get("type")
    # What is said of several types at once is kept for the one that the member has.
    if kind == "array":
        out = {name: value for name, value in out.items() if "imum" not in name.lower()}
    elif kind in ("integer", "number"):
        out = {name: value for name, value in out.items() if not name.endswith("Items")}
    if "required" in out:  # ajv's strict mode wants each of them known where it is required
        members, known = schema.get("properties", {}), out.get("properties", {})
        stubs = {name: _stub(members.get(name, {})) for name in out["required"]}
        out["properties"] = {**stubs, **known}
    return {"type": kind, **out} if kind and _TYPED.intersection(out) else out


def _stub(schema: Mapping[str, Any]) -> Any:
    return {"type": schema["type"]} if "type" in schema else True


def _member(part: Any, schema: Any) -> Any:
    typed = _typed(part, schema)
    if not isinstance(schema, dict) or not schema.get("x-null"):
        return typed
    if part is False:
        return {"type": "null"}  # where it may be null, that is as good as absent
    if isinstance(typed, dict) and isinstance(typed.get("type"), str):
        return {**typed, "type": [typed["type"], "null"]}  # and no law is about what is absent
    return typed


def opened(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the open variant of a closed response schema: it refuses what is an error.

    It has no keyword of ours. Documented values are `examples`; limits stand in `$comment`.
    """
    out: dict[str, Any] = _opened(schema)
    operation = str(schema["$id"]).removeprefix(URN)
    says = f"laws and limits of {Operation(operation)}: {schema['$id']}"
    parts = {"allOf": schema["allOf"]} if "allOf" in schema else {}
    return {**out, **parts, "$id": f"{schema['$id']}:open", "$comment": says}


def _opened(schema: Any) -> Any:
    if not isinstance(schema, dict):
        return schema
    instant = schema.get("format") == "date-time"
    limits = {name: schema[name] for name in _WARNED if name in schema and not instant}
    out: dict[str, Any] = {}
    for name, value in schema.items():
        if name == "properties":
            out[name] = {
                key: _nullable(_opened(inner), inner, key in schema.get("required", ()))
                for key, inner in value.items()
            }
        elif name in ("items", "additionalProperties"):
            out[name] = _opened(value)
        elif name == "enum":
            out["examples"] = value
        elif not name.startswith("x-") and name not in (*limits, "allOf", "propertyNames"):
            out[name] = value
    bound = _BITS.get(schema.get("format", ""))
    bits = {"minimum": -bound, "maximum": bound - 1} if bound else {}
    out |= bits
    if told := _told(limits, bits, schema):
        out["$comment"] = told
    return out


def _nullable(out: Any, schema: Mapping[str, Any], required: bool) -> Any:  # noqa: FBT001 - private
    """Return a member's schema that takes null, where the service model's prose says it may be."""
    if not schema.get("x-null") or required or "type" not in out:
        return out
    return {**out, "type": [out["type"], "null"]}


def _told(limits: Mapping[str, Any], bits: Mapping[str, int], schema: Mapping[str, Any]) -> str:
    """Return the documented limits of a value as a sentence, without the bits of its type."""
    if "propertyNames" in schema:
        limits = {**limits, "propertyNames": schema["propertyNames"]}
    said = [f"{key} {_json(value)}" for key, value in limits.items() if bits.get(key) != value]
    return f"documented: {', '.join(said)}" if said else str(schema.get("$comment", ""))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
