"""An archive is judged: what is planted is found and nothing else, and no line ends the audit."""

import pytest
from support.archives import (
    AT,
    SES,
    archived,
    audited,
    bench,
    laws_by_job,
    noticed,
    poll,
    shown,
    told,
)

from aws_job_conformance.audit import job_book as auditor
from aws_job_conformance.audit.audit_result import Gathered, PassedOver
from aws_job_conformance.core.errors import InputError

DONE = {"CreatedTimestamp": AT.format(0), "ProcessedRecordsCount": 5, "FailedRecordsCount": 0}


def completed(job="a1"):
    return shown("COMPLETED", job, CompletedTimestamp=AT.format(9), **DONE)


def planted(path, polls, each, **options):
    truth = bench().write(path, polls=polls, planted=each, **options)
    done = audited(path, most=10**6)
    return truth, done, laws_by_job(path, done.findings)


def must_be_all_and_no_more(truth, done, found):
    assert {job: {law} for job, (_, law) in truth["planted"].items()} == {
        job: set(laws) for job, laws in found.items()
    }
    assert sum(done.counts.values()) == len(truth["planted"])
    assert sum(done.polls.values()) == truth["polls"]
    assert sum(done.jobs.values()) == truth["jobs"]


def test_each_planted_violation_is_one_finding_and_there_is_no_other(tmp_path):
    must_be_all_and_no_more(*planted(tmp_path / "polls.jsonl", 1, 1, distinct=3))


@pytest.mark.thorough
def test_of_tens_of_thousands_of_polls_each_planted_violation_is_one_finding(tmp_path):
    must_be_all_and_no_more(*planted(tmp_path / "polls.jsonl", 30_000, 100, distinct=50))


def test_an_archive_of_clean_polls_has_no_finding(tmp_path):
    truth, done, found = planted(tmp_path / "polls.jsonl", 300, 0, distinct=5)
    assert (truth["planted"], found, done.skipped, done.noticed) == ({}, {}, (), ())


@pytest.mark.parametrize("options", [{}, {"jobs": 2}, {"thorough": True}, {"histories": False}])
def test_what_a_line_says_went_in_is_what_the_end_must_count(options, tmp_path):
    counts = DONE | {"ProcessedRecordsCount": 5}
    right, wrong = (
        poll(shown("COMPLETED", job, CompletedTimestamp=AT.format(9), **counts)) | {"records": went}
        for job, went in (("a", 5), ("b", 6))
    )
    started = poll(shown("PROCESSING", "c")) | {"records": 7}
    ended = poll(shown("COMPLETED", "c", CompletedTimestamp=AT.format(9), **counts))
    odd = poll(completed("d")) | {"records": "many"}
    path = archived(tmp_path / "a.jsonl", right, wrong, started, ended, odd)
    expected = [(2, "accounts-for-input", "/ProcessedRecordsCount")]
    if options.get("histories", True):
        expected.append((4, "accounts-for-input", "/ProcessedRecordsCount"))
    assert told(audited(path, **options)) == expected


def test_a_job_is_known_by_its_answer_where_no_request_is_told(tmp_path):
    path = archived(
        tmp_path / "a.jsonl",
        poll(shown("PROCESSING", "a")),
        poll(shown("CREATED", "b")),
        poll(shown("CREATED", "a")),
        poll(shown("PROCESSING", "b")),
    )
    done = audited(path)
    assert (told(done), done.jobs) == ([(3, "moves", "/JobStatus")], {SES: 2})


def test_a_job_is_known_by_its_request_where_no_answer_names_it(tmp_path):
    operation = "textract:GetDocumentAnalysis"
    statuses = [("a", "SUCCEEDED"), ("b", "IN_PROGRESS"), ("a", "IN_PROGRESS")]
    path = archived(
        tmp_path / "a.jsonl",
        *(
            poll(
                {"JobStatus": status, "DocumentMetadata": {"Pages": 1}},
                operation,
                request={"JobId": job},
            )
            for job, status in statuses
        ),
    )
    done = audited(path)
    assert ((3, "final", "/JobStatus") in told(done), done.jobs) == (True, {operation: 2})


