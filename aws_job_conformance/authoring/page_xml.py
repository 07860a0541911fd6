"""A body of XML read by a documentation page alone: without a model, by the names that travel."""

import re
from typing import Any

from aws_job_conformance.authoring.pages.documented import DocumentedShape, Page
from aws_job_conformance.protocol import xml_scan
from aws_job_conformance.protocol.bodies import Body

_ENTRIES = ("item", "member", "entry")
_INTEGER = re.compile(r"[+-]?[0-9]{1,40}")
_WRAPPERS = ("Result", "Response")
_BESIDE = ("ResponseMetadata", "requestId")


def read(data: bytes, page: Page) -> Body:
    """Return a body as the page shows it; what cannot be read is its faults."""
    scanned = xml_scan.scan(data)
    if scanned.root is None:
        return Body(None, readable=False, faults=scanned.faults)
    value = _value(_unwrapped(scanned.root, page.response), page.response)
    for name in _BESIDE:
        if isinstance(value, dict) and name not in page.response.members:
            value.pop(name, None)
    return Body(value, readable=True, faults=scanned.faults)


def _unwrapped(root: xml_scan.Element, shape: DocumentedShape) -> xml_scan.Element:
    """Return the element whose children are the members: query has `…Result` in `…Response`."""
    for child in root.children:
        if child.name.endswith(_WRAPPERS) and child.name not in shape.members:
            return child
    if len(root.children) == 1 and root.name.endswith("Response"):
        (only,) = root.children
        if only.name not in shape.members and only.children:
            return only
    return root


def _value(element: xml_scan.Element, shape: DocumentedShape) -> Any:
    kind = shape.kind
    if kind == "structure" and shape.members:
        return _members(element, shape)
    if shape.member is not None and kind in ("list", "map"):
        if kind == "list":
            return [_value(entry, shape.member) for entry in element.children]
        return _map(element, shape.member)
    if kind in ("structure", "object", "open", "document", "wrapped", "recursive"):
        return _plain(element)
    return _scalar(element.text.strip(), kind)


def _scalar(text: str, kind: str) -> Any:
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    return _number(text) if kind in ("integer", "float", "number") else text


def _number(text: str) -> Any:
    if _INTEGER.fullmatch(text):
        return int(text)
    try:
        return float(text)
    except ValueError:
        return text


def _members(element: xml_scan.Element, shape: DocumentedShape) -> dict[str, Any]:
    known = {name[:1].lower() + name[1:]: name for name in shape.members}
    out: dict[str, Any] = {}
    for child in element.children:
        name = known.get(child.name[:1].lower() + child.name[1:], child.name)
        if (inner := shape.members.get(name)) is None:
            out[name] = _plain(child)
        elif inner.kind == "list" and inner.member is not None and not _is_list(child, inner):
            out.setdefault(name, []).append(_value(child, inner.member))
        else:
            out[name] = _value(child, inner)
    return out


def _is_list(element: xml_scan.Element, shape: DocumentedShape) -> bool:
    """Return whether an element holds the entries of a list, and is not one of them."""
    if not (inside := {child.name for child in element.children}):
        return not element.text.strip()
    member = shape.member
    own = set() if member is None else set(member.members)
    return len(inside) == 1 and (inside <= set(_ENTRIES) or not inside <= own)


def _map(element: xml_scan.Element, shape: DocumentedShape) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for entry in element.children:
        parts = {child.name.lower(): child for child in entry.children}
        if "key" in parts and "value" in parts:
            out[parts["key"].text] = _value(parts["value"], shape)
    return out


def _plain(element: xml_scan.Element) -> Any:
    if not element.children:
        return element.text.strip()
    if {child.name for child in element.children} <= set(_ENTRIES):
        return [_plain(child) for child in element.children]
    return {child.name: _plain(child) for child in element.children}
