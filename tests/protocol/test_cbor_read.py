"""CBOR bodies: each way one can be wrong is a fault with its place, and nothing is ever raised."""

import json

import cbor2
import pytest
from botocore.parsers import ResponseParserError, create_parser
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aws_job_conformance.catalog import load
from aws_job_conformance.judge.check import check_bodies
from aws_job_conformance.protocol import bodies, cbor_read, encode, json_read, model

MAIL = load("mailmanager:GetAddressListImportJob")
JOB = {
    "JobId": "0",
    "Name": "nightly",
    "Status": "COMPLETED",
    "AddressListId": "1",
    "PreSignedUrl": "https://bucket.example.com/object",
    "ImportDataFormat": {"ImportDataType": "CSV"},
    "CreatedTimestamp": "2024-01-01T00:00:00Z",
    "StartTimestamp": "2024-01-01T00:00:01.250Z",
    "CompletedTimestamp": "2024-01-01T00:00:02Z",
    "ImportedItemsCount": 1,
    "FailedItemsCount": 0,
}
RPC = "smithy-rpc-v2-cbor"
BODY = encode.response(MAIL.operation, JOB, protocol=RPC).body
SCHEMA = MAIL.wire_schema


def told(body, schema=None):
    """What a body's faults say: steps and what."""
    return [(fault.steps, fault.what) for fault in cbor_read.read(body, schema).faults]


def judged(body):
    """What the contract says of a CBOR body."""
    return check_bodies(MAIL, [cbor_read.read(body, SCHEMA)], view="wire").findings


def test_a_response_is_read_as_its_json_is():
    as_json = json_read.read(encode.response(MAIL.operation, JOB, protocol="json").body)
    assert cbor_read.read(BODY, SCHEMA) == as_json
    assert judged(BODY) == ()


def test_botocore_reads_the_same_response():
    found = model.operation_model(MAIL.operation)
    http = {"body": BODY, "headers": {}, "status_code": 200}
    parsed = create_parser(RPC).parse(http, found.output_shape)
    assert parsed["StartTimestamp"].timestamp() == 1704067201.25


READ = {
    # a body in hexadecimal, and what it is in JSON
    "an integer in one byte": ("17", 23),
    "an integer in nine bytes": ("1b0000000000000005", 5),
    "the largest integer of 64 bits": ("1b7fffffffffffffff", 2**63 - 1),
    "the smallest": ("3b7fffffffffffffff", -(2**63)),
    "a half float": ("f93e00", 1.5),
    "a single float": ("fa40f40000", 7.625),
    "a double": ("fb3ffe395810624dd3", 1.889),
    "a float for an integer stays a float": ("f94500", 5.0),
    "an instant": ("c11a65920080", 1704067200),
    "an instant before 1970": ("c120", -1),
    "an instant with milliseconds": ("c1fb41d964802000624e", 1704067200.006),
    "bytes": ("43666f6f", "Zm9v"),
    "bytes in pieces": ("5f41664 16f416fff".replace(" ", ""), "Zm9v"),
    "a text in pieces": ("7f61616162ff", "ab"),
    "a map without a length": ("bf616101ff", {"a": 1}),
    "a list without a length": ("9f0102ff", [1, 2]),
    "nothing in a map": ("bfff", {}),
    "null": ("f6", None),
    "true": ("f5", True),
    "the same map twice": ("82a1616101a1616101", [{"a": 1}, {"a": 1}]),
}


@pytest.mark.parametrize(("text", "value"), READ.values(), ids=READ)
def test_what_rpc_v2_may_send_is_read_without_a_fault(text, value):
    read = cbor_read.read(bytes.fromhex(text))
    assert read == bodies.Body(value, readable=True, faults=())
    assert type(read.value) is type(value)


