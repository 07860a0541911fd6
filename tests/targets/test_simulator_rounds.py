"""Lives that go round, jobs that others bring, and calls that travel in XML, on the simulator."""

from __future__ import annotations

import pytest
from support import simulated

from aws_job_conformance.targets import simulator

CRAWLER, MAP_RUN, EXECUTION = (
    "glue:GetCrawler",
    "stepfunctions:DescribeMapRun",
    "stepfunctions:DescribeExecution",
)
BATCH = "s3control:DescribeJob"


def crawled(url):
    driven = simulated.Driven(CRAWLER, simulated.clients(url))
    driven.create()
    driven.poll()
    return driven


def last_crawl(driven):
    return driven.parsed[-1]["Crawler"].get("LastCrawl", {})


def test_a_crawler_goes_round_and_tells_of_its_last_crawl_while_the_next_one_runs():
    with simulator.serving(CRAWLER) as url:
        driven = crawled(url)
        assert (driven.status, last_crawl(driven)) == ("READY", {})
        for _ in range(2):
            driven.start()
            driven.poll()
            seen = last_crawl(driven)
            assert driven.status == "RUNNING"
            driven.poll()
            assert driven.status == "READY"
        assert seen["Status"] == "SUCCEEDED"
        assert last_crawl(driven)["StartTime"] >= seen["StartTime"]
    assert [found.message for found in driven.findings() if found.grade != "note"] == []


def test_a_crawl_that_is_stopped_passes_stopping_and_the_next_one_succeeds():
    with simulator.serving(CRAWLER) as url:
        driven = crawled(url)
        driven.start()
        driven.stop()
        driven.to_end()
        assert (driven.shown[1:3], driven.outcome) == (["STOPPING", "READY"], "CANCELLED")
        driven.start()
        driven.poll()
        assert driven.outcome == "CANCELLED"
        driven.poll()
        assert driven.outcome == "SUCCEEDED"
    assert [found.message for found in driven.findings() if found.grade != "note"] == []


@pytest.mark.parametrize(
    ("scenario", "outcome"),
    [("failed", "FAILED"), ("stopped", "CANCELLED"), ("empty", "SUCCEEDED")],
)
def test_what_a_crawl_comes_to_is_what_the_scenario_says(scenario, outcome):
    with simulator.serving(CRAWLER, scenario=scenario) as url:
        driven = crawled(url)
        driven.start()
        driven.to_end()
    assert driven.outcome == outcome
    assert ("ErrorMessage" in last_crawl(driven)) == (outcome == "FAILED")


def test_a_crawl_that_is_stuck_never_comes_to_its_rest():
    with simulator.serving(CRAWLER, scenario="stuck") as url:
        driven = crawled(url)
        driven.start()
        assert [driven.poll() for _ in range(4)] == ["RUNNING"] * 4


@pytest.mark.parametrize("operations", [(MAP_RUN,), (EXECUTION, MAP_RUN)])
def test_a_map_run_comes_with_its_execution_and_is_stopped_with_it(operations):
    with simulator.serving(*operations) as url:
        driven = simulated.Driven(MAP_RUN, simulated.clients(url))
        driven.make_parents()
        driven.create()
        client, execution = driven.client, driven.given["executionArn"]
        (shown,) = client.list_map_runs(executionArn=execution)["mapRuns"]
        assert shown["mapRunArn"] == driven.given["mapRunArn"]
        assert shown["executionArn"] == execution
        client.stop_execution(executionArn=execution)
        assert driven.poll() == "ABORTED"
        if EXECUTION in operations:
            assert client.describe_execution(executionArn=execution)["status"] == "ABORTED"


def test_an_input_in_xml_is_held_against_the_model_as_any_other():
    with simulator.serving(BATCH) as url:
        driven = simulated.Driven(BATCH, simulated.clients(url))
        client = driven.client
        with pytest.raises(client.exceptions.ClientError) as error:
            driven.create({"Priority": 1, "RoleArn": "no role"})
        assert error.value.response["Error"]["Code"] == "BadRequestException"
        assert "RoleArn does not match" in str(error.value)
        driven.create()
        assert driven.poll() == "New"
        assert driven.parsed[-1]["Job"]["Manifest"]["Spec"]["Fields"] == ["Bucket", "Key"]
