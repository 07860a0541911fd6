"""`check` of many files, and its answers as JSON, annotations, SARIF, JUnit and a summary."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import click
import pytest
from support.command_line import JOB, TOO_MANY
from support.outputs import described

from aws_job_conformance.cli.command_group import cli
from aws_job_conformance.cli.path_types import OPERATION

SES = "sesv2:GetImportJob"
ODD = JOB | {"JobStatus": "ARCHIVED"}


@pytest.fixture
def saved(tmp_path):
    """A folder with a right file, an odd one, and a history whose second response is wrong."""
    folder = tmp_path / "saved"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.json").write_text(json.dumps(JOB))
    (folder / "deep" / "b.json").write_text(
        "[\n" + json.dumps(JOB) + ",\n\n" + json.dumps(TOO_MANY) + "]"
    )
    (folder / "c.jsonl").write_text(f"\n{json.dumps(ODD)}\n")
    (folder / "notes.txt").write_text("no answer")
    return folder


@pytest.mark.usefixtures("saved")
def test_files_and_folders_are_checked_each_a_job_of_its_own(run):
    ended = run("check", SES, "saved/a.json", "saved")
    assert ended.code == 1
    *findings, total, _ = ended.out.splitlines()
    assert total.startswith(f"{SES}: 4 files, 5 responses, 1 error, 2 warnings; ")
    assert [line.partition(": ")[0] for line in findings] == [
        "saved/c.jsonl:2",
        "saved/deep/b.json:4",
        "saved/deep/b.json:4",
    ]


@pytest.mark.usefixtures("saved")
def test_json_is_an_object_that_its_schema_describes(run):
    ended = run("check", SES, "saved", "--format", "json")
    told = described("check", ended.out)
    assert told["responses"] == 4
    assert {one["path"] for one in told["files"]} == {
        "saved/a.json",
        "saved/c.jsonl",
        "saved/deep/b.json",
    }
    wrong = [one for one in told["findings"] if one["grade"] == "error"]
    assert [one["place"] for one in wrong] == [{"path": "saved/deep/b.json", "line": 4}]
    assert {one["law"]: one["applied"] for one in told["laws"]}["at-most"] == 4


def test_of_standard_input_no_file_is_told(run):
    ended = run("check", SES, "--format", "json", stdin=json.dumps(TOO_MANY).encode())
    told = described("check", ended.out)
    assert told["files"] == [{"path": None, "responses": 1}]
    assert told["findings"][0]["place"] == {"path": None, "line": None}


def test_github_shows_each_finding_at_its_line_and_nothing_foreign_as_a_command(run, tmp_path):
    name = "a,b:c%.json"
    (tmp_path / name).write_text(json.dumps(ODD | {"JobStatus": "x\n::error::%0A"}))
    ended = run("check", SES, name, "--strict", "--format", "github")
    assert ended.code == 1
    commands = [line for line in ended.out.splitlines() if line.startswith("::")]
    assert commands
    for line in commands:
        assert line.startswith("::warning file=a%2Cb%3Ac%25.json,line=1,title=")
        assert "::error" not in line
    assert len(ended.out.splitlines()) == len(commands) + 1


@pytest.mark.usefixtures("saved")
def test_sarif_has_a_result_with_its_place_for_each_finding(run):
    told = json.loads(run("check", SES, "saved", "--format", "sarif").out)
    (one,) = told["runs"]
    assert told["version"] == "2.1.0"
    rules = {rule["id"] for rule in one["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in one["results"]} == rules
    errors = [result for result in one["results"] if result["level"] == "error"]
    place = errors[0]["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "saved/deep/b.json"},
        "region": {"startLine": 4},
    }


@pytest.mark.usefixtures("saved")
@pytest.mark.parametrize(("options", "failures"), [((), 1), (("--strict",), 3)])
def test_junit_fails_for_what_fails_the_command(run, options, failures):
    root = ET.fromstring(run("check", SES, "saved", "--format", "junit", *options).out)
    (suite,) = root
    assert int(suite.get("failures")) == len(root.findall(".//failure")) == failures
    assert int(suite.get("tests")) == len(suite)
    assert any(case.get("name") == "saved/a.json" and not len(case) for case in suite)


@pytest.mark.usefixtures("saved")
def test_what_a_baseline_knows_is_no_annotation_no_failure_and_suppressed(run):
    run("check", SES, "saved", "--write-baseline", "known")
    known = ("check", SES, "saved", "--baseline", "known")
    assert run(*known).code == 0
    github = run(*known, "--format", "github")
    assert not [line for line in github.out.splitlines() if line.startswith("::error")]
    (one,) = json.loads(run(*known, "--format", "sarif").out)["runs"]
    assert [r["ruleId"] for r in one["results"] if "suppressions" in r] == ["at-most"]
    assert ET.fromstring(run(*known, "--format", "junit").out)[0].get("failures") == "0"
    described("check", run(*known, "--format", "json").out)


def test_in_a_job_of_github_its_summary_is_written_and_nothing_in_it_is_markup(
    run, tmp_path, monkeypatch
):
    (tmp_path / "a.json").write_text(json.dumps(ODD | {"JobStatus": "<b>|@x`*"}))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    run("check", SES, "a.json")
    run("check", SES, "a.json")
    said = (tmp_path / "summary.md").read_text()
    assert said.count(f"### {SES}: 1 response") == 2
    assert "<b>" not in said
    assert "@x" not in said


def test_a_shell_completes_the_operations():
    asked = os.environ | {
        "COMP_WORDS": "aws-job-conformance check sesv2:",
        "COMP_CWORD": "2",
        "_AWS_JOB_CONFORMANCE_COMPLETE": "zsh_complete",
    }
    program = (
        "import sys; sys.argv = ['aws-job-conformance'];"
        "from aws_job_conformance.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=asked, capture_output=True, text=True, check=False
    )
    assert "sesv2:GetImportJob" in done.stdout
    assert "pinpoint" not in done.stdout


def test_a_shell_completes_the_operations_of_every_command_that_takes_one():
    context = click.Context(cli)
    named = [
        (name, param)
        for name in cli.list_commands(context)
        for param in cli.get_command(context, name).params
        if param.name in ("operation", "operations")
        and "pages" not in (getattr(param, "help", "") or "")  # there it has no service
    ]
    assert {"show", "derive", "play", "serve", "waiters"} <= {name for name, _ in named}
    assert [name for name, param in named if param.type is not OPERATION] == []


NAMES = ["::error::x", "##[error]x", "a\u202eb", "a\x1b[2J", "<b>&\"'", "[red]x", "|`x`"]


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif", "junit"])
def test_no_name_of_a_file_is_a_command_to_a_terminal_or_to_github(run, tmp_path, form):
    (tmp_path / "kept").mkdir()
    for name in NAMES:
        (tmp_path / "kept" / f"{name}.json").write_text(json.dumps(ODD | {"JobStatus": "##[x"}))
    (tmp_path / "kept" / "a\n::error::y.json").write_text(json.dumps(ODD))
    ended = run("check", SES, "kept", "--format", form)
    for line in ended.out.splitlines():
        annotation = form == "github" and re.match(
            r"::(error|warning|notice) file=kept/[^:]*,", line
        )
        assert annotation or not re.match(r"\s*::|.*##\[", line)
        assert line.isprintable()


def test_of_a_folder_the_file_that_begins_like_a_command_is_shown_escaped(run, tmp_path):
    (tmp_path / "::error::x.json").write_text(json.dumps(ODD | {"JobStatus": "DONE"}))
    out = run("check", SES, "::error::x.json").out
    assert out.startswith(r"\x3a:error::x.json:1: ")
