"""Clients under test: the same answers read alike, errors by their codes, retries as shipped."""

import json
import os

import cbor2
import pytest
from support.contract_tables import SIX
from support.node import needs_node

from aws_job_conformance import clients
from aws_job_conformance.clients.interface import Reading, Reset, alike
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.protocol.http import HttpResponse

JSON = {"content-type": "application/json"}
CBOR = {"content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"}
SES, MAIL, DYNAMO = "sesv2:GetImportJob", "mailmanager:GetAddressListImportJob", SIX[1]
BOTH = [
    "botocore-parser",
    "botocore",
    pytest.param("aws-sdk-js-v3", marks=needs_node),
]
WITH_RETRIES = [pytest.param("botocore", marks=pytest.mark.pinned_botocore), *BOTH[2:]]


@pytest.fixture(scope="module")
def opened():
    """Clients by name, each opened once and closed at the end."""
    found = {}

    def client(name):
        if name not in found:
            (known,) = [known for known in clients.known() if known.name == name]
            found[name] = known.open()
        return found[name]

    yield client
    for each in found.values():
        each.close()


def sent(body, status=200, **headers):
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return HttpResponse(status, JSON | named, body)


# Bodies by hand, and what SDKs make of them.
MAIL_BODY = {
    "JobId": "7b1c",
    "Status": "PROCESSING",
    "AddressListId": "list",
    "CreatedTimestamp": 1731283200,
    "StartTimestamp": 1731283201.5,
    "ImportedItemsCount": 7,
    "ImportDataFormat": {"ImportDataType": "CSV"},
}
MAIL_VALUE = MAIL_BODY | {
    "CreatedTimestamp": "2024-11-11T00:00:00Z",
    "StartTimestamp": "2024-11-11T00:00:01.500Z",
}
PIECES = {"Id": "job", "JobStatus": "COMPLETED", "CreationDate": "2018-05-24T21:26:33.995Z"}
BODIES = {
    MAIL: (MAIL_BODY, MAIL_VALUE),
    "pinpoint:GetImportJob": (
        PIECES
        | {"TotalPieces": 2, "Failures": ["row 3"], "Definition": {"RegisterEndpoints": True}},
        {
            "ImportJobResponse": PIECES
            | {"TotalPieces": 2, "Failures": ["row 3"], "Definition": {"RegisterEndpoints": True}}
        },
    ),
    "pinpoint:GetExportJob": (
        PIECES | {"Definition": {"SegmentVersion": 3}},
        {"ExportJobResponse": PIECES | {"Definition": {"SegmentVersion": 3}}},
    ),
    SES: (
        {"JobId": "é\U0001f600", "CreatedTimestamp": 1597251915.243, "ProcessedRecordsCount": 2},
        {
            "JobId": "é\U0001f600",
            "CreatedTimestamp": "2020-08-12T17:05:15.243Z",
            "ProcessedRecordsCount": 2,
        },
    ),
    "customer-profiles:GetUploadJob": (
        {"Status": "SUCCEEDED", "CreatedAt": 0, "ResultsSummary": {"UpdatedRecords": 2**53 - 1}},
        {
            "Status": "SUCCEEDED",
            "CreatedAt": "1970-01-01T00:00:00Z",
            "ResultsSummary": {"UpdatedRecords": 2**53 - 1},
        },
    ),
    DYNAMO: (
        {"ImportTableDescription": {"EndTime": 4102444799.999, "ProcessedSizeBytes": -(2**53) + 1}},
        {
            "ImportTableDescription": {
                "EndTime": "2099-12-31T23:59:59.999Z",
                "ProcessedSizeBytes": -(2**53) + 1,
            }
        },
    ),
}


def test_the_bodies_are_those_of_the_six():
    assert sorted(BODIES) == sorted(SIX)


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("operation", BODIES)
def test_every_client_reads_the_same_value_from_a_body(opened, name, operation):
    body, expected = BODIES[operation]
    reading = opened(name).read(operation, sent(body | {"Unknown": 1}))
    assert (reading.kind, reading.error) == ("value", None)
    assert alike(reading.value, expected), reading.value


