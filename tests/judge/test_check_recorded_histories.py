"""Answers out of public reports on pollers and emulators: each is judged as what it is."""

from __future__ import annotations

import pytest

from aws_job_conformance import contract

BATCH, ATHENA = "batch:DescribeJobs", "athena:GetQueryExecution"
READ_SETS, EXECUTION = "omics:GetReadSetExportJob", "stepfunctions:DescribeExecution"
ARN = "arn:aws:states:us-east-1:123456789012:execution:m:e"


def told(operation, *responses):
    """Return grade, law and poll of each finding, and all messages.

    The reports print what they are about: what else is missing in them is no matter.
    """
    found = [one for one in contract(operation).check_history(responses) if one.law != "present"]
    return [(one.grade, one.law, one.poll) for one in found], " ".join(o.message for o in found)


def job(**shown):
    return {
        "jobs": [{"jobName": "n", "jobId": "j", "jobQueue": "q", "jobDefinition": "d", **shown}]
    }


def query(state, **more):
    return {"QueryExecution": {"QueryExecutionId": "q", "Status": {"State": state, **more}}}


def test_a_list_without_the_job_is_a_note_before_it_is_there_and_when_it_is_gone():
    assert told(BATCH, {"jobs": []})[0] == [("note", "schema", 1)]
    times = {"startedAt": 1565049600000}
    found, said = told(BATCH, job(status="FAILED", **times), {"jobs": []})
    assert found == [("note", "schema", 2)]
    assert "later it is gone" in said


@pytest.mark.parametrize(
    "shown",
    [
        {"createdAt": 1731000000000, "stoppedAt": 1731000100000, "status": "FAILED"},  # hyp3 2485
        {"createdAt": 1557900000000, "status": "RUNNABLE"},  # moto 2201
    ],
)
def test_a_job_that_never_started_has_no_start_though_the_model_requires_it(shown):
    assert told(BATCH, job(**shown))[0] == []


def test_an_execution_that_was_stopped_and_succeeds_after_all_is_an_error():  # floci 2734
    run = {"executionArn": ARN, "stateMachineArn": ARN, "startDate": "2026-08-29T00:00:00Z"}
    end = run | {"stopDate": "2026-08-29T00:00:01Z"}
    shown = [run | {"status": "RUNNING"}, *(end | {"status": s} for s in ("ABORTED", "SUCCEEDED"))]
    found, said = told(EXECUTION, *shown)
    assert found == [("error", "final", 3)]
    assert "has stopped reading" in said


def test_an_end_that_a_waiter_documents_and_is_left_says_why_it_is_no_error():
    found, said = told(READ_SETS, *({"status": one} for one in ("COMPLETED", "IN_PROGRESS")))
    assert [one for one in found if one[0] != "note"] == [("warning", "final", 2)]
    assert "no error, because nobody wrote down the order" in said


def test_a_query_that_leaves_its_failure_as_athena_s_did_is_a_warning_with_advice():
    found, said = told(ATHENA, *map(query, ("RUNNING", "FAILED", "QUEUED", "SUCCEEDED")))
    assert found == [("warning", "final", 3)]
    assert "may look again for a while" in said


def test_a_result_that_lies_in_a_folder_is_a_warning_that_names_the_file():  # floci 1752
    shown = query("SUCCEEDED")
    shown["QueryExecution"]["ResultConfiguration"] = {"OutputLocation": "s3://rows/out/q/"}
    found, said = told(ATHENA, shown)
    assert found == [("warning", "schema", 1)]
    assert "QueryID.csv or QueryID.txt" in said
    shown["QueryExecution"]["ResultConfiguration"] = {"OutputLocation": "s3://rows/out/q.csv"}
    assert told(ATHENA, shown)[0] == []


def test_an_end_of_a_job_that_runs_is_a_warning_where_nobody_wrote_that_it_has_none():
    end = {"CompletedOn": "2026-01-01T00:00:10Z"}
    run = {"JobRun": {"JobRunState": "RUNNING", **end}}
    assert told("glue:GetJobRun", run)[0] == [("warning", "absent", 1)]
    assert told("glue:GetMLTaskRun", {"Status": "RUNNING", **end})[0] == [("warning", "absent", 1)]


def test_an_error_among_polls_is_a_note_that_names_it_and_no_broken_body():  # durable 512
    refused = {"Error": {"Code": "ResourceNotFoundException", "Message": "no"}}
    function = "arn:aws:lambda:us-east-1:123456789012:function:f:1"
    run = {"DurableExecutionArn": f"{function}/durable-execution/a/b"}
    run |= {"DurableExecutionName": "a", "FunctionArn": function}
    run |= {"StartTimestamp": "2026-07-06T00:00:00Z", "Status": "RUNNING"}
    found, said = told("lambda:GetDurableExecution", refused, run)
    assert found == [("note", "schema", 1)]
    assert '"ResourceNotFoundException"' in said


def test_a_page_in_html_in_place_of_an_answer_is_an_error():  # steampipe 2345
    body = b"<html><body><h1>400 Bad request</h1></body></html>"
    [one] = contract(ATHENA).check_wire(body)
    assert (one.grade, one.law) == ("error", "wire")
    assert "HTML" in one.message
