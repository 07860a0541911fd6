"""The published protocol tests: botocore gives their values, and `encode` gives their messages."""

import math
from collections import Counter

import cbor2
from support.params import each
from support.protocol_case import CASES, XML, content, parsed, protocol_file, service, wire

from aws_job_conformance.core.instants import from_datetime, instant
from aws_job_conformance.protocol import _xml_read, bodies, cbor_read, encode, xml_names
from aws_job_conformance.protocol import json_read as json_wire


def chosen(*, without=()):
    kept = {
        name: (file, case)
        for name, (file, case) in CASES.items()
        if not any(mark in case for mark in without)
    }
    return each("file, case", kept)


def expected(case):
    if "error" in case:
        return case.get("read_as", case["error"]), case["message"], case["value"]
    return case["value"]


def sent(file, case):
    """Our message for the value of a case."""
    found = service(file).operation_model(case["operation"])
    if "error" not in case:
        return encode.response(found, case["value"])
    members = {name: item for name, item in case["value"].items() if name != "Message"}
    return encode.error(found, case["code"], case["message"], members=members)


@chosen(without=["not_by_botocore"])
def test_botocore_reads_the_published_message_as_the_value(file, case):
    assert parsed(file, case, *wire(case)) == expected(case)


@chosen(without=["read_only"])
def test_the_value_is_sent_as_it_is_published(file, case):
    status, headers, body = wire(case)
    ours = sent(file, case)
    assert ours.status == status
    assert ours.headers | {name.lower(): text for name, text in headers.items()} == ours.headers
    if {"body", "body_text", "body_base64"} & set(case["wire"]):
        assert content(file, ours.body) == content(file, body)


@chosen(without=["read_only", "not_by_botocore"])
def test_botocore_reads_what_is_sent_as_the_value_again(file, case):
    ours = sent(file, case)
    assert parsed(file, case, ours.status, ours.headers, ours.body) == expected(case)


def read_error(file, body):
    protocol = service(file).metadata["protocol"]
    if protocol in XML:
        return _xml_read.read_error(body, protocol)
    return (cbor_read.read if file.startswith("rpc") else json_wire.read)(body)


ERRORS = {name: found for name, found in CASES.items() if "error" in found[1]}


@each("file, case", ERRORS)
def test_our_own_reader_finds_the_code_of_every_published_error(file, case):
    _, headers, body = wire(case)
    read = read_error(file, body)
    lower = {name.lower(): text for name, text in headers.items()}
    assert bodies.error_code(read.value, lower) == case.get("read_as", case["error"])


CBOR = {name: case for name, (_, case) in CASES.items() if case["wire"].get("body_base64")}


@each("case", CBOR)
def test_our_own_reader_finds_no_fault_in_published_cbor_but_numbers_json_has_not(case):
    body = wire(case)[2]
    read = cbor_read.read(body)
    assert read.readable
    numbers = {name: n for name, n in cbor2.loads(body).items() if isinstance(n, float)}
    assert [(fault.steps, fault.expected) for fault in read.faults] == [
        ((name,), bodies.FINITE) for name, n in numbers.items() if not math.isfinite(n)
    ]


XML_CASES = {
    name: (file, case)
    for name, (file, case) in CASES.items()
    if service(file).metadata["protocol"] in XML and not {"error", "not_by_us"} & set(case)
}


@each("file, case", XML_CASES)
def test_our_own_reader_reads_published_xml_as_the_value_but_for_what_stands_beside_it(file, case):
    found = service(file).operation_model(case["operation"])
    members = found.output_shape.members if found.output_shape else {}
    read = _xml_read.read(wire(case)[2], found, service(file).metadata["protocol"])
    assert {fault.expected for fault in read.faults} <= {bodies.FINITE}
    in_body = {
        name: item for name, item in case["value"].items() if xml_names.is_in_body(members[name])
    }
    assert in_utc(read.value) == in_utc(in_body)


def in_utc(value):
    """A value that compares: instants in UTC, and nothing for a number that JSON has not."""
    if isinstance(value, dict):
        return {name: in_utc(item) for name, item in value.items()}
    if isinstance(value, list):
        return [in_utc(item) for item in value]
    if value in ("NaN", "Infinity", "-Infinity"):
        return None
    found = instant(value)
    return value if found is None else from_datetime(found)


def test_cases_that_go_both_ways_are_many_in_each_protocol():
    counts = Counter(file for file, case in CASES.values() if "read_only" not in case)
    assert counts["rest-json.json"] >= 40
    assert counts["aws-json-1.0.json"] + counts["aws-json-1.1.json"] >= 30
    assert counts["rpc-v2-cbor.json"] >= 25
    assert counts["ec2.json"] >= 25
    assert counts["query.json"] >= 30
    assert counts["rest-xml.json"] >= 70


def test_each_case_says_where_it_is_published_and_each_exception_says_why():
    for file, case in CASES.values():
        assert case["source"].split()[0] in ("Smithy", "botocore")
        assert set(case) <= {
            *("name", "operation", "value", "wire", "source"),
            *("error", "code", "read_as", "message"),
            *("read_only", "not_by_botocore", "not_by_us"),
        }
        assert case["operation"] in protocol_file(file)["model"]["operations"]
