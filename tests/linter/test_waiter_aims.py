"""What a waiter is for, and what a status says, by their words."""

import pytest

from aws_job_conformance.linter import waiter_aims


@pytest.mark.parametrize(
    ("status", "is_ongoing"),
    [
        ("DELETING", True),
        ("DELETE_IN_PROGRESS", True),
        ("DELETED", False),
        ("PENDING_REVIEW", False),
        ("IN_PROGRESS_STOPPED", False),
    ],
)
def test_the_last_word_of_a_status_says_whether_something_goes_on(status, is_ongoing):
    assert waiter_aims.says_ongoing(status) == is_ongoing
