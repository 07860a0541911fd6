"""What travels: each way a body can be wrong is a finding with its place, and nothing else."""

import gzip
import json
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.bodies import EVERY, IMPORT, JOB, TEXT, encoded
from support.jobs import DYNAMO, LEGAL, MAIL, PINPOINT, SES
from support.told_findings import one, told, well_formed

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.judge.check import check_wire_history
from aws_job_conformance.protocol import bodies, encode, json_read


def without(name, *, value):
    """The job with one member written as this JSON text, which need not be JSON."""
    rest = {key: item for key, item in JOB.items() if key != name}
    return json.dumps(rest)[:-1].encode() + f', "{name}": {value}}}'.encode()


def test_a_body_as_aws_sends_it_has_no_findings():
    assert SES.check_wire(encoded(JOB)) == []
    assert PINPOINT.check_wire(encoded(IMPORT)) == []


BESIDE = {
    # a member, its JSON text, where below it something is told, and a word of that
    "NaN": ("ProcessedRecordsCount", "NaN", [""], "got NaN, which is no JSON number"),
    "Infinity": ("FailedRecordsCount", "Infinity", [""], "got Infinity"),
    "minus Infinity": ("CompletedTimestamp", "-Infinity", [""], "got -Infinity"),
    "NaN deep in a wrong place": ("ProcessedRecordsCount", '{"a": [NaN]}', ["/a/0", ""], "got NaN"),
    "NaN in a member nobody knows": ("New", "NaN", [""], "got NaN"),
    "a double too large": ("ProcessedRecordsCount", "1e400", [""], "larger than any double"),
    "an integer of 5,000 digits": (
        "FailedRecordsCount",
        "9" * 5000,
        [""],
        "larger than any double",
    ),
    "minus 5,000 digits": ("FailedRecordsCount", "-" + "9" * 5000, [""], "larger than any double"),
    "an instant of 5,000 digits": (
        "CompletedTimestamp",
        "9" * 5000,
        [""],
        "larger than any double",
    ),
    "an integer of 309 digits that a double holds": (
        "ProcessedRecordsCount",
        "1" + "0" * 308,
        [""],
        "an integer of 32 bits",
    ),
    "an integer of 309 digits that none holds": (
        "ProcessedRecordsCount",
        "9" * 309,
        [""],
        "larger than any double",
    ),
    "2^31": ("ProcessedRecordsCount", str(2**31), [""], "an integer of 32 bits"),
    "far below zero": ("CreatedTimestamp", str(-(2**63)), [""], "in the years 1 to 9999"),
    "2^63": ("ProcessedRecordsCount", str(2**63), [""], "an integer of 32 bits"),
    "2^64": ("ProcessedRecordsCount", str(2**64), [""], "an integer of 32 bits"),
    "an integer of 308 digits": ("ProcessedRecordsCount", "9" * 308, [""], "an integer of 32 bits"),
    "a double as large": ("ProcessedRecordsCount", "1e300", [""], "an integer of 32 bits"),
    "a text for an integer": ("ProcessedRecordsCount", '"5"', [""], "Send a JSON number"),
    "a boolean for an integer": ("ProcessedRecordsCount", "true", [""], "expected an integer"),
    "half a record": ("ProcessedRecordsCount", "5.5", [""], "expected an integer"),
    "a list for an integer": ("ProcessedRecordsCount", "[5]", [""], "expected an integer"),
    "an ISO instant": ("CompletedTimestamp", '"2020-08-12T17:06:42Z"', [""], "epoch seconds"),
    "milliseconds": ("CompletedTimestamp", "1597252002583", [""], "Milliseconds sent as seconds"),
    "a boolean instant": ("CompletedTimestamp", "false", [""], "expected a number"),
    "null for an integer": ("FailedRecordsCount", "null", [""], "SDKs read null as absent"),
    "null for an object": ("FailureInfo", "null", [""], "SDKs read null as absent"),
    "null below": ("FailureInfo", '{"ErrorMessage": null}', ["/ErrorMessage"], "null as absent"),
    "null for the status": ("JobStatus", "null", [""], "got null, expected a string"),
    "a number for the status": ("JobStatus", "5", [""], "expected a string"),
    "half a pair": ("JobId", '"a\\ud800b"', [""], "half of a surrogate pair (U+D800)"),
    "the other half": ("JobId", '"\\udfff"', [""], "(U+DFFF)"),
    "half a pair in the status": ("JobStatus", '"COMPLETED\\ud83d"', [""], "(U+D83D)"),
    "half a pair in a key": (
        "FailureInfo",
        '{"\\ud800": 1}',
        ["/<a text of 1 character>"],
        "(U+D800)",
    ),
    "a key twice": (
        "ImportDataSource",
        '{"S3Url": "s3://b/k", "DataFormat": "CSV", "S3Url": "s3://b/l"}',
        ["/S3Url"],
        "the key stands twice",
    ),
}


