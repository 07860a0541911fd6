"""Bodies of XML: what is read, what is said of it, and what botocore makes of the same bytes."""

import gzip
import json

import pytest
from support.told_findings import one, told, well_formed
from support.xml_bodies import (
    EC2,
    JOBS,
    QUERY,
    REST,
    STATUS,
    WHERE,
    around,
    body,
    by_botocore,
    job_of,
)

from aws_job_conformance.protocol import _xml_read, model
from aws_job_conformance.protocol.xml_scan import scan

EVERY = pytest.mark.parametrize("operation", JOBS)
RAISES = "ResponseParserError"
TIME = {EC2: "startTime", QUERY: "StartTime", REST: "CreationTime"}
COUNT = {EC2: "volumeSize", QUERY: "ResourcesScanned", REST: "Priority"}
READ_AS = {
    EC2: {"startTime": "StartTime", "volumeSize": "VolumeSize", "status": "State"},
    QUERY: {},
    REST: {},
}


def element(name, text):
    return f"<{name}>{text}</{name}>"


def member(operation, name):
    return READ_AS[operation].get(name, name)


@EVERY
def test_a_body_as_aws_sends_it_has_no_finding(operation):
    more = element(TIME[operation], "2020-01-01T00:00:00.250Z") + element(COUNT[operation], "5")
    assert JOBS[operation].status.at
    found = [f for f in check(operation, body(operation, more)) if f.grade == "error"]
    assert found == []


def check(operation, sent, **how):
    from aws_job_conformance.judge.check import check_wire

    return well_formed(list(check_wire(JOBS[operation], sent, **how).findings))


@EVERY
def test_what_is_read_is_what_botocore_reads(operation):
    more = element(TIME[operation], "2020-01-01T00:00:00Z") + element(COUNT[operation], "-5")
    sent = body(operation, more, "<!-- a comment -->")
    found = model.operation_model(operation)
    read = _xml_read.read(sent, found, found.service_model.resolved_protocol)
    assert read.faults == ()
    assert job_of(operation, read.value) == job_of(operation, by_botocore(operation, sent))


NOT_READABLE = {
    # a body, what is said, and what botocore makes of it for ec2, query and rest-xml
    "empty": (b"", "it is empty (0 bytes)", RAISES, RAISES, {}),
    "white space": (b" \n", "it is empty (2 bytes)", RAISES, RAISES, RAISES),
    "a login page": (b"<!DOCTYPE html><html>log in</html>", "it is HTML", {}, "KeyError", {}),
    "HTML without a type": (b"<html><p>log in</p></html>", "it is HTML", {}, "KeyError", {}),
    "JSON": (b'{"Status": "COMPLETE"}', "it is JSON (offset 0)", RAISES, RAISES, RAISES),
    "a text": (b"Service Unavailable", "does not begin with <", RAISES, RAISES, RAISES),
    "gzip": (gzip.compress(b"<a/>", mtime=0), "it is gzip (offset 0)", RAISES, RAISES, RAISES),
    "Latin-1": (b"<a>\xe9</a>", "byte E9 at offset 3 is not UTF-8", RAISES, RAISES, RAISES),
    "an error": (
        b"<ErrorResponse><Error><Code>ValidationError</Code></Error></ErrorResponse>",
        "it is the error ValidationError, where a response belongs",
        {}, "KeyError", {},
    ),
    "two roots": (b"<a/><a/>", "junk after document element", RAISES, RAISES, RAISES),
    "a control character": (b"<a>\x01</a>", "column 4: not well-formed", RAISES, RAISES, RAISES),
    "an unbound prefix": (b"<a><b:c/></a>", "unbound prefix, inside <a>", RAISES, RAISES, RAISES),
    "a wrong end": (b"<a>\n<b></a>", "line 2, column 6: mismatched tag", RAISES, RAISES, RAISES),
}  # fmt: skip


