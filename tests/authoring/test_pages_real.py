"""Real pages, as extracts: what each says against the model, and what of that is known."""

from __future__ import annotations

import itertools
import json
import re

import botocore.session
import pytest
from support import api_reference_pages as writer
from support import page_extracts, pages_evidence

from aws_job_conformance.authoring import page_against
from aws_job_conformance.authoring.pages import reading
from aws_job_conformance.authoring.pages.reading import read as read_page

INDEX = json.loads(page_extracts.INDEX.read_text())
GROUPS = pages_evidence.groups()


TEXTS = (
    *("https://docs.aws.amazon.com/", "https://docs.amazonaws.cn/", "https://docs.rs/"),
    *("https://rubydoc.info/", "https://www.rubydoc.info/"),
)
"""Pages whose text alone was to be had, as a browser copies it."""


def text(name):
    return (page_extracts.FOLDER / name).read_text(encoding="utf-8")


def test_every_extract_has_its_address_and_its_hash_and_is_there():
    files = {path.name for path in page_extracts.FOLDER.iterdir()} - {page_extracts.INDEX.name}
    assert files == set(INDEX)
    for said in INDEX.values():
        assert len(said["sha256"]) == 64
        assert said["address"].startswith(
            (
                "https://github.com/",
                "npm:@aws-sdk/",
                "debian:ruby-",
                "maven:software.amazon.awssdk:",
                *TEXTS,
            )
        )


def test_there_are_as_many_pages_as_are_promised():
    reference = [name for name, said in INDEX.items() if said["layout"] == "api-reference"]
    operations = {said["operation"] for said in INDEX.values()}
    assert len(INDEX) >= 60
    assert len(operations) >= 25
    assert len({name.partition(":")[0] for name in operations}) >= 15
    assert len(reference) >= 30
    assert len([name for name in reference if INDEX[name]["role"] == "type"]) >= 10
    without = [
        name
        for name in reference
        if INDEX[name]["role"] == "operation" and "Response Syntax" not in text(name)
    ]
    assert len(without) >= 5
    layouts = {said["layout"] for said in INDEX.values()} - {"api-reference"}
    assert layouts >= {"javascript", "php", "ruby-client", "java", "dotnet", "kotlin", "abap"}
    assert layouts >= {"ruby-types", "rust"}
    for layout in layouts:
        assert len([name for name in INDEX if INDEX[name]["layout"] == layout]) >= 3


REAL_GENERATOR = {"boto3", "rst", "aws-cli"}
"""Layouts that botocore's and the AWS CLI's own writers make, for every job operation."""