def test_the_pages_of_one_answer_are_one_poll(tmp_path):
    operation = "textract:GetDocumentAnalysis"
    first = {"JobStatus": "SUCCEEDED", "DocumentMetadata": {"Pages": 1}, "NextToken": "t"}
    block = {"BlockType": "PAGE", "Id": "11111111-1111-1111-1111-111111111111"}
    path = archived(
        tmp_path / "a.jsonl",
        poll(first | {"Blocks": [block]}, operation, request={"JobId": "a"}),
        poll(first | {"Blocks": [block]}, operation, request={"JobId": "a", "NextToken": "t"}),
    )
    done = audited(path)
    assert (told(done), done.jobs, done.polls) == ([], {operation: 1}, {operation: 2})


def test_the_jobs_of_one_answer_have_a_history_each(tmp_path):
    operation = "ecs:DescribeTasks"
    arn = "arn:aws:ecs:us-east-1:123456789012:task/c/{}"

    def tasks(**statuses):
        return {"tasks": [{"taskArn": arn.format(k), "lastStatus": v} for k, v in statuses.items()]}

    path = archived(
        tmp_path / "a.jsonl",
        poll(tasks(a="RUNNING", b="PENDING"), operation),
        poll(tasks(b="RUNNING", a="PENDING"), operation),
    )
    done = audited(path)
    assert [one[:2] for one in told(done) if one[1] == "moves"] == [(2, "moves")]
    assert [one[2] for one in told(done) if one[1] == "moves"] == ["/tasks/1/lastStatus"]
    assert done.jobs == {operation: 2}


def test_an_answer_about_another_job_than_was_asked_for_is_found(tmp_path):
    operation = "athena:GetQueryExecution"
    answer = {"QueryExecution": {"QueryExecutionId": "b", "Status": {"State": "QUEUED"}}}
    path = archived(
        tmp_path / "a.jsonl", poll(answer, operation, request={"QueryExecutionId": "a"})
    )
    assert [law for _, law, _ in told(audited(path))] == ["echoes"]


def test_a_job_that_is_reopened_long_after_its_end_is_found_at_its_poll(tmp_path):
    others = [poll(shown("CREATED", f"x{n}")) for n in range(50)]
    path = archived(
        tmp_path / "a.jsonl",
        *(poll(shown(status)) for status in ("CREATED", "PROCESSING")),
        *[poll(completed())] * 3,
        *others,
        poll(shown("PROCESSING")),
    )
    (only,) = audited(path).findings
    assert (only.line, only.finding.law, only.finding.poll) == (56, "final", 6)
    assert "at poll 5" in only.finding.message


def test_what_was_told_of_an_end_is_not_told_again_of_the_next_poll(tmp_path):
    wrong = completed() | {"FailedRecordsCount": 9}
    path = archived(tmp_path / "a.jsonl", poll(wrong), poll(shown("PROCESSING")))
    assert [one[:2] for one in told(audited(path))] == [(1, "at-most"), (2, "final")]


def test_without_histories_each_poll_is_judged_by_itself(tmp_path):
    wrong = completed() | {"FailedRecordsCount": 9}
    path = archived(tmp_path / "a.jsonl", poll(wrong), poll(shown("PROCESSING")))
    done = audited(path, histories=False)
    assert (told(done), done.jobs) == ([(1, "at-most", "/FailedRecordsCount")], {})
    assert done.findings[0].finding.poll is None


@pytest.mark.parametrize("histories", [True, False])
def test_an_answer_about_another_job_than_was_asked_for_is_told_with_histories_or_without(
    histories, tmp_path
):
    operation = "athena:GetQueryExecution"
    status = {"State": "RUNNING", "SubmissionDateTime": AT.format(0)}
    answer = {"QueryExecution": {"QueryExecutionId": "a", "Status": status}}
    polls = [poll(answer, operation, request={"QueryExecutionId": asked}) for asked in "ab"]
    done = audited(archived(tmp_path / "a.jsonl", *polls), histories=histories)
    assert [one[:2] for one in told(done)] == [(2, "echoes")]


