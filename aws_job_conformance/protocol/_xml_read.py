"""What travels in XML: a body read into the response an SDK makes of it, or a call's input."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aws_job_conformance.core.text import label
from aws_job_conformance.protocol import xml_names
from aws_job_conformance.protocol._xml_shapes import XmlReading, generic, members
from aws_job_conformance.protocol.bodies import Body, Fault, whole
from aws_job_conformance.protocol.xml_names import EC2, ERROR_AT, QUERY, REST_XML, S3_ERROR
from aws_job_conformance.protocol.xml_scan import SOMETHING, Element, scan

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

_ERROR_ROOTS = ("ErrorResponse", "Response", "Error")


def is_xml(headers: Mapping[str, str]) -> bool:
    """Return whether headers, with names in lower case, say that a body is XML."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind in ("text/xml", "application/xml") or kind.endswith("+xml")


def read(body: bytes, found: OperationModel, protocol: str) -> Body:
    """Return the XML body of an operation's response, and its faults; never raises.

    protocol: ec2, query or rest-xml. The value is in the response view, members by the names and
    of the types an SDK gives them; a text that is not what its shape wants stays a text, with a
    fault. What no shape has is kept by the name of its element, for the shape check to name.
    Members in headers or the status code are left out.
    """
    shape = found.output_shape
    payload = None if shape is None else shape.serialization.get("payload")
    if shape is not None and payload is not None:
        kind = shape.members[payload].type_name
        if kind in ("string", "blob"):
            raw = body.decode(errors="replace") if kind == "string" else b64encode(body).decode()
            return _body(protocol, {payload: raw} if body else {}, ())
    scanned = scan(body)
    is_empty = any(fault.expected == SOMETHING for fault in scanned.faults)
    if is_empty and _may_be_empty(shape, protocol):
        return _body(protocol, {}, ())
    if scanned.root is None:
        return _body(protocol, None, scanned.faults)
    try:
        value, faults = _value(scanned.root, found, protocol)
    except RecursionError:
        what = "its elements nest too deep to be read"
        fix = "No AWS response does; look at who answered."
        value, faults = None, (whole("deep nesting", what, "flatter XML", fix),)
    return _body(protocol, value, (*scanned.faults, *faults))


def _value(root: Element, found: OperationModel, protocol: str) -> tuple[Any, tuple[Fault, ...]]:
    """Return the response in a document, None where there is none, and its faults."""
    if (code := _code_in(root)) is not None:
        return None, (_error_body(code),)
    if (shape := found.output_shape) is None:
        return {}, ()
    reading = XmlReading()
    if (start := _start(root, found, protocol, reading)) is None:
        return None, tuple(reading.faults)
    if (payload := shape.serialization.get("payload")) is not None:
        value: Any = {payload: reading.value(shape.members[payload], start, (payload,))}
    else:
        beside = (xml_names.REQUEST_ID,) if protocol == EC2 else ()
        value = reading.structure(shape, start, (), beside)
    return value, tuple(reading.faults)


def read_error(body: bytes, protocol: str) -> Body:
    """Return the XML body of an error, and its faults; never raises.

    The value has what stands beside the code: `Code`, `Message`, `Type`, members of the error, each
    by the name of its element and as text. An error that stands where another protocol puts it is
    a fault of a body that can still be read.
    """
    scanned = scan(body)
    if (root := scanned.root) is None:
        return _body(protocol, None, scanned.faults)
    error, at = _error_in(root)
    if error is None:
        names = "".join(f"<{name}>" for name in ERROR_AT[protocol])
        what = f"its root is <{label(root.name)}>, and there is no error in it"
        fix = "botocore finds no code in it."
        return _body(protocol, {}, (*scanned.faults, whole(label(root.name), what, names, fix)))
    faults = scanned.faults
    wanted = [ERROR_AT[protocol], *([S3_ERROR] if protocol == REST_XML else [])]
    if at not in wanted:
        got, names = ("".join(f"<{label(name)}>" for name in way) for way in (at, wanted[0]))
        what = f"the error stands in {got}"
        fix = (
            f"Send it in {names}; botocore finds no code in a bare <Error> but for rest-xml, and"
            " there none in <Response>."
        )
        faults = (*faults, whole(got, what, names, fix))
    value = generic(error)
    return _body(protocol, value if isinstance(value, dict) else {}, faults)


