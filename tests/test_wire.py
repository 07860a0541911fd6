"""What travels: each way a body can be wrong is a finding with its place, and nothing else."""

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import aws_job_conformance
from aws_job_conformance import wire
from aws_job_conformance.findings import GRADES, Finding, InputError

SES = aws_job_conformance.contract("sesv2:GetImportJob")
PINPOINT = aws_job_conformance.contract("pinpoint:GetImportJob")
MAIL = aws_job_conformance.contract("mailmanager:GetAddressListImportJob")
DYNAMO = aws_job_conformance.contract("dynamodb:DescribeImport")
PROFILES = aws_job_conformance.contract("customer-profiles:GetUploadJob")
EXPORT = aws_job_conformance.contract("pinpoint:CreateExportJob")
EVERY = [SES, PINPOINT, MAIL, DYNAMO, PROFILES, EXPORT]

JOB = {
    "JobId": "7b1c",
    "JobStatus": "COMPLETED",
    "CreatedTimestamp": 1597251915.243,
    "CompletedTimestamp": 1597252002.583,
    "ProcessedRecordsCount": 2,
    "FailedRecordsCount": 1,
    "FailureInfo": {"FailedRecordsS3Url": "https://bucket.s3.amazonaws.com/k?X-Amz-Signature=abc"},
    "ImportDataSource": {"S3Url": "s3://bucket/object", "DataFormat": "CSV"},
    "ImportDestination": {"SuppressionListDestination": {"SuppressionListImportAction": "PUT"}},
}
IMPORT = {
    "ApplicationId": "app",
    "Id": "job",
    "JobStatus": "CREATED",
    "CreationDate": "2018-05-24T21:26:33.995Z",
    "Type": "IMPORT",
    "Definition": {"Format": "CSV", "RoleArn": "arn", "S3Url": "s3://bucket/key"},
}


def encoded(body, **members):
    return json.dumps(body | members).encode()


def without(name, *, value):
    """The job with one member written as this JSON text, which need not be JSON."""
    rest = {key: item for key, item in JOB.items() if key != name}
    return json.dumps(rest)[:-1].encode() + f', "{name}": {value}}}'.encode()


def well_formed(findings):
    """Every finding can be printed on one line, travel as JSON, and be found in its body."""
    for finding in findings:
        assert isinstance(finding, Finding)
        assert finding.grade in GRADES
        assert finding.tier in ("documented", "observed", "inferred")
        assert finding.pointer == "" or finding.pointer.startswith("/")
        assert str(finding).isprintable()
        json.dumps(finding.as_json(), allow_nan=False, ensure_ascii=False).encode()
    return findings


def told(findings):
    return [(f.law, f.grade, f.pointer) for f in well_formed(findings)]


def one(findings):
    (finding,) = well_formed(findings)
    return finding


def test_a_body_as_aws_sends_it_has_no_findings():
    assert SES.check_wire(encoded(JOB)) == []
    assert PINPOINT.check_wire(encoded(IMPORT)) == []


NOT_READABLE = {
    "text": (b"Service Unavailable", "not JSON at column 1, offset 0"),
    "empty": (b"", "it is empty (0 bytes)"),
    "white space": (b" \r\n\t", "it is empty (4 bytes)"),
    "HTML": (b"\n <!doctype html><html>gone</html>", "it is HTML or XML (offset 0)"),
    "XML": (b"<ErrorResponse/>", "it is HTML or XML (offset 0)"),
    "gzip": (gzip.compress(encoded(JOB), mtime=0), "it is gzip (offset 0)"),
    "Latin-1": ('{"JobId": "é"}'.encode("latin-1"), "byte E9 at offset 11 is not UTF-8"),
    "UTF-16": (json.dumps(JOB).encode("utf-16"), "byte FF at offset 0 is not UTF-8"),
    "UTF-16 without a mark": (
        json.dumps(JOB).encode("utf-16-le"),
        "not JSON at column 2, offset 1",
    ),
    "a raw surrogate": (b'{"JobId": "\xed\xa0\x80"}', "byte ED at offset 11 is not UTF-8"),
    "two documents": (b'{"a": 1}{"a": 2}', "not JSON at column 9, offset 8: Extra data"),
    "a comma too many": (b'{"a": 1,\n}', "not JSON at line 2, column 1, offset 9"),
    "a later line": (b'{"a": "\xc3\xa9",\n"b" 1}', "not JSON at line 2, column 5, offset 16"),
    "single quotes": (b"{'JobId': 'x'}", "not JSON at column 2, offset 1"),
    "a raw line end in a text": (b'{"JobId": "a\nb"}', "not JSON at line 1, column 13, offset 12"),
    "a zero byte": (b'{"JobId": "a"}\x00', "not JSON at column 15, offset 14"),
    "a bare minus": (b'{"A": -}', "not JSON at column 7, offset 6"),
    "lists 5,000 deep": (b"[" * 5000 + b"]" * 5000, "deeper than 200 levels (offset 200)"),
    "objects 5,000 deep": (b'{"a":' * 5000 + b"1" + b"}" * 5000, "200 levels (offset 1000)"),
    "lists 5,000 deep and cut": (b"[" * 5000, "deeper than 200 levels (offset 200)"),
    "lists 201 deep": (b"[" * 201 + b"]" * 201, "deeper than 200 levels (offset 200)"),
    "brackets in texts do not nest": (
        b'["[[[\\"[", ' + b"[" * 250 + b"]" * 250 + b"]",
        "deeper than 200 levels (offset 210)",
    ),
}


