"""`check --conformance-report`: the page beside what is printed."""

import json
import subprocess
import sys

import pytest
from support.reported import HISTORY, SESV2

from aws_job_conformance.report import report_files

DATA = json.dumps(HISTORY).encode()


@pytest.mark.parametrize("option", ["--conformance-report", "--report"])
@pytest.mark.parametrize("name", ["out.html", "out.md", "out.json"])
def test_the_report_is_written_and_the_rest_is_as_without_it(run, tmp_path, option, name):
    plain = run("check", SESV2, stdin=DATA)
    done = run("check", SESV2, option, name, stdin=DATA)
    assert (done.code, done.out, done.err) == (1, plain.out, plain.err)
    assert "FailedRecordsCount" in (tmp_path / name).read_text("utf-8")


def test_a_report_of_a_raw_body_has_its_statuses_too(run, tmp_path):
    body = json.dumps({"Id": "a", "JobStatus": "CREATED", "Type": "IMPORT"}).encode()
    run("check", "pinpoint:GetImportJob", "--wire", "--report", "out.json", stdin=body)
    (one,) = json.loads((tmp_path / "out.json").read_text())["operations"]
    assert {s["name"]: s["visits"] for s in one["life"]["statuses"]}["CREATED"] == 1


def test_a_body_that_cannot_be_read_is_a_poll_without_a_status(run, tmp_path):
    run("check", SESV2, "--wire", "--report", "out.json", stdin=b'{"JobStatus": "CRE')
    (one,) = json.loads((tmp_path / "out.json").read_text())["operations"]
    assert one["findings"][0]["places"][0]["timeline"][0]["status"] == "-"


def test_a_report_of_what_a_page_documents_needs_no_contract_of_ours(run, tmp_path):
    page = tmp_path / "API_GetThing.txt"
    page.write_text(
        "GetThing\n\nResponse Syntax\n\n"
        'HTTP/1.1 200\nContent-type: application/json\n\n{\n   "Status": "string"\n}\n'
    )
    done = run("check", "--page", page, "--report", "out.md", stdin=b'{"Status": 7}')
    assert done.code == 1
    assert "Status" in (tmp_path / "out.md").read_text()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("out.pdf", "--conformance-report: out.pdf ends in none of"),
        ("no/out.html", "--conformance-report: there is no folder for"),
    ],
)
def test_a_report_that_cannot_be_written_is_refused_before_anything_is_read(run, path, said):
    assert run("check", SESV2, "--report", path, stdin=b"not json").refused(said)


def test_without_what_writes_a_page_the_command_that_adds_it_is_told(run, monkeypatch):
    monkeypatch.setattr(report_files, "lacking", lambda: report_files.INSTALL)
    done = run("check", SESV2, "--report", "a.html", stdin=DATA)
    assert done.refused("pip install 'aws-job-conformance[report]'")


def test_who_asks_for_no_report_waits_for_none():
    code = (
        "import sys; from aws_job_conformance.cli import _shared_options as shared;"
        "shared.must_be_reportable(None); print('aws_job_conformance.report' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
