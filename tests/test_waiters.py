"""Waiters: botocore's own engine reads them, and AWS's own waiters judge them."""

from __future__ import annotations

import json
from functools import lru_cache

import botocore.exceptions
import botocore.loaders
import botocore.session
import botocore.waiter
import jmespath
import pytest
from botocore import xform_name
from botocore.config import Config
from jmespath.parser import Parser
from support import simulated
from support.contract_tables import SIX, TOML
from support.params import quick_first
from support.simulated import csv_of

from aws_job_conformance import waiters
from aws_job_conformance.authoring import infer
from aws_job_conformance.catalog import load
from aws_job_conformance.clients import offline
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.protocol import model, raw_models
from aws_job_conformance.targets import simulator

NOW = {"Delay": 0, "MaxAttempts": 60}
STOPPED = [operation for operation in SIX if load(operation).status.stopped]


@lru_cache(maxsize=1)
def every():
    """Return all files, as they are written without an operation named."""
    return tuple(waiters.files(waiters.operations()))


def ours():
    """Yield each waiter of ours with its operation."""
    for file in every():
        held = file.content.get("waiters") or file.content["merge"]["waiters"]
        for name, operation in file.waiters.items():
            yield operation, name, held[name]


def called(operation):
    return waiters.names(operation.partition(":")[0])[operation]


@pytest.fixture
def client_of(tmp_path, monkeypatch):
    """Return a function that gives a client of a session which has AWS_DATA_PATH set."""
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))

    def made(service, url="http://localhost:1"):
        with offline.no_aws_environment():
            return botocore.session.Session().create_client(
                service,
                region_name="us-east-1",
                endpoint_url=url,
                aws_access_key_id="nobody",
                aws_secret_access_key="nobody",
                config=Config(retries={"total_max_attempts": 1, "mode": "standard"}),
            )

    return made


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    place = tmp_path_factory.mktemp("rows")
    simulated.people(place, 10, 3)
    return place


@pytest.fixture
def waited(client_of, tmp_path, rows):
    """Make a job in a scenario and wait for it as a user does; return the client's last poll."""

    def wait(operation, scenario, name=None, **options):
        waiters.write(waiters.files([operation], **options), tmp_path)
        with simulator.serving(operation, scenario=scenario, buckets={"rows": rows}) as url:
            made = simulated.made(operation, lambda name: client_of(name, url), rows=csv_of(10, 3))
            call = operation.partition(":")[2]
            given = {n: made.given[n] for n in model.required_inputs(operation)}
            made.client.get_waiter(xform_name(name or called(operation))).wait(
                **given, WaiterConfig=NOW
            )
            answer = getattr(made.client, xform_name(call))(**given)
            return jmespath.search(_plain(load(operation)), answer)

    return wait


def _plain(contract):
    root = contract.x_job.get("root")
    return f"{root}.{contract.status.at}" if root else contract.status.at


@pytest.mark.parametrize("operation", quick_first(SIX, quick=2))
def test_botocore_waits_for_a_job_of_each_of_the_six_to_its_success(operation, waited):
    life = load(operation).status
    assert waited(operation, "completed") in (*life.success, *life.partial)


@pytest.mark.parametrize("operation", quick_first(SIX, quick=2))
def test_botocore_waits_for_a_job_of_each_of_the_six_to_its_failure(operation, waited):
    with pytest.raises(botocore.exceptions.WaiterError, match="terminal failure") as error:
        waited(operation, "failed")
    status = jmespath.search(_plain(load(operation)), error.value.last_response)
    assert status in load(operation).status.failure


@pytest.mark.parametrize("operation", quick_first(STOPPED))
def test_a_job_that_was_stopped_is_a_failure(operation, waited):
    with pytest.raises(botocore.exceptions.WaiterError, match="terminal failure") as error:
        waited(operation, "stopped")
    status = jmespath.search(_plain(load(operation)), error.value.last_response)
    assert status in load(operation).status.stopped


def test_a_job_partly_done_is_a_success_unless_the_caller_says_otherwise(waited):
    operation = "customer-profiles:GetUploadJob"
    assert waited(operation, "completed") == "PARTIALLY_SUCCEEDED"
    with pytest.raises(botocore.exceptions.WaiterError, match="PARTIALLY_SUCCEEDED"):
        waited(operation, "completed", partial="failure")


