"""Pages of EC2 and of query services, by the same hand: Response Elements alone, and no block.

Names are those that travel. EC2 writes a list of a data type as `TagSet.N`, a name that a request
has otherwise as `**Key** (request), **key** (response)`, and `requestId` last; query services name
the entries, `UpdateActions.UpdateAction.N` or `RegionOrder.member.N`.
`tests/authoring/test_pages_query.py` holds what is written here to the real pages of both.
"""

from __future__ import annotations

import re
from functools import cache

from support import api_reference_pages as writer

PROTOCOLS = ("ec2", "query")
FACTS = ("Type", "Valid Values", "Length Constraints", "Array Members", "Valid Range", "Pattern")


def operation_page(model):
    """Return the page of an operation of EC2 or of a query service."""
    page, shape = writer.Written(model.name), model.output_shape
    ec2 = model.service_model.resolved_protocol == "ec2"
    page.text("Tells how it goes.")
    page.heading("Request Parameters", "RequestParameters")
    page.text("For information about the parameters that are common to all actions, see Common.")
    asked = "Filter.N" if ec2 else "Filters.member.N"
    page.term(asked, "Which.", [("Type", "Array of strings"), ("Required", "No")])
    page.heading("Response Elements", "ResponseElements")
    page.text("The following elements are returned by the service.")
    said = {travels(name, one): writer.facts(one) for name, one in shape.members.items()}
    if not ec2:
        said = {entries(name, one): writer.facts(one) for name, one in shape.members.items()}
    for name in sorted([*said, "requestId"] if ec2 else said, key=str.lower):
        page.term(name, "What it says.", said.get(name, [("Type", "String")]))
    page.heading("Errors", "Errors")
    page.text("For information about the errors that are common to all actions, see Common Errors.")
    for error in model.error_shapes:
        code, status = error_code(error)
        page.term(code, "It went wrong.", [("HTTP Status Code", str(status))])
    page.heading("Examples", "Examples")
    page.text("Sample Response")
    page.code([f'<{model.name}Response xmlns="http://x">', "<token>y</token>", "</Response>"])
    page.heading("See Also", "SeeAlso")
    page.text("For more information about using this API, see the following: AWS SDKs.")
    return page


def type_page(shape, model):
    """Return the page of a data type of EC2 or of a query service."""
    page = writer.Written(shape.name)
    page.text("What it is.")
    page.heading("Contents", "Contents")
    ec2 = model.service_model.resolved_protocol == "ec2"
    sent = ec2 and shape.name in sent_types(model.service_model)
    listed = {
        of_type(name, one, sent) if ec2 else entries(name, one): name
        for name, one in shape.members.items()
    }
    for shown in sorted(listed, key=str.lower):
        name = listed[shown]
        required = ("Required", "Yes" if name in shape.required_members else "No")
        page.term(shown, "What it says.", [*writer.facts(shape.members[name]), required])
    page.heading("See Also", "SeeAlso")
    page.text("For more information about using this API, see the following: AWS SDKs.")
    return page


def error_code(shape):
    """Return the code of an error that a page names, and its HTTP status."""
    about = shape.metadata.get("error", {})
    return about.get("code", shape.name), about.get("httpStatusCode") or 400


def travels(name, shape):
    """Return the name of a member on the wire."""
    return shape.serialization.get("name", name)


def entries(name, shape):
    """Return how query services name a member: with its entries, if it is a list."""
    wire = travels(name, shape)
    if shape.type_name != "list":
        return wire
    if shape.serialization.get("flattened"):
        return f"{wire}.N"
    return f"{wire}.{shape.member.serialization.get('name', 'member')}.N"


def of_type(name, shape, sent):
    """Return how EC2 names a member of a data type."""
    wire = travels(name, shape)
    end = ".N" if shape.type_name == "list" else ""
    upper = wire[0].upper() + wire[1:]
    if sent:
        asked = shape.serialization.get("queryName", upper)
        return f"{asked}{end} (request), {upper if end else wire}{end} (response)"
    return upper + end if end else wire


@cache
def sent_types(service):
    """Return the names of all structures that a request of a service may hold."""
    shapes, found = {}, set()
    waiting = [service.operation_model(name).input_shape for name in service.operation_names]
    while waiting:
        one = waiting.pop()
        if one is None or one.name in found:
            continue
        found.add(one.name)
        shapes[one.name] = one
        waiting += inside(one)
    return found


def inside(shape):
    kind = shape.type_name
    if kind == "structure":
        return list(shape.members.values())
    return [shape.member] if kind == "list" else [shape.value] if kind == "map" else []


def said_of_members(markdown):
    """Return what a page in Markdown says of its members: [(name, {label: words})], in its order.

    Links, escapes and marks of code are left out, as is what a page wraps into a second line.
    """
    part = re.split(r"^## (?:Response Elements|Contents)$", markdown, flags=re.MULTILINE)[1]
    found = []
    for line in part.partition("\n## ")[0].splitlines():
        if name := re.match(r" ?\*\* ?([\w.]+) ?\*\*(.*?)(?: *<a name=.*)?$", line):
            rest = re.sub(r"[* ]+", " ", name[2]).rstrip()
            found.append((name[1] + rest, {}))
        label, _, words = line.strip().partition(": ")
        if label in FACTS and found:
            words = re.sub(r"\[(\w+)\]\([^)]*\)", r"\1", words).replace("`", "")
            found[-1][1][label] = re.sub(r"\\(.)", r"\1", words).strip()
    return found
