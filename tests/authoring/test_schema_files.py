"""Drift: what is shipped is what derives, to the byte, and whatever is not is named."""

from __future__ import annotations

import json
import shutil

import pytest
from support.command_line import command
from support.contract_edits import derive_text
from support.contract_tables import SIX
from support.covering import covering
from support.schema_files import SCHEMAS

from aws_job_conformance.authoring import schema_files
from aws_job_conformance.core.shipped import names


@pytest.fixture
def copied(tmp_path):
    """Return a folder with all schemas, as they are shipped."""
    return shutil.copytree(SCHEMAS, tmp_path / "schemas")


@pytest.mark.thorough
def test_a_changed_value_of_an_enum_is_drift_and_is_named(run, copied):
    path = copied / "sesv2" / "GetImportJob.json"
    path.write_text(path.read_text().replace('"CANCELLED"', '"CANCELED"', 1))
    code, out, _ = run("derive", "--check", "--out", copied, *SIX)
    assert code == 1
    assert "sesv2/GetImportJob.json /properties/JobStatus/enum: has 'CANCELED', which" in out
    assert "sesv2/GetImportJob.json /properties/JobStatus/enum: lacks 'CANCELLED'" in out
    assert out.count("up to date") == len(SIX) - 1


@pytest.mark.thorough  # derives every contract, ten seconds
def test_drift_is_told_as_json_too_and_a_schema_that_no_contract_file_derives(run, copied):
    there = copied / "sesv2" / "GetImportJob.json"
    there.rename(there.with_name("GetNoSuchJob.json"))
    code, out, _ = run("derive", "--check", "--out", copied, "--format", "json")
    *rows, stray, index = json.loads(out)
    assert code == 1
    assert [row["operation"] for row in rows] == [*names()]
    assert [row["operation"] for row in rows if row["drifted"]] == ["sesv2:GetImportJob"]
    assert stray["said"] == [
        "sesv2/GetNoSuchJob.json: no contract file derives it; delete it, or write one"
    ]
    assert index["said"] == ["index.json: does not name what is there; derive it"]
    assert stray["drifted"]
    assert index["drifted"]


@pytest.mark.thorough
def test_deriving_again_repairs_what_drifted(run, copied):
    path = copied / "sesv2" / "GetImportJob.json"
    before = path.read_bytes()
    path.write_text("{}")
    code, out, _ = run("derive", "--out", copied, *SIX)
    assert (code, out.count("wrote")) == (0, 1)
    assert path.read_bytes() == before


def changed(edit):
    """Return an edit of the text of a schema that changes its value."""

    def write(text):
        value = json.loads(text)
        edit(value)
        return schema_files.text(value)

    return write


DRIFTS = {
    "a member added": (
        changed(lambda schema: schema["properties"].update(New={"type": "string"})),
        "/properties: has 'New', which does not derive",
    ),
    "a member removed": (
        changed(lambda schema: schema["properties"].pop("JobId")),
        "/properties: lacks 'JobId'",
    ),
    "a member of a member removed": (
        changed(lambda s: s["properties"]["FailureInfo"]["properties"].pop("ErrorMessage")),
        "/properties/FailureInfo/properties: lacks 'ErrorMessage'",
    ),
    "another type": (
        changed(lambda schema: schema["properties"]["JobId"].update(type="integer")),
        '/properties/JobId/type: is "integer", derives as "string"',
    ),
    "another limit": (
        changed(lambda schema: schema["properties"]["JobId"].update(minLength=2)),
        "/properties/JobId/minLength: is 2, derives as 1",
    ),
    "the values of an enum in another order": (
        changed(lambda schema: schema["properties"]["JobStatus"]["enum"].reverse()),
        "/properties/JobStatus/enum: in another order",
    ),
    "a law of another tier": (
        changed(lambda schema: schema["x-job"]["laws"][0].update(tier="inferred")),
        '/x-job/laws/0/tier: is "inferred", derives as "documented"',
    ),
    "a law removed": (changed(lambda schema: schema["x-job"]["laws"].pop()), "/x-job/laws: is ["),
    "an unknown key at the top": (
        changed(lambda schema: schema.update({"x-mine": 1})),
        "(top): has 'x-mine', which does not derive",
    ),
    "a name that a pointer escapes": (
        changed(lambda schema: schema["properties"]["JobId"].update({"a/b~c": {}})),
        "/properties/JobId: has 'a/b~c', which does not derive",
    ),
    "another layout": (lambda text: json.dumps(json.loads(text)), "written in another layout"),
    "line ends of another system": (
        lambda text: text.replace("\n", "\r\n"),
        "written in another layout",
    ),
    "true where a number was": (
        lambda text: text.replace('"minLength": 1', '"minLength": true'),
        "written in another layout",
    ),
    "no JSON": (lambda text: text[:-3], "not JSON: "),
    "nothing": (lambda _: "", "not JSON: "),
    "not an object": (lambda _: "[]", "(top): is [], derives as {"),
}


@pytest.mark.parametrize(("edit", "said"), DRIFTS.values(), ids=DRIFTS)
def test_each_kind_of_drift_is_told_where_it_is(edit, said, tmp_path):
    derived = derive_text("sesv2:GetImportJob", tmp_path)
    schema_files.write(derived, tmp_path)
    path = tmp_path / "sesv2" / "GetImportJob.json"
    path.write_bytes(edit(path.read_text(encoding="utf-8")).encode())
    found = schema_files.drift(derived, tmp_path)
    assert len(found) == 1
    assert said in found[0]
    assert found[0].startswith("sesv2/GetImportJob.json")


def test_a_file_that_is_not_there_is_drift(tmp_path):
    derived = derive_text("sesv2:GetImportJob", tmp_path)
    assert schema_files.drift(derived, tmp_path) == [
        "sesv2/GetImportJob.json: not there; derive it",
        "sesv2/GetImportJob.open.json: not there; derive it",
        "sesv2/GetImportJob.wire.json: not there; derive it",
    ]


@pytest.mark.thorough
@pytest.mark.pinned_botocore
def test_deriving_anew_writes_the_same_bytes_as_shipped(copied, run):
    before = {path: path.read_bytes() for path in sorted(copied.rglob("*.json"))}
    gone = [path for path in before if f"{path.parent.name}:{path.name.partition('.')[0]}" in SIX]
    assert len(gone) == 3 * len(SIX)
    for path in gone:
        path.unlink()
    assert run("derive", "--out", copied, *SIX)[0] == 0
    assert {path: path.read_bytes() for path in sorted(copied.rglob("*.json"))} == before


@pytest.mark.thorough  # derives a third of all; `.ci/run` asks the command about every one
@pytest.mark.pinned_botocore
def test_what_is_shipped_derives_today_whatever_the_order_of_hashes_and_the_users_settings(
    tmp_path,
):
    mine = {"AWS_PROFILE": "no-such", "AWS_DATA_PATH": str(tmp_path)}
    found = command("derive", "--check", *covering(), PYTHONHASHSEED="1", **mine)
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.splitlines() == [f"{name}: up to date" for name in sorted(covering())]
