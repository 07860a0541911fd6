"""`docs`: the pages in docs/operations are what the contracts and the evidence give today."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from support.contract_tables import SIX
from support.places import ROOT

from aws_job_conformance.catalog import load
from aws_job_conformance.cli import _render_index, _render_page
from aws_job_conformance.cli._render_page import plain
from aws_job_conformance.core.shipped import names

PAGES = ROOT / "docs" / "operations"
TABLE = """\
# Defects found in ministack 1.5.33
## Operations

| operation | jobs | ends reached | laws applied | missing job |
| --- | --- | --- | --- | --- |
| glue:GetJobRun | 2 | SUCCEEDED, STOPPED | 9 of 18 | 400 EntityNotFoundException |
| athena:GetQueryExecution | 1 | none | 3 of 15 | not asked |
| emr:DescribeStep | not made |  |  |  |
| ecs:DescribeTasks | not implemented |  |  |  |

## Theirs

| operation | where | seen | law | grade | sent |
| --- | --- | --- | --- | --- | --- |
| [glue:GetJobRun](#gluegetjobrun) | `/JobRun/Id` | wire | settles | error | `1` |
| [glue:GetJobRun](#gluegetjobrun) | `/JobRun/Id` | wire | schema | error | `1` |
| [glue:GetJobRun](#gluegetjobrun) | `/JobRun/Name` | wire | wire | warning | `1` |
"""


@pytest.fixture
def copied(tmp_path):
    return shutil.copytree(PAGES, tmp_path / "operations")


@pytest.fixture
def evidence(tmp_path, monkeypatch):
    """A copy of docs/evidence, which is read in its place."""
    shutil.copytree(ROOT / "docs" / "evidence", tmp_path / "docs" / "evidence")
    monkeypatch.setattr(_render_index, "folder", lambda name: tmp_path / name)
    return tmp_path / "docs" / "evidence"


def test_the_pages_are_what_the_command_writes(run):
    ended = run("docs", "--check")
    assert (ended.code, ended.out) == (0, f"{len(names()) + 1} pages: up to date\n")


def test_a_page_that_differs_lacks_or_belongs_to_nothing_is_told(run, copied):
    (copied / "sesv2.GetImportJob.md").write_text("otherwise")
    (copied / "glue.GetJobRun.md").unlink()
    (copied / "glue.GetNothing.md").write_text("")
    ended = run("docs", "--check", "--out", str(copied))
    assert ended.code == 1
    assert sorted(line.partition(":")[0] for line in ended.out.splitlines()) == [
        "glue.GetJobRun.md",
        "glue.GetNothing.md",
        "sesv2.GetImportJob.md",
    ]
    told = json.loads(run("docs", "--check", "--out", str(copied), "--format", "json").out)
    assert len(told["differ"]) == 3


def test_what_is_written_is_up_to_date(run, tmp_path):
    out = str(tmp_path / "pages")
    assert run("docs", "--out", out).code == 0
    assert run("docs", "--check", "--out", out).code == 0


@pytest.mark.parametrize("operation", names())
def test_a_page_has_every_law_with_its_tier_and_source_and_every_contradiction(operation):
    contract = load(operation)
    text = _render_page.page(contract)
    rows = re.findall(r"^\| `([a-z-]+)` \| .* \| ([a-z]+) \| (.*) \|$", text, re.MULTILINE)
    laws = [*contract.laws, *contract.implied]
    assert [row[:2] for row in rows] == [(law.kind, law.tier) for law in laws]
    for (*_, source), law in zip(rows, laws, strict=True):
        assert source.startswith(plain(contract.source(law.source)))
    for entry in contract.x_job.get("contradictions", ()):
        assert plain(entry["says"]) in text
    for status in contract.status.all:
        assert f"`{status}`" in text
    assert contract.x_job["reference"] in text
    assert not contract.missing or plain(contract.missing.told) in text
    for entry in contract.discover:
        assert f"`{entry['call']}`" in text
    assert text.count("```mermaid\nstateDiagram-v2\n") == 1


@pytest.mark.parametrize("operation", SIX)
def test_what_a_cell_says_has_no_mark_that_ends_it(operation):
    for line in _render_page.page(load(operation)).splitlines():
        if line.startswith("| `"):
            assert len(re.findall(r"(?<!\\)\|", line)) == 6


def test_a_text_stands_in_markdown_as_it_is():
    assert plain("a | b * <c> [d] `e` _f_ g_h") == r"a \| b \* \<c> \[d\] \`e\` \_f\_ g_h"


def test_the_table_names_every_contract_the_best_kept_first_with_a_cell_for_each_heading():
    lines = [line for line in (PAGES / "README.md").read_text().splitlines() if line[:1] == "|"]
    heading, _, *rows = [[cell.strip() for cell in line.split(" | ")] for line in lines]
    assert {len(row) for row in rows} == {len(heading)} == {10}
    named = [re.match(r"\| \[(.*)\]\((.*)\)$", row[0]).groups() for row in rows]
    assert [name for name, _ in named] == [*SIX, *(name for name in names() if name not in SIX)]
    assert all((PAGES / file).is_file() for _, file in named)


def test_a_servers_page_is_read_when_it_lands(evidence):
    assert set(_render_index.server_pages()) == {
        server for server in _render_index.SERVERS if [*evidence.glob(f"{server.lower()}-*.md")]
    }
    for page in evidence.glob("ministack-*.md"):
        page.unlink()
    (evidence / "ministack-1.5.4.md").write_text("# Defects\n")
    (evidence / "ministack-1.5.33.md").write_text(TABLE)
    page = _render_index.server_pages()["ministack"]
    assert (page.version, page.file) == ("1.5.33", "ministack-1.5.33.md")
    assert page.shown == {
        "glue:GetJobRun": "SUCCEEDED, STOPPED; 9 of 18 laws; 2 errors",
        "athena:GetQueryExecution": "no end; 3 of 15 laws",
        "emr:DescribeStep": "not made",
        "ecs:DescribeTasks": "not implemented",
    }


def test_the_page_on_moto_is_read_whole():
    text = (ROOT / "docs" / "evidence" / "moto-5.2.5.md").read_text()
    counted = int(re.search(r"^(\d+) job operations were asked", text, re.MULTILINE)[1])
    assert len(_render_index.server_pages()["moto"].shown) == counted


def test_what_was_tried_is_of_operations_that_have_a_contract():
    assert {*_render_index.tried()["operations"]} <= {*names()}
