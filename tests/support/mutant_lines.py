"""For `support.mutants`: which lines of the product a process runs, for which test.

Written at the end of a process to the folder that `MUTANTS_LINES` names. A process that a test has
started imports this by the copy's `sitecustomize`, so it has no pytest.
"""

import atexit
import inspect
import json
import os
import sys
from collections import defaultdict
from pathlib import Path

PRODUCT = f"{Path(__file__).resolve().parents[2]}{os.sep}aws_job_conformance{os.sep}"
SHARED = "*"
"""After a file's name: what is run by a fixture, for each test of the file."""

ran: dict[str, set[tuple[str, int]]] = defaultdict(set)
times: dict[str, float] = {}
"""The seconds of a processor that each test takes, itself and what it starts."""


def watch(test: str | None = None) -> None:
    """Hear of each line once, until `sys.monitoring.restart_events`.

    test: for which all of it is run; None where pytest says in which it is.
    """
    monitoring = sys.monitoring
    monitoring.use_tool_id(monitoring.COVERAGE_ID, "mutants")

    def line(code, number):
        # What stands in a module or a class, and a default, is run once, whoever imports it first.
        if code.co_flags & inspect.CO_OPTIMIZED and code.co_filename.startswith(PRODUCT):
            now = test or os.environ.get("PYTEST_CURRENT_TEST", "")
            ran[_told(now)].add((code.co_filename.removeprefix(PRODUCT), number))
        return monitoring.DISABLE

    monitoring.register_callback(monitoring.COVERAGE_ID, monitoring.events.LINE, line)
    monitoring.set_events(monitoring.COVERAGE_ID, monitoring.events.LINE)
    atexit.register(_write, os.getpid())


def _told(current: str) -> str:
    test, _, phase = current.rpartition(" ")
    return test if phase == "(call)" else test.partition("::")[0] + SHARED


def _write(process: int) -> None:
    sys.monitoring.set_events(sys.monitoring.COVERAGE_ID, 0)
    if os.getpid() == process:  # and not one that was forked
        text = json.dumps(
            {"lines": {test: [*found] for test, found in ran.items()}, "times": times}
        )
        whole = Path(os.environ["MUTANTS_LINES"]) / f"{process}.json"
        written = whole.with_suffix(".part")  # a process that is ended as it writes leaves none
        written.write_text(text)
        written.rename(whole)
