"""The suite itself against moto: `pytest --pyargs aws_job_conformance.suite --endpoint-url`."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

XFAILS = Path(__file__).with_name("moto.xfails")
OPERATION = "dynamodb:DescribeImport"


@pytest.fixture
def suite(moto, tmp_path):
    """Run the suite against moto, in an empty folder."""

    def run(*args):
        command = [sys.executable, "-m", "pytest", "--pyargs", "aws_job_conformance.suite"]
        command += ["--endpoint-url", moto, "--operation", OPERATION, "-q", "-rf"]
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
