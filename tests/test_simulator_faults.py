"""Each fault, by name, against each operation: what the checks find, and that clients retry."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import botocore.endpoint
import botocore.exceptions
import pytest
import simulated
from simulated import OPERATIONS, csv_of

from aws_job_conformance import check, paths
from aws_job_conformance.targets import simulator
from aws_job_conformance.targets.simulator.faults import FAULTS

POLLS = 10
NO_SUCH_LAW = {
    ("counts-decrease", "dynamodb:DescribeImport"),  # no count of it is promised to grow
}
UNFOUND = {name for name, fault in FAULTS.items() if not fault.laws}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("rows")
    simulated.people(place, 10, 3)
    return place


def poll(driven):
    """Ask once as boto3 does; keep what travelled, and go on where boto3 raises."""
    try:
        driven.poll()
    except (botocore.exceptions.ClientError, botocore.exceptions.HTTPClientError):
        return
    except botocore.exceptions.ResponseParserError:
        return


def kinds(verdict):
    return {finding.law for finding in verdict.findings}


def polled(operation, fault, folder):
    """Return the kinds of findings on ten polls, on the wire and as boto3 parsed them."""
    faults = [fault] if fault else []
    with simulator.serving(
        operation, faults=faults, pace="polls:2", buckets={"rows": folder}
    ) as url:
        driven = simulated.made(operation, simulated.clients(url), rows=csv_of(10, 3))
        for _ in range(POLLS + 4 * operation.startswith("pinpoint")):
            poll(driven)
    wire = kinds(check.check_wire_history(driven.contract, driven.wire))
    return wire | kinds(check.check_history(driven.contract, driven.parsed))


CASES = [
    (name, operation)
    for name in FAULTS
    for operation in OPERATIONS
    if name != "resets" and name not in UNFOUND and (name, operation) not in NO_SUCH_LAW
]


@pytest.mark.parametrize(("name", "operation"), CASES, ids=["-".join(case) for case in CASES])
def test_a_fault_leads_to_its_own_finding(name, operation, folder):
    assert polled(operation, name, folder) & set(FAULTS[name].laws)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_without_a_fault_nothing_is_found(operation, folder):
    assert polled(operation, None, folder) == set()


@pytest.mark.parametrize(("name", "operation"), sorted(NO_SUCH_LAW))
def test_what_no_law_forbids_is_not_found(name, operation, folder):
    assert not polled(operation, name, folder) & set(FAULTS[name].laws)


def test_a_connection_that_is_reset_is_an_error_in_boto3_and_half_a_body_on_the_wire(folder):
    with simulator.serving(faults=["resets"], buckets={"rows": folder}) as url:
        driven = simulated.made("sesv2:GetImportJob", simulated.clients(url))
        driven.poll()
        with pytest.raises(botocore.exceptions.HTTPClientError):
            driven.poll()
        plain = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
        path = f"/v2/email/import-jobs/{driven.given['JobId']}"
        bodies = []
        for _ in range(2):
            plain.request("GET", path)
            try:
                bodies.append(plain.getresponse().read())
            except (http.client.IncompleteRead, ConnectionError) as error:
                bodies.append(getattr(error, "partial", b""))
            plain.close()
    exchanges = [(body, {"content-type": "application/json"}, 200) for body in bodies]
    first, second = (check.check_wire(driven.contract, *exchange[:1]) for exchange in exchanges)
    assert kinds(first) == set()
    assert kinds(second) == {"wire"}


def test_a_list_that_disagrees_is_told_by_nothing_but_the_two_answers(folder):
    assert {"list-disagrees"} == UNFOUND
    with simulator.serving(faults=["list-disagrees"], buckets={"rows": folder}) as url:
        driven = simulated.made("sesv2:GetImportJob", simulated.clients(url)).to_end()
        (entry,) = driven.listed()
    assert (driven.status, entry["JobStatus"]) == ("COMPLETED", "CREATED")
    assert driven.findings() == []


@pytest.mark.parametrize("name", ["throttling", "server-errors", "resets"])
def test_a_client_that_retries_never_sees_it(name, folder, monkeypatch):
    monkeypatch.setattr(botocore.endpoint.time, "sleep", lambda _: None)
    with simulator.serving(faults=[name], buckets={"rows": folder}) as url:
        client = simulated.clients(url, retries=3)
        driven = simulated.Driven("sesv2:GetImportJob", client("sesv2")).create()
        driven.to_end()
    assert paths.get(driven.parsed[-1], ("ProcessedRecordsCount",)) == 13


def test_two_faults_are_laid_over_each_other(folder):
    with simulator.serving(
        faults=["early-end", "drifted-enum"], pace="polls:2", buckets={"rows": folder}
    ) as url:
        driven = simulated.made("sesv2:GetImportJob", simulated.clients(url))
        for _ in range(4):
            driven.poll()
    assert {"absent", "schema"} <= {finding.law for finding in driven.findings()}
