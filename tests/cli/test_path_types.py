"""Paths that a command is given: one that cannot be used is refused before any work."""

from __future__ import annotations

import os

import pytest
from click.testing import CliRunner

from aws_job_conformance.cli import cli
from aws_job_conformance.core.errors import InputError

GET = "sesv2:GetExportJob"
WRITES = {
    "add": ["add", GET, "--out"],
    "derive": ["derive", "sesv2:GetImportJob", "--out"],
    "derive --all": ["derive", "--all", "--out"],
    "vectors": ["vectors", "sesv2:GetImportJob", "--count", "1", "--out"],
    "waiters": ["waiters", "sesv2:GetImportJob", "--out"],
}
READS = {
    "derive --page": ["derive", "--page"],
    "drift --from": ["drift", "--from"],
    "drift --to": ["drift", "--to"],
    "drift --used": ["drift", "--from", "1.0.0", "--used"],
    "check": ["check", "sesv2:GetImportJob"],
    "cassettes": ["cassettes"],
}
UNUSABLE = {
    "": "it is empty; is a variable of your shell not set?",
    " ": "it is empty",
    "a\0b": "no path has a NUL in it",
    "a" * 5000: "name too long",
    "file/below": "Not a directory",
}


def refused(arguments):
    result = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert isinstance(result.exception, InputError), (result.output, result.exception)
    assert str(result.exception).isprintable()
    assert len(str(result.exception)) < 500
    return str(result.exception)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Return a folder to be in, with a file; nothing else is there afterwards."""
    (tmp_path / "file").write_text("a")
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(("path", "said"), UNUSABLE.items(), ids=map(repr, range(len(UNUSABLE))))
@pytest.mark.parametrize("before", [*WRITES.values(), *READS.values()], ids=[*WRITES, *READS])
def test_a_path_that_cannot_be_used_is_refused(before, path, said):
    assert said.lower() in refused([*before, path]).lower()


@pytest.mark.parametrize("before", [WRITES[name] for name in WRITES if name != "add"])
def test_a_file_is_no_folder_to_write_to(before):
    assert "it is a file; name a folder" in refused([*before, "file"])


def test_no_contract_file_is_written_over_a_file():
    assert "a contract file is named for its operation" in refused([*WRITES["add"], "file"])


@pytest.mark.parametrize("before", WRITES.values(), ids=WRITES)
def test_a_folder_that_nobody_lets_one_write_in_is_refused(before, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "nobody lets you write in" in refused([*before, "new/folder"])
    assert "nobody lets you write in" in refused([*before, "."])
