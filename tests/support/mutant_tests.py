"""For `support.mutants`, a plugin of pytest: which tests run a line, and which one fails first.

`MUTANTS_LINES` names the folder of `mutant_lines`. `MUTANTS_ASKED` names a file of the tests to
ask, the first one first; those that fail are written beside it.
"""

import json
import os
import resource
import signal
import sys
from pathlib import Path

import pytest

from support import mutant_lines

NO_IMPORT = "its import"
"""What fails where the tests of a file cannot be collected."""
A_TEST, ALL_TESTS = 30, 60
"""Seconds of a processor, of the process and of all that it has started."""
ASKED = os.environ.pop("MUTANTS_ASKED", None)  # for this run, not for those that a test starts


def spent():
    of = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, of))


def _over(*_):
    pytest.fail(f"it takes more than {A_TEST} seconds of a processor")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    began = spent()
    if ASKED:
        signal.signal(signal.SIGPROF, _over)
        signal.setitimer(signal.ITIMER_PROF, A_TEST)
    else:
        sys.monitoring.restart_events()
    try:
        return (yield)
    finally:
        mutant_lines.times[item.nodeid] = spent() - began
        if ASKED:
            signal.setitimer(signal.ITIMER_PROF, 0)
            if spent() > ALL_TESTS:
                item.session.shouldstop = "it was asked for long enough"


@pytest.hookimpl(trylast=True)  # whatever the order is, ours comes last
def pytest_collection_modifyitems(items):
    if ASKED:
        turn = {test: i for i, test in enumerate(json.loads(Path(ASKED).read_text()))}
        turns = {item: _turn(item, turn) for item in items}
        items[:] = sorted((i for i in items if turns[i] is not None), key=turns.get)


def _turn(item, turn):
    return turn.get(item.nodeid, turn.get(item.nodeid.partition("::")[0]))


def pytest_runtest_logreport(report):
    if ASKED and report.failed:
        _note(report.nodeid)


def pytest_collectreport(report):
    if ASKED and report.failed:
        _note(NO_IMPORT)


def _note(failed):
    with Path(ASKED).with_suffix(".failed").open("a") as told:
        told.write(f"{failed}\n")


if not ASKED:
    mutant_lines.watch()
