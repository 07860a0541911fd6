"""What the simulator keeps: bounded, told as an SDK reads it, and free again when it is gone."""

from __future__ import annotations

import gzip
import json
import sys
import tracemalloc

import pytest
from botocore.exceptions import ClientError
from support import simulated
from support.malformed_requests import GOOD, JOBS, SIGNED, get, post
from support.raw_http import asked
from support.simulated import csv_of

from aws_job_conformance.core import errors
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.targets import simulator
from aws_job_conformance.targets.simulator import _records
from aws_job_conformance.targets.simulator._records import FileForm
from aws_job_conformance.targets.simulator._server_limits import (
    DEFAULT,
    JOB,
    Room,
    ServerLimits,
    size,
)

M = 1024 * 1024
UPLOADED = "mailmanager:GetAddressListImportJob"


def kept(url):
    """Return how many bytes a server says it keeps."""
    return json.loads(asked(url, get())[0].body)["bytes"]


def made(driven, count):
    """Make so many jobs."""
    for _ in range(count):
        driven.create()


def test_the_store_has_at_most_256_mb():
    assert DEFAULT.store == 256 * M


def test_jobs_beyond_the_room_are_refused_as_their_sdk_tells_it():
    with simulator.serving("sesv2:GetImportJob", limits=ServerLimits(store=10 * JOB)) as url:
        driven = simulated.Driven("sesv2:GetImportJob", simulated.clients(url))
        made(driven, 1)
        with pytest.raises(ClientError) as error:
            made(driven, 20)
        assert driven.poll()
    told = error.value.response
    assert told["ResponseMetadata"]["HTTPStatusCode"] == 507
    assert told["Error"]["Code"] == "InsufficientStorage"
    assert told["Error"]["Message"].startswith("this simulator keeps at most 80 kB of files and")


def test_a_file_beyond_the_room_is_refused_and_goes_with_what_its_job_lives_in():
    limits = ServerLimits(store=200_000)
    with simulator.serving(UPLOADED, limits=limits) as url:
        first = simulated.Driven(UPLOADED, simulated.clients(url))
        first.make_parents()
        first.create()
        assert first.upload(b"a" * 100_000) == 200
        assert kept(url) > 100_000
        second = simulated.Driven(UPLOADED, first.clients, given=dict(first.given))
        second.create()
        assert second.upload(b"a" * 100_000) == 507
        assert second.upload(csv_of(3)) == 200
        first.clean_up()
        assert kept(url) == 0
        assert simulated.made(UPLOADED, first.clients, rows=csv_of(2)).to_end()


def test_a_file_that_is_sent_again_takes_the_place_of_the_first():
    with simulator.serving(UPLOADED, limits=ServerLimits(store=200_000)) as url:
        driven = simulated.Driven(UPLOADED, simulated.clients(url))
        driven.make_parents()
        driven.create()
        assert [driven.upload(b"a" * 100_000) for _ in range(5)] == [200] * 5


def test_a_file_of_many_small_records_is_counted_as_what_they_take_in_memory():
    rows = b"pk\n" + b"1\n" * 300_000
    with simulator.serving(UPLOADED, limits=ServerLimits(store=2 * M)) as url:
        driven = simulated.Driven(UPLOADED, simulated.clients(url))
        driven.make_parents()
        driven.create()
        assert driven.upload(rows) == 200
        assert simulated.refused(driven, "StartAddressListImportJob") == (
            "InsufficientStorage",
            507,
        )
        assert driven.poll() == "CREATED"


def test_objects_are_counted_and_refused_as_s3_does():
    def put(target, body):
        return asked(url, post(body, SIGNED, target=target, method="PUT"))[0]

    with simulator.serving("sesv2:GetImportJob", limits=ServerLimits(store=100_000)) as url:
        assert put("/made", b"").status == 200
        assert [put("/made/x", b"a" * 60_000).status for _ in range(3)] == [200] * 3
        no = put("/made/y", b"a" * 60_000)
        assert (no.status, no.headers["content-type"]) == (507, "application/xml")
        assert b"<Code>InsufficientStorage</Code><Message>this simulator keeps" in no.body
        found = {put(f"/bucket-{n}", b"").status for n in range(100)}
    assert found == {200, 507}


def test_a_body_that_is_too_large_is_refused_in_the_protocol_of_its_operation():
    with simulator.serving() as url:
        rest = asked(url, get(JOBS, "Content-Length: 99999999", method="POST"))[0]
        target = "X-Amz-Target: DynamoDB_20120810.ImportTable"
        rows = asked(url, get("/", target, "Content-Length: 99999999", method="POST"))[0]
        at = "/service/MailManagerSvc/operation/CreateAddressList"
        cbor = "smithy-protocol: rpc-v2-cbor"
        map_ = asked(url, get(at, cbor, "Content-Length: 99999999", method="POST"))[0]
        none = asked(url, get("/x", "Content-Length: 99999999", method="POST"))[0]
    assert {one.status for one in (rest, rows, map_, none)} == {413}
    assert rest.headers["x-amzn-errortype"] == "RequestEntityTooLarge"
    assert json.loads(rows.body)["__type"] == "RequestEntityTooLarge"
    assert map_.headers["content-type"] == "application/cbor"
    assert none.body.startswith(b"RequestEntityTooLarge: ")
    assert none.headers["content-type"].startswith("text/plain")


