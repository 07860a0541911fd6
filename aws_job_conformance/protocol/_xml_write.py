"""Shapes as XML: for each one function, made once, that writes its values as elements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from aws_job_conformance.core.errors import WrongValueError
from aws_job_conformance.protocol import _encoders, _scalars, xml_names
from aws_job_conformance.protocol._scalars import Encoder
from aws_job_conformance.protocol.xml_names import EC2, ERROR_AT, QUERY, REST_XML

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

Members = dict[str, tuple[str, Encoder]]
Memo = dict[str, Members]

_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# Readers turn these into a line feed where they stand as they are (XML 1.0, 2.11; XML 1.1 too).
_LINE_ENDS = {"\r": "&#xD;", "\x85": "&#x85;", "\u2028": "&#x2028;"}
_IN_TEXT = str.maketrans(_MARKUP | _LINE_ENDS)
_IN_ATTRIBUTE = str.maketrans({'"': "&quot;", "\n": "&#xA;", "\t": "&#x9;"})


class _Attribute(str):
    """What is written into the tag of a structure, not between its tags."""

    __slots__ = ()


def located(shape: Shape, memo: Memo | None = None) -> Members:
    """Return the members of a structure that travel in its body: a key each, and its writer.

    memo: the structures on the way, by name; a shape may hold itself. A writer returns the elements
    of a value as text, and raises WrongValueError.
    """
    memo = {} if memo is None else memo
    return {
        name: (name, _member(name, inner, memo))
        for name, inner in shape.members.items()
        if xml_names.is_in_body(inner)
    }


def _member(name: str, shape: Shape, memo: Memo) -> Encoder:
    if xml_names.is_attribute(shape):
        return partial(_attribute, xml_names.own(name, shape), _text(shape))
    return _element(xml_names.element(name, shape), shape, memo)


def _element(name: str, shape: Shape, memo: Memo) -> Encoder:
    """Return the function that writes a value of a shape as the element of this name."""
    opening = name + xml_names.namespace(shape)
    kind = shape.type_name
    if kind == "structure":
        is_union = bool(shape.is_tagged_union)
        return partial(_structure, name, opening, _members(shape, memo), is_union=is_union)
    if kind in ("list", "map"):
        inside = _entries(name, shape, memo)
        return inside if xml_names.is_flattened(shape) else partial(_around, name, opening, inside)
    return partial(_around, name, opening, _text(shape))


def _members(shape: Shape, memo: Memo) -> Members:
    if shape.name not in memo:
        memo[shape.name] = {}
        memo[shape.name].update(located(shape, memo))
    return memo[shape.name]


def _entries(name: str, shape: Shape, memo: Memo) -> Encoder:
    """Return the function that writes the entries of a list or a map; name: of the member."""
    flat = xml_names.is_flattened(shape)
    if shape.type_name == "list":
        return partial(_list, _element(name if flat else xml_names.item(shape), shape.member, memo))
    key, value = xml_names.entry(shape)
    written = _element(key, shape.key, memo), _element(value, shape.value, memo)
    return partial(_map, name if flat else "entry", *written)


def _around(name: str, opening: str, inside: Encoder, value: Any) -> str:
    found: str = inside(value)
    return f"<{opening}>{found}</{name}>" if found else f"<{opening}/>"


def _structure(name: str, opening: str, members: Members, value: Any, *, is_union: bool) -> str:
    return _tagged(name, opening, _encoders.structure(members, value, is_union=is_union))


def _tagged(name: str, opening: str, parts: Mapping[str, str]) -> str:
    attributes = "".join(part for part in parts.values() if isinstance(part, _Attribute))
    inside = "".join(part for part in parts.values() if not isinstance(part, _Attribute))
    return f"<{opening}{attributes}>{inside}</{name}>"


def _attribute(name: str, encoder: Encoder, value: Any) -> _Attribute:
    found = encoder(value).translate(_IN_ATTRIBUTE)
    return _Attribute(f' {name}="{found}"')


def _list(encoder: Encoder, value: Any) -> str:
    return "".join(_encoders.listed(partial(_there, encoder), value))


def _map(name: str, key_encoder: Encoder, encoder: Encoder, value: Any) -> str:
    def entry(key: Any, item: Any) -> str:
        return f"<{name}>{key_encoder(key)}{_there(encoder, item)}</{name}>"

    return "".join(_encoders.mapped(entry, value))


def _there(encoder: Encoder, item: Any) -> str:
    if item is None:
        raise WrongValueError("got None, and XML has no null", "Leave it out.")
    found: str = encoder(item)
    return found


def _text(shape: Shape) -> Encoder:
    """Return the function that writes a value as what stands between two tags."""
    encoder = _scalars.scalar(shape, "xml", timestamp="iso8601")
    return lambda value: escaped(str(encoder(value)))


def escaped(text: str) -> str:
    """Return a text as it stands between two tags; raises WrongValueError for what no XML holds."""
    found = None if text.isprintable() else xml_names.NOT_IN_XML.search(text)
    if found is not None:
        what = f"got the character U+{ord(found[0]):04X}, which no XML can hold"
        raise WrongValueError(what, "Leave it out: XML 1.0 has no control characters but three.")
    return text.translate(_IN_TEXT)


def document(found: OperationModel, protocol: str, request_id: str) -> Callable[[Any], bytes]:
    """Return the function that makes the body of a response of its written members.

    request_id: what ec2 and query send beside them.
    """
    root = xml_names.root(found, protocol)
    space = found.service_model.metadata.get("xmlNamespace", "")
    opening = f'{root} xmlns="{space}"' if space else root
    shape = found.output_shape
    if protocol == REST_XML and shape is not None:
        opening = f"{root}{xml_names.namespace(shape)}" or opening
    wrapper = xml_names.wrapper(found)

    def written(parts: Mapping[str, str]) -> bytes:
        if protocol == EC2:
            parts = {**parts, "": f"<requestId>{request_id}</requestId>"}
        if protocol == QUERY:
            inside = _tagged(wrapper, wrapper, parts) if wrapper else "".join(parts.values())
            told = f"<RequestId>{request_id}</RequestId>"
            parts = {"": f"{inside}<ResponseMetadata>{told}</ResponseMetadata>"}
        return _tagged(root, opening, parts).encode()

    return written


def payload(found: OperationModel, shape: Shape) -> Encoder:
    """Return the function that writes the one member that is all of a body."""
    return _element(xml_names.root(found, REST_XML), shape, {})


def error(
    way: tuple[str, ...], code: str, fault: str, request_id: str, parts: Mapping[str, str]
) -> bytes:
    """Return the body of an error.

    way: the elements it stands in, from the root on. fault: Sender or Receiver, an empty text where
    it is not said. parts: its written members.
    """
    kind = f"<Type>{fault}</Type>" if fault else ""
    inside = f"{kind}<Code>{escaped(_scalars.text(code))}</Code>{''.join(parts.values())}"
    for name in reversed(way[1:]):
        inside = f"<{name}>{inside}</{name}>"
    told = "RequestID" if way == ERROR_AT[EC2] else "RequestId"
    return f"<{way[0]}>{inside}<{told}>{request_id}</{told}></{way[0]}>".encode()


MESSAGE: Encoder = partial(_around, "Message", "Message", lambda text: escaped(_scalars.text(text)))
"""Writes the message of an error, whatever its model calls it; botocore reads no other element."""
