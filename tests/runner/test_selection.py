"""Runs of the suite: what is asked of them, and the stories that are shipped."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import botocore
import pytest
from support.contract_tables import SIX
from support.params import quick_first
from support.stories import FOLDER, SESV2, job, put
from support.suite_runs import SUITE, ran

from aws_job_conformance.core.shipped import names
from aws_job_conformance.runner import selection
from aws_job_conformance.runner.options import Options
from aws_job_conformance.targets.cassettes import reader


def test_an_empty_folder_and_an_operation_without_cassette_are_not_passed(tmp_path):
    empty, one = tmp_path / "empty", put(tmp_path / "one", {f"{SESV2}/good.yaml": job({}, {})})
    empty.mkdir()
    nothing = f"{empty}: no cassette in it, so nothing was judged"
    assert selection.problems(Options(cassettes=str(empty)), ()) == (nothing,)
    assert selection.problems(Options(cassettes=str(one), operation=(FOLDER,)), ()) == ()
    done = ran("--cassettes", one, "--operation", "dynamodb:DescribeImport", cwd=tmp_path)
    assert done.status == 1
    assert f"error: {one}: no cassette of dynamodb:DescribeImport" in done.text
    assert re.search(r"^dynamodb:DescribeImport +no evidence", done.summary, re.MULTILINE)
    assert FOLDER not in done.summary  # nobody asked about it


@pytest.mark.parametrize(
    ("args", "said"),
    quick_first(
        [
            (("--operation", "sesv2:GetImportJobs", "-n", "2"), "Did you mean sesv2:GetImportJob?"),
            (("--cassettes", "no/such/folder"), "no folder of cassettes at"),
        ],
        ids=["operation", "cassettes"],
    ),
)
def test_a_wrong_option_is_a_usage_error(args, said, tmp_path):
    done = ran(*args, cwd=tmp_path)
    (line,) = filter(None, done.text.splitlines())
    assert line.startswith("ERROR: ")
    assert said in line
    assert done.status == pytest.ExitCode.USAGE_ERROR


def test_an_empty_name_of_a_folder_is_not_the_shipped_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    selection.shelf.cache_clear()  # it is kept by name, and "" is another folder elsewhere
    nothing = f"{tmp_path}: no cassette in it, so nothing was judged"
    assert selection.problems(Options(cassettes=""), ()) == (nothing,)
    selection.shelf.cache_clear()


@pytest.mark.thorough  # every story
def test_the_shipped_stories_pass_whatever_aws_environment_there_is(tmp_path):
    (tmp_path / "config").write_text("no [ ini file")
    env = {
        "AWS_PROFILE": "nonexistent",
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
        "AWS_ENDPOINT_URL": "http://localhost:1",
        "AWS_ENDPOINT_URL_SESV2": "http://localhost:1",
        "AWS_CA_BUNDLE": "/nope",
        "AWS_RETRY_MODE": "bogus",
        "AWS_MAX_ATTEMPTS": "many",
        "AWS_USE_FIPS_ENDPOINT": "true",
        "HTTPS_PROXY": "http://localhost:1",
        "http_proxy": "http://localhost:1",
        "REQUESTS_CA_BUNDLE": "/nope",
        "SSL_CERT_FILE": "/nope",
    }
    done = ran(cwd=tmp_path, env=env)
    assert done.status == 0
    assert set(done.outcomes.values()) == {"PASSED"}
    assert not re.search("^(?:error|warning|not run): ", done.summary, re.MULTILINE)


@pytest.fixture(scope="module")
def botocore_without_pinpoint(tmp_path_factory):
    """A botocore from which AWS has taken a service, as it does every year."""
    overlay = tmp_path_factory.mktemp("overlay")
    real, ours = Path(botocore.__file__).parent, overlay / "botocore"
    (ours / "data").mkdir(parents=True)
    for path in (*real.iterdir(), *(real / "data").iterdir()):
        if path.name not in ("data", "__pycache__", "pinpoint"):
            (ours / path.relative_to(real)).symlink_to(path)
    return overlay


@pytest.mark.thorough  # every story
def test_stories_of_a_service_gone_from_botocore_are_not_run_and_not_passed(
    botocore_without_pinpoint, tmp_path
):
    env = {"PYTHONPATH": str(botocore_without_pinpoint)}
    done = ran(cwd=tmp_path, env=env)
    assert done.status == 0
    gone = [
        story for story in selection.stories(Options()) if story.operation.startswith("pinpoint:")
    ]
    assert re.search(rf"\b{len(gone)} skipped\b", done.text)
    rows = re.findall(r"^(pinpoint:\w+) +(.*?) *$", done.summary, re.MULTILINE)
    assert rows == [
        (operation, f"{origin}: not run")
        for operation in ("pinpoint:GetExportJob", "pinpoint:GetImportJob")
        for origin in ("aws-documentation", "simulator")
    ]
    reason = f"the service pinpoint is gone from botocore {botocore.__version__}"
    assert re.search(
        rf"^not run: pinpoint:GetExportJob, pinpoint:GetImportJob: {reason}",
        done.summary,
        re.MULTILINE,
    )
    assert re.search(r"^sesv2:GetImportJob +simulator \d+ ", done.summary, re.MULTILINE)


@pytest.mark.parametrize(
    ("expression", "stories"),
    quick_first(
        [
            ("sesv2:GetImportJob-completed-with", 2),
            ("sesv2 and cancelled", 1),
            ("missing-job", len({story.operation for story in selection.stories(Options())})),
        ]
    ),
)
def test_the_id_of_a_story_can_be_pasted_into_k(expression, stories, tmp_path):
    done = ran("--collect-only", "-k", expression, cwd=tmp_path)
    assert len(re.findall(r"::test_story\[", done.text)) == stories


def test_ids_are_unique_and_say_operation_and_story():
    ids = [story.id for story in selection.stories(Options())]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9-]+:[A-Za-z]+-[a-z0-9-]+", name) for name in ids)


@pytest.mark.thorough  # it collects some six thousand promises
def test_in_a_checkout_a_server_is_asked_about_every_contract_whatever_the_ini_leaves_out():
    args = (
        "--endpoint-url",
        "http://127.0.0.1:1",
        "--collect-only",
        "-q",
        "-p",
        "no:cacheprovider",
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *args],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    asked = set(re.findall(r"::test_promise\[([a-z0-9-]+:[A-Za-z0-9]+)-", done.stdout))
    assert asked == set(names())


def test_the_shipped_cassettes_have_nothing_wrong():
    assert selection.problems(Options(), ()) == ()
    assert selection.shelf(None).folder == reader.folder()


def test_what_a_run_did_not_select_is_not_called_unrecorded(tmp_path):
    told = ran("-k", "sesv2 and cancelled", cwd=tmp_path).text
    assert re.search(r"^dynamodb:DescribeImport +not selected", told, re.MULTILINE)
    unrecorded = re.findall(r"^(\S+) +no evidence", told, re.MULTILINE)
    assert told.count("no evidence") == len(unrecorded)
    assert not set(unrecorded) & set(SIX)


def test_cassettes_named_by_an_empty_variable_are_one_clear_line(tmp_path):
    done = ran("--cassettes=", cwd=tmp_path)
    assert done.status == 4
    assert "--cassettes names no folder; is a variable of your script empty?" in done.text


@pytest.mark.thorough
@pytest.mark.parametrize("ci", quick_first(["1", ""], ids=["in CI", "here"]))
def test_the_nightly_profile_has_many_new_examples_and_keeps_what_failed(tmp_path, ci):
    program = (
        "import pytest, sys\n"
        "pytest.main(['-q', '--collect-only', '--hypothesis-profile=nightly', sys.argv[1]])\n"
        "from hypothesis import settings; now = settings()\n"
        "print([now.max_examples, now.derandomize, now.print_blob, now.database is not None])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, SUITE],
        cwd=tmp_path,
        env=os.environ | {"CI": ci},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[10000, False, True, True]"


@pytest.mark.thorough
def test_a_client_that_disagrees_fails_the_run_with_the_place_and_the_shrunk_response(tmp_path):
    program = tmp_path / "wrong_parser.py"
    program.write_text(
        "import pytest\n"
        "from aws_job_conformance.clients import botocore_\n"
        "real = botocore_.BotocoreParser.read\n"
        "def read(self, operation, message):\n"
        "    found = real(self, operation, message)\n"
        "    if found.value and found.value.get('FailedRecordsCount', 0) > 41:\n"
        "        found.value['FailedRecordsCount'] = 41\n"
        "    return found\n"
        "botocore_.BotocoreParser.read = read\n"
    )
    chosen = ("--operation", "sesv2:GetImportJob", "-k", "parser", "--confcutdir", tmp_path)
    done = ran(
        *chosen, "-p", "wrong_parser", cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, suite=SUITE
    )
    assert done.status == 1
    assert "/FailedRecordsCount: sent 42, read 41" in done.text
    assert "'FailedRecordsCount': 42" in done.text
    assert re.search(r"^sesv2:GetImportJob +rest-json +\d+ · 1", done.text, re.MULTILINE)
    assert done.no_traceback()
