"""`check --format sarif` against the schema of SARIF 2.1.0 that Microsoft's SDK for it ships."""

from __future__ import annotations

import json
import shlex
from urllib.parse import unquote

import jsonschema
import pytest
from support.command_line import JOB, TOO_MANY
from support.places import TESTS

SES = "sesv2:GetImportJob"
AJV = TESTS / "ajv"
SCHEMA = AJV / "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
pytestmark = pytest.mark.skipif(
    not SCHEMA.is_file(),
    reason=f"the schema of SARIF is not here. Run: npm ci --prefix {shlex.quote(str(AJV))}",
)
NAMES = ["a b.json", "a:b%20.json", "[a]{b}^|.json", "\u00e4.json", "\udcff.json"]
"""Names that are no URI as they are; the last is no UTF-8."""


def misfits(told):
    """Return what the schema of SARIF says against a log."""
    schema = json.loads(SCHEMA.read_text())
    return [error.message for error in jsonschema.Draft4Validator(schema).iter_errors(told)]


@pytest.fixture
def saved(tmp_path):
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "right.json").write_text(json.dumps(JOB))
    for name in NAMES:
        (folder / name).write_text(json.dumps(TOO_MANY | {"JobStatus": "ARCHIVED"}))
    return folder


def sarif(run, *given, **more):
    return json.loads(run("check", SES, *given, "--format", "sarif", **more).out)


@pytest.mark.usefixtures("saved")
def test_what_is_printed_is_sarif(run):
    known = ("--write-baseline", "known")
    run("check", SES, "saved", *known)
    logs = {
        "findings": sarif(run, "saved"),
        "none": sarif(run, "saved/right.json"),
        "known": sarif(run, "saved", "--baseline", "known"),
        "standard input": sarif(run, stdin=json.dumps(TOO_MANY).encode()),
    }
    assert {name: misfits(log) for name, log in logs.items()} == {name: [] for name in logs}
    assert len(logs["findings"]["runs"][0]["results"]) == 2 * len(NAMES)
    assert any("suppressions" in one for one in logs["known"]["runs"][0]["results"])


def places(log):
    return [
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for one in log["runs"][0]["results"]
    ]


def test_the_name_of_a_file_is_a_uri_that_leads_to_it(run, saved):
    relative, absolute = places(sarif(run, "saved")), places(sarif(run, str(saved)))
    for uri in (*relative, *absolute):
        assert uri.isascii()
        assert not set(uri) & set(' []{}^|"<>')
    assert {unquote(uri, errors="surrogateescape") for uri in relative} == {
        f"saved/{name}" for name in NAMES
    }
    assert {unquote(uri, errors="surrogateescape") for uri in absolute} == {
        f"file://{saved / name}" for name in NAMES
    }


def test_what_is_no_sarif_is_told(run, saved):
    (saved / "right.json").write_text(json.dumps(TOO_MANY))
    for edit in ({"level": "grave"}, {"message": "words"}, {"line": 1}):
        log = sarif(run, "saved/right.json")
        log["runs"][0]["results"][0].update(edit)
        assert misfits(log), edit
