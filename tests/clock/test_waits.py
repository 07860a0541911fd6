"""However a poller waits, waiting takes no time, and every clock has moved on by it."""

import asyncio
import calendar
import concurrent.futures
import datetime as dt
import queue
import sched
import select
import selectors
import subprocess
import sys
import threading
import time
from time import sleep

import backoff
import pytest
import tenacity

from aws_job_conformance import clock
from aws_job_conformance.clock import _watcher

HALF_A_MINUTE = 30


class Listening:
    """A block's listener that minds nothing."""

    steps, loops_at_most = 0, 60.0

    def __init__(self):
        self.waited = 0
        self.real = []

    def waits(self):
        self.waited += 1

    def loops(self, ident, frame):
        raise AssertionError(ident, frame)

    def waits_for_real(self, frame, seconds):
        self.real.append((clock.place(frame), seconds))


def every_clock():
    return {
        "time": time.time(),
        "time_ns": time.time_ns() / 1e9,
        "monotonic": time.monotonic(),
        "perf_counter": time.perf_counter(),
        "now": dt.datetime.now().timestamp(),  # noqa: DTZ005 - others do
        "now(tz)": dt.datetime.now(dt.UTC).timestamp(),
        "today": dt.datetime.today().timestamp(),  # noqa: DTZ002 - as above
        "localtime": time.mktime(time.localtime()),
        "gmtime": float(calendar.timegm(time.gmtime())),
        "ctime": time.mktime(time.strptime(time.ctime())),
        "asctime": time.mktime(time.strptime(time.asctime())),
        "strftime": time.mktime(time.strptime(time.strftime("%c"))),
        "clock_gettime": time.clock_gettime(time.CLOCK_MONOTONIC),
        "clock_gettime_ns": time.clock_gettime_ns(time.CLOCK_REALTIME) / 1e9,
    }


def by_default(seconds=30, wait=time.sleep):
    wait(seconds)


def by_import():
    from time import sleep as again

    again(30)


def by_event():
    assert threading.Event().wait(30) is False


def by_condition():
    condition = threading.Condition()
    with condition:
        assert condition.wait(30) is False


def by_semaphore():
    assert threading.Semaphore(0).acquire(timeout=30) is False


def by_queue():
    with pytest.raises(queue.Empty):
        queue.Queue().get(timeout=30)


def by_select():
    assert select.select([], [], [], 30) == ([], [], [])


def by_selector():
    assert selectors.DefaultSelector().select(30) == []


def by_sched():
    due = sched.scheduler()
    due.enter(30, 1, int)
    due.run()


def by_wait_for():
    async def wait():
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), 30)

    asyncio.run(wait())


def by_thread():
    thread = threading.Thread(target=sleep, args=[30])
    thread.start()
    thread.join()


def by_timer():
    done = threading.Event()
    threading.Timer(30, done.set).start()
    assert done.wait(60)


def by_pool():
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        [one.result(timeout=60) for one in [pool.submit(sleep, 30), pool.submit(sleep, 10)]]


def by_tenacity():
    wait = tenacity.retry(wait=tenacity.wait_fixed(15), stop=tenacity.stop_after_delay(30))
    with pytest.raises(tenacity.RetryError):
        wait(lambda: 1 / 0)()


def by_async_tenacity():
    async def poll():
        raise ZeroDivisionError

    wait = tenacity.retry(wait=tenacity.wait_fixed(15), stop=tenacity.stop_after_delay(30))
    with pytest.raises(tenacity.RetryError):
        asyncio.run(wait(poll)())


def by_backoff():
    wait = backoff.on_predicate(backoff.constant, interval=15, jitter=None, max_time=30)
    assert wait(lambda: None)() is None


def by_async_backoff():
    async def poll():
        return None

    wait = backoff.on_predicate(backoff.constant, interval=15, jitter=None, max_time=30)
    assert asyncio.run(wait(poll)()) is None


def by_deadline():
    end = time.perf_counter() + 30
    while time.perf_counter() < end:
        sleep(1)


def by_date():
    end = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=30)
    while dt.datetime.now(dt.UTC) < end:
        sleep(1)


IDIOMS = {
    "time.sleep": lambda: time.sleep(30),
    "from time import sleep": lambda: sleep(30),
    "a default argument": by_default,
    "an import inside": by_import,
    "asyncio.sleep": lambda: asyncio.run(asyncio.sleep(30)),
} | {name.removeprefix("by_"): wait for name, wait in globals().items() if name[:3] == "by_"}


