"""What our waiters look at and call a success or a failure, beside models and official waiters."""

import json

import botocore.waiter
import pytest
from jmespath.parser import Parser
from support.contract_tables import TOML
from support.written_waiters import ours

from aws_job_conformance import waiters
from aws_job_conformance.authoring import infer
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.protocol import model, raw_models


def shape_of(node, shape):
    """Return the shape a JMESPath of ours leads to, as botocore's own tests of waiters ask."""
    kind = node["type"]
    if kind == "field":
        return shape.members[node["value"]]
    if kind in ("subexpression", "projection"):
        for child in node["children"]:
            shape = shape_of(child, shape)
        return shape
    if kind == "flatten":
        return shape_of(node["children"][0], shape).member
    if kind in ("identity", "current"):
        return shape
    assert (kind, node["value"]) == ("function_expression", "contains")
    return shape_of(node["children"][1], shape)


def enum_of(operation, shape):
    """Return the values of a status: the model's, or those that a contract has from its prose."""
    if shape.enum:
        return set(shape.enum)
    said = TOML[operation]["member"][TOML[operation]["status"]["at"]]
    assert said["tier"] == "documented"
    assert said["source"]
    return set(said["enum"])


def only_stops(operation):
    """Return whether a contract knows no end but a stop, well or not, as of a task of ECS."""
    life = TOML[operation]["status"] if operation in TOML else {"failure": "inferred"}
    return life.keys().isdisjoint(("success", "partial", "failure"))


@pytest.mark.thorough  # every job operation there is
def test_each_path_of_each_waiter_leads_to_a_status_and_each_status_is_in_its_enum():
    for operation, name, waiter in ours():
        looked = [a for a in waiter["acceptors"] if a["matcher"].startswith("path")]
        states = {acceptor["state"] for acceptor in looked}
        wanted = {"success"} if only_stops(operation) else {"success", "failure"}
        assert states == wanted, (operation, name)
        for acceptor in looked:
            tree = Parser().parse(acceptor["argument"]).parsed
            shape = shape_of(tree, model.output(operation))
            said = acceptor["expected"]
            values = json.loads(acceptor["argument"].split("`")[1]) if said is True else [said]
            assert set(values) <= enum_of(operation, shape), (operation, name)


@pytest.mark.thorough  # as above
def test_each_error_of_each_waiter_is_one_its_operation_documents_or_somebody_saw():
    for operation, name, waiter in ours():
        known = set(model.errors(operation))
        missing = TOML.get(operation, {}).get("missing", {})
        if "source" in missing:  # who saw what no model has
            known |= {missing.get("error"), *missing.get("also", ())}
        for acceptor in waiter["acceptors"]:
            if acceptor["matcher"] == "error":
                assert acceptor["expected"] in known, (operation, name)


def ends(waiter):
    """Return the statuses at which a waiter stops well, and those at which it stops badly."""
    out = {"success": set(), "failure": set()}
    for acceptor in waiter["acceptors"]:
        if acceptor["matcher"].startswith("path") and acceptor["state"] in out:
            said = acceptor["expected"]
            values = json.loads(acceptor["argument"].split("`")[1]) if said is True else [said]
            out[acceptor["state"]] |= set(values)
    return out["success"], out["failure"]


@pytest.mark.parametrize(
    ("operation", "name", "unsaid"),
    [
        ("dynamodb:DescribeImport", "ImportCompleted", set()),
        pytest.param(
            "dynamodb:DescribeBulkOperation",
            "BulkOperationCompleted",
            set(),
            marks=pytest.mark.pinned_botocore,  # the lowest lacks this waiter
        ),
        ("transcribe:GetTranscriptionJob", "TranscriptionJobCompleted", set()),
        ("transcribe:GetMedicalTranscriptionJob", "MedicalTranscriptionJobCompleted", set()),
        # A job that was cancelled, or could not be, is at its end too, says the waiter of exports;
        # this one polls it until it gives up.
        (
            "healthlake:DescribeFHIRImportJob",
            "FHIRImportJobCompleted",
            {"CANCEL_COMPLETED", "CANCEL_FAILED"},
        ),
        ("cloudcontrol:GetResourceRequestStatus", "ResourceRequestSuccess", set()),
        ("codedeploy:GetDeployment", "DeploymentSuccessful", set()),
        ("arc-region-switch:GetPlanExecution", "PlanExecutionCompleted", set()),
        ("location:GetJob", "JobCompleted", set()),
    ],
)
def test_an_official_waiter_calls_the_same_statuses_a_success_and_a_failure(
    operation, name, unsaid
):
    official = ends(raw_models.waiters(operation.partition(":")[0])[name])
    own_good, own_bad = ends(waiters.waiter(operation))
    assert (own_good, own_bad - unsaid) == official


def test_lists_are_waited_for_until_every_job_is_at_its_end():
    one = {"jobs": [{"status": "SUCCEEDED"}, {"status": "RUNNING"}]}
    assert verdict("batch:DescribeJobs", one) is None
    one["jobs"][1]["status"] = "SUCCEEDED"
    assert verdict("batch:DescribeJobs", one) == "success"
    one["jobs"][0]["status"] = "FAILED"
    assert verdict("batch:DescribeJobs", one) == "failure"
    assert verdict("batch:DescribeJobs", {"jobs": []}) is None
    assert "name them by their ids" in waiters.waiter("batch:DescribeJobs")["description"]


def test_what_goes_round_and_never_ends_has_no_waiter():
    assert "glue:GetCrawler" not in waiters.operations()
    with pytest.raises(InputError, match="goes round, and never ends"):
        waiters.waiter("glue:GetCrawler")


def test_each_error_that_tells_of_a_missing_job_ends_the_waiting():
    told = waiters.waiter("sagemaker:DescribeTrainingJob")["acceptors"]
    errors = [one["expected"] for one in told if one["matcher"] == "error"]
    assert errors == ["ResourceNotFound", "ValidationException"]


def test_two_jobs_of_a_list_may_end_well_in_two_ways():
    operation = next(
        found.operation
        for found in infer.every()
        if found.several
        and any(a["expected"] is True for a in waiters.waiter(found.operation)["acceptors"])
    )
    good, _ = ends(waiters.waiter(operation))
    steps = [step for step in infer.found(operation).at if isinstance(step, str)]
    assert len(good) > 1
    assert len(steps) == 2
    one = {steps[0]: [{steps[1]: status} for status in good]}
    assert verdict(operation, one) == "success"
    one[steps[0]].append({steps[1]: "of another kind"})
    assert verdict(operation, one) is None
    assert verdict(operation, {}) is None


def verdict(operation, response):
    """Return the state of the first acceptor that takes a response, as botocore's engine asks."""
    config = botocore.waiter.SingleWaiterConfig(waiters.waiter(operation))
    return next((a.state for a in config.acceptors if a.matcher_func(response)), None)
