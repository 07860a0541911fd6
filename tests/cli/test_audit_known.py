"""`audit` with what is known, and with a report beside what it prints."""

import json

import pytest
from support.reported import SESV2

GOOD = {"JobStatus": "PROCESSING", "CreatedTimestamp": "2026-01-01T00:00:00Z"}


def line(number, job, **parts):
    response = {"JobId": job, **GOOD, "ProcessedRecordsCount": 5, **parts}
    record = {
        "operation": SESV2,
        "time": f"2026-01-01T00:00:{number:02}Z",
        "request": {"JobId": job},
        "response": response,
    }
    return json.dumps(record) + "\n"


LINES = [
    line(0, "a"),
    line(1, "b", JobStatus="COMPLETED", FailedRecordsCount=7),
    line(2, "a", JobStatus="COMPLETED"),
    line(3, "a"),
]


@pytest.fixture
def archive(tmp_path):
    (tmp_path / "polls.jsonl").write_text("".join(LINES))
    return "polls.jsonl"


def test_what_is_known_fails_nothing_and_what_is_gone_or_new_does(run, archive, tmp_path):
    written = run("audit", archive, "--write-baseline", "known.txt")
    assert (written.code, written.out) == (0, "")
    assert "2 known failures written" in written.err
    known = run("audit", archive, "--baseline", "known.txt")
    assert (known.code, known.err) == (0, "")
    assert "4 polls of 2 jobs, 2 errors" in known.out
    (tmp_path / archive).write_text("".join(LINES[:3]))
    gone = run("audit", archive, "--baseline", "known.txt")
    assert gone.code == 1
    assert f"{SESV2}-final-JobStatus no longer happens" in gone.err
    (tmp_path / "known.txt").write_text(f"{SESV2}-at-most-* # seen\n")
    (tmp_path / archive).write_text("".join(LINES))
    new = run("audit", archive, "--baseline", "known.txt")
    assert new.code == 1
    assert f"error: new: {SESV2}-final-JobStatus" in new.err


def test_findings_that_were_not_told_cannot_be_known(run, archive):
    run("audit", archive, "--write-baseline", "known.txt")
    done = run("audit", archive, "--baseline", "known.txt", "--max-findings", "1")
    assert done.code == 2
    assert "Give --max-findings a larger number" in done.err


def test_a_line_on_an_operation_that_is_not_in_the_archive_is_left_alone(run, archive, tmp_path):
    run("audit", archive, "--write-baseline", "known.txt")
    with (tmp_path / "known.txt").open("a") as file:
        file.write("glue:GetJobRun-final-JobRun.JobRunState # elsewhere\n")
    assert run("audit", archive, "--baseline", "known.txt").code == 0


def test_a_report_of_an_archive_says_where_each_finding_stands(run, archive, tmp_path):
    done = run("audit", archive, "--conformance-report", "audit.json")
    assert done.code == 1
    told = json.loads((tmp_path / "audit.json").read_text())
    assert told["about"] == "polls.jsonl: 4 polls"
    assert told["counted"] is False
    (one,) = told["operations"]
    (evidence,) = one["evidence"]
    assert (evidence["origin"], evidence["stories"], evidence["responses"]) == ("an archive", 1, 4)
    places = {group["law"]: group["places"][0]["story"] for group in one["findings"]}
    assert places == {"at-most": "polls.jsonl:2", "final": "polls.jsonl:4"}


@pytest.mark.parametrize("name", ["audit.html", "audit.md"])
def test_what_nobody_counted_is_not_told_as_nothing(run, archive, tmp_path, name):
    run("audit", archive, "--report", name)
    text = (tmp_path / name).read_text("utf-8")
    assert "not counted" in text
    assert "0/15" not in text


def test_what_was_skipped_and_what_was_not_told_stand_in_the_report(run, archive, tmp_path):
    with (tmp_path / archive).open("a") as file:
        file.write("{torn\n")
    run("audit", archive, "--max-findings", "1", "--report", "audit.json")
    told = json.loads((tmp_path / "audit.json").read_text())
    assert told["about"].endswith("; 1 finding more counted and not told")
    assert any(sentence.startswith("skipped 1: ") for sentence in told["failures"])


def test_a_report_that_cannot_be_written_is_refused_before_anything_is_read(run, archive):
    assert run("audit", archive, "--report", "a.pdf").refused("ends in none of")
