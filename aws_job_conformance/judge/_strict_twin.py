"""The strict twin of a published schema: closed, and with what the service model requires."""

import sys
from collections.abc import Mapping
from typing import Any


def strict_twin(schema: Any) -> Any:
    """Return a schema closed and with what the model requires, without what laws say better."""
    if isinstance(schema, list):
        return [strict_twin(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    twin = {
        name: {member: strict_twin(inner) for member, inner in value.items()}
        if name == "properties"
        else strict_twin(value)
        for name, value in schema.items()
        if name not in ("allOf", "x-job", "x-required", "x-from", "x-present", "required", "$id")
    }
    if "x-from" in schema:
        twin["x-from"] = schema["x-from"]
    if schema.get("format") == "date-time":
        twin.pop("pattern", None)  # it says to plain validators what the format says to ours
    if "properties" in schema:
        twin["additionalProperties"] = False
        by_law = schema.get("x-present", ())
        promised = [name for name in schema.get("required", ()) if name not in by_law]
        twin["x-promised"] = promised
        if names := dict.fromkeys((*promised, *schema.get("x-required", ()))):
            twin["required"] = list(names)
    return twin


_DOUBLE = sys.float_info.max
_WHOLE = 2**53
"""Beyond this, and without a format that bounds it, an integer may be read as a double."""


def bounded(schema: Any) -> Any:
    """Return a schema whose numbers lie where every reader has them, for the hot path alone.

    What is left out is not wrong; the slow way, which reads as the caller does, looks at it.
    """
    if isinstance(schema, list):
        return [bounded(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    twin = {name: bounded(value) for name, value in schema.items()}
    if schema.get("type") in ("integer", "number"):
        bound = _WHOLE if schema["type"] == "integer" else _DOUBLE
        twin = {"minimum": -bound, "maximum": bound} | twin
    return twin


def is_open(schema: Mapping[str, Any]) -> bool:
    """Return whether a value that fits a schema may nest, or hold anything, somewhere in it."""
    if "anyOf" in schema:
        return any(map(is_open, schema["anyOf"]))
    kind = schema.get("type")
    if kind == "object":
        others = schema.get("additionalProperties", "properties" not in schema)
        inner = [*schema.get("properties", {}).values(), others]
        return any(one is True or (isinstance(one, Mapping) and is_open(one)) for one in inner)
    if kind == "array":
        return "items" not in schema or is_open(schema["items"])
    return not isinstance(kind, str)
