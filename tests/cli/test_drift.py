"""`drift` as it is called: versions, wheels, folders, pip without a network, all formats."""

from __future__ import annotations

import json
import os
import re
import sys

import botocore
import pytest
from support import two_botocores
from support.two_botocores import JOB, changed, folder, model

from aws_job_conformance.authoring import drift
from aws_job_conformance.authoring.drift import render
from aws_job_conformance.authoring.drift._grades import Change


def with_status(data):
    data["shapes"]["JobStatus"]["enum"].append("EXPIRED")


def with_member(data):
    data["shapes"]["Part"]["members"]["Extra"] = {"shape": "Text"}


@pytest.fixture
def old(tmp_path):
    return folder(tmp_path / "old", model(), release="9.9.7")


@pytest.fixture
def new(tmp_path):
    after = changed(with_status)
    with_member(after)
    after["shapes"]["PartKind"]["enum"].append("C|`D`")
    return folder(tmp_path / "new", after, release="9.9.8")


@pytest.fixture
def index(tmp_path, monkeypatch):
    """Let pip find two wheels of botocore in a folder, and nothing on a network."""
    wheels = tmp_path / "wheels"
    for release, edit in (("9.9.7", lambda _: None), ("9.9.8", with_status)):
        # Not where the command is run: a folder of that name would be taken for the version.
        source = folder(tmp_path / "sources" / release, changed(edit), release=release)
        two_botocores.wheel(wheels, source, release)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    return wheels


def test_text_tells_errors_and_warnings_each_and_notes_together(run, old, new):
    code, out, err = run("drift", "--from", old, "--to", new)
    assert (code, err) == (1, "")
    error, *rest = out.splitlines()
    assert error == (
        f"error: {JOB} · JobStatus: new status EXPIRED (status-added). Its words say that the job"
        " is at its end (stopped). Put it among the statuses to wait in, or among the ends."
    )
    assert rest == [
        f"warning: {JOB} · Parts[].Kind: new: C|`D` (value-added). Have a branch for the rest.",
        f"warning: {JOB} · Tags{{}}.Kind: new: C|`D` (value-added). Have a branch for the rest.",
        f"note: {JOB}: member-added Parts[].Extra, Tags{{}}.Extra",
        "botocore 9.9.7 to 9.9.8: 1 operation compared, 1 error, 2 warnings, 2 notes",
    ]


def test_what_breaks_nobody_is_exit_0(run, old, tmp_path):
    noted = folder(tmp_path / "noted", changed(with_member))
    assert run("drift", "--from", old, "--to", noted).code == 0
    same = run("drift", "--from", old, "--to", old)
    assert same.code == 0
    assert same.out.endswith("1 operation compared, 0 errors, 0 warnings, 0 notes\n")


def test_json_has_each_change_whole(run, old, new):
    code, out, _ = run("drift", "--from", old, "--to", new, "--format", "json")
    found = json.loads(out)
    assert code == 1
    assert (found["from"], found["to"], found["operations"]) == ("9.9.7", "9.9.8", 1)
    assert found["grades"] == {"error": 1, "warning": 2, "note": 2}
    assert found["kinds"] == {"status-added": 1, "value-added": 2, "member-added": 2}
    assert found["status_unknown"] == []
    assert found["changes"][1] == {
        "operation": JOB,
        "kind": "value-added",
        "grade": "warning",
        "side": "output",
        "path": "Parts[].Kind",
        "was": None,
        "now": ["C|`D`"],
        "what": "new: C|`D`",
        "fix": "Have a branch for the rest.",
    }


def test_markdown_has_a_section_a_grade_and_a_row_a_change(run, old, new):
    code, out, _ = run("drift", "--from", old, "--to", new, "--format", "markdown")
    assert code == 1
    assert re.findall("^###? .*", out, re.MULTILINE) == [
        "## Drift of job operations",
        "### Breaks callers: 1 error",
        "### May break callers: 2 warnings",
        "### Breaks nobody: 2 notes",
    ]
    rows = [line for line in out.splitlines() if line.startswith("| `")]
    assert len(rows) == 5
    change = "new: C\\|\\`D\\` (value-added)"
    assert rows[1] == f"| `{JOB}` | `Parts[].Kind` | {change} | Have a branch for the rest. |"
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 5 for row in rows)


def test_patterns_are_code_in_markdown_with_bars_and_backticks_kept(run, old, tmp_path):
    after = changed(lambda data: data["shapes"]["Id"].update(pattern="a|`\t"))
    new = folder(tmp_path / "new", after)
    out = run("drift", "--from", old, "--to", new, "--format", "markdown").out
    assert r"pattern was `[a-z]+` and is `` a\|`\t `` (pattern-changed)" in out


def report_of(count, grade="error"):
    change = Change(
        "bulk:GetImportJob", "member-removed", grade, "output", "A.B", "x", None, "x", "y"
    )
    return drift.Report("1", "2", count, (), (change,) * count)


@pytest.mark.parametrize("count", [5, 900, 20_000])
@pytest.mark.parametrize("grade", ["error", "note"])
def test_an_issue_never_grows_beyond_what_github_takes_and_counts_what_is_left_out(count, grade):
    out = render.markdown(report_of(count, grade))
    shown = out.count("| `bulk:")
    left = re.findall(r"No room here for ([0-9]+) member-removed", out)
    assert len(out) < 65_536
    assert shown + sum(map(int, left)) == count
    assert bool(left) == (count > 900)


