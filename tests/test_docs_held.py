"""Blocks of pages that take their own surroundings: each is the input of a test, as it stands."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from support.doc_blocks import blocks
from support.places import ROOT

from aws_job_conformance import baselines
from aws_job_conformance.core.shipped import names
from aws_job_conformance.runner import promises
from aws_job_conformance.targets.cassettes import reader

STORY = Path("sesv2", "GetImportJob", "failed.yaml")


def test_a_cassette_begins_as_the_page_shows(tmp_path):
    (shown,) = [block for block in blocks("cassettes/README.md") if block.language == "yaml"]
    told = yaml.safe_load(shown.text)["conformance"]
    recorded = (ROOT / "cassettes" / STORY).read_text()
    _, rest = re.split(r"^(?=interactions:)", recorded, maxsplit=1, flags=re.MULTILINE)
    (tmp_path / "story.yaml").write_text(f"{shown.text}{rest}")
    story = reader.read(tmp_path / "story.yaml", STORY)
    assert (story.origin, story.about) == (told["origin"], told["about"])
    assert (story.records, story.missing) == (told["records"], True)
    assert str(story.recorded) == told["recorded"]


def test_the_expected_failures_that_the_page_shows_are_ids_of_promises(tmp_path):
    page = (ROOT / "docs" / "servers.md").read_text()
    shown = re.search(r"a pattern, `#` and the reason:\n\n```text\n(.*?)```", page, re.DOTALL)[1]
    (tmp_path / "xfails").write_text(shown)
    known = baselines.read(tmp_path / "xfails")
    ids = [one.id for name in names() for one in promises.of(name)]
    assert len(known.lines) == 2
    assert known.unmatched(ids) == ()


def told(command, folder, code=0):
    """Run a page's command as a reader in a checkout does, with its files in another folder."""
    programs = Path(sys.executable).parent
    environment = os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    command = command.replace(" bench/", f" {shlex.quote(str(ROOT))}/bench/")
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


@pytest.mark.thorough  # some seconds
def test_what_was_measured_of_archives_can_be_measured_in_small(tmp_path):
    """The page's own have a million polls, which takes minutes: here are a fiftieth."""
    commands = [command for block in blocks("docs/evidence/audit.md") for command, _ in block.parts]
    small = [
        re.sub(r"--polls 1000000\b", "--polls 20000", re.sub(r"--planted 1000\b", "--planted 2", c))
        for c in commands
    ]
    assert small != commands
    plant, audit, clean, measure = small
    planted = int(re.search(r"; (\d+) jobs break a law$", told(plant, tmp_path).strip())[1])
    assert planted >= 2 * 66  # laws there were when the page was written
    told(audit, tmp_path, code=1)
    found = (tmp_path / "findings.jsonl").read_text().splitlines()
    assert len([line for line in found if "law" in json.loads(line)]) == planted
    assert told(clean, tmp_path).strip().endswith("; 0 jobs break a law")
    assert "responses, one process" in told(measure, tmp_path)
