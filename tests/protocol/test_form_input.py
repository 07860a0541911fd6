"""Forms read back into inputs: what botocore's serializers write of query and ec2."""

from __future__ import annotations

from urllib.parse import urlencode

import botocore.serialize
import pytest

from aws_job_conformance.protocol import form_input
from aws_job_conformance.protocol.model import operation_model

INPUTS = [
    ("cloudformation:DescribeStacks", {"StackName": "a & b=%2F+é"}),
    ("cloudformation:DescribeStacks", {}),
    (
        "cloudformation:CreateStack",
        {
            "StackName": "one",
            "Parameters": [
                {"ParameterKey": "K", "ParameterValue": "1", "UsePreviousValue": True},
                {"ParameterKey": "L"},
            ],
            "Capabilities": ["CAPABILITY_IAM"],
            "TimeoutInMinutes": 5,
            "RollbackConfiguration": {"RollbackTriggers": [{"Arn": "a", "Type": "t"}]},
        },
    ),
    ("sns:SetEndpointAttributes", {"EndpointArn": "a", "Attributes": {"k": "v", "l": "w"}}),
    ("rds:DescribeExportTasks", {"Filters": [{"Name": "n", "Values": ["a", "b"]}]}),
    (
        "ec2:DescribeImportImageTasks",
        {"ImportTaskIds": ["a", "b"], "MaxResults": 7, "DryRun": False},
    ),
    ("ec2:ImportImage", {"DiskContainers": [{"Format": "vmdk", "UserBucket": {"S3Bucket": "b"}}]}),
]


def sent(operation, params):
    model = operation_model(operation)
    protocol = model.service_model.resolved_protocol
    request = botocore.serialize.create_serializer(protocol).serialize_to_request(params, model)
    body = request["body"]
    return body if isinstance(body, bytes) else urlencode(body).encode()


@pytest.mark.parametrize(("operation", "params"), INPUTS)
def test_what_botocore_writes_is_read_as_it_was_given(operation, params):
    assert form_input.read(operation_model(operation), sent(operation, params)) == params


def test_a_form_of_another_operation_or_another_version_is_no_call_of_this_one():
    body = sent("cloudformation:DescribeStacks", {"StackName": "a"})
    assert form_input.read(operation_model("cloudformation:ListStacks"), body) is None
    other = body.replace(b"2010-05-15", b"2011-05-15")
    assert form_input.read(operation_model("cloudformation:DescribeStacks"), other) is None


@pytest.mark.parametrize("body", [b"", b"{}", b"\xff\xfe", b"Action=", b"a&" * 3000])
def test_what_is_no_form_is_no_call(body):
    assert form_input.read(operation_model("cloudformation:DescribeStacks"), body) is None


def test_what_is_no_number_stays_text():
    form = b"Action=CreateStack&Version=2010-05-15&StackName=a&TimeoutInMinutes=soon"
    found = form_input.read(operation_model("cloudformation:CreateStack"), form)
    assert found == {"StackName": "a", "TimeoutInMinutes": "soon"}