def test_what_is_counted_for_small_jobs_is_at_least_what_they_take():
    with simulator.serving("sesv2:GetImportJob") as url:
        client = simulated.clients(url)("sesv2")
        driven = simulated.Driven("sesv2:GetImportJob", client).create()
        driven.poll()
        before = kept(url)
        tracemalloc.start()
        try:
            start, _ = tracemalloc.get_traced_memory()
            for _ in range(100):
                asked(url, post(GOOD))
            end, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        counted = kept(url) - before
    assert end - start < counted


@pytest.mark.parametrize(
    ("file", "form"),
    [
        (b"pk\n" + b"1\n" * 10_000, FileForm()),
        (b"pk,x\n" + b",\n" * 10_000, FileForm()),
        (b"[" + b"{}," * 20_000 + b"{}]", FileForm(format="JSON")),
        (b"[" + b"[]," * 20_000 + b"[]]", FileForm(format="JSON")),
        (b'{"a":1}\n' * 10_000, FileForm(format="DYNAMODB_JSON")),
    ],
)
def test_what_is_counted_for_records_is_at_least_what_they_keep(file, form):
    tracemalloc.start()
    try:
        start, _ = tracemalloc.get_traced_memory()
        rows = _records.read([file], form)
        end, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert end - start < rows.kept + 100_000


BOMBS = {
    "gzip": (gzip.compress(b"a" * (_records.MOST_UNPACKED + 1)), FileForm()),
    "gzip of lines": (gzip.compress(b"\n" * (_records.MOST_LINES + 1)), FileForm()),
    "a line": (b"a" * 2_000_000, FileForm()),
    "a line of cells": (b"," * 2_000_000, FileForm()),
    "JSON 100,000 deep": (b"[" * 10_000, FileForm(format="JSON")),
    "objects 100,000 deep": (b'{"a":' * 10_000, FileForm(format="JSON")),
    "an integer of 5,000 digits": (b"[" + b"9" * 5000 + b"]", FileForm(format="JSON")),
    "a list of nothing": (b"[" + b"[]," * 4_000_000 + b"[]]", FileForm(format="JSON")),
    "half a gzip": (gzip.compress(bytes(1_000_000))[:500], FileForm()),
    "half a surrogate": (b'["\\ud800"]', FileForm(format="JSON")),
}
FAULTS = {"gzip", "gzip of lines", "a line", "a line of cells", "half a gzip", "a list of nothing"}


def test_an_array_of_two_megabytes_in_one_line_is_read():
    file = b"[" + b",".join(b'{"pk": "%06d", "x": "%0180d"}' % (n, n) for n in range(10_000)) + b"]"
    rows = _records.read([file], FileForm(format="JSON"))
    assert (len(rows.keys), rows.fault) == (10_000, "")


def test_records_beyond_the_room_are_given_up_while_they_are_read():
    file = b"pk\n" + b"1\n" * 10_000
    assert len(_records.read([file], FileForm()).keys) == 10_000
    with pytest.raises(errors.OverlongError):
        _records.read([file], FileForm(), most=100_000)


@pytest.mark.parametrize("name", BOMBS)
def test_a_file_that_is_a_bomb_is_a_fault_or_records_within_the_memory_that_is_given(name):
    file, form = BOMBS[name]
    tracemalloc.start()
    try:
        rows = _records.read([file], form, most=16 * M)
    except errors.OverlongError:
        rows = None
    finally:
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert rows is None or rows.kept <= 16 * M
    assert rows is None or bool(rows.fault) == (name in FAULTS)
    assert most < 400 * M


def test_a_job_of_half_a_surrogate_goes_to_its_end():
    with simulator.serving("dynamodb:DescribeImport") as url:
        put = post(b'{"Item": {"pk": {"S": "\\ud800"}}}', SIGNED, target="/rows/x", method="PUT")
        asked(url, post(b"", SIGNED, target="/rows", method="PUT"))
        assert asked(url, put)[0].status == 200
        driven = simulated.Driven("dynamodb:DescribeImport", simulated.clients(url))
        driven.create().to_end()


def test_a_room_counts_each_owner_once_and_what_goes_no_longer():
    room = Room(100)
    room.take("a", 60)
    room.take("a", 70)
    with pytest.raises(simulator.RefusalError):
        room.take("b", 31)
    room.take("b", 30)
    assert (room.used, room.left) == (100, 0)
    room.give_back("a")
    room.give_back("a")
    assert room.used == 30


@pytest.mark.parametrize("value", ["a" * 1000, ["a"] * 1000, {"a": {"b": [1, 2.5, None]}}])
def test_a_value_is_counted_as_no_less_than_it_takes(value):
    assert size(value) >= sys.getsizeof(value)


@pytest.mark.parametrize("host", ["\udcff", "a b", "x\0y", "\x1b[2J", "a" * 5000])
def test_a_host_that_is_none_is_refused_in_one_printable_line(host):
    with pytest.raises(InputError, match="cannot listen on") as error:
        simulator.server(lambda *_: [], host, 0)
    assert str(error.value).isprintable()
