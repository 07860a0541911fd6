"""Every ending is played, and the outcome of each is known: a poller gets one verdict on it all."""

import asyncio
import threading
import time
from itertools import pairwise

import botocore.session
import pytest
from botocore.exceptions import ClientError, HTTPClientError

from aws_job_conformance import InputError, PollerIsWrong, exercise
from aws_job_conformance.catalog import load
from aws_job_conformance.pollers.coverage import LONG, MOST, histories

GLUE, ATHENA = "glue:GetJobRun", "athena:GetQueryExecution"
BAD = ("FAILED", "TIMEOUT", "STOPPED", "ERROR", "EXPIRED")


class JobFailed(Exception):  # noqa: N818 - as pollers name it
    pass


def state(client):
    return client.get_job_run(JobName="j", RunId="r")["JobRun"]["JobRunState"]


def right(client):
    while (shown := state(client)) not in ("SUCCEEDED", *BAD):
        time.sleep(30)
    if shown != "SUCCEEDED":
        raise JobFailed(shown)


def faults(poll, operation=GLUE, **options):
    options = {"fails": JobFailed} | options
    with pytest.raises(PollerIsWrong) as told:
        exercise(poll, operation, **options)
    return {(one.trial.ending, one.did) for one in told.value.exercised.faults}, str(told.value)


def test_a_right_poller_gets_the_table_of_every_ending():
    found = exercise(right, GLUE, fails=JobFailed)
    rows = {row["ending"]: row for row in found.rows()}
    assert set(rows) == {"SUCCEEDED", *BAD}
    assert set(rows["SUCCEEDED"]["did"]) == {"returned"}
    assert all(set(rows[ending]["did"]) == {"raised JobFailed"} for ending in BAD)
    assert "FAILED     documented  raise" in str(found)
    assert found.as_json()["right"] is True


def test_a_stop_that_is_taken_for_a_success_is_told():
    def poll(client):
        while (shown := state(client)) not in ("SUCCEEDED", *BAD):
            time.sleep(6)
        if shown not in ("SUCCEEDED", "STOPPED"):
            raise JobFailed(shown)

    found, said = faults(poll)
    assert found == {("STOPPED", "returned")}
    assert 'wrong: STOPPED: "STOPPED" was taken for a success.' in said
    assert exercise(poll, GLUE, fails=JobFailed, stopped="ok").as_json()["right"] is True


def test_an_end_that_is_not_known_is_told():
    def poll(client):
        while (shown := state(client)) != "SUCCEEDED":
            if shown in ("FAILED", "TIMEOUT", "STOPPED"):
                raise JobFailed(shown)
            time.sleep(60)

    assert faults(poll)[0] == {("ERROR", "never stopped"), ("EXPIRED", "never stopped")}


def query(client):
    return client.get_query_execution(QueryExecutionId="q")["QueryExecution"]["Status"]["State"]


def test_a_failure_raised_at_an_unfinished_status_is_told():
    def poll(client):
        while (shown := query(client)) == "RUNNING":
            time.sleep(1)
        if shown != "SUCCEEDED":
            raise JobFailed(shown)

    found, said = faults(poll, ATHENA)
    assert {did for _, did in found} == {"raised JobFailed at QUEUED"}
    assert "wrong: QUEUED → SUCCEEDED: it raised JobFailed at QUEUED" in said


@pytest.mark.parametrize("looks", [1, 3, 15])
def test_a_poller_that_goes_home_after_some_looks_is_told(looks):
    def poll(client):
        for _ in range(looks):
            if (shown := state(client)) == "SUCCEEDED":
                return
            if shown in BAD:
                raise JobFailed(shown)
            time.sleep(30)

    assert any(did.startswith("left at ") for _, did in faults(poll)[0])


def test_a_limit_of_the_poller_s_own_after_a_long_while_is_right():
    def poll(client):
        for _ in range(20):
            if (shown := state(client)) == "SUCCEEDED":
                return
            if shown in BAD:
                raise JobFailed(shown)
            time.sleep(30)
        raise TimeoutError

    assert "gave up after 20 polls" in str(exercise(poll, GLUE, fails=JobFailed))


