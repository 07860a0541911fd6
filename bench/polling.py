"""What a whole poller on trial costs, in seconds: what a person waits for."""

from __future__ import annotations

import contextlib
import time
from typing import Any

from hypothesis import given, settings
from measuring import Figure, Once, Promise, seconds

from aws_job_conformance import PollerDidNotStop, exercise, play
from aws_job_conformance.strategies import histories

RIGHT = "seconds of a right poller through 100 histories"
STUCK = "seconds until a poller without a limit is told, of jobs that are stuck"
VERDICT = "seconds of exercise, with trouble"
PROMISES = {RIGHT: Promise("<=", 5), STUCK: Promise("<=", 10), VERDICT: Promise("<=", 10)}

LEAST = 50
"""Examples, below which none of this is measured."""
_ENDS = ("COMPLETED", "FAILED", "CANCELLED")


class _JobFailedError(Exception):
    pass


def _poll(client: Any) -> None:
    while (shown := client.get_import_job(JobId="a")["JobStatus"]) not in _ENDS:
        time.sleep(30)
    if shown != "COMPLETED":
        raise _JobFailedError(shown)


def right(operation: str) -> Once:
    """Measure a right poller, drawn histories and the whole of Hypothesis included."""

    @settings(deadline=None, database=None, max_examples=100)
    @given(histories(operation))
    def each(history: Any) -> None:
        with contextlib.suppress(_JobFailedError), play(history) as client:
            _poll(client)

    return _once(RIGHT, each)


def stuck(operation: str) -> Once:
    """Measure how long a poller without a limit takes to be told, shrinking included."""

    @settings(deadline=None, database=None, print_blob=False)
    @given(histories(operation, ending="unfinished"))
    def each(history: Any) -> None:
        with play(history) as client:
            _poll(client)

    def told() -> None:
        with contextlib.suppress(PollerDidNotStop):
            each()

    return _once(STUCK, told)


def verdict(operation: str) -> Once:
    """Measure the verdict on a right poller."""
    return _once(VERDICT, lambda: exercise(_poll, operation, fails=_JobFailedError, trouble=True))


def _once(what: str, work: Any) -> Once:
    return lambda _: [Figure(what, seconds(lambda _: work(), [None]))]
