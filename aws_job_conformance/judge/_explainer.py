"""jsonschema for a schema that many values are held against: what judges a part is made once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from aws_job_conformance.core import pattern_engine

if TYPE_CHECKING:
    from jsonschema.protocols import Validator


def explainer(schema: Mapping[str, Any], **options: Any) -> Validator:
    """Return jsonschema's validator of a schema without references, its patterns our engine's.

    jsonschema makes a validator anew for each member of each value, which is half of its time.
    Here those below `properties`, `items` and `additionalProperties` are kept; they say the same.
    options: of jsonschema's validator.
    """
    from jsonschema import validators  # noqa: PLC0415 - slow to load, and seldom needed

    base, parts = pattern_engine.explainer(), _Parts()
    extend: Any = validators.extend
    keywords = {
        "properties": parts.properties,
        "items": parts.items,
        "additionalProperties": parts.others,
    }
    parts.plain = {name: base.VALIDATORS[name] for name in keywords}
    return extend(base, keywords)(schema, **options)  # type: ignore[no-any-return] # untyped there


class _Parts:
    """The validators of the parts of one schema, by the part's identity: each holds its part."""

    def __init__(self) -> None:
        self.known: dict[int, Any] = {}
        self.plain: Mapping[str, Any] = {}

    def properties(
        self, judge: Any, members: Mapping[str, Any], value: Any, schema: Any
    ) -> Iterator[Any]:
        """Yield the errors of the members that a value shows."""
        del schema
        if isinstance(value, dict):
            for name, inner in members.items():
                if name in value:
                    for error in self._below(judge, value[name], inner, name):
                        error.schema_path.appendleft(name)
                        yield error

    def items(self, judge: Any, inner: Any, value: Any, schema: Mapping[str, Any]) -> Iterator[Any]:
        """Yield the errors of the entries of a list, behind those that `prefixItems` is about."""
        if not isinstance(inner, dict):
            yield from self.plain["items"](judge, inner, value, schema)
        elif isinstance(value, list):
            first = len(schema.get("prefixItems", ()))
            for place in range(first, len(value)):
                yield from self._below(judge, value[place], inner, place)

    def others(
        self, judge: Any, inner: Any, value: Any, schema: Mapping[str, Any]
    ) -> Iterator[Any]:
        """Yield the errors of the members of a map; what closes an object is jsonschema's own."""
        if not isinstance(inner, dict) or "patternProperties" in schema:
            yield from self.plain["additionalProperties"](judge, inner, value, schema)
        elif isinstance(value, dict):
            known = schema.get("properties", ())
            for name, item in value.items():
                if name not in known:
                    yield from self._below(judge, item, inner, name)

    def _below(self, judge: Any, value: Any, part: Any, step: str | int) -> Iterator[Any]:
        if (found := self.known.get(id(part))) is None:
            found = self.known[id(part)] = judge.evolve(schema=part)
        for error in found.iter_errors(value):
            error.path.appendleft(step)
            yield error
