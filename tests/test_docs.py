"""The documents say what the code does: their examples run, their tables are complete."""

import json
import os
import re
import subprocess
import sys
import tomllib

import pytest
from authoring import test_contract_file
from support import miniatures
from support.contract_tables import SIX, TOML, X_JOBS, each_operation
from support.places import ROOT

from aws_job_conformance.authoring import contract_file
from aws_job_conformance.catalog import load
from aws_job_conformance.core import laws
from aws_job_conformance.core.shipped import names
from aws_job_conformance.generate import example
from aws_job_conformance.judge import check

README = (ROOT / "README.md").read_text()
VOCABULARY = (ROOT / "schemas" / "README.md").read_text()
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()


def console(text):
    """The commands of a page's first console block, each with the lines shown below it."""
    block = re.search(r"```console\n(.*?)```", text, re.DOTALL)[1]
    return [
        (part.partition("\n")[0], part.partition("\n")[2])
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)
        if part
    ]


def test_the_first_screen_shows_what_the_command_prints(tmp_path):
    shown = console(README)
    (cat, history), (command, expected) = shown
    assert cat == "cat history.jsonl"
    (tmp_path / "history.jsonl").write_text(history)
    program, *arguments = command.split()
    assert program == "aws-job-conformance"
    done = subprocess.run(
        [sys.executable, "-m", "aws_job_conformance", *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, expected)


def test_the_two_set_up_commands_stand_on_the_first_screen():
    commands = re.findall(r"^\$ (python3 -m venv .*)$", README, re.MULTILINE)
    assert [command.rpartition("/")[2] for command in commands] == [
        "pytest conformance",
        "pytest tests -n auto",
    ]
    assert README.index(commands[1]) < README.index("\n## ")


ROWS = [line for line in README.splitlines() if line.startswith("|")]
IN_ROWS = [name for name in names() if any(f"`{name}`" in row for row in ROWS)]


def test_the_readmes_table_shows_the_twelve_most_polled_and_links_the_rest():
    assert len(IN_ROWS) == 12
    assert f"These twelve are polled most; {len(names()) - 12} more are in" in README
    assert "(docs/operations/README.md)" in README
    assert f"`aws-job-conformance list` has all {len(names())}" in README


@pytest.mark.parametrize("operation", sorted({*SIX, *IN_ROWS}))
def test_the_readme_links_the_best_kept_and_the_most_polled_to_their_pages(operation):
    file = f"docs/operations/{operation.replace(':', '.', 1)}.md"
    assert f"[`{operation}`]({file})" in README
    assert (ROOT / file).is_file()


@pytest.mark.parametrize("operation", IN_ROWS)
def test_the_readmes_table_tells_the_laws_and_ends_of_an_operation(operation):
    contract = load(operation)
    row = next(row for row in ROWS if f"`{operation}`" in row)
    assert f"| {len(contract.laws) + len(contract.implied)} " in row
    assert row.endswith(f"| {', '.join(contract.status.final)} |")


@pytest.mark.parametrize("kind", laws.KINDS)
def test_the_vocabulary_explains_every_kind_of_law(kind):
    assert f"| `{kind}` |" in VOCABULARY or f"- **{kind}** " in VOCABULARY


@pytest.mark.parametrize(
    "key", [key for key in contract_file.meta_schema()["properties"] if key != "version"]
)
def test_the_vocabulary_explains_every_key_of_x_job(key):
    assert f"`{key}`" in VOCABULARY


def test_the_page_of_findings_explains_every_key_of_one():
    page = (ROOT / "docs" / "reference" / "findings.md").read_text()
    _, _, keys = page.partition("| key | value |")
    told = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", keys, re.MULTILINE)))
    schema = json.loads((ROOT / "schemas" / "check.schema.json").read_text())
    assert told == list(schema["$defs"]["Finding"]["properties"])


def test_an_operation_is_added_by_the_one_file_that_contributing_shows(added):
    _, contract = added
    for ending, history in example.histories(contract):
        assert check.check_history(contract, history).findings == (), ending
    (finding,) = check.check_response(contract, {"JobStatus": "DONE"}).findings
    assert (finding.grade, finding.pointer) == ("warning", "/JobStatus")
    for law in (*contract.laws, *contract.implied):
        server = miniatures.miniature(contract, law)
        found = check.check_wire_history(contract, server.exchanges()).findings
        assert {finding.law for finding in found} == {law.kind}


def test_the_contract_that_contributing_shows_whole_is_the_one_that_is_there():
    name = "rekognition.GetContentModeration.toml"
    assert f"```toml\n{(contract_file.FOLDER / name).read_text()}```" in CONTRIBUTING


@pytest.mark.parametrize(
    "demanded",
    [
        test
        for test in vars(test_contract_file).values()
        if each_operation.mark in getattr(test, "pytestmark", [])
    ],
    ids=lambda test: test.__name__,
)
def test_what_is_demanded_of_every_contract_is_met_by_the_one_added(demanded, added, monkeypatch):
    path, contract = added
    monkeypatch.setitem(TOML, contract.operation, tomllib.loads(path.read_text()))
    monkeypatch.setitem(X_JOBS, contract.operation, contract.x_job)
    demanded(contract.operation)


EXAMPLE = next(
    block
    for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    if ".exercise(" in block
)
PLAYED = next(
    block for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if ".play(" in block
)
SHOWN = re.search(r"with the whole table:\n\n```text\n(.*?)```", README, re.DOTALL)[1]
FORGETS = 'if job["JobStatus"] in {"FAILED"}:'
CORRECTED = re.search(r"With `(if job\[.*?\})` the same test passes", README)[1] + ":"


def ran(example_, folder):
    (folder / "test_readme.py").write_text(example_)
    command = [sys.executable, "-m", "pytest", "-q", "--hypothesis-seed=0", "test_readme.py"]
    environment = {k: v for k, v in os.environ.items() if k not in ("CI", "PYTEST_ADDOPTS")}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_readmes_poller_is_caught_with_the_table_that_is_shown(tmp_path):
    done = ran(EXAMPLE, tmp_path)
    assert done.returncode == 1
    said = [line.removeprefix("E").strip() for line in done.stdout.splitlines()]
    for line in SHOWN.splitlines():
        assert any(one.endswith(line.strip()) for one in said), line


@pytest.mark.thorough
def test_the_readmes_corrected_poller_passes_the_same_test(tmp_path):
    assert FORGETS in EXAMPLE
    done = ran(EXAMPLE.replace(FORGETS, CORRECTED) + PLAYED, tmp_path)
    assert (done.returncode, "2 passed" in done.stdout) == (0, True), done.stdout


def _anchors(text):
    """The anchors of a page's headings, as GitHub and MyST make them."""
    words = (
        re.sub(r"[^\w\- ]", "", heading.lower())
        for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    )
    return {word.strip().replace(" ", "-") for word in words}


def _dead_links(page):
    prose = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s:]+)\)", prose):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in _anchors(target.read_text())):
            yield link


