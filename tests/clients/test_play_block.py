"""What a poller did in a block of play is told: it left, went on, or asked no more."""

import contextlib
import threading
import time
import warnings

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from hypothesis import given, settings
from support.played_jobs import SES, ask, ended, played

from aws_job_conformance import (
    History,
    InputError,
    PollerDidNotStop,
    PollerStoppedEarly,
    RealWaitWarning,
    Trouble,
    contract,
)
from aws_job_conformance.clients import _play_block
from aws_job_conformance.clients.play import play
from aws_job_conformance.clock import _watcher
from aws_job_conformance.core.trouble import KINDS
from aws_job_conformance.strategies import histories

ATHENA, BATCH, TEXTRACT = (
    "athena:GetQueryExecution",
    "batch:DescribeJobs",
    "textract:GetDocumentTextDetection",
)
JOB = {"jobName": "n", "jobId": "j1", "jobQueue": "q", "startedAt": 1, "jobDefinition": "d"}


def states(*shown):
    return [{"QueryExecution": {"Status": {"State": one}}} for one in shown]


def query(client):
    return client.get_query_execution(QueryExecutionId="q")["QueryExecution"]["Status"]["State"]


# It leaves.


def test_who_leaves_before_the_end_is_told_what_came_later():
    said = 'poll 1 · JobStatus: still "CREATED", and the poller went home. Later came "PROC'
    with pytest.raises(PollerStoppedEarly, match=said), played("CREATED", "PROCESSING") as client:
        ask(client)


def test_who_may_leave_or_raises_or_has_seen_all_or_asked_nothing_is_not_told():
    with played("CREATED", "COMPLETED", may_leave=True) as client:
        ask(client)
    with pytest.raises(TimeoutError), played("CREATED", "COMPLETED") as client:  # noqa: PT012 - a poll
        ask(client)
        raise TimeoutError
    with played("CREATED") as client:
        ask(client)
    with played("CREATED", "COMPLETED"):
        pass


# It asks no more.


def test_who_waits_on_an_old_answer_is_told_where():
    def poll(client):
        shown = ask(client)
        while shown != "COMPLETED":
            time.sleep(30)

    said = "waited [0-9,]+ times, 24 hours of its own time, without asking again .*in poll"
    with pytest.raises(PollerDidNotStop, match=said), played("PROCESSING", "COMPLETED") as client:
        poll(client)


@pytest.mark.parametrize(
    "seconds", [0.2, pytest.param(_play_block._LOOP, marks=pytest.mark.thorough)]
)
def test_who_loops_on_an_old_answer_is_told_where(seconds, monkeypatch):
    monkeypatch.setattr(_play_block, "_LOOP", seconds)

    def poll(client):
        shown = ask(client)
        while shown != "COMPLETED":
            continue

    said = "goes on and on without asking or waiting .*in poll"
    with pytest.raises(PollerDidNotStop, match=said), played("PROCESSING", "COMPLETED") as client:
        poll(client)


def test_who_swallows_everything_is_ended_whatever_stands_around():
    left = []

    def poll(client):
        try:
            while True:
                try:
                    if ask(client) == "CANCELLED":
                        return
                    time.sleep(30)
                except:  # noqa: E722 - as they write it
                    continue
        finally:
            left.append("finally")

    with pytest.raises(PollerDidNotStop), played("PROCESSING", "COMPLETED") as client:
        poll(client)
    assert left == ["finally"]


@pytest.mark.parametrize("idle", [0.1, pytest.param(_watcher._IDLE, marks=pytest.mark.thorough)])
def test_a_wait_that_is_real_is_warned_of_with_its_line(idle, monkeypatch):
    monkeypatch.setattr(_watcher, "_IDLE", idle)
    held, line = threading.Lock(), f"{__file__}:[0-9]+, in test_a_wait_that_is_real"
    with pytest.warns(RealWaitWarning, match=line), held, played("FAILED") as client:  # noqa: PT031
        ask(client)
        held.acquire(timeout=2 * idle + 0.2)


def test_a_limit_by_the_clock_is_reached():
    with pytest.raises(TimeoutError), played("PROCESSING") as client:  # noqa: PT012 - a poll
        end = time.monotonic() + 20 * 3600
        while time.monotonic() < end:
            ask(client)
            time.sleep(30)
        raise TimeoutError


# The history is the caller's.


def test_a_history_by_hand_goes_on_past_an_end_that_is_inferred():
    with play(states("FAILED", "QUEUED", "SUCCEEDED"), operation=ATHENA) as client:
        assert [query(client) for _ in range(3)] == ["FAILED", "QUEUED", "SUCCEEDED"]
    with play(states("FAILED"), operation=ATHENA) as client:
        assert [query(client) for _ in range(60)] == ["FAILED"] * 60


def test_in_a_drawn_history_an_inferred_end_is_the_end():
    drawn = History(ATHENA, tuple(states("FAILED")), drawn=True)
    with pytest.raises(PollerDidNotStop, match="final, inferred"), play(drawn) as client:
        [query(client) for _ in range(60)]


def pages(client):
    page = client.get_document_text_detection(JobId="j")
    while page["JobStatus"] == "IN_PROGRESS":
        time.sleep(5)
        page = client.get_document_text_detection(JobId="j")
    count = 1
    while page.get("NextToken"):
        page = client.get_document_text_detection(JobId="j", NextToken=page["NextToken"])
        count += 1
    return count