@pytest.mark.parametrize(("name", "text", "below", "said"), BESIDE.values(), ids=BESIDE)
def test_a_value_that_is_wrong_on_the_wire_is_an_error_at_its_pointer(name, text, below, said):
    findings = SES.check_wire(without(name, value=text))
    at = {f"/{name}{rest}" for rest in below}
    beside = [f for f in well_formed(findings) if f.pointer in at]
    assert [(f.law, f.grade) for f in beside] == [("wire", "error")] * len(at)
    assert any(said in f.message for f in beside)
    assert [f for f in findings if f.pointer not in at] == []


def test_a_key_twice_is_told_once_and_only_where_it_stands():
    body = b'{"a": {"x": 1, "x": 2}, "a": {"y": 3}, "b": {"y": 4}, "c": [{"z": 1, "z": 2, "z": 3}]}'
    assert [f.steps for f in json_read.read(body).faults] == [("a",), ("c", 0, "z")]
    assert json_read.read(body).value == {"a": {"y": 3}, "b": {"y": 4}, "c": [{"z": 3}]}
    many = (
        b'{"a": ['
        + b",".join(b'{"x": {"k": 1, "k": 2}, "x": {"y": 1}}' for _ in range(200))
        + b"]}"
    )
    assert {f.steps[2] for f in json_read.read(many).faults} == {"x"}


def test_a_hundred_thousand_repeated_keys_are_read_in_a_moment():
    body = b'{"a": 0' + b"".join(b', "k%d": 1, "k%d": 2' % (i, i) for i in range(50_000)) + b"}"
    faults = json_read.read(body).faults
    assert sum(1 + fault.more for fault in faults) == 50_000


def test_two_halves_escaped_are_one_character():
    assert json_read.read(b'"\\ud83d\\ude00"') == bodies.Body(
        "\U0001f600", readable=True, faults=()
    )


def test_whole_numbers_written_as_fractions_are_integers_as_in_json_schema():
    assert SES.check_wire(without("ProcessedRecordsCount", value="5.0")) == []
    assert SES.check_wire(without("ProcessedRecordsCount", value="2e3")) == []


def test_a_null_in_a_list_is_told_at_its_place():
    body = encoded(IMPORT, JobStatus="FAILED", Failures=["row", None], TotalFailures=2)
    assert told(PINPOINT.check_wire(body)) == [("wire", "error", "/Failures/1")]


def test_a_null_is_told_once_whatever_laws_and_requirements_name_its_member():
    assert told(PINPOINT.check_wire(encoded(IMPORT, Id=None))) == [("wire", "error", "/Id")]
    broken = {"ImportTableDescription": {"ImportStatus": "FAILED", "TableId": None}}
    found = told(DYNAMO.check_wire(json.dumps(broken).encode()))
    assert ("wire", "error", "/ImportTableDescription/TableId") in found
    assert [pointer for *_, pointer in found].count("/ImportTableDescription/TableId") == 1


def test_what_lies_below_a_member_of_the_wrong_type_is_not_told_again():
    for value in (None, [], "text", 5, True):
        body = json.dumps({"ImportTableDescription": value}).encode()
        assert told(DYNAMO.check_wire(body)) == [("wire", "error", "/ImportTableDescription")]