@pytest.mark.parametrize("case", NOT_READABLE.values(), ids=NOT_READABLE)
def test_a_body_that_cannot_be_read_is_one_error_and_botocore_may_read_it_as_nothing(case):
    sent, said, *botocore = case
    for operation, reading in zip((EC2, QUERY, REST), botocore, strict=True):
        finding = one(check(operation, sent))
        assert (finding.law, finding.grade, finding.pointer) == ("wire", "error", "")
        assert said in finding.message
        assert by_botocore(operation, sent) == reading


@EVERY
def test_utf16_is_an_error_although_botocore_reads_it(operation):
    sent = body(operation).decode().encode("utf-16")
    assert "it is UTF-16 (offset 0)" in one(check(operation, sent)).message
    assert by_botocore(operation, sent) == by_botocore(operation, body(operation))


@EVERY
def test_a_byte_order_mark_is_no_fault_of_xml(operation):
    sent = b"\xef\xbb\xbf" + body(operation)
    assert told(check(operation, sent)) == told(check(operation, body(operation)))


def test_a_document_cut_anywhere_is_called_cut_with_its_place_and_what_is_around_it():
    whole = (
        '<?xml version="1.0"?>\n<a x="1"><b>t&amp;\u00e9<![CDATA[c]]></b><!-- c --><c/>\u4e2d</a>'
    ).encode()
    assert scan(whole).faults == ()
    for end in range(1, len(whole)):
        (fault,) = scan(whole[:end]).faults
        assert fault.what.startswith(f"it ends after {end} bytes (line ")
    said = [scan(whole[:end]).faults[0].what for end in (36, len(whole) - 1)]
    assert said[0] == "it ends after 36 bytes (line 2, column 14), inside <a><b>"
    assert said[1].endswith(", inside <a>, after </c>")


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE a [<!ENTITY x 'COMPLETE'>]>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>",
        "<!DOCTYPE a SYSTEM 'http://nobody.invalid/a.dtd'>",
    ],
)
@EVERY
def test_entities_and_document_types_are_refused_before_anything_is_expanded(operation, doctype):
    sent = doctype.encode() + body(operation)
    assert "it has a document type" in one(check(operation, sent)).message


def test_a_billion_laughs_make_nobody_laugh():
    laughs = "".join(f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 12))
    sent = f"<!DOCTYPE a [<!ENTITY a0 'ha'>{laughs}]><a>&a11;</a>".encode()
    assert "document type" in one(check(QUERY, sent)).message


@EVERY
def test_deep_nesting_is_one_error(operation):
    for sent in (b"<a>" * 5000, b"<a>" * 201 + b"</a>" * 201):
        finding = one(check(operation, sent))
        assert "nested deeper than 200 levels (offset 600)" in finding.message


@EVERY
def test_a_declared_encoding_that_is_not_utf8_is_an_error_of_a_body_that_is_read(operation):
    sent = b'<?xml version="1.0" encoding="ISO-8859-1"?>' + body(operation)
    first, *rest = check(operation, sent)
    assert (first.got, first.expected) == ("ISO-8859-1", "UTF-8")
    assert told(rest) == told(check(operation, body(operation)))


