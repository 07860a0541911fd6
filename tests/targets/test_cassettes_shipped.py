"""The shipped stories of the simulator are what is recorded of it today, over real HTTP."""

from __future__ import annotations

import fcntl
import tempfile
from datetime import date
from pathlib import Path

import pytest
import yaml
from support import record_stories
from support.params import quick_one_of

from aws_job_conformance.runner import selection
from aws_job_conformance.runner.options import Options
from aws_job_conformance.targets.cassettes import reader

CASES = [(name, story) for name, stories in record_stories.STORIES.items() for story in stories]


def told(path):
    """Return what a cassette holds, but for the day and the version it was recorded with."""
    data = yaml.safe_load(path.read_text("utf-8"))
    for name in ("botocore", "recorded"):
        del data["conformance"][name]
    return data


@pytest.fixture
def port():
    """The port that stands in the stories: one at a time has it, in whatever process."""
    lock = Path(tempfile.gettempdir()) / f"aws-job-conformance-{record_stories.PORT}.lock"
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield record_stories.PORT


@pytest.mark.usefixtures("port")
@pytest.mark.parametrize(("operation", "story"), quick_one_of(3, CASES, ids="-".join))
def test_a_story_is_what_is_recorded_today(operation, story, tmp_path):
    path = record_stories.record(operation, story, tmp_path, date(2026, 1, 1))
    shipped = record_stories.FOLDER / path.relative_to(tmp_path)
    assert told(path) == told(shipped)


def test_every_shipped_story_was_printed_by_aws_or_recorded():
    stories = selection.stories(Options())
    recorded = {(s.operation, s.name) for s in stories if s.origin == "simulator"}
    assert recorded == set(CASES)
    assert {s.origin for s in stories} == {"simulator", "aws-documentation"}
    assert all(s.recorded for s in stories if s.origin == "simulator")


def test_no_story_holds_what_was_given_to_make_it():
    for path in reader.folder().rglob("*.yaml"):
        text = path.read_text("utf-8")
        if "origin: simulator" in text:
            assert record_stories.BUCKET not in text
            assert "person" not in text
            assert "X-Amz-Signature=simul" not in text
