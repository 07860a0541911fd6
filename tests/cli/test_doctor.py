"""`doctor`: what is here, what is not, and what each missing part would add."""

import importlib.metadata
import json
import shutil

import pytest
from support.guest_venvs import Home
from support.places import ROOT
from support.stories import SESV2, job, put

from aws_job_conformance.core.extras import EXTRAS
from aws_job_conformance.core.shipped import names
from aws_job_conformance.report import report_files
from aws_job_conformance.runner import selection

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


@pytest.fixture(autouse=True)
def nobody(monkeypatch, tmp_path):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))


def parts(done):
    return {row["part"]: row for row in json.loads(done.out)}


def test_every_part_is_told_with_its_version_or_what_it_would_add(run):
    done = run("doctor", "--format", "json")
    assert (done.code, done.err) == (0, "")
    told = parts(done)
    for name in ("aws-job-conformance", "Python", "botocore", "[suite]", "[report]"):
        assert told[name]["state"] == "here"
    assert f"{len(names())} contracts" in told["aws-job-conformance"]["found"]
    for row in told.values():
        assert set(row) == {"part", "state", "found", "adds", "fix"}
        if row["state"] == "missing":
            assert row["adds"]
    assert told["AWS credentials"]["fix"] == "aws configure"


def test_a_person_reads_the_same(run):
    done = run("doctor")
    assert done.code == 0
    for row in parts(run("doctor", "--format", "json")).values():
        assert f"  {row['part']} " in done.out
        assert row["found"] in done.out
        assert row["adds"] in done.out
    assert done.out.splitlines()[-1].endswith("missing, 0 wrong")


def test_credentials_are_found_and_never_shown(run, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    half = run("doctor")
    assert half.code == 1
    assert "AWS_ACCESS_KEY_ID, and no AWS_SECRET_ACCESS_KEY" in half.out
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    done = run("doctor")
    assert done.code == 0
    assert "keys in the environment" in done.out
    assert not any(text in half.out + done.out for text in ("AKIA", SECRET))


def test_what_is_missing_says_what_it_would_add_and_the_command_for_it(run, monkeypatch):
    there = importlib.metadata.version
    gone = {"jinja2", "lark", "boto3", "pytest-xdist"}

    def version(name):
        if name in gone:
            raise importlib.metadata.PackageNotFoundError(name)
        return there(name)

    monkeypatch.setattr(importlib.metadata, "version", version)
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    done = run("doctor", "--format", "json")
    told = parts(done)
    assert done.code == 0
    assert told["[report]"]["fix"] == report_files.INSTALL
    assert told["[report]"]["found"] == "jinja2 not installed"
    assert told["[pages]"]["adds"] == EXTRAS["pages"]
    assert told["boto3"]["fix"] == "pip install boto3"
    assert told["Node.js"]["state"] == "missing"
    assert told["client aws-sdk-js-v3"]["state"] == "missing"
    lines = run("doctor").out.splitlines()
    assert any(line.strip() == f"$ {report_files.INSTALL}" for line in lines)


def test_a_package_that_is_older_than_its_floor_is_wrong(run, monkeypatch):
    there = importlib.metadata.version
    monkeypatch.setattr(
        importlib.metadata, "version", lambda name: "6.1" if name == "cbor2" else there(name)
    )
    done = run("doctor", "--format", "json")
    assert done.code == 1
    wrong = parts(done)["cbor2"]
    assert wrong["found"].startswith("6.1 is older than 6.3")
    assert wrong["fix"] == "pip install 'cbor2>=6.3'"


@pytest.mark.thorough  # an environment of its own
def test_a_bare_install_says_what_it_would_get(tmp_path):
    bare = Home(tmp_path, ["-e", str(ROOT)], {})
    done = bare.run("-m", "aws_job_conformance", "doctor", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    told = {row["part"]: row for row in json.loads(done.stdout)}
    for extra in EXTRAS:
        assert told[f"[{extra}]"]["state"] == "missing"
        assert told[f"[{extra}]"]["fix"] == f"pip install 'aws-job-conformance[{extra}]'"
    assert told["shipped cassettes"]["fix"] == "pip install 'aws-job-conformance[suite]'"


def test_cassettes_have_their_age_and_what_is_no_story_is_wrong(run, tmp_path):
    story = job({}, {})
    story["conformance"] |= {"origin": "simulator", "recorded": "2020-01-01"}
    put(tmp_path / "kept", {f"{SESV2}/old.yaml": story})
    done = run("doctor", "--cassettes", tmp_path / "kept", "--format", "json")
    (row,) = [row for row in json.loads(done.out) if row["part"].startswith("cassettes in ")]
    assert row["state"] == "here"
    assert row["found"].startswith("1 story, recorded ")
    assert int(row["found"].split()[3]) > 2000
    put(tmp_path / "kept", {f"{SESV2}/torn.yaml": "interactions: ["})
    selection.shelf.cache_clear()  # each command is a process of its own
    torn = run("doctor", "--cassettes", tmp_path / "kept")
    assert torn.code == 1
    assert "not YAML" in torn.out


def test_the_shipped_cassettes_are_told_where_there_are_none_of_ones_own(run):
    told = parts(run("doctor", "--format", "json"))
    assert told["your cassettes"]["state"] == "missing"
    assert "--record-mode=once" in told["your cassettes"]["fix"]
    assert told["shipped cassettes"]["found"].startswith("36 stories")


def test_a_folder_that_is_not_there_is_one_line(run):
    assert run("doctor", "--cassettes", "absent").code in (1, 2)