@settings(deadline=None, max_examples=50)
@given(histories(TEXTRACT))
def test_reading_the_pages_of_a_result_is_not_asking_again(history):
    with play(history) as client:
        pages(client)


@pytest.mark.parametrize("count", [1, 2, 9])
def test_pages_by_hand_come_one_by_one(count):
    tokens = [{"NextToken": f"t{number}"} for number in range(1, count)] + [{}]
    given_ = [{"JobStatus": "SUCCEEDED"} | token for token in tokens]
    with play([{"JobStatus": "IN_PROGRESS"}, *given_], operation=TEXTRACT) as client:
        assert pages(client) == count


@settings(deadline=None, max_examples=30)
@given(histories(BATCH))
def test_who_polls_two_jobs_in_one_call_gets_both(history):
    with play(history, may_leave=True) as client:
        jobs = client.describe_jobs(jobs=["one", "two"])["jobs"]
    assert [job["jobId"] for job in jobs] == ["one", "two"]
    assert len({job["status"] for job in jobs}) == 1


def test_jobs_by_hand_keep_their_ids_and_the_other_is_added():
    with play([{"jobs": [JOB | {"status": "FAILED"}]}], operation=BATCH) as client:
        assert [j["jobId"] for j in client.describe_jobs(jobs=["x"])["jobs"]] == ["j1"]
        assert [j["jobId"] for j in client.describe_jobs(jobs=["j1", "x"])["jobs"]] == ["j1", "x"]


# Trouble.


def test_trouble_that_passes_is_hidden_by_the_retries_of_botocore():
    with play([Trouble("throttling"), *ended("COMPLETED")], operation=SES) as client:
        got = client.get_import_job(JobId="a1")
    assert got["ResponseMetadata"]["RetryAttempts"] == 1


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind not in ("empty", "unknown-status")]
)
def test_trouble_that_outlasts_them_reaches_the_poller(kind):
    history = [*ended("CREATED"), Trouble(kind, 12), *ended("COMPLETED")]
    with pytest.raises(Exception, match=r"."), play(history, operation=SES) as client:  # noqa: PT012
        assert ask(client) == "CREATED"
        ask(client)


def test_errors_by_hand_are_raised_as_they_are():
    refused = {"Error": {"Code": "NotFoundException", "Message": "no"}}
    first = ClientError(refused | {"ResponseMetadata": {"HTTPStatusCode": 404}}, "GetImportJob")
    given_ = [first, refused, ZeroDivisionError("mine"), *ended("COMPLETED")]
    with play(given_, operation=SES) as client:
        for error in (client.exceptions.NotFoundException,) * 2 + (ZeroDivisionError,):
            with pytest.raises(error):
                ask(client)
        assert ask(client) == "COMPLETED"


def test_a_time_out_and_an_empty_list_are_what_they_are():
    history = [Trouble("time-out", 9), *ended("COMPLETED")]
    with pytest.raises(ReadTimeoutError), play(history, operation=SES) as client:
        ask(client)
    with play([Trouble("not-there-yet")], operation=BATCH, may_leave=True) as client:
        assert client.describe_jobs(jobs=["a"])["jobs"] == []
    with pytest.raises(InputError, match="never without it"):
        play([Trouble("empty")], operation=SES)
    with pytest.raises(InputError, match="Did you mean throttling"):
        Trouble("throtling")


ENDS = ("COMPLETED", "FAILED", "CANCELLED")
FOR_GOOD = {kind for kind, facts in KINDS.items() if not facts.is_passing}


def patient(client):
    """Wait through what passes, and raise what stays after nine more polls."""
    errors = 0
    while errors < 9:
        try:
            if (shown := ask(client)) in ENDS:
                return shown
        except Exception:  # noqa: BLE001 - whatever trouble it is
            errors += 1
        time.sleep(30)
    raise TimeoutError


def kinds(history):
    return [one.kind for one in history if isinstance(one, Trouble)]


@settings(deadline=None, max_examples=60)
@given(histories(SES, trouble=True))
def test_drawn_trouble_is_waited_through_by_who_waits_and_raised_where_it_stays(history):
    shown = [one["JobStatus"] for one in history if isinstance(one, dict)]
    is_lost = FOR_GOOD & {*kinds(history)} and shown[-1] not in ENDS
    with contextlib.suppress(TimeoutError), play(history) as client:
        assert patient(client) == shown[-1]
        assert not is_lost
    assert {one.grade for one in contract(SES).check_history(history)} <= {"note", "warning"}


@pytest.mark.parametrize("kind", sorted(FOR_GOOD))
def test_who_goes_home_or_asks_on_and_on_in_trouble_for_good_is_told(kind):
    lost = History(SES, (*ended("CREATED"), Trouble(kind)), drawn=True)
    with pytest.raises(PollerStoppedEarly, match=f"<{kind}>, and the poller went home. This never"):  # noqa: PT012, SIM117 - a poll
        with play(lost) as client:
            ask(client)
            with contextlib.suppress(Exception):
                ask(client)
    with pytest.raises(PollerDidNotStop, match="nobody knows how the job ended"):  # noqa: PT012, SIM117 - a poll
        with play(lost) as client:
            while True:
                with contextlib.suppress(Exception):
                    ask(client)


def test_nothing_is_warned_of_in_a_block_that_waits_as_it_may():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with played("PROCESSING", "COMPLETED") as client:
            ask(client)
            time.sleep(3600)
            ask(client)
