"""Callers that stall, vanish or come in crowds: each has its time and its share, and no more."""

from __future__ import annotations

import gc
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack

import pytest
from support import simulated
from support.malformed_requests import GOOD, JOBS, get
from support.params import quick_first
from support.raw_http import PATIENCE, answers, asked, connected
from support.simulated import csv_of

from aws_job_conformance.targets import simulator
from aws_job_conformance.targets.simulator._server_limits import ServerLimits

HASTY = ServerLimits(idle=0.4, head_within=0.4, body_within=0.4, answer_within=0.4)
OPERATION = "mailmanager:GetAddressListImportJob"
HERE = ("127.0.0.1", 0)
LARGE = bytes(50_000_000)
"""More than any system keeps for a caller that does not read."""

UNFINISHED = {
    "nothing": b"",
    "half a line": b"GET /hea",
    "half a header": b"GET /health HTTP/1.1\r\nHost: x\r\n",
    "half a body": get(JOBS, "Content-Length: 1000", method="POST") + b"{",
    "half a chunk": get(JOBS, "Transfer-Encoding: chunked", method="POST") + b"10\r\n{",
    "a body on request": get(JOBS, "Content-Length: 9", "Expect: 100-continue", method="POST"),
}
DRIPPING = {
    "a line": (b"GET /", b"a"),
    "a header": (b"GET /health HTTP/1.1\r\nHost: x\r\nX: ", b"y"),
    "a body": (get(JOBS, "Content-Length: 9999", method="POST"), b" "),
    "chunks": (get(JOBS, "Transfer-Encoding: chunked", method="POST"), b"1\r\n \r\n"),
    "an extension": (get(JOBS, "Transfer-Encoding: chunked", method="POST") + b"1;", b"a"),
    "a trailer": (get(JOBS, "Transfer-Encoding: chunked", method="POST") + b"0\r\nX: ", b"a"),
}


def test_fifty_unfinished_requests_stop_no_job_of_a_real_client():
    with simulator.serving(OPERATION) as url, ExitStack() as crowd:
        for number in range(50):
            own = crowd.enter_context(connected(url))
            own.sendall([*UNFINISHED.values()][number % len(UNFINISHED)])
        driven = simulated.made(OPERATION, simulated.clients(url), rows=csv_of(5, 1)).to_end()
        assert driven.status == "COMPLETED"
        assert driven.findings(records=6) == []


@pytest.mark.parametrize("name", quick_first(UNFINISHED, quick=2))
def test_a_request_that_does_not_go_on_has_its_time_and_is_told_so(name):
    with simulator.serving(OPERATION, limits=HASTY) as url:
        found = [one.status for one in asked(url, UNFINISHED[name], ends=False)]
    assert found == {"nothing": [], "a body on request": [100, 408]}.get(name, [408])


@pytest.mark.parametrize("name", quick_first(DRIPPING, quick=2))
def test_a_byte_now_and_then_buys_no_time(name):
    start, drop = DRIPPING[name]
    begun = time.monotonic()
    with simulator.serving(OPERATION, limits=HASTY) as url, connected(url) as own:
        own.sendall(start)
        own.settimeout(0.05)
        said = b""
        while not said and time.monotonic() - begun < PATIENCE:
            own.sendall(drop)
            try:
                said = own.recv(4096)
            except TimeoutError:
                continue
    assert said.startswith(b"HTTP/1.1 408 ")


def test_a_caller_that_reads_nothing_of_its_answer_is_let_go():
    running = simulator.server(lambda _, start: start("200 OK", []) or [LARGE], *HERE, HASTY)
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    try:
        with connected(simulator.url_of(running)) as own:
            own.sendall(get())
            assert own.recv(1) == b"H"
            deadline = time.monotonic() + PATIENCE
            while running._open:
                assert time.monotonic() < deadline
                time.sleep(0.01)
    finally:
        running.shutdown()
        thread.join()


def begun(crowd, url):
    """Open a connection whose body is waited for; return whether it was taken."""
    own = crowd.enter_context(connected(url))
    own.sendall(UNFINISHED["a body on request"])
    return own.recv(4096).startswith(b"HTTP/1.1 100 ")


