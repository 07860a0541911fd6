"""Vectors, read back without `encode`: by botocore's parsers, by json, cbor2 and ElementTree."""

import base64
import json
import re
from datetime import UTC
from functools import reduce
from operator import getitem

import pytest
from botocore.awsrequest import HeadersDict
from botocore.model import OperationModel, ServiceModel
from botocore.parsers import PROTOCOL_PARSERS
from botocore.utils import parse_timestamp
from support.contract_tables import each_operation_the_six_first, six_first
from support.covering import covering
from support.vector_files import count, read, smithy_cases
from support.vector_values import EC2, QUERY, REST_XML, document_of, error_in, read_back

from aws_job_conformance.catalog import load
from aws_job_conformance.judge import check
from aws_job_conformance.protocol import model

PREFIXES = {
    "customer-profiles": "com.amazonaws.customerprofiles",
    "dynamodb": "com.amazonaws.dynamodb",
    "mailmanager": "com.amazonaws.mailmanager",
    "pinpoint": "com.amazonaws.pinpoint",
    "sesv2": "com.amazonaws.sesv2",
}
BOTOCORE_NAMES = {
    "aws.protocols#awsJson1_0": "json",
    "aws.protocols#awsJson1_1": "json",
    "aws.protocols#restJson1": "rest-json",
    "smithy.protocols#rpcv2Cbor": "smithy-rpc-v2-cbor",
    EC2: "ec2",
    QUERY: "query",
    REST_XML: "rest-xml",
}
SES = "sesv2:GetImportJob"
CONTROL = "s3control:DescribeJob"

each_operation = each_operation_the_six_first


@pytest.fixture(scope="module")
def out(vector_folder):
    return vector_folder


def same(one, other):
    """Equal as JSON is: true is no 1, but 5 is 5.0."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def one_digit_changed(params):
    """The parameters with their last digit that means something, if they have one, made another.

    That of 9007199254740991.0 behind the point means nothing: no double is between.
    """
    text = json.dumps(params, ensure_ascii=False)
    for found in reversed([*re.finditer(r"[0-9]", text)]):
        at, digit = found.start(), found[0]
        other = json.loads(f"{text[:at]}{8 if digit == '9' else int(digit) + 1}{text[at + 1 :]}")
        if other != params:
            return other
    return None


@each_operation
def test_the_bytes_of_each_smithy_case_hold_its_params(out, operation, record_testsuite_property):
    cases = list(smithy_cases(out, operation))
    for target, case in cases:
        assert same(read_back(operation, target, case), case["params"]), case["id"]
    told = json.loads((out / "index.json").read_bytes())["operations"][operation]
    assert len(cases) == told["responses"] + told["errors"]
    record_testsuite_property(f"vectors read back: {operation}", len(cases))


@pytest.mark.parametrize("operation", six_first(covering()))
def test_one_digit_changed_in_the_params_is_caught(out, operation):
    """Of operations of each protocol and type: what would miss it is the reader of the tests."""
    broken = 0
    for target, case in smithy_cases(out, operation):
        params = one_digit_changed(case["params"])
        if params is not None:
            broken += 1
            assert not same(read_back(operation, target, case), params), case["id"]
    assert broken >= count(out) / 2


def test_one_digit_changed_in_a_body_is_caught():
    for body in (b'{"JobId":"a7","FailedRecordsCount":12}', b'{"CreatedTimestamp":1597251915.243}'):
        case = {"protocol": "aws.protocols#restJson1", "code": 200, "body": body.decode()}
        case["params"] = read_back(SES, "GetImportJob", case)
        case["body"] = json.dumps(one_digit_changed(json.loads(body)))
        assert not same(read_back(SES, "GetImportJob", case), case["params"])


def test_a_body_of_xml_is_read_to_its_last_digit_and_without_a_guess():
    job = "<Job><JobId>a7</JobId><CreationTime>2020-08-12T17:05:15.243Z</CreationTime>{more}</Job>"
    text = f'<DescribeJobResult xmlns="http://s3">{job}</DescribeJobResult>'
    case = {"protocol": REST_XML, "code": 200, "body": text.format(more="<Priority>12</Priority>")}
    params = {"Job": {"JobId": "a7", "CreationTime": 1597251915.243, "Priority": 12}}
    assert same(read_back(CONTROL, "DescribeJob", case), params)
    for one, other in (("12<", "13<"), (".243", ".244"), ("a7", "a8")):
        changed = case | {"body": case["body"].replace(one, other)}
        assert not same(read_back(CONTROL, "DescribeJob", changed), params)
    for more in (
        "<Priority>12</Priority>" * 2,
        "<Odd>1</Odd>",
        "<FailureReasons><item/></FailureReasons>",
    ):
        with pytest.raises((AssertionError, ValueError)):
            read_back(CONTROL, "DescribeJob", case | {"body": text.format(more=more)})


@each_operation
def test_the_code_of_each_error_is_where_its_protocol_has_it(out, operation):
    namespace = PREFIXES.get(operation.partition(":")[0], "com.amazonaws.")
    errors = [(t, c) for t, c in smithy_cases(out, operation) if c["code"] >= 300]
    codes = {
        shape.name: shape.error_code for shape in model.operation_model(operation).error_shapes
    }
    for target, case in errors:
        if case["protocol"] == "aws.protocols#restJson1":
            assert case["headers"]["x-amzn-errortype"] == target
        elif case["protocol"] in (QUERY, REST_XML):
            [code] = error_in(document_of(case), case).findall("Code")
            assert code.text == codes[target]
        else:
            value = document_of(case)
            assert value["__type"].startswith(namespace)
            assert value["__type"].endswith(f"#{target}")
    assert {target for target, _ in errors} == set(codes)


def seconds(value):
    """What botocore's own runner of such tests makes of an instant."""
    return parse_timestamp(value).astimezone(UTC).timestamp()


