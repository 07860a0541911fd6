"""Each fault, by name, against each operation: what the checks find, and that clients retry."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import botocore.endpoint
import botocore.exceptions
import pytest
from support import simulated
from support.params import quick_one_of
from support.simulated import OPERATIONS, csv_of

from aws_job_conformance.core import paths
from aws_job_conformance.judge import check
from aws_job_conformance.targets import simulator
from aws_job_conformance.targets.simulator._faults import FAULTS

POLLS = 10
NO_SUCH_LAW = {
    ("counts-decrease", "dynamodb:DescribeImport"),  # no count of it is promised to grow
}
IN_LISTS = {name for name, fault in FAULTS.items() if fault.in_list}


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
    if name != "resets" and name not in IN_LISTS and (name, operation) not in NO_SUCH_LAW
]


# Eleven, as six operations stand in a row: every other fault, each time of another operation.
@pytest.mark.parametrize(("name", "operation"), quick_one_of(11, CASES, ids="-".join))
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


def listed(driven):
    """Return what the list shows of a job."""
    name, job = driven.family.listing.named, driven.given[driven.family.job]
    (entry,) = [entry for entry in driven.listed() if entry[name] == job]
    return entry


def read_around(operation, folder, **options):
    """Poll a job past its end with the list read before each poll and after it."""
    lists = []
    with simulator.serving(operation, pace="polls:2", buckets={"rows": folder}, **options) as url:
        driven = simulated.made(operation, simulated.clients(url), rows=csv_of(10, 3))
        for _ in range(POLLS + 4 * operation.startswith("pinpoint")):
            before = listed(driven)
            driven.poll()
            lists.append((before, listed(driven)))
    return driven, lists


def verdicts(driven, lists):
    """Return what is found on the wire, and in what boto3 parsed."""
    return (
        check.check_wire_history(driven.contract, driven.wire, lists=lists),
        check.check_history(driven.contract, driven.parsed, lists=lists),
    )


@pytest.mark.parametrize("name", sorted(IN_LISTS))
@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_list_that_disagrees_is_found_where_it_is_read_before_and_after_a_poll(
    name, operation, folder
):
    driven, lists = read_around(operation, folder, faults=[name])
    status = driven.contract.status_steps
    shown = [[entry[status[-1]] for entry in pair] for pair in lists]
    disagree = {n for n, (before, after) in enumerate(shown, 1) if before == after}
    for verdict, root in zip(verdicts(driven, lists), (driven.contract.root, ()), strict=True):
        told = [(f.law, f.grade, f.pointer) for f in verdict.findings]
        assert set(told) == {("agrees-with-list", "warning", paths.pointer(status[len(root) :]))}
        assert {f.poll for f in verdict.findings} == disagree
        assert all("but the list shows" in f.message for f in verdict.findings)
    assert driven.findings() == []  # nothing but the list tells of it


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_list_that_agrees_puts_every_member_of_the_law_to_the_test(operation, folder):
    driven, lists = read_around(operation, folder)
    contract = driven.contract
    [law] = [law for law in contract.laws if law.kind == "agrees-with-list"]
    for verdict in verdicts(driven, lists):
        assert verdict.findings == ()
        assert verdict.applied[law] > len(lists) / 2
    for path in law.of:
        steps = contract.steps(path)
        shown = {n: paths.get(answer, steps) for n, answer in enumerate(driven.parsed)}
        last = max(n for n, value in shown.items() if value is not None)
        value = next((v for v in shown.values() if v not in (None, shown[last])), "another")
        other = [{**entry, steps[-1]: value} for entry in lists[last]]
        for verdict in verdicts(driven, [*lists[:last], other, *lists[last + 1 :]]):
            (finding,) = verdict.findings
            assert (finding.law, finding.poll) == ("agrees-with-list", last + 1)
            assert finding.pointer.endswith(f"/{steps[-1]}")


@pytest.mark.parametrize(
    "name",
    # Older botocores do not try again after a 429.
    [pytest.param("throttling", marks=pytest.mark.pinned_botocore), "server-errors", "resets"],
)
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
