"""The JSON Schema of saved documentation pages alone."""

from collections.abc import Mapping
from typing import Any

from aws_job_conformance.authoring._published import DRAFT
from aws_job_conformance.authoring.pages.documented import OPEN, DocumentedShape, Page, places
from aws_job_conformance.core import patterns
from aws_job_conformance.core.errors import NotPortableError
from aws_job_conformance.protocol import model

_EITHER_TIME = {"anyOf": [{"type": "number"}, dict(model.DATE_TIME)]}
"""A time travels as a number or as text, and a page seldom says which."""

_TIME = "a time: a number of seconds, or RFC 3339 text"
_NUMBER = "a number, or a time as RFC 3339 text"
_PLAIN: Mapping[str, Mapping[str, Any]] = {
    **{kind: {"type": "string"} for kind in ("string", "text")},
    "integer": {"type": "integer"},
    "float": {"type": "number"},
    "boolean": {"type": "boolean"},
    "timestamp": model.DATE_TIME,
    "blob": {"type": "string", "contentEncoding": "base64"},
    "object": {"type": "object"},
}


def page_schema(page: Page, *, either_time: bool | None = None) -> dict[str, Any]:
    """Return the JSON Schema of pages alone: members, types, enums and limits, nothing else.

    What no page tells apart is open, and is named under `x-page`. either_time: whether a time may
    be a number too; as the layout has it if None: the API Reference prints what travels.
    """
    schema = _documented(page.response, either=page.wire if either_time is None else either_time)
    own = page.operation or page.data_type
    mark, name = (":", own) if own and not page.method else (".", page.method)
    named = mark.join(part for part in (page.service, name) if part)
    what = "the data type" if page.data_type else "the response"
    out = {"$schema": DRAFT, "title": f"{named or 'a saved page'}: {what}, as documented"} | schema
    if page.exceptions is not None:
        out["x-errors"] = sorted(page.exceptions)
    if page.statuses:
        out["x-statuses"] = dict(sorted(page.statuses.items()))
    return out | {"x-page": _told(page)}


def _told(page: Page) -> dict[str, Any]:
    """Return what is to be said of the page itself: its layout, what stays open, what it denies."""
    told = {
        "source": page.address or page.title,
        "headers": dict(page.headers),
        "root": page.xml,
        "open": opened(page),
        "named": {at: list(one.named) for at, one in places(page.response) if one.named},
        "notes": list(page.notes),
    }
    known = {name: said for name, said in told.items() if said}
    return {"layout": page.layout, "form": page.form, **known}


def opened(page: Page) -> dict[str, str]:
    """Return each place that the page leaves open, and what it may be."""
    found: dict[str, str] = {}
    for at, one in places(page.response):
        if one.kind in OPEN:
            found[at or "(top)"] = OPEN[one.kind]
        elif one.kind == "structure" and not one.members and one.type_name:
            found[at or "(top)"] = f"members of {one.type_name}, on a page of its own"
    return found


def _documented(shape: DocumentedShape, *, either: bool) -> dict[str, Any]:
    kind = shape.kind
    if kind in ("document", "recursive", "open", "wrapped"):
        return _anything(shape)
    if kind == "structure":
        return _structure(shape, either=either)
    if kind == "list" and shape.member is not None:
        return {"type": "array", "items": _documented(shape.member, either=either), **shape.limits}
    if kind == "map" and shape.member is not None:
        return _map(shape, either=either)
    if kind == "number" or (kind == "timestamp" and either):
        said = {"x-open": OPEN["number"]} if kind == "number" else {}
        return {**_EITHER_TIME, "x-expected": _NUMBER if said else _TIME, **said}
    out = {**_PLAIN[kind], **shape.limits}
    if shape.enum:
        out["enum"] = list(shape.enum)
    if shape.named:
        out["x-named"] = list(shape.named)
    if kind in OPEN:
        out["x-open"] = OPEN[kind]
    return out | _pattern(shape.pattern)


def _anything(shape: DocumentedShape) -> dict[str, Any]:
    if shape.kind in ("document", "recursive"):
        named = f" of {shape.type_name}" if shape.type_name else ""
        return {"$comment": f"a {shape.kind} value{named}"}
    return {"x-open": OPEN[shape.kind]}


def _structure(shape: DocumentedShape, *, either: bool) -> dict[str, Any]:
    if not shape.members and shape.type_name:
        return {"type": "object", "x-open": f"members of {shape.type_name}, on a page of its own"}
    members = {name: _documented(inner, either=either) for name, inner in shape.members.items()}
    out: dict[str, Any] = {"type": "object", "properties": members}
    if shape.union and members:
        out |= {"minProperties": 1, "maxProperties": 1}
    if required := [name for name in shape.required if name in members]:
        out["x-required"] = sorted(required)
    return out


def _map(shape: DocumentedShape, *, either: bool) -> dict[str, Any]:
    assert shape.member is not None
    held = _documented(shape.member, either=either)
    out: dict[str, Any] = {"type": "object", "additionalProperties": held, **shape.limits}
    if shape.key is not None:
        keys = _documented(shape.key, either=either)
        keys.pop("x-open", None)
        if keys != {"type": "string"}:
            out["propertyNames"] = keys
    return out


def _pattern(pattern: str) -> dict[str, Any]:
    """Return a pattern for the whole text: that is how pages mean theirs."""
    if not pattern:
        return {}
    bare = whole(pattern)
    try:
        return {"pattern": patterns.portable(f"^(?:{bare})$")}
    except NotPortableError as reason:
        return {"x-pattern": {"pattern": pattern, "reason": str(reason)}}


def whole(pattern: str) -> str:
    """Return a pattern without the `^` and the `$` that say it is for the whole text."""
    bare = pattern.removeprefix("^")
    return bare[:-1] if bare.endswith("$") and not bare.endswith("\\$") else bare
