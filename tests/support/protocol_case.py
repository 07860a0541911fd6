"""Cases of tests/protocol_tests: published messages, and what botocore's parsers make of them."""

import base64
import json
import math
import xml.etree.ElementTree as ET
from datetime import datetime
from functools import cache

import botocore.parsers
import cbor2
from botocore.awsrequest import HeadersDict
from botocore.model import ServiceModel

from aws_job_conformance.core.instants import from_datetime
from support.places import TESTS

XML = ("ec2", "query", "rest-xml")
IDS = ("requestId", "RequestId", "RequestID", "ResponseMetadata")

HERE = TESTS / "protocol_tests"


@cache
def protocol_file(name):
    return json.loads((HERE / name).read_text())


@cache
def service(name):
    return ServiceModel(protocol_file(name)["model"], service_name="depot")


CASES = {
    f"{path.stem}: {case['name']}": (path.name, case)
    for path in sorted(HERE.glob("*.json"))
    for case in protocol_file(path.name)["cases"]
}


def wire(case):
    """The published message: status, headers, body."""
    sent = case["wire"]
    if "body" in sent:
        body = json.dumps(sent["body"]).encode()
    else:
        body = sent.get("body_text", "").encode() or base64.b64decode(sent.get("body_base64", ""))
    return sent["status"], sent.get("headers", {}), body


def parsed(name, case, status, headers, body):
    """What botocore makes of a message, as JSON; of an error its code, message and members."""
    model = service(name)
    found = model.operation_model(case["operation"])
    parser = botocore.parsers.create_parser(model.metadata["protocol"])
    http = {"body": body, "headers": HeadersDict(headers), "status_code": status, "context": {}}
    answer = parser.parse(http, found.output_shape)
    if "error" not in case:
        return view(found.output_shape, answer)
    shape = model.shape_for(case["error"])
    told = answer["Error"]
    return told["Code"], told.get("Message", ""), view(shape, parser.parse(http, shape))


def view(shape, value):
    """A parsed value as its case states it: instants as RFC 3339, blobs as base64."""
    if isinstance(value, dict):
        return members(shape, value)
    if isinstance(value, list) and shape.type_name == "list":
        return [view(shape.member, item) for item in value]
    if isinstance(value, datetime):
        return from_datetime(value)
    if isinstance(value, float) and not math.isfinite(value):
        return {math.inf: "Infinity", -math.inf: "-Infinity"}.get(value, "NaN")
    if shape.type_name == "blob" and value is not None:
        # botocore reads a blob that is the whole body as text.
        value = base64.b64encode(value if isinstance(value, bytes) else value.encode()).decode()
    return value


def members(shape, value):
    kept = {name: item for name, item in value.items() if name != "ResponseMetadata"}
    if shape is None or (shape.type_name == "structure" and shape.is_document_type):
        return kept
    inner = {
        name: shape.value if shape.type_name == "map" else shape.members[name] for name in kept
    }
    return {name: view(inner[name], item) for name, item in kept.items()}


def content(name, body):
    """A body as a value that compares: by what it holds, and other bytes as they are."""
    if not body:
        return None
    protocol = service(name).metadata["protocol"]
    if protocol == "smithy-rpc-v2-cbor":
        return repr(cbor2.loads(body))
    if protocol in XML and body.lstrip().startswith(b"<"):
        return elements(ET.fromstring(body))
    try:
        return json.loads(body)
    except ValueError:
        return body


def elements(element):
    """An element as a value: members in any order, entries in theirs, ids of requests left out."""
    inside = [elements(child) for child in element if bare(child.tag) not in IDS]
    attributes = {bare(name): text for name, text in element.attrib.items()}
    text = "" if inside else element.text or ""
    return bare(element.tag), attributes, text, sorted(inside, key=lambda child: child[0])


def bare(name):
    return name.rpartition("}")[2]
