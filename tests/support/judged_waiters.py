"""Small waiters, and what the linter says of them."""

from __future__ import annotations

from aws_job_conformance import linter
from aws_job_conformance.linter import waiter_files


def path(status, state, argument="JobStatus", matcher="path"):
    """An acceptor of a path."""
    return {"matcher": matcher, "argument": argument, "expected": status, "state": state}


def error(code, state):
    """An acceptor of an error."""
    return {"matcher": "error", "expected": code, "state": state}


RIGHT = [path("COMPLETED", "success"), path("FAILED", "failure"), path("CANCELLED", "failure")]
"""What waits for `sesv2:GetImportJob` as its contract has it."""


def waiter_file(acceptors, name="ImportJobCompleted", operation="GetImportJob"):
    """A file with one waiter, as JSON."""
    one = {"operation": operation, "delay": 15, "maxAttempts": 240, "acceptors": acceptors}
    return {"version": 2, "waiters": {name: one}}


def judged(acceptors, name="ImportJobCompleted", operation="sesv2:GetImportJob"):
    """Return the verdict about one waiter."""
    service, _, asked = operation.partition(":")
    value = waiter_file(acceptors, name, asked)
    (read,) = waiter_files.read(value, "waiters-2.json", service)
    return linter.judge(read)


def said(*args, **options):
    """Return what is found of one waiter: kind, grade and values."""
    return [(one.kind, one.grade, one.values) for one in judged(*args, **options).findings]
