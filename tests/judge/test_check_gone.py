"""A job that goes away: after the statuses that say so nothing more is expected of it."""

from __future__ import annotations

import copy
from typing import ClassVar

import jsonschema
import pytest
from botocore.exceptions import ClientError

import aws_job_conformance
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


class TestAnErrorOfTheJobsOwn:
    """location:GetJob has a member Error, which says why a job failed."""

    JOB = aws_job_conformance.contract("location:GetJob")
    OWN: ClassVar = {"Code": "ValidationError", "Messages": ["line 3 has no address"]}

    @pytest.mark.parametrize("own", [OWN, {"Code": "InternalServerError"}, {"Messages": ["no"]}])
    def test_is_no_error_answer_so_that_a_status_is_missing(self, own):
        (found,) = (one for one in self.JOB.check({"Error": own}) if one.grade == "error")
        assert (found.law, found.pointer) == ("schema", "/Status")
        assert "Status" in found.message

    @pytest.mark.parametrize(
        "answer",
        [
            {"Error": {"Code": "ResourceNotFoundException", "Message": "no such job"}},
            {"Error": {"Code": "ValidationError", "Message": "no such job"}},
            {"Error": {"Code": "ThrottlingException"}},
            ClientError({"Error": {"Code": "ThrottlingException", "Message": "slow"}}, "GetJob"),
        ],
    )
    def test_and_what_an_sdk_shows_of_an_exception_is_one(self, answer):
        (found,) = self.JOB.check(answer)
        assert found.grade == "note"
        assert "and shows no job" in found.message

    def test_the_plain_schema_and_the_check_say_the_same(self):
        plain = jsonschema.Draft202012Validator(dict(self.JOB.data.schema))
        assert not plain.is_valid({"Error": self.OWN})
        assert any(one.grade == "error" for one in self.JOB.check({"Error": self.OWN}))
