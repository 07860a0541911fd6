"""Event loops that are not Python's keep real time, and are told with the caller's line."""

import asyncio
import importlib
import time

import pytest
from support.played_jobs import ask, played

from aws_job_conformance import RealWaitWarning

WAIT = 1.2


def sleep_on_trio():
    trio = importlib.import_module("trio")
    trio.run(trio.sleep, WAIT)


def sleep_on_uvloop():
    importlib.import_module("uvloop").run(asyncio.sleep(WAIT))


@pytest.mark.parametrize(("loop", "wait"), [("trio", sleep_on_trio), ("uvloop", sleep_on_uvloop)])
def test_a_wait_on_another_loop_is_a_real_one_and_the_line_that_runs_the_loop_is_told(loop, wait):
    pytest.importorskip(loop, reason="run: tox -e loops")
    began = time.monotonic()
    with pytest.warns(RealWaitWarning, match=f"{__file__}:.*, in {wait.__name__}"):  # noqa: PT031, SIM117 - a block
        with played("FAILED") as client:
            ask(client)
            wait()
    assert time.monotonic() - began > WAIT / 2
