"""Whether a request's body holds the members of one operation's input and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from aws_job_conformance.core.text import brief
from aws_job_conformance.protocol import cbor_read, xml_scan
from aws_job_conformance.targets.endpoint._request_route import REST

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

_MOST_FIELDS = 100_000
_DEEPEST = 64
_HELD = {"structure": dict, "map": dict, "list": list}

Reader = Callable[["Shape | None", bytes], str | None]
"""Returns why a body is not that of a shape, or None where it is."""


def fault(operation: OperationModel, body: bytes) -> str | None:
    """Return why a body is not that of an operation, or None where it is.

    Names of members are judged, at every depth, and whether one holds members at all; values are
    not, since malformed ones are sent on purpose.
    """
    protocol, shape = operation.service_model.resolved_protocol, operation.input_shape
    if protocol in {"query", "ec2"}:
        return _of_query(operation, body)
    if protocol in REST:  # a body holds one member of the input, or those without another place
        payload = shape.serialization.get("payload") if shape else None
        shape = shape.members[payload] if shape and payload else shape
        if not body or (shape and payload and shape.type_name in {"blob", "string"}):
            return None
    return _READERS[protocol](shape, body)


def _of_object(shape: Shape | None, body: bytes, decode: Callable[[bytes], Any]) -> str | None:
    if not body:
        return None
    try:
        value = decode(body)
    except (ValueError, RecursionError):
        return f"its body is {brief(body)}, which cannot be read as the operation's input"
    if shape is None:
        return None if value == {} else "it has a body, and the operation has no input"
    return next(_strangers(shape, value, "", _DEEPEST), None)


def _json(body: bytes) -> Any:
    return json.loads(body, object_pairs_hook=_once)


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; raises ValueError for a name that stands twice: two readers may differ."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _cbor(body: bytes) -> Any:
    found = cbor_read.read(body)
    if found.faults:
        raise ValueError("faults")
    return found.value


def _strangers(shape: Shape, value: Any, at: str, depth: int) -> Iterator[str]:
    """Yield what of a value is no member of a shape."""
    kind = shape.type_name
    if value is None or getattr(shape, "is_document_type", False):
        return
    if depth == 0:
        yield f"its body goes on and on below {brief(at)}"
    elif kind not in _HELD:
        if isinstance(value, dict | list) and not shape.serialization.get("jsonvalue"):
            yield f"its body has members in {at or 'the whole'}, which is a {kind}"
    elif not isinstance(value, _HELD[kind]):
        if not at:  # a malformed value of a member is sent on purpose; a body is an object
            yield f"its body is no {kind}"
    elif kind == "structure":
        yield from _in_structure(shape, value, at, depth)
    else:
        inner = shape.member if kind == "list" else shape.value
        for one in value if kind == "list" else value.values():
            yield from _strangers(inner, one, f"{at}[]", depth - 1)


def _in_structure(shape: Shape, value: Mapping[str, Any], at: str, depth: int) -> Iterator[str]:
    known = {
        member.serialization.get("name", name): member
        for name, member in shape.members.items()
        if member.serialization.get("location") is None
    }
    for name, one in value.items():
        if name not in known:
            where = f" in {brief(at)}" if at else ""
            yield f"its body has {brief(name)}{where}, which the operation has not"
        else:
            yield from _strangers(known[name], one, f"{at}.{name}".lstrip("."), depth - 1)


def _of_query(operation: OperationModel, body: bytes) -> str | None:
    """Return why the form of the query protocols is not that of an operation."""
    try:
        text = body.decode("ascii")
        pairs = parse_qsl(
            text, keep_blank_values=True, strict_parsing=True, max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        return f"its body is {brief(body)}, which is no form"
    names = [name for name, _ in pairs]
    given = dict(pairs)
    if len(given) < len(names):
        return "its body has a field twice"
    meant = {"Action": operation.name, "Version": str(operation.metadata["apiVersion"])}
    for name, value in meant.items():
        if given.get(name) != value:
            return f"its {name} is {brief(given.get(name))}, and that of the operation {value}"
    for name in names:
        shape = operation.input_shape
        if name not in meant and not (shape and _takes(shape, name.split("."))):
            return f"its body has {brief(name)}, which the operation has not"
    return None


def _takes(shape: Shape, steps: Sequence[str]) -> bool:
    """Return whether the steps of a field's name lead into a shape."""
    if not steps:
        return True
    first, *rest = steps
    if shape.type_name == "structure":
        return any(
            name == first and _takes(member, rest)
            for key, member in shape.members.items()
            for name in _form_names(key, member)
        )
    if shape.type_name == "list":
        if first == shape.member.serialization.get("name", "member"):
            first, *rest = rest or ("",)
        return _is_number(first) and _takes(shape.member, rest)
    if shape.type_name == "map":
        if first == "entry":
            first, *rest = rest or ("",)
        key = shape.key.serialization.get("name", "key")
        value = shape.value.serialization.get("name", "value")
        named, *inner = rest or ("",)
        return _is_number(first) and (
            (named == key and not inner) or (named == value and _takes(shape.value, inner))
        )
    return False


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _form_names(key: str, member: Shape) -> Iterator[str]:
    """Yield how a member is named in a form: by query, by EC2, by what its list holds."""
    told = member.serialization
    name = str(told.get("name", key))
    yield name
    yield str(told.get("queryName", f"{name[:1].upper()}{name[1:]}"))
    if member.type_name == "list" and told.get("flattened"):
        yield str(member.member.serialization.get("name", name))


def _of_document(shape: Shape | None, body: bytes) -> str | None:
    """Return why an XML body holds what a shape has not."""
    scanned = xml_scan.scan(body)
    if scanned.root is None or scanned.faults or shape is None:
        return f"its body is {brief(body)}, which cannot be read as the operation's input"
    named = shape.serialization.get("name", shape.name)
    if scanned.root.name != named:
        return f"its body is {brief(scanned.root.name)}, and that of the operation {named}"
    return next(_foreign(shape, scanned.root, _DEEPEST), None)


def _foreign(shape: Shape, element: xml_scan.Element, depth: int) -> Iterator[str]:
    """Yield what of an element is no member of a shape."""
    if shape.type_name == "structure":
        known: dict[str, Shape] = {}
        for key, member in shape.members.items():
            is_flat = member.type_name == "list" and member.serialization.get("flattened")
            inner = member.member if is_flat else member
            known[member.serialization.get("name", key).rpartition(":")[2]] = inner
    elif shape.type_name == "list":
        known = {shape.member.serialization.get("name", "member"): shape.member}
    elif shape.type_name == "map":
        return
    else:
        known = {}
    for child in element.children:
        if child.name not in known or depth == 0:
            yield f"its body has {brief(child.name)}, which the operation has not"
        else:
            yield from _foreign(known[child.name], child, depth - 1)


_READERS: Mapping[str, Reader] = {
    "json": partial(_of_object, decode=_json),
    "rest-json": partial(_of_object, decode=_json),
    "smithy-rpc-v2-cbor": partial(_of_object, decode=_cbor),
    "rest-xml": _of_document,
}
