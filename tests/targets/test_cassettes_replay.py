"""A recorded call is made again where it was made, whatever its operation puts before the host."""

import pytest
import yaml
from support.stories import put

from aws_job_conformance.targets import origin
from aws_job_conformance.targets.cassettes import reader, tape
from aws_job_conformance.targets.cassettes.replay import calls_of, replay

ACCOUNT = "000000000000"
JOB = "<DescribeJobResult><Job><JobId>j</JobId><Status>New</Status></Job></DescribeJobResult>"
ASKED = [
    ("omics:GetRun", "workflows-omics.us-east-1.amazonaws.com", "/run/1", "{}"),
    ("omics:GetRun", "omics.us-east-1.amazonaws.com", "/run/1", "{}"),
    ("omics:GetRun", "127.0.0.1:5000", "/run/1", "{}"),
    ("location:GetJob", "metadata.geo.us-east-1.amazonaws.com", "/metadata/v0/jobs/1", "{}"),
    ("location:GetJob", "metadata.localhost:4566", "/metadata/v0/jobs/1", "{}"),
    ("s3control:DescribeJob", f"{ACCOUNT}.s3-control.us-east-1.amazonaws.com",
     "/v20180820/jobs/1", JOB),
    ("s3control:DescribeJob", f"{ACCOUNT}.localhost:4566", "/v20180820/jobs/1", JOB),
    ("s3control:DescribeJob", "127.0.0.1:5000", "/v20180820/jobs/1", JOB),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "host", "path", "body"), ASKED)
def test_a_call_is_made_again_where_it_was_made(operation, host, path, body, tmp_path):
    server = "aws" if host.endswith(".amazonaws.com") else None
    request = {
        "method": "GET",
        "uri": f"https://{host}{path}",
        "headers": {"x-amz-account-id": [ACCOUNT]},
        "body": None,
    }
    answer = {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": {"string": body}}
    cassette = {
        "version": 1,
        "conformance": {"origin": server or "emulator x 1"},
        "interactions": [{"request": request, "response": answer}] * 2,
    }
    inside = f"{operation.replace(':', '/')}/story.yaml"
    put(tmp_path, {inside: yaml.safe_dump(cassette)})
    [story] = reader.shelf(tmp_path).stories
    with tape.playing(story) as played:
        made = calls_of(story)
        asked = list(replay(made))
    assert [one.request.url for one in asked] == [f"https://{host}{path}"] * 2
    assert [one.raised for one in asked] == [None] * 2
    assert played.play_count == 2
    assert {origin.origin(one.endpoint, operation.partition(":")[0]) for one in made} == {server}
