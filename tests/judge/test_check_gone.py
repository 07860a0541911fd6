"""A job that goes away: after the statuses that say so nothing more is expected of it."""

from __future__ import annotations

import copy

import pytest

from aws_job_conformance.catalog import load
from aws_job_conformance.core.contract import from_schema
from aws_job_conformance.judge import check

SES = load("sesv2:GetImportJob")
GONE = {"Error": {"Code": "NotFoundException", "Message": "no"}}


@pytest.fixture
def leaving():
    """A job that is gone once it was cancelled."""
    schema = copy.deepcopy(dict(SES.schema))
    schema["x-job"]["missing"] |= {"after": ["CANCELLED"], "kept": "a week"}
    return from_schema(schema, SES.wire_schema)


def told(contract, *statuses):
    polls = [
        {"JobStatus": one, "CreatedTimestamp": "2026-01-01T00:00:00Z"} if one else GONE
        for one in statuses
    ]
    found = check.check_history(contract, polls).findings
    return [(one.grade, one.poll) for one in found], " ".join(one.message for one in found)


def test_after_a_status_that_says_so_a_job_is_gone_without_a_word(leaving):
    assert told(leaving, "CREATED", "CANCELLED", None, None)[0] == []


def test_after_any_other_it_is_a_note_that_says_how_long_it_is_kept(leaving):
    found, said = told(leaving, "CREATED", None)
    assert found == [("note", 2)]
    assert "It is kept for a week after its end." in said


def test_another_error_after_it_is_told(leaving):
    polls = [{"JobStatus": "CANCELLED", "CreatedTimestamp": "2026-01-01T00:00:00Z"}]
    polls.append({"Error": {"Code": "TooManyRequestsException", "Message": "slower"}})
    (found,) = check.check_history(leaving, polls).findings
    assert (found.grade, found.poll) == ("note", 2)


def test_where_nobody_says_that_it_goes_away_it_is_a_note():
    assert told(SES, "CREATED", "CANCELLED", None)[0] == [("note", 3)]
