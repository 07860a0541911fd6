"""`add`: a contract file that derives as it is, for a person to correct."""

from __future__ import annotations

import json
import tomllib

import pytest

from aws_job_conformance.authoring import contract_file, derive, infer
from aws_job_conformance.authoring.infer import draft_file
from aws_job_conformance.core.contract import from_schema

FOUND = [found.operation for found in infer.every()]
GLUE = "glue:GetMLTaskRun"
FILE = "glue.GetMLTaskRun.toml"


@pytest.mark.thorough
@pytest.mark.parametrize("operation", FOUND)
def test_what_is_written_is_what_was_inferred(operation):
    data = infer.authored(operation)
    assert tomllib.loads(draft_file.text(data)) == data


@pytest.mark.parametrize(
    "operation",
    [
        GLUE,
        "amplifyuibuilder:GetCodegenJob",
        "mailmanager:GetArchiveSearch",
        "comprehendmedical:DescribePHIDetectionJob",
        "ec2:DescribeBundleTasks",
        "omics:GetRunTask",
    ],
)
def test_the_file_derives_with_no_edit_and_says_what_no_file_says(run, tmp_path, operation):
    done = run("add", operation, "--out", tmp_path)
    [path] = tmp_path.glob("*.toml")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        f"wrote {path}",
        f"Correct it, then: aws-job-conformance derive {operation}",
    ]
    derived = derive.derive(contract_file.read(path))
    assert derived.disagreements == ()
    found = from_schema(derived.schema, derived.wire_schema)
    assert found.x_job == infer.contract(operation).x_job


def test_every_table_says_that_it_is_inferred(run, tmp_path):
    run("add", "sesv2:GetExportJob", "--out", tmp_path)
    [path] = tmp_path.glob("*.toml")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# Inferred from botocore's service model: nobody has read this")
    data = tomllib.loads("\n".join(lines))
    for law in data["law"]:
        assert law["tier"] == "inferred"
        assert law["source"].startswith("inferred from ")
    for table in ("[status]", "[[law]]", "[[discover]]", "[missing]", "[redact]"):
        above = lines[: lines.index(table)]
        note = [line for line in above[len(above) - above[::-1].index("") :] if line]
        assert note
        assert all(line.startswith("#") for line in note)
        assert "inferred from " in note[0]


def test_an_order_is_all_that_a_person_must_add_to_have_one(tmp_path):
    data = infer.authored(GLUE)
    status = {k: v for k, v in data["status"].items() if k != "anywhere"}
    after = {"STARTING": ["RUNNING"], "STOPPING": ["STOPPED"]}
    running = ["STOPPING", *status["success"], *status["failure"]]
    text = draft_file.text(data | {"status": status | {"initial": ["STARTING", "RUNNING"]}})
    order = "".join(f"next.{k} = {v}\n" for k, v in (after | {"RUNNING": running}).items())
    path = tmp_path / FILE
    path.write_text(text.replace("[status]\n", f"[status]\n{order}"), encoding="utf-8")
    derived = derive.derive(contract_file.read(path))
    found = from_schema(derived.schema, derived.wire_schema)
    assert found.status.reachable["STARTING"] >= {"RUNNING", "SUCCEEDED", "STOPPED"}


def test_a_file_that_is_there_is_never_written_over(run, tmp_path):
    (tmp_path / FILE).write_text("mine", encoding="utf-8")
    assert run("add", GLUE, "--out", tmp_path).refused(f"{FILE} is there already")
    assert run("add", GLUE, "--out", tmp_path / FILE).refused(f"{FILE} is there already")
    assert (tmp_path / FILE).read_text(encoding="utf-8") == "mine"


def test_a_program_reads_what_was_written_as_json(run, tmp_path):
    told = json.loads(run("add", GLUE, "--out", tmp_path, "--format", "json").out)
    assert told == {"operation": GLUE, "file": str(tmp_path / FILE)}


def test_a_file_may_be_named_but_only_for_its_operation(run, tmp_path):
    assert run("add", GLUE, "--out", tmp_path / FILE).code == 0
    assert run("add", GLUE, "--out", tmp_path / "other.toml").refused(
        f"a contract file is named for its operation, {FILE}"
    )


def test_a_folder_that_is_not_there_is_refused(run, tmp_path):
    assert run("add", GLUE, "--out", tmp_path / "none" / FILE).refused("No such file or directory")


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        ("sesv2:GetImportJob", "has a contract file, sesv2.GetImportJob.toml: edit it"),
        ("glue:GetJobRn", "Did you mean glue:GetJobRun?"),
        ("glue:StartJobRun", "no job operation 'glue:StartJobRun'"),
        ("nobody:GetJob", "no job operation 'nobody:GetJob'"),
    ],
)
def test_what_cannot_be_added_is_one_line(run, tmp_path, operation, said):
    assert run("add", operation, "--out", tmp_path).refused(said)
    assert list(tmp_path.iterdir()) == []


def test_a_file_goes_beside_the_others_if_no_place_is_named(run, tmp_path, monkeypatch):
    monkeypatch.setattr(contract_file, "FOLDER", tmp_path)
    assert run("add", GLUE).code == 0
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_an_installed_package_is_not_written_into(run, tmp_path, monkeypatch):
    package = tmp_path / "aws_job_conformance"
    monkeypatch.setattr(contract_file, "FOLDER", package / "contracts")
    monkeypatch.setattr("aws_job_conformance.cli.add.folder", lambda: package / "schemas")
    assert run("add", GLUE).refused("these contracts belong to an installed package")
