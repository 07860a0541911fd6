"""Waiters: botocore's own engine reads them, and AWS's own waiters judge them."""

from __future__ import annotations

import json

import botocore.exceptions
import botocore.loaders
import botocore.session
import botocore.waiter
import jmespath
import pytest
from botocore import xform_name
from botocore.config import Config
from support import simulated
from support.contract_tables import SIX
from support.params import quick_first
from support.simulated import csv_of
from support.written_waiters import every, ours

from aws_job_conformance import waiters
from aws_job_conformance.catalog import load
from aws_job_conformance.clients import offline
from aws_job_conformance.protocol import model, raw_models
from aws_job_conformance.targets import simulator

NOW = {"Delay": 0, "MaxAttempts": 60}
STOPPED = [operation for operation in SIX if load(operation).status.stopped]


def called(operation):
    return waiters.names(operation.partition(":")[0])[operation]


@pytest.fixture
def client_of(tmp_path, monkeypatch):
    """Return a function that gives a client of a session which has AWS_DATA_PATH set."""
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))

    def made(service, url="http://localhost:1", session=None):
        with offline.no_aws_environment():
            return (session or botocore.session.Session()).create_client(
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
            session = botocore.session.Session()  # of all clients: each reads what there is
            made = simulated.made(
                operation, lambda name: client_of(name, url, session), rows=csv_of(10, 3)
            )
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
    monkeypatch.setattr(botocore.loaders, "create_loader", lambda: loader)
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
