"""A report is written whole or not at all, and what keeps it from that is one sentence before."""

import importlib.util
import re

import pytest
from support.reported import checked

from aws_job_conformance import report
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.report import report_files
from aws_job_conformance.report.content import ReportSources

SOURCES = ReportSources([checked()])


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.html", "<!doctype html>"),
        ("a.HTM", "<!doctype html>"),
        ("a.json", "{\n"),
        ("a.md", "# Job conformance"),
        ("a.markdown", "# Job conformance"),
    ],
)
def test_the_name_says_what_is_written(tmp_path, name, begins):
    report.write(tmp_path / name, SOURCES)
    assert (tmp_path / name).read_text("utf-8").startswith(begins)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a.pdf", "ends in none of .html, .htm, .json, .md, .markdown"),
        ("a", "ends in none of"),
        ("no/a.html", "there is no folder for"),
        ("folder.md", "is a folder; name a file in it"),
        ("a\0.md", "cannot be written: embedded null byte"),
    ],
)
def test_a_path_that_cannot_be_written_is_refused_before_the_work(tmp_path, name, said):
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(InputError, match=re.escape(said)):
        report.write(tmp_path / name, SOURCES, option="--conformance-report")
    if "null" not in said:  # only the system says that
        with pytest.raises(InputError, match=f"--conformance-report: .*{re.escape(said)}"):
            report.must_be_writable("--conformance-report", tmp_path / name)


def test_a_page_without_its_libraries_says_the_command_that_adds_them(tmp_path, monkeypatch):
    there = importlib.util.find_spec
    gone = ("jinja2", "fast_sugiyama")
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *a: None if name in gone else there(name, *a)
    )
    with pytest.raises(InputError) as told:
        report.must_be_writable("--conformance-report", tmp_path / "a.html")
    assert "pip install 'aws-job-conformance[report]'" in str(told.value)
    assert "jinja2 and fast-sugiyama" in str(told.value)
    report.write(tmp_path / "a.md", SOURCES)
    report.write(tmp_path / "a.json", SOURCES)


def test_a_report_that_cannot_be_finished_leaves_the_old_one(tmp_path, monkeypatch):
    report.write(tmp_path / "a.md", SOURCES)
    before = (tmp_path / "a.md").read_text()
    monkeypatch.setitem(report_files.FORMS, ".md", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        report.write(tmp_path / "a.md", SOURCES)
    assert (tmp_path / "a.md").read_text() == before


def test_half_a_character_is_no_reason_to_fail(tmp_path):
    report.write(tmp_path / "a.md", ReportSources([], about="\ud800"))
    assert "\\ud800" in (tmp_path / "a.md").read_text("utf-8")
