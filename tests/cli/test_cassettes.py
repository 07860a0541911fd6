"""`aws-job-conformance cassettes`: what lies in a folder, whose answers, and how old."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from support.stories import FOLDER, SESV2, job, put

from aws_job_conformance.runner import selection

DAYS = 30


def told(days=None, **said):
    """Return a story that was recorded so many days ago, or does not say when."""
    story = job({}, {})
    story["conformance"] |= {"origin": "simulator", "about": "a job", **said}
    if days is not None:
        day = datetime.now(UTC).date() - timedelta(days=days)
        story["conformance"]["recorded"] = day.isoformat()
    return story


@pytest.fixture
def folder(tmp_path):
    return put(tmp_path / "kept", {f"{SESV2}/new.yaml": told(0), f"{SESV2}/old.yaml": told(DAYS)})


def test_the_shipped_stories_are_listed_with_their_origins(run):
    done = run("cassettes")
    assert done.code == 0
    head, *rows = done.out.splitlines()
    assert head.split() == ["operation", "story", "origin", "age", "about"]
    assert any(row.startswith(f"{FOLDER} ") and " simulator " in row for row in rows)
    assert any(" aws-documentation " in row for row in rows)
    assert done.err == ""


def test_each_story_of_a_folder_has_its_age(run, folder):
    done = run("cassettes", folder)
    assert done.code == 0
    rows = [line.split() for line in done.out.splitlines()[1:]]
    assert rows == [
        [FOLDER, "new", "simulator", "0", "days", "a", "job"],
        [FOLDER, "old", "simulator", str(DAYS), "days", "a", "job"],
    ]


def test_a_program_reads_the_same_as_json(run, folder):
    done = run("cassettes", folder, "--format", "json")
    assert done.code == 0
    said = json.loads(done.out)
    assert (said["folder"], said["problems"]) == (str(folder), [])
    new, old = said["stories"]
    assert old == {
        "operation": FOLDER,
        "story": "old",
        "origin": "simulator",
        "recorded": (datetime.now(UTC).date() - timedelta(days=DAYS)).isoformat(),
        "age": DAYS,
        "about": "a job",
    }
    assert (new["story"], new["age"]) == ("new", 0)


def test_a_story_of_the_greatest_age_passes_and_an_older_one_fails(run, folder):
    assert run("cassettes", folder, "--max-age", DAYS).code == 0
    done = run("cassettes", folder, "--max-age", DAYS - 1)
    assert done.code == 1
    (line,) = [line for line in done.out.splitlines() if line.startswith("error: ")]
    assert line == f"error: {FOLDER}-old is 30 days old, more than 29. Record it again."
    as_json = run("cassettes", folder, "--max-age", DAYS - 1, "--format", "json")
    assert as_json.code == 1
    assert json.loads(as_json.out)["problems"] == [line.removeprefix("error: ")]


def test_a_story_that_does_not_say_when_it_was_recorded_is_too_old(run, tmp_path):
    put(tmp_path, {f"{SESV2}/undated.yaml": told()})
    assert run("cassettes", tmp_path).code == 0
    done = run("cassettes", tmp_path, "--max-age", 9999)
    assert done.code == 1
    assert f"{FOLDER}-undated does not say when it was recorded. Add `recorded`" in done.out


@pytest.mark.parametrize("origin", ["aws-documentation", "synthetic"])
def test_a_story_that_nobody_recorded_has_no_age(run, tmp_path, origin):
    put(tmp_path, {f"{SESV2}/printed.yaml": told(origin=origin)})
    assert run("cassettes", tmp_path, "--max-age", 0).code == 0


def test_a_broken_file_is_one_line_beside_the_stories_and_fails(run, folder):
    put(folder, {f"{SESV2}/torn.yaml": "interactions: [", "notes.txt": "x"})
    done = run("cassettes", folder)
    assert done.code == 1
    errors = [line for line in done.out.splitlines() if line.startswith("error: ")]
    assert len(errors) == 2
    assert any(line.startswith(f"error: {SESV2}/torn.yaml: not YAML: ") for line in errors)
    assert any(line.startswith("error: notes.txt: no test uses it") for line in errors)
    assert len(done.out.splitlines()) == 1 + 2 + 2


def test_a_hidden_file_that_a_killed_recording_left_is_passed_over(run, folder):
    put(folder, {f"{SESV2}/.new.yaml.123.part": "half"})
    assert run("cassettes", folder).code == 0


def test_a_folder_that_is_not_there_is_refused(run, folder):
    done = run("cassettes", folder.with_name("kepd"))
    assert done.refused(f"no folder of cassettes at {folder.with_name('kepd')}")


def test_an_empty_folder_lists_nothing(run, tmp_path):
    (tmp_path / "empty").mkdir()
    done = run("cassettes", tmp_path / "empty")
    assert (done.code, len(done.out.splitlines())) == (0, 1)


@pytest.mark.parametrize("days", ["-1", "soon"])
def test_an_age_that_is_no_number_of_days_is_refused(run, folder, days):
    assert run("cassettes", folder, "--max-age", days).refused("--max-age")


def test_what_is_known_to_be_wrong_fails_nothing_until_it_is_mended(run, folder):
    put(folder, {f"{SESV2}/to rn.yaml": "interactions: ["})
    written = run("cassettes", folder, "--max-age", 1, "--write-baseline", "known.txt")
    assert (written.code, written.out) == (
        0,
        "2 known failures written to known.txt; give each a reason\n",
    )
    known = run("cassettes", folder, "--max-age", 1, "--baseline", "known.txt")
    assert known.code == 0
    assert [line[:7] for line in known.out.splitlines()[-2:]] == ["known: "] * 2
    as_json = run(
        "cassettes", folder, "--max-age", 1, "--baseline", "known.txt", "--format", "json"
    )
    said = json.loads(as_json.out)
    assert (as_json.code, said["problems"], len(said["known"])) == (0, [], 2)
    put(folder, {f"{SESV2}/undated.yaml": told()})
    selection.shelf.cache_clear()  # each command is a process of its own
    new = run("cassettes", folder, "--max-age", 1, "--baseline", "known.txt")
    assert new.code == 1
    assert "error: " + FOLDER + "-undated does not say" in new.out
    mended = run("cassettes", folder, "--max-age", DAYS, "--baseline", "known.txt")
    assert mended.code == 1
    assert f"known.txt:4: {FOLDER}-old-age no longer happens. Take the line out." in mended.out
