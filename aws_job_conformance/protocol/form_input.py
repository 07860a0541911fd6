"""The input of a call in the protocols query and ec2: a form, its nesting in the names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

PROTOCOLS = ("query", "ec2")
_MOST = 2000
"""Fields of a form that is read; more are no input of anybody."""

_NUMBERS = {"integer": int, "long": int, "float": float, "double": float}


def read(operation: OperationModel, body: bytes) -> dict[str, Any] | None:
    """Return the input that a form gives to an operation; None where it is no call of it.

    The names are those that botocore's serializers write: `Names.member.1`, `Tags.1.Key`. What is
    no number where one belongs stays text, which is no number to anybody.
    """
    try:
        form = body.decode("utf-8", "replace")
        found = parse_qs(form, keep_blank_values=True, max_num_fields=_MOST)
    except ValueError:
        return None
    fields = {name: values[0] for name, values in found.items()}
    called = operation.name, operation.service_model.api_version
    if (fields.pop("Action", None), fields.pop("Version", None)) != called:
        return None
    shape = operation.input_shape
    is_ec2 = operation.service_model.resolved_protocol == "ec2"
    return {} if shape is None else _Form(fields, is_ec2=is_ec2).structure(shape, "")


class _Form:
    def __init__(self, fields: Mapping[str, str], *, is_ec2: bool) -> None:
        self._fields, self._is_ec2 = fields, is_ec2

    def structure(self, shape: Shape, prefix: str) -> dict[str, Any]:
        found = {}
        for name, member in shape.members.items():
            at = f"{prefix}{self._named(name, member)}"
            if self._has(at):
                found[name] = self._value(member, at)
        return found

    def _value(self, shape: Shape, at: str) -> Any:
        kind = shape.type_name
        if kind == "structure":
            return self.structure(shape, f"{at}.")
        if kind == "list":
            return self._list(shape, at)
        return self._map(shape, at) if kind == "map" else _typed(kind, self._fields.get(at, ""))

    def _list(self, shape: Shape, at: str) -> list[Any]:
        inner = shape.member.serialization.get("name", "member")
        if not self._is_ec2 and not shape.serialization.get("flattened"):
            at = f"{at}.{inner}"
        return [self._value(shape.member, place) for place in self._numbered(at)]

    def _map(self, shape: Shape, at: str) -> dict[str, Any]:
        key = shape.key.serialization.get("name", "key")
        value = shape.value.serialization.get("name", "value")
        entries = self._numbered(at if shape.serialization.get("flattened") else f"{at}.entry")
        return {
            self._fields.get(f"{place}.{key}", ""): self._value(shape.value, f"{place}.{value}")
            for place in entries
        }

    def _numbered(self, at: str) -> list[str]:
        found: list[str] = []
        while self._has(place := f"{at}.{len(found) + 1}"):
            found.append(place)
        return found

    def _has(self, at: str) -> bool:
        return at in self._fields or any(name.startswith(f"{at}.") for name in self._fields)

    def _named(self, name: str, member: Shape) -> str:
        said = member.serialization
        if self._is_ec2 and "queryName" not in said:
            name = str(said.get("name", name))
            return name[:1].upper() + name[1:]
        if not self._is_ec2 and member.type_name == "list" and said.get("flattened"):
            return str(member.member.serialization.get("name", said.get("name", name)))
        return str(said.get("queryName", said.get("name", name)))


def _typed(kind: str, text: str) -> Any:
    if kind == "boolean":
        return text == "true"
    try:
        return _NUMBERS[kind](text) if kind in _NUMBERS else text
    except ValueError:
        return text