@pytest.mark.parametrize(("body", "said"), NOT_READABLE.values(), ids=NOT_READABLE)
def test_a_body_that_cannot_be_read_is_one_error_with_its_place(body, said):
    for job in (SES, PINPOINT, MAIL):
        finding = one(job.check_wire(body))
        assert (finding.law, finding.grade, finding.pointer) == ("wire", "error", "")
        assert (finding.tier, finding.poll) == ("documented", None)
        assert said in finding.message
    assert wire.read(body).value is None


@pytest.mark.parametrize(
    "name", ["Definition", "Id", "JobStatus", "TotalPieces", "Failures", "CreationDate"]
)
@pytest.mark.parametrize("opening", ["[", '{"Format":'])
def test_deep_nesting_where_the_schema_knows_the_member_is_one_error(name, opening):
    closing = "]" if opening == "[" else "}"
    rest = {key: value for key, value in IMPORT.items() if key != name}
    for depth in (250, 5000):
        deep = opening * depth + "1" + closing * depth
        body = f'{json.dumps(rest)[:-1]}, "{name}": {deep}}}'.encode()
        finding = one(PINPOINT.check_wire(body))
        assert (finding.law, finding.grade) == ("wire", "error")
        assert "nested deeper than 200 levels (offset " in finding.message


TEXT = (
    '{"a": [1.5e-7, -3, true, false, null],'
    ' "b": "\\\\ \\" \\u00e9 \\ud83d\\ude00 é 😀", "c": {"d": 1E+5}}'
)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a byte order mark"])
def test_a_body_cut_anywhere_is_called_cut_with_its_length(mark):
    body = TEXT.encode()
    assert wire.read(body).faults == ()
    for end in range(1, len(body)):
        fault = wire.read(mark + body[:end]).faults[-1]
        assert fault.what == f"it ends after {len(mark) + end} bytes, in the middle of its JSON"


def test_offsets_count_a_byte_order_mark():
    mark, wrong = SES.check_wire(b'\xef\xbb\xbf{"a": \xff}')
    assert "byte-order mark (offset 0)" in mark.message
    assert "byte FF at offset 9" in wrong.message
    *_, wrong = SES.check_wire(b'\xef\xbb\xbf{"a"; 1}')
    assert "column 5, offset 7" in wrong.message


def test_nothing_of_an_unreadable_body_is_shown_but_a_character():
    secret = "X-Amz-Signature=5ecret"
    for body in (
        f'{{"PreSignedUrl": "https://b/k?{secret}',
        f'{{"PreSignedUrl": "https://b/k?" {secret}"}}',
        f"<a href='https://b/k?{secret}'>",
        f'{{"PreSignedUrl": "https://b/k?{secret}\n"}}',
    ):
        finding = one(MAIL.check_wire(body.encode()))
        assert "5ecret" not in json.dumps(finding.as_json())


def test_a_byte_order_mark_alone_is_two_errors():
    mark, empty = SES.check_wire(b"\xef\xbb\xbf")
    assert "byte-order mark" in mark.message
    assert "it is empty (3 bytes)" in empty.message


def test_a_byte_order_mark_is_an_error_and_the_rest_is_judged():
    body = b"\xef\xbb\xbf" + encoded(JOB, FailedRecordsCount=3)
    assert told(SES.check_wire(body)) == [
        ("wire", "error", ""),
        ("at-most", "error", "/FailedRecordsCount"),
    ]


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
    "half a pair in a key": ("FailureInfo", '{"\\ud800": 1}', ["/\ufffd"], "(U+D800)"),
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
    assert [f.steps for f in wire.read(body).faults] == [("a",), ("c", 0, "z")]
    assert wire.read(body).value == {"a": {"y": 3}, "b": {"y": 4}, "c": [{"z": 3}]}
    many = (
        b'{"a": ['
        + b",".join(b'{"x": {"k": 1, "k": 2}, "x": {"y": 1}}' for _ in range(200))
        + b"]}"
    )
    assert {f.steps[2] for f in wire.read(many).faults} == {"x"}


def test_a_hundred_thousand_repeated_keys_are_read_in_a_moment():
    body = b'{"a": 0' + b"".join(b', "k%d": 1, "k%d": 2' % (i, i) for i in range(50_000)) + b"}"
    assert len(wire.read(body).faults) == 50_000


def test_two_halves_escaped_are_one_character():
    assert wire.read(b'"\\ud83d\\ude00"') == wire.Body("\U0001f600", readable=True, faults=())


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
def test_cbor_is_refused_and_not_misread(name):
    with pytest.raises(InputError, match="CBOR"):
        MAIL.check_wire(b"\xbf\xff", headers={name: "application/cbor"})


