"""Vectors, read back without `encode`: by botocore's parsers, by json and by cbor2."""

import base64
import json
import re
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import getitem

import cbor2
import pytest
from botocore.awsrequest import HeadersDict
from botocore.model import OperationModel, ServiceModel
from botocore.parsers import PROTOCOL_PARSERS
from botocore.utils import parse_timestamp
from support.contract_tables import each_operation_the_six_first
from support.vector_files import asked_for, read, smithy_cases

from aws_job_conformance import vectors
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
}
SES = "sesv2:GetImportJob"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

each_operation = each_operation_the_six_first


@pytest.fixture(scope="module")
def out(tmp_path_factory, request):
    folder = tmp_path_factory.mktemp("vectors")
    vectors.write(asked_for(request), folder)
    return folder


def same(one, other):
    """Equal as JSON is: true is no 1, but 5 is 5.0."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def bytes_of(case):
    """The body of a case of Smithy's form, or of a poll."""
    if case.get("bodyMediaType") == "application/cbor":
        return base64.b64decode(case["body"], validate=True)
    return base64.b64decode(case["base64"]) if "base64" in case else case["body"].encode()


def decoded(shape, value):
    """A value of a body as docs/vectors.md states it."""
    if shape.type_name == "structure":
        inner = {m.serialization.get("name", n): (n, m) for n, m in shape.members.items()}
        known = {inner[name]: item for name, item in value.items() if name in inner}
        return {name: decoded(member, item) for (name, member), item in known.items()}
    if shape.type_name == "list":
        return [decoded(shape.member, item) for item in value]
    if shape.type_name == "map":
        return {name: decoded(shape.value, item) for name, item in value.items()}
    if shape.type_name == "blob":
        return (value if isinstance(value, bytes) else base64.b64decode(value)).decode()
    if shape.type_name == "timestamp" and not isinstance(value, (int, float)):
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return (moment - EPOCH) / timedelta(seconds=1)
    return value


def read_back(operation, target, case):
    """The parameters that the bytes of a case hold, by json and cbor2 alone."""
    found = model.operation_model(operation)
    body = bytes_of(case)
    value = cbor2.loads(body) if case["protocol"].endswith("Cbor") else json.loads(body)
    if target == found.name:
        payload = found.output_shape.serialization.get("payload")
        return decoded(found.output_shape, {payload: value} if payload else value)
    return decoded(found.service_model.shape_for(target), value)


def one_digit_changed(params):
    """The parameters with their last digit, if they have one, made another."""
    text = json.dumps(params, ensure_ascii=False)
    at = max((found.start() for found in re.finditer(r"[0-9]", text)), default=None)
    if at is None:
        return None
    return json.loads(f"{text[:at]}{8 if text[at] == '9' else int(text[at]) + 1}{text[at + 1 :]}")


@each_operation
def test_the_bytes_of_each_smithy_case_hold_its_params(out, operation, record_testsuite_property):
    cases = list(smithy_cases(out, operation))
    for target, case in cases:
        assert same(read_back(operation, target, case), case["params"]), case["id"]
    told = json.loads((out / "index.json").read_bytes())["operations"][operation]
    assert len(cases) == told["responses"] + told["errors"]
    record_testsuite_property(f"vectors read back: {operation}", len(cases))


@each_operation
def test_one_digit_changed_in_the_params_is_caught(out, operation):
    broken = 0
    for target, case in smithy_cases(out, operation):
        params = one_digit_changed(case["params"])
        if params is not None:
            broken += 1
            assert not same(read_back(operation, target, case), params), case["id"]
    assert broken >= vectors.COUNT / 2


def test_one_digit_changed_in_a_body_is_caught():
    for body in (b'{"JobId":"a7","FailedRecordsCount":12}', b'{"CreatedTimestamp":1597251915.243}'):
        case = {"protocol": "aws.protocols#restJson1", "body": body.decode()}
        case["params"] = read_back(SES, "GetImportJob", case)
        case["body"] = json.dumps(one_digit_changed(json.loads(body)))
        assert not same(read_back(SES, "GetImportJob", case), case["params"])


@each_operation
def test_the_code_of_each_error_is_where_its_protocol_has_it(out, operation):
    namespace = PREFIXES.get(operation.partition(":")[0], "com.amazonaws.")
    errors = [(t, c) for t, c in smithy_cases(out, operation) if c["code"] >= 300]
    for target, case in errors:
        if case["protocol"] == "aws.protocols#restJson1":
            assert case["headers"]["x-amzn-errortype"] == target
        else:
            is_cbor = case["protocol"].endswith("Cbor")
            value = cbor2.loads(bytes_of(case)) if is_cbor else json.loads(bytes_of(case))
            assert value["__type"].startswith(namespace)
            assert value["__type"].endswith(f"#{target}")
    assert {target for target, _ in errors} == {
        shape.name for shape in model.operation_model(operation).error_shapes
    }


def seconds(value):
    """What botocore's own runner of such tests makes of an instant."""
    return parse_timestamp(value).astimezone(UTC).timestamp()


def botocore_parses(suite, given, response, *, instants=seconds):
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
        parsed["Error"] = {name: parsed["Error"][name] for name in ("Code", "Message")}
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
        parsed = botocore_parses(suite, case["given"], case["response"])
        assert same(parsed, botocore_expects(case)), case["id"]
    told = {c["id"] for _, c in cases}
    left_out = {c["id"] for _, c in smithy_cases(out, operation) if "Error" in c["params"]}
    assert told == {c["id"] for _, c in smithy_cases(out, operation)} - left_out


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
            assert same(botocore_parses(suite, given, response), poll["params"]), history["id"]
            answers.append(botocore_parses(suite, given, response, instants=parse_timestamp))
            statuses.append(reduce(getitem, contract.status_steps, poll["params"]))
        assert history["statuses"] == statuses
        assert history["ending"] in (statuses[-1], "unfinished")
        assert [str(f) for f in check.check_history(contract, answers).findings] == []
