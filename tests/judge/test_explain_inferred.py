"""What nobody wrote down is judged mildly: contracts inferred, prose that allows a null."""

from __future__ import annotations

import json

import pytest

from aws_job_conformance.catalog import load, rows
from aws_job_conformance.core.shipped import names
from aws_job_conformance.judge import _error_answers, check

GLUE = "glue:GetMLTaskRun"
SESV2 = "sesv2:GetImportJob"
GLACIER = "glacier:DescribeJob"
DONE = {"Action": "ArchiveRetrieval", "Completed": True, "StatusCode": "Succeeded"}


def grades(verdict):
    return {finding.pointer: finding.grade for finding in verdict.findings}


def test_another_error_for_a_missing_job_is_a_warning_where_the_error_is_a_guess():
    assert load(GLUE).x_job["missing"]["tier"] == "inferred"
    assert "tier" not in load(SESV2).x_job["missing"]
    for operation, code, grade in (
        (GLUE, "ValidationException", "warning"),
        (SESV2, "ValidationException", "error"),
        (GLUE, None, "error"),  # a job that is not there, and is shown
    ):
        found = _error_answers.wrong_answer(load(operation), 1, code, "NotFoundException")
        assert found.grade == grade


def test_a_final_status_that_is_left_is_a_warning_where_nobody_gave_the_order():
    history = [{"TaskRunId": "a", "Status": state} for state in ("FAILED", "RUNNING")]
    (found,) = check.check_history(load(GLUE), history).findings
    assert (found.law, found.grade, found.poll) == ("final", "warning", 2)


def test_the_status_of_an_error_is_not_held_against_an_inferred_json_service():
    body = b'{"__type": "EntityNotFoundException", "message": "x"}'
    for status in (400, 404):
        assert check.check_wire(load(GLUE), body, status=status).findings == ()


def test_a_null_is_a_note_where_the_prose_allows_it_and_an_error_elsewhere():
    body = json.dumps(DONE | {"SHA256TreeHash": None, "SNSTopic": None}).encode()
    told = grades(check.check_wire(load(GLACIER), body))
    assert told["/SHA256TreeHash"] == "note"
    assert told["/SNSTopic"] == "error"


def is_mild(operation):
    contract = load(operation)
    assert {law.tier for law in contract.laws} <= {"inferred"}, operation
    assert contract.status.tier == "inferred", operation
    return bool(contract.laws)


@pytest.mark.parametrize("operation", [GLUE, "ec2:DescribeSnapshots"])
def test_no_inferred_law_is_more_than_a_warning(operation):
    assert operation not in names()  # with a file of its own it would say nothing here
    is_mild(operation)


@pytest.mark.thorough  # seconds of work
def test_of_no_operation_without_a_file_is_a_law_more_than_a_warning():
    inferred = [row["operation"] for row in rows() if row["contract"] == "inferred"][::10]
    assert len(inferred) > 20
    assert sum(map(is_mild, inferred)) > 10  # with laws to be mild about
