"""The strict twin of a published schema: closed, and with what the service model requires."""

from __future__ import annotations

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
        names = dict.fromkeys((*promised, *schema.get("x-required", ())))
        if names:
            twin["required"] = list(names)
    return twin