WRONG_TEXTS = {
    # which member, its text, what is said, and what botocore makes of it
    "a word for a number": ("count", "five", 'got "five"', "ValueError"),
    "a fraction for a count": ("count", "5.0", 'got "5.0"', "ValueError"),
    "spaces around a number": ("count", " 5 ", "got a text of 3 characters", 5),
    "a number with an underscore": ("count", "1_0", "got a text of 3 characters", 10),
    "no number": ("count", "", "got a text of 0 characters", "ValueError"),
    "a time without a zone": ("time", "2020-01-01T00:00:00", "without a", "2020-01-01T00:00:00"),
    "epoch seconds": ("time", "1577836800", "another format", "2020-01-01T00:00:00Z"),
    "an HTTP date": ("time", "Wed, 01 Jan 2020 00:00:00 GMT", "other", "2020-01-01T00:00:00Z"),
    "milliseconds": ("time", "1577836800000", 'got "1577836800000"', "RuntimeError"),
    "Python's str()": ("time", "2020-01-01 00:00:00+00:00", "got ", "2020-01-01T00:00:00Z"),
    "a day alone": ("time", "2020-01-01", "got ", "2020-01-01T00:00:00"),
    "a word for a time": ("time", "soon", "got a text of 4 characters", "ValueError"),
    "no time": ("time", "", "got a text of 0 characters", "ValueError"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG_TEXTS.values(), ids=WRONG_TEXTS)
@EVERY
def test_a_text_that_is_not_what_its_shape_wants_is_an_error_whatever_botocore_makes_of_it(
    operation, case
):
    which, text, said, botocore = case
    name = (COUNT if which == "count" else TIME)[operation]
    sent = body(operation, element(name, text))
    shown = member(operation, name)
    finding = one([f for f in check(operation, sent) if f.pointer.endswith(shown)])
    assert finding.grade == "error"
    assert finding.pointer == f"{WHERE[operation]}/{shown}"
    assert said in finding.message
    read = by_botocore(operation, sent)
    assert (read if isinstance(read, str) else job_of(operation, read)[shown]) == botocore


@pytest.mark.parametrize("text", ["True", "TRUE", "1", "yes", " true ", ""])
@pytest.mark.parametrize(
    ("operation", "name", "shown"),
    [(EC2, "encrypted", "Encrypted"), (REST, "ConfirmationRequired", "ConfirmationRequired")],
)
def test_any_boolean_but_true_and_false_is_an_error_and_false_for_botocore(
    operation, name, shown, text
):
    sent = body(operation, element(name, text))
    finding = one([f for f in check(operation, sent) if f.pointer.endswith(shown)])
    assert finding.expected == "true or false"
    assert "botocore reads anything but true as False" in finding.message
    assert job_of(operation, by_botocore(operation, sent))[shown] is False


@EVERY
def test_an_unknown_element_is_a_warning_and_botocore_drops_it(operation):
    sent = body(operation, element("BrandNew", "secret"))
    finding = one([f for f in check(operation, sent) if "BrandNew" in f.pointer])
    assert finding.grade == "warning"
    assert "secret" not in json.dumps(finding.as_json())
    assert by_botocore(operation, sent) == by_botocore(operation, body(operation))


@EVERY
def test_an_element_in_another_case_is_an_error_and_nothing_for_botocore(operation):
    sent = around(operation, STATUS[operation].swapcase())
    finding = one([f for f in check(operation, sent) if f.grade == "error"])
    assert "Names of elements are exact" in finding.message
    assert job_of(operation, by_botocore(operation, sent)) == {}


def test_an_element_by_the_name_of_its_member_is_an_error_where_it_travels_by_another():
    sent = around(EC2, "<State>completed</State>")
    finding = one([f for f in check(EC2, sent) if f.grade == "error"])
    assert (finding.pointer, finding.got, finding.expected) == (
        "/Snapshots/0/State", "<State>", "<status>",
    )  # fmt: skip


@EVERY
def test_a_member_that_stands_twice_is_an_error_and_elements_or_an_exception_for_botocore(
    operation,
):
    sent = body(operation, STATUS[operation])
    finding = one([f for f in check(operation, sent) if f.grade == "error"])
    assert "stands 2 times, expected one element" in finding.message
    assert "<Element" in repr(by_botocore(operation, sent))


@EVERY
def test_elements_where_a_text_belongs_are_an_error_and_an_empty_text_for_botocore(operation):
    name = STATUS[operation].partition(">")[0][1:]
    sent = around(operation, element(name, element("Value", "COMPLETE")))
    finding = one([f for f in check(operation, sent) if f.grade == "error"])
    assert "got elements (<Value>)" in finding.message
    assert job_of(operation, by_botocore(operation, sent)) == {member(operation, name): ""}


@pytest.mark.parametrize(
    ("operation", "sent", "pointer", "botocore"),
    [
        (EC2, (b"<DescribeSnapshotsResponse><snapshotSet>none</snapshotSet>"
              b"</DescribeSnapshotsResponse>"), "/Snapshots", {"Snapshots": []}),
        (REST, b"<DescribeJobResult><Job>none</Job></DescribeJobResult>", "/Job", {"Job": {}}),
        (QUERY, (b"<DescribeResourceScanResponse><DescribeResourceScanResult>none"
                b"</DescribeResourceScanResult></DescribeResourceScanResponse>"), "", {}),
    ],
)  # fmt: skip
def test_a_text_where_elements_belong_is_an_error_and_nothing_for_botocore(
    operation, sent, pointer, botocore
):
    finding = one([f for f in check(operation, sent) if f.grade == "error"])
    assert "got a text of 4 characters" in finding.message
    assert finding.pointer == pointer
    assert by_botocore(operation, sent) == botocore


def test_entries_of_a_list_by_another_name_are_an_error_and_entries_for_botocore():
    sent = body(EC2).replace(b"item>", b"member>")
    finding = one([f for f in check(EC2, sent) if f.grade == "error"])
    assert (finding.pointer, finding.got, finding.expected) == (
        "/Snapshots", "<member>", "<item>",
    )  # fmt: skip
    assert by_botocore(EC2, sent) == by_botocore(EC2, body(EC2))


@pytest.mark.parametrize("operation", [EC2, QUERY])
def test_a_wrong_root_is_an_error_although_botocore_reads_any(operation):
    name = operation.partition(":")[2]
    sent = body(operation).replace(f"{name}Response".encode(), b"Other")
    found = [f for f in check(operation, sent) if f.grade == "error"]
    assert one(found).expected == f"<{name}Response>"
    assert by_botocore(operation, sent) == by_botocore(operation, body(operation))


def test_a_root_of_rest_xml_is_wrong_only_where_nothing_in_it_is_known():
    known = body(REST).replace(b"DescribeJobResult", b"Other")
    assert told(check(REST, known)) == told(check(REST, body(REST)))
    wrong = check(REST, b"<Other><Thing/></Other>")
    assert "its root is <Other>" in wrong[0].message
    assert by_botocore(REST, b"<Other><Thing/></Other>") == {}


def test_query_without_its_result_is_one_error_and_an_exception_of_botocore():
    sent = b"<DescribeResourceScanResponse><Status>COMPLETE</Status></DescribeResourceScanResponse>"
    finding = one(check(QUERY, sent))
    assert finding.expected == "<DescribeResourceScanResult> once"
    assert by_botocore(QUERY, sent) == "KeyError"


def test_an_empty_list_of_jobs_is_no_wire_fault():
    sent = b"<DescribeSnapshotsResponse><snapshotSet/></DescribeSnapshotsResponse>"
    found = model.operation_model(EC2)
    read = _xml_read.read(sent, found, "ec2")
    assert (read.value, read.faults) == ({"Snapshots": []}, ())


def test_a_fault_shows_no_text_that_could_be_a_secret():
    secret = "AKIA5ecret5ecret"
    for sent in (
        body(QUERY, element("ResourcesScanned", secret)),
        body(QUERY, element("StartTime", secret)),
        body(QUERY, element("PercentageCompleted", f"{secret} ")),
        b"<DescribeResourceScanResponse><a>" + secret.encode(),
        around(QUERY, secret),
    ):
        found = check(QUERY, sent)
        assert found
        assert "5ecret" not in json.dumps([finding.as_json() for finding in found])


def test_a_name_that_is_a_secret_is_told_by_its_shape_where_a_fault_is():
    name = "AKIA8DQBWU3PU4A9ZXWH"
    (fault,) = scan(f"<a><{name}><{name}/></b></{name}></a>".encode()).faults
    shape = "<a text of 20 characters>"
    assert fault.what.endswith(f", inside <a><{shape}>, after </{shape}>")


def test_a_code_that_is_a_secret_is_told_by_its_shape_where_a_response_belongs():
    for code in ("+4915133911880", "winter.s3.eu-west-1.amazonaws.com", "3468.7386.9697"):
        sent = f"<ErrorResponse><Error><Code>{code}</Code></Error></ErrorResponse>".encode()
        said = " ".join(f"{finding} {finding.got}" for finding in check(REST, sent))
        assert said.count(f"<a text of {len(code)} characters>") == 2
        assert code not in said
