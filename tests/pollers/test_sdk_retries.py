"""How often SDKs ask a server on loopback again: what is recorded, and what the server does."""

import http.client
import json
import socket
from urllib.parse import urlsplit

import pytest

from aws_job_conformance.clients.interface import CallEnd
from aws_job_conformance.pollers import loopback, sdk_retries
from aws_job_conformance.pollers.sdk_retries import Answers, LoopbackResult

CASES = {case.name: case for case in sdk_retries.cases()}
AFTER = {
    "a-connection-closed-within-the-body": "IncompleteRead",
    "a-chunked-body-without-its-last-chunk": "IncompleteRead",
    "a-connection-reset-within-the-body": "ConnectionResetError",
    "a-connection-closed-before-an-answer": "RemoteDisconnected",
    "a-connection-reset-before-an-answer": "ConnectionResetError",
    "a-connection-closed-within-the-header": None,  # http.client takes it for the whole header
}
SENT_TWICE = {("a-reset-connection", "aiobotocore", 6, 3)}
"""aiohttp itself sends a GET again whose connection broke: each attempt of botocore's is two."""
BUSY = CASES["a-bare-503"]


def test_the_file_is_written_in_one_way():
    assert loopback.text(CASES.values()) == sdk_retries.FILE.read_text(encoding="utf-8")
    assert len(CASES) == len(json.loads(sdk_retries.FILE.read_bytes()))


def test_over_loopback_an_sdk_asks_as_often_as_in_process_but_where_its_http_client_asks_again():
    differs = {
        (case.name, name, found.attempts, case.in_process[name])
        for case in CASES.values()
        for name, found in case.results.items()
        if name in case.in_process and case.in_process[name] != found.attempts
    }
    assert differs == SENT_TWICE


@pytest.mark.parametrize("name", AFTER)
def test_the_server_breaks_off_where_the_case_says(name):
    with loopback.serving(Answers(CASES[name].answers)) as (url, times):
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
        raised = None
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException) as error:
            raised = type(error).__name__
        finally:
            connection.close()
    assert (raised, len(times)) == (AFTER[name], 1)


def test_half_of_a_body_comes_before_the_connection_is_closed():
    with loopback.serving(Answers(CASES["a-connection-closed-within-the-body"].answers)) as (
        url,
        _,
    ):
        at = urlsplit(url)
        with socket.create_connection((at.hostname, at.port), timeout=10) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nhost: here\r\n\r\n")
            came = b""
            while piece := connection.recv(4096):
                came += piece
    head, _, body = came.partition(b"\r\n\r\n")
    assert b"content-length: 40" in head
    assert body == b'{"JobId": "a", "JobS'


class Asking:
    """A client that asks so many times, whatever it is told."""

    name, version = "asking", "1"

    def __init__(self, times, how="failure"):
        self.times, self.how = times, how

    def connect(self, call):
        for _ in range(self.times):
            connection = http.client.HTTPConnection(urlsplit(call.url).netloc, timeout=10)
            connection.request("GET", "/")
            connection.getresponse().read()
            connection.close()
        return CallEnd(self.how, "Busy")


def test_attempts_are_what_came_to_the_server():
    for times in (1, 5):
        assert sdk_retries.measure(Asking(times), BUSY) == LoopbackResult("1", times, "Busy")
    assert sdk_retries.measure(Asking(2, "unsupported"), BUSY) == LoopbackResult("1", None, None)


def test_waits_are_a_range_of_the_runs_for_each_further_attempt():
    found = sdk_retries.measure(Asking(3), BUSY, runs=2)
    assert len(found.waits) == 2
    assert all(0 <= low <= high for low, high in found.waits)


def test_another_count_is_told_and_another_wait_is_not():
    was = BUSY.results["botocore"]
    slower = LoopbackResult(was.version, was.attempts, was.ended, ((9.0, 9.0), (9.0, 9.0)))
    assert sdk_retries.changed(BUSY, "botocore", slower) is None
    told = sdk_retries.changed(BUSY, "botocore", LoopbackResult("9.9", 7, "success"))
    assert told == (
        f"a-bare-503: botocore {was.version} sent 3 and ended with 503;"
        " botocore 9.9 sends 7 and ends with success"
    )


def test_waits_that_were_not_measured_again_stay(tmp_path):
    file = tmp_path / "sdk_retries.json"
    file.write_text(sdk_retries.FILE.read_text(encoding="utf-8"), encoding="utf-8")
    waited = LoopbackResult("1", 3, "Busy", ((0.1, 0.2), (0.3, 0.4)))
    sdk_retries.record("asking", {BUSY.name: waited}, file)
    sdk_retries.record("asking", {BUSY.name: LoopbackResult("1", 3, "Busy")}, file)
    (now,) = [case for case in sdk_retries.cases(file) if case.name == BUSY.name]
    assert now.results["asking"] == waited
