"""One budget a service, shared by all processes of a run; the second throttle ends a service."""

import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest
from support.loopback import answering

from aws_job_conformance.core.errors import ServiceStoppedError
from aws_job_conformance.targets.endpoint import budget as budgets
from aws_job_conformance.targets.endpoint import caller
from aws_job_conformance.targets.endpoint.budget import Budget
from aws_job_conformance.targets.endpoint.guard import Guard


class Time:
    """A clock that moves only when somebody sleeps, or when it is set."""

    def __init__(self, now=1000.0):
        self.now, self.slept = now, []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock():
    return Time()


@pytest.fixture
def budget(tmp_path, clock):
    def made(rate=1.0):
        return Budget(tmp_path / "calls", rate, sleep=clock.sleep, clock=clock)

    return made


def test_the_first_call_waits_for_nothing_and_each_later_one_for_its_turn(budget, clock):
    one = budget()
    for _ in range(4):
        one.wait("sesv2")
    assert clock.slept == [1.0, 1.0, 1.0]


def test_a_call_after_a_pause_waits_for_nothing(budget, clock):
    one = budget()
    one.wait("sesv2")
    clock.now += 5
    one.wait("sesv2")
    assert clock.slept == []


def test_each_service_has_a_budget_of_its_own(budget, clock):
    one = budget()
    one.wait("sesv2")
    one.wait("pinpoint")
    assert clock.slept == []


@pytest.mark.parametrize(("rate", "waits"), [(4.0, [0.25]), (0.5, [2.0]), (0, []), (None, [])])
def test_the_rate_says_how_often(budget, clock, rate, waits):
    one = budget(rate)
    one.wait("sesv2")
    one.wait("sesv2")
    assert clock.slept == waits


def test_two_workers_share_one_budget(budget, clock):
    first, second = budget(), budget()
    for worker in (first, second, first, second):
        worker.wait("sesv2")
    assert clock.slept == [1.0, 1.0, 1.0]


def test_the_second_throttle_stops_a_service_for_all_workers_and_no_other_service(budget):
    first, second = budget(), budget()
    assert first.throttled("sesv2") is False
    second.wait("sesv2")
    assert second.throttled("sesv2") is True
    for worker in (first, second):
        with pytest.raises(ServiceStoppedError, match=r"^sesv2 throttled 2 calls, .*--rate\.$"):
            worker.wait("sesv2")
    first.wait("pinpoint")


def test_a_service_without_a_pace_is_stopped_too(budget):
    one = budget(0)
    one.throttled("sesv2")
    one.throttled("sesv2")
    with pytest.raises(ServiceStoppedError):
        one.wait("sesv2")


def test_a_service_that_is_stopped_while_a_worker_waits_is_not_asked(tmp_path, clock):
    def sleep(seconds):
        clock.sleep(seconds)
        other.throttled("sesv2")
        other.throttled("sesv2")

    other = Budget(tmp_path / "calls", clock=clock)
    one = Budget(tmp_path / "calls", sleep=sleep, clock=clock)
    one.wait("sesv2")
    with pytest.raises(ServiceStoppedError):
        one.wait("sesv2")


@pytest.mark.parametrize("jump", [-100_000.0, 100_000.0])
def test_a_clock_that_jumps_makes_nobody_wait_long(budget, clock, jump):
    one = budget()
    one.wait("sesv2")
    clock.now += jump
    one.wait("sesv2")
    one.wait("sesv2")
    assert sum(clock.slept) <= 2.0


def test_a_worker_that_is_killed_while_it_holds_the_file_holds_nobody_up(tmp_path):
    path = tmp_path / "calls"
    Budget(path, 0).wait("sesv2")
    script = (
        "import sqlite3, sys\n"
        f"file = sqlite3.connect({str(path)!r}, isolation_level=None)\n"
        "file.execute('BEGIN IMMEDIATE')\n"
        "file.execute('UPDATE service SET throttles = 2')\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stdin=subprocess.PIPE
    ) as worker:
        assert worker.stdout.readline() == b"held\n"
        worker.kill()
    Budget(path, 0).wait("sesv2")


def test_a_file_that_stays_locked_stops_the_service_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(budgets, "_LOCKED_WITHIN", 0.05)
    path = tmp_path / "calls"
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(ServiceStoppedError, match=r"sesv2 is asked nothing more: .*locked"):
            Budget(path).wait("sesv2")
    finally:
        holder.close()


def test_a_file_that_is_no_budget_or_in_no_folder_stops_the_service_in_one_line(tmp_path):
    (tmp_path / "page").write_text("<html>" * 500)
    for path in (tmp_path / "page", tmp_path / "nowhere" / "calls"):
        with pytest.raises(ServiceStoppedError, match="Remove that file"):
            Budget(path).wait("sesv2")


def test_four_processes_at_twenty_calls_a_second_keep_the_pace_together(tmp_path):
    script = (
        "import sys, pathlib\n"
        "from aws_job_conformance.targets.endpoint.budget import Budget\n"
        "budget = Budget(pathlib.Path(sys.argv[1]), 20.0)\n"
        "for _ in range(4): budget.wait('sesv2')\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "calls")]
    started = time.monotonic()
    workers = [subprocess.Popen(command) for _ in range(4)]
    assert [worker.wait(60) for worker in workers] == [0, 0, 0, 0]
    assert time.monotonic() - started >= 15 / 20
    with closing(sqlite3.connect(tmp_path / "calls")) as file:
        (free,) = file.execute("SELECT free FROM service").fetchone()
    assert free - started >= 16 / 20


def test_a_call_waits_before_it_is_signed_and_a_stopped_service_is_not_asked(budget, clock):
    order = []
    with answering(body=b'{"ImportJobs": []}') as server:
        asks = caller.at(server.url, Guard(["sesv2:ListImportJobs"]), budget=budget())
        client = asks.client("sesv2")
        client.meta.events.register("before-sign", lambda **_: order.append(len(clock.slept)))
        client.list_import_jobs()
        client.list_import_jobs()
        assert order == [0, 1]
        assert asks.throttled("sesv2") is False
        assert asks.throttled("sesv2") is True
        with pytest.raises(ServiceStoppedError):
            client.list_import_jobs()
        assert len(server.asked) == 2
