"""The histories of a trial over HTTP: a poller in any language gets the same table."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import urllib.request

import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from support.node import needs_node
from support.places import AWS_CLI, TESTS

from aws_job_conformance.catalog import load
from aws_job_conformance.clients.javascript import node_client
from aws_job_conformance.core.trouble import KINDS
from aws_job_conformance.pollers.trial_server import TrialServer
from aws_job_conformance.targets import simulator

SES, EXPORT = "sesv2:GetImportJob", "dynamodb:DescribeExport"
PACKAGES = str(node_client.FOLDER)
SILENT = 0.3


@contextlib.contextmanager
def serving(operation=SES, **options):
    """Serve a trial in this process; give its URL, and the trial."""
    trial = TrialServer(load(operation), **options)
    running = simulator.server(trial, "127.0.0.1", 0)
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    try:
        yield simulator.url_of(running), trial
    finally:
        running.shutdown()
        thread.join()


@contextlib.contextmanager
def playing(operation, stop=signal.SIGINT):
    """Run the command; give its URL, and what stops it and tells exit code, table, errors.

    It begins as a shell script begins what ends in `&`: with Ctrl-C ignored.
    """
    command = [sys.executable, "-m", "aws_job_conformance", "play", operation, "--port", "0"]
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process = subprocess.Popen(
            [*command, "--format", "json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    finally:
        signal.signal(signal.SIGINT, before)

    def interrupt():
        process.send_signal(stop)
        out, err = process.communicate(timeout=60)
        return process.returncode, json.loads(out), err

    try:
        yield json.loads(process.stdout.readline())["url"], interrupt
    finally:
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


# In this process.


@needs_node
def test_a_poller_in_javascript_is_told_of_the_end_it_forgets_and_of_no_other():
    with serving() as (url, trial):
        ids = {one["ending"]: one["id"] for one in asked(f"{url}/histories")}
        polled(url, "FAILED", [ids["CANCELLED"], ids["FAILED"], ids["COMPLETED"]])
        found = trial.result()
    assert [(one.trial.ending, one.did) for one in found.faults] == [("CANCELLED", "never stopped")]
    assert len(found.played) == 3


@needs_node
@pytest.mark.thorough
def test_a_right_poller_in_javascript_gets_the_whole_table():
    with serving() as (url, trial):
        polled(url, "FAILED,CANCELLED", [one["id"] for one in asked(f"{url}/histories")])
        assert trial.is_over(0)
        found = trial.result()
    assert found.is_right
    assert len(found.played) == found.planned


def test_what_is_listed_says_what_is_right_and_what_was_left_is_told():
    with serving() as (url, trial):
        listed = asked(f"{url}/histories")
        slow = next(one for one in listed if one["history"].count("→") > 3)
        first = asked(f"{url}/v2/email/import-jobs/{slow['id']}")
        asked(f"{url}/histories/{slow['id']}", b"returned")
        found = trial.result()
    assert {(one["ending"], one["right"]) for one in listed} == {
        ("COMPLETED", "returned"),
        ("FAILED", "failed"),
        ("CANCELLED", "failed"),
    }
    assert first["JobStatus"] == slow["history"].split(" → ")[0]
    assert [one.did for one in found.played] == [f"left at {first['JobStatus']}"]


NOBODY = {
    "region_name": "us-east-1",
    "aws_access_key_id": "nobody",
    "aws_secret_access_key": "nobody",
}
ENDS = ("COMPLETED", "FAILED", "CANCELLED")


def told_by(client, history, seen):
    """Poll a history as a right poller does, and return the word for how that ended."""
    for _ in range(60):
        try:
            shown = client.get_import_job(JobId=history["id"])["JobStatus"]
        except ClientError as error:
            code = error.response["Error"]["Code"]
            seen.add(code)
            if "Expired" in code or code == "NotFoundException":
                return "error"
        except BotoCoreError as error:
            seen.add(type(error).__name__)
        else:
            if shown in ENDS:
                return "returned" if shown == "COMPLETED" else "failed"
    return "error"


def test_trouble_is_served_as_it_travels_and_a_poller_that_raises_it_is_right():
    config = Config(retries={"total_max_attempts": 1}, read_timeout=SILENT / 3)
    seen: set[str] = set()
    with serving(trouble=True, silent=SILENT) as (url, trial):
        session = botocore.session.Session()
        client = session.create_client("sesv2", endpoint_url=url, config=config, **NOBODY)
        troubled = [one for one in asked(f"{url}/histories") if "trouble" in one]
        histories = {one["trouble"]: one for one in reversed(troubled)}.values()
        for one in histories:
            word = told_by(client, one, seen)
            assert word in (one["right"], one.get("or"))
            asked(f"{url}/histories/{one['id']}", word.encode())
        found = trial.result()
        asked(
            f"{url}/histories/{next(o['id'] for o in histories if o['right'] == 'error')}",
            b"failed",
        )
        wrong = trial.result()
    assert {one["trouble"] for one in histories} == {*KINDS} - {"empty"}
    assert found.is_right, str(found)
    assert {"ConnectionClosedError", "ReadTimeoutError", "ExpiredTokenException"} <= seen
    assert {"TooManyRequestsException", "NotFoundException", "InternalFailure"} <= seen
    assert "nobody knows" in str(wrong)


# The command.


def test_ctrl_c_prints_the_table_and_the_exit_code_is_the_verdict():
    with playing(SES) as (url, interrupt):
        one = next(one for one in asked(f"{url}/histories") if one["history"] == "COMPLETED")
        asked(f"{url}/v2/email/import-jobs/{one['id']}")
        asked(f"{url}/histories/{one['id']}", b"returned")
        code, table, said = interrupt()
    assert (code, said) == (0, "")
    assert (table["right"], table["played"]) == (True, 1)


@pytest.mark.thorough
def test_nothing_played_is_not_right():
    with playing(SES, signal.SIGTERM) as (_, interrupt):
        assert interrupt()[0] == 1


@pytest.mark.thorough
@pytest.mark.skipif(AWS_CLI is None, reason="the AWS CLI is not here: pip install -e '.[others]'")
@pytest.mark.parametrize(("word", "verdict"), [("returned", 0), ("failed", 1)])
def test_ctrl_c_after_the_aws_cli_has_waited_ends_it_by_its_verdict(word, verdict):
    known = {"AWS_ACCESS_KEY_ID": "nobody", "AWS_SECRET_ACCESS_KEY": "nobody"}
    environment = os.environ | known | {"AWS_DEFAULT_REGION": "us-east-1", "AWS_PAGER": ""}
    with playing(EXPORT) as (url, interrupt):
        one = next(one for one in asked(f"{url}/histories") if one["history"] == "COMPLETED")
        arn = f"arn:aws:dynamodb:us-east-1:123456789012:table/t/export/{one['id']}"
        command = [AWS_CLI, "--endpoint-url", url, "dynamodb", "wait", "export-completed"]
        subprocess.run([*command, "--export-arn", arn], env=environment, timeout=60, check=True)
        asked(f"{url}/histories/{one['id']}", word.encode())
        code, table, said = interrupt()
    assert (code, table["played"], said) == (verdict, 1, "")
