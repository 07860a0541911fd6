"""What is told fits a terminal of eighty columns, and is not folded where a program reads it."""

import json
import subprocess

import pytest
from click.testing import CliRunner
from support.on_terminal import command, on_terminal
from support.params import quick_first

from aws_job_conformance.cli import cli

SES = "sesv2:GetImportJob"
BAD = {"JobId": "job", "JobStatus": "COMPLETED", "ProcessedRecordsCount": -1, "CreatedTimestamp": 5}
COMMANDS = {
    "show": ["show", SES],
    "check": ["check", SES, "bad.json"],
    "waiters": ["waiters", "--check", "installed"],
    "doctor": ["doctor"],
    "audit": ["audit", "--operation", SES, "polls.jsonl"],
    "list": ["list"],
    "list --all": ["list", "--all"],
    "derive": ["derive", SES, "--check"],
    "init": ["init", SES, "--out", "test_it.py"],
    "bare": [],
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "bad.json").write_text(json.dumps(BAD))
    (tmp_path / "polls.jsonl").write_text(json.dumps(BAD) + "\n")
    return tmp_path


@pytest.mark.parametrize("name", quick_first(COMMANDS, quick=2))
def test_no_line_is_wider_than_the_terminal_unless_it_is_one_word(name, folder):
    shown = on_terminal(command(COMMANDS[name]), folder)
    told = [line for line in shown.lines if len(line) > 80 and not _is_to_be_copied(line)]
    assert [line for line in told if " " in line.strip()] == []


def _is_to_be_copied(line):
    return line.strip().startswith(("aws-job-conformance ", "aws ", "Run it: ")) or "$ " in line


@pytest.mark.parametrize("name", quick_first(["check", "show", "waiters"], quick=1))
def test_a_program_gets_whole_lines_and_the_terminal_the_same_words(name, folder):
    shown = on_terminal(command(COMMANDS[name]), folder)
    piped = subprocess.run(
        command(COMMANDS[name]), cwd=folder, capture_output=True, text=True, check=False
    )
    assert max(map(len, piped.stdout.splitlines())) > 80
    words = piped.stdout.split()
    assert "\n".join(shown.lines).split()[-len(words) :] == words  # progress stands before them


@pytest.mark.parametrize("name", [None, *cli.commands])
def test_the_help_of_a_command_fits_too(name):
    shown = CliRunner().invoke(cli, [*filter(None, [name]), "--help"], terminal_width=80)
    assert [
        line for line in shown.output.splitlines() if len(line) > 80 and not _is_an_example(line)
    ] == []


def _is_an_example(line):
    return "aws-job-conformance " in line or "aws " in line
