"""The files that a run leaves behind: a page of the suite, known failures, and why not."""

import json
from datetime import UTC, datetime

import pytest
from support.reported import SESV2, checked
from support.suite_runs import ran

from aws_job_conformance.clients.agreement import Agreement
from aws_job_conformance.runner import left_behind
from aws_job_conformance.runner.left_behind import CameTo
from aws_job_conformance.runner.options import Options

READ = Agreement(SESV2, "rest-json", "botocore", "1.44", 200)
RUN = CameTo([checked()], [READ], {"a:B-x": "why"}, [], datetime.now(UTC))


def test_nothing_is_written_that_was_not_asked_for(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert left_behind.write(Options(), RUN) == ([], [])
    assert not [*tmp_path.iterdir()]


def test_a_page_has_the_results_the_clients_and_the_days_of_stories(tmp_path):
    path = tmp_path / "report.json"
    asked = Options(conformance_report=str(path), operation=(SESV2,))
    assert left_behind.write(asked, RUN) == ([f"the report is {path}"], [])
    shown = json.loads(path.read_text())
    assert shown["about"] == "the shipped cassettes"
    assert shown["agreements"][0]["client"] == "botocore"
    assert [one["operation"] for one in shown["operations"]] == [SESV2]
    assert shown["totals"]["error"] == 2


def test_what_cannot_be_written_is_a_sentence_and_the_rest_is_written(tmp_path):
    asked = Options(
        conformance_report=str(tmp_path / "no" / "a.md"), write_xfails=str(tmp_path / "known")
    )
    written, unwritten = left_behind.write(asked, RUN)
    assert written == []
    assert "there is no folder" in unwritten[0]
    assert "a:B-x  # why" in (tmp_path / "known").read_text()


def test_a_run_that_only_plans_writes_no_page(tmp_path):
    asked = Options(live=True, plan=True, conformance_report=str(tmp_path / "a.md"))
    assert left_behind.write(asked, RUN)[0] == []
    assert not [*tmp_path.iterdir()]


@pytest.mark.thorough  # runs of the suite
@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "two"])
def test_the_suite_writes_its_page(tmp_path, workers):
    done = ran(
        *("--operation", SESV2, "--conformance-report", "report.json"), *workers, cwd=tmp_path
    )
    assert done.status == 0, done.text
    assert "note: the report is report.json" in done.summary
    (one,) = json.loads((tmp_path / "report.json").read_text())["operations"]
    assert {row["origin"] for row in one["evidence"]} == {"simulator", "aws-documentation"}
    assert all(status["visits"] for status in one["life"]["statuses"])
    dated = {row["origin"]: row["age"] for row in one["evidence"]}
    assert dated["simulator"] is not None
    assert dated["aws-documentation"] is None


@pytest.mark.thorough
@pytest.mark.parametrize("path", ["a.pdf", "no/a.html"])
def test_a_page_that_cannot_be_written_stops_the_run_before_it_begins(tmp_path, path):
    done = ran("--conformance-report", path, cwd=tmp_path)
    assert done.status == 4
    assert "--conformance-report: " in done.text
    assert done.no_traceback()
