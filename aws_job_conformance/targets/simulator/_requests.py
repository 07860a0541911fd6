"""Requests read into calls, and calls held against botocore's model."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import cbor2
import orjson

from aws_job_conformance.core import pattern_engine, patterns
from aws_job_conformance.core.errors import NotPortableError, RefusalError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.text import cut, printable
from aws_job_conformance.protocol import calls, model
from aws_job_conformance.protocol.encode import CBOR
from aws_job_conformance.protocol.http import HttpRequest
from aws_job_conformance.protocol.xml_names import REST_XML

if TYPE_CHECKING:
    from botocore.model import Shape

_DEEPEST, _MOST_VALUES, _MOST_BITS = 64, 50_000, 64
_KINDS: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(("string", "character"), (str,)),
    **dict.fromkeys(("integer", "long"), (int,)),
    **dict.fromkeys(("float", "double"), (int, float)),
    "boolean": (bool,),
    "list": (list,),
    "map": (dict,),
    "structure": (dict,),
}


@dataclass(frozen=True, slots=True)
class IncomingCall:
    """One call of a client. protocol: the one it spoke, None for the one that botocore prefers."""

    operation: str
    params: Mapping[str, Any]
    protocol: str | None = None


def named(request: HttpRequest, operations: Iterable[str]) -> tuple[str, str | None] | None:
    """Return which operation a request calls, and in which protocol, whatever its body is."""
    # A form has the name of the operation in it, beside its input.
    found = _read(request if _is_form(request) else replace(request, body=b""), operations)
    return None if found is None else (found.operation, found.protocol)


def read(request: HttpRequest, operations: Iterable[str]) -> IncomingCall | None:
    """Return which of the operations a request calls, with its input; None for none of them.

    Raises RefusalError for a body that cannot be read, or not without harm.
    """
    among = tuple(operations)
    if (found := named(request, among)) is None:
        return None
    coding = request.headers.get("content-encoding", "identity")
    if coding.lower() not in ("", "identity"):
        why = "the input of a call is read as it is, in no coding"
        raise RefusalError(415, "UnsupportedMediaType", why)
    if _is_xml(found[0]):
        call = _read(request, among)
        _must_be_plain(dict(call.params) if call else {})
        return call
    if not _is_form(request):
        _must_be_plain(_value(request.body, found[1]))
    return _read(request, among)


def _read(request: HttpRequest, operations: Iterable[str]) -> IncomingCall | None:
    call = calls.read(request, operations)
    # One path may end as another does: what stands before it belongs to no address of ours.
    if call is None or urlsplit(call.endpoint).path != "":
        return None
    protocol = CBOR if calls.spoken(call.operation, request) == CBOR else None
    return IncomingCall(call.operation, call.params, protocol)


def _is_form(request: HttpRequest) -> bool:
    return request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")


def _is_xml(operation: str) -> bool:
    return bool(model.service_model(Operation(operation).service).resolved_protocol == REST_XML)


def _value(body: bytes, protocol: str | None) -> dict[str, Any]:
    """Return the object that a body is; raises RefusalError for what cannot be read."""
    form = "CBOR" if protocol == CBOR else "JSON in UTF-8"
    try:
        value = (cbor2.loads(body) if protocol == CBOR else orjson.loads(body)) if body else {}
    except Exception as error:  # noqa: BLE001 - what tags of CBOR come to may raise anything
        raise _unreadable(f"the body is no {form}: {cut(printable(str(error)))}") from None
    return value if isinstance(value, dict) else {}  # whose members the model then misses


def _must_be_plain(body: dict[str, Any]) -> None:
    """Refuse what nests too deep, is too much when it is written out, or is no value of AWS.

    CBOR may refer to what it had, so that little bytes are much, or hold themselves.
    """
    level, seen = [body], 0
    for _ in range(_DEEPEST):
        below: list[Any] = []
        for item in level:
            if isinstance(item, (dict, list)):
                below += item.values() if isinstance(item, dict) else item
                seen += len(item)
            if seen > _MOST_VALUES:
                raise _unreadable(f"the body has more than {_MOST_VALUES} values")
            if not _is_value(item):
                raise _unreadable("the body has a value that no member of an input is")
        if not below:
            return
        level = below
    raise _unreadable(f"the body nests deeper than {_DEEPEST} levels")


def _is_value(item: Any) -> bool:
    if isinstance(item, dict):
        return all(isinstance(name, str) for name in item)
    if isinstance(item, int):
        return item.bit_length() <= _MOST_BITS
    if isinstance(item, float):
        return math.isfinite(item)
    return item is None or isinstance(item, (str, bytes, list, datetime))


def _unreadable(sentence: str) -> RefusalError:
    return RefusalError(400, "SerializationException", sentence)


def faults(
    shape: Shape | None, value: Any, but: frozenset[str] = frozenset(), where: str = ""
) -> Iterator[str]:
    """Yield what is wrong with an input: what a shape asks for and the value is not.

    A pattern binds the whole text, as services take it. but: members whose pattern is wrong.
    """
    if shape is None or shape.type_name not in _KINDS:
        return
    kinds = _KINDS[shape.type_name]
    is_one = isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))
    if not is_one:
        yield f"{where or 'the input'} is no {shape.type_name}"
    elif shape.type_name == "structure":
        for name in shape.required_members:
            if value.get(name) is None:
                yield f"{where}{name} is required"
        for name, item in value.items():
            if item is not None and name in shape.members:
                yield from faults(shape.members[name], item, but, f"{where}{name}.")
    else:
        place = where.removesuffix(".")
        yield from _limits(shape, value, place, binds=place not in but)
        inner = {"list": "member", "map": "value"}.get(shape.type_name)
        for item in (value.values() if isinstance(value, dict) else value) if inner else ():
            yield from faults(getattr(shape, str(inner)), item, but, where)


def _limits(shape: Shape, value: Any, where: str, *, binds: bool) -> Iterator[str]:
    size = value if isinstance(value, (int, float)) else len(value)
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is not None and size < low:
        yield f"{where} is below the least, {low}"
    if high is not None and size > high:
        yield f"{where} is above the most, {high}"
    if shape.type_name == "string":
        if shape.enum and value not in shape.enum:
            yield f"{where} is none of {', '.join(shape.enum)}"
        pattern = shape.metadata.get("pattern")
        if pattern and binds and not _matcher(pattern)(value):
            yield f"{where} does not match {pattern}"


@lru_cache(maxsize=512)
def _matcher(pattern: str) -> Callable[[str], bool]:
    try:
        return pattern_engine.matcher(pattern_engine.whole(patterns.portable(pattern)))
    except NotPortableError:
        return lambda _: True


def fitting(shape: Shape | None, value: Any) -> Any:
    """Return what of a value a shape has members for, at any depth."""
    if shape is None:
        return {}
    if shape.type_name == "structure" and isinstance(value, dict):
        known = {name: item for name, item in value.items() if name in shape.members}
        return {name: fitting(shape.members[name], item) for name, item in known.items()}
    if shape.type_name == "list" and isinstance(value, list):
        return [fitting(shape.member, item) for item in value]
    return value
