"""The suite itself against moto, as README's workflow and docs/servers.md run it."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import moto_process
import pytest
import yaml
from support.doc_blocks import blocks
from support.places import ROOT

URL = "http://127.0.0.1:5000"
XFAILS = Path(__file__).with_name("moto.xfails")
OPERATION = "dynamodb:DescribeImport"


def workflow():
    """Return what README's workflow runs, step by step."""
    (block,) = [block for block in blocks("README.md") if block.language == "yaml"]
    steps = yaml.safe_load(block.text)["jobs"]["conformance"]["steps"]
    return [step["run"] for step in steps if "run" in step]


@pytest.fixture
def suite(moto, tmp_path):
    """Run the workflow's last step against moto, in an empty folder, for one operation."""
    said = workflow()[-1].replace(URL, moto).replace("${{ github.sha }}", "0123abc")
    pytest_, *options, xfails, file = shlex.split(said)
    assert (pytest_, xfails, file) == ("pytest", "--xfails-file", "job-conformance.xfails")

    def run(*args):
        command = [sys.executable, "-m", "pytest", *options, "--operation", OPERATION, "-q", "-rf"]
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
        return subprocess.run(
            [*command, "-p", "no:cacheprovider", *args],
            cwd=tmp_path,
            env=kept | {"COLUMNS": "200"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_two_promises_fail_and_no_other(suite):
    done = suite()
    assert done.returncode == 1
    assert re.findall(r"^FAILED \S*test_promise\[(\S+)\]", done.stdout, re.MULTILINE) == [
        f"{OPERATION}-present-ImportTableDescription.CloudWatchLogGroupArn",
        f"{OPERATION}-missing",
    ]
    assert "error: dynamodb:DescribeImport poll 1 · HTTP 500" in done.stdout


def test_the_file_of_expected_failures_makes_it_green(suite):
    done = suite("--xfails-file", XFAILS)
    assert done.returncode == 0
    assert "2 xfailed" in done.stdout


def test_an_expected_failure_of_nothing_makes_it_red(suite, tmp_path):
    more = tmp_path / "more.xfails"
    more.write_text(f"{XFAILS.read_text()}{OPERATION}-present-Nothing  # is not there\n")
    done = suite("--xfails-file", more)
    assert done.returncode != 0
    assert "Nothing" in done.stdout + done.stderr


def test_a_server_is_started_and_asked_as_the_page_says(tmp_path):
    if moto_process.why_not():
        pytest.skip(moto_process.why_not())
    (shown,) = [block for block in blocks("docs/servers.md") if "moto_server" in block.text]
    (start, _), (ask, _) = shown.parts
    assert start.removesuffix(" &") in workflow()[1]
    program, *options = shlex.split(start.removesuffix("&"))
    started = [str(Path(sys.executable).with_name(program)), *options]
    with moto_process.running(tmp_path / "log", started) as url:
        words = [sys.executable, "-m", *shlex.split(ask.replace(URL, url))]
        words += ["--operation", OPERATION]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout
    assert f"{OPERATION}-missing" in done.stdout
