"""`audit` on the command line: its three forms, its exits, and what Ctrl-C leaves."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.archives import SES, archived, poll
from support.outputs import described
from support.places import ROOT

CREATED = "2026-01-01T00:00:00Z"


def shown(status, job="a1", **more):
    return {"JobId": job, "JobStatus": status, "CreatedTimestamp": CREATED} | more


BACKWARDS = [poll(shown("PROCESSING")), poll(shown("CREATED"))]
WRONG = shown(
    "COMPLETED", CompletedTimestamp=CREATED, ProcessedRecordsCount=5, FailedRecordsCount=7
)


def test_each_finding_has_its_line_and_the_summary_comes_last(run, tmp_path):
    path = archived(tmp_path / "a.jsonl", *BACKWARDS, poll(WRONG | {"JobId": "b"}), "rubbish")
    ended = run("audit", path)
    assert ended.code == 1
    first, second, *rest = ended.out.splitlines()
    assert first.startswith(f"{path}:2: warning: {SES} poll 2 · JobStatus")
    assert second.startswith(f"{path}:3: error: {SES} poll 1 · FailedRecordsCount")
    assert rest == [
        f"skipped 1: no JSON; first: {path}, offset {len(path_lines(path, 3))}",
        f"error 1: {SES} at-most",
        f"warning 1: {SES} moves",
        "3 polls of 2 jobs, 1 error, 1 warning",
    ]


def path_lines(path, count):
    with Path(path).open("rb") as file:
        return b"".join(file.readline() for _ in range(count))


def test_json_is_one_object_whose_findings_are_those_of_check(run, tmp_path):
    path = archived(tmp_path / "a.jsonl", poll(WRONG))
    told = described("audit", run("audit", path, "--format", "json").out)
    assert set(told) == {"findings", "summary", "skipped"}
    (tmp_path / "b.json").write_text(json.dumps([WRONG]))
    ended = run("check", SES, tmp_path / "b.json", "--format", "json")
    checked = json.loads(ended.out)["findings"]
    place = {"path": path, "line": 1, "offset": 0}
    assert told["findings"] == [one | {"place": place} for one in checked]
    assert told["summary"]["by_law"] == [
        {"operation": SES, "law": "at-most", "grade": "error", "count": 1}
    ]
    assert (told["summary"]["polls"], told["summary"]["jobs"]) == (1, 1)


def test_jsonl_is_a_line_for_each_finding_and_the_summary_last(run, tmp_path):
    path = archived(tmp_path / "a.jsonl", poll(WRONG), *BACKWARDS)
    lines = [json.loads(line) for line in run("audit", path, "--format", "jsonl").out.splitlines()]
    assert [one.get("law") for one in lines] == ["at-most", "final", "moves", None]
    assert set(lines[-1]) == {"summary", "skipped"}
    described("audit", {"findings": lines[:-1]} | lines[-1])


def test_what_is_skipped_noticed_left_out_or_of_a_cassette_is_described_too(run, tmp_path):
    path = archived(tmp_path / "a.jsonl", poll(WRONG), *BACKWARDS, "rubbish", {"odd": 1})
    odd = described("audit", run("audit", path, "--format", "json", "--max-findings", "1").out)
    assert odd["summary"]["not_shown"] == 2
    assert odd["skipped"]
    stories = described("audit", run("audit", ROOT / "cassettes", "--format", "json").out)
    assert stories["summary"]["polls"] > 50


@pytest.mark.parametrize(
    ("polls", "options", "code"),
    [
        ([poll(shown("PROCESSING"))], [], 0),
        (BACKWARDS, [], 0),
        (BACKWARDS, ["--strict"], 1),
        (BACKWARDS, ["--strict", "--responses-only"], 0),
        ([poll(WRONG)], [], 1),
        (["rubbish"], [], 2),
    ],
)
def test_the_exit_tells_what_was_found(polls, options, code, run, tmp_path):
    path = archived(tmp_path / "a.jsonl", *polls)
    assert run("audit", path, *options).code == code


def test_plain_responses_need_the_name_of_their_operation(run, tmp_path):
    path = archived(tmp_path / "a.jsonl", WRONG)
    assert run("audit", path, "--operation", SES).code == 1
    ended = run("audit", path)
    assert (ended.code, "for plain responses give --operation" in ended.out) == (2, True)
    ended = run("audit", path, "--operation", "sesv2:GetImportJb")
    assert ended.code == 2
    assert "GetImportJob" in ended.err


def test_no_more_findings_are_told_than_were_asked_for_and_all_are_counted(run, tmp_path):
    path = archived(tmp_path / "a.jsonl", *(poll(WRONG | {"JobId": f"x{n}"}) for n in range(5)))
    ended = run("audit", path, "--max-findings", 2)
    assert ended.out.count("FailedRecordsCount") == 2
    assert "3 more like these or others" in ended.out
    assert ended.out.endswith("5 polls of 5 jobs, 5 errors\n")


def test_a_path_that_is_not_there_is_told_and_exit_2(run):
    ended = run("audit", "gone.jsonl")
    assert (ended.code, ended.out) == (2, "")
    assert "gone.jsonl: no such file or folder" in ended.err


def test_what_a_terminal_would_obey_is_escaped(run, tmp_path):
    wicked = poll({"a": 1}, "sesv2:\x1b[2JGet")
    ended = run("audit", archived(tmp_path / "a.jsonl", wicked))
    assert "\x1b" not in ended.out


def test_the_help_shows_how_to_audit(run):
    ended = run("audit", "--help")
    assert "Example:" in ended.out
    assert "aws-job-conformance audit polls.jsonl" in ended.out


def interrupted(path, *options):
    """What a command prints that is sent a real SIGINT while it reads what never ends."""
    os.mkfifo(path)
    command = [sys.executable, "-m", "aws_job_conformance", "audit", "-", *options]
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    os.set_blocking(reader, True)
    with path.open("wb", buffering=0) as pipe:
        process = subprocess.Popen(
            command, stdin=reader, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        os.close(reader)
        pipe.write(b"".join(json.dumps(one).encode() + b"\n" for one in BACKWARDS * 3))
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and waiting(pipe):
            time.sleep(0.05)  # until it has read what there is
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def waiting(pipe):
    import array
    import fcntl
    import termios

    left = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, left)
    return left[0] > 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_ctrl_c_prints_what_was_found_so_far(tmp_path):
    code, out, err = interrupted(tmp_path / "pipe")
    assert (code, err) == (130, "")
    assert "JobStatus" in out
    assert out.splitlines()[-1].startswith("interrupted: 6 polls of 1 job")


PAGE = (ROOT / "docs" / "audit.md").read_text()


def test_each_option_of_the_page_is_one_of_the_command(run):
    told = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE))
    known = set(re.findall(r"--[a-z-]+", run("audit", "--help").out))
    assert {"--jobs", "--engine", "--thorough"} <= told <= known


def test_the_log_of_the_page_is_written(tmp_path, monkeypatch):
    pytest.importorskip("boto3")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nobody")
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names = {}
    exec(block, names)
    names["log"].close()
    assert names["log"].path == tmp_path / "polls.jsonl"
