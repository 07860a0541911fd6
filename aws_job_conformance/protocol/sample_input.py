"""The smallest input that botocore sends an operation with: words to be replaced by one's own."""

import re
from collections.abc import Mapping
from typing import Any

from aws_job_conformance.protocol import model

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_DEEPEST = 20
_PLAIN = {"boolean": True, "blob": b"", "timestamp": 0, "float": 1.0, "double": 1.0}


def sample_input(operation: str) -> dict[str, Any]:
    """Return a value for each member that an operation's input must have, by its name.

    Texts say what they stand for, `my-job-name`, and are as long as the model wants them; botocore
    looks at no pattern.
    """
    shape = model.operation_model(operation).input_shape
    return {} if shape is None else _members(shape, 0)


def _members(shape: Any, depth: int) -> dict[str, Any]:
    is_union = getattr(shape, "is_tagged_union", False)
    needs = [*shape.members][:1] if is_union else shape.required_members
    return {name: _value(shape.members[name], name, depth + 1) for name in needs}


def _value(shape: Any, name: str, depth: int) -> Any:
    kind = shape.type_name
    if kind == "structure":
        return _members(shape, depth) if depth < _DEEPEST else {}
    if kind == "list":
        least = max(1, int(shape.metadata.get("min", 1)))
        return [_value(shape.member, name, depth + 1)] * least if depth < _DEEPEST else []
    if kind == "map":
        return {}
    if kind == "string":
        return _word(name, shape.metadata)
    return _PLAIN.get(kind, max(1, int(shape.metadata.get("min", 1))))


def _word(name: str, bounds: Mapping[str, Any]) -> str:
    if bounds.get("enum"):
        return str(bounds["enum"][0])
    least, most = int(bounds.get("min", 0)), bounds.get("max")
    word = f"my-{_HUMP.sub('-', name).lower()}".ljust(least, "0")
    return word if most is None else word[: int(most)]