class TestErrors:
    """Bodies with a status from 300."""

    @pytest.mark.parametrize(
        ("headers", "body"),
        [
            ({"x-amzn-errortype": "NotFoundException"}, {"message": "gone"}),
            ({"X-Amzn-ErrorType": "NotFoundException"}, {}),
            ({"X-AMZN-ERRORTYPE": "NotFoundException:http://internal.amazon.com/coral/"}, {}),
            ({}, {"__type": "NotFoundException"}),
            ({}, {"__type": "com.amazonaws.ses#NotFoundException"}),
            ({}, {"__type": "com.amazonaws.ses#NotFoundException:http://internal.amazon.com/"}),
            ({}, {"code": "NotFoundException"}),
            ({}, {"Code": "NotFoundException"}),
            ({}, {"__type": 5, "code": "NotFoundException"}),
        ],
    )
    def test_a_documented_error_is_no_finding_wherever_its_code_travels(self, headers, body):
        found = SES.check_wire(json.dumps(body).encode(), headers=headers, status=404)
        assert found == []

    def test_an_empty_body_is_no_finding_when_a_header_has_the_code(self):
        headers = {"x-amzn-errortype": "NotFoundException"}
        assert SES.check_wire(b"", headers=headers, status=404) == []

    @pytest.mark.parametrize("body", [b"{}", b'{"message": "gone"}', b'{"__type": ""}', b"", b" "])
    def test_an_error_without_a_code_is_an_error(self, body):
        finding = one(SES.check_wire(body, status=404))
        assert (finding.law, finding.grade, finding.pointer) == ("wire", "error", "")
        assert "HTTP 404: an error without a code" in finding.message

    def test_an_undocumented_code_is_a_warning_that_names_the_documented_ones(self):
        finding = one(SES.check_wire(b'{"__type": "NotFoundExeption"}', status=404))
        assert (finding.law, finding.grade, finding.got) == ("wire", "warning", "NotFoundExeption")
        assert finding.expected == (
            "one of BadRequestException, NotFoundException, TooManyRequestsException"
        )
        assert "Did you mean NotFoundException?" in finding.message

    def test_a_status_that_the_model_contradicts_is_an_error(self):
        finding = one(SES.check_wire(b'{"__type": "NotFoundException"}', status=400))
        assert (finding.grade, finding.got, finding.expected) == ("error", 400, 404)

    @pytest.mark.parametrize("status", [400, 403, 404, 429])
    def test_the_statuses_of_mailmanager_are_not_judged(self, status):
        body = b'{"__type": "ResourceNotFoundException"}'
        assert MAIL.check_wire(body, status=status) == []

    def test_an_error_of_aws_json_needs_its_code_in_the_body(self):
        headers = {"x-amzn-errortype": "ResourceNotFoundException"}
        for body in (b"{}", b""):
            finding = one(MAIL.check_wire(body, headers=headers, status=404))
            assert (finding.grade, finding.expected) == ("error", "__type in the body")

    @pytest.mark.parametrize("body", [b"[]", b"null", b'"text"', b"5"])
    def test_an_error_body_that_is_no_object_is_an_error(self, body):
        headers = {"x-amzn-errortype": "NotFoundException"}
        finding = one(SES.check_wire(body, headers=headers, status=404))
        assert finding.grade == "error"
        assert "no JSON object" in finding.message

    @pytest.mark.parametrize("status", [300, 301, 304])
    def test_a_redirect_is_no_answer_either(self, status):
        assert "an error without a code" in one(SES.check_wire(b"", status=status)).message

    @pytest.mark.parametrize("status", [500, 502, 503, 599])
    def test_a_server_error_is_an_error_even_with_a_code(self, status):
        found = SES.check_wire(b'{"__type": "InternalFailure"}', status=status)
        assert told(found) == [("wire", "error", "")]
        assert "InternalFailure for a valid request" in found[0].message

    def test_html_of_a_proxy_is_told_with_its_status(self):
        first, second = SES.check_wire(b"<html>502 Bad Gateway</html>", status=502)
        assert "HTML or XML" in first.message
        assert "HTTP 502" in second.message
        assert {first.grade, second.grade} == {"error"}

    def test_html_with_a_client_error_is_one_error(self):
        assert "HTML or XML" in one(SES.check_wire(b"<html>403</html>", status=403)).message

    def test_a_code_is_shown_so_that_no_terminal_obeys_it(self):
        body = b'{"__type": "\\u001b[31m\\ud800\\u202e"}'
        found = well_formed(SES.check_wire(body, status=400))
        assert [f.grade for f in found] == ["error", "warning"]

    def test_headers_may_be_anything_that_reads_as_text(self):
        assert SES.check_wire(encoded(JOB), headers={"Content-Length": 5, "Date": None}) == []


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
    },
)


@settings(max_examples=400)
@given(
    st.sampled_from(EVERY), BODIES, HEADERS, st.sampled_from([200, 200, 200, 301, 400, 404, 503])
)
def test_any_bytes_give_findings_and_nothing_else(job, body, headers, status):
    well_formed(job.check_wire(body, headers=headers, status=status))
