"""Which members of a union can be written: a schema that goes round ends in what has none."""

from collections.abc import Mapping
from typing import Any

_AGAIN = " again"
"""How the comment ends where a schema does not say once more what stands above."""


def whole(schema: Mapping[str, Any]) -> list[str]:
    """Return the members of a union that do not go round; all of them where each does.

    schema: of the union, with its `properties`. One inside itself would be empty, which none is.
    """
    members = schema["properties"]
    return [name for name in members if not _goes_round(members[name])] or [*members]


def _goes_round(schema: Any) -> bool:
    if isinstance(schema, Mapping):
        said = schema.get("$comment", "")
        return str(said).endswith(_AGAIN) or any(map(_goes_round, schema.values()))
    return isinstance(schema, list) and any(map(_goes_round, schema))
