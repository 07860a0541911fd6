"""Messages of real services: botocore reads each as the value it was made of, or it is refused."""

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import cbor2
import pytest
from botocore.awsrequest import HeadersDict
from botocore.parsers import create_parser
from hypothesis import given
from hypothesis import strategies as st
from support.protocol_case import service

from aws_job_conformance.catalog import load
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.instants import from_datetime
from aws_job_conformance.generate import example
from aws_job_conformance.protocol import encode, model
from aws_job_conformance.protocol.boto3_values import plain

RPC = "smithy-rpc-v2-cbor"
SES, MAIL, PINPOINT = (
    "sesv2:GetImportJob",
    "mailmanager:GetAddressListImportJob",
    "pinpoint:GetImportJob",
)
SPOKEN = [
    (SES, "rest-json"),
    (PINPOINT, "rest-json"),
    ("pinpoint:GetExportJob", "rest-json"),
    ("customer-profiles:GetUploadJob", "rest-json"),
    ("dynamodb:DescribeImport", "json"),
    (MAIL, "json"),
    (MAIL, RPC),
]


def parsed(operation, message, protocol):
    """What botocore's parser makes of a message, as JSON."""
    http = {"body": message.body, "headers": HeadersDict(message.headers), "context": {}}
    shape = model.operation_model(operation).output_shape
    return create_parser(protocol).parse(http | {"status_code": message.status}, shape)


def refused(value, operation=SES, **how):
    with pytest.raises(InputError) as raised:
        encode.response(operation, value, **how)
    return str(raised.value)


@pytest.mark.parametrize(("operation", "protocol"), SPOKEN)
def test_botocore_reads_every_legal_history_as_it_was(operation, protocol):
    for history in dict(example.histories(load(operation))).values():
        for value in history:
            message = encode.response(operation, value, protocol=protocol)
            assert plain(parsed(operation, message, protocol)) == value


def test_what_boto3_returns_and_its_json_make_the_same_message():
    instant = datetime(2020, 8, 12, 19, 5, 15, 243000, timezone(timedelta(hours=2)))
    as_boto3 = {"CreatedTimestamp": instant, "ResponseMetadata": {"RequestId": object()}}
    as_json = {"CreatedTimestamp": "2020-08-12T17:05:15.243Z", "JobId": None}
    assert encode.response(SES, as_boto3) == encode.response(SES, as_json)
    assert encode.response(SES, as_json).body == b'{"CreatedTimestamp":1597251915.243}'


def test_bytes_and_their_base64_make_the_same_message():
    found = service("rest-json.json").operation_model("Packages")
    assert encode.response(found, {"packet": b"value"}) == encode.response(
        found, {"packet": "dmFsdWU="}
    )


INSTANTS = st.datetimes(
    datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)  # noqa: DTZ001
)  # fmt: skip