def test_plain_responses_are_judged_as_those_of_the_operation_that_is_named(tmp_path):
    path = archived(tmp_path / "a.jsonl", shown("PROCESSING"), shown("CREATED"))
    assert told(audited(path, operation=SES)) == [(2, "moves", "/JobStatus")]


def test_what_travelled_is_judged_on_the_wire_and_as_a_history(tmp_path):
    def wire(body, status=200):
        headers = {"content-type": "application/json"}
        return {
            "operation": SES,
            "request": {"JobId": "a1"},
            "wire": {"status": status, "headers": headers, "body": body},
        }

    whole = '{"JobId": "a1", "JobStatus": "%s", "CreatedTimestamp": 1767225600}'
    path = archived(
        tmp_path / "a.jsonl",
        wire(whole % "PROCESSING"),
        wire('{"JobStatus": "COMPL'),
        wire(whole % "CREATED"),
    )
    assert [one[:2] for one in told(audited(path))] == [(2, "wire"), (3, "moves")]


def test_findings_beyond_the_most_are_counted(tmp_path):
    wrong = completed() | {"FailedRecordsCount": 9}
    polls = [poll(wrong | {"JobId": f"x{n}"}) for n in range(30)]
    done = audited(archived(tmp_path / "a.jsonl", *polls), most=7)
    assert (len(done.findings), done.left) == (7, 23)
    assert dict(done.counts) == {(SES, "at-most", "error"): 30}


def test_more_open_jobs_than_are_remembered_are_told_and_the_eldest_are_judged(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(auditor, "MOST_OPEN", 10)
    polls = [poll(shown("PROCESSING", "old")), poll(shown("CREATED", "old"))]
    polls += [poll(shown("CREATED", f"x{n}")) for n in range(20)]
    done = audited(archived(tmp_path / "a.jsonl", *polls))
    assert told(done) == [(2, "moves", "/JobStatus")]
    assert [one.count for one in done.noticed] == [11]


def test_more_ended_jobs_than_are_remembered_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(auditor, "MOST_ENDED", 10)
    polls = [poll(completed(f"x{n}")) for n in range(15)]
    done = audited(archived(tmp_path / "a.jsonl", *polls, poll(shown("PROCESSING", "x14"))))
    assert told(done) == [(16, "final", "/JobStatus")]
    assert sum(noticed(done).values()) == 5


def test_a_job_that_ended_long_ago_is_compared_with_its_last_poll(tmp_path, monkeypatch):
    monkeypatch.setattr(auditor, "READY", 1)
    polls = [poll(completed(f"x{n}")) for n in range(5)]
    polls += [poll(completed("x0")), poll(completed("x1") | {"FailedRecordsCount": 1})]
    done = audited(archived(tmp_path / "a.jsonl", *polls))
    assert told(done) == [(7, "final", "/FailedRecordsCount")]
    assert done.findings[0].finding.poll == 2


def test_a_path_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match=r"gone\.jsonl: no such file or folder"):
        audited(tmp_path / "gone.jsonl")


def test_what_processes_found_is_joined_up_to_what_was_asked_for():
    found = Gathered(most=3, findings=["a", "b"])
    found.skip("no JSON", "a.jsonl:1")
    for more in (["c", "d"], ["e"]):
        other = Gathered(most=3, findings=more)
        other.skip("no JSON", "b.jsonl:1", 2)
        found.join(other)
    assert found.findings == ["a", "b", "c"]
    assert found.skipped == {"no JSON": PassedOver("no JSON", 5, "a.jsonl:1")}
    full = Gathered(most=0, findings=["a"])
    full.join(Gathered(most=0, findings=["b", "c"]))
    assert full.findings == ["a"]
