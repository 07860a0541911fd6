"""The histories of a trial over HTTP: a poller on the JavaScript SDK gets the same table."""

import json
import signal
import subprocess
import sys
import urllib.request

import pytest
from support.node import needs_node
from support.places import TESTS

from aws_job_conformance.clients import javascript

OPERATION = "sesv2:GetImportJob"
PACKAGES = str(javascript.__path__[0])


@pytest.fixture
def served():
    """A running `play`: its URL, and what makes it end and tells (exit, table)."""
    command = [sys.executable, "-m", "aws_job_conformance", "play", OPERATION, "--port", "0"]
    process = subprocess.Popen(
        [*command, "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    url = json.loads(process.stdout.readline())["url"]

    def end(*, interrupt):
        if interrupt:
            process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert err == ""
        return process.returncode, json.loads(out)

    yield url, end
    process.kill()
    process.wait()


def asked(url, data=None):
    with urllib.request.urlopen(url, data=data, timeout=30) as answer:
        return json.load(answer)


def polled(url, known, ids):
    script = str(TESTS / "support" / "poller.mjs")
    subprocess.run(
        ["node", "--no-warnings", script, PACKAGES, url, known, *ids], check=True, timeout=120
    )


@needs_node
def test_a_right_poller_in_javascript_gets_the_whole_table(served):
    url, end = served
    polled(url, "FAILED,CANCELLED", [one["id"] for one in asked(f"{url}/histories")])
    code, table = end(interrupt=False)
    assert (code, table["right"], table["played"]) == (0, True, table["planned"])


@needs_node
def test_a_poller_in_javascript_that_forgets_an_end_is_told(served):
    url, end = served
    known = asked(f"{url}/histories")
    one = next(one["id"] for one in known if one["ending"] == "CANCELLED")
    polled(url, "FAILED", [one])
    code, table = end(interrupt=True)
    assert code == 1
    assert [(fault["ending"], fault["did"]) for fault in table["faults"]] == [
        ("CANCELLED", "never stopped")
    ]


def test_what_is_listed_says_what_is_right_and_what_is_left_is_told(served):
    url, end = served
    listed = asked(f"{url}/histories")
    assert {(one["ending"], one["right"]) for one in listed} == {
        ("COMPLETED", "returned"),
        ("FAILED", "failed"),
        ("CANCELLED", "failed"),
    }
    slow = next(one for one in listed if one["history"].count("→") > 3)
    first = asked(f"{url}/v2/email/import-jobs/{slow['id']}")
    assert first["JobStatus"] == slow["history"].split(" → ")[0]
    asked(f"{url}/histories/{slow['id']}", b"returned")
    code, table = end(interrupt=True)
    assert (code, table["played"]) == (1, 1)
    assert table["faults"][0]["did"] == f"left at {first['JobStatus']}"


def test_nothing_played_is_not_right(served):
    assert served[1](interrupt=True)[0] == 1
