"""Results on their way, and the table a run ends with."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aws_job_conformance.catalog import load
from aws_job_conformance.clients.agreement import Agreement
from aws_job_conformance.core.findings import Finding
from aws_job_conformance.core.shipped import names
from aws_job_conformance.judge import results
from aws_job_conformance.judge.results import Result, from_json
from aws_job_conformance.protocol import http
from aws_job_conformance.protocol.http import AnsweredCall, HttpResponse
from aws_job_conformance.runner import report, stories

ENDPOINT = "https://synthetic.invalid"


# Results.


def finding(**parts):
    given = {
        "operation": "sesv2:GetImportJob",
        "law": "at-most",
        "grade": "error",
        "tier": "documented",
        "pointer": "/FailedRecordsCount",
        "poll": 3,
        "got": 7,
        "expected": 5,
        "source": "002",
        "message": "FailedRecordsCount: got 7",
    }
    return Finding(**given | parts)


STORY = Result("sesv2:GetImportJob", "a-story", "synthetic", responses=2, fitting=2, steps=1)
BROKEN = Result("sesv2:GetImportJob", "broken", "aws", findings=(finding(),))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(got=JSON, expected=JSON, applied=st.dictionaries(st.integers(0, 99), st.integers(1)))
@example("\ud800", 10**400, {})
def test_a_result_travels_as_json_and_arrives_as_it_was(got, expected, applied):
    told = (finding(got=got, expected=expected), finding(poll=None))
    result = Result("a:B", "s", "synthetic", 1, 2, 3, 4, applied, told, "not run")
    sent = result.to_json()
    assert sent.isascii()
    assert from_json(sent) == result


def exchange(operation, body, raised=None, parsed=None, **params):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    call = http.Call(operation, params, ENDPOINT)
    parsed = body if parsed is None and raised is None and isinstance(body, dict) else parsed
    return AnsweredCall(
        call, HttpResponse(200, {"Content-Type": "application/json"}, raw), parsed, raised
    )


def test_an_answer_that_is_right_but_that_the_client_cannot_read_is_a_finding():
    body = {
        "JobId": "j",
        "JobStatus": "PROCESSING",
        "CreatedTimestamp": 1767225600.25,
        "ProcessedRecordsCount": 1,
        "FailedRecordsCount": 0,
    }
    exchanges = [exchange("sesv2:GetImportJob", body, raised="OverflowError: too far east")]
    told = stories.of_story("sesv2:GetImportJob", "s", "synthetic", exchanges)
    (found,) = [f for f in told.findings if f.grade == "error"]
    assert (found.law, found.poll) == ("wire", 1)
    assert "botocore raises OverflowError: too far east" in found.message


def test_a_sibling_makes_a_job_of_its_own_each_time():
    jobs = [{"Id": name, "JobStatus": "CREATED", "Type": "IMPORT"} for name in ("one", "another")]

    def told(operation):
        exchanges = [
            exchange(operation, job, parsed={"ImportJobResponse": job}, ApplicationId="a")
            for job in jobs
        ]
        result = stories.of_story("pinpoint:GetImportJob", "s", "synthetic", exchanges)
        return result.responses, result.steps, "settles" in {f.law for f in result.findings}

    assert told("pinpoint:CreateImportJob") == (2, 0, False)
    assert told("pinpoint:GetImportJob") == (2, 1, True)


# The table.


def printed(*told, problems=(), width=80, colour=False, **options):
    table = report.table(told, width=width, colour=colour, **options)
    return table + report.sentences("error", problems, colour=colour)


def rows(text):
    return [line.rstrip() for line in text.splitlines() if ":" in line.split("  ")[0]]


def test_without_colour_there_is_not_one_escape_in_the_table(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = printed(STORY, BROKEN, problems=["x: wrong"])
    assert "\x1b" not in out


def test_ends_and_findings_are_told_whole_at_eighty_columns_too():
    name = max(names(), key=len)
    ends = load(name).status.final
    walk = results.JobWalk((), {(end, ""): 1 for end in ends}, {}, 0)
    told = (finding(operation=name), finding(operation=name, grade="warning"))
    result = Result(
        name, "a-story", "emulator ministack 1.5.33", 2, 2, 1, findings=told, walks=(walk,)
    )
    heading, *lines = printed(result, operations=[name], width=80).splitlines()
    assert "ends reached" in heading
    row = next(line for line in lines if line.startswith(name))
    assert "1 error, 1 warning" in row
    assert ends[0] in row


def test_with_colour_errors_stand_out(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    out = printed(BROKEN, colour=True)
    assert "\x1b[1;31merror: \x1b[0m" in out


def test_every_operation_without_evidence_says_so():
    out, widest = printed(STORY), max(map(len, names()))
    assert [row for row in rows(out) if "no evidence" in row] == [
        f"{name:{widest}}  no evidence" for name in names() if name != STORY.operation
    ]


def test_only_operations_the_run_is_about_are_shown():
    assert len(rows(printed(STORY, operations=[STORY.operation]))) == 1


def test_origins_stand_apart_and_are_never_added_up():
    recorded = Result("sesv2:GetImportJob", "b", "aws", responses=3, fitting=1, errors=1)
    again = Result("sesv2:GetImportJob", "c", "aws", responses=1, fitting=1, steps=4)
    first, second, *_ = rows(printed(STORY, recorded, again))
    laws = len(results.laws_of(load("sesv2:GetImportJob")))
    assert first.split() == [*f"sesv2:GetImportJob aws 2 2/4 0/{laws} 4 steps 1 - none".split()]
    assert second.split()[:4] == ["sesv2:GetImportJob", "synthetic", "1", "2/2"]


def test_what_differs_by_the_service_alone_is_one_line():
    gone = [
        Agreement(
            f"{service}:GetJob", "json", "sdk", not_run=f"no client of {service} is installed"
        )
        for service in ("glue", "batch", "glue")
    ]
    said = report.agreements(gone, width=200, colour=False)
    assert "not run: sdk: no client of glue, batch is installed" in said
    assert said.count("installed") == 1


def test_what_did_not_run_counts_as_nothing_and_says_why():
    gone = Result("sesv2:GetImportJob", "gone", "aws", not_run="the service is gone")
    ran = Result("sesv2:GetImportJob", "ran", "synthetic", responses=1, fitting=1)
    also = Result("sesv2:GetImportJob", "gone-too", "synthetic", not_run="the service is gone")
    out = printed(gone, ran, also)
    first, second, *_ = rows(out)
    assert first.split() == ["sesv2:GetImportJob", "aws:", "not", "run"]
    assert second.split()[1:4] == ["synthetic", "1", "1/1"]
    said = "not run: sesv2:GetImportJob: the service is gone  [aws: gone, synthetic: gone-too]"
    assert said in out.splitlines()


def test_a_reason_about_a_call_whose_name_begins_alike_is_told_with_its_operation():
    said = "AWS does not know these credentials"
    told = [
        Result(
            "glue:GetCrawler", "", "", not_run=f"glue:GetCrawlers: {said}", absent="no evidence"
        ),
        Result("glue:GetJobRun", "", "", not_run=f"glue:GetJobRun: {said}", absent="no evidence"),
        Result("glue:GetJobRun", "", "", not_run="glue:GetJobRun is gone", absent="no evidence"),
    ]
    lines = [line for line in printed(*told).splitlines() if line.startswith("no evidence")]
    assert lines == [
        f"no evidence: glue:GetCrawler: glue:GetCrawlers: {said}",
        f"no evidence: glue:GetJobRun: {said}",
        "no evidence: glue:GetJobRun is gone",
    ]


def test_a_finding_is_told_once_with_every_story_that_shows_it_errors_first():
    warning = finding(grade="warning", message="it drifts")
    told = [
        Result("sesv2:GetImportJob", "b", "aws", findings=(warning, finding(), finding())),
        Result("sesv2:GetImportJob", "a", "aws", findings=(finding(),)),
    ]
    lines = [line for line in printed(*told).splitlines() if line.startswith(("error", "warning"))]
    assert lines == [
        "error: sesv2:GetImportJob poll 3 · FailedRecordsCount: got 7  [aws: a, aws: b]",
        "warning: sesv2:GetImportJob poll 3 · it drifts  [aws: b]",
    ]
    assert " 3 errors, 1 warning" in rows(printed(*told))[0]


@pytest.mark.parametrize("width", [20, 80, 300])
def test_findings_are_never_broken_and_rows_are_one_line_each(width):
    long = finding(message="x" * 500)
    out = printed(Result("sesv2:GetImportJob", "s", "aws", findings=(long,)), width=width)
    assert len(rows(out)) == len(names()) + 1  # and the line of the finding
    assert "x" * 500 in out


def test_square_brackets_in_an_origin_or_a_finding_are_text():
    odd = finding(message="got [red]7[/red]")
    told = Result("sesv2:GetImportJob", "s", "emulator moto[all] 5.1", findings=(odd,))
    out = printed(told, problems=["[a].yaml: no"])
    assert "emulator moto[all] 5.1 1" in out
    assert "got [red]7[/red]" in out
    assert "error: [a].yaml: no" in out.splitlines()