def test_a_job_that_never_ends_is_given_up_after_the_attempts(waited):
    with pytest.raises(botocore.exceptions.WaiterError, match="Max attempts exceeded"):
        waited("sesv2:GetImportJob", "stuck")


@pytest.mark.parametrize("operation", quick_first(SIX, quick=2))
def test_a_job_that_is_not_there_is_a_failure_by_its_error(operation, client_of, tmp_path):
    waiters.write(waiters.files([operation]), tmp_path)
    missing = load(operation).x_job["missing"]
    service = operation.partition(":")[0]
    with simulator.serving(operation) as url:
        client = client_of(service, url)
        known = simulated.KNOWN | {
            "partition": "aws",
            "region": "us-east-1",
            "account": "000000000000",
        }
        given = simulated.filled(dict(missing["input"]), known)
        known = {n: given.get(n, "nobody") for n in model.required_inputs(operation)}
        with pytest.raises(botocore.exceptions.WaiterError) as error:
            client.get_waiter(xform_name(called(operation))).wait(**known, WaiterConfig=NOW)
    assert error.value.last_response["Error"]["Code"] == missing["error"]
    assert "Matched expected service error code" in str(error.value)


def test_the_official_waiters_of_dynamodb_stay_and_work_beside_ours(client_of, waited, tmp_path):
    official = set(client_of("dynamodb").waiter_names)
    assert len(official) >= 6
    waiters.write(waiters.files(["dynamodb:DescribeImport"]), tmp_path)
    assert set(client_of("dynamodb").waiter_names) == official | {"import_finished"}
    assert waited("dynamodb:DescribeImport", "completed", "ImportCompleted") == "COMPLETED"
    with pytest.raises(botocore.exceptions.WaiterError, match="FAILED"):
        waited("dynamodb:DescribeImport", "failed", "ImportCompleted")


@pytest.mark.thorough  # as above
def test_no_official_waiter_of_any_service_is_lost_or_changed(client_of, tmp_path):
    files = [file for file in every() if file.name == waiters.EXTRAS]
    before = {file.service: raw_models.waiters(file.service) for file in files}
    waiters.write(files, tmp_path)
    loader = client_of("sesv2")._loader
    assert len(files) > 40
    for file in files:
        found = loader.load_service_model(file.service, "waiters-2", file.version)["waiters"]
        official = before[file.service]
        assert {name: found[name] for name in official} == official
        assert set(found) - set(official) == set(file.waiters)


def test_extras_that_botocore_ships_itself_stay_in_ours(tmp_path, monkeypatch):
    """None are shipped today: a loader of botocore's that finds some in another folder."""
    place = tmp_path / "sesv2" / "2019-09-27"
    place.mkdir(parents=True)
    theirs = {"operation": "GetAccount", "delay": 1, "maxAttempts": 1, "acceptors": []}
    (place / "waiters-2.json").write_text('{"version": 2, "waiters": {}}')
    extras = {"version": 1.0, "merge": {"waiters": {"AccountReady": theirs}}}
    (place / "waiters-2.sdk-extras.json").write_text(json.dumps(extras))
    loader = botocore.loaders.Loader(extra_search_paths=[str(tmp_path)])
    monkeypatch.setattr(waiters, "_loader", lambda: loader)
    (file,) = waiters.files(["sesv2:GetImportJob"])
    assert file.name == waiters.EXTRAS
    held = file.content["merge"]["waiters"]
    assert set(held) == {"AccountReady", "ImportJobCompleted"}
    assert held["AccountReady"] == theirs


@pytest.mark.thorough  # as above
def test_a_plain_file_is_written_only_where_botocore_ships_no_waiters(client_of):
    loader = client_of("sesv2")._loader
    shipped = set(loader.list_available_services("waiters-2"))
    for file in every():
        assert (file.name == waiters.EXTRAS) == (file.service in shipped)


@pytest.mark.thorough  # as above
def test_every_job_operation_has_a_waiter_and_botocore_reads_each(client_of, tmp_path):
    assert sorted(operation for operation, _, _ in ours()) == list(waiters.operations())
    waiters.write(every(), tmp_path)
    loader = client_of("sesv2")._loader
    for file in every():
        found = loader.load_service_model(file.service, "waiters-2", file.version)
        known = botocore.waiter.WaiterModel(found)
        assert len({xform_name(name) for name in known.waiter_names}) == len(known.waiter_names)
        for name in file.waiters:
            assert known.get_waiter(name).acceptors


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