@pytest.mark.parametrize("wait", IDIOMS.values(), ids=IDIOMS)
def test_a_wait_takes_no_time_and_all_clocks_agree_on_it(wait):
    listening = Listening()
    began = time.perf_counter()
    with clock.virtual(listening):
        before = every_clock()
        wait()
        after = every_clock()
    assert time.perf_counter() - began < HALF_A_MINUTE / 5
    passed = {name: after[name] - before[name] for name in before}
    assert {name for name, took in passed.items() if not 28.9 < took < 36} == set(), passed
    assert listening.waited


def test_time_is_real_again_afterwards_and_no_object_was_exchanged():
    functions = (time.sleep, time.time, threading.Condition.wait, select.select)
    before = every_clock()
    with clock.virtual(Listening()):
        sleep(3600)
        assert time.sleep is functions[0]
    after = every_clock()
    assert all(after[name] - before[name] < 60 for name in before)
    assert (time.sleep, time.time, threading.Condition.wait, select.select) == functions


def test_a_moment_that_is_given_and_the_clocks_of_work_are_what_they_are():
    moment = time.gmtime(0)
    with clock.virtual(Listening()):
        sleep(24 * 3600)
        assert time.strftime("%Y-%m-%d", moment) == "1970-01-01"
        assert time.asctime(moment).endswith("1970")
        assert time.ctime(0).endswith(("1970", "1969"))
        assert time.clock_gettime(time.CLOCK_PROCESS_CPUTIME_ID) < 24 * 3600
        with pytest.raises(TypeError):
            time.strftime()


def test_a_wait_for_a_thread_that_works_is_a_real_one():
    done = threading.Event()

    def work():
        end = time.thread_time() + 0.1
        while time.thread_time() < end:
            pass
        done.set()

    with clock.virtual(Listening()) as world:
        thread = threading.Thread(target=work)
        thread.start()
        assert done.wait(600) is True
        thread.join()
    assert world.passed < 600 * clock.SECOND


def test_a_wait_for_a_worker_of_an_event_loop_is_a_real_one():
    def work():
        end = time.thread_time() + 0.1
        while time.thread_time() < end:
            pass
        return 1

    async def both():
        await asyncio.to_thread(int)
        await asyncio.sleep(60)
        return await asyncio.wait_for(asyncio.to_thread(work), 600)

    with clock.virtual(Listening()) as world:
        assert asyncio.run(both()) == 1
    assert 59 < world.passed / clock.SECOND < 600


def test_a_thread_that_was_there_before_keeps_real_time():
    asked, told = queue.SimpleQueue(), queue.SimpleQueue()

    def serve():
        while asked.get():
            told.put(time.monotonic())

    thread = threading.Thread(target=serve)
    thread.start()
    asked.put(1)
    before = told.get()
    with clock.virtual(Listening()):
        sleep(3600)
        asked.put(1)
        assert told.get() - before < 600
    asked.put(0)
    thread.join()


def test_another_process_is_waited_for_in_real_time():
    with clock.virtual(Listening()) as world:
        subprocess.run(
            [sys.executable, "-c", "import time; time.sleep(0.2)"], timeout=60, check=True
        )
    assert world.passed == 0


def test_what_waits_for_real_is_told_with_its_line(monkeypatch):
    monkeypatch.setattr(_watcher, "_IDLE", 0.1)
    listening = Listening()
    held = threading.Lock()
    with clock.virtual(listening), held:
        held.acquire(timeout=0.5)
    assert next(place for place, _ in listening.real).startswith(f"{__file__}:")


def test_mistakes_are_told_as_ever():
    with clock.virtual(Listening()):
        with pytest.raises(ValueError, match="non-negative"):
            time.sleep(-1)
        with pytest.raises(TypeError):
            time.sleep("1")
        with pytest.raises(TypeError, match="tzinfo"):
            dt.datetime.now("UTC")
        with pytest.raises(RuntimeError):
            threading.Condition().wait(1)


def test_blocks_within_each_other_share_a_time_and_those_of_threads_do_not():
    with clock.virtual(Listening()) as outer, clock.virtual(Listening()) as inner:
        assert inner is outer
    worlds = []

    def apart():
        with clock.virtual(Listening()) as world:
            sleep(60)
            worlds.append(world.passed // clock.SECOND)

    threads = [threading.Thread(target=apart) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [round(passed / 60) for passed in worlds] == [1] * 4
