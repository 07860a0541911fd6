"""The result of one job, where none is there: an empty list is what is right."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from aws_job_conformance.catalog import load
from aws_job_conformance.judge import results
from aws_job_conformance.protocol import encode
from aws_job_conformance.protocol.http import AnsweredCall, Call, HttpResponse


@pytest.mark.parametrize(("missing", "grades"), [(True, []), (False, ["note"])])
def test_an_empty_list_is_right_of_a_job_that_is_not_there_and_a_note_on_one_that_is(
    missing, grades
):
    operation = "batch:DescribeJobs"
    call = Call(operation, {"jobs": ["nobody"]}, endpoint="")
    answer = AnsweredCall(call, HttpResponse(200, {}, b'{"jobs": []}'), {"jobs": []}, None)
    found = results.of_job(load(operation), [answer], missing=missing).findings
    assert [one.grade for one in found] == grades


def missing_build(answer):
    operation = "codebuild:BatchGetBuilds"
    call = Call(operation, {"ids": ["p:1"]}, endpoint="")
    sent = AnsweredCall(call, HttpResponse(200, {}, json.dumps(answer).encode()), answer, None)
    return results.of_job(load(operation), [sent], missing=True).findings


def test_a_build_that_is_not_there_is_named_among_those_that_were_not_found():
    assert missing_build({"builds": [], "buildsNotFound": ["p:1"]}) == ()
    (found,) = missing_build({"builds": []})
    assert (found.grade, found.law) == ("error", "wire")
    assert "an empty builds and what was asked for in buildsNotFound" in found.message


def missing_of(operation, answer):
    call = Call(operation, {}, endpoint="")
    sent = AnsweredCall(call, HttpResponse(200, {}, json.dumps(answer).encode()), answer, None)
    found = results.of_job(load(operation), [sent], missing=True).findings
    return [one.grade for one in found if "a job that is not there" in one.message]


@pytest.mark.parametrize(
    ("failures", "grades"),
    [([{"reason": "MISSING"}], []), ([{"reason": "TIMEOUT"}], ["error"]), ([{}], ["error"])],
)
def test_a_task_that_is_not_there_is_among_the_failures_with_the_reason_that_says_so(
    failures, grades
):
    assert missing_of("ecs:DescribeTasks", {"tasks": [], "failures": failures}) == grades


def test_a_list_with_a_job_in_it_says_of_none_that_it_is_not_there():
    job = {"jobId": "a", "jobName": "n", "jobQueue": "q", "status": "RUNNABLE", "createdAt": 1}
    assert missing_of("batch:DescribeJobs", {"jobs": []}) == []
    assert missing_of("batch:DescribeJobs", {"jobs": [job]}) == ["error"]


@pytest.mark.parametrize(
    ("code", "grades"),
    [("ResourceNotFound", []), ("ValidationException", []), ("AccessDenied", ["error"])],
)
def test_a_missing_job_may_be_told_by_an_error_that_the_waiter_knows_and_the_model_does_not(
    code, grades
):
    operation = "sagemaker:DescribeTrainingJob"
    call = Call(operation, {"TrainingJobName": "n"}, endpoint="")
    body = json.dumps({"__type": code, "message": "x"}).encode()
    sent = AnsweredCall(call, HttpResponse(400, {}, body), None, code)
    found = results.of_job(load(operation), [sent], missing=True).findings
    told = [one.grade for one in found if "a job that is not there" in one.message]
    assert told == grades


def test_a_list_without_a_job_is_no_job_and_only_where_one_is_missing_as_it_should_be():
    operation = "logs:DescribeExportTasks"
    call = Call(operation, {"taskId": "nobody"}, endpoint="")
    answer = {"exportTasks": []}
    sent = AnsweredCall(call, HttpResponse(200, {}, json.dumps(answer).encode()), answer, None)
    assert results.of_job(load(operation), [sent], missing=True).findings == ()
    assert {one.law for one in results.of_job(load(operation), [sent]).findings} == {"schema"}


def test_laws_are_applied_to_what_travelled_as_xml():
    operation = "cloudformation:DescribeStacks"
    stack = {
        "StackId": "arn:aws:cloudformation:us-east-1:000000000000:stack/s/1",
        "StackName": "s",
        "StackStatus": "CREATE_COMPLETE",
        "CreationTime": "2026-01-01T00:00:00Z",
    }
    sent = encode.response(operation, {"Stacks": [stack]})
    call = Call(operation, {"StackName": "s"}, endpoint="")
    shown = {"Stacks": [stack | {"CreationTime": datetime(2026, 1, 1, tzinfo=UTC)}]}
    judged = results.of_job(load(operation), [AnsweredCall(call, sent, shown, None)] * 2)
    assert judged.findings == ()
    kinds = {results.laws_of(load(operation))[number].kind for number in judged.applied}
    assert {"absent", "final"} <= kinds


def test_answers_and_errors_are_counted_apart_and_steps_lie_between_answers():
    operation = "logs:DescribeExportTasks"
    call = Call(operation, {"taskId": "a"}, endpoint="")
    shown = {"exportTasks": [{"taskId": "a", "status": {"code": "RUNNING"}}]}
    answer = AnsweredCall(call, HttpResponse(200, {}, json.dumps(shown).encode()), shown, None)
    body = b'{"__type": "ThrottlingException"}'
    error = AnsweredCall(call, HttpResponse(400, {}, body), None, "ThrottlingException")
    judged = results.of_job(load(operation), [answer, error, answer, answer, error])
    assert (judged.responses, judged.errors, judged.steps) == (3, 2, 2)
    nothing = results.Result(operation, story="", origin="")
    assert nothing.with_job(judged) == replace(judged, story="", origin="")
    assert (nothing.responses, nothing.fitting, nothing.errors, nothing.steps) == (0, 0, 0, 0)
