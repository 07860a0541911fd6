"""`waiters --check` as it is called: what it prints, its exits, and what it refuses."""

from __future__ import annotations

import json

import pytest
from support.judged_waiters import RIGHT, path, waiter_file


@pytest.fixture
def file(tmp_path):
    """Write a file of one waiter, and return its name."""

    def made(acceptors, name="sesv2.json", waiter="ImportJobCompleted"):
        (tmp_path / name).write_text(json.dumps(waiter_file(acceptors, waiter)))
        return name

    return made


def test_a_right_waiter_exits_with_nothing(run, file):
    code, out, err = run("waiters", "--check", file(RIGHT))
    assert (code, err) == (0, "")
    assert out == (
        "1 waiter: 1 judged by a written contract, 0 by an inferred one, 0 of no job by paths and"
        " values alone; no findings\n"
    )


def test_a_finding_is_told_below_its_file_and_exits_with_one(run, file):
    code, out, _ = run("waiters", "--check", file(RIGHT[:2]))
    where, finding, total = out.splitlines()
    assert (code, where) == (1, "sesv2.json:")
    start = (
        "error: sesv2:GetImportJob ImportJobCompleted · JobStatus: CANCELLED (stopped) is an end"
    )
    assert finding.startswith(start)
    assert total.endswith("; 1 error")


def test_notes_alone_fail_nothing(run, file):
    code, out, _ = run("waiters", "--check", file([*RIGHT, path("PENDING", "retry")]))
    assert code == 0
    assert "note: " in out


def test_programs_are_told_the_same(run, file):
    code, out, _ = run("waiters", "--check", file(RIGHT[:2]), "--format", "json")
    told = json.loads(out)
    assert code == 1
    assert told["counts"] == {
        "waiters": 1,
        "written": 1,
        "inferred": 0,
        "none": 0,
        "error": 1,
        "warning": 0,
        "note": 0,
    }
    (one,) = told["findings"]
    assert (one["contract"], one["waiter"]) == ("written", "ImportJobCompleted")
    assert one["findings"][0]["kind"] == "never-ends"


def test_operations_narrow_it_down(run, file, tmp_path):
    file(RIGHT[:2])
    (tmp_path / "glue.json").write_text(json.dumps(waiter_file([], operation="GetJobRun")))
    assert run("waiters", "--check", ".", "glue:GetJobRun").out.splitlines()[-1].startswith("1 wai")
    refused = run("waiters", "--check", ".", "glue:GetJob").refused("no waiter there polls")
    assert refused


def test_a_service_may_be_named(run, file):
    name = file(RIGHT, name="mine.json")
    assert run("waiters", "--check", name).refused("--service NAME")
    assert run("waiters", "--check", name, "--service", "sesv2").code == 0


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "give --out FOLDER to write waiters, or --check to judge some"),
        (["--out", "w", "--check", "w.json"], "give --out FOLDER"),
        (["--check", "w.json", "--partial", "failure"], "--partial is of --out"),
        (["--out", "w", "--service", "sesv2"], "--service is of --check"),
        (["--check", "w.json"], "cannot read w.json"),
        (["--check", ""], "it is empty"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(run, arguments, reason):
    assert run("waiters", *arguments).refused(reason)


def test_what_a_stranger_named_moves_no_cursor(run, tmp_path):
    value = waiter_file([path("\x1b[2J", "failure", "Job\x1b[2J")], waiter := "\x1b]0;x\x07")
    (tmp_path / "sesv2.json").write_text(json.dumps(value))
    out = run("waiters", "--check", "sesv2.json").out
    assert waiter not in out
    assert "\x1b" not in out


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_secret_in_a_file_is_masked(run, file, tmp_path, form):
    secret = "AKIAQ7GR3XVNB2LTZPWD"
    name = file([path(secret, "failure"), *RIGHT[:2]], waiter=secret)
    shown = run("waiters", "--check", name, "--format", form)
    (tmp_path / "sesv2.json").write_text(json.dumps({"waiters": {secret: secret}}))
    refused = run("waiters", "--check", "sesv2.json")
    assert (shown.code, refused.code) == (1, 2)
    assert secret not in shown.out + refused.err