@pytest.mark.parametrize("name", BOTH)
def test_every_client_reads_the_same_value_from_cbor(opened, name):
    body = MAIL_BODY | {
        "CreatedTimestamp": cbor2.CBORTag(1, 1731283200),
        "StartTimestamp": cbor2.CBORTag(1, 1731283201.5),
    }
    reading = opened(name).read(MAIL, HttpResponse(200, CBOR, cbor2.dumps(body)))
    assert alike(reading.value, MAIL_VALUE), reading


@pytest.mark.parametrize("name", BOTH)
def test_a_service_without_cbor_is_unsupported_in_cbor(opened, name):
    assert opened(name).read(SES, HttpResponse(200, CBOR, b"\xa0")).kind == "unsupported"
    assert opened(name).read("sesv2:GetNothing", sent({})).kind == "unsupported"


ERRORS = {
    "in a header": (SES, sent({"message": "no\njob"}, 404, x_amzn_errortype="NotFoundException")),
    "in a header with a URL": (
        SES,
        sent({"message": "no\njob"}, 404, X_Amzn_ErrorType="NotFoundException:http://a.com/"),
    ),
    "in the body": (
        MAIL,
        sent({"__type": "com.amazonaws.mailmanager#NotFoundException", "message": "no job"}, 400),
    ),
    "in CBOR": (
        MAIL,
        HttpResponse(
            400, CBOR, cbor2.dumps({"__type": "a#NotFoundException", "message": "no job"})
        ),
    ),
    "nobody models": (DYNAMO, sent({"__type": "NotFoundException", "message": "no job"}, 400)),
}


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("case", ERRORS)
def test_every_client_gives_the_same_code(opened, name, case):
    assert opened(name).read(*ERRORS[case]) == Reading(
        "error", error="NotFoundException", message="no job"
    )


@pytest.mark.parametrize("name", BOTH)
def test_a_client_that_fails_at_an_answer_says_so_and_goes_on(opened, name):
    client = opened(name)
    bad = client.read(SES, sent(b"\xff\xfe"))
    assert (bad.kind, bad.value) == ("unreadable", None)
    assert bad.error in {"UnicodeDecodeError", "SyntaxError"}
    assert client.read(SES, sent({"JobId": "a"})).value == {"JobId": "a"}


@pytest.mark.parametrize("name", BOTH)
def test_many_answers_are_read_in_their_order(opened, name):
    messages = [sent({"ProcessedRecordsCount": n}) for n in range(300)]
    readings = opened(name).read_many(SES, messages)
    assert [r.value["ProcessedRecordsCount"] for r in readings] == list(range(300))


ODD = {
    # What no valid payload holds: each client's own answer, pinned.
    "an instant beyond year 9999": (
        b'{"CreatedTimestamp": 253402300900}',
        Reading("unreadable", error="ValueError"),
        {"CreatedTimestamp": {"$not-json": "+010000-01-01T00:01:40.000Z"}},
    ),
    "an instant beyond any date": (
        b'{"CreatedTimestamp": 1e20}',
        Reading("unreadable", error="RuntimeError"),
        {"CreatedTimestamp": {"$not-json": "Invalid Date"}},
    ),
    "2^53 + 1": (
        b'{"ProcessedRecordsCount": 9007199254740993}',
        Reading("value", {"ProcessedRecordsCount": 2**53 + 1}),
        {"ProcessedRecordsCount": 2**53},
    ),
    "half a pair": (
        b'{"JobId": "a\\ud800"}',
        Reading("value", {"JobId": "a\ufffd"}),
        {"JobId": "a\ufffd"},
    ),
    "null": (b'{"JobId": null}', Reading("value", {}), {}),
    "an integer as text": (
        b'{"ProcessedRecordsCount": "5"}',
        Reading("value", {"ProcessedRecordsCount": 5}),
        {"ProcessedRecordsCount": "5"},
    ),
    "nothing": (b"", Reading("value", {}), {}),
}


