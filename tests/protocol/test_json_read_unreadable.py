"""Bodies that cannot be read, or only in part: where it is said, and what is not shown."""

import gzip
import json

import pytest
from support.bodies import IMPORT, JOB, TEXT, encoded
from support.jobs import MAIL, PINPOINT, SES
from support.told_findings import one, told

from aws_job_conformance.protocol import json_read

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
    "two commas": (b'{"a": 1,\n,"b": 2}', "not JSON at line 2, column 1, offset 9"),
    # Python 3.13 points to the comma, the versions before it to what follows.
    "a comma too many": (b'{"a": 1,\n}', "not JSON at line "),
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
    assert json_read.read(body).value is None


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


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a byte order mark"])
def test_a_body_cut_anywhere_is_called_cut_with_its_length(mark):
    body = TEXT.encode()
    assert json_read.read(body).faults == ()
    for end in range(1, len(body)):
        fault = json_read.read(mark + body[:end]).faults[-1]
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
