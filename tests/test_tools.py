"""Other people's validators and code generators take every shipped schema, where they are here."""

from __future__ import annotations

import runpy
import shutil

import pytest
from support.contract_tables import SIX
from support.places import ROOT, TESTS

from aws_job_conformance.core.shipped import names

pytestmark = pytest.mark.thorough  # each tool starts
TOOLS = runpy.run_path(str(TESTS / "tools" / "table.py"))
HERE = any(
    (
        (TESTS / "tools" / "node_modules").is_dir(),
        (TESTS / "tools" / ".venv").is_dir(),
        shutil.which("go"),
    )
)


@pytest.mark.skipif(not HERE, reason=f"none of the tools is installed: {TOOLS['INSTALL']}")
def test_every_tool_that_is_here_takes_the_schemas_of_the_six():
    """`.ci/run` has each tool take every schema by the command of the page, which fails as this."""
    every = TOOLS["schemas"](ROOT / "schemas")
    assert len(every) == 3 * len(names())
    chosen = {tuple(operation.split(":")) for operation in SIX}
    paths = [p for p in every if (p.parent.name, p.name.partition(".")[0]) in chosen]
    assert len(paths) == 3 * len(chosen)
    found = list(TOOLS["rows"](paths))
    assert found
    assert TOOLS["surprises"](found) == []


def test_the_page_has_a_row_for_each_tool_and_is_of_the_schemas_of_today():
    page = (ROOT / "docs" / "evidence" / "tools.md").read_text("utf-8")
    assert f"{3 * len(names())} files" in page
    for tool in ("ajv", "check-jsonschema", "datamodel", "typescript", "Go", "Rust", "santhosh"):
        assert any(line.startswith("| ") and tool in line for line in page.splitlines()), tool