def read_input(operation: OperationModel, body: bytes) -> dict[str, Any]:
    """Return what a body gives to an operation, by the names that travel; nothing of no document.

    What does not fit its shape stays as it is written, for the model to refuse.
    """
    root, shape = scan(body).root, operation.input_shape
    if root is None or shape is None:
        return {}
    payload = shape.serialization.get("payload")
    inner = shape if payload is None else shape.members[payload]
    if inner.type_name != "structure":
        return {}
    try:
        value = XmlReading().structure(inner, root, ())
    except RecursionError:
        return {}
    if not isinstance(value, dict):
        return {}
    known = inner.members
    return {
        known[name].serialization.get("name", name) if name in known else name: item
        for name, item in value.items()
    }


def _body(protocol: str, value: Any, faults: tuple[Fault, ...]) -> Body:
    """Return a body; one without a value could not be read."""
    told = tuple(replace(fault, protocol=protocol) for fault in faults)
    return Body(value, readable=value is not None, faults=told, is_response=True)


def _may_be_empty(shape: Shape | None, protocol: str) -> bool:
    """Return whether there is nothing to send in a body, which only rest-xml then leaves empty."""
    if protocol != REST_XML or shape is None:
        return protocol == REST_XML
    payload = shape.serialization.get("payload")
    return payload is None and not any(map(xml_names.is_in_body, shape.members.values()))


def _error_in(root: Element) -> tuple[Element | None, tuple[str, ...]]:
    """Return the element that holds a code, whatever the protocol, and the names on its way."""
    ways = sorted({*ERROR_AT.values(), S3_ERROR, ("Response", "Error")}, key=len, reverse=True)
    for way in ways:
        here: Element | None = root if root.name == way[0] else None
        for name in way[1:]:
            children = () if here is None else here.children
            here = next((child for child in children if child.name == name), None)
        if here is not None:
            return here, way
    return None, ()


def _code_in(root: Element) -> str | None:
    """Return the code of an error that stands where a response belongs, or None."""
    if root.name not in _ERROR_ROOTS:
        return None
    error, _ = _error_in(root)
    if error is None:
        return None
    code = next((child.text.strip() for child in error.children if child.name == "Code"), "")
    return label(code) or "without a code"


def _error_body(code: str) -> Fault:
    what = f"it is the error {code}, where a response belongs"
    fix = "botocore reads it as {}, or for query raises KeyError; send it with its own status."
    return whole(code, what, "a response", fix)


def _start(
    root: Element, found: OperationModel, protocol: str, reading: XmlReading
) -> Element | None:
    """Return the element that holds the members, or None where there is none to be found."""
    wanted = xml_names.root(found, protocol)
    if root.name != wanted and (protocol != REST_XML or not _has_members(root, found)):
        what = f"its root is <{label(root.name)}>"
        fix = "Name it after the operation; botocore reads any root, and misses who answered."
        reading.faults.append(whole(label(root.name), what, f"<{wanted}>", fix))
    wrapper = xml_names.wrapper(found) if protocol == QUERY else None
    if wrapper is None:
        return root
    inside = [child for child in root.children if child.name == wrapper]
    if len(inside) != 1:
        what = f"<{wrapper}> stands {len(inside)} times in <{label(root.name)}>"
        fix = "Put the members in it; botocore raises KeyError where it is not."
        reading.faults.append(whole(str(len(inside)), what, f"<{wrapper}> once", fix))
    return inside[0] if inside else None


def _has_members(root: Element, found: OperationModel) -> bool:
    """Return whether a root of rest-xml, which no model names for certain, holds what it should."""
    shape: Any = found.output_shape
    payload = shape.serialization.get("payload")
    shape = shape.members[payload] if payload else shape
    if shape.type_name != "structure":
        return True
    known = members(shape)
    return not shape.members or any(child.name in known for child in root.children)