def test_more_callers_than_there_may_be_are_told_so_and_idle_ones_make_room():
    limits = ServerLimits(connections=3)
    with simulator.serving(OPERATION, limits=limits) as url, ExitStack() as crowd:
        assert [begun(crowd, url) for _ in range(2)] == [True, True]
        idle = crowd.enter_context(connected(url))
        assert asked(url, get())[0].status == 200
        assert idle.recv(1) == b""  # it made room
        deadline = time.monotonic() + PATIENCE
        while not begun(crowd, url):
            assert time.monotonic() < deadline
        assert [asked(url, get())[0].status for _ in range(5)] == [503] * 5


def test_bodies_on_their_way_have_one_share_for_all():
    limits = ServerLimits(buffered=100_000)
    start = get(JOBS, "Content-Length: 60001", method="POST") + b" " * 60_000
    with simulator.serving(OPERATION, limits=limits) as url, connected(url) as first:
        first.sendall(start)
        deadline = time.monotonic() + PATIENCE
        while (found := asked(url, start, ends=True)[0].status) != 503:
            assert found == 400  # of the first one, less had come so far
            assert time.monotonic() < deadline
        first.shutdown(socket.SHUT_WR)
        assert [one.status for one in answers(first)] == [400]
        assert asked(url, start)[0].status == 400  # what the others held is free again


def test_a_body_that_waits_for_leave_is_given_it_and_read():
    with simulator.serving("sesv2:GetImportJob") as url, connected(url) as own:
        fields = (f"Content-Length: {len(GOOD)}", "Expect: 100-continue")
        own.sendall(get(JOBS, *fields, method="POST"))
        assert own.recv(4096).startswith(b"HTTP/1.1 100 ")
        own.sendall(GOOD)
        own.shutdown(socket.SHUT_WR)
        assert [one.status for one in answers(own)] == [200]


def test_requests_that_come_at_once_are_answered_in_their_order():
    request = get() + get("/nowhere") + get(method="FROB") + get()
    with simulator.serving("sesv2:GetImportJob") as url:
        assert [one.status for one in asked(url, request)] == [200, 404, 501]


@pytest.mark.parametrize("begins", [True, False])
def test_a_server_that_is_stopped_has_let_go_of_its_port_when_it_says_so(begins):
    for _ in range(20):
        running = simulator.server(lambda _, start: start("200 OK", []) or [b""], *HERE)
        thread = threading.Thread(target=running.serve_forever)
        if begins:
            thread.start()
        running.shutdown()
        running.server_close()
        if not begins:
            thread.start()
        thread.join(PATIENCE)
        assert not thread.is_alive()


@pytest.mark.parametrize("name", quick_first(["a whole request", *UNFINISHED], quick=2))
def test_a_caller_that_vanishes_and_ctrl_c_with_others_open_print_nothing(name):
    command = [sys.executable, "-m", "aws_job_conformance", "serve", "--port", "0"]
    command += ["--operation", "sesv2:GetImportJob", "--format", "json"]
    sent = UNFINISHED.get(name, get())
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    ) as process:
        url = process.stdout.readline()[len('{"url": "') : -3]
        for _ in range(3):
            with connected(url) as own:
                own.sendall(sent)
                own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        with connected(url) as still, connected(url) as idle:
            still.sendall(sent)
            assert asked(url, get())[0].status == 200
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=PATIENCE)
            del idle
    assert (process.returncode, out, err) == (0, "", "")


@pytest.mark.thorough  # a server twenty times
def test_a_server_that_stops_lets_go_of_who_is_being_accepted_just_now(monkeypatch):
    left = []
    monkeypatch.setattr(sys, "unraisablehook", lambda told: left.append(str(told.exc_value)))
    gc.collect()
    gc.freeze()  # what a worker holds by now takes two seconds to look through, each time
    for _ in range(20):
        with ExitStack() as crowd, simulator.serving(OPERATION) as url:
            for _ in range(8):
                crowd.enter_context(connected(url))
        gc.collect()
    assert left == []
