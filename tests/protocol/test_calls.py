"""A request is read as the call that it makes, or as none."""

from dataclasses import replace

import pytest

from aws_job_conformance.protocol import calls, model
from aws_job_conformance.protocol.http import HttpRequest


@pytest.mark.parametrize("url", ["http://[x/", "http://127.0.0.1[[[", "//]["])
def test_a_url_with_brackets_that_are_no_address_is_no_call(url):
    assert calls.read(HttpRequest("GET", url, {}, b""), ["sesv2:GetImportJob"]) is None


ACCOUNT = "000000000000"
JOB = b"""<?xml version="1.0"?><CreateJobRequest xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/">
<ConfirmationRequired>false</ConfirmationRequired><Priority>7</Priority>
<Manifest><Spec><Fields><member>Bucket</member><member>Key</member></Fields></Spec></Manifest>
</CreateJobRequest>"""


@pytest.mark.parametrize(
    ("body", "rest"),
    [
        (
            JOB,
            {
                "ConfirmationRequired": False,
                "Priority": 7,
                "Manifest": {"Spec": {"Fields": ["Bucket", "Key"]}},
            },
        ),
        (JOB.replace(b"7", b"many"), {"Priority": "many"}),
        (b"<CreateJobRequest><Manifest>none</Manifest></CreateJobRequest>", {"Manifest": "none"}),
        (b"", {}),
        (b"{}", {}),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><CreateJobRequest/>", {}),
        (b"<a>" * 100_000, {}),
    ],
    ids=["whole", "no number", "no structure", "empty", "JSON", "an entity", "nested"],
)
def test_an_input_in_xml_is_read_by_the_model_and_the_account_from_its_header(body, rest):
    request = HttpRequest(
        "POST", "http://127.0.0.1/v20180820/jobs", {"x-amz-account-id": ACCOUNT}, body
    )
    found = calls.read(request, ["s3control:CreateJob"])
    assert found.params["AccountId"] == ACCOUNT
    assert rest.items() <= found.params.items()
    assert rest or set(found.params) == {"AccountId"}


SIGNED = "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/{}/aws4_request, SignedHeaders=host"
PRESIGNED = "?X-Amz-Credential=AKIAEXAMPLE%2F20260101%2F{}%2Faws4_request"
ALIKE = ("iot:DescribeJob", "macie2:DescribeClassificationJob")


@pytest.mark.parametrize("asked", ALIKE)
@pytest.mark.parametrize("among", [ALIKE, ALIKE[::-1]])
@pytest.mark.parametrize("region", ["us-east-1/", ""], ids=["of a region", "of all regions"])
@pytest.mark.parametrize("is_url", [False, True], ids=["a header", "a presigned URL"])
def test_of_two_services_with_one_path_the_signature_says_which(asked, among, region, is_url):
    scope = region + asked.partition(":")[0]
    query = PRESIGNED.format(scope.replace("/", "%2F")) if is_url else ""
    headers = {} if is_url else {"authorization": SIGNED.format(scope)}
    request = HttpRequest("GET", f"https://here.invalid/jobs/1{query}", headers, b"")
    assert calls.read(request, among).operation == asked
    assert calls.read(request, [name for name in among if name != asked]) is None


def test_a_request_that_nobody_signed_is_of_the_first_of_two_with_one_path():
    for headers in ({}, {"authorization": "Bearer a/20260101/x"}, {"authorization": "Credential="}):
        request = HttpRequest("GET", "https://here.invalid/jobs/1", headers, b"")
        assert [calls.read(request, names).operation for names in (ALIKE, ALIKE[::-1])] == [*ALIKE]


PATHS = {
    "elastictranscoder:ReadJob": "/2012-09-25/jobs/1",
    "mediaconvert:GetJob": "/2017-08-29/jobs/1",
    "location:GetJob": "/metadata/v0/jobs/1",
    "iot:DescribeJobExecution": "/things/x/jobs/1",
    "glacier:DescribeJob": "/000000000000/vaults/x/jobs/1",
    "iot:DescribeJob": "/elsewhere/jobs/1",
}


@pytest.mark.parametrize("operation", PATHS)
def test_the_path_of_which_most_is_an_operations_own_is_its_call(operation):
    request = HttpRequest("GET", f"https://here.invalid{PATHS[operation]}", {}, b"")
    for among in ([*PATHS], [*PATHS][::-1]):
        assert calls.read(request, among).operation == operation


@pytest.mark.parametrize(
    ("operation", "host", "path", "endpoint"),
    [
        ("omics:GetRun", "workflows-omics.us-east-1.amazonaws.com", "/run/1", "omics.us-east-1"),
        ("omics:GetRun", "omics.us-east-1.amazonaws.com", "/run/1", "omics.us-east-1"),
        ("omics:GetRun", "workflows-", "/run/1", None),
        ("location:GetJob", "METADATA.geo.here", "/metadata/v0/jobs/1", "geo.here"),
        ("s3control:DescribeJob", f"{ACCOUNT}.here:80", "/v20180820/jobs/1", "here:80"),
        ("s3control:DescribeJob", "111111111111.here", "/v20180820/jobs/1", None),
        ("s3control:DescribeJob", "here", "/v20180820/jobs/1", None),
    ],
)
def test_what_an_operation_puts_before_a_host_is_no_part_of_the_endpoint(
    operation, host, path, endpoint
):
    request = HttpRequest("GET", f"https://{host}{path}", {"x-amz-account-id": ACCOUNT}, b"")
    call = calls.read(request, [operation])
    assert call.operation == operation
    assert call.endpoint.startswith(f"https://{endpoint or host}")
    assert call.has_host_prefix == (len(call.endpoint) < len(f"https://{host}"))
    assert call.has_host_prefix or endpoint is None or host.startswith(endpoint)


MAIL = "mailmanager:GetAddressListImportJob"
IN_CBOR = {"smithy-protocol": "rpc-v2-cbor"}


@pytest.mark.parametrize(
    ("operation", "headers"),
    [
        (MAIL, IN_CBOR),
        (MAIL, {"content-type": "application/cbor"}),
        ("cloudwatchomni:GetTelemetryQueryResults", {}),  # it speaks nothing else
    ],
)
def test_a_call_in_cbor_is_known_by_its_path_and_its_input_is_read(operation, headers):
    service = model.service_model(operation.partition(":")[0]).metadata["targetPrefix"]
    name = operation.partition(":")[2]
    path = f"/service/{service}/operation/{name}"
    sent = HttpRequest("POST", f"https://here.invalid/a/prefix{path}", headers, b"\xa1eJobIdaj")
    call = calls.read(sent, ["sesv2:GetImportJob", MAIL, operation])
    assert (call.operation, call.params) == (operation, {"JobId": "j"})
    assert call.endpoint == "https://here.invalid/a/prefix"
    for other in (
        replace(sent, method="GET"),
        replace(sent, url="https://here.invalid/"),
        replace(sent, url=f"https://here.invalid{path}s"),
    ):
        assert calls.read(other, [operation]) is None
    for body in (b"", b"\xff", b"{}", b"\x9f" * 100_000):
        assert calls.read(replace(sent, body=body), [operation]).params == {}
