"""A service that is gone from botocore."""

from __future__ import annotations

import json
from pathlib import Path

import botocore
import pytest
from support import miniatures
from support.command_line import command
from support.contract_tables import SIX

from aws_job_conformance.catalog import load
from aws_job_conformance.core.shipped import names


@pytest.fixture(scope="session")
def without(tmp_path_factory):
    """Return what makes a botocore that lacks a service, for a process of its own."""
    real = Path(botocore.__file__).parent

    def make(service):
        place = tmp_path_factory.mktemp(f"no-{service}")
        for inside, skip in (("botocore", "data"), ("botocore/data", service)):
            (place / inside).mkdir()
            for path in (real.parent / inside).iterdir():
                if path.name not in (skip, "__pycache__"):
                    (place / inside / path.name).symlink_to(path)
        return {"PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"}

    return {service: make(service) for service in ("pinpoint", "sesv2")}


@pytest.mark.thorough
@pytest.mark.pinned_botocore
def test_without_a_retired_service_derive_says_gone_and_does_not_fail(without):
    found = command("derive", "--check", *SIX, **without["pinpoint"])
    assert (found.returncode, found.stderr) == (0, "")
    lines = found.stdout.splitlines()
    gone = f"the service pinpoint is gone from botocore {botocore.__version__}"
    for operation in ("pinpoint:GetExportJob", "pinpoint:GetImportJob"):
        assert f"{operation}: {gone}" in lines
    assert sum(line.endswith(": up to date") for line in lines) == len(
        [name for name in SIX if not name.startswith("pinpoint:")]
    )


@pytest.mark.thorough
@pytest.mark.pinned_botocore
def test_without_a_service_that_is_not_retired_derive_fails(without):
    asked = (*SIX, *(name for name in names() if name.startswith("sesv2:")))
    found = command("derive", "--check", "--format", "json", *asked, **without["sesv2"])
    rows = {row["operation"]: row for row in json.loads(found.stdout)}
    assert found.returncode == 1
    assert rows["sesv2:GetImportJob"]["drifted"] is True
    assert "is gone from botocore" in rows["sesv2:GetImportJob"]["said"][0]
    assert [name for name, row in rows.items() if row["drifted"]] == [
        name for name in names() if name.startswith("sesv2:")
    ]


@pytest.mark.thorough
def test_without_a_service_nothing_of_it_is_written(without, tmp_path):
    found = command("derive", "--out", tmp_path, *SIX, **without["pinpoint"])
    assert found.returncode == 0
    assert not (tmp_path / "pinpoint").exists()
    assert (tmp_path / "sesv2" / "GetImportJob.json").is_file()


def test_without_a_service_its_responses_are_still_checked(without, tmp_path):
    contract = load("pinpoint:GetImportJob")
    broken = miniatures.miniature(contract, contract.implied[1])
    path = tmp_path / "history.json"
    for history, code in ((miniatures.legal(contract)["COMPLETED"], 0), (broken.history, 1)):
        path.write_text(json.dumps(history))
        found = command(
            "check", "pinpoint:GetImportJob", path, "--format", "json", **without["pinpoint"]
        )
        assert found.returncode == code
        assert {finding["law"] for finding in json.loads(found.stdout)["findings"]} == (
            {"final"} if code else set()
        )


def test_without_a_service_its_contract_is_still_listed_and_shown(without):
    listed = command("list", "--format", "json", **without["pinpoint"])
    assert listed.returncode == 0
    assert [row["operation"] for row in json.loads(listed.stdout)] == list(names())
    shown = command("show", "pinpoint:GetImportJob", **without["pinpoint"])
    assert shown.returncode == 0
    assert "AWS ended this API on 2026-10-30" in shown.stdout
