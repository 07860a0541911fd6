"""Every command and code block of README and docs is run as a reader runs it, or says why not."""

from __future__ import annotations

import gzip
import json
import os
import shlex
import shutil
import sys
from pathlib import Path

import botocore.session
import pytest
from support import api_reference_pages, two_botocores
from support.doc_blocks import PAGES, Reader, bare
from support.docs_run import HELD, NOT_RUN, meant, parts, why_not
from support.places import ROOT, TESTS

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


def two_botocores_to_fetch(reader):
    """Let pip find what is installed by another name, and an older one with a single service."""
    (reader.folder / "operations.txt").write_text("sesv2:GetImportJob\n")
    wheels, own = reader.folder / "wheels", Path(botocore.__file__).parents[1]
    for release, services in (("1.45.0", "*"), ("1.43.11", "sesv2")):
        data = own.glob(f"botocore/data/{services}/*/service-2.json.gz")
        two_botocores.wheel(wheels, own, release, data)
    reader.environment["PIP_NO_INDEX"] = "1"
    reader.environment["PIP_FIND_LINKS"] = str(wheels)
    reader.environment["PIP_CONFIG_FILE"] = os.devnull


def a_client_in_rubys_place(reader):
    """Put Python in it, with the client that is written from docs/clients.md alone."""
    (reader.folder / "bin").mkdir()
    client, schemas = TESTS / "support" / "foreign_client.py", ROOT / "schemas"
    words = [sys.executable, client, schemas, "sesv2:GetImportJob"]
    ruby = reader.folder / "bin" / "ruby"
    ruby.write_text(f"#!/bin/sh\nexec {shlex.join(map(str, words))}\n")
    ruby.chmod(0o755)


SURROUNDINGS = {
    "docs/clients.md": a_client_in_rubys_place,
    "docs/drift.md": two_botocores_to_fetch,
}
"""What a page takes for granted, and no reader here has."""


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


RUN = {page: [one for one in there if not why_not(*one[:2])] for page, there in parts().items()}


@pytest.mark.thorough  # minutes for all pages; what the first screen shows is among the quick tests
@pytest.mark.parametrize("page", [page for page, there in RUN.items() if there])
def test_a_page_does_what_it_shows(page, reader):
    SURROUNDINGS.get(page, id)(reader)
    for block, command, shown in RUN[page]:
        reader.follow(block, command, shown)


def test_what_is_not_run_is_at_most_ten_blocks_or_commands_and_each_is_there_once():
    assert len(NOT_RUN) <= 10
    for entry in NOT_RUN:
        found = {block.text if entry[1].startswith("$ ") else one for block, one in meant(entry)}
        assert len(found) == 1, (entry, found)


def test_what_another_test_runs_is_there_and_so_is_the_test():
    for entry, test in HELD.items():
        assert list(meant(entry)), entry
        path, _, name = test.partition("::")
        assert f"\ndef {name}" in (ROOT / path).read_text(), test


def test_every_block_says_what_it_is():
    """What has no language is no command, and nothing that could be run."""
    written_and_held_as_a_whole = "docs/evidence/waiters.md"
    assert [one for one in PAGES if bare(one) and one != written_and_held_as_a_whole] == []