@pytest.mark.parametrize("name", BOTH[:2])
@pytest.mark.parametrize("case", ODD)
def test_botocore_reads_an_odd_body_in_its_own_way(opened, name, case):
    body, expected, _ = ODD[case]
    reading = opened(name).read(SES, sent(body))
    assert (reading.kind, reading.value, reading.error) == (
        expected.kind,
        expected.value,
        expected.error,
    )


@needs_node
@pytest.mark.parametrize("case", ODD)
def test_javascript_reads_an_odd_body_in_its_own_way(opened, case):
    body, _, expected = ODD[case]
    assert opened("aws-sdk-js-v3").read(SES, sent(body)) == Reading("value", expected)


@pytest.mark.parametrize("name", BOTH[:2])
def test_a_number_that_json_lacks_is_named(opened, name):
    value = opened(name).read(SES, sent(b'{"JobId": NaN, "JobStatus": -Infinity}')).value
    assert value == {"JobId": {"$not-json": "NaN"}, "JobStatus": {"$not-json": "-Infinity"}}


# Retries.
@pytest.mark.parametrize("name", WITH_RETRIES)
@pytest.mark.parametrize(
    ("operation", "answer", "delays"),
    [
        (SES, sent({}, 503), [0.05, 0.1]),
        (SES, Reset(), [0.05, 0.1]),
        (SES, sent({}, 503, x_amz_retry_after="2000"), [2, 2]),
        (SES, sent({}, 429), [1, 2]),
        (SES, sent({}, 400, x_amzn_errortype="TooManyRequestsException"), [1, 2]),
        (SES, sent({}, 404, x_amzn_errortype="NotFoundException"), []),
        (DYNAMO, sent({}, 503), [0.025, 0.05, 0.1]),
        (MAIL, HttpResponse(400, CBOR, cbor2.dumps({"__type": "a#ThrottlingException"})), [1, 2]),
    ],
    ids=[
        "503",
        "reset",
        "after 2 seconds",
        "429",
        "throttled",
        "not found",
        "dynamodb 503",
        "throttled in CBOR",
    ],
)
def test_retries_are_those_of_the_sdk_as_shipped(opened, name, operation, answer, delays):
    retried = opened(name).retry(operation, [answer])
    assert retried.attempts == len(delays) + 1
    assert list(retried.delays) == pytest.approx(delays)
    assert retried.reading.kind == ("unreadable" if answer == Reset() else "error")
    assert opened(name).retry(operation, [answer]) == retried


@pytest.mark.parametrize("name", WITH_RETRIES)
def test_a_call_that_is_answered_in_the_end_gives_its_value(opened, name):
    answers = [Reset(), sent({}, 503), sent({"JobId": "a"})]
    retried = opened(name).retry(SES, answers)
    assert (retried.attempts, retried.reading) == (3, Reading("value", {"JobId": "a"}))


@pytest.mark.parametrize("name", WITH_RETRIES)
def test_a_retry_of_what_a_client_does_not_have_is_unsupported(opened, name):
    for operation, answer in ((SES, HttpResponse(200, CBOR, b"")), ("sesv2:GetNothing", Reset())):
        retried = opened(name).retry(operation, [answer])
        assert (retried.attempts, retried.reading.kind) == (0, "unsupported")


@pytest.mark.parametrize("name", BOTH)
def test_a_retry_without_answers_is_refused(opened, name):
    with pytest.raises(InputError):
        opened(name).retry(SES, [])


def test_a_parser_has_no_retries(opened):
    assert not opened("botocore-parser").can_retry
    with pytest.raises(InputError, match="Ask the client botocore"):
        opened("botocore-parser").retry(SES, [sent({}, 503)])


@pytest.mark.parametrize("name", WITH_RETRIES)
def test_settings_of_the_caller_change_nothing(monkeypatch, name):
    for setting, text in {
        "AWS_MAX_ATTEMPTS": "9",
        "AWS_RETRY_MODE": "legacy",
        "AWS_PROFILE": "nobody",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    }.items():
        monkeypatch.setenv(setting, text)
    (known,) = [known for known in clients.known() if known.name == name]
    client = known.open()
    assert client.retry(SES, [sent({}, 503)]).attempts == 3
    client.close()
    assert os.environ["AWS_MAX_ATTEMPTS"] == "9"
