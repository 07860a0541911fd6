"""What the shipped cassettes claim: AWS's own words value by value, and nothing else as them."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
import yaml
from support.contract_tables import each_of_the_six
from support.places import ROOT

from aws_job_conformance.catalog import load
from aws_job_conformance.runner import selection
from aws_job_conformance.runner.options import Options
from aws_job_conformance.targets.cassettes.reader import ORIGINS
from aws_job_conformance.targets.cassettes.replay import calls_of

EVIDENCE = ROOT.parent / "shared" / "evidence"
STORIES = selection.stories(Options())
PARTIAL = {
    "customer-profiles:GetUploadJob": "partially-succeeded",
    "dynamodb:DescribeImport": "completed-with-errors",
    "mailmanager:GetAddressListImportJob": "completed-with-failed-addresses",
    "pinpoint:GetExportJob": "completed-with-failed-endpoints",
    "pinpoint:GetImportJob": "completed-with-failed-endpoints",
    "sesv2:GetImportJob": "completed-with-failed-records",
}


def bodies(story):
    """Return the bodies of a story, each under the operation it answers."""
    interactions = yaml.safe_load(story.path.read_text("utf-8"))["interactions"]
    return [
        (call.operation, json.loads(interaction["response"]["body"]["string"]))
        for call, interaction in zip(calls_of(story), interactions, strict=True)
    ]


def told(origin):
    return [story for story in STORIES if story.origin == origin]


def on_the_wire(evidence):
    """Return the payload of a piece of evidence as it travels: Pinpoint's without its wrapping."""
    operation, payload = evidence["operation"], evidence["payload"]
    wrapping = load(operation).x_job["wire"].get("payload")
    return operation, payload[wrapping] if evidence["view"] == "response" else payload


def same(one, other):
    """Return whether two JSON values are the same: 1 is neither 1.0 nor true."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


@pytest.mark.skipif(not EVIDENCE.is_dir(), reason="the evidence is not here")
def test_what_aws_published_is_in_a_cassette_each_value_by_value():
    published = [on_the_wire(json.loads(path.read_text())) for path in EVIDENCE.glob("*.json")]
    cassettes = [body for story in told("aws-documentation") for body in bodies(story)]
    assert len(published) == len(cassettes) > 0
    for operation, payload in published:
        assert any(name == operation and same(body, payload) for name, body in cassettes)


@each_of_the_six
def test_each_of_the_six_has_a_story_to_each_final_status(operation):
    contract = load(operation)
    ends = {end(story) for story in STORIES if story.operation == operation and not story.missing}
    assert set(contract.status.final) <= ends


def end(story):
    """Return the last status of a story's job."""
    contract = load(story.operation)
    _, value = bodies(story)[-1]
    payload = contract.x_job["wire"].get("payload")
    for step in contract.status_steps[1 if payload else 0 :]:
        value = value[step]
    return value


@each_of_the_six
def test_each_of_the_six_has_a_partial_failure_and_a_missing_job(operation):
    own = {story.name: story for story in STORIES if story.operation == operation}
    contract = load(operation)
    assert end(own[PARTIAL[operation]]) in (*contract.status.success, *contract.status.partial)
    assert any(count > 0 for count in failures(bodies(own[PARTIAL[operation]])[-1][1]))
    assert [name for name, story in own.items() if story.missing] == ["missing-job"]


def failures(value):
    """Return the counts of failures anywhere in a body."""
    for name, item in value.items() if isinstance(value, dict) else ():
        if isinstance(item, int) and ("Fail" in name or "Error" in name):
            yield item
        yield from failures(item)


def test_no_host_of_what_is_not_aws_can_be_mistaken_for_it():
    hosts = {
        urlsplit(request.url).hostname
        for story in STORIES
        if story.origin != "aws"
        for request in story.requests
    }
    assert hosts
    assert {host for host in hosts if not host.endswith(".invalid")} == {"127.0.0.1"}


def test_no_cassette_claims_to_be_recorded_of_aws():
    assert {story.origin for story in STORIES} <= set(ORIGINS) - {"aws"}
