"""The JSON Schema of a saved documentation page alone."""

from __future__ import annotations

from typing import Any

from aws_job_conformance.authoring import _response_syntax, doc_pages
from aws_job_conformance.authoring.derive import _DRAFT
from aws_job_conformance.protocol import model


def page_schema(page: doc_pages.Page) -> dict[str, Any]:
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


def _documented(shape: _response_syntax.DocumentedShape) -> dict[str, Any]:
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
