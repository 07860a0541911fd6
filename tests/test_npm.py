"""The npm package: its tests on Python's verdicts, its types, and what `npm pack` makes of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess

import pytest
from support import npm_verdicts
from support.doc_blocks import blocks
from support.places import ROOT

NPM = ROOT / "npm"
INSTALL = "npm ci --prefix npm"
pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(
        not (shutil.which("npm") and (NPM / "node_modules" / "vitest").is_dir()),
        reason=f"vitest is not installed. Install Node.js 20 or later, then: {INSTALL}",
    ),
]
HISTORY = {"JobId": "a1", "JobStatus": "DONE", "CreatedTimestamp": "2026-01-01T00:00:00Z"}


def ran(*command, cwd=NPM, **more):
    return subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "NO_COLOR": "1"} | more,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )


def test_vitest_runs_the_law_tests_and_comes_to_pythons_verdict_on_2000_histories(tmp_path):
    verdicts = tmp_path / "verdicts.jsonl"
    verdicts.write_text("\n".join(npm_verdicts.lines()), encoding="utf-8")
    done = ran("npx", "vitest", "run", AWS_JOB_CONFORMANCE_VERDICTS=str(verdicts))
    assert done.returncode == 0, (done.stdout + done.stderr)[-6000:]
    assert "skipped" not in done.stdout


def test_its_types_are_what_a_typescript_user_writes_against():
    done = ran("npm", "run", "--silent", "types")
    assert (done.returncode, done.stdout) == (0, "")


def test_npm_pack_makes_a_package_that_checks_where_nothing_of_ours_is(tmp_path):
    done = ran("npm", "pack", "--silent", "--pack-destination", str(tmp_path))
    assert done.returncode == 0, done.stderr
    (package,) = tmp_path.glob("*.tgz")
    assert not (NPM / "schemas").exists()  # the copy would be read as newer ones are here
    user = tmp_path / "user"
    user.mkdir()
    (user / "package.json").write_text('{"private": true}')
    installed = ran("npm", "install", "--silent", "--no-audit", "--no-fund", str(package), cwd=user)
    assert installed.returncode == 0, installed.stderr
    (user / "response.json").write_text(json.dumps(HISTORY))
    command = ("npx", "aws-job-conformance", "check", "sesv2:GetImportJob", "response.json")
    checked = ran(*command, cwd=user)
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.startswith("warning: sesv2:GetImportJob poll 1 · /JobStatus: ")
    there = {path.name for path in (user / "node_modules" / "aws-job-conformance").iterdir()}
    assert {"schemas", "src", "index.d.ts", "ajv.d.ts", "LICENSE", "README.md"} <= there
    for block in blocks("npm/README.md"):
        shown = {"js": ["node", "--input-type=module", "-e", block.text]}.get(block.language)
        # What the AWS CLI prints is the file in its place: nobody here has an account.
        aws = "aws() { cat response.json; }\n"
        done = ran(*(shown or ["bash", "-o", "pipefail", "-c", aws + block.text]), cwd=user)
        assert (done.returncode, done.stderr) == (0, ""), block.text
    types = ("--strict", "--noEmit", "--module", "nodenext", "--target", "es2022")
    with_ajv = next(one.text for one in blocks("npm/README.md") if "new Ajv" in one.text)
    (user / "user.mts").write_text(with_ajv)
    typed = ran("node", str(NPM / "node_modules/typescript/bin/tsc"), *types, "user.mts", cwd=user)
    assert (typed.returncode, typed.stdout) == (0, "")
