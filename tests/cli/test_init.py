"""`init`: a first test of a poller in somebody's project, which runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from support.command_line import command
from support.on_terminal import command as ours
from support.on_terminal import on_terminal

GLUE = "glue:GetJobRun"
FILE = "test_glue_get_job_run.py"
POLLER = """\
import time


class RunFailed(Exception):
    pass


def wait_for_run(glue, job_name, run_id, *, region, delay=30):
    while True:
        run = glue.get_job_run(JobName=job_name, RunId=run_id)["JobRun"]
        if run["JobRunState"] == "SUCCEEDED":
            return run
        if run["JobRunState"] in {ENDS}:
            raise RunFailed(run["JobRunState"])
        time.sleep(delay)
"""
KNOWN, FORGOTTEN = '"FAILED", "TIMEOUT", "ERROR", "EXPIRED", "STOPPED"', '"FAILED", "STOPPED"'


def made_by_pytest(folder, *files):
    """What pytest makes of a project, as its owner runs it."""
    left_out = ("CI", "PYTEST_ADDOPTS", "PYTHONPATH")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *files],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name not in left_out},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.thorough
def test_in_an_empty_folder_the_test_that_is_written_runs_and_passes(run, tmp_path):
    done = run("init", GLUE)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        f"wrote {FILE}",
        "Its `poll` is an example: put a call of your own poller in its place.",
        f"Run it: pytest {FILE}",
    ]
    ran = made_by_pytest(tmp_path)
    assert (ran.returncode, "1 passed" in ran.stdout) == (0, True), ran.stdout


@pytest.mark.thorough  # a run of pytest more
@pytest.mark.parametrize(
    ("ends", "code", "told"),
    [(KNOWN, 0, "1 passed"), (FORGOTTEN, 1, "TIMEOUT    documented  raise   13         never")],
    ids=["one that knows every end", "one that forgets three"],
)
def test_a_poller_that_is_named_is_called_and_put_on_trial(run, tmp_path, ends, code, told):
    (tmp_path / "wait_for_run.py").write_text(POLLER.replace("ENDS", ends))
    poller, fails = "wait_for_run:wait_for_run", "wait_for_run:RunFailed"
    done = run("init", GLUE, "--poller", poller, "--fails", fails)
    assert done.out.splitlines() == [f"wrote {FILE}", f"Run it: pytest {FILE}"]
    written = (tmp_path / FILE).read_text()
    wanted = 'wait_for_run(client, job_name="my-job-name", run_id="my-run-id", region="my-region")'
    assert f"return {wanted}\n" in written.replace("\n        ", " ").replace("( ", "(").replace(
        ",\n    )", ")"
    )
    ran = made_by_pytest(tmp_path)
    assert (ran.returncode, told in ran.stdout) == (code, True), ran.stdout


@pytest.mark.thorough  # a run of pytest more
def test_without_its_error_any_exception_tells_a_failure(run, tmp_path):
    (tmp_path / "wait_for_run.py").write_text(POLLER.replace("ENDS", KNOWN))
    run("init", GLUE, "--poller", "wait_for_run:wait_for_run")
    assert "fails=Exception)" in (tmp_path / FILE).read_text()
    assert made_by_pytest(tmp_path).returncode == 0


def test_a_named_poller_is_read_and_never_run(run, tmp_path):
    (tmp_path / "evil.py").write_text("open('ran', 'w')\ndef poll(client): pass\n")
    assert run("init", GLUE, "--poller", "evil:poll").code == 0
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "name the operation that you poll, such as"),
        (["glue:GetJobRn"], "Did you mean glue:GetJobRun?"),
        (["glue:GetCrawler"], "has no end to poll for: its life goes round"),
        ([GLUE, "--poller", "nothing"], "names no poller. Name it module:function"),
        ([GLUE, "--poller", "x" * 1000], "names no poller"),
        ([GLUE, "--poller", "nowhere:poll"], "there is no module nowhere here, nor in src or"),
        ([GLUE, "--poller", "mine:pol"], "has no function pol. Did you mean poll?"),
        ([GLUE, "--poller", "broken:poll"], "broken.py is no Python: SyntaxError. Mend it"),
        ([GLUE, "--poller", "mine:poll", "--fails", "mine:Bad"], "has no Bad. Did you mean Bed?"),
        ([GLUE, "--fails", "mine:Bed"], "name the poller with --poller, too"),
        ([GLUE, "--out", ""], "--out '': it is empty"),
    ],
)
def test_what_cannot_be_written_is_one_line_and_no_file(run, tmp_path, arguments, said):
    (tmp_path / "mine.py").write_text("class Bed(Exception): ...\ndef poll(client): ...\n")
    (tmp_path / "broken.py").write_text("def poll(:\n")
    assert run("init", *arguments).refused(said)
    assert list(tmp_path.glob("test_*")) == []


def test_a_file_that_is_there_is_never_written_over(run, tmp_path):
    (tmp_path / FILE).write_text("mine")
    assert run("init", GLUE).refused(f"{FILE} is there already")
    assert run("init", GLUE, "--out", tmp_path).refused(f"{FILE} is there already")
    assert (tmp_path / FILE).read_text() == "mine"


@pytest.mark.parametrize(
    ("out", "file"),
    [
        (None, f"tests/{FILE}"),
        ("tests/new", f"tests/new/{FILE}"),
        ("other/test_mine.py", "other/test_mine.py"),
    ],
)
def test_it_goes_where_tests_are_or_where_it_is_told(run, tmp_path, out, file):
    (tmp_path / "tests").mkdir()
    more = [] if out is None else ["--out", out]
    told = json.loads(run("init", GLUE, *more, "--format", "json").out)
    assert told == {
        "operation": GLUE,
        "file": file,
        "run": f"pytest {file}",
        "poller": None,
        "fails": None,
    }
    assert (tmp_path / file).is_file()


def test_on_a_terminal_it_asks_until_the_answer_is_an_operation(tmp_path):
    (tmp_path / "wait_for_run.py").write_text(POLLER.replace("ENDS", KNOWN))
    answers = "crawlr\nglue:getjob\nglue:GetJobRun\nwait_for_run:wait_for_run\n"
    shown = on_terminal(ours(["init"]), tmp_path, typed=f"{answers}wait_for_run:RunFailed\n")
    assert shown.code == 0, shown.plain
    assert shown.plain.count("Which operation do you poll") == 3
    assert "no contract for the operation 'crawlr'" in shown.plain
    assert "glue:GetJobRun, " in shown.plain or "glue:GetJobRun\n" in shown.plain
    assert f"wrote {FILE}" in shown.plain
    assert "wait_for_run(" in (tmp_path / FILE).read_text()


def test_a_person_who_has_no_poller_yet_gets_the_example(tmp_path):
    shown = on_terminal(ours(["init"]), tmp_path, typed=f"{GLUE}\n\n")
    assert "Its `poll` is an example" in shown.plain
    assert (tmp_path / FILE).is_file()


def test_help_shows_an_example():
    done = command("init", "--help")
    assert done.returncode == 0
    assert "aws-job-conformance init glue:GetJobRun\n" in done.stdout
