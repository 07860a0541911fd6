"""Reports to file upstream: each program prints what docs/evidence/reports.md says it does."""

import re
import subprocess
import sys

import pytest
from support.node import needs_node
from support.places import ROOT

from aws_job_conformance.clients import offline, sdks
from aws_job_conformance.clients.javascript import node_client
from aws_job_conformance.clients.sdk_builds import SdkBuild

PAGE = (ROOT / "docs" / "evidence" / "reports.md").read_text()
PARTS = re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
PROGRAM = re.compile(r"```(python|java|js|rust)\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)
REPORTS = {title: PROGRAM.search(text) for title, text in PARTS}
LONGEST = 30


def _of(language):
    chosen = {title: found for title, found in REPORTS.items() if found and found[1] == language}
    return pytest.mark.parametrize("title", chosen)


def _printed(command, title, folder=None, given=None):
    done = subprocess.run(
        command,
        cwd=folder,
        input=given,
        capture_output=True,
        text=True,
        env=offline.environment(),
        timeout=600,  # of a first build, on a machine that has other work
        check=False,
    )
    assert done.stdout == REPORTS[title][3], done.stderr


def _built(language):
    """Return the SDK of a language as it is built here; without it the test is not run."""
    build = SdkBuild(sdks.named(language))
    if why_not := build.why_not():
        pytest.skip(f"{language} is not run: {why_not}")
    return build


@pytest.mark.parametrize("title", REPORTS)
def test_a_report_has_a_program_of_at_most_30_lines_and_what_it_printed(title):
    assert REPORTS[title], "a program, an empty line, what it printed"
    assert len(REPORTS[title][2].splitlines()) <= LONGEST


@pytest.mark.thorough
@pytest.mark.pinned_botocore
@_of("python")
def test_botocore_still_does_what_is_reported(title):
    _printed([sys.executable, "-W", "ignore", "-c", REPORTS[title][2]], title)


@pytest.mark.thorough
@needs_node
@_of("js")
def test_javascripts_sdk_still_does_what_is_reported(title):
    command = ["node", "--no-warnings", "--input-type=module"]
    _printed(command, title, folder=node_client.FOLDER, given=REPORTS[title][2])


@pytest.mark.thorough
@_of("java")
def test_javas_sdk_still_does_what_is_reported(title, tmp_path):
    build = _built("java")
    program = tmp_path / "Cut.java"
    program.write_text(REPORTS[title][2])
    _printed(["java", "-cp", f"{build.out}/jars/*", str(program)], title)


@pytest.mark.thorough
@_of("rust")
def test_rusts_sdk_still_does_what_is_reported(title, tmp_path):
    build = _built("rust")
    lock = (build.sdk.place / "Cargo.lock").read_text()
    (name,) = re.findall(r'name = "(.*)"', (build.sdk.place / "Cargo.toml").read_text())
    (version,) = re.findall(r'"aws-smithy-xml"\nversion = "(.*)"', lock)
    (tmp_path / "Cargo.lock").write_text(lock.replace(name, "report"))
    head = '[package]\nname = "report"\nversion = "0.0.0"\nedition = "2024"\n\n[dependencies]\n'
    (tmp_path / "Cargo.toml").write_text(f'{head}aws-smithy-xml = "={version}"\n')
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "main.rs").write_text(REPORTS[title][2])
    target = str(build.out / "target")  # most of it is compiled there
    command = ["cargo", "run", "--quiet", "--offline", "--target-dir", target]
    _printed(command, title, folder=tmp_path)