def test_a_wrapped_pinpoint_body_is_one_error_and_judged_below_the_wrapping():
    body = {"ImportJobResponse": IMPORT | {"FailedPieces": "1", "CompletionDate": None}}
    assert told(PINPOINT.check_wire(json.dumps(body).encode())) == [
        ("wire", "error", "/ImportJobResponse"),
        ("wire", "error", "/ImportJobResponse/CompletionDate"),
        ("wire", "error", "/ImportJobResponse/FailedPieces"),
    ]
    body = {"ImportJobResponse": IMPORT | {"TotalFailures": 0, "Failures": ["row"]}}
    assert told(PINPOINT.check_wire(json.dumps(body).encode())) == [
        ("wire", "error", "/ImportJobResponse"),
        ("lists-no-more-than", "error", "/ImportJobResponse/Failures"),
    ]


def test_faults_and_misfits_of_a_wrapped_body_meet_at_one_pointer():
    body = b'{"ImportJobResponse": ' + encoded(IMPORT)[:-1] + b', "TotalPieces": NaN}}'
    assert told(PINPOINT.check_wire(body)) == [
        ("wire", "error", "/ImportJobResponse/TotalPieces"),
        ("wire", "error", "/ImportJobResponse"),
    ]


@pytest.mark.parametrize("value", [[], [1], [JOB], "text", 5, 5.5, True, None])
def test_a_body_that_is_no_object_is_one_error_at_the_top(value):
    for job in EVERY:
        finding = one(job.check_wire(json.dumps(value).encode()))
        assert (finding.law, finding.grade, finding.pointer) == ("wire", "error", "")
        assert "expected an object" in finding.message


def test_an_empty_object_lacks_its_status():
    for job in EVERY:
        found = [f for f in job.check_wire(b"{}") if "what the operation is for" in f.message]
        assert told(found)[0][:2] == ("wire", "error")


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_bytes_may_come_in_any_kind(kind):
    assert SES.check_wire(kind(encoded(JOB))) == []


def test_a_body_that_is_no_bytes_is_refused_with_what_it_is():
    with pytest.raises(InputError, match="a raw body is bytes, and this one is a str"):
        SES.check_wire(json.dumps(JOB))


@pytest.mark.parametrize("name", ["Content-Type", "content-type", "CONTENT-TYPE"])
def test_cbor_is_read_as_its_content_type_says_and_named_as_the_protocol(name):
    [finding] = MAIL.check_wire(b"\xbf", headers={name: "application/cbor"})
    assert (finding.grade, finding.source) == ("error", "the protocol rpcv2Cbor")
    assert "in the middle of its CBOR" in finding.message
    found = MAIL.check_wire(b"\xbf\xff", headers={name: "application/cbor"})
    assert [f.pointer for f in found if f.grade == "error"] == ["/Status"]


def test_a_legal_response_in_cbor_has_no_finding_and_a_broken_law_has_one():
    [legal] = [h for e, h in LEGAL[MAIL.operation].items() if e == "COMPLETED"]
    for response, errors in ((legal[-1], []), (legal[-1] | {"Error": "late"}, ["absent"])):
        sent = encode.response(MAIL.operation, response, protocol=encode.CBOR)
        found = MAIL.check_wire(sent.body, headers=sent.headers, status=sent.status)
        assert [f.law for f in found] == errors


def test_an_error_in_cbor_is_known_by_its_type_and_not_by_a_header():
    sent = encode.error(MAIL.operation, "ResourceNotFoundException", "no", protocol=encode.CBOR)
    assert MAIL.check_wire(sent.body, headers=sent.headers, status=sent.status) == []
    headers = sent.headers | {"x-amzn-errortype": "ResourceNotFoundException"}
    [finding] = MAIL.check_wire(b"\xa0", headers=headers, status=404)
    assert (finding.grade, finding.expected) == ("error", "__type")


@pytest.mark.parametrize("name", ["x-amz-crc32", "X-Amz-Crc32"])
def test_a_checksum_that_is_right_is_no_finding(name):
    body = b" " + encoded(JOB) + b"\n"
    for said in (str(zlib.crc32(body)), f" {zlib.crc32(body)} ", f"{zlib.crc32(body):010}"):
        assert SES.check_wire(body, headers={name: said}) == []


