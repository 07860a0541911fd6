"""What the bytes of a vector hold, read without `encode` and without botocore's parsers.

By json, cbor2 and ElementTree, from the shapes of botocore's model and docs/vectors.md alone.
"""

import base64
import json
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import cbor2

from aws_job_conformance.protocol import model

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EC2, QUERY, REST_XML = (f"aws.protocols#{name}" for name in ("ec2Query", "awsQuery", "restXml"))
BESIDE_AN_ERROR = {"Type", "Code", "Message"}
SCALARS = {
    "string": str,
    "integer": int,
    "long": int,
    "float": float,
    "double": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "blob": lambda text: base64.b64decode(text, validate=True).decode(),
    "timestamp": lambda text: seconds(datetime.fromisoformat(text)),
}


def seconds(moment):
    """An instant as docs/vectors.md states it."""
    return (moment - EPOCH) / timedelta(seconds=1)


def body_of(case):
    """The bytes of a body, of a case of Smithy's form or of a poll."""
    if case.get("bodyMediaType") == "application/cbor":
        return base64.b64decode(case["body"], validate=True)
    return base64.b64decode(case["base64"]) if "base64" in case else case["body"].encode()


def document_of(case):
    """The body as what its form has: an element of XML, or what json or cbor2 make of it."""
    if case["protocol"] in (EC2, QUERY, REST_XML):
        return without_namespaces(ET.fromstring(body_of(case)))
    form = cbor2 if case["protocol"].endswith("Cbor") else json
    return form.loads(body_of(case))


def read_back(operation, target, case):
    """The parameters that a case holds; target: the operation's name, or the shape of an error."""
    found = model.operation_model(operation)
    is_response = target == found.name
    shape = found.output_shape if is_response else found.service_model.shape_for(target)
    value, payload = document_of(case), shape.serialization.get("payload")
    if isinstance(value, ET.Element):
        assert payload is None, "a body of XML that is one member is read by nothing here"
        inside = response_in(value, shape, case) if is_response else error_in(value, case)
        beside = set() if is_response else BESIDE_AN_ERROR
        return xml_members(shape, inside, beside=beside) | beside_the_body(shape, case)
    return decoded(shape, {payload: value} if payload else value) | beside_the_body(shape, case)


def beside_the_body(shape, case):
    """The members that travel elsewhere: so far the status code is the only one."""
    places = {n: m.serialization["location"] for n, m in shape.members.items() if located(m)}
    assert set(places.values()) <= {"statusCode"}
    return dict.fromkeys(places, case["code"])


def located(shape):
    return "location" in shape.serialization


def decoded(shape, value):
    """A value of a body of JSON or CBOR; of a document there is no shape, and it is as it is."""
    if shape.type_name == "structure" and not shape.is_document_type:
        inner = {
            m.serialization.get("name", n): (n, m)
            for n, m in shape.members.items()
            if not located(m)
        }
        known = {inner[name]: item for name, item in value.items() if name in inner}
        return {name: decoded(member, item) for (name, member), item in known.items()}
    if shape.type_name == "list":
        return [decoded(shape.member, item) for item in value]
    if shape.type_name == "map":
        return {name: decoded(shape.value, item) for name, item in value.items()}
    if shape.type_name == "blob":
        return (value if isinstance(value, bytes) else base64.b64decode(value)).decode()
    if shape.type_name == "timestamp" and not isinstance(value, (int, float)):
        return seconds(datetime.fromisoformat(value) if isinstance(value, str) else value)
    return value


def without_namespaces(root):
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def response_in(root, shape, case):
    """The element that holds the members of a response, after a look at what is around it."""
    if case["protocol"] == REST_XML:
        return root
    assert root.tag.endswith("Response")
    if case["protocol"] == EC2:
        [told] = root.findall("requestId")
        root.remove(told)
        return root
    result, told = root
    assert (result.tag, told.tag) == (shape.serialization["resultWrapper"], "ResponseMetadata")
    return result


def error_in(root, case):
    """The element that holds the code, the message and the members of an error."""
    assert case["protocol"] in (QUERY, REST_XML), "no vector has an error of EC2: none is modelled"
    assert root.tag == "ErrorResponse"
    [found] = root.findall("Error")
    return found


def xml_members(shape, element, *, beside=frozenset()):
    """The members of a structure; beside: names of elements that may stand among them."""
    found, read = {}, set(beside)
    for name, member in shape.members.items():
        if located(member):
            continue
        own = member.serialization.get("name", name)
        if member.serialization.get("xmlAttribute"):
            if own in element.attrib:
                found[name] = SCALARS[member.type_name](element.attrib[own])
            continue
        if member.type_name == "list" and member.serialization.get("flattened"):
            own = member.member.serialization.get("name", own)
        read.add(own)
        there = element.findall(own)
        if there and member.serialization.get("flattened"):
            found[name] = xml_entries(member, there)
        elif there:
            [one] = there
            found[name] = xml_value(member, one)
    assert {inner.tag for inner in element} <= read, "an element that is no member"
    return found


def xml_entries(shape, elements):
    """The items of a list, or the entries of a map, of an element each."""
    if shape.type_name == "list":
        return [xml_value(shape.member, one) for one in elements]
    names = (
        shape.key.serialization.get("name", "key"),
        shape.value.serialization.get("name", "value"),
    )
    assert all([inner.tag for inner in one] == [*names] for one in elements)
    return {key.text or "": xml_value(shape.value, value) for key, value in elements}


def xml_value(shape, element):
    """The value of an element of XML."""
    if shape.type_name == "structure":
        return xml_members(shape, element)
    if shape.type_name in ("list", "map"):
        is_list = shape.type_name == "list"
        wanted = shape.member.serialization.get("name", "member") if is_list else "entry"
        assert {inner.tag for inner in element} <= {wanted}
        return xml_entries(shape, element)
    assert len(element) == 0
    return SCALARS[shape.type_name](element.text or "")