def test_without_a_version_the_command_asks_for_one(run):
    assert run("drift").refused("name the other botocore: --to 1.45.0")


def test_the_side_that_is_left_out_is_the_installed_botocore(run, old):
    asked = ("drift", "--used", "used.txt", "--format", "json")
    (old.parent / "used.txt").write_text("sesv2:GetImportJob")
    after = json.loads(run(*asked, "--to", old).out)
    assert (after["from"], after["to"]) == (botocore.__version__, "9.9.7")
    assert [change["kind"] for change in after["changes"]] == ["operation-removed"]
    before = json.loads(run(*asked, "--from", old).out)
    assert (before["from"], before["to"]) == ("9.9.7", botocore.__version__)
    assert [change["kind"] for change in before["changes"]] == ["operation-added"]


@pytest.mark.parametrize(
    "text",
    [
        "# ours\nbulk:GetImportJob  # nightly\n\nbulk:PutThing\n",
        '["bulk:GetImportJob", "bulk:PutThing"]',
        "\ufeffbulk:GetImportJob\r\nbulk:PutThing\r\n",
    ],
)
def test_used_is_one_operation_a_line_or_a_json_list(text, run, old, new, tmp_path):
    (tmp_path / "used").write_bytes(text.encode())
    out = run("drift", "--from", old, "--to", new, "--used", "used").out.splitlines()
    assert out[-1].startswith("botocore 9.9.7 to 9.9.8: 2 operations compared")
    assert out[-2] == (
        "note: bulk:PutThing: where it tells a status is not known, so a new one is a new value"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"bulk:GetImportJub", "Did you mean bulk:GetImportJob?"),
        (b"# none\n", "used names no operation"),
        (b"[]", "used names no operation"),
        (b"[1]", "each entry is a string"),
        (b'["bulk:GetImportJob"', "used is no JSON list"),
        (b"bulk:\xff", "used: not UTF-8 at offset 5"),
    ],
)
def test_a_file_of_used_operations_that_cannot_be_used_is_refused(text, said, run, old, tmp_path):
    (tmp_path / "used").write_bytes(text)
    assert run("drift", "--from", old, "--to", old, "--used", "used").refused(said)


@pytest.mark.thorough
def test_a_version_is_fetched_by_pip_and_none_of_its_code_is_run(run, index):
    found = run("drift", "--from", "9.9.7", "--to", "9.9.8", "--format", "json")
    told = json.loads(found.out)
    assert (found.code, told["from"], told["to"]) == (1, "9.9.7", "9.9.8")
    assert [change["now"] for change in told["changes"]] == ["EXPIRED"]
    assert len(list(index.iterdir())) == 2


@pytest.mark.thorough
@pytest.mark.usefixtures("index")
def test_what_pins_botocore_elsewhere_does_not_pin_what_is_compared(run, tmp_path, monkeypatch):
    (tmp_path / "pins.txt").write_text("botocore==1.2.3\n")
    monkeypatch.setenv("PIP_CONSTRAINT", str(tmp_path / "pins.txt"))
    assert run("drift", "--from", "9.9.7", "--to", "9.9.8").code == 1


@pytest.mark.usefixtures("index")
def test_a_version_that_pip_does_not_know_is_refused_with_the_nearest(run):
    asked = run("drift", "--from", "9.9.77", "--to", "9.9.8")
    assert asked.refused("cannot fetch botocore 9.9.77: pip knows no such version.")
    assert "Did you mean 9.9.7?" in asked.err


def test_without_an_index_the_command_says_how_to_do_without(run, tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "empty"))
    asked = run("drift", "--from", "9.9.7")
    assert asked.refused("no index answers pip. Look at your network, or give a wheel or a folder")


def test_without_pip_the_command_says_so(run, tmp_path, monkeypatch):
    bare = tmp_path / "python"
    bare.write_text(f'#!/bin/sh\nexec {sys.executable} -S -E "$@"\n')
    bare.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(bare))
    assert run("drift", "--from", "9.9.7").refused("there is no pip in this environment")


def broken(place, name, content):
    place.mkdir(parents=True, exist_ok=True)
    path = place / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return place


def test_what_is_no_botocore_is_refused(run, tmp_path):
    assert run("drift", "--from", "nowhere").refused("'nowhere' is neither a version of botocore")
    (tmp_path / "empty").mkdir()
    assert run("drift", "--from", "empty").refused("no service models in empty")
    (tmp_path / "text.whl").write_text("no zip")
    assert run("drift", "--from", "text.whl").refused("text.whl is no wheel")
    other = two_botocores.wheel(tmp_path / "w", tmp_path / "empty", "9.9.9")
    assert run("drift", "--from", other).refused("it holds no botocore/data")


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b'{"metadata": {}, "operations": {}}', b"\x1f\x8b"]
)
def test_a_service_model_that_cannot_be_read_is_named(content, run, tmp_path, old):
    place = broken(tmp_path / "bad", "bulk/2020-01-01/service-2.json", content)
    asked = run("drift", "--from", old, "--to", place)
    assert asked.refused("bulk/2020-01-01/service-2.json")
    zipped = broken(tmp_path / "badly", "bulk/2020-01-01/service-2.json.gz", content)
    assert run("drift", "--from", zipped, "--to", old).refused("service-2.json.gz")
