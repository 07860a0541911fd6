"""The ways in which pollers wait, one each, and what each took; as a program, the docs' table."""

from __future__ import annotations

import asyncio
import datetime as dt
import queue
import sched
import select
import threading
import time
from dataclasses import dataclass
from time import sleep
from unittest import mock

import backoff
import tenacity

from aws_job_conformance import PollerDidNotStop
from aws_job_conformance.clients.play import play

SES, EXPORT = "sesv2:GetImportJob", "dynamodb:DescribeExport"
ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/t/export/01000000000000000000000"
ENDS = {"COMPLETED", "FAILED", "CANCELLED"}
HOUR = 3600
OWN_LIMIT = (TimeoutError, tenacity.RetryError)


def ask(client):
    return client.get_import_job(JobId="a")["JobStatus"]


def is_unfinished(shown):
    return shown not in ENDS


def until_the_end(client, wait):
    while is_unfinished(shown := ask(client)):
        wait()
    return shown


def until(client, now, limit):
    end = now() + limit
    while is_unfinished(shown := ask(client)):
        if now() >= end:
            raise TimeoutError
        time.sleep(30)
    return shown


def hour(client, now):
    return until(client, now, HOUR)


# To the end: 30 seconds between two polls, of which there are three.


def time_sleep(client):
    return until_the_end(client, lambda: time.sleep(30))


def sleep_by_its_name(client):
    return until_the_end(client, lambda: sleep(30))


def an_import_inside(client):
    from time import sleep as wait

    return until_the_end(client, lambda: wait(30))


def a_default_argument(client, wait=time.sleep):
    return until_the_end(client, lambda: wait(30))


def asyncio_sleep(client):
    async def poll():
        while is_unfinished(shown := ask(client)):  # noqa: ASYNC110 - so they do
            await asyncio.sleep(30)
        return shown

    return asyncio.run(poll())


def asyncio_wait_for(client):
    async def poll():
        while is_unfinished(shown := ask(client)):
            try:
                await asyncio.wait_for(asyncio.Event().wait(), 30)
            except TimeoutError:
                continue
        return shown

    return asyncio.run(poll())


def event_wait(client):
    stop = threading.Event()
    return until_the_end(client, lambda: stop.wait(30))


def condition_wait(client):
    condition = threading.Condition()
    with condition:
        return until_the_end(client, lambda: condition.wait(30))


def queue_get(client):
    inbox: queue.Queue[str] = queue.Queue()

    def wait():
        try:
            inbox.get(timeout=30)
        except queue.Empty:
            return

    return until_the_end(client, wait)


def select_of_nothing(client):
    return until_the_end(client, lambda: select.select([], [], [], 30))


def sched_enter(client):
    due, found = sched.scheduler(time.monotonic, time.sleep), []

    def look():
        found.append(ask(client))
        if is_unfinished(found[-1]):
            due.enter(30, 1, look)

    due.enter(0, 1, look)
    due.run()
    return found[-1]


def thread_with_sleep(client):
    found = []
    thread = threading.Thread(target=lambda: found.append(time_sleep(client)))
    thread.start()
    thread.join()
    return found[0]


def tenacity_fixed(client):
    waiting = tenacity.retry(
        wait=tenacity.wait_fixed(30), retry=tenacity.retry_if_result(is_unfinished)
    )
    return waiting(ask)(client)


def async_tenacity(client):
    async def poll():
        return ask(client)

    waiting = tenacity.retry(
        wait=tenacity.wait_fixed(30), retry=tenacity.retry_if_result(is_unfinished)
    )
    return asyncio.run(waiting(poll)())


def backoff_constant(client):
    waiting = backoff.on_predicate(backoff.constant, is_unfinished, interval=30, jitter=None)
    return waiting(ask)(client)


def async_backoff(client):
    async def poll():
        return ask(client)

    waiting = backoff.on_predicate(backoff.constant, is_unfinished, interval=30, jitter=None)
    return asyncio.run(waiting(poll)())


def botocore_waiter(client):
    waiter = client.get_waiter("export_completed")
    waiter.wait(ExportArn=ARN, WaiterConfig={"Delay": 30})
    return "COMPLETED"


