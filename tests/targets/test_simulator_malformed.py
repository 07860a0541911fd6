"""Malformed requests, one by one, over a socket: the status that HTTP names, and nobody stopped."""

from __future__ import annotations

import http.client
import json
from urllib.parse import urlsplit

import pytest
from support.malformed_requests import FINE, GOOD, JOBS, TABLE, get
from support.raw_http import PATIENCE, asked, connected

from aws_job_conformance.targets import simulator

SERVED = (
    "sesv2:GetImportJob",
    "dynamodb:DescribeImport",
    "mailmanager:GetAddressListImportJob",
    "pinpoint:GetImportJob",
)


@pytest.fixture(scope="module")
def url():
    """Serve beside a caller whose body never ends."""
    with simulator.serving(*SERVED) as found, connected(found) as unfinished:
        unfinished.sendall(get(JOBS, "Content-Length: 1000", method="POST") + b"{")
        yield found


def job_to_its_end(url):
    """Run a whole job as a good caller does; return its last status."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)
    try:
        connection.request("POST", JOBS, GOOD)
        job = json.loads(connection.getresponse().read())["JobId"]
        for _ in range(10):
            connection.request("GET", f"{JOBS}/{job}")
            status = json.loads(connection.getresponse().read())["JobStatus"]
            if status == "COMPLETED":
                break
    finally:
        connection.close()
    return status


@pytest.mark.parametrize("name", TABLE)
def test_a_malformed_request_is_answered_as_http_says_and_stops_nobody(name, url):
    request, status = TABLE[name]
    first = asked(url, request)[0]
    assert first.status == status
    assert int(first.headers["content-length"]) == len(first.body)
    assert first.headers["x-aws-job-conformance"] == "simulator"
    assert job_to_its_end(url) == "COMPLETED"


AT_ONCE = ("TLS", "NULs", "noise", "words", "LFs alone", "CRs alone", "an LF alone", "an answer")
OPEN = [
    name
    for name, (_, status) in TABLE.items()
    if status in {413, 414, 417, 431, 501, 505} or name.partition(": ")[2] in AT_ONCE
]


@pytest.mark.parametrize("name", OPEN)
def test_what_can_be_refused_is_refused_before_the_caller_has_ended(name, url):
    request, status = TABLE[name]
    assert asked(url, request, ends=False)[0].status == status


@pytest.mark.parametrize("name", FINE)
def test_what_is_unusual_and_allowed_is_answered(name, url):
    request, status = FINE[name]
    found = asked(url, request)
    assert [one.status for one in found] == [status]


def test_the_table_has_as_many_requests_as_were_tried_before():
    assert len(TABLE) >= 111
    assert not [name for name, (_, status) in TABLE.items() if status >= 500 and status < 501]