def rows_of_layouts():
    """Return what the page of evidence says that proves each layout: {layout: its last cell}."""
    text = pages_evidence.PAGE.read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| (`.*?) \| .*? \| (.*) \|$", text.split("## Eight pages")[0], re.MULTILINE
    )
    return {name: cell for names, cell in rows for name in re.findall(r"`([\w-]+)`", names)}


def test_every_layout_that_is_read_stands_in_the_table_of_proofs():
    assert set(rows_of_layouts()) == {layout.NAME for layout in reading.LAYOUTS} | {"rst"}


@pytest.mark.parametrize("layout", sorted({one.NAME for one in reading.LAYOUTS} - REAL_GENERATOR))
def test_a_layout_is_not_proved_exactly_when_fewer_than_three_real_pages_are_here(layout):
    real = [name for name, said in INDEX.items() if said["layout"] == layout]
    assert ("not proved" in rows_of_layouts()[layout]) == (len(real) < 3)


@pytest.mark.parametrize("name", [name for name in INDEX if INDEX[name]["role"] == "operation"])
def test_an_extract_is_one_of_itself(name):
    assert page_extracts.extract(text(name)) == text(name)


@pytest.mark.thorough
@pytest.mark.pinned_botocore
def test_the_page_of_evidence_is_as_it_is_written_today():
    found = pages_evidence.rows()
    assert pages_evidence.written(found) in pages_evidence.PAGE.read_text(encoding="utf-8")


@pytest.mark.pinned_botocore
@pytest.mark.parametrize(("operation", "layout"), GROUPS, ids=[" ".join(key) for key in GROUPS])
def test_each_difference_from_the_model_is_known_and_none_is_stale(operation, layout):
    page = pages_evidence.joined(operation, GROUPS[operation, layout])
    said, fails = page_against.judged(
        list(page_against.differences(page, operation)), operation, page
    )
    assert not fails, said


class TestAgainst:
    """`derive --page … --against`, as far as the command line goes."""

    NAMES = GROUPS["comprehend:DescribeTopicsDetectionJob", "api-reference"]

    def run(self, run, *more):
        pages = [part for n in self.NAMES for part in ("--page", page_extracts.FOLDER / n)]
        return run("derive", *pages, "--against", "comprehend:DescribeTopicsDetectionJob", *more)

    @pytest.mark.pinned_botocore
    def test_known_differences_are_told_and_no_failure(self, run):
        done = self.run(run)
        assert done.code == 0
        assert "known: JobNotFoundException: status: the page 400, the model 404" in done.out

    def test_an_unknown_one_fails_and_names_both_sides(self, run, monkeypatch):
        monkeypatch.setattr(page_against, "_known", lambda: ())
        done = self.run(run)
        assert done.code == 1
        assert "unknown: TopicsDetectionJobProperties.JobArn: members: the page not" in done.out
        told = json.loads(self.run(run, "--format", "json").out)
        assert told[0]["fails"] is True

    def test_a_stale_line_fails(self, run, monkeypatch):
        line = {
            "operation": "comprehend:DescribeTopicsDetectionJob",
            "layout": "api-reference",
            "path": "TopicsDetectionJobProperties.JobId",
            "what": "type",
            "third": "unknown",
        }
        known = page_against._known()
        monkeypatch.setattr(page_against, "_known", lambda: (*known, line))
        done = self.run(run)
        assert done.code == 1
        assert "stale: TopicsDetectionJobProperties.JobId: type differs no more" in done.out

    @pytest.mark.pinned_botocore
    def test_a_page_alone_makes_no_line_of_its_types_stale(self, run):
        page = page_extracts.FOLDER / self.NAMES[0]
        done = run("derive", "--page", page, "--against", "comprehend:DescribeTopicsDetectionJob")
        assert "stale" not in done.out

    def test_what_is_no_operation_is_one_line(self, run):
        page = page_extracts.FOLDER / self.NAMES[0]
        assert run("derive", "--page", page, "--against", "GetX").refused("service:Operation")
        assert run("derive", "--page", page, "--against", "sesv2:GetImportJobs").refused("gone")


def test_the_prose_of_an_extract_is_filler_and_its_facts_are_not():
    page = "# GetX\n\n ** Name **\nIt tells `the` NAME of [it](#x).\nType: String  \n"
    assert page_extracts.extract(page) == (
        "# GetX\n\n ** Name **\nxx xxxxx `the` NAME xx [xx](#x).\nType: String  \n"
    )


def test_every_page_without_types_leaves_open_what_it_does_not_tell():
    page = read_page(text("dynamodb.DescribeImport.md"))
    kinds = {
        shape.kind for shape in page.response.members["ImportTableDescription"].members.values()
    }
    assert kinds == {"text", "number", "structure"}


def block(markdown):
    """Return the words and marks of the block below "Response Syntax"."""
    below = markdown.partition("## Response Syntax")[2].partition("```")[2].partition("```")[0]
    return re.sub(r"\[(\w+)\]\([^()]*\)", r"\1", below[below.index("{") :]).split()


def test_the_writer_of_pages_is_held_to_real_blocks_token_for_token():
    session = botocore.session.Session()
    same, other = [], {}
    for name, said in INDEX.items():
        service, _, operation = said["operation"].partition(":")
        loaded = session.get_service_model(service)
        page = text(name)
        if said["role"] == "type" or "## Response Syntax" not in page or "<?xml" in page:
            continue
        written = writer.operation_page(loaded.operation_model(operation)).as_markdown()
        if block(page) == block(written):
            same.append(said["operation"])
        else:
            pairs = itertools.zip_longest(block(page), block(written))
            other[name] = next(pair for pair in pairs if pair[0] != pair[1])
    assert len(same) >= 20, other
