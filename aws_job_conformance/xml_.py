"""What travels in XML: read a body into the response an SDK makes of it, and its faults."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aws_job_conformance import xml_names
from aws_job_conformance.wire import Body, Fault
from aws_job_conformance.xml_names import EC2, ERROR_AT, QUERY, REST_XML, S3_ERROR
from aws_job_conformance.xml_shapes import Reading, generic, members
from aws_job_conformance.xml_scan import SOMETHING, Element, scan, whole

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

_ERROR_ROOTS = ("ErrorResponse", "Response", "Error")
_SHOWN = 60


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
        inner = shape.members[payload]
        if inner.type_name == "string":
            return _said(protocol, {payload: body.decode(errors="replace")}, ())
        if inner.type_name == "blob":
            return _said(protocol, {payload: base64.b64encode(body).decode()}, ())
    scanned = scan(body)
    root = scanned.root
    if root is None or not _is_whole(scanned.faults):
        if _may_be_empty(shape, payload, protocol) and _is_empty(scanned.faults):
            return _said(protocol, {}, ())
        return _unread(protocol, *scanned.faults)
    code = _code_in(root)
    if code is not None:
        return _unread(protocol, *scanned.faults, _error_body(code))
    reading = Reading()
    if shape is None:
        return _said(protocol, {}, scanned.faults)
    start = _start(root, found, protocol, reading)
    if start is None:
        return _unread(protocol, *scanned.faults, *reading.faults)
    if payload is not None:
        value: Any = {payload: reading.value(shape.members[payload], start, (payload,))}
    else:
        beside = (xml_names.REQUEST_ID,) if protocol == EC2 else ()
        value = reading.structure(shape, start, (), beside)
    return _said(protocol, value, (*scanned.faults, *reading.faults))


def read_error(body: bytes, protocol: str) -> Body:
    """Return the XML body of an error, and its faults; never raises.

    The value has what stands beside the code: `Code`, `Message`, `Type`, members of the error, each
    by the name of its element and as text. An error that stands where another protocol puts it is
    a fault of a body that can still be read.
    """
    scanned = scan(body)
    root = scanned.root
    if root is None or not _is_whole(scanned.faults):
        return _unread(protocol, *scanned.faults)
    error, at = _error_in(root)
    if error is None:
        names = "".join(f"<{name}>" for name in ERROR_AT[protocol])
        what = f"its root is <{root.name[:_SHOWN]}>, and there is no error in it"
        fix = "botocore finds no code in it, and calls the error Unknown."
        return _said(protocol, {}, (*scanned.faults, whole(root.name[:_SHOWN], what, names, fix)))
    faults = scanned.faults
    wanted = [ERROR_AT[protocol], *([(S3_ERROR,)] if protocol == REST_XML else [])]
    if at not in wanted:
        got, names = ("".join(f"<{name}>" for name in way) for way in (at, wanted[0]))
        what = f"the error stands in {got}"
        fix = f"Send it in {names}, as {protocol} has it; SDKs that look there find no code."
        faults = (*faults, whole(got, what, names, fix))
    value = generic(error)
    return _said(protocol, value if isinstance(value, dict) else {}, faults)


def _said(protocol: str, value: Any, faults: tuple[Fault, ...]) -> Body:
    told = tuple(replace(fault, protocol=protocol) for fault in faults)
    return Body(value, readable=True, faults=told, is_response=True)


def _unread(protocol: str, *faults: Fault) -> Body:
    told = tuple(replace(fault, protocol=protocol) for fault in faults)
    return Body(None, readable=False, faults=told, is_response=True)


def _is_whole(faults: tuple[Fault, ...]) -> bool:
    """Return whether the document could be read to its end: only its encoding was declared wrong."""
    return all(fault.expected == "UTF-8" for fault in faults)


def _is_empty(faults: tuple[Fault, ...]) -> bool:
    return any(fault.expected == SOMETHING for fault in faults)


def _may_be_empty(shape: Shape | None, payload: str | None, protocol: str) -> bool:
    """Return whether rest-xml has nothing to send in a body."""
    if protocol != REST_XML or shape is None:
        return protocol == REST_XML
    return payload is None and not any(map(xml_names.is_in_body, shape.members.values()))


def _error_in(root: Element) -> tuple[Element | None, tuple[str, ...]]:
    """Return the element that holds a code, whatever the protocol, and the names on its way."""
    ways = sorted({*ERROR_AT.values(), (S3_ERROR,), ("Response", "Error")}, key=len, reverse=True)
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
    return code[:_SHOWN] or "without a code"


def _error_body(code: str) -> Fault:
    what = f"it is the error {code}, where a response belongs"
    fix = "With status 200 ec2 and rest-xml read it as {} in botocore; errors have a status of theirs."
    return whole(code, what, "a response", fix)


def _start(
    root: Element, found: OperationModel, protocol: str, reading: Reading
) -> Element | None:
    """Return the element that holds the members, or None where there is none to be found."""
    wanted = xml_names.root(found, protocol)
    if root.name != wanted and (protocol != REST_XML or not _has_members(root, found)):
        what = f"its root is <{root.name[:_SHOWN]}>"
        fix = "Name it after the operation; botocore reads any root, other SDKs and people do not."
        reading.faults.append(whole(root.name[:_SHOWN], what, f"<{wanted}>", fix))
    wrapper = xml_names.wrapper(found) if protocol == QUERY else None
    if wrapper is None:
        return root
    inside = [child for child in root.children if child.name == wrapper]
    if len(inside) != 1:
        what = f"<{wrapper}> stands {len(inside)} times in <{root.name[:_SHOWN]}>"
        fix = "Put the members in it; botocore raises KeyError without it, and of two reads the first."
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
