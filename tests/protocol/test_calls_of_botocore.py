"""Requests as botocore writes them, read back into the calls that made them."""

from __future__ import annotations

from functools import cache

import botocore.awsrequest
import pytest
from botocore import xform_name
from hypothesis import example, given
from hypothesis import strategies as st
from support.covering import examples

from aws_job_conformance.core.shipped import names
from aws_job_conformance.protocol import calls, http, model
from aws_job_conformance.protocol.http import HttpRequest
from aws_job_conformance.targets.cassettes._interactions import text

NASTY = "a b/c%2F+d?e&f=g#ü€🦆'\"\\:@;,~._-"
ENDPOINT = "https://synthetic.invalid"
SESSION = model.new_session()


class Sender:
    """A botocore client that keeps what it would send, and sends nothing."""

    def __init__(self, operation, endpoint=ENDPOINT):
        service, _, self.name = operation.partition(":")
        self.client = SESSION.create_client(
            service,
            region_name="us-east-1",
            endpoint_url=endpoint,
            aws_access_key_id="a",
            aws_secret_access_key="b",
        )
        self.client.meta.events.register("before-send", self.keep)

    def keep(self, request, **_):
        self.kept = request
        answer = botocore.awsrequest.AWSResponse(request.url, 200, {}, None)
        is_xml = self.client.meta.service_model.resolved_protocol in ("query", "ec2", "rest-xml")
        xml = f"<a><{self.name}Result/><ResponseMetadata/></a>".encode()
        answer._content = xml if is_xml else b"{}"
        return answer

    def request(self, params):
        """Return the request of a call, as a cassette holds it."""
        getattr(self.client, xform_name(self.name))(**params)
        headers = {name.lower(): text(value) for name, value in self.kept.headers.items()}
        body = self.kept.body or b""
        body = body if isinstance(body, bytes) else body.encode()
        return HttpRequest(self.kept.method, self.kept.url, headers, body)


sender = cache(Sender)
ids = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=100)
ids = ids.filter(lambda name: name not in (".", ".."))  # these two are steps of a path in any URL


def asking(operation, name):
    """Return the input of an operation: a text for each member it requires, or for its first."""
    members = model.operation_model(operation).input_shape.members
    texts = [at for at, shape in members.items() if shape.type_name == "string"]
    lists = [at for at, shape in members.items() if takes_texts(shape)]
    wanted = model.required_inputs(operation) or (texts + lists)[:1]
    return {at: asked(members[at], name) for at in wanted}


def takes_texts(shape):
    return shape.type_name == "list" and shape.member.type_name == "string"


def asked(shape, name):
    """Return a text that botocore sends for a member, as long as its model wants; or it, listed."""
    if shape.type_name == "list":
        return [asked(shape.member, name)]
    if shape.serialization.get("hostLabel"):  # of which no other text is sent
        return f"a-{name.encode().hex()}"[:63].rstrip("-")
    return (name * max(shape.metadata.get("min", 1), 1))[: shape.metadata.get("max")]


@pytest.mark.parametrize("operation", names())
def test_a_request_that_botocore_wrote_is_read_back_into_its_call(operation):
    @examples(operation, many=40, few=8)  # beside the hard ones below
    @given(name=ids)
    @example(NASTY)
    @example("+")
    @example("%2F")
    @example("\x00\x1f\x7f")
    def each(name):
        params = asking(operation, name)
        read = calls.read(sender(operation).request(params), names())
        assert read == http.Call(operation, params, ENDPOINT)

    each()


OTHERS = {
    "pinpoint:CreateImportJob": {
        "ApplicationId": NASTY,
        "ImportJobRequest": {
            "Format": "CSV",
            "RoleArn": NASTY,
            "S3Url": NASTY,
            "RegisterEndpoints": False,
        },
    },
    "dynamodb:ImportTable": {
        "ClientToken": NASTY,
        "S3BucketSource": {"S3Bucket": "b"},
        "InputFormat": "CSV",
        "TableCreationParameters": {
            "TableName": "name",
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        },
    },
    "sesv2:ListImportJobs": {"PageSize": 10, "NextToken": NASTY},
    "pinpoint:GetImportJobs": {"ApplicationId": "a", "PageSize": "5", "Token": NASTY},
}


@pytest.mark.parametrize("operation", OTHERS)
@pytest.mark.parametrize("prefix", ["", "/a/prefix"])
def test_bodies_queries_and_prefixes_are_read_back_too(operation, prefix):
    params = OTHERS[operation]
    request = Sender(operation, ENDPOINT + prefix).request(params)
    assert calls.read(request, [operation]) == http.Call(operation, params, ENDPOINT + prefix)


@pytest.mark.parametrize("operation", names())
def test_a_request_of_one_operation_is_no_call_of_another(operation):
    request = sender(operation).request(asking(operation, "x"))
    assert calls.read(request, [other for other in names() if other != operation]) is None


def test_what_is_no_request_of_ours_is_no_call():
    url = f"{ENDPOINT}/v2/email/import-jobs/x"
    target = {"x-amz-target": "MailManagerSvc.GetAddressListImportJob"}
    for request in (
        HttpRequest("PUT", url, {}, b""),
        HttpRequest("GET", f"{url}/y", {}, b""),
        HttpRequest("GET", ENDPOINT, {}, b""),
        HttpRequest("POST", ENDPOINT, {"x-amz-target": "DynamoDB_20120810.ListImports"}, b"{}"),
    ):
        assert calls.read(request, names()) is None
    for body in (b"not JSON", b"[]", b"", b"\xff"):
        read = calls.read(HttpRequest("POST", ENDPOINT, target, body), names())
        assert (read.operation, read.params) == ("mailmanager:GetAddressListImportJob", {})


def test_calls_with_the_same_input_ask_for_the_same_job():
    first = http.Call("sesv2:GetImportJob", {"JobId": "x", "Other": 1}, ENDPOINT)
    second = http.Call("sesv2:GetImportJob", {"Other": 1, "JobId": "x"}, f"{ENDPOINT}/elsewhere")
    assert first.job == second.job
    assert first.job != http.Call("sesv2:GetImportJob", {"JobId": "y"}, ENDPOINT).job
    assert first.job != http.Call("sesv2:PutImportJob", first.params, ENDPOINT).job
