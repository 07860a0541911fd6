"""A request is read as the call that it makes, or as none."""

import pytest

from aws_job_conformance.protocol import calls
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
