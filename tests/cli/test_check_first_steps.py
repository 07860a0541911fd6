"""What somebody does wrong on the first day is answered with what to do."""

from __future__ import annotations

import json

import pytest
from support.on_terminal import command as ours
from support.on_terminal import on_terminal

from aws_job_conformance.core.shipped import names

GLUE = "glue:GetJobRun"
RUN = {"Id": "jr_1", "JobRunState": "RUNNING"}


def test_a_file_without_its_operation_is_told_the_order(run, tmp_path):
    (tmp_path / "saved.json").write_text("{}")
    assert run("check", "saved.json").refused("saved.json is a file; the OPERATION comes first")
    assert run("check", "other.json").refused("no contract for the operation 'other.json'")


def test_a_service_alone_is_told_its_operations(run):
    written = ", ".join(name for name in names() if name.startswith("glue:"))
    assert run("check", "glue").refused(
        f"no contract for the operation 'glue'. Of this service it is one of {written}, "
    )
    assert run("check", "sesv2").refused("one of sesv2:GetImportJob, sesv2:GetExportJob. `aws")
    assert run("check", "glu").refused("no contract for the operation 'glu'.")
    assert "one of" not in run("check", "s3").err


def test_what_stands_in_a_member_is_told_to_be_given_with_it(run):
    done = run("check", GLUE, "-", "--format", "json", stdin=json.dumps(RUN).encode())
    found = json.loads(done.out)["findings"][0]
    assert found["pointer"] == "/JobRun"
    assert found["message"].endswith(
        "What stands in JobRun is here without it. Give the whole answer, JobRun included."
    )


@pytest.mark.parametrize("body", [{}, {"Id": "jr_1"}, {"JobRunState": 1}, {"JobRunState": None}])
def test_an_answer_without_a_status_anywhere_is_not_taken_for_one(run, body):
    done = run("check", GLUE, stdin=json.dumps(body).encode())
    assert "botocore shows a broken body as {}" in done.out


def test_what_python_printed_is_told_from_json(run, tmp_path):
    (tmp_path / "printed.txt").write_text(str({"JobRun": RUN}))
    (tmp_path / "cut.json").write_text('{"JobRun"')
    printed, cut = run("check", GLUE, "printed.txt"), run("check", GLUE, "cut.json")
    assert printed.refused("It seems to be what Python prints: write it with json.dump(response,")
    assert cut.refused("To judge a raw HTTP body, add --wire.")


def test_on_a_terminal_it_says_what_it_waits_for(tmp_path):
    shown = on_terminal(ours(["check", GLUE]), tmp_path, typed=json.dumps({"JobRun": RUN}) + "\n\4")
    assert "paste JSON here, and end it with Ctrl-D; or name a file" in shown.plain
    assert "glue:GetJobRun: 1 response" in shown.plain
