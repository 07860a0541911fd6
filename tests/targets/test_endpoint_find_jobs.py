"""Jobs found by the data of a contract, and jobs made by it, on the simulator."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support import simulated
from support.simulated import KNOWN, OPERATIONS

from aws_job_conformance.catalog import load
from aws_job_conformance.clients.ask import ask
from aws_job_conformance.core import family, paths
from aws_job_conformance.protocol.http import AnsweredCall, Call, HttpResponse
from aws_job_conformance.targets import simulator
from aws_job_conformance.targets.endpoint import find_jobs
from aws_job_conformance.targets.endpoint.make_jobs import WISHES, JobMaker, wishes


class Asked:
    """Asks a server through boto3, and keeps the calls."""

    def __init__(self, url):
        self._client = simulated.clients(url)
        self.calls = []

    def __call__(self, call):
        self.calls.append(call.operation.partition(":")[2])
        return ask(self._client(call.operation.partition(":")[0]), call)


@pytest.fixture(scope="module")
def url():
    with simulator.serving() as running:
        yield running


def putting(asked):
    """Return what puts a file into a bucket of the server."""
    s3 = asked._client("s3")
    s3.create_bucket(Bucket="mine")

    def put(bucket, key, content):
        s3.put_object(Bucket=bucket, Key=key, Body=content)
        return True

    return put


def maker(operation, url, **known):
    asked = Asked(url)
    holes = KNOWN | {"my.bucket": "mine"} | known
    return JobMaker(asked, family.of(load(operation)), holes, putting(asked)), asked


def polled(operation, asked, made):
    """Return the statuses of a job to its end, and the last answer."""
    contract, statuses = load(operation), []
    while not statuses or statuses[-1] not in contract.status.final:
        answer = asked(Call(operation, made.params, endpoint=""))
        statuses.append(paths.get(answer.parsed, contract.status_steps))
        assert len(statuses) < 20
    return statuses, answer


class Late(Asked):
    """Asks a server whose list names a Map Run when it was asked `late` times before."""

    def __init__(self, url, late):
        super().__init__(url)
        self.late = late

    def __call__(self, call):
        answer = super().__call__(call)
        if call.operation == "stepfunctions:ListMapRuns" and self.late:
            self.late -= 1
            return replace(answer, parsed={"mapRuns": []})
        return answer


@pytest.mark.parametrize(("late", "is_named"), [(0, True), (3, True), (99, False)])
def test_a_job_that_comes_by_itself_is_waited_for_and_not_for_good(late, is_named, url):
    asked, waits = Late(url, late), []
    own = family.of(load("stepfunctions:DescribeMapRun"))
    making = JobMaker(asked, own, KNOWN, None, sleep=waits.append)
    made = making.job(WISHES[0])
    assert (made.params["mapRunArn"] is not None) == is_named
    assert asked.calls.count("ListMapRuns") == min(late, 5) + 1
    assert sum(waits) == pytest.approx(sum((0.1, 0.2, 0.4, 0.8, 1.5)[:late]))
    assert making.clean_up() == []


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_job_is_made_for_each_wish_and_found_again_by_the_list(operation, url):
    making, asked = maker(operation, url)
    made = [making.job(wish) for wish in wishes(making.family, puts=True)]
    found = find_jobs.search(asked, load(operation), most=50)
    keys = {frozenset(one.params.items()) for one in found.found}
    assert {frozenset(job.params.items()) for job in made} <= keys
    assert not found.bounded
    assert all(one.entry for one in found.found)
    ends = {polled(operation, asked, job)[0][-1] for job in made}
    assert len(ends) >= 2 or operation == "pinpoint:GetExportJob"
    assert making.clean_up() == []


@pytest.mark.parametrize("operation", ["sesv2:GetImportJob", "dynamodb:DescribeImport"])
def test_the_records_of_a_made_job_are_those_that_the_server_counts(operation, url):
    making, asked = maker(operation, url)
    bad = WISHES[1]
    made = making.job(bad)
    assert made.records == 10
    _, answer = polled(operation, asked, made)
    shown = answer.parsed.get("ImportTableDescription", answer.parsed)
    assert shown.get("ProcessedRecordsCount", shown.get("ProcessedItemCount")) == 10


def test_a_search_ends_at_so_many_jobs_and_says_so(url):
    making, asked = maker("sesv2:GetImportJob", url)
    for _ in range(3):
        making.job(WISHES[0])
    found = find_jobs.search(asked, load("sesv2:GetImportJob"), most=2)
    assert (len(found.found), found.bounded) == (2, True)


def test_a_server_that_repeats_its_token_is_not_asked_for_ever():
    asked = []

    def again(call):
        asked.append(call)
        return AnsweredCall(
            call, HttpResponse(200, {}, b""), {"ImportJobs": [], "NextToken": "same"}, None
        )

    found = find_jobs.search(again, load("sesv2:GetImportJob"), most=50)
    assert (found.found, len(asked)) == ([], 2)


def test_parents_are_looked_into_one_after_the_other(url):
    making, asked = maker("pinpoint:GetImportJob", url)
    other, _ = maker("pinpoint:GetImportJob", url)
    jobs = [making.job(WISHES[0]), other.job(WISHES[0])]
    asked.calls.clear()
    found = find_jobs.search(asked, load("pinpoint:GetImportJob"), most=50)
    assert {job.params["ApplicationId"] for job in jobs} <= {
        p["ApplicationId"] for p in found.parents
    }
    assert asked.calls.count("GetImportJobs") == len(found.parents)
    making.clean_up()
    other.clean_up()


def test_what_cannot_be_undone_is_said(url):
    making, _ = maker("pinpoint:GetImportJob", url)
    making.parents()
    making._undo *= 2
    (left,) = making.clean_up()
    assert left.startswith("DeleteApp")
    assert left.endswith("NotFoundException")
