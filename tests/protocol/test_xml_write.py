"""Messages of the protocols that speak XML: how they look, and what they cannot hold."""

from dataclasses import replace

import pytest
from support.params import quick_one_of
from support.protocol_case import service
from support.xml_bodies import EC2, JOBS, QUERY, REST, by_botocore, job_of

from aws_job_conformance.authoring.infer import job_operations
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.generate import samples
from aws_job_conformance.judge.check import check_response, check_wire
from aws_job_conformance.protocol import _xml_read, boto3_values, encode, model
from aws_job_conformance.protocol.xml_names import PROTOCOLS

COUNT = 50
JOB_OPERATIONS = [
    found.operation for found in job_operations.every() if found.protocol in PROTOCOLS
]
INSTANT = "2020-01-01T00:00:00.25Z"
SENT = {
    EC2: {"Snapshots": [{"State": "completed", "StartTime": INSTANT, "Encrypted": False}]},
    QUERY: {"Status": "COMPLETE", "StartTime": INSTANT, "PercentageCompleted": 12.5},
    REST: {"Job": {"Status": "Complete", "CreationTime": INSTANT, "Priority": 5}},
}
ID = "00000000-0000-4000-8000-000000000000"
BODIES = {
    EC2: (
        '<DescribeSnapshotsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15"><snapshotSet>'
        "<item><status>completed</status><startTime>2020-01-01T00:00:00.250Z</startTime>"
        f"<encrypted>false</encrypted></item></snapshotSet><requestId>{ID}</requestId>"
        "</DescribeSnapshotsResponse>"
    ),
    QUERY: (
        "<DescribeResourceScanResponse"
        ' xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeResourceScanResult>'
        "<Status>COMPLETE</Status><StartTime>2020-01-01T00:00:00.250Z</StartTime>"
        "<PercentageCompleted>12.5</PercentageCompleted></DescribeResourceScanResult>"
        f"<ResponseMetadata><RequestId>{ID}</RequestId></ResponseMetadata>"
        "</DescribeResourceScanResponse>"
    ),
    REST: (
        "<DescribeJobResult><Job><Status>Complete</Status>"
        "<CreationTime>2020-01-01T00:00:00.250Z</CreationTime><Priority>5</Priority></Job>"
        "</DescribeJobResult>"
    ),
}


def as_xml_holds(value):
    """A value without the characters that no XML holds, which `encode` refuses."""
    if isinstance(value, dict):
        return {as_xml_holds(name): as_xml_holds(item) for name, item in value.items()}
    if isinstance(value, list):
        return [as_xml_holds(item) for item in value]
    if not isinstance(value, str):
        return value
    return "".join(
        "x" if (c < " " and c not in "\t\n\r") or c in "\ufffe\uffff" else c for c in value
    )


@pytest.mark.parametrize("operation", SENT)
def test_a_response_is_sent_as_its_protocol_has_it(operation):
    message = encode.response(operation, SENT[operation])
    assert message.body.decode() == BODIES[operation]
    kinds = {EC2: "text/xml;charset=UTF-8", QUERY: "text/xml", REST: "application/xml"}
    assert (message.status, message.headers["content-type"]) == (200, kinds[operation])


@pytest.mark.parametrize("operation", quick_one_of(3, JOB_OPERATIONS))
def test_generated_responses_are_read_as_they_were_by_botocore_and_judged_as_they_are(operation):
    """50 of each: botocore reads the value; the body has the findings that the response has."""
    from aws_job_conformance.catalog import load

    contract = load(operation)
    read = 0
    for _, drawn in samples.responses(contract, 0, COUNT):
        value = as_xml_holds(drawn)
        message = encode.response(operation, value)
        answer = boto3_values.plain(by_botocore(operation, message.body))
        assert answer == boto3_values.plain(value)
        wire = check_wire(contract, message.body, headers=message.headers).findings
        plain = check_response(contract, value).findings
        assert [judged(f) for f in wire] == [judged(f) for f in plain]
        read += 1
    assert read == COUNT


def judged(finding):
    law = "schema" if finding.law == "wire" else finding.law
    return law, finding.grade, finding.pointer


def test_every_protocol_of_xml_has_job_operations():
    assert {model.service_model(o.partition(":")[0]).resolved_protocol for o in JOB_OPERATIONS} == {
        *PROTOCOLS
    }


