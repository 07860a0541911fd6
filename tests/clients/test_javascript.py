"""The JavaScript client as a program: what is missing is told, with the command that adds it."""

import json
import shutil
from dataclasses import replace

import pytest
from support.node import needs_node

from aws_job_conformance.clients import hostile, matrix
from aws_job_conformance.clients.interface import Reading
from aws_job_conformance.clients.javascript import node_client
from aws_job_conformance.clients.program import Lines
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.protocol.http import HttpResponse

SES = "sesv2:GetImportJob"
ANSWER = HttpResponse(200, {"content-type": "application/json"}, b'{"JobId": "a"}')


@needs_node
def test_a_killed_node_is_one_clear_sentence():
    client = node_client.client()
    assert client.read(SES, ANSWER) == Reading("value", {"JobId": "a"})
    client._program._process.kill()
    with pytest.raises(InputError, match='"aws-sdk-js-v3" is gone: it ended with status -9'):
        client.read_many(SES, [ANSWER] * 3)


def test_without_node_one_command_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert node_client.available().startswith("node is not installed. Install Node.js 20")
    assert node_client.available().endswith(f"then: {node_client.INSTALL}")
    assert node_client.INSTALL.startswith("npm ci --prefix ")
    with pytest.raises(InputError, match="aws-sdk-js-v3 cannot be opened: node is not installed"):
        node_client.client()


@pytest.mark.parametrize(
    ("says", "told"), [("v18.20.1", "is version 18. Install Node.js 20"), ("what?", "no version")]
)
def test_an_older_node_is_told(monkeypatch, tmp_path, says, told):
    (tmp_path / "node").write_text(f"#!/bin/sh\necho {says}\n")
    (tmp_path / "node").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert told in node_client.available()


def test_packages_that_are_not_the_pinned_ones_are_told(monkeypatch, tmp_path):
    (tmp_path / "node").write_text("#!/bin/sh\necho v20.0.0\n")
    (tmp_path / "node").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "package.json").write_text('{"dependencies": {"@aws-sdk/core": "3.0.1"}}')
    monkeypatch.setattr(node_client, "FOLDER", tmp_path)
    told = f"@aws-sdk/core 3.0.1 is not installed beside it. Run: {node_client.INSTALL}"
    assert node_client.available() == told
    installed = tmp_path / "node_modules" / "@aws-sdk" / "core"
    installed.mkdir(parents=True)
    (installed / "package.json").write_text('{"version": "3.0.0"}')
    assert node_client.available() == told
    (installed / "package.json").write_text('{"version": "3.0.1"}')
    assert node_client.available() is None


def test_the_lockfile_names_no_registry_and_pins_what_package_json_asks_for():
    lock = json.loads((node_client.FOLDER / "package-lock.json").read_bytes())
    asked = json.loads((node_client.FOLDER / "package.json").read_bytes())["dependencies"]
    assert all("resolved" not in package for package in lock["packages"].values())
    assert {n: lock["packages"][f"node_modules/{n}"]["version"] for n in asked} == asked


@pytest.mark.thorough
@needs_node
def test_a_client_that_the_sdk_has_dropped_is_told_and_the_others_are_read(tmp_path):
    for name in ("client.mjs", "package.json"):
        shutil.copy(node_client.FOLDER / name, tmp_path)
    (tmp_path / "others").mkdir()
    shutil.copy(node_client.FOLDER / "others" / "package.json", tmp_path / "others")
    packages = tmp_path / "node_modules" / "@aws-sdk"
    packages.mkdir(parents=True)
    for package in (node_client.FOLDER / "node_modules").iterdir():
        if package.name != "@aws-sdk":
            (packages.parent / package.name).symlink_to(package)
    for package in (node_client.FOLDER / "node_modules" / "@aws-sdk").iterdir():
        if package.name != "client-athena":
            (packages / package.name).symlink_to(package)
    client = Lines(["node", "--no-warnings", str(tmp_path / "client.mjs")])
    case = hostile.cases("aws-json-1.1")[0]
    gone = hostile.measure(client, case)
    assert gone.reading.message == "no client of athena is installed"
    assert matrix.cell(case, gone, client.name) == "(no client of athena is installed)"
    assert hostile.changed(case, client.name, gone) is None  # of the same version: not installed
    assert hostile.changed(case, client.name, replace(gone, version="3.9999.0")).endswith(
        " gives unsupported: no client of athena is installed"
    )
    read = client.read("sesv2:GetImportJob", HttpResponse(200, {}, b'{"JobId": "a"}'))
    assert read.value == {"JobId": "a"}
    client.close()
