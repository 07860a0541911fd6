"""Waiters as files: their names, what the command says, and whose files it leaves alone."""

from __future__ import annotations

import json
import os

import pytest
from support.contract_tables import SIX

from aws_job_conformance import waiters
from aws_job_conformance.core.errors import InputError


def called(operation):
    return waiters.names(operation.partition(":")[0])[operation]


@pytest.mark.parametrize(
    ("operation", "name"),
    [
        ("sesv2:GetImportJob", "ImportJobCompleted"),
        ("dynamodb:DescribeImport", "ImportFinished"),
        ("glue:GetJobRun", "JobRunCompleted"),
        ("logs:GetQueryResults", "QueryCompleted"),
        ("athena:GetQueryExecution", "QueryExecutionCompleted"),
        ("athena:GetCalculationExecution", "CalculationExecutionCompleted"),
        ("athena:GetCalculationExecutionStatus", "CalculationExecutionStatusCompleted"),
    ],
)
def test_a_waiter_is_named_for_what_it_waits_for(operation, name):
    assert called(operation) == name


def test_a_name_does_not_depend_on_what_else_is_asked_for():
    alone = {
        op: name for op in SIX for file in waiters.files([op]) for name, op in file.waiters.items()
    }
    together = {op: name for file in waiters.files(SIX) for name, op in file.waiters.items()}
    assert alone == together


def test_the_command_says_what_it_wrote_and_what_to_export(run, tmp_path):
    code, out, err = run("waiters", "sesv2:GetImportJob", "--out", "some where")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "wrote sesv2/2019-09-27/waiters-2.json: ImportJobCompleted",
        "1 waiter in 1 file. Now:",
        f"export AWS_DATA_PATH='{tmp_path / 'some where'}'",
    ]
    assert "unchanged sesv2" in run("waiters", "sesv2:GetImportJob", "--out", "some where").out


def test_the_command_keeps_what_aws_data_path_has_already(run, tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_DATA_PATH", os.pathsep.join(["/else", str(tmp_path / "w")]))
    out = run("waiters", "sesv2:GetImportJob", "--out", "w").out
    assert out.splitlines()[-1] == f"export AWS_DATA_PATH={tmp_path / 'w'}{os.pathsep}/else"


def test_the_command_tells_programs_the_same(run, tmp_path):
    told = json.loads(run("waiters", *SIX, "--out", "w", "--format", "json").out)
    assert told["AWS_DATA_PATH"] == str(tmp_path / "w")
    assert sorted(op for file in told["files"] for op in file["waiters"].values()) == sorted(SIX)
    assert {file["what"] for file in told["files"]} == {"wrote"}
    assert all((tmp_path / "w" / file["file"]).is_file() for file in told["files"])


def test_an_operation_that_tells_of_no_job_is_refused_with_the_nearest(run):
    assert run("waiters", "sesv2:GetImportJb", "--out", "w").refused("mean sesv2:GetImportJob?")
    assert run("waiters", "s3:GetObject", "--out", "w").refused("no job operation 's3:GetObject'")
    assert run("waiters", "pinpoint:CreateImportJob", "--out", "w").refused("no job operation")


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_a_file_of_somebody_else_is_never_overwritten(run, tmp_path, suffix):
    path = tmp_path / "w" / "sesv2" / "2019-09-27" / f"waiters-2.json{suffix}"
    path.parent.mkdir(parents=True)
    path.write_text('{"version": 2, "waiters": {}}')
    asked = ("waiters", "pinpoint:GetImportJob", "sesv2:GetImportJob", "--out", "w")
    assert run(*asked).refused("was not written by this command")
    assert path.read_text() == '{"version": 2, "waiters": {}}'
    assert not (tmp_path / "w" / "pinpoint").exists()


def test_a_plain_file_of_ours_goes_when_botocore_has_got_waiters_of_its_own(tmp_path):
    file = next(waiters.files(["dynamodb:DescribeImport"]))
    stale = tmp_path / file.path.with_name(waiters.PLAIN)
    stale.parent.mkdir(parents=True)
    stale.write_text('{"written-by": "aws-job-conformance waiters"}')
    assert [one.removed for one in waiters.write([file], tmp_path)] == [stale]
    assert [path.name for path in stale.parent.iterdir()] == [waiters.EXTRAS]


def test_a_folder_that_aws_data_path_cannot_name_is_refused(run):
    asked = run("waiters", "sesv2:GetImportJob", "--out", f"a{os.pathsep}b")
    assert asked.refused("name another --out")


def test_a_waiter_of_no_job_operation_is_refused_by_the_library():
    with pytest.raises(InputError, match="no job operation"):
        waiters.waiter("s3:GetObject")