@pytest.mark.parametrize(
    "text",
    ["&<>\"'", " a\tb ", "a\r\nb\r", "\u2028\x85", "\u00e9\u4e2d\U0001f642", "]]>", "", "\u200b"],
)
@pytest.mark.parametrize("operation", [QUERY, REST])
def test_a_text_comes_back_as_it_was(operation, text):
    name = "StatusReason" if operation == QUERY else "Description"
    sent = {name: text} if operation == QUERY else {"Job": {name: text}}
    body = encode.response(operation, sent).body
    assert job_of(operation, by_botocore(operation, body)) == {name: text}
    found = model.operation_model(operation)
    read = _xml_read.read(body, found, found.service_model.resolved_protocol)
    assert (read.value, read.faults) == (sent, ())


@pytest.mark.parametrize("text", ["\x00", "a\x1f", "\ufffe", "\uffff", "\x0b"])
def test_a_character_that_no_xml_holds_is_refused_with_its_place(text):
    with pytest.raises(InputError) as raised:
        encode.response(REST, {"Job": {"Description": text}})
    assert "at /Job/Description: got the character U+" in str(raised.value)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"Job": {"Statos": "x"}}, "Did you mean Status?"),
        ({"Job": {"Priority": 5.5}}, "at /Job/Priority: got 5.5, expected an integer"),
        ({"Job": {"ConfirmationRequired": "true"}}, "expected true or false"),
        ({"Job": {"FailureReasons": [None]}}, "at /Job/FailureReasons/0: got None, and XML has no"),
        ({"Job": {"FailureReasons": {}}}, "expected a list"),
        ({"Job": {"CreationTime": "soon"}}, "RFC 3339 text"),
    ],
)
def test_a_value_the_model_cannot_hold_is_refused(value, said):
    with pytest.raises(InputError) as raised:
        encode.response(REST, value)
    assert said in str(raised.value)


def test_an_integer_is_written_without_a_point():
    assert b"<Priority>5</Priority>" in encode.response(REST, {"Job": {"Priority": 5.0}}).body


ERRORS = {
    EC2: (
        f"<Response><Errors><Error><Code>InvalidSnapshot.NotFound</Code><Message>m</Message></Error>"
        f"</Errors><RequestID>{ID}</RequestID></Response>"
    ),
    QUERY: (
        "<ErrorResponse><Error><Type>Sender</Type><Code>ResourceScanNotFound</Code>"
        f"<Message>m</Message></Error><RequestId>{ID}</RequestId></ErrorResponse>"
    ),
    REST: (
        "<ErrorResponse><Error><Type>Sender</Type><Code>NotFoundException</Code>"
        f"<Message>m</Message></Error><RequestId>{ID}</RequestId></ErrorResponse>"
    ),
    "s3:ListBuckets": (
        f"<Error><Code>AccessDenied</Code><Message>m</Message><RequestId>{ID}</RequestId></Error>"
    ),
}


@pytest.mark.parametrize("operation", ERRORS)
def test_an_error_is_sent_where_its_protocol_has_it_and_botocore_finds_code_and_message(operation):
    wanted = ERRORS[operation]
    code = wanted.partition("<Code>")[2].partition("<")[0]
    message = encode.error(operation, code, "m")
    assert message.body.decode() == wanted
    error = by_botocore(operation, message.body, message.status)["Error"]
    assert (error["Code"], error["Message"]) == (code, "m")


@pytest.mark.parametrize("operation", [EC2, QUERY, REST])
def test_an_error_as_it_is_sent_has_no_error_finding(operation):
    code = ERRORS[operation].partition("<Code>")[2].partition("<")[0]
    message = encode.error(operation, code, "m")
    found = check_wire(
        JOBS[operation], message.body, headers=message.headers, status=message.status
    ).findings
    assert [f for f in found if f.grade == "error"] == []


def test_the_status_of_a_modelled_error_is_the_models_and_another_one_a_finding():
    message = encode.error(QUERY, "ResourceScanNotFound")
    assert message.status == model.errors(QUERY)["ResourceScanNotFound"]
    (found,) = check_wire(JOBS[QUERY], message.body, status=409).findings
    assert (found.got, found.expected) == (409, message.status)


