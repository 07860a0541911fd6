"""What an acceptor of a waiter looks at, in responses that are made for it."""

import pytest

from aws_job_conformance.linter import acceptors


@pytest.mark.parametrize(
    ("steps", "other"),
    [
        (("jobs", 0, "status"), ("jobs", 2, "status")),
        (("groups", 0, "jobs", 0, "status"), ("groups", 0, "jobs", 2, "status")),
        (("job", "status"), ("job", "status")),
    ],
)
def test_another_entry_is_one_of_the_last_list_on_the_way(steps, other):
    assert acceptors._nth(steps, 2) == other
