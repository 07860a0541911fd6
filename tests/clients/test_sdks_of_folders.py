"""SDKs out of a folder: what takes the place of what is pinned, and what is said where none is."""

import json
import os
import shutil
import subprocess
import sys
import tomllib

import pytest
from support.node import needs_node

from aws_job_conformance.clients import hostile, sdks
from aws_job_conformance.clients.botocore_ import Botocore
from aws_job_conformance.clients.interface import LoopbackCall, Reset
from aws_job_conformance.clients.program import Lines
from aws_job_conformance.protocol.http import HttpResponse

SES = "sesv2:GetImportJob"


def _ran(*command, at, **environment):
    done = subprocess.run(
        command, cwd=at, capture_output=True, text=True, env=os.environ | environment, check=False
    )
    return done.returncode, done.stdout + done.stderr


def _package(folder, name, version, text):
    folder.mkdir(parents=True)
    said = {"name": name, "version": version, "main": "./index.js", "dependencies": {}}
    (folder / "package.json").write_text(json.dumps(said))
    (folder / "index.js").write_text(text)


@pytest.fixture
def javascript(tmp_path):
    """A copy of the client with one package, which stands in it twice."""
    copy, name = tmp_path / "copy", "@aws-sdk/client-sesv2"
    for place in (copy, copy / "others"):
        _package(place / "node_modules" / name, name, "3.1.0", "pinned")
        (place / "package.json").write_text(json.dumps({"dependencies": {name: "3.1.0"}}))
    shutil.copy(sdks.named("javascript").place / "replace.mjs", copy)
    return copy


@needs_node
def test_a_package_of_a_folder_is_there_wherever_npm_had_put_the_pinned_one(javascript, tmp_path):
    checkout = tmp_path / "aws-sdk-js-v3"
    _package(checkout / "clients" / "client-sesv2", "@aws-sdk/client-sesv2", "3.9.0", "its own")
    _package(checkout / "clients" / "client-new", "@aws-sdk/client-new", "3.9.0", "nobody asks")
    status, said = _ran("node", "replace.mjs", str(checkout), at=javascript)
    assert (status, said.count("@aws-sdk/client-sesv2 3.9.0 of ")) == (0, 2)
    for place in (javascript, javascript / "others"):
        found = place / "node_modules" / "@aws-sdk"
        assert (found / "client-sesv2" / "index.js").read_text() == "its own"
        assert [path.name for path in found.iterdir()] == ["client-sesv2"]
        pinned = json.loads((place / "package.json").read_text())["dependencies"]
        assert pinned == {"@aws-sdk/client-sesv2": "3.9.0"}


@needs_node
def test_a_folder_without_a_package_or_with_one_that_is_not_built_is_refused(javascript, tmp_path):
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    status, said = _ran("node", "replace.mjs", str(checkout), at=javascript)
    assert status == 1
    assert said.startswith(f"{checkout} has no package that is asked: give a checkout of aws-sdk-")
    client = checkout / "clients" / "client-sesv2"
    _package(client, "@aws-sdk/client-sesv2", "3.9.0", "")
    (client / "index.js").unlink()
    status, said = _ran("node", "replace.mjs", str(checkout), at=javascript)
    assert status == 1
    assert said.startswith(f"{client} has no ./index.js: build it first")


def test_a_crate_of_a_checkout_is_named_once_and_only_where_it_is_there(tmp_path):
    place, checkout = sdks.named("rust").place, tmp_path / "aws-sdk-rust"
    for name in ("Cargo.toml", "Cargo.lock", "folder.sh"):
        shutil.copy(place / name, tmp_path)
    for crate in ("sesv2", "aws-smithy-json", "aws-sdk-emr"):  # either way of naming a folder
        (checkout / "sdk" / crate).mkdir(parents=True)
        (checkout / "sdk" / crate / "Cargo.toml").touch()
    (tmp_path / "cargo").symlink_to("/bin/true")  # it would ask the registry
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    assert _ran("sh", "folder.sh", str(checkout), at=tmp_path, PATH=path) == (0, "")
    told = tomllib.loads((tmp_path / ".cargo" / "config.toml").read_text())
    patched = {name: each["path"] for name, each in told["patch"]["crates-io"].items()}
    assert patched == {
        "aws-sdk-emr": f"{checkout}/sdk/aws-sdk-emr",
        "aws-sdk-sesv2": f"{checkout}/sdk/sesv2",
        "aws-smithy-json": f"{checkout}/sdk/aws-smithy-json",
    }
    assert 'aws-sdk-sesv2 = { version = "1"' in (tmp_path / "Cargo.toml").read_text()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "java",
            "{} has no module with a jar in its target. In a checkout of aws-sdk-java-v2, run",
        ),
        ("rust", "{} has no folder sdk. Give a checkout of aws-sdk-rust"),
    ],
)
def test_a_folder_with_nothing_of_the_sdk_is_refused_with_what_it_takes(tmp_path, language, said):
    shutil.copy(sdks.named(language).place / "folder.sh", tmp_path)
    status, told = _ran("sh", "folder.sh", str(tmp_path), at=tmp_path)
    assert status == 1
    assert told.startswith(said.format(tmp_path))


def test_the_jars_of_a_checkout_are_those_that_its_modules_are_packaged_as(tmp_path):
    shutil.copy(sdks.named("java").place / "folder.sh", tmp_path)
    target = tmp_path / "checkout" / "services" / "sesv2" / "target"
    target.mkdir(parents=True)
    for name in ("sesv2-2.60.0.jar", "sesv2-2.60.0-sources.jar", "original-sesv2-2.60.0.jar"):
        (target / name).touch()
    assert _ran("sh", "folder.sh", str(tmp_path / "checkout"), at=tmp_path) == (0, "")
    assert (tmp_path / "folder").read_text() == f"{target}/sesv2-2.60.0.jar\n"


@pytest.mark.thorough  # a program that loads botocore
@pytest.mark.pinned_botocore
def test_another_botocore_speaks_the_lines_as_the_installed_one_is_asked():
    program = sdks.named("botocore").place / "other_botocore.py"
    client, own = Lines([sys.executable, str(program)]), Botocore()
    assert (client.name, client.version) == (own.name, own.version)
    assert (client.can_retry, client.can_connect) == (True, True)
    for case in hostile.all_cases():
        now = hostile.measure(client, case)
        if case.results[own.name].reading.error == "":  # the lines have no empty code
            assert now.reading.error == "Unknown"
        else:
            assert hostile.changed(case, own.name, now) is None
    busy, done = HttpResponse(503, {}, b""), HttpResponse(200, {}, b"{}")
    answers = [busy, Reset(), done]
    assert client.retry(SES, answers) == own.retry(SES, answers)
    assert client.read("sesv2:GetNothing", done).kind == "unsupported"
    call = LoopbackCall(SES, "http://127.0.0.1:9", {"JobId": "any"})
    assert client.connect(call).error == own.connect(call).error == "EndpointConnectionError"
    client.close()
