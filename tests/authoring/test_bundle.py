"""`derive --all`: every schema in one folder, read by a validator of somebody else (ajv)."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import shlex
import shutil
import subprocess
import sys

import orjson
import pytest
from support.places import ROOT, TESTS

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import from_schema
from aws_job_conformance.core.shipped import names
from aws_job_conformance.generate import construct, plan, status_paths
from aws_job_conformance.generate.choice_source import Seeded
from aws_job_conformance.protocol import boto3_values, encode

pytestmark = pytest.mark.thorough  # minutes of work

AJV = TESTS / "ajv"
INSTALL = f"npm ci --prefix {shlex.quote(str(AJV))}"
EVERY = 1 if os.environ.get("AWS_JOB_CONFORMANCE_EXAMPLES") else 12
"""ajv looks at every twelfth operation; at all of them in a run of more examples."""
SMALL = 2**31 - 2
HAS_AJV = shutil.which("node") and (AJV / "node_modules" / "ajv").is_dir()
needs_ajv = pytest.mark.skipif(
    not HAS_AJV, reason=f"ajv is not installed. Install Node.js 20 or later, then: {INSTALL}"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("bundle") / "schemas"
    command = [sys.executable, "-m", "aws_job_conformance", "derive", "--all", "--out", place]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.endswith(f" operations to {place}\n")
    return place


@pytest.fixture(scope="module")
def index(folder):
    return json.loads((folder / "index.json").read_text(encoding="utf-8"))


def test_the_index_names_every_file_with_its_digest_and_nothing_else(folder, index):
    named = {}
    for entry in index["operations"]:
        assert set(entry) == {
            *("contract", "files", "operation", "protocol", "sha256", "status", "tier")
        }
        assert sorted(entry["files"].values()) == sorted(entry["sha256"])
        named |= entry["sha256"]
    places = [path for path in folder.glob("*/*.json") if path.parent.name != "law-tests"]
    found = {path.relative_to(folder).as_posix(): path for path in places}
    assert set(named) == set(found)
    for name, path in found.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == named[name]
    beside = {path.name for path in folder.iterdir() if path.is_file()}
    outputs = {*index["outputs"].values()}
    assert beside == {"README.md", "index.json", "x-job.schema.json"} | outputs
    assert {name.partition(".")[0] for name in outputs} == {
        "audit",
        "check",
        "report",
        "run-record",
    }
    tests = {path.name: path.read_bytes() for path in (folder / "law-tests").iterdir()}
    shipped = ROOT / "schemas" / "law-tests"
    assert tests == {path.name: path.read_bytes() for path in shipped.iterdir()}


def test_the_index_has_contracts_of_both_kinds_and_the_status_of_each(index):
    by_name = {entry["operation"]: entry for entry in index["operations"]}
    authored = {name for name, entry in by_name.items() if entry["contract"] == "authored"}
    assert authored == set(names())
    assert len(by_name) > 400
    assert list(by_name) == sorted(by_name)
    glue = by_name["glue:GetMLTaskRun"]
    assert (glue["status"], glue["tier"]) == ("Status", "inferred")
    assert by_name["pinpoint:GetImportJob"]["status"] == "ImportJobResponse.JobStatus"
    waited = by_name["transcribe:GetTranscriptionJob"]
    assert (waited["tier"], waited["protocol"]) == ("documented", "awsJson1.1")


def test_a_shipped_schema_is_the_same_in_the_bundle(folder):
    for name in names():
        service, _, operation = name.partition(":")
        for kind in ("", ".wire"):
            file = f"{service}/{operation}{kind}.json"
            shipped = ROOT / "schemas" / file
            assert (folder / file).read_bytes() == shipped.read_bytes()


def legal(found):
    """Three responses, each of another history, with the bodies that carry them."""
    planned = plan.plan(found, SMALL)
    for seed in range(3):
        source = Seeded(seed)
        status = found.status.all[seed % len(found.status.all)]
        [response] = construct.responses(planned, source, status_paths.Way((status,)))
        yield boto3_values.plain(response), encode.response(found.operation, response).body


def without_status(found, response):
    return paths.drop(response, found.status_steps)


def cases(folder, index):
    for entry in index["operations"][::EVERY]:
        files = [entry["files"][kind] for kind in ("closed", "wire")]
        response, wire = (orjson.loads((folder / file).read_bytes()) for file in files)
        found = from_schema(response, wire)
        is_json = entry["protocol"].startswith(("awsJson", "restJson"))
        good = list(legal(found)) if is_json else []
        shown = [answer for answer, _ in good]
        bodies = [orjson.loads(body) for _, body in good]
        bad = [7, *(without_status(found, answer) for answer in shown)]
        yield {"file": files[0], "good": shown, "bad": bad}
        yield {"file": files[1], "good": bodies, "bad": [[]]}


@needs_ajv
def test_ajv_compiles_the_schemas_takes_what_is_legal_and_refuses_a_job_without_a_status(
    folder, index
):
    asked = list(cases(folder, index))
    done = subprocess.run(
        ["node", AJV / "schemas.mjs"],
        input=json.dumps({"folder": str(folder), "cases": asked}),
        capture_output=True,
        text=True,
        check=True,
    )
    assert [json.loads(line) for line in done.stdout.splitlines()] == [{"asked": len(asked)}]
    assert done.stderr == ""


@pytest.mark.parametrize(
    "args",
    [
        ["--all"],
        ["--all", "--out", "o", "sesv2:GetImportJob"],
        ["--all", "--out", "o", "--check"],
        ["--all", "--page", "x.txt"],
    ],
    ids=" ".join,
)
def test_all_goes_to_a_folder_and_nothing_else(run, args):
    said = "--page prints" if "--page" in args else "--all takes --out"
    assert run("derive", *args).refused(said)


def test_a_bar_is_drawn_on_a_terminal_and_only_there():
    program = (
        "from aws_job_conformance.cli._terminal import progress\n"
        "with progress('deriving', total=3) as step:\n"
        "    print([step.then(one) for one in 'abc'])\n"
    )
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=theirs, check=True
    )
    os.close(theirs)
    assert done.stdout == b"['a', 'b', 'c']\n"
    assert b"deriving" in os.read(ours, 4096)
    os.close(ours)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"['a', 'b', 'c']\n", b"")
