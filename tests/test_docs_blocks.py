"""Every command and code block of README and docs is run as a reader runs it, or says why not."""

from __future__ import annotations

import gzip
import json
import shutil

import botocore.session
import pytest
from support import api_reference_pages
from support.doc_blocks import PAGES, Reader, blocks
from support.places import ROOT

NOT_RUN = {
    ("README.md", "python3 -m venv"): "`.ci/run` runs both as written, on a clean checkout",
    ("README.md", "on: [push"): "a workflow of GitHub; what it runs is run by tests/foreign",
    ("docs/ci.md", "- uses"): "steps of GitHub; tests/test_github.py runs what the action runs",
    ("CONTRIBUTING.md", ""): "sets up a checkout and runs all tests: `.ci/run`",
    ("docs/clients.md", "from aws_job_conformance import clients"): "wants Ruby and a client in it",
    ("docs/clients.md", "aws-job-conformance clients --sdk"): "wants a checkout of an SDK of AWS",
    ("docs/drift.md", ""): "fetches versions of botocore: tests/cli/test_drift.py",
    ("docs/servers.md", ""): "wants an AWS account, which nobody here has, or moto: tests/foreign",
    ("docs/recording.md", ""): "wants an AWS account",
}
"""A page, how a block or command of it begins, and why it is not run here: ten at most."""

HELD = {
    ("README.md", "import time"): "test_docs.test_the_readmes_poller_is_caught_with_the_table…",
    ("README.md", "from hypothesis import"): "test_docs.test_the_readmes_corrected_poller_passes…",
    ("README.md", "cat history.jsonl"): "test_docs.test_the_first_screen_shows_what_…",
    ("README.md", "aws-job-conformance check sesv2"): "as above",
    ("docs/clients.md", "aws-job-conformance clients --waiters"): "tests/cli/test_clients.py, once",
    ("docs/clients.md", "aws-job-conformance clients --retries"): "as above",
}
"""What another test runs: it fails on purpose, needs what stands before it, or takes a minute."""

FIXTURES = """
import time

import boto3
import pytest

from aws_job_conformance.generate import example
from aws_job_conformance.catalog import load
from aws_job_conformance.targets import simulator


@pytest.fixture
def responses():
    return dict(example.histories(load("sesv2:GetImportJob")))["COMPLETED"]


@pytest.fixture
def sesv2(tmp_path):
    rows = "EmailAddress\\n" + "".join(f"someone-{number}@example.com\\n" for number in range(1000))
    (tmp_path / "people.csv").write_text(rows)
    buckets = {"rows": tmp_path}
    with simulator.serving("sesv2:GetImportJob", pace="polls:1", buckets=buckets) as url:
        yield boto3.client("sesv2", endpoint_url=url)


@pytest.fixture
def job_id(sesv2, monkeypatch):
    made = sesv2.create_import_job(
        ImportDestination={"SuppressionListDestination": {"SuppressionListImportAction": "PUT"}},
        ImportDataSource={"S3Url": "s3://rows/people.csv", "DataFormat": "CSV"},
    )
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    return made["JobId"]
"""

WAITER = json.dumps(
    {
        "version": 2,
        "waiters": {
            "job_complete": {
                "operation": "GetJobRun",
                "delay": 60,
                "maxAttempts": 75,
                "acceptors": [
                    {
                        "matcher": "path",
                        "argument": "JobRun.JobRunState",
                        "expected": status,
                        "state": "success" if status == "SUCCEEDED" else "failure",
                    }
                    for status in ("SUCCEEDED", "FAILED", "TIMEOUT", "ERROR", "STOPPED")
                ],
            }
        },
    }
)
"""Airflow's waiter for a Glue run, which docs/waiters.md is about."""

POLL = {
    "operation": "sesv2:GetImportJob",
    "response": {
        "JobId": "a1",
        "JobStatus": "PROCESSING",
        "CreatedTimestamp": "2026-01-01T00:00:00Z",
    },
}
"""A poll of an archive, which keeps its contract."""


def pages_of(service, *names):
    """Write the pages of a service's operations and types as AWS's API Reference shows them."""
    model = botocore.session.get_session().get_service_model(service)
    for name in names:
        if name in model.operation_names:
            page = api_reference_pages.operation_page(model.operation_model(name))
        else:
            page = api_reference_pages.type_page(model.shape_for(name))
        yield f"API_{name}.md", page.as_markdown()


@pytest.fixture
def reader(tmp_path):
    """A reader whose folder holds what the pages say that one has."""
    (tmp_path / "conftest.py").write_text(FIXTURES)
    shutil.copytree(ROOT / "cassettes", tmp_path / "DIR")
    (tmp_path / "rows").mkdir()
    (tmp_path / "rows" / "people.csv").write_text("a@example.com\nb@example.com\n")
    (tmp_path / "response.json").write_text('{"JobRun": {"Id": "a", "JobRunState": "RUNNING"}}')
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "run.json").write_text('{"JobRun": {"JobRunState": "WAITING"}}')
    (tmp_path / "FOLDER").mkdir()
    for name, text in (
        *pages_of("glue", "GetJobRun", "JobRun"),
        *pages_of("sesv2", "GetImportJob"),
    ):
        (tmp_path / name).write_text(text)
    for name, text in pages_of("glue", "GetMLTaskRun", "TaskRunProperties"):
        (tmp_path / "FOLDER" / name).write_text(text)
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "polls.jsonl").write_text(f"{json.dumps(POLL)}\n")
    with gzip.open(tmp_path / "responses.jsonl.gz", "wt") as archive:
        archive.write(f"{json.dumps(POLL['response'])}\n")
    (tmp_path / "waiters").mkdir()
    (tmp_path / "waiters" / "glue.json").write_text(WAITER)
    reading = Reader(tmp_path)
    yield reading
    reading.close()


def reason(table, page, text):
    """Return why a block or command is not run here, if the table says so."""
    return next(
        (why for (where, start), why in table.items() if where == page and text.startswith(start)),
        None,
    )


@pytest.mark.thorough  # minutes for all pages; what the first screen shows is among the quick tests
@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page)])
def test_a_page_does_what_it_shows(page, reader):
    for block in blocks(page):
        if reason(NOT_RUN, page, block.text) or reason(HELD, page, block.text):
            continue
        for command, shown in block.parts:
            if not (reason(NOT_RUN, page, command) or reason(HELD, page, command)):
                reader.follow(block, command, shown)


def test_what_is_not_run_is_no_more_than_ten_blocks_and_each_is_there():
    assert len(NOT_RUN) <= 10
    for page, start in (*NOT_RUN, *HELD):
        texts = [block.text for block in blocks(page)]
        commands = [command for block in blocks(page) for command, _ in block.parts]
        assert any(text.startswith(start) for text in (*texts, *commands)), (page, start)
