"""Installed beside other people's plugins we change nothing: shown in real environments."""

from __future__ import annotations

import json
import re

import pytest
from support.guest_venvs import Home, wheel
from support.places import ROOT
from support.recorded_by_others import CASSETTE

pytestmark = pytest.mark.thorough  # each makes an environment

PLAIN = {
    "test_theirs.py": """
        import pytest

        def test_it_passes(tmp_path):
            assert tmp_path.exists()

        @pytest.mark.xfail
        def test_it_fails():
            assert False

        @pytest.mark.parametrize("operation", ["theirs"])
        def test_it_has_a_word_of_ours(operation):
            assert operation == "theirs"
        """
}
RECORDED = {
    "cassettes/test_it_is_replayed.yaml": CASSETTE,
    "test_theirs.py": """
        import urllib.request

        import pytest

        @pytest.mark.vcr
        def test_it_is_replayed():
            with urllib.request.urlopen("http://theirs.invalid/") as answer:
                assert answer.read() == b"theirs"
        """,
}
WITH_MANY = PLAIN | {
    "test_with_plugins.py": """
        import asyncio

        import pytest

        @pytest.mark.asyncio
        async def test_asyncio():
            await asyncio.sleep(0)

        def test_mock(mocker):
            assert mocker.Mock()

        @pytest.mark.timeout(60)
        def test_timeout():
            pass

        def test_benchmark(benchmark):
            assert benchmark(lambda: 1) == 1

        @pytest.mark.flaky(reruns=2)
        def test_rerun(_first=[]):
            _first.append(1)
            assert len(_first) > 1
        """,
    "pytest.ini": """
        [pytest]
        addopts = -n 2 --cov=. -p no:warnings
        """,
}
EIGHT = [
    "pytest-asyncio",
    "pytest-benchmark",
    "pytest-cov",
    "pytest-mock",
    "pytest-randomly",
    "pytest-rerunfailures",
    "pytest-timeout",
    "pytest-xdist",
]
HOMES = {
    "pytest-vcr": (["pytest==9.2.0", "pytest-vcr"], RECORDED),
    "pytest 8": (["pytest==8.1.2"], PLAIN),
    "pytest 7, which the suite is not for": (["pytest==7.4.4"], PLAIN),
    "eight other plugins": (["pytest==9.2.0", *EIGHT], WITH_MANY),
}
CHECKED = {"JobId": "a1", "JobStatus": "COMPLETED", "CreatedTimestamp": "2026-01-01T00:00:00Z"}
PLAYS = """
import aws_job_conformance as ours
job = ours.contract("sesv2:GetImportJob")
with ours.play([%r], operation="sesv2:GetImportJob") as client:
    print(client.get_import_job(JobId="a1")["JobStatus"])
"""


@pytest.fixture(scope="session")
def ours(tmp_path_factory):
    return wheel(tmp_path_factory.mktemp("wheel"))


@pytest.mark.parametrize("name", HOMES)
def test_their_tests_end_the_same_with_and_without_us(name, ours, tmp_path):
    theirs, files = HOMES[name]
    home = Home(tmp_path, theirs, files)
    code, tests, fixtures = home.outcome()
    assert code == 0
    assert tests
    home.install(ours)
    assert "aws_job_conformance" in home.run("-m", "pytest", "--trace-config").stdout
    assert home.outcome() == (code, tests, sorted([*fixtures, "watch_job"]))


def test_a_bare_install_checks_plays_and_names_the_extra_that_is_missing(ours, tmp_path):
    home = Home(tmp_path, [ours], {"response.json": json.dumps(CHECKED)})
    command = ("-m", "aws_job_conformance")
    assert home.run(*command, "check", "sesv2:GetImportJob", "response.json").returncode == 0
    inferred = home.run(*command, "check", "glue:GetMLTaskRun", "response.json")
    assert inferred.returncode == 1
    assert "glue:GetMLTaskRun: 1 response" in inferred.stdout
    played = home.run("-c", PLAYS % CHECKED)
    assert played.stdout == "COMPLETED\n", played.stderr
    assert home.run(*command, "play", "sesv2:GetImportJob", "--help").returncode == 0
    for extra, arguments in {
        "suite": ["cassettes"],
        "pages": ["check", "--page", "response.json", "response.json"],
    }.items():
        done = home.run(*command, *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.endswith(f"Add it: pip install 'aws-job-conformance[{extra}]'\n")
        assert done.stderr.count("\n") == 1
    home.install("pytest==9.2.0")
    suite = home.run("-m", "pytest", "--pyargs", "aws_job_conformance.suite")
    assert suite.returncode == pytest.ExitCode.USAGE_ERROR
    assert suite.stderr.strip().endswith("pip install 'aws-job-conformance[suite]'")
    assert "Traceback" not in suite.stderr


INI = re.search(
    r"^\[tool\.pytest\.ini_options\]$.*?(?=^\[)",
    (ROOT / "pyproject.toml").read_text(),
    re.MULTILINE | re.DOTALL,
)[0]
STRICT = {
    "pyproject.toml": INI.replace('testpaths = ["conformance", "tests"]', ""),
    "test_passing.py": """
        import pytest

        @pytest.mark.xfail
        def test_it_passes_and_should_not():
            pass
        """,
    "test_marked.py": """
        import pytest

        @pytest.mark.nobodys
        def test_it_has_a_marker_that_nobody_knows():
            pass
        """,
    "test_good.py": "def test_it_is_good(): pass",
}


@pytest.mark.parametrize("version", ["8.1.2", "9.2.0"])
def test_our_own_settings_are_as_strict_on_the_oldest_pytest_as_on_the_newest(version, tmp_path):
    home = Home(tmp_path, [f"pytest=={version}"], STRICT)
    good, passing, marked = (
        home.run("-W", "error", "-m", "pytest", "-q", f"test_{name}.py")
        for name in ("good", "passing", "marked")
    )
    assert (good.returncode, "1 passed" in good.stdout) == (0, True), good.stdout + good.stderr
    assert (passing.returncode, "XPASS(strict)" in passing.stdout) == (1, True)
    assert "'nobodys' not found in `markers`" in marked.stdout