WRONG_SUMS = {
    # a checksum, what is shown of it, and what is said
    "of another body": ("5", 5, "got 5, but the CRC-32 of the body is"),
    "too large": ("9999999999", 9999999999, "got 9999999999, but the CRC-32"),
    "no number": ("X-Amz-Signature=abc", "<a text>", "got what is no CRC-32"),
    "empty": ("", "<a text>", "got what is no CRC-32"),
    "negative": ("-1", "<a text>", "got what is no CRC-32"),
    "digits of another script": (
        "\N{ARABIC-INDIC DIGIT FIVE}",
        "<a text>",
        "got what is no CRC-32",
    ),
    "5,000 digits": ("9" * 5000, "<a text>", "got what is no CRC-32"),
}


@pytest.mark.parametrize(("text", "got", "said"), WRONG_SUMS.values(), ids=WRONG_SUMS)
def test_a_checksum_that_is_wrong_is_an_error_of_its_header(text, got, said):
    body = encoded(JOB)
    finding = one(SES.check_wire(body, headers={"x-amz-crc32": text}))
    assert (finding.law, finding.grade, finding.pointer) == ("wire", "error", "")
    assert (finding.got, finding.expected) == (got, str(zlib.crc32(body)))
    assert f"header x-amz-crc32: {said}" in finding.message
    assert not text or text == str(got) or text not in str(finding.as_json())


def test_a_checksum_is_of_the_bytes_as_they_arrived_whatever_they_are():
    packed = gzip.compress(encoded(JOB), mtime=0)
    for body, status in ((packed, 200), (b"", 404), (b"\xbf", 503)):
        headers = {"x-amz-crc32": str(zlib.crc32(body)), "x-amzn-errortype": "NotFoundException"}
        right = SES.check_wire(body, headers=headers, status=status)
        wrong = SES.check_wire(body, headers=headers | {"x-amz-crc32": "1"}, status=status)
        assert [f for f in wrong if f not in right] == [f for f in wrong if "CRC-32" in f.message]
        assert len(wrong) == len(right) + 1


def test_a_wrong_checksum_is_told_with_its_poll_and_its_protocol():
    headers = {"content-type": "application/cbor", "x-amz-crc32": "1"}
    right = (b"\xbf\xff", {"content-type": "application/cbor"}, 200)
    found = check_wire_history(MAIL.data, [right, (b"\xbf\xff", headers, 200)]).findings
    (finding,) = [f for f in found if "x-amz-crc32" in f.message]
    assert (finding.poll, finding.source) == (2, "the protocol rpcv2Cbor")


def test_cbor_is_told_by_its_protocol_header_too():
    sent = encode.response(MAIL.operation, {"Status": "CREATED"}, protocol=encode.CBOR)
    rest = {"smithy-protocol": "rpc-v2-cbor"}
    assert MAIL.check_wire(sent.body, headers=rest) == MAIL.check_wire(
        sent.body, headers=sent.headers
    )


# No exception but InputError, whatever travels.


def _splice(body, cut, tail):
    return body[: cut % (len(body) + 1)] + tail + body[cut % (len(body) + 1) :]


BODIES = st.one_of(
    st.binary(max_size=60),
    st.builds(
        _splice,
        st.sampled_from([encoded(JOB), encoded(IMPORT), TEXT.encode()]),
        st.integers(0, 500),
        st.one_of(
            st.binary(max_size=4),
            st.sampled_from([b"NaN", b'"\\ud800"', b"[[", b"}", b"1e999", b'"JobId":1,', b"null"]),
        ),
    ),
)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "X-Amzn-ErrorType": st.text(max_size=20),
        "Content-Type": st.sampled_from(["application/json", "text/html", ""]),
        "X-Amz-Crc32": st.one_of(st.text(max_size=12), st.integers().map(str)),
    },
)


@settings(max_examples=400)
@given(
    st.sampled_from(EVERY), BODIES, HEADERS, st.sampled_from([200, 200, 200, 301, 400, 404, 503])
)
def test_any_bytes_give_findings_and_nothing_else(job, body, headers, status):
    well_formed(job.check_wire(body, headers=headers, status=status))