def texts(value):
    """What botocore's own runner makes of blobs, wherever they are."""
    if isinstance(value, dict):
        return {name: texts(item) for name, item in value.items()}
    if isinstance(value, list):
        return [texts(item) for item in value]
    return value.decode() if isinstance(value, bytes) else value


def botocore_runs(suite, given, response):
    """What botocore's own runner compares of a response."""
    parsed = texts(botocore_parses(suite, given, response, instants=seconds))
    if "Error" in parsed and response["status_code"] >= 300:
        told = parsed["Error"]
        parsed["Error"] = {name: told[name] for name in ("Code", "Message") if name in told}
    return parsed


def botocore_parses(suite, given, response, *, instants=parse_timestamp):
    """What botocore's parser makes of a response, by the shapes of the file alone."""
    service = ServiceModel(suite | {"operations": {given["name"]: given}})
    protocol = suite["metadata"]["protocol"]
    body = response["body"]
    is_cbor = protocol == "smithy-rpc-v2-cbor"
    http = {
        "status_code": response["status_code"],
        "headers": HeadersDict(response["headers"]),
        "body": base64.b64decode(body) if is_cbor else body.encode(),
        "context": {"operation_name": given["name"]},
    }
    parser = PROTOCOL_PARSERS[protocol](timestamp_parser=instants)
    parsed = parser.parse(http, OperationModel(given, service).output_shape)
    if response["status_code"] >= 300:
        shape = service.shape_for_error_code(parsed["Error"]["Code"])
        parsed |= parser.parse(http, shape)
    parsed.pop("ResponseMetadata", None)
    return parsed


def botocore_expects(case):
    if "result" in case:
        return case["result"]
    return {"Error": {"Code": case["errorCode"], "Message": case["errorMessage"]}, **case["error"]}


@each_operation
def test_botocore_parses_each_of_its_cases_as_the_file_says(out, operation):
    cases = [(s, c) for s in read(out, operation, "botocore") for c in s["cases"]]
    for suite, case in cases:
        parsed = botocore_runs(suite, case["given"], case["response"])
        assert same(parsed, botocore_expects(case)), case["id"]
    whole = {c["id"]: c for _, c in smithy_cases(out, operation)}
    told = {c["id"] for _, c in cases}
    assert told <= whole.keys()
    assert not [name for name in told if "Error" in whole[name]["params"]]
    for name in whole.keys() - told:
        if "Error" not in whole[name]["params"]:
            assert_no_message_is_read(read(out, operation, "botocore"), whole[name])


def assert_no_message_is_read(suites, case):
    """Where a query error has no message, botocore reads none; its runner wants an empty one."""
    suites = {s["metadata"]["protocol"]: s for s in suites}
    suite = suites[BOTOCORE_NAMES[case["protocol"]]]
    assert case["protocol"] == QUERY
    answer = {"status_code": case["code"], "headers": case["headers"], "body": case["body"]}
    parsed = botocore_runs(suite, suite["cases"][0]["given"], answer)
    assert set(parsed.pop("Error")) == {"Code"}
    assert same(parsed, case["params"])


@each_operation
def test_a_botocore_file_holds_the_shapes_it_needs_and_nothing_of_its_prose(out, operation):
    for suite in read(out, operation, "botocore"):
        assert set(suite) == {"description", "metadata", "shapes", "cases"}
        text = json.dumps(suite["shapes"])
        named = set(
            re.findall(r'"shape": "([^"]+)"', text + json.dumps(suite["cases"][0]["given"]))
        )
        assert named == set(suite["shapes"])
        assert '"documentation": "' not in text


@each_operation
def test_each_poll_of_a_history_is_read_as_its_params_and_the_whole_keeps_the_contract(
    out, operation
):
    contract = load(operation)
    suites = {s["metadata"]["protocol"]: s for s in read(out, operation, "botocore")}
    for history in read(out, operation, "histories"):
        suite = suites[BOTOCORE_NAMES[history["protocol"]]]
        given = suite["cases"][0]["given"]
        answers, statuses = [], []
        for poll in history["polls"]:
            assert ("base64" in poll) == history["protocol"].endswith("Cbor")
            body = poll.get("base64", poll.get("body"))
            response = {"status_code": poll["code"], "headers": poll["headers"], "body": body}
            assert same(botocore_runs(suite, given, response), poll["params"]), history["id"]
            answers.append(botocore_parses(suite, given, response))
            statuses.append(reduce(getitem, contract.status_steps, poll["params"]))
        assert history["statuses"] == statuses
        assert history["ending"] in (statuses[-1], "unfinished")
        assert [str(f) for f in check.check_history(contract, answers).findings] == []