ERROR_BODIES = {
    # a body, for which operation, what is said, and the code botocore finds
    "of query for ec2": (
        ERRORS[QUERY], EC2, "stands in <ErrorResponse><Error>", "ResourceScanNotFound",
    ),
    "of S3 for query": ("<Error><Code>X</Code></Error>", QUERY, "stands in <Error>", None),
    "of ec2 for rest-xml": (ERRORS[EC2], REST, "stands in <Response><Errors><Error>", ""),
    "without a code": (
        "<ErrorResponse><Error/></ErrorResponse>", QUERY, "an error without a code", None,
    ),
    "of nothing": ("<Thing/>", EC2, "its root is <Thing>, and there is no error in it", None),
}  # fmt: skip


@pytest.mark.parametrize("case", ERROR_BODIES.values(), ids=ERROR_BODIES)
def test_an_error_that_its_protocol_does_not_have_is_an_error(case):
    body, operation, said, code = case
    found = check_wire(JOBS[operation], body.encode(), status=400).findings
    errors = [f.message for f in found if f.grade == "error"]
    assert any(said in message for message in errors)
    answer = by_botocore(operation, body.encode(), 400)
    assert (answer.get("Error") or {}).get("Code") == code


def test_a_header_of_json_names_no_code_for_xml():
    headers = {"x-amzn-errortype": "ResourceScanNotFound"}
    found = check_wire(JOBS[QUERY], b"<ErrorResponse><Error/></ErrorResponse>", headers=headers,
                       status=404).findings  # fmt: skip
    assert [f.expected for f in found] == ["<Code> in <Error>"]


def test_json_where_xml_belongs_is_an_error_and_read_on():
    found = check_wire(JOBS[QUERY], b'{"Status": "DONE"}',
                       headers={"Content-Type": "application/json"}).findings  # fmt: skip
    assert [(f.grade, f.pointer) for f in found] == [("error", ""), ("warning", "/Status")]
    assert "the content-type says JSON, and query is XML" in found[0].message


def test_xml_of_a_service_that_lists_query_too_is_read_and_not_where_it_does_not():
    import aws_job_conformance
    from aws_job_conformance.protocol import decode

    sesv2 = aws_job_conformance.contract("sesv2:GetImportJob").data
    kind = {"content-type": "text/xml"}
    assert decode.read(sesv2, b"<a/>", kind, 200).form == "json"
    (finding,) = check_wire(sesv2, b"<a/>", headers=kind).findings
    assert "it is HTML or XML" in finding.message
    listed = replace(sesv2, operation="cloudwatch:DescribeAlarms")
    assert decode.read(listed, b"<a/>", kind, 200).protocol == "query"


def test_attributes_namespaces_and_prefixes_are_written_as_the_model_says():
    found = service("rest-xml.json")
    marks = found.operation_model("Marks")
    assert encode.response(marks, {"top": "hi", "mark": 'a"\n<'}).body == (
        b'<MarksAnswer stamp="a&quot;&#xA;&lt;"><top>hi</top></MarksAnswer>'
    )
    spaces = found.operation_model("Spaces")
    body = encode.response(spaces, {"within": {"top": "Foo", "names": ["Bar"]}}).body
    assert b'<top xmlns:dep="http://depot.example.com/b">Foo</top>' in body
    assert b'<member xmlns="http://depot.example.com/d">Bar</member>' in body


def test_a_map_whose_entries_lack_a_key_or_repeat_one_is_a_fault():
    found = service("rest-xml.json").operation_model("Maps")
    inside = (
        "<entry><key>a</key><value><so>1</so></value></entry>"
        "<entry><value><so>2</so></value></entry><entry><key>a</key><value/></entry><pair/>"
    )
    body = f"<MapsAnswer><crateByLetters>{inside}</crateByLetters></MapsAnswer>"
    read = _xml_read.read(body.encode(), found, "rest-xml")
    assert read.value == {"crateByLetters": {"a": {}}}
    assert [fault.steps for fault in read.faults] == [
        ("crateByLetters",), ("crateByLetters",), ("crateByLetters", "a"), ("crateByLetters",),
    ]  # fmt: skip


def test_a_structure_that_holds_itself_is_written_and_read_at_any_depth():
    found = service("rest-xml.json").operation_model("Nesting")
    value = {"top": "end"}
    for _ in range(60):
        value = {"top": "again", "within": {"anotherOfItsOwn": value}}
    value = {"within": value}
    body = encode.response(found, value).body
    read = _xml_read.read(body, found, "rest-xml")
    assert (read.value, read.faults) == (value, ())
