"""Pages of the API Reference whose answers are XML, by the same hand as those in JSON."""

from __future__ import annotations

from support import api_reference_pages as writer


def xml_block(model):
    """Return the lines of a response's block in XML, and what its terms are."""
    shape = model.output_shape
    payload = shape.serialization.get("payload")
    lines = [f"HTTP/1.1 {writer.status(shape)}", *writer.headers(shape)]
    body = {n: m for n, m in shape.members.items() if "location" not in m.serialization}
    if payload:
        root = shape.members[payload]
        if root.type_name != "structure":
            return [*lines, "", payload], {payload: root}
        name, body = root.serialization.get("name", root.name), root.members
    else:
        name = shape.serialization.get("name") or shape.name.replace("Output", "Result")
    if not body:
        return lines, {}
    return [
        *lines,
        '<?xml version="1.0" encoding="UTF-8"?>',
        *element(name, body, 0, (shape.name,)),
    ], body


def element(name, members, depth, around):
    space = "   " * depth
    lines = [f"{space}<{name}>"]
    for one, shape in members.items():
        lines += xml_value(shape.serialization.get("name", one), shape, depth + 1, around)
    return [*lines, f"{space}</{name}>"]


def xml_value(name, shape, depth, around):
    space, kind = "   " * depth, shape.type_name
    if shape.name in around:
        return [f"{space}<{name}>...</{name}>"]
    below = (*around, shape.name)
    if kind == "structure":
        return element(name, shape.members, depth, below)
    if kind == "list":
        if shape.serialization.get("flattened"):
            inner = xml_value(shape.serialization.get("name", name), shape.member, depth, below)
            return [*inner, f"{space}..."]
        entry = shape.member.serialization.get("name", "member")
        inner = xml_value(entry, shape.member, depth + 1, below)
        return [f"{space}<{name}>", *inner, f"{space}</{name}>"]
    if kind == "map":
        return [
            f"{space}<{name}>",
            f"{space}   <entry>",
            f"{space}      <key>string</key>",
            *xml_value("value", shape.value, depth + 2, below),
            f"{space}   </entry>",
            f"{space}</{name}>",
        ]
    words = {
        "integer": "integer",
        "long": "long",
        "boolean": "boolean",
        "timestamp": "timestamp",
        "blob": "blob",
        "float": "float",
        "double": "double",
    }
    return [f"{space}<{name}>{words.get(kind, 'string')}</{name}>"]


def xml_page(model):
    """Return the page of an operation of a service that speaks REST with XML."""
    page = writer.Written(model.name)
    page.heading("Request Syntax", "RequestSyntax")
    page.code(["GET / HTTP/1.1"])
    page.heading("Response Syntax", "ResponseSyntax")
    lines, body = xml_block(model)
    page.code(lines)
    page.heading("Response Elements", "ResponseElements")
    page.text("If the action is successful, the service sends back an HTTP 200 response.")
    located = {n: m for n, m in model.output_shape.members.items() if "location" in m.serialization}
    for name, member in (*located.items(), *body.items()):
        wire = (
            name
            if member.serialization.get("location") == "statusCode"
            else member.serialization.get("name", name)
        )
        if member.serialization.get("location") == "headers":
            continue
        page.term(wire, "What it says.", writer.facts(member))
    page.heading("Errors", "Errors")
    return page
