"""What lasts says on a terminal that it goes on, in words of its own, and in a pipe nothing."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest
from support.on_terminal import command, on_terminal
from support.params import quick_first
from support.places import ROOT

from aws_job_conformance.cli import _terminal

SES = "sesv2:GetImportJob"
POLL = {
    "JobId": "a1",
    "JobStatus": "PROCESSING",
    "CreatedTimestamp": "2026-01-01T00:00:00Z",
    "ProcessedRecordsCount": 4,
}
WAITER = {
    "operation": "GetJobRun",
    "delay": 1,
    "maxAttempts": 5,
    "acceptors": [
        {
            "matcher": "path",
            "argument": "JobRun.JobRunState",
            "expected": "SUCCEEDED",
            "state": "success",
        }
    ],
}
PAGES = ROOT / "tests" / "pages"
SPINNER = re.compile("[\u2800-\u28ff]")
COLOUR = re.compile(r"\x1b\[[0-9;]*[34][0-9][0-9;]*m")
LASTING = {
    "check FOLDER": (["check", SES, "saved"], "reading"),
    "list --all": (["list", "--all"], "reading service models"),
    "check --page": (["check", "--page", "page.txt", "saved/a.json"], "reading pages"),
    "cassettes": (["cassettes", str(ROOT / "cassettes")], "reading cassettes"),
    "audit": (["audit", "polls.jsonl"], "auditing"),
    "check --conformance-report": (
        ["check", SES, "saved", "--conformance-report", "report.html"],
        "reading",
    ),
    "derive": (["derive", SES, "--out", "derived"], "deriving"),
    "derive --page": (["derive", "--page", "page.txt"], "reading pages"),
    "add": (["add", "glue:GetMLTaskRun", "--out", "."], "reading service models"),
    "add --page": (
        ["add", "a:GetCalculationExecution", "--page", "pages", "--out", "."],
        "reading pages",
    ),
    "policy": (["policy", SES], "reading contracts"),
    "doctor": (["doctor"], "looking around"),
    "vectors": (["vectors", SES, "--out", "vectors", "--count", "5"], "writing vectors"),
    "waiters": (["waiters", SES, "--out", "waiters"], "reading service models"),
    "waiters --check": (["waiters", "--check", "theirs"], "reading waiters"),
    "clients": (["clients", "--protocol", "rpc-v2-cbor"], "asking the clients"),
    "clients --agreement": (
        ["clients", "--agreement", "1", "--protocol", "ec2"],
        "reading generated responses",
    ),
    "clients --list": (["clients", "--list"], "asking the clients for their versions"),
}
"""What takes seconds with a large input: its options, and what it says it is about."""


@pytest.fixture
def folder(tmp_path):
    """A little of everything that may be large."""
    for name in ("saved", "theirs", "pages"):
        (tmp_path / name).mkdir()
    (tmp_path / "saved" / "a.json").write_text(json.dumps(POLL))
    poll = {"operation": SES, "time": POLL["CreatedTimestamp"], "response": POLL}
    (tmp_path / "polls.jsonl").write_text(f"{json.dumps(poll)}\n")
    waiters = {"version": 2, "waiters": {"done": WAITER}}
    (tmp_path / "theirs" / "glue.json").write_text(json.dumps(waiters))
    for page in PAGES.glob("athena.GetCalculationExecution.*md"):
        shutil.copy(page, tmp_path / "pages")
    page = (PAGES / "athena.GetQueryExecution.md").read_text()
    (tmp_path / "page.txt").write_text(page)
    return tmp_path


@pytest.mark.parametrize("name", quick_first(LASTING, quick=3))
def test_what_lasts_says_on_a_terminal_that_it_goes_on(name, folder):
    arguments, about = LASTING[name]
    shown = on_terminal(command(arguments), folder, columns=100)
    assert shown.code in (0, 1), shown.plain
    assert SPINNER.search(shown.plain), shown.plain
    assert about in shown.plain


@pytest.mark.thorough  # a cluster
@pytest.mark.filterwarnings("ignore")  # those of the cluster's own
def test_an_audit_by_others_says_on_a_terminal_that_it_goes_on(folder):
    cluster = pytest.importorskip("distributed").LocalCluster
    few = {"n_workers": 1, "threads_per_worker": 1, "processes": False, "dashboard_address": None}
    with cluster(**few, protocol="tcp") as here:
        engine = here.scheduler_address.replace("tcp://", "dask://")
        polls = str(folder / "polls.jsonl")
        shown = on_terminal(command(["audit", "--engine", engine, polls]), folder, columns=100)
        elsewhere = command(["audit", "--engine", engine, "polls.jsonl"])  # of this folder
        lost = subprocess.run(elsewhere, cwd=folder, capture_output=True, text=True, check=False)
    assert shown.code == 0, shown.plain
    assert SPINNER.search(shown.plain)
    assert (lost.returncode, "give a whole path that each worker has" in lost.stderr) == (2, True)


def test_no_colour_is_respected(folder):
    arguments, about = LASTING["check FOLDER"]
    plain = on_terminal(command(arguments), folder, NO_COLOR="1")
    coloured = on_terminal(command(arguments), folder)
    assert about in plain.plain
    assert (COLOUR.search(plain.told), bool(COLOUR.search(coloured.told))) == (None, True)


def test_in_a_pipe_nothing_is_said_of_it(folder):
    done = subprocess.run(
        command(LASTING["check FOLDER"][0]), cwd=folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert SPINNER.search(done.stdout) is None


def test_a_long_table_is_laid_out_before_it_is_printed(capsys, monkeypatch):
    rows = [(str(number), "x") for number in range(3)]
    _terminal.print_table(("a", "b"), rows)
    short = capsys.readouterr()
    monkeypatch.setattr(_terminal, "_MANY", 2)
    _terminal.print_table(("a", "b"), rows)
    assert capsys.readouterr() == short