def test_a_poller_that_returns_a_value_is_judged_by_it():
    def poll(client):
        while (shown := state(client)) not in ("SUCCEEDED", *BAD):
            time.sleep(6)
        return {"state": shown}

    good = exercise(poll, GLUE, ok=lambda result: result["state"] == "SUCCEEDED")
    assert good.is_right
    found, _ = faults(poll, fails=(), ok=lambda _: True)
    assert found == {(ending, "returned, ok") for ending in BAD}


def test_a_poller_that_asks_nothing_is_wrong():
    assert {did for _, did in faults(lambda client: None)[0]} == {"asked nothing"}  # noqa: ARG005


def test_an_async_poller_is_awaited():
    async def poll(client):
        while (shown := state(client)) not in ("SUCCEEDED", *BAD):  # noqa: ASYNC110 - so they do
            await asyncio.sleep(30)
        if shown != "SUCCEEDED":
            raise JobFailed(shown)

    assert exercise(poll, GLUE, fails=JobFailed).is_right


def test_a_poller_that_makes_its_own_client_is_answered_with_adopt(monkeypatch):
    for name in ("AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    session = botocore.session.Session()
    had = session.create_client("glue", region_name="eu-west-1")

    def poll():
        right(had)

    def unseen():
        made.append(made[-1] if made[1:] else session.create_client("glue"))
        right(made[-1])

    made = [had]
    assert exercise(unseen, GLUE, fails=JobFailed, adopt=True).is_right
    assert exercise(poll, GLUE, fails=JobFailed, adopt=True).is_right
    assert made[1] is not had


def swallowing(client):
    while True:
        try:  # noqa: SIM105 - as they write it
            right(client)
        except:  # noqa: E722 - what is caught by such pollers
            pass


def test_a_poller_that_catches_everything_is_ended():
    assert {did for _, did in faults(swallowing)[0]} == {"never stopped"}


@pytest.mark.thorough  # two seconds, of the nine that a user waits at the most
def test_a_poller_that_cannot_be_ended_is_named_with_its_stack(monkeypatch):
    monkeypatch.setattr("aws_job_conformance.pollers.exercise.WITHIN", 2.0)

    def poll(client):
        state(client)
        held = threading.Lock()
        held.acquire()
        held.acquire(timeout=30)

    began = time.monotonic()
    _, said = faults(poll)
    assert time.monotonic() - began < 20
    assert "held.acquire(timeout=30)" in said


def test_in_trouble_a_poller_that_lets_errors_out_is_right():
    found = exercise(right, GLUE, fails=JobFailed, trouble=True)
    assert "raised EntityNotFoundException" in str(found)


def test_in_trouble_a_poller_that_calls_everything_a_failure_is_wrong():
    def poll(client):
        try:
            right(client)
        except (ClientError, HTTPClientError) as error:
            raise JobFailed from error

    found, said = faults(poll, trouble=True)
    assert ("SUCCEEDED", "raised JobFailed at expired-token") in found
    assert "nobody knows" in said


def test_in_trouble_a_poller_that_waits_for_ever_is_wrong():
    def poll(client):
        while True:
            try:
                return right(client)
            except (ClientError, HTTPClientError):
                time.sleep(30)

    assert faults(poll, trouble=True)[0] == {
        (ending, "never stopped") for ending in ("SUCCEEDED", "FAILED")
    }


@pytest.mark.parametrize("operation", [GLUE, ATHENA, "sesv2:GetImportJob", "batch:DescribeJobs"])
def test_every_ending_status_and_documented_step_is_played(operation):
    contract = load(operation)
    played = histories(contract, trouble=True)
    ways = [one.shown.split(" → ") for one in played if one.trouble is None]
    assert len(played) <= MOST
    assert {way[-1] for way in ways} == set(contract.status.final)
    assert {status for way in ways for status in way} == set(contract.status.all)
    steps = {pair for way in ways for pair in pairwise(way)}
    assert {(a, b) for a, after in contract.status.next.items() for b in after} <= steps
    assert max(map(len, ways)) == LONG


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "how the poller tells a failure"),
        ({"fails": "JobFailed"}, "fails is an exception"),
        ({"fails": JobFailed, "stopped": "maybe"}, "stopped is 'fails' or 'ok'"),
        ({"fails": JobFailed, "trouble": 1}, "trouble is True or False"),
        ({"fails": JobFailed, "also": 3}, "also is a dict"),
    ],
)
def test_what_cannot_be_exercised_is_refused(options, said):
    with pytest.raises(InputError, match=said):
        exercise(right, GLUE, **options)
