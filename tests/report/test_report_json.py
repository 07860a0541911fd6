"""The report as JSON: for programs, in ASCII, with every place of every finding."""

from support.outputs import described
from support.reported import NOW, SECRET, SESV2, checked, finding, hostile

from aws_job_conformance.judge.results import Result
from aws_job_conformance.report.content import ReportSources, content
from aws_job_conformance.report.report_json import VERSION, text


def told(sources):
    return described("report", text(content(sources, NOW)))


def test_the_report_says_its_version_and_what_it_was_written_by():
    shown = told(ReportSources([checked()], about="a file"))
    assert shown["version"] == VERSION
    assert shown["written"] == "2026-03-01T12:00:00+00:00"
    assert set(shown["versions"]) == {"aws-job-conformance", "botocore", "Python"}
    assert shown["about"] == "a file"
    assert shown["totals"] == {"error": 2, "warning": 1, "note": 0}


def test_an_operation_has_its_life_its_laws_its_evidence_and_its_findings():
    (one,) = told(ReportSources([checked()]))["operations"]
    assert (one["operation"], one["state"], one["laws_applied"]) == (
        SESV2,
        "judged",
        len(checked().applied),
    )
    assert {status["name"]: status["visits"] for status in one["life"]["statuses"]}[
        "COMPLETED"
    ] == 1
    assert {step["kind"] for step in one["life"]["steps"]} == {"order", "illegal"}
    assert set(one["laws"][0]) == {"kind", "sentence", "tier", "source", "applied"}
    assert one["evidence"][0]["origin"] == "a file"
    (first, *_) = one["findings"]
    assert (first["where"], first["what"]) == (
        "FailedRecordsCount",
        "got 7, but ProcessedRecordsCount is 5",
    )
    assert first["fix"] == "A failed record is a processed one; count it in both."
    (place,) = first["places"]
    assert (place["story"], place["poll"]) == ("history.json", 2)
    assert [mark["is_here"] for mark in place["timeline"]] == [False, True, False]


def test_every_place_of_a_finding_stands_in_it():
    findings = tuple(finding(poll=number) for number in range(1, 101))
    shown = told(ReportSources([Result(SESV2, "s", "aws", findings=findings)]))
    (group,) = shown["operations"][0]["findings"]
    assert [place["poll"] for place in group["places"]] == [*range(1, 101)]


def test_what_is_secret_or_moves_a_cursor_is_in_no_report():
    shown = text(content(hostile(), NOW))
    described("report", shown)
    assert shown.isascii()
    assert "\x1b" not in shown
    assert SECRET not in shown
