"""The simulator through real boto3: every family from create to its end, to every scenario."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from support import simulated
from support.params import quick_first
from support.simulated import OPERATIONS, csv_of

from aws_job_conformance.catalog import load
from aws_job_conformance.core import family, laws
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.judge import check
from aws_job_conformance.targets import simulator

GOOD, BAD = 10, 3
COUNTS = {
    "customer-profiles:GetUploadJob": {
        "ResultsSummary": {"CreatedRecords": 10, "FailedRecords": 3, "UpdatedRecords": 0}
    },
    "dynamodb:DescribeImport": {"ProcessedItemCount": 13, "ImportedItemCount": 10, "ErrorCount": 3},
    "mailmanager:GetAddressListImportJob": {"ImportedItemsCount": 10, "FailedItemsCount": 3},
    "pinpoint:GetImportJob": {"TotalProcessed": 13, "TotalFailures": 3, "TotalPieces": 1},
    "pinpoint:GetExportJob": {"TotalProcessed": 0, "TotalFailures": 0, "TotalPieces": 1},
    "sesv2:GetImportJob": {"ProcessedRecordsCount": 13, "FailedRecordsCount": 3},
}
ENDS = {
    "completed": ("success", "partial"),
    "partial": ("success", "partial"),
    "failed": ("failure",),
    "stopped": ("stopped",),
    "empty": ("success",),
    "slow": ("success", "partial"),
}
CAN = [
    (operation, scenario)
    for operation in OPERATIONS
    for scenario, groups in ENDS.items()
    if any(load(operation).status.group(group) for group in groups)
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("rows")
    simulated.people(place, GOOD, BAD)
    return place


def shown(driven):
    """Return the last response below the object that has the status."""
    response = driven.parsed[-1]
    for step in driven.contract.status_steps[:-1]:
        response = response[step]
    return response


def test_every_shipped_contract_has_a_family():
    assert set(COUNTS) == set(OPERATIONS)


@pytest.mark.parametrize(("operation", "scenario"), CAN, ids=["-".join(c) for c in CAN])
def test_a_job_goes_from_create_to_the_end_of_its_scenario_without_a_finding(
    operation, scenario, folder
):
    with simulator.serving(operation, scenario=scenario, buckets={"rows": folder}) as url:
        driven = simulated.made(operation, simulated.clients(url), rows=csv_of(GOOD, BAD))
        driven.to_end(most=120)
        life = driven.contract.status
        assert driven.status in [s for group in ENDS[scenario] for s in life.group(group)]
        assert driven.findings() == []
        driven.clean_up()


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_counts_of_the_end_are_those_of_the_file(operation, folder):
    with simulator.serving(operation, buckets={"rows": folder}) as url:
        driven = simulated.made(operation, simulated.clients(url), rows=csv_of(GOOD, BAD)).to_end()
    assert shown(driven) | COUNTS[operation] == shown(driven)
    records = 0 if operation == "pinpoint:GetExportJob" else GOOD + BAD
    assert driven.findings(records) == []


def applied(driven, records):
    verdict = check.check_history(driven.contract, driven.parsed, records=records)
    return Counter(law.kind for law, times in verdict.applied.items() if times)


@pytest.mark.parametrize("operation", quick_first(OPERATIONS))
def test_every_kind_of_law_of_a_contract_applies_to_some_scenario(operation, folder):
    contract, seen = load(operation), Counter()
    for scenario in [scenario for of, scenario in CAN if of == operation]:
        with simulator.serving(
            operation, scenario=scenario, pace="polls:2", buckets={"rows": folder}
        ) as url:
            driven = simulated.made(operation, simulated.clients(url), rows=csv_of(GOOD, BAD))
            seen += applied(driven.to_end(most=120), None)
    kinds = {law.kind for law in (*contract.laws, *contract.implied)}
    never = {*laws.BESIDE}  # what they judge by is not given here
    if operation == "pinpoint:GetExportJob":  # nothing was imported, so nothing fails
        never |= {"lists-no-more-than"}
    assert kinds - set(seen) <= never


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_stuck_job_is_polled_without_an_end(operation, folder):
    with simulator.serving(operation, scenario="stuck", buckets={"rows": folder}) as url:
        driven = simulated.made(operation, simulated.clients(url), rows=csv_of(GOOD))
        statuses = [driven.poll() for _ in range(20)]
    assert not set(statuses) & set(driven.contract.status.final)
    assert len(set(statuses[-10:])) == 1
    assert driven.findings() == []


def test_a_slow_job_takes_ten_times_the_polls(folder):
    polls = {}
    for scenario in ("completed", "slow"):
        with simulator.serving(scenario=scenario, buckets={"rows": folder}) as url:
            driven = simulated.made("sesv2:GetImportJob", simulated.clients(url))
            polls[scenario] = next(n for n in range(99) if driven.poll() == "COMPLETED")
    assert polls == {"completed": 2, "slow": 20}


def test_counts_grow_poll_by_poll(folder):
    with simulator.serving(pace="polls:5", buckets={"rows": folder}) as url:
        driven = simulated.made("sesv2:GetImportJob", simulated.clients(url)).to_end()
    counts = [poll.get("ProcessedRecordsCount") for poll in driven.parsed]
    assert counts[:5] == [None] * 5
    assert counts[5:] == [6, 7, 9, 10, 11, 13, 13, 13]


def test_a_job_that_runs_by_the_clock_moves_when_the_clock_does(folder):
    moment = [datetime(2026, 1, 1, tzinfo=UTC)]
    with simulator.serving(
        pace="seconds:30", clock=lambda: moment[0], buckets={"rows": folder}
    ) as url:
        driven = simulated.made("sesv2:GetImportJob", simulated.clients(url))
        statuses = []
        for seconds in (0, 29, 1, 15, 15, 600):
            moment[0] += timedelta(seconds=seconds)
            statuses.append(driven.poll())
    assert statuses == ["CREATED", "CREATED", "PROCESSING", "PROCESSING", "COMPLETED", "COMPLETED"]
    assert [poll.get("ProcessedRecordsCount") for poll in driven.parsed[2:5]] == [6, 9, 13]
    assert driven.parsed[-1]["CompletedTimestamp"] == datetime(2026, 1, 1, 0, 1, tzinfo=UTC)
    assert driven.findings() == []


def test_the_same_seed_makes_the_same_job_and_another_seed_another():
    def answered(seed):
        moment = datetime(2026, 1, 1, tzinfo=UTC)
        with simulator.serving(seed=seed, clock=lambda: moment) as url:
            driven = simulated.made("sesv2:GetImportJob", simulated.clients(url)).to_end()
        return [poll["JobId"] for poll in driven.parsed], driven.parsed[-1]["ProcessedRecordsCount"]

    assert answered(1) == answered(1)
    assert answered(1) != answered(2)


def test_a_profile_that_was_there_is_updated_and_not_created():
    with simulator.serving() as url:
        driven = simulated.made(
            "customer-profiles:GetUploadJob", simulated.clients(url), rows=csv_of(4)
        ).to_end()
        driven.parsed.clear()
        driven.wire.clear()
        driven.create()
        assert driven.upload(csv_of(6)) == 200
        driven.start()
        driven.to_end()
    assert driven.parsed[-1]["ResultsSummary"] == {
        "CreatedRecords": 2,
        "UpdatedRecords": 4,
        "FailedRecords": 0,
    }
    assert driven.findings(records=6) == []


def test_an_export_counts_what_imports_of_its_application_left_there(folder):
    with simulator.serving(buckets={"rows": folder}) as url:
        client = simulated.clients(url)
        imported = simulated.made("pinpoint:GetImportJob", client).to_end()
        exported = simulated.Driven("pinpoint:GetExportJob", client("pinpoint"))
        exported.given["ApplicationId"] = imported.given["ApplicationId"]
        exported.create()
        exported.to_end()
        other = simulated.made("pinpoint:GetExportJob", client).to_end()
    assert shown(exported)["TotalProcessed"] == GOOD
    assert shown(other)["TotalProcessed"] == 0
    assert exported.findings() == []


def test_what_fails_is_shown_and_can_be_fetched(folder):
    import urllib.request

    with simulator.serving(buckets={"rows": folder}) as url:
        client = simulated.clients(url)
        done = simulated.made("sesv2:GetImportJob", client).to_end()
        with urllib.request.urlopen(
            done.parsed[-1]["FailureInfo"]["FailedRecordsS3Url"], timeout=10
        ) as answer:
            assert answer.read() == b"nobody0,0\nnobody1,1\nnobody2,2\n"
        endpoints = simulated.made("pinpoint:GetImportJob", client).to_end()
    assert shown(endpoints)["Failures"] == ["nobody0,0", "nobody1,1", "nobody2,2"]


def test_jobs_are_driven_by_several_clients_at_once(folder):
    with simulator.serving(buckets={"rows": folder}) as url, ThreadPoolExecutor(4) as pool:
        client = simulated.clients(url)
        for operation in OPERATIONS:
            client(operation.partition(":")[0])

        def drive(operation):
            return simulated.made(operation, client, rows=csv_of(GOOD, BAD)).to_end()

        jobs = [*pool.map(drive, OPERATIONS * 2)]
    assert [finding for job in jobs for finding in job.findings()] == []
    assert len({job.given[job.family.job] for job in jobs}) == 2 * len(OPERATIONS)


def test_only_what_is_named_is_served():
    with simulator.serving("sesv2:GetImportJob") as url:
        client = simulated.clients(url)
        simulated.made("sesv2:GetImportJob", client).to_end()
        with pytest.raises(client("pinpoint").exceptions.ClientError, match="UnknownOperation"):
            client("pinpoint").get_apps()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"scenario": "complete"}, "no scenario 'complete'. Did you mean completed?"),
        ({"faults": ["stale"]}, "no fault 'stale'. Did you mean stale-read?"),
        ({"pace": "polls:0"}, "the pace 'polls:0' is none: polls, polls:3, seconds, seconds:0.5"),
        ({"pace": "polls:1.5"}, "the pace 'polls:1.5' is none"),
        ({"pace": "minutes"}, "the pace 'minutes' is none"),
        (
            {"buckets": {"rows": "nowhere"}},
            "the bucket rows stands for nowhere, which is no folder",
        ),
    ],
)
def test_what_does_not_exist_is_one_clear_sentence(given, said):
    with pytest.raises(InputError) as error, simulator.serving(**given):
        pass
    assert said in str(error.value)


def test_a_scenario_that_an_operation_cannot_act_is_refused():
    with (
        pytest.raises(InputError, match="backup:DescribeCopyJob is never stopped") as error,
        simulator.serving(scenario="stopped"),
    ):
        pass
    assert "customer-profiles:GetUploadJob, datasync" not in str(error.value)
    assert "customer-profiles:GetUploadJob, " in str(error.value)


def test_an_operation_without_a_contract_or_a_family_is_refused(monkeypatch):
    with (
        pytest.raises(InputError, match="Did you mean sesv2:GetImportJob"),
        simulator.serving("sesv2:GetImprotJob"),
    ):
        pass
    monkeypatch.setattr(family, "of", lambda _: None)
    with (
        pytest.raises(InputError, match=r"cannot be simulated: its contract has no \[family\]"),
        simulator.serving("sesv2:GetImportJob"),
    ):
        pass
