"""A path is of the operation that a router would take it for, whatever stands before it."""

import time

import pytest

from aws_job_conformance.protocol import model, routes

MRAP = "/v20180820/mrap/instances"
PATHS = [
    ("iot:DescribeJob", "GET", "/jobs/1", "", {"jobId": "1"}),
    ("iot:DescribeJob", "GET", "/a/prefix/jobs/1", "/a/prefix", {"jobId": "1"}),
    ("iot:DescribeJob", "GET", "/jobs/a%2Fb%2B", "", {"jobId": "a/b+"}),
    ("iot:DescribeJob", "GET", "/things/x/jobs/1", None, "DescribeJobExecution is nearer"),
    ("iot:DescribeJobExecution", "GET", "/things/x/jobs/1", "", {"thingName": "x", "jobId": "1"}),
    ("iot:DescribeJob", "DELETE", "/jobs/1", None, "another method"),
    ("iot:DescribeJob", "GET", "/jobs/", None, "nothing stands for the label"),
    ("iot:DescribeJob", "GET", "/jobs/1/", None, "a slash more"),
    ("iot:DescribeJob", "GET", "/Jobs/1", None, "another literal"),
    ("iot:DescribeJob", "GET", "", None, "no path"),
    ("appsync:GetApiCache", "GET", "/v1/apis/x/ApiCaches", "", {"apiId": "x"}),
    ("efs:DescribeTags", "GET", "/2015-02-01/tags/x/", "", {"FileSystemId": "x"}),
    ("s3:GetObject", "GET", "/bucket/a/key", "", {"Bucket": "bucket", "Key": "a/key"}),
    ("s3:ListObjects", "GET", "/bucket", "", {"Bucket": "bucket"}),
    ("sesv2:GetImportJob", "GET", "/v2/email/import-jobs/list", "", {"JobId": "list"}),
    ("sesv2:ListImportJobs", "POST", "/v2/email/import-jobs/list", "", {}),
    # A greedy label takes slashes, and what stands after it is looked for at the end.
    ("s3control:GetMultiRegionAccessPoint", "GET", f"{MRAP}/a/b", "", {"name": "a/b"}),
    ("s3control:GetMultiRegionAccessPoint", "GET", f"{MRAP}/a/b/policy", None, "a policy"),
    ("s3control:GetMultiRegionAccessPointPolicy", "GET", f"{MRAP}/a/b/policy", "", {"name": "a/b"}),
    ("s3control:GetMultiRegionAccessPointPolicy", "GET", f"{MRAP}/policy", None, "no name"),
    ("apigatewayv2:GetTags", "GET", "/v2/tags/arn%3Aa/b", None, "its label takes no slash"),
    ("macie2:ListTagsForResource", "GET", "/tags/arn", "", {"resourceArn": "arn"}),
]


def matched(operation, method, path, query=""):
    return routes.match(model.operation_model(operation), method, path, query)


@pytest.mark.parametrize(("operation", "method", "path", "prefix", "labels"), PATHS)
def test_a_path_is_of_the_operation_that_is_nearest(operation, method, path, prefix, labels):
    found = matched(operation, method, path)
    if prefix is None:
        assert found is None, labels
    else:
        assert (found.prefix, found.labels) == (prefix, labels)


@pytest.mark.parametrize(
    ("operation", "query", "is_one"),
    [
        ("chime-sdk-meetings:BatchCreateAttendee", "operation=batch-create", True),
        ("chime-sdk-meetings:BatchCreateAttendee", "a=b&operation=batch-create", True),
        ("chime-sdk-meetings:BatchCreateAttendee", "operation=other", False),
        ("chime-sdk-meetings:BatchCreateAttendee", "", False),
        ("chime-sdk-meetings:CreateAttendee", "", True),
        ("chime-sdk-meetings:CreateAttendee", "operation=batch-create", False),
    ],
)
def test_what_a_path_says_in_its_query_tells_operations_apart(operation, query, is_one):
    found = matched(operation, "POST", "/meetings/m/attendees", query)
    assert (found is not None) == is_one


def test_every_operation_of_a_service_is_told_from_every_other():
    for service in ("iot", "macie2", "s3control", "glacier", "chime-sdk-voice"):
        known = model.service_model(service)
        for name in known.operation_names:
            own = known.operation_model(name)
            path, _, query = own.http["requestUri"].partition("?")
            text = path.replace("{", "x").replace("+}", "").replace("}", "")
            found = routes.match(own, own.http["method"], text, query)
            assert found is not None, name
            assert found.prefix == ""


@pytest.mark.parametrize(
    "operation", ["iot:DescribeJob", "s3:GetObject", "macie2:ListTagsForResource"]
)
@pytest.mark.parametrize("step", ["/", "/a", "/tags", "/tags/x", "/jobs/x"])
def test_a_path_as_long_as_it_may_be_is_read_at_once_and_a_longer_one_not_at_all(operation, step):
    long = (step * 8192)[:8192]
    began = time.process_time()
    matched(operation, "GET", long)
    assert time.process_time() - began < 1
    assert matched(operation, "GET", f"{long}/jobs/x") is None
