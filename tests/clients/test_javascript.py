"""The JavaScript client as a program: what is missing is told, with the command that adds it."""

import json

import pytest
from support.node import needs_node

from aws_job_conformance.clients import javascript
from aws_job_conformance.clients.interface import Reading
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.protocol.http import HttpResponse

SES = "sesv2:GetImportJob"
ANSWER = HttpResponse(200, {"content-type": "application/json"}, b'{"JobId": "a"}')


@needs_node
def test_a_killed_node_is_one_clear_sentence():
    client = javascript.client()
    assert client.read(SES, ANSWER) == Reading("value", {"JobId": "a"})
    client._program._process.kill()
    with pytest.raises(InputError, match='"aws-sdk-js-v3" is gone: it ended with status -9'):
        client.read_many(SES, [ANSWER] * 3)


def test_without_node_one_command_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert javascript.available().startswith("node is not installed. Install Node.js 20")
    assert javascript.available().endswith(f"then: {javascript.INSTALL}")
    assert javascript.INSTALL.startswith("npm ci --prefix ")
    with pytest.raises(InputError, match="aws-sdk-js-v3 cannot be opened: node is not installed"):
        javascript.client()


@pytest.mark.parametrize(
    ("says", "told"), [("v18.20.1", "is version 18. Install Node.js 20"), ("what?", "no version")]
)
def test_an_older_node_is_told(monkeypatch, tmp_path, says, told):
    (tmp_path / "node").write_text(f"#!/bin/sh\necho {says}\n")
    (tmp_path / "node").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert told in javascript.available()


def test_packages_that_are_not_the_pinned_ones_are_told(monkeypatch, tmp_path):
    (tmp_path / "node").write_text("#!/bin/sh\necho v20.0.0\n")
    (tmp_path / "node").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "package.json").write_text('{"dependencies": {"@aws-sdk/core": "3.0.1"}}')
    monkeypatch.setattr(javascript.node_client, "FOLDER", tmp_path)
    told = f"@aws-sdk/core 3.0.1 is not installed beside it. Run: {javascript.INSTALL}"
    assert javascript.available() == told
    installed = tmp_path / "node_modules" / "@aws-sdk" / "core"
    installed.mkdir(parents=True)
    (installed / "package.json").write_text('{"version": "3.0.0"}')
    assert javascript.available() == told
    (installed / "package.json").write_text('{"version": "3.0.1"}')
    assert javascript.available() is None


def test_the_lockfile_names_no_registry_and_pins_what_package_json_asks_for():
    lock = json.loads((javascript.FOLDER / "package-lock.json").read_bytes())
    asked = json.loads((javascript.FOLDER / "package.json").read_bytes())["dependencies"]
    assert all("resolved" not in package for package in lock["packages"].values())
    assert {n: lock["packages"][f"node_modules/{n}"]["version"] for n in asked} == asked
