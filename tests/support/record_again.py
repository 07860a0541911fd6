"""A story recorded again and again by a process that somebody kills."""

from __future__ import annotations

import json
from datetime import date
from itertools import count

from aws_job_conformance.protocol.http import HttpExchange, HttpRequest, HttpResponse
from aws_job_conformance.targets.cassettes import writer

OPERATION = "sesv2:GetImportJob"
POLLS = (1, 12)
"""How many polls the two stories have that take turns under one name."""

_JOB = "0f2d6f1c-5a2e-4f4c-9a58-6c1d0e9b7a31"
_HOST = "https://email.eu-west-1.amazonaws.com"


def body(status="COMPLETED", **members):
    """Return what is answered of a job."""
    told = {"JobId": _JOB, "JobStatus": status, "CreatedTimestamp": 1764000000.5, **members}
    return json.dumps(told).encode()


def asked():
    """Return the request for a job."""
    return HttpRequest("GET", f"{_HOST}/v2/email/import-jobs/{_JOB}", {}, b"")


def exchanges(polls, status="COMPLETED"):
    """Return a job that shows the same in each of its polls."""
    answer = HttpResponse(200, {"content-type": "application/json"}, body(status))
    return [HttpExchange(asked(), answer)] * polls


def story(polls, name="completed"):
    """Return what a cassette of so many polls says of itself."""
    return writer.StoryHeader(
        OPERATION, name, "simulator", f"{polls} polls", "a test", "1.0", date(2026, 1, 1)
    )


def record(place, polls):
    """Record a story once; return where it lies."""
    return writer.write(place, story(polls), exchanges(polls))


def for_ever(place, first, done):
    """Record the two stories in turns until somebody kills this process; tell when one is done."""
    for number in count(first):
        record(place, POLLS[number % len(POLLS)])
        done()