def monotonic_deadline_not_reached(client):
    return hour(client, time.monotonic)


def sleep_patched_by_hand(client):
    with mock.patch(f"{__name__}.sleep", lambda _: None):  # noqa: PT008 - as by hand
        return sleep_by_its_name(client)


# The job never ends, and the poller has a limit of an hour.


def monotonic_deadline(client):
    return hour(client, time.monotonic)


def time_deadline(client):
    return hour(client, time.time)


def perf_counter_deadline(client):
    return hour(client, time.perf_counter)


def datetime_deadline(client):
    return until(client, lambda: dt.datetime.now(dt.UTC), dt.timedelta(seconds=HOUR))


def counted_seconds(client):
    for _ in range(0, HOUR, 30):
        if not is_unfinished(shown := ask(client)):
            return shown
        time.sleep(30)
    raise TimeoutError


def tenacity_deadline(client):
    waiting = tenacity.retry(
        wait=tenacity.wait_fixed(30),
        stop=tenacity.stop_after_delay(HOUR),
        retry=tenacity.retry_if_result(is_unfinished),
    )
    return waiting(ask)(client)


def async_tenacity_deadline(client):
    async def poll():
        return ask(client)

    waiting = tenacity.retry(
        wait=tenacity.wait_fixed(30),
        stop=tenacity.stop_after_delay(HOUR),
        retry=tenacity.retry_if_result(is_unfinished),
    )
    return asyncio.run(waiting(poll)())


# It is wrong.


def thread_that_never_stops(client):
    def poll():
        while ask(client) != "CANCELLED":
            time.sleep(30)

    thread = threading.Thread(target=poll)
    thread.start()
    thread.join()


TO_THE_END = (
    *(time_sleep, sleep_by_its_name, an_import_inside, a_default_argument, asyncio_sleep),
    *(asyncio_wait_for, event_wait, condition_wait, queue_get, select_of_nothing, sched_enter),
    *(thread_with_sleep, tenacity_fixed, async_tenacity, backoff_constant, async_backoff),
    *(botocore_waiter, monotonic_deadline_not_reached, sleep_patched_by_hand),
)
TO_ITS_LIMIT = (
    *(monotonic_deadline, time_deadline, perf_counter_deadline, datetime_deadline),
    *(counted_seconds, tenacity_deadline, async_tenacity_deadline),
)
EVERY = (*TO_THE_END, *TO_ITS_LIMIT, thread_that_never_stops)


@dataclass(frozen=True)
class Took:
    """What an idiom took. virtual: seconds of its own time, to the whole ten."""

    real: float
    virtual: int
    ended: str


def took(poll):
    """Play an idiom its history, and return what it took."""
    job = {"JobId": "a", "CreatedTimestamp": "2026-01-01T00:00:00Z"}
    statuses = ["PROCESSING", "PROCESSING", "COMPLETED"]
    history = [job | {"JobStatus": status} for status in statuses]
    if poll in TO_ITS_LIMIT:
        history.pop()
    if poll is botocore_waiter:
        shown = ["IN_PROGRESS", "IN_PROGRESS", "COMPLETED"]
        history = [{"ExportDescription": {"ExportStatus": status}} for status in shown]
    operation = EXPORT if poll is botocore_waiter else SES
    began, passed = time.perf_counter(), 0.0
    try:
        with play(history, operation=operation) as client:
            inside = time.monotonic()
            try:
                ended = f"returned {poll(client)}"
            finally:
                passed = time.monotonic() - inside
    except OWN_LIMIT:
        ended = "its own limit"
    except PollerDidNotStop:
        ended = "told: never stopped"
    return Took(time.perf_counter() - began, round(passed / 10) * 10, ended)


def table():
    """Return the rows of the docs' table."""
    time_sleep_first = took(time_sleep)  # what is loaded once is none of an idiom's time
    del time_sleep_first
    for poll in EVERY:
        one = took(poll)
        name = poll.__name__.replace("_", " ")
        yield f"| {name} | {one.virtual:,} s | {one.real:.2f} s | {one.ended} |"


if __name__ == "__main__":
    print("\n".join(table()))  # noqa: T201 - what it is for
