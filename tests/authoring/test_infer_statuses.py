"""What the words of a status say: which end a job, and how."""

from __future__ import annotations

import collections

import pytest

from aws_job_conformance.authoring.infer import statuses


def groups(values):
    found = collections.defaultdict(set)
    for value, group in statuses.groups(values.split()).items():
        found[group].add(value)
    return dict(found)


@pytest.mark.parametrize(
    ("said", "group"),
    [
        ("COMPLETED", "success"),
        ("SUCCEED", "success"),
        ("DETECTION_COMPLETE", "success"),
        ("TimedOut", "failure"),
        ("TIMED_OUT", "failure"),
        ("VALIDATION_FAILED", "failure"),
        ("HOOK_COMPLETE_FAILED", "failure"),
        ("ROLLBACK_COMPLETE", "failure"),
        ("CompletedWithErrors", "partial"),
        ("COMPLETED_WITH_FAILURES", "partial"),
        ("Succeeded With Warning", "partial"),
        ("PARTIAL_SUCCESS", "partial"),
        ("CANCEL_COMPLETED", "stopped"),
        ("Canceled", "stopped"),
        ("EXPIRED", "stopped"),
        ("CANCELLING", "ending"),
        ("Stopping", "ending"),
        ("IN_PROGRESS", "running"),
        ("INPROGRESS", "running"),
        ("InProgress", "running"),
        ("IN_PROGRESS_IN_ERROR", "running"),
        ("STOP_REQUESTED", "running"),
        ("NOT_STARTED", "running"),
        ("NotYetRun", "running"),
        ("waiting-to-start", "running"),
        ("NOT_RUN", "unclear"),
        ("PAUSED", "unclear"),
        ("pausedByFailedStep", "unclear"),
        ("CANCEL_FAILED", "unclear"),
        ("DELETE_FAILED", "unclear"),
        ("HUMAN_REVIEW", "unclear"),
    ],
)
def test_the_words_of_a_status_say_how_it_ends_a_job(said, group):
    assert statuses.group(said) == group


def test_a_stage_that_is_completed_is_no_end_beside_a_plain_word():
    assert groups("UPLOADING UPLOAD_COMPLETED COMPLETED FAILED") == {
        "running": {"UPLOADING"},
        "unclear": {"UPLOAD_COMPLETED"},
        "success": {"COMPLETED"},
        "failure": {"FAILED"},
    }
    assert groups("X_PENDING X_COMPLETE X_FAILED")["success"] == {"X_COMPLETE"}


@pytest.mark.parametrize(
    ("values", "first"),
    [
        ("QUEUED RUNNING DONE FAILED", "QUEUED"),
        ("RUNNING CREATED DONE FAILED", "CREATED"),
        ("STARTING RUNNING DONE FAILED", None),
        ("WORKING DONE FAILED", "WORKING"),
    ],
)
def test_the_first_status_is_named_only_where_it_is_clear(values, first):
    assert statuses.initial(statuses.groups(values.split())) == first


@pytest.mark.parametrize(
    "values",
    ["CREATING ACTIVE FAILED", "DONE FAILED", "RUNNING DONE", "RUNNING FAILED", "ALLOW DENY"],
)
def test_what_lacks_a_success_a_failure_or_a_beginning_is_no_life(values):
    assert not statuses.is_life(values.split())
