"""`clients` and `vectors` on the command line: exits, streams, JSON, and the matrix in colour."""

from __future__ import annotations

import json
import re
import sys

import pytest
from support.contract_tables import SIX
from support.params import quick_first
from support.places import TESTS
from support.sdks import opened

from aws_job_conformance.clients import sdks
from aws_job_conformance.clients.botocore_ import Botocore
from aws_job_conformance.clients.javascript import node_client
from aws_job_conformance.clients.sdk_builds import SdkBuild
from aws_job_conformance.pollers import sdk_retries, sdk_trials, sdk_waiters

SILENT = """\
import json, sys
print(json.dumps({"protocol": 1, "name": "silent", "version": "0", "operations": "*"}), flush=True)
for line in sys.stdin:
    print(json.dumps({"id": json.loads(line)["id"], "value": {}}), flush=True)
"""
WAITERS = (
    *("emr:StepComplete", "dynamodb:ExportCompleted", "ec2:ExportTaskCompleted"),
    *("cloudformation:StackDeleteComplete", "elastictranscoder:JobComplete"),
)
"""One of each protocol. All of them are two and a half thousand waits, a minute and a half."""
FOREIGN = f"{sys.executable} {TESTS / 'support' / 'foreign_client.py'}"


def test_the_matrix_shows_what_each_client_makes_of_each_answer(run):
    done = run("clients", "--protocol", "rest-json", "--only-hurting")
    assert (done.code, done.err) == (0, "")
    for said in (
        "rest-json, sent by proxy",
        "html-with-status-200",
        "{} silent",
        "must-accept-not-met",
        "retries: attempts",
    ):
        assert said in done.out
    assert "\x1b[" not in done.out  # no colour but on a terminal


@pytest.mark.thorough
def test_the_matrix_as_json_says_the_same_for_programs(run):
    done = run("clients", "--protocol", "rpc-v2-cbor", "--format", "json")
    told = json.loads(done.out)
    assert done.code == 0
    assert {"botocore"} <= {client["name"] for client in told["clients"]}


def test_the_matrix_as_markdown_is_tables_for_a_page(run):
    done = run("clients", "--protocol", "rpc-v2-cbor", "--format", "markdown")
    assert done.code == 0
    assert "\n| --- |" in done.out or "\n|---|" in done.out


def test_a_client_of_the_users_own_has_a_column_and_one_that_reads_nothing_fails(run):
    done = run("clients", "--protocol", "rpc-v2-cbor", "--client", f"{FOREIGN} no-schemas")
    assert done.code == 1
    assert "foreign 1" in done.out
    assert done.err == (
        "aws-job-conformance: foreign reads none of these cases, so nothing is known of it\n"
    )


def test_a_client_that_does_not_read_what_it_must_fails_by_name(run, tmp_path):
    program = tmp_path / "silent.py"
    program.write_text(SILENT)
    done = run("clients", "--protocol", "rpc-v2-cbor", "--client", f"{sys.executable} {program}")
    assert done.code == 1
    assert "rpc-v2-cbor/a-legal-response: silent gives {} silent !, and has to" in done.err


@pytest.mark.parametrize(
    ("args", "said"),
    quick_first(
        [
            (["--protocol", "rest-jsn"], "rest-jsn"),
            (["--client", f"{sys.executable} -c pass"], "docs/clients.md"),
            (["--client", "no-such-program"], "no-such-program"),
        ],
        quick=2,
    ),
)
def test_what_cannot_be_asked_is_one_line(run, args, said):
    done = run("clients", *args)
    assert done.code == 2
    assert done.out == ""
    assert done.err.count("\n") == 1
    assert said in done.err


def test_vectors_are_written_and_counted(run, tmp_path):
    done = run("vectors", "sesv2:GetImportJob", "--out", "here", "--count", "5")
    assert (done.code, done.err) == (0, "")
    assert done.out == "wrote 4 files to here\n"
    found = {path.name for path in (tmp_path / "here").rglob("*.json")}
    assert found == {
        "index.json",
        "GetImportJob.smithy.json",
        "GetImportJob.botocore.json",
        "GetImportJob.histories.json",
    }
    listed = json.loads(run("vectors", *SIX, "--out", "here", "--format", "json").out)
    assert "here/index.json" in listed


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["sesv2:GetImportJobs", "--out", "x"], "Did you mean sesv2:GetImportJob?"),
        (["--out", "x", "--count", "0"], "count"),
        ([], "--out"),
        (["--out", "file"], "file"),
    ],
)
def test_vectors_that_cannot_be_written_are_one_line(run, tmp_path, args, said):
    (tmp_path / "file").write_text("not a folder")
    assert run("vectors", *args).refused(said)


# Every SDK that is here asks a server on loopback, hundreds of times, so once in a run. These are
# the two commands of docs/clients.md, and hold every SDK to what is recorded of it.


@pytest.mark.thorough
def test_retries_over_loopback_are_those_that_are_recorded(run):
    done = run("clients", "--retries", "--format", "json")
    told = json.loads(done.out)
    assert (done.code, told["changed"], done.err) == (0, [], "")
    first = told["clients"][0]
    assert (first["name"], first["not_run"]) == ("botocore", None)
    assert {"case": "a-bare-503", "attempts": 3, "ended": "503", "waits": None} in first["results"]
    asked = {one["name"] for one in told["clients"] if one["not_run"] is None}
    for case in sdk_retries.cases():
        assert asked <= set(case.results), f"{case.name} is not recorded of each: --record"


@pytest.fixture
def one_waiter_of_each_protocol(monkeypatch):
    asked = tuple(case for case in sdk_waiters.cases() if case.name in WAITERS)
    assert len(asked) == len(WAITERS)
    monkeypatch.setattr(sdk_waiters, "cases", lambda: asked)
    return asked


@pytest.mark.thorough
def test_waiters_over_loopback_are_told_with_what_they_miss_and_are_those_that_are_recorded(
    run, one_waiter_of_each_protocol
):
    done = run("clients", "--waiters")
    assert (done.code, done.err) == (0, "")
    assert "wrong: INTERRUPTED" in done.out
    assert "wrong: botocore emr:StepComplete: INTERRUPTED (failure): timeout at INTER" in done.out
    heads = re.split(r" {2,}", done.out.partition("\n")[0].strip())
    asked = {name for name in heads if not name.endswith(" (recorded)")}
    ready = {sdk.name for sdk in sdks.registered() if SdkBuild(sdk).why_not() is None}
    assert asked & {sdk.name for sdk in sdks.registered()} == ready
    assert "botocore" in asked
    for case in one_waiter_of_each_protocol:
        assert asked <= set(case.results), f"{case.name} is not recorded of each: --record"


@pytest.mark.thorough
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(Botocore.name, marks=pytest.mark.pinned_botocore),
        node_client.NAME,
        *(sdk.name for sdk in sdks.registered()),
    ],
)
def test_every_waiter_is_recorded_of_the_version_that_is_asked(name):
    # A version does what it did: where it is another, all of them are to be asked again.
    client = opened(name)
    version = client.version
    client.close()
    for case in sdk_trials.waiters().cases:
        assert case.results[name].version == version, f"{case.name}: clients --waiters --record"