def test_each_link_between_the_documents_leads_to_a_file_and_a_heading():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    pages += [ROOT / folder / "README.md" for folder in ("bench", "cassettes", "npm", "schemas")]
    assert len(pages) > 100
    assert {page.name: dead for page in pages if (dead := [*_dead_links(page)])} == {}


LINK = re.compile(r"\bhttps?://[^\s)>\]\"'`|…]+")
OF_AWS = re.compile(
    r"https://docs\.aws\.amazon\.com/[A-Za-z0-9-]+/latest/[A-Za-z0-9-]+"
    r"/(API_(?:[\w-]+_)?([A-Z]\w+)|[a-z]+(-[a-z]+)+)\.html"
)
OTHERS = {"https://pre-commit.com"}
OF_LOOPBACK = ("http://127.0.0.1:", "http://<user")  # the latter is what the guard says


def test_a_link_to_outside_is_https_and_of_a_form_that_is_known():
    """Whether somebody answers there `tox -e docs -- -b linkcheck` asks, once a week in CI."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    pages += [ROOT / folder / "README.md" for folder in ("bench", "cassettes", "npm", "schemas")]
    found = {link: page.name for page in pages for link in LINK.findall(page.read_text())}
    found = {link: page for link, page in found.items() if not link.startswith(OF_LOOPBACK)}
    shapes = {link: OF_AWS.fullmatch(link) for link in found if link not in OTHERS}
    assert [(link, found[link]) for link, shape in shapes.items() if not shape] == []
    assert len(shapes) > 100
    operations = {name.partition(":")[2] for name in names()} | {"GetExportJob"}
    assert {shape[2] for shape in shapes.values()} - {None} <= operations


def test_a_page_of_the_site_links_only_to_pages_of_the_site():
    """Sphinx refuses others as `-W` builds it, which takes half a minute; files are no pages."""
    text = (ROOT / "docs" / "conf.py").read_text()
    brought = {
        (ROOT / name).resolve() for name in re.findall(r'": "(.*\.md)",$', text, re.MULTILINE)
    }
    assert len(brought) == 6
    for page in (*(ROOT / "docs").rglob("*.md"), *brought):
        prose = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
        for link in re.findall(r"\]\(([^)\s:#]+\.md)", prose):
            target = (page.parent / link).resolve()
            assert target in brought or (ROOT / "docs") in target.parents, (page.name, link)
