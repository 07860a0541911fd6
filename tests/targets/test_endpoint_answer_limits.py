"""An endpoint that means harm: the call ends, in bounded time and memory, with one sentence."""

from __future__ import annotations

import gzip
import time
import tracemalloc

import pytest
from support.asked_servers import READS, told
from support.hostile_server import once, sending
from support.params import quick_first

from aws_job_conformance.targets.endpoint import _emulator, caller
from aws_job_conformance.targets.endpoint._answer_limits import AnswerLimits, Bounds

SMALL = AnswerLimits(size=1024 * 1024, within=0.5)
LONG = 30
"""Seconds: sixty times the limit, for a busy machine; without one each of these never ends."""

OK = b"HTTP/1.1 200 OK\r\n"
ENDLESS = {
    "a body of no length": (OK + b"\r\n", b"a" * 65536),
    "a body of 10 GB": (OK + b"Content-Length: 10000000000\r\n\r\n", b"a" * 65536),
    "chunks": (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b"a" * 4096 + b"\r\n"),
    "a chunk of 10 GB": (OK + b"Transfer-Encoding: chunked\r\n\r\n2540be400\r\n", b"a" * 65536),
    "a size of a chunk": (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0" * 65536),
    "an extension of a chunk": (OK + b"Transfer-Encoding: chunked\r\n\r\n1;", b"a" * 65536),
    "a trailer": (OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n" * 1000),
    "leave to go on": (b"HTTP/1.1 100 Continue\r\n\r\n" * 1000,),
    "fields": (OK, b"X: y\r\n" * 1000),
    "a field": (OK + b"X: ", b"a" * 65536),
    "a status line": (b"HTTP/1.1 200 ", b"a" * 65536),
    "nothing of HTTP": (b"a" * 65536,),
    "newlines": (b"\r\n" * 1000,),
}
SLOW = {
    "a status line": (b"H",),
    "a header": (OK, b"X: y\r\n"),
    "a field": (OK + b"X: ", b"a"),
    "a body": (OK + b"Content-Length: 10000000\r\n\r\n", b"a"),
    "a body of no length": (OK + b"\r\n", b"a"),
    "chunks": (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    "a trailer": (OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X"),
    "leave to go on": (b"HTTP/1.1 100 Continue\r\n\r\n",),
}
BROKEN = {
    "nothing": b"",
    "half a status line": b"HTTP/1.1 2",
    "half a header": OK + b"X: y\r\n",
    "half a body": OK + b"Content-Length: 10\r\n\r\n{",
    "half a chunk": OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{",
    "chunks of no number": OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
    "a negative chunk": OK + b"Transfer-Encoding: chunked\r\n\r\n-5\r\n{}\r\n",
    "a status of letters": b"HTTP/1.1 abc OK\r\n\r\n",
    "a status beyond all": b"HTTP/1.1 99999 OK\r\n\r\n",
    "a negative status": b"HTTP/1.1 -200 OK\r\n\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "TLS": b"\x15\x03\x01\x00\x02\x02\x0a",
    "NULs": b"\0" * 1000,
    "a million fields": OK + b"X: y\r\n" * 1_000_000 + b"\r\n",
    "a field of 70 kB": OK + b"X: " + b"a" * 70_000 + b"\r\n\r\n",
    "lengths that differ": OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
    "a length of 5,000 digits": OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n{}",
    "a length of letters": OK + b"Content-Length: many\r\n\r\n{}",
    "a redirect to itself": b"HTTP/1.1 301 x\r\nLocation: /\r\nContent-Length: 0\r\n\r\n",
    "a redirect to a file": b"HTTP/1.1 302 x\r\nLocation: file:///etc/passwd\r\n\r\n",
    "an answer that is a bomb": OK
    + b"Content-Type: application/json\r\nContent-Encoding: gzip\r\n\r\n"
    + gzip.compress(b" " * 50_000_000),
    "JSON 100,000 deep": OK + b"\r\n" + b"[" * 100_000,
}


def asks(url, limits=SMALL):
    """Return a caller of a server, under small limits."""
    found = caller.at(url, READS)
    found._bounds = Bounds(limits)
    return found


@pytest.mark.parametrize("name", ENDLESS)
def test_an_answer_without_an_end_is_read_no_further_than_the_limit(name):
    with sending(*ENDLESS[name]) as (url, _):
        asking = asks(url, AnswerLimits(size=1024 * 1024, within=LONG))
        asking.client("sesv2")
        tracemalloc.start()
        try:
            found = told(asking)
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert found.kind in {"connection", "other"}
    assert most < 30 * 1024 * 1024


@pytest.mark.parametrize("name", quick_first(SLOW, quick=2))
def test_an_answer_that_comes_byte_by_byte_ends_at_the_deadline(name):
    start = time.monotonic()
    with sending(*SLOW[name], pause=0.02) as (url, _):
        found = told(asks(url))
        took = time.monotonic() - start
    assert found.kind == "connection"
    assert "sent an answer that was not whole within 0.5 seconds" in found.sentence
    assert took < LONG


def test_a_silence_is_no_longer_than_what_is_left_of_the_time():
    with sending(OK, count=once, closes=False) as (url, _):
        found = told(asks(url))
    assert "sent an answer that was not whole within 0.5 seconds" in found.sentence


def test_what_comes_fast_and_is_never_too_much_ends_at_the_deadline_too():
    with sending(*ENDLESS["leave to go on"]) as (url, _):
        found = told(asks(url, AnswerLimits(size=10**15, within=0.3)))
    assert "sent an answer that was not whole within 0.3 seconds" in found.sentence


@pytest.mark.parametrize("name", BROKEN)
def test_an_answer_that_is_broken_ends_with_a_sentence(name):
    with sending(BROKEN[name], count=once) as (url, _):
        assert told(asks(url, AnswerLimits(size=1024 * 1024))).sentence


def test_a_server_that_breaks_the_limits_again_and_again_is_asked_nothing_more():
    with sending(OK + b"\r\n", b"a" * 65536) as (url, callers):
        asking = asks(url, AnswerLimits(size=1000, strikes=2))
        assert "more than 0.000954 MB" in told(asking).sentence
        told(asking)
        before = len(callers)
        assert "asked nothing more in this run" in told(asking).sentence
    assert len(callers) == before > 0


def test_an_answer_below_the_limits_is_read_whole():
    body = b'{"ImportJobs": [], "x": "' + b"a" * 900_000 + b'"}'
    told_so = OK + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
    with sending(told_so + body, count=once) as (url, _):
        client = asks(url, AnswerLimits(size=1024 * 1024)).client("sesv2")
        assert [client.list_import_jobs()["ImportJobs"] for _ in range(2)] == [[], []]


@pytest.mark.parametrize("name", quick_first([*ENDLESS, *BROKEN], quick=8))
def test_what_asks_an_emulator_for_its_name_reads_no_more(name, monkeypatch):
    monkeypatch.setattr(_emulator, "_MOST", 100_000)
    pieces = ENDLESS.get(name) or (BROKEN[name],)
    count = {} if name in ENDLESS else {"count": once}
    with sending(*pieces, **count) as (url, _):
        assert _emulator.named(url) == _emulator.UNKNOWN