WRONG = {
    # a body, the steps of each fault, a word of it, what else is read
    "undefined": ("a16161f7", ("a",), "undefined (F7)", {"a": None}),
    "an unknown simple value": ("a16161f0", ("a",), "the simple value 16", {"a": None}),
    "NaN in half precision": ("a16161f97e00", ("a",), "got NaN", {"a": None}),
    "Infinity": ("81f97c00", (0,), "got Infinity", [None]),
    "minus Infinity": ("81fbfff0000000000000", (0,), "got -Infinity", [None]),
    "an instant that is NaN": ("a16161c1f97e00", ("a",), "got NaN", {"a": None}),
    "an instant that is a text": (
        "a16161c1613a",
        ("a",),
        "tag 1 of an instant around a text",
        None,
    ),
    "an instant that is true": ("a16161c1f5", ("a",), "around a boolean", None),
    "a date as a text": ("a16161c0613a", ("a",), "tag 0", {"a": None}),
    "a big number": ("a16161c249010000000000000000", ("a",), "a big number (tag 2)", {"a": None}),
    "a negative one": ("a16161c349010000000000000000", ("a",), "big number (tag 3)", {"a": None}),
    "a decimal fraction": ("a16161c48220 01".replace(" ", ""), ("a",), "tag 4", {"a": None}),
    "a shared value": ("81d81c80", (0,), "tag 28", [None]),
    "a tag nobody knows": ("81d9ffff00", (0,), "tag 65535", [None]),
    "a tagged map": ("d9d9f7a0", (), "tag 55799", None),
    "a key twice": ("a2616101616102", ("a",), "stands twice", {"a": 2}),
    "a key twice, once in pieces": ("a26161017f6161ff02", ("a",), "stands twice", {"a": 2}),
    "a key three times is told once": ("a3616101616102616103", ("a",), "stands twice", {"a": 3}),
    "a key twice below": ("a1617882a0a2616101616102", ("x", 1, "a"), "stands twice", None),
    "a number as a key": ("a10102", ("1",), "no text but an integer", {"1": 2}),
    "bytes as a key": ("a1416102", ("b'a'",), "no text but a byte string", {"b'a'": 2}),
    "a tagged key": ("a1c10102", ("key 0",), "no text but a tagged value", {"key 0": 2}),
    "bytes after the map": ("a000ff", (), "ends at offset 1, and the body after 3 bytes", {}),
}


@pytest.mark.parametrize(("text", "steps", "said", "value"), WRONG.values(), ids=WRONG)
def test_what_no_response_holds_is_one_fault_at_its_place(text, steps, said, value):
    read = cbor_read.read(bytes.fromhex(text))
    assert read.readable
    assert [fault.steps for fault in read.faults] == [steps]
    assert said in read.faults[0].what
    assert read.faults[0].fix.endswith(".")
    if value is not None:
        assert read.value == value


UNREADABLE = {
    "nothing": (b"", "it is empty (0 bytes)"),
    "JSON": (json.dumps({"Status": "FAILED"}).encode(), "it is JSON (offset 0)"),
    "a list in JSON": (b"[]", "it is JSON (offset 0)"),
    "HTML": (b"\n<html>", "it is HTML or XML (offset 0)"),
    "gzip": (b"\x1f\x8b\x08\x00", "it is gzip (offset 0)"),
    "a map cut after a key": (bytes.fromhex("a16161"), "it ends after 3 bytes"),
    "a map without its end": (bytes.fromhex("bf616101"), "it ends after 4 bytes"),
    "a text cut": (bytes.fromhex("a1646161"), "it ends after 4 bytes"),
    "an integer cut": (bytes.fromhex("a161611a0001"), "it ends after 6 bytes"),
    "a length no memory holds": (bytes.fromhex("9bffffffffffffffff"), "it ends after 9 bytes"),
    "a key twice before it is cut": (bytes.fromhex("a3616101616102"), "it ends after 7 bytes"),
    "a text that is not UTF-8": (bytes.fromhex("a16161628061"), "not UTF-8 (invalid start byte)"),
    "half of a surrogate pair": (bytes.fromhex("63eda080"), "not UTF-8"),
    "a reserved head": (bytes.fromhex("a161611c"), "byte 1C at offset 3"),
    "a break alone": (bytes.fromhex("a16161ff"), "a break outside of anything at offset 3"),
    "bytes in a text": (bytes.fromhex("7f4161ff"), "a piece of another kind in a string"),
    "201 lists": (b"\x81" * 201 + b"\x00", "nested deeper than 200 levels (offset 200)"),
    "a million lists": (b"\x81" * 1_000_000, "nested deeper than 200 levels (offset 200)"),
}


