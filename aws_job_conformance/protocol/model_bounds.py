"""Service models that anybody may have written, held to the form and the size of AWS's own."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from aws_job_conformance.core import pattern_engine
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.text import cut, printable

if TYPE_CHECKING:
    from botocore.model import Shape

_LOOK = "Look at what is in ~/.aws/models, or install botocore again"
DEEPEST = 64
"""Shapes within shapes; no job of AWS has more than 17."""

MOST = 20_000
"""Shapes in an answer with all that is in them, each as often as it stands there.

No job of AWS has more than 1,528."""

_TEXT = {"type": "string", "maxLength": 1_000_000}
_NAME = {"type": "string", "maxLength": 2000}
_NUMBER = {"type": "number"}
_REF = {
    "type": "object",
    "required": ["shape"],
    "properties": {
        **dict.fromkeys(("shape", "location", "locationName"), _NAME),
        "documentation": _TEXT,
        "resultWrapper": _NAME,
    },
}
_SHAPE = {
    "type": "object",
    "required": ["type"],
    "properties": {
        "type": _NAME,
        "members": {"type": "object", "additionalProperties": _REF},
        "required": {"type": "array", "items": _NAME},
        **dict.fromkeys(("member", "key", "value"), _REF),
        "enum": {"type": "array", "items": _NAME},
        "pattern": _TEXT,
        **dict.fromkeys(("min", "max"), _NUMBER),
        "payload": _NAME,
        "documentation": _TEXT,
        "timestampFormat": _NAME,
        "error": {
            "type": "object",
            "properties": {"code": _NAME, "httpStatusCode": {"type": "integer"}},
        },
    },
    "allOf": [
        {"if": {"properties": {"type": {"const": "list"}}}, "then": {"required": ["member"]}},
        {"if": {"properties": {"type": {"const": "map"}}}, "then": {"required": ["key", "value"]}},
    ],
}
_OPERATION = {
    "type": "object",
    "properties": {
        "name": _NAME,
        "http": {"type": "object", "properties": {"method": _NAME, "requestUri": _NAME}},
        **dict.fromkeys(("input", "output"), _REF),
        "errors": {"type": "array", "items": _REF},
        "documentation": _TEXT,
    },
}
_MODEL = {
    "type": "object",
    "required": ["metadata", "operations", "shapes"],
    "properties": {
        "metadata": {
            "type": "object",
            "anyOf": [
                {"required": ["protocol"]},
                {"required": ["protocols"], "properties": {"protocols": {"minItems": 1}}},
            ],
            "properties": {
                "protocols": {"type": "array", "items": _NAME},
                **dict.fromkeys(("protocol", "jsonVersion", "serviceId", "targetPrefix"), _NAME),
            },
        },
        "operations": {"type": "object", "additionalProperties": _OPERATION},
        "shapes": {"type": "object", "additionalProperties": _SHAPE},
    },
}


@cache
def _judge() -> jsonschema_rs.Draft202012Validator:
    return pattern_engine.validator(_MODEL)


def loaded(load: Callable[[], Any], service: str) -> Any:
    """Return botocore's model of a service, which a file below ~/.aws/models may have replaced.

    load: returns it. Raises InputError where the file cannot be read, or is no service model.
    """
    try:
        found = load()
    except (ValueError, RecursionError, EOFError, zlib.error) as error:
        said = printable(cut(str(error)))
        raise InputError(f"the model of {service} cannot be read: {said}. {_LOOK}") from None
    must_be_model(found._service_description, f"the model of {service}")  # noqa: SLF001 - as read
    return found


def must_be_model(data: Any, where: str) -> None:
    """Check that what a file holds has the form of a service model; where: the file, for a person.

    Raises InputError with the place in the file.
    """
    place, what = "", ""
    try:
        error = next(iter(_judge().iter_errors(data)), None)
    except ValueError:  # nested deeper, or numbers longer, than the engine takes
        what = "it nests too deep, or has numbers too long, for any service"
    else:
        if error is not None:
            place = "/".join(str(step) for step in error.instance_path)
            what = cut(error.message, 200)
    if not what:
        missing = next((name for name in _named(data) if name not in data["shapes"]), None)
        what = "" if missing is None else f"there is no shape {cut(missing)!r}"
    if what:
        at = f" at {cut(place, 200)}" if place else ""
        raise InputError(printable(f"{where} is no service model{at}: {what}"))


def _named(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield the name of every shape that something refers to."""
    for operation in data["operations"].values():
        refs = [operation[key] for key in ("input", "output") if key in operation]
        for ref in (*refs, *operation.get("errors", ())):
            yield ref["shape"]
    for shape in data["shapes"].values():
        refs = [shape[key] for key in ("member", "key", "value") if key in shape]
        for ref in (*refs, *shape.get("members", {}).values()):
            yield ref["shape"]


def small(shape: Shape) -> Shape:
    """Return a shape whose schema can be written out; raises InputError for what is too much.

    A shape in itself counts once, as its schema has it.
    """
    sizes: dict[str, int] = {}
    _size(shape, (), sizes)
    return shape


def _size(shape: Shape, around: tuple[str, ...], sizes: dict[str, int]) -> int:
    if shape.name in around:
        return 1
    if shape.name not in sizes:
        if len(around) >= DEEPEST:
            raise InputError(_too(f"more than {DEEPEST} shapes within each other", around[0]))
        below = (*around, shape.name)
        size = 1 + sum(_size(inner, below, sizes) for inner in _inner(shape))
        if size > MOST:
            raise InputError(_too(f"more than {MOST} shapes with all that is in them", below[0]))
        sizes[shape.name] = size
    return sizes[shape.name]


def _inner(shape: Any) -> tuple[Shape, ...]:
    kind = shape.type_name
    if kind == "structure":
        return tuple(shape.members.values())
    if kind == "list":
        return (shape.member,)
    return (shape.key, shape.value) if kind == "map" else ()


def _too(much: str, name: str) -> str:
    answer = f"the service model's {printable(cut(name))} has {much}"
    return f"{answer}, and no job of AWS has. Look at who wrote it"
