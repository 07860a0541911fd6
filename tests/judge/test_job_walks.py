"""The way of a job through its statuses, as polls showed it."""

from support.reported import SESV2

from aws_job_conformance.catalog import load
from aws_job_conformance.judge.job_walks import NO_STATUS, walk

BATCH = "batch:DescribeJobs"


def polls(*statuses):
    return [None if status is None else {"JobStatus": status} for status in statuses]


def test_successive_polls_of_a_status_are_one_run_and_a_step_leads_to_the_next():
    found = walk(load(SESV2), polls("CREATED", "CREATED", "PROCESSING", "FAILED"), 3)
    assert found.runs == (("CREATED", 2), ("PROCESSING", 1), ("FAILED", 1))
    assert dict(found.visits) == {"CREATED": 2, "PROCESSING": 1, "FAILED": 1}
    assert found.steps == (("CREATED", "PROCESSING", 1), ("PROCESSING", "FAILED", 1))
    assert found.findings == 3


def test_a_poll_without_a_status_is_told_and_is_no_visit():
    found = walk(load(SESV2), [*polls("CREATED", None), {"JobStatus": 7}, {}, *polls("FAILED")])
    assert found.runs == (("CREATED", 1), (NO_STATUS, 3), ("FAILED", 1))
    assert found.steps == (("CREATED", "FAILED", 1),)


def test_a_status_is_shown_as_the_terminal_shows_it():
    found = walk(load(SESV2), polls("<script>", "123456789012", "A_NEW_ONE"))
    shown = [status for status, _ in found.runs]
    assert shown == ["<a text of 8 characters>", "<a text of 12 digits>", "A_NEW_ONE"]


def test_each_job_of_an_answer_with_several_goes_its_own_way():
    def answer(*jobs):
        return {"jobs": [{"jobId": name, "status": status} for name, status in jobs]}

    found = walk(
        load(BATCH),
        [
            answer(("a", "RUNNING"), ("b", "SUBMITTED")),
            answer(("b", "RUNNING"), ("a", "SUCCEEDED")),
        ],
    )
    assert set(found.steps) == {("RUNNING", "SUCCEEDED", 1), ("SUBMITTED", "RUNNING", 1)}
    assert found.runs == (("RUNNING, SUBMITTED", 1), ("SUCCEEDED, RUNNING", 1))


def test_of_many_jobs_in_an_answer_the_first_are_named_and_the_rest_counted():
    jobs = [{"jobId": f"j{number}", "status": "RUNNING"} for number in range(5)]
    found = walk(load(BATCH), [{"jobs": jobs}])
    assert found.runs == (("RUNNING, RUNNING, RUNNING and 2 more", 1),)
    assert found.visits == (("RUNNING", 5),)


def test_no_polls_are_no_way():
    assert walk(load(SESV2), []).runs == ()