@pytest.mark.parametrize(("body", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_body_that_cannot_be_read_is_one_fault_at_the_top(body, said):
    read = cbor_read.read(body)
    assert (read.value, read.readable) == (None, False)
    assert [fault.steps for fault in read.faults] == [()]
    assert said in read.faults[0].what
    assert read.faults[0].fix.endswith(".")


def test_two_hundred_levels_are_read_in_cbor_as_in_json():
    deep = b"\x81" * 200 + b"\x00"
    assert cbor_read.read(deep).readable
    assert cbor_read.read(deep).value == json_read.read(b"[" * 200 + b"0" + b"]" * 200).value


def test_every_cut_of_a_response_is_told_as_cut():
    for size in range(1, len(BODY)):
        assert told(BODY[:size]) == [((), f"it ends after {size} bytes, in the middle of its CBOR")]


def test_an_instant_without_its_tag_is_a_fault_as_botocore_gives_no_datetime():
    job = {**JOB, "CreatedTimestamp": 1704067200, "StartTimestamp": 1, "CompletedTimestamp": 2}
    body = cbor2.dumps(job)
    found = model.operation_model(MAIL.operation)
    http = {"body": body, "headers": {}, "status_code": 200}
    parsed = create_parser(RPC).parse(http, found.output_shape)
    assert parsed["CreatedTimestamp"] == 1704067200
    assert told(body, SCHEMA) == [
        ((name,), "got a number without tag 1")
        for name in ("CreatedTimestamp", "StartTimestamp", "CompletedTimestamp")
    ]
    assert told(body) == []


def test_the_tag_of_an_instant_on_a_count_is_a_fault():
    body = cbor2.dumps({"ImportedItemsCount": cbor2.CBORTag(1, 5)})
    assert told(body, SCHEMA) == [
        (("ImportedItemsCount",), "got the tag 1 of an instant on a number that is none")
    ]
    assert told(body) == []


TEXTS = {
    # a schema, a value, and what is told of it
    "bytes for a text": ({"type": "string"}, b"j1", "got a byte string, expected a text"),
    "a text for bytes": (
        {"type": "string", "contentEncoding": "base64"},
        "ajE=",
        "got a text, expected a byte string",
    ),
    "a text": ({"type": "string", "enum": ["j1"]}, "j1", None),
    "bytes": ({"type": "string", "contentEncoding": "base64"}, b"j1", None),
    "bytes that nobody knows": ({}, b"j1", None),
    "bytes for a number": ({"type": "integer"}, b"j1", None),  # the shape says so
}


@pytest.mark.parametrize(("schema", "value", "said"), TEXTS.values(), ids=TEXTS)
def test_bytes_and_texts_are_told_apart_by_the_schema(schema, value, said):
    below = {
        "a member": ({"properties": {"a": schema}}, {"a": value}, ("a",)),
        "an item": ({"items": schema}, [value], (0,)),
        "a value of a map": ({"additionalProperties": schema}, {"k": value}, ("k",)),
    }
    for whole, body, steps in below.values():
        assert told(cbor2.dumps(body), whole) == ([] if said is None else [(steps, said)])
        assert told(cbor2.dumps(body)) == []


@pytest.mark.parametrize("name", ["JobId", "Status", "PreSignedUrl"])
def test_an_id_in_bytes_is_one_finding_and_botocore_gives_it_as_bytes(name):
    whole = cbor2.loads(BODY)
    sent = {key: cbor2.CBORTag(1, item.timestamp()) if hasattr(item, "timestamp") else item
            for key, item in whole.items()}  # fmt: skip
    body = cbor2.dumps(sent | {name: whole[name].encode()})
    (finding,) = judged(body)
    assert (finding.grade, finding.pointer, finding.got) == ("error", f"/{name}", "a byte string")
    http = {"body": body, "headers": {}, "status_code": 200}
    parsed = create_parser(RPC).parse(http, model.operation_model(MAIL.operation).output_shape)
    assert parsed[name] == whole[name].encode()


@pytest.mark.parametrize(
    ("headers", "is_cbor"),
    [
        ({"content-type": "application/cbor"}, True),
        ({"Content-Type": "Application/CBOR; x=y"}, True),
        ({"Smithy-Protocol": "rpc-v2-cbor"}, True),
        ({"smithy-protocol": "rpc-v2-cbor", "content-type": "application/json"}, True),
        ({"content-type": "application/json"}, False),
        ({"content-type": "text/plain; about=cbor"}, False),
        ({}, False),
    ],
    ids=str,
)
def test_headers_say_whether_a_body_is_cbor(headers, is_cbor):
    assert cbor_read.is_cbor(headers) is is_cbor


def test_faults_become_findings_at_their_pointers():
    body = cbor2.dumps({"ImportedItemsCount": cbor2.undefined})
    whole = b"\xbf" + BODY[1:] + body[1:] + b"\xff"
    found = judged(whole)
    assert {(f.law, f.grade, f.pointer) for f in found} == {
        ("wire", "error", "/ImportedItemsCount")
    }


@pytest.mark.parametrize(
    ("name", "raised"),
    [
        ("HTML", AttributeError),
        ("JSON", MemoryError),
        ("a map cut after a key", ResponseParserError),
        ("a text that is not UTF-8", UnicodeDecodeError),
    ],
)
def test_botocore_too_fails_on_what_cannot_be_read(name, raised):
    found = model.operation_model(MAIL.operation)
    http = {"body": UNREADABLE[name][0], "headers": {}, "status_code": 200}
    with pytest.raises(raised):
        create_parser(RPC).parse(http, found.output_shape)


def test_an_error_shows_its_code():
    code = "com.example.mail#ResourceNotFoundException"
    sent = encode.error(MAIL.operation, code, "gone", protocol=RPC)
    assert bodies.error_code(cbor_read.read(sent.body).value, {}) == "ResourceNotFoundException"


@st.composite
def spliced(draw):
    """A response with something else in the middle, or its end cut off."""
    at = draw(st.integers(0, len(BODY)))
    return BODY[:at] + draw(st.binary(max_size=4)) + BODY[at + draw(st.integers(0, 4)) :]


@settings(max_examples=500)
@given(st.one_of(st.binary(max_size=40), spliced()))
@example(b"\xd8\x1d\x00")
@example(b"\xc1\xa0")
@example(b"\xa1\xc1\xa0\x00")
@example(b"\xd9\x01\x02\x81\x81\x00")
def test_any_bytes_are_read_and_what_is_read_is_json(body):
    read = cbor_read.read(body, SCHEMA)
    assert read.readable or read.faults
    json.dumps(read.value, allow_nan=False)
    assert all(fault.what and fault.expected and fault.fix for fault in read.faults)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)  # fmt: skip


@settings(max_examples=200)
@given(JSON_VALUES, st.booleans())
def test_what_a_cbor_library_writes_of_json_is_read_as_that_json(value, indefinite):
    body = cbor2.dumps(value, indefinite_containers=indefinite)
    assert cbor_read.read(body) == bodies.Body(value, readable=True, faults=())