@given(INSTANTS)
def test_an_instant_keeps_its_microseconds_and_gains_nothing(instant):
    body = encode.response(SES, {"CreatedTimestamp": instant}).body
    sent = json.loads(body, parse_float=Decimal)["CreatedTimestamp"]
    since = instant - datetime(1970, 1, 1, tzinfo=UTC)
    assert sent == Decimal(since // timedelta(microseconds=1)) / 1_000_000
    assert isinstance(sent, int) == (instant.microsecond == 0)


@given(INSTANTS)
def test_botocore_reads_an_instant_of_either_body_as_it_was(instant):
    value = {"CreatedTimestamp": instant}
    for protocol in ("json", RPC):
        message = encode.response(MAIL, value, protocol=protocol)
        read = parsed(MAIL, message, protocol)["CreatedTimestamp"]
        assert abs(read - instant) <= timedelta(microseconds=1)  # botocore adds floats


@given(INSTANTS)
def test_an_iso_instant_is_the_one_that_was_given(instant):
    found = service("rest-json.json").operation_model("Fractions")
    body = encode.response(found, {"happened": instant}).body
    assert datetime.fromisoformat(json.loads(body)["happened"]) == instant


def test_an_http_date_has_whole_seconds():
    found = service("rest-json.json").operation_model("Moments")
    body = encode.response(found, {"httpMoment": "2014-04-29T18:30:38.999Z"}).body
    assert body == b'{"httpMoment":"Tue, 29 Apr 2014 18:30:38 GMT"}'


def test_the_body_of_pinpoint_is_its_payload_alone():
    message = encode.response(PINPOINT, {"ImportJobResponse": {"Id": "1", "TotalPieces": 2}})
    assert message.body == b'{"Id":"1","TotalPieces":2}'


def test_a_payload_that_is_absent_is_no_body_and_has_no_type():
    message = encode.response(PINPOINT, {})
    assert message.body == b""
    assert "content-type" not in message.headers


def test_each_protocol_says_what_it_is():
    json_, cbor = (encode.response(MAIL, {}, protocol=name) for name in ("json", RPC))
    assert (json_.status, json_.body) == (200, b"{}")
    assert json_.headers["content-type"] == "application/x-amz-json-1.0"
    assert (cbor.status, cbor.body) == (200, b"\xa0")
    assert cbor.headers["content-type"] == "application/cbor"
    assert cbor.headers["smithy-protocol"] == "rpc-v2-cbor"
    assert encode.response(SES, {}).headers["content-type"] == "application/json"


def test_the_protocol_is_the_one_botocore_speaks_unless_one_is_named():
    spoken = model.operation_model(MAIL).service_model.resolved_protocol
    assert encode.response(MAIL, {}) == encode.response(MAIL, {}, protocol=spoken)


def test_rpc_v2_has_integers_and_floats_of_its_own():
    sent = encode.response(MAIL, {"ImportedItemsCount": 5.0}, protocol=RPC).body
    assert sent == cbor2.dumps({"ImportedItemsCount": 5})
    assert encode.response(SES, {"ProcessedRecordsCount": 5.0}).body.endswith(b":5.0}")


REFUSED = {
    # a value, where it is wrong, and what is said
    "a member nobody knows": ({"JobStats": "FAILED"}, "its top", "Did you mean JobStatus?"),
    "one below": ({"FailureInfo": {"X": 1}}, "/FailureInfo", "Members: FailedRecordsS3Url"),
    "a key that is no text": ({5: 1}, "its top", "got the key 5"),
    "a text for an integer": (
        {"ProcessedRecordsCount": "5"},
        "/ProcessedRecordsCount",
        "got a str, expected an integer. Give an integer.",
    ),
    "half a record": ({"ProcessedRecordsCount": 5.5}, "/ProcessedRecordsCount", "got 5.5"),
    "true": ({"FailedRecordsCount": True}, "/FailedRecordsCount", "expected an integer"),
    "NaN": ({"FailedRecordsCount": float("nan")}, "/FailedRecordsCount", "got NaN"),
    "more than 64 bits": ({"FailedRecordsCount": 2**63}, "/FailedRecordsCount", "64 bits"),
    "a number for a text": ({"JobId": 5}, "/JobId", "got 5, expected a text"),
    "half a character": ({"JobId": "a\ud800"}, "/JobId", "half of a surrogate pair"),
    "a list for an object": ({"FailureInfo": []}, "/FailureInfo", "expected an object"),
    "a time without a zone": (
        {"CreatedTimestamp": datetime(2024, 1, 1)},  # noqa: DTZ001
        "/CreatedTimestamp",
        "without a time zone",
    ),
    "a time that is a number": ({"CreatedTimestamp": 5}, "/CreatedTimestamp", "RFC 3339 text"),
    "a time in another format": ({"CreatedTimestamp": "1 May"}, "/CreatedTimestamp", "got a str"),
    "a list": ([], "its top", "expected an object"),
}


@pytest.mark.parametrize(("value", "where", "said"), REFUSED.values(), ids=REFUSED)
def test_a_value_the_model_cannot_hold_is_refused_with_its_place_and_the_fix(value, where, said):
    sentence = refused(value)
    assert sentence.startswith(f"{SES} at {where}: ")
    assert said in sentence


def test_a_place_in_a_list_is_told_by_its_position():
    value = {"ImportJobResponse": {"Failures": ["row 1", 2]}}
    assert " at /ImportJobResponse/Failures/1: " in refused(value, PINPOINT)


@pytest.mark.parametrize(
    ("operation", "value", "said"),
    [
        ("Choices", {"choice": {}}, "a union, and 0 of its members are set. Set exactly one."),
        ("Choices", {"choice": {"count": 1, "answer": True}}, "and 2 of its members are set"),
        ("Choices", {"choice": {"packaging": "?"}}, "at /choice/packaging: got a text of 1"),
        ("Headers", {"inHeadString": "a\r\nset-cookie: b"}, "characters that no header holds"),
        ("Headers", {"inHeadStringList": ["a", None]}, "at /inHeadStringList/1: got None"),
        ("PrefixedHeaders", {"labels": {"a b": "c"}}, "at /labels: got the header name 'a b'"),
        ("Outcome", {"Outcome": 9}, "at /Outcome: got 9, expected an HTTP status"),
        ("Settings", {"settings": {"a": float("nan")}}, "at /settings/a: got NaN"),
        ("Settings", {"settings": {"a": object()}}, "type object"),
    ],
)
def test_what_a_rest_message_cannot_hold_is_refused(operation, value, said):
    found = service("rest-json.json").operation_model(operation)
    with pytest.raises(InputError) as raised:
        encode.response(found, value)
    assert said in str(raised.value)


@pytest.mark.parametrize("protocol", ["json", RPC, "query", "mine"])
def test_a_protocol_the_service_does_not_list_is_refused(protocol):
    said = refused({}, protocol=protocol)
    assert said == f"{SES} does not speak {protocol}. Its service lists rest-json."


def test_an_event_stream_is_refused():
    assert "answers with an event stream (EventStream)" in refused({}, "kinesis:SubscribeToShard")


def error_parsed(operation, message, protocol):
    read = parsed(operation, message, protocol)
    return read["Error"]["Code"], read["Error"]["Message"], message.status


@pytest.mark.parametrize(
    ("operation", "protocol", "code", "status"),
    [
        (SES, "rest-json", "NotFoundException", 404),
        (SES, "rest-json", "NobodyKnowsThisException", 400),
        (PINPOINT, "rest-json", "InternalServerErrorException", 500),
        ("dynamodb:DescribeImport", "json", "ImportNotFoundException", 400),
        ("dynamodb:DescribeTable", "json", "InternalServerError", 500),
        (MAIL, "json", "ThrottlingException", 429),
        (MAIL, RPC, "ResourceNotFoundException", 404),
        (MAIL, RPC, "com.example.mail#ResourceNotFoundException", 404),
    ],
)
def test_botocore_reads_the_code_the_message_and_the_status_of_an_error(
    operation, protocol, code, status
):
    message = encode.error(operation, code, "no such job", protocol=protocol)
    expected = (code.rpartition("#")[2], "no such job", status)
    assert error_parsed(operation, message, protocol) == expected


def test_a_status_may_be_given_but_not_one_of_success():
    assert encode.error(SES, "NotFoundException", status=503).status == 503
    with pytest.raises(InputError, match="status 200 is no error"):
        encode.error(SES, "NotFoundException", status=200)


def test_a_message_has_its_modelled_name_and_an_empty_one_is_not_sent():
    sent = encode.error(MAIL, "ThrottlingException", "x", protocol="json").body
    assert json.loads(sent) == {"__type": "ThrottlingException", "Message": "x"}
    assert encode.error(SES, "NotFoundException", "x").body == b'{"message":"x"}'
    assert encode.error(SES, "NotFoundException").body == b"{}"


def test_other_members_of_an_error_are_sent_and_unknown_ones_refused():
    found = service("rest-json.json").operation_model("Hail")
    members = {"Heading": "h", "Deeper": {"Why": "w"}}
    sent = encode.error(found, "RefusedError", members=members)
    assert sent.headers["x-heading"] == "h"
    assert json.loads(sent.body) == {"Deeper": {"Whyyyy": "w"}}
    with pytest.raises(InputError, match=r'no member "Heeding".*Did you mean Heading'):
        encode.error(found, "RefusedError", members={"Heeding": "h"})


def test_a_code_that_no_header_holds_is_refused():
    with pytest.raises(InputError, match="as an error's code"):
        encode.error(SES, "Not\nFound")


@pytest.mark.parametrize("protocol", ["json", RPC])
def test_a_service_that_once_spoke_query_names_the_code_of_that_time(protocol):
    dashboard = "cloudwatch:GetDashboard"
    message = encode.error(dashboard, "DashboardNotFoundError", "gone", protocol=protocol)
    assert message.headers["x-amzn-query-error"] == "ResourceNotFound;Sender"
    assert error_parsed(dashboard, message, protocol) == ("ResourceNotFound", "gone", 404)
    assert encode.error(dashboard, "ResourceNotFound", protocol=protocol).status == 404


@pytest.mark.parametrize(
    ("file", "levels"),
    [("rest-json.json", 200), ("rest-json.json", 5000), ("rpc-v2-cbor.json", 5000)],
)
def test_a_value_that_nests_too_deep_is_refused(file, levels):
    found = service(file).operation_model("Nesting")
    value = {}
    for _ in range(levels):
        value = {"anotherOfItsOwn": {"within": value}}
    with pytest.raises(InputError, match="nests too deep to be sent"):
        encode.response(found, {"within": {"within": value}})


def test_messages_do_not_share_what_can_be_changed():
    first, second = encode.response(SES, {}), encode.response(SES, {})
    first.headers["x"] = "y"
    assert "x" not in second.headers


def test_the_texts_of_an_instant_are_those_of_the_library():
    instant = datetime(2024, 1, 1, 0, 0, 0, 1, UTC)
    found = service("rest-json.json").operation_model("Fractions")
    sent = json.loads(encode.response(found, {"happened": instant}).body)
    assert sent["happened"] == from_datetime(instant)
