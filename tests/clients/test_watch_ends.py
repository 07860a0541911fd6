"""What ends a watch, when it asks again, and what it leaves behind."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import botocore.exceptions
import pytest
from support.watched_jobs import (
    AT_ONCE,
    RUNNING,
    SES,
    TRUNCATED,
    asking,
    error,
    finished,
    found,
    handlers,
    reading,
    served,
    ses,
    watched,
)

from aws_job_conformance.clients import ask
from aws_job_conformance.clients.watch import Watched, watch
from aws_job_conformance.core.errors import JobDidNotEnd
from aws_job_conformance.protocol import http

# Errors.


def test_an_error_answer_ends_the_watch_and_a_documented_one_is_no_finding():
    seen = watched([*ses("PROCESSING"), error("NotFoundException")])
    assert (len(seen.history), seen.status) == (1, "PROCESSING")
    assert (seen.error, seen.findings, seen.wire_seen) == ("NotFoundException", (), True)
    [problem] = seen.problems()
    assert problem == (
        "error: sesv2:GetImportJob: NotFoundException came after 1 response, and ended the watch."
        " Ask for a job that is there, with credentials that may read it."
    )


@pytest.mark.parametrize(
    ("message", "code", "grade"),
    [
        (error("NotFoundException", status=400), "NotFoundException", "error"),
        (error("NoSuchJob", status=404), "NoSuchJob", "warning"),
        (error("InternalFailure", status=500), "InternalFailure", "error"),
        (http.HttpResponse(502, {"content-type": "text/html"}, b"<html>"), "502", "error"),
    ],
)
def test_an_error_answer_is_judged_as_one(message, code, grade):
    seen = watched([*ses("PROCESSING"), message])
    assert seen.error == code
    assert {(f.law, f.grade, f.poll) for f in seen.findings if f.grade == grade} == {
        ("wire", grade, 2)
    }


def test_an_answer_that_the_client_cannot_read_ends_the_watch_and_is_a_finding():
    [last] = ses(RUNNING)
    body = last.body.replace(b"1597251915.243", b"1597251915243")
    assert body != last.body
    seen = watched([*ses("PROCESSING"), http.HttpResponse(200, last.headers, body)])
    assert seen.error.startswith("ValueError")
    assert [f.poll for f in seen.findings if f.grade == "error"] == [2]
    assert len(seen.problems()) == 2


def test_what_the_client_tries_again_is_its_own_affair(monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda _: None)
    failing = [
        error("TooManyRequestsException", status=429),
        error("InternalFailure", status=500),
        http.HttpResponse(503, {}, b"<html>busy"),
    ]
    retries = {"retries": {"total_max_attempts": 5, "mode": "standard"}}
    seen = watched([*ses("PROCESSING"), *failing, *finished()], client=retries)
    assert reading(seen, "JobStatus") == [{"JobStatus": "PROCESSING"}, {"JobStatus": "COMPLETED"}]
    assert (seen.findings, seen.wire_seen) == ((), True)


def test_throttling_that_outlasts_the_clients_retries_ends_the_watch(monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda _: None)
    retries = {"retries": {"total_max_attempts": 3, "mode": "standard"}}
    seen = watched([error("TooManyRequestsException", status=429)], client=retries)
    assert (seen.error, seen.findings) == ("TooManyRequestsException", ())
    assert seen.problems() != []


def test_a_parameter_that_is_missing_is_botocores_own_error_unchanged():
    with asking("https://nobody.invalid") as client:
        before = handlers(client)
        with pytest.raises(botocore.exceptions.ParamValidationError, match="JobId") as raised:
            watch(SES, client=client)
        assert handlers(client) == before
        with pytest.raises(botocore.exceptions.ParamValidationError) as own:
            client.get_import_job()
    assert str(raised.value) == str(own.value)


def test_a_server_that_is_not_there_is_botocores_own_error_unchanged():
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        with (
            asking(f"http://127.0.0.1:{unheard.getsockname()[1]}") as client,
            pytest.raises(botocore.exceptions.EndpointConnectionError),
        ):
            watch(SES, client=client, JobId="a1", **AT_ONCE)


def test_a_connection_that_is_lost_after_an_error_that_was_tried_again_is_no_answer(monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda _: None)
    retries = {"retries": {"total_max_attempts": 2, "mode": "standard"}}
    with served([error("InternalFailure", status=500)]) as server, asking(server, **retries) as c:
        sent = c._endpoint.http_session.send
        lost = botocore.exceptions.ConnectionClosedError(endpoint_url=server.url)
        answers = iter([sent, mock.Mock(side_effect=lost)])

        def send(request):
            return next(answers)(request)

        monkeypatch.setattr(c._endpoint.http_session, "send", send)
        with pytest.raises(botocore.exceptions.ConnectionClosedError):
            watch(SES, client=c, JobId="a1", **AT_ONCE)


# Time.


def waits(messages, **settings):
    """What a watch waits, in seconds; nobody waits."""
    told = []
    with served(messages) as server, asking(server) as client:
        watch(SES, client=client, JobId="a1", sleep=told.append, **settings)
    return told


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, [5, 10, 20, 40, 60, 60, 60]),
        ({"interval": 0.5}, [0.5, 1, 2, 4, 8, 16, 32]),
        ({"interval": 90}, [90] * 7),
        ({"interval": 0}, []),
    ],
)
def test_the_interval_doubles_up_to_a_minute_and_one_of_zero_asks_at_once(settings, expected):
    assert waits(finished(*["PROCESSING"] * 7), **settings) == expected


def test_a_job_that_is_at_its_end_is_not_waited_for():
    assert waits(finished()) == []


def test_a_sleep_that_was_replaced_since_is_the_one_that_is_called(monkeypatch):
    told = []
    monkeypatch.setattr(time, "sleep", told.append)
    with served(finished("PROCESSING")) as server, asking(server) as client:
        watch(SES, client=client, JobId="a1")
    assert told == [5]


def stuck(messages=None, **settings):
    """What is raised of a job that does not end, and what was waited for it."""
    told = []
    with (
        served(messages or ses("PROCESSING")) as server,
        asking(server) as client,
        pytest.raises(JobDidNotEnd) as raised,
    ):
        watch(SES, client=client, JobId="a1", sleep=told.append, **settings)
    return raised.value, told


def test_a_job_that_does_not_end_is_given_up_at_the_timeout_and_its_last_status_is_named():
    given_up, told = stuck(timeout=100)
    assert told == pytest.approx([5, 10, 20, 40, 25], abs=2)  # what the polls took is time too
    assert str(given_up).startswith('sesv2:GetImportJob: still "PROCESSING" after 6 polls and 100')
    assert "COMPLETED, FAILED, CANCELLED" in str(given_up)
    assert isinstance(given_up, AssertionError)
    assert isinstance(given_up.watched, Watched)
    assert (given_up.watched.status, len(given_up.watched.history)) == ("PROCESSING", 6)


def test_without_a_timeout_of_its_own_a_watch_gives_up_after_an_hour():
    given_up, told = stuck()
    assert sum(told) == pytest.approx(3600, abs=30)
    assert "3600 seconds" in str(given_up)


def test_a_timeout_of_zero_asks_once():
    given_up, told = stuck(timeout=0)
    assert (len(given_up.watched.history), told) == (1, [])


def test_a_job_without_a_status_is_given_up_and_the_findings_say_why():
    given_up, _ = stuck([TRUNCATED], timeout=12)
    first, *rest = str(given_up).splitlines()
    assert "no status was shown after 3 polls" in first
    assert [line.startswith("error: ") for line in rest] == [True] * 3


def test_a_status_that_the_contract_does_not_know_is_named_at_the_timeout():
    given_up, _ = stuck(ses("ARCHIVED"), timeout=0)
    assert 'still "ARCHIVED", which the contract does not know, after 1 poll' in str(given_up)
    assert [(f.law, f.grade) for f in given_up.watched.findings] == [("wire", "warning")]


def test_the_clock_ends_a_watch_that_never_waits():
    began = time.monotonic()
    given_up, told = stuck(timeout=0.05, interval=0)
    assert told == []
    assert len(given_up.watched.history) > 1
    assert time.monotonic() - began < 20


# The client afterwards.


class StoppedError(Exception):
    pass


def stop(_):
    raise StoppedError


def interrupt(_):
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("messages", "settings", "raises"),
    [
        (finished("PROCESSING"), {"interval": 0}, None),
        ([error("NotFoundException")], {}, None),
        (ses("PROCESSING"), {"timeout": 0}, JobDidNotEnd),
        (ses("PROCESSING"), {"sleep": stop}, StoppedError),
        (ses("PROCESSING"), {"sleep": interrupt}, KeyboardInterrupt),
    ],
)
def test_what_listened_to_the_client_is_gone_afterwards(messages, settings, raises):
    with served(messages) as server, asking(server) as client:
        before = handlers(client)
        during = []
        client.meta.events.register("before-send.sesv2.GetImportJob", lambda **_: during.append(1))
        before_with_ours = handlers(client)
        assert before != before_with_ours
        if raises is None:
            watch(SES, client=client, JobId="a1", **settings)
        else:
            with pytest.raises(raises):
                watch(SES, client=client, JobId="a1", **settings)
        assert during
        assert handlers(client) == before_with_ours
    assert ask._ears == {}


def test_a_call_between_two_polls_is_none_of_the_watchs():
    with (
        served(finished("PROCESSING"), other=[TRUNCATED]) as server,
        asking(server) as client,
    ):
        seen = watch(
            SES, client=client, JobId="a1", sleep=lambda _: client.get_import_job(JobId="other")
        )
    assert (len(seen.history), seen.findings) == (2, ())


def test_threads_that_share_a_client_see_each_its_own_job():
    jobs = {
        f"job{number}": [
            *ses(*["PROCESSING"] * number),
            TRUNCATED,
            *ses(*["PROCESSING"] * (12 - number)),
            *finished(),
        ]
        for number in range(12)
    }
    with served(**jobs) as server, asking(server) as client:
        before = handlers(client)

        def one(job):
            return watch(SES, client=client, JobId=job, **AT_ONCE)

        with ThreadPoolExecutor(12) as pool:
            for _ in range(2):
                seen = list(pool.map(one, jobs))
                assert [found(each) for each in seen] == [
                    [("wire", "error", "", number + 1)] if len(each.history) > 1 else []
                    for number, each in enumerate(seen)
                ]
                assert all(each.wire_seen for each in seen)
        assert handlers(client) == before
    assert len(server.calls) == 12 * 14 + 12
    assert ask._ears == {}
