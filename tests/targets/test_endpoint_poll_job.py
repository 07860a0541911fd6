"""One job polled: how long, how often, and what is kept of it."""

from __future__ import annotations

import re

import pytest
from support import simulated

from aws_job_conformance.catalog import load
from aws_job_conformance.core import family
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.runner.options import Options
from aws_job_conformance.runner.server import RunServer
from aws_job_conformance.targets import simulator
from aws_job_conformance.targets.endpoint import caller, collect, guard
from aws_job_conformance.targets.endpoint._poll_job import Asker, JobPolling
from aws_job_conformance.targets.endpoint.evidence import Terms
from aws_job_conformance.targets.endpoint.make_jobs import USUAL, JobMaker

SESV2 = "sesv2:GetImportJob"


class Time:
    """Time that passes only where somebody waits."""

    def __init__(self):
        self.now, self.waits = 0.0, []

    def sleep(self, seconds):
        self.waits.append(round(seconds, 3))
        self.now += seconds

    def clock(self):
        return self.now


def terms(time, **given):
    usual = {"within": 60.0, "interval": 0.1, "known": {"my.bucket": "rows"}}
    return Terms(sleep=time.sleep, clock=time.clock, **usual | given)


def asking(url, operation=SESV2):
    contract = load(operation)
    allowed = guard.Guard(guard.reads(contract), guard.makes(contract), create=True)
    return caller.at(url, allowed)


def made(url):
    asker = Asker(asking(url), lambda _: None)
    maker = JobMaker(asker.ask, family.of(load(SESV2)), simulated.KNOWN, None)
    return JobPolling(asker, load(SESV2), "a job", maker.job(USUAL).params)


def test_a_job_is_asked_for_until_its_end_and_twice_more_without_waiting_while_it_moves():
    time = Time()
    with simulator.serving(SESV2) as url:
        story = made(url)
        assert story.to_end(terms(time)) is None
    shown = [one.parsed["JobStatus"] for one in story.job.exchanges]
    assert shown == ["CREATED", "PROCESSING", "COMPLETED", "COMPLETED", "COMPLETED"]
    assert (story.job.ended, time.waits) == (True, [])


def test_it_waits_longer_and_longer_while_nothing_changes_and_gives_up_in_time():
    time = Time()
    with simulator.serving(SESV2, scenario="stuck") as url:
        story = made(url)
        said = story.to_end(terms(time, within=5.0))
    assert said == (
        "sesv2:GetImportJob: a job is still PROCESSING after 5 seconds; --watch waits longer"
    )
    assert time.waits[:4] == [0.1, 0.2, 0.4, 0.8]
    assert sum(time.waits) == pytest.approx(5.0)
    assert max(time.waits) <= 2.0
    assert not story.job.ended


def test_a_poll_that_breaks_off_is_a_finding_and_the_next_is_asked():
    with simulator.serving(SESV2, faults=["resets"]) as url:
        story = made(url)
        story.to_end(terms(Time()))
    (first, *_) = story.job.broken
    assert story.job.ended
    assert str(first).startswith("sesv2:GetImportJob poll 2 · the connection: broke off")
    assert (first.grade, first.law) == ("error", "wire")


def test_each_poll_stands_between_two_readings_of_the_list():
    with simulator.serving(SESV2) as url:
        found = collect.evidence(load(SESV2), asking(url), terms(Time(), make=True, missing=False))
    (job,) = found.jobs  # without a place for files, only the usual one
    assert len(job.lists) == len(job.exchanges)
    for exchange, (before, after) in zip(job.exchanges, job.lists, strict=True):
        assert before["JobId"] == after["JobId"] == exchange.parsed["JobId"]


def test_what_cannot_be_read_of_a_list_is_said_once_and_the_job_is_judged_all_the_same():
    contract = load(SESV2)
    with simulator.serving(SESV2) as url:
        allowed = guard.Guard([SESV2], guard.makes(contract), create=True)
        found = collect.evidence(contract, caller.at(url, allowed), terms(Time(), make=True))
    (sentence,) = found.said
    assert sentence.startswith("sesv2:ListImportJobs")
    assert found.ended == 1
    assert [job.name for job in found.jobs] == ["good records", "a job that is not there"]


def test_a_server_that_makes_no_job_is_told_apart():
    with simulator.serving("dynamodb:DescribeImport") as url:
        found = collect.evidence(load(SESV2), asking(url), terms(Time(), make=True))
    assert (found.absent, found.jobs) == ("not implemented", ())
    assert found.told[0].not_run == found.why


def test_a_job_that_needs_a_bucket_of_yours_says_how_to_name_it():
    said = "sesv2:GetImportJob: a job is made with a bucket of yours. Name it with --bucket."
    with (
        simulator.serving(SESV2) as url,
        pytest.raises(InputError, match=re.escape(said)),
    ):
        collect.evidence(load(SESV2), asking(url), terms(Time(), make=True, known={}))


def test_a_mistake_of_ours_is_told_by_each_test_and_asks_nobody_again(tmp_path, monkeypatch):
    asked = []

    def wrong(*given):
        asked.append(given)
        raise ZeroDivisionError

    monkeypatch.setattr(collect, "evidence", wrong)
    with simulator.serving(SESV2) as url:
        server = RunServer(Options(endpoint_url=url), tmp_path)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                server.evidence(SESV2)
    assert len(asked) == 1


def test_a_job_that_exports_has_something_to_export(tmp_path):
    operation = "pinpoint:GetExportJob"
    with simulator.serving(operation, "pinpoint:GetImportJob") as url:
        found, _ = RunServer(Options(endpoint_url=url, operation=(operation,)), tmp_path).evidence(
            operation
        )
    assert found.said == ()
    job, _ = found.jobs
    assert job.exchanges[-1].parsed["ExportJobResponse"]["TotalProcessed"] == USUAL.file.good
