"""Stories with one answer that is wrong: what broke fails, is named once, and only there."""

from __future__ import annotations

import gzip
import re

import pytest
from support.params import quick_first
from support.stories import LEFT_OUT, SESV2, job, put, shipped, written
from support.suite_runs import ran

MISSING = f"{SESV2}/missing-job"
COMPLETED = written()["interactions"][1]["response"]["body"]["string"]
RUNNING = {"JobStatus": "PROCESSING", "CompletedTimestamp": LEFT_OUT, "FailureInfo": LEFT_OUT}
INSTANT = "CompletedTimestamp"
ABSENT = "a job that is not there"


def answered(story, poll, status, code, body='{"message": "x"}'):
    """Return a story in which one poll is answered by an error."""
    headers = {"Content-Type": ["application/json"]} | (
        {"x-amzn-ErrorType": [code]} if code else {}
    )
    story["interactions"][poll - 1]["response"] = {
        "status": {"code": status, "message": None},
        "headers": headers,
        "body": {"string": body},
    }
    return story


BROKEN = {
    "a-truncated-body": (job({}, COMPLETED[:200]), ("error", 2, "the body", "wire")),
    "html-with-200": (job({}, "<html>Log in</html>"), ("error", 2, "the body", "wire")),
    "a-gzip-body": (job({}, gzip.compress(COMPLETED.encode())), ("error", 2, "the body", "wire")),
    "an-empty-body": (job({}, ""), ("error", 2, "the body", "wire")),
    "a-list-for-a-body": (job({}, "[]"), ("error", 2, "the body", "wire")),
    "a-body-of-5000-levels": (job({}, "[" * 5000), ("error", 2, "the body", "wire")),
    "a-null-status": (job({}, {"JobStatus": None}), ("error", 2, "JobStatus", "wire")),
    "half-a-surrogate-pair": (job({}, {"JobStatus": "\ud800"}), ("error", 2, "JobStatus", "wire")),
    "more-failed-than-processed": (
        job({}, {"FailedRecordsCount": 1201}),
        ("error", 2, "FailedRecordsCount", "at-most"),
    ),
    "completed-then-processing": (job({}, {}, RUNNING), ("error", 3, "JobStatus", "final")),
    "the-year-52000": (job({}, {INSTANT: 1.6e12}), ("error", 2, INSTANT, "wire")),
    "an-instant-of-1e20": (job({}, {INSTANT: 1e20}), ("error", 2, INSTANT, "wire")),
    "an-instant-of-400-digits": (job({}, {INSTANT: 10**400}), ("error", 2, INSTANT, "wire")),
    "an-instant-that-is-true": (job({}, {INSTANT: True}), ("error", 2, INSTANT, "wire")),
    "a-text-for-a-structure": (
        job({}, {"ImportDataSource": "x"}),
        ("error", 2, "ImportDataSource", "wire"),
    ),
    "an-unknown-status": (job({"JobStatus": "PAUSED"}, {}), ("warning", 1, "JobStatus", "wire")),
    "poll-answered-500": (
        answered(job({}, {}), 1, 500, "InternalFailure"),
        ("error", 1, "HTTP 500", "wire"),
    ),
    "poll-answered-429": (answered(job({}, {}), 1, 429, "TooManyRequestsException"), None),
    "missing-answered-400": (
        answered(shipped(MISSING), 1, 400, "BadRequestException"),
        ("error", 1, ABSENT, "wire"),
    ),
    "missing-answered-429": (
        answered(shipped(MISSING), 1, 429, "TooManyRequestsException"),
        ("error", 1, ABSENT, "wire"),
    ),
    "missing-answered-500": (
        answered(shipped(MISSING), 1, 500, "InternalFailure"),
        ("error", 1, "HTTP 500", "wire"),
    ),
    "missing-without-a-code": (
        answered(shipped(MISSING), 1, 404, None, "{}"),
        ("error", 1, "HTTP 404", "wire"),
    ),
    "missing-but-there": (
        shipped(MISSING) | {"interactions": job({})["interactions"]},
        ("error", 1, ABSENT, "wire"),
    ),
    "as-it-should-be": (job({}, {}), None),
}


@pytest.fixture(scope="module")
def broken_folder(tmp_path_factory):
    files = {f"{SESV2}/{name}.yaml": story for name, (story, _) in BROKEN.items()}
    return put(tmp_path_factory.mktemp("broken"), files)


@pytest.fixture(scope="module")
def broken(broken_folder, tmp_path_factory):
    return ran("--cassettes", broken_folder, cwd=tmp_path_factory.mktemp("run"))


@pytest.mark.parametrize("story", BROKEN)
def test_a_broken_story_tells_what_broke_once_and_at_its_poll(broken, story):
    _, expected = BROKEN[story]
    assert broken.findings.get(story, []) == ([expected] if expected else [])
    fails = expected is not None and expected[0] == "error"
    assert broken.outcomes[story] == ("FAILED" if fails else "PASSED")


def test_broken_stories_show_no_traceback_of_a_client(broken):
    assert broken.status == 1
    assert broken.no_traceback()


def test_a_failure_and_the_table_say_the_same_sentence(broken):
    told = r"sesv2:GetImportJob poll 2 · FailedRecordsCount: got 1201, but .*?\)\. .*?$"
    failure, in_table = re.findall(told, broken.text, re.MULTILINE)
    assert in_table == f"{failure}  [synthetic: more-failed-than-processed]"


@pytest.mark.thorough  # two workers start
def test_with_xdist_the_table_is_the_same(broken, broken_folder, tmp_path):
    parallel = ran("--cassettes", broken_folder, "-n", "2", cwd=tmp_path)
    assert parallel.summary == broken.summary
    assert (parallel.status, parallel.outcomes) == (broken.status, broken.outcomes)


@pytest.mark.parametrize(
    ("args", "env", "status"),
    quick_first(
        [
            ((), {}, 0),  # although the ini file of this project says `strict = true`
            (("--strict",), {}, 1),
            (("-n", "2"), {"PYTEST_ADDOPTS": "--strict"}, 1),
            (("-o", "addopts=--strict", "-n", "2"), {}, 1),
        ],
        quick=2,
        ids=[
            "in the ini file",
            "as an argument",
            "in the environment of a worker",
            "in addopts of one",
        ],
    ),
)
def test_strict_makes_warnings_fail_where_it_is_an_option(args, env, status, tmp_path):
    folder = put(tmp_path / "c", {f"{SESV2}/drift.yaml": BROKEN["an-unknown-status"][0]})
    assert ran("--cassettes", folder, *args, cwd=tmp_path, env=env).status == status
