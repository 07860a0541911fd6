"""An answer that holds several jobs: each is judged as a history of its own."""

from __future__ import annotations

from aws_job_conformance import contract

BATCH = contract("batch:DescribeJobs")
STEP = "stepfunctions:DescribeExecution"


def job(name, status, **more):
    times = {"createdAt": 1000} | more
    named = {"jobId": name, "jobName": "n", "jobQueue": "q", "jobDefinition": "d"}
    return named | {"status": status} | times


def told(*answers, **known):
    found = BATCH.check_history([{"jobs": list(jobs)} for jobs in answers], **known)
    return [(one.law, one.pointer, one.poll) for one in found if one.law != "present"]


def test_two_jobs_that_keep_their_promises_break_none_by_standing_side_by_side():
    assert told([job("a", "RUNNING"), job("b", "SUCCEEDED")], [job("b", "SUCCEEDED")]) == []


def test_the_order_of_the_jobs_in_an_answer_means_nothing():
    first = [job("a", "RUNNING"), job("b", "SUBMITTED", createdAt=2000)]
    then = [job("b", "RUNNABLE", createdAt=2000), job("a", "SUCCEEDED")]
    assert told(first, then) == []


def test_what_one_of_them_breaks_is_pointed_at_where_it_stands():
    first = [job("a", "RUNNING"), job("b", "SUCCEEDED")]
    then = [job("c", "RUNNING"), job("a", "RUNNING"), job("b", "RUNNING")]
    assert told(first, then) == [("final", "/jobs/2/status", 2)]


def test_a_job_that_is_left_out_of_one_answer_is_compared_with_the_one_before():
    first, then = [job("a", "RUNNING"), job("b", "RUNNING")], [job("b", "RUNNING")]
    last = [job("b", "RUNNING"), job("a", "SUBMITTED")]
    assert told(first, then, last) == [("moves", "/jobs/1/status", 3)]


def test_the_second_job_of_a_single_answer_is_judged_too():
    found = BATCH.check({"jobs": [job("a", "RUNNING"), job("b", "SUBMITTED", stoppedAt=2000)]})
    absent = [(one.law, one.pointer) for one in found if one.law != "present"]
    assert absent == [("absent", "/jobs/1/stoppedAt")]


def test_a_sentence_about_one_of_them_names_its_own_status():
    found = BATCH.check({"jobs": [job("a", "RUNNING"), job("b", "SUBMITTED", stoppedAt=2000)]})
    (said,) = [one.message for one in found if one.law == "absent"]
    assert 'while jobs[1].status is "SUBMITTED"' in said
    assert "jobs[0]" not in said


def test_of_two_entries_with_one_name_the_first_is_the_job():
    answer = [job("a", "RUNNING"), job("a", "SUCCEEDED")]
    assert told(answer, [job("a", "RUNNING")]) == []


def test_entries_without_a_name_are_told_apart_by_their_places():
    nameless = [job(None, "RUNNING"), job(None, "SUCCEEDED")]
    found = told(nameless, nameless)
    assert {law for law, _, _ in found} == {"schema"}


def test_each_of_them_must_be_among_those_that_were_asked_for():
    answer = [job("a", "RUNNING"), job("b", "RUNNING")]
    assert told(answer, asked={"jobs": ["a", "b"]}) == []
    assert told(answer, asked={"jobs": ["a"]}) == [("echoes", "/jobs/1/jobId", 1)]
