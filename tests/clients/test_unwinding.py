"""A poller that catches everything is ended, and whoever traces it traces on."""

import importlib.util
import subprocess
import sys
import time

import pytest
from support.played_jobs import ask, played

from aws_job_conformance import PollerDidNotStop

SWALLOWING = """
import time
from aws_job_conformance import PollerDidNotStop, play

def poll(client):
    while True:
        try:
            if client.get_import_job(JobId="a")["JobStatus"] == "CANCELLED":
                return
            time.sleep(30)
        except:
            continue

try:
    with play([{"JobStatus": "COMPLETED"}], operation="sesv2:GetImportJob") as client:
        poll(client)
except PollerDidNotStop:
    after = "reached"
print(after)
"""


def swallowing(client):
    while True:
        try:
            if ask(client) == "CANCELLED":
                return
            time.sleep(30)
        except:  # noqa: E722 - as they write it
            continue


def test_a_debugger_that_was_there_before_has_its_frames_back():
    lines = []

    def local(frame, event, _):
        if event == "line":
            lines.append(frame.f_lineno)
        return local

    def debugger(frame, event, _):
        return local if event == "call" and frame.f_code is traced.__code__ else None

    def traced():
        frame = sys._getframe()
        before = frame.f_trace
        with pytest.raises(PollerDidNotStop), played("COMPLETED") as client:
            swallowing(client)
        seen.append(len(lines))
        assert frame.f_trace is before
        return sys.gettrace()

    seen, real = [], sys.gettrace()
    sys.settrace(debugger)
    try:
        found = traced()
    finally:
        sys.settrace(real)
    assert found is debugger
    assert len(lines) > seen[0] > 0  # it saw the lines after the block, too


@pytest.mark.thorough
@pytest.mark.skipif(
    importlib.util.find_spec("coverage") is None, reason="coverage is not installed: tox -e loops"
)
@pytest.mark.parametrize("core", ["ctrace", "pytrace", "sysmon"])
def test_under_coverage_a_poller_is_ended_and_its_lines_are_counted(tmp_path, core):
    if core == "sysmon" and sys.version_info < (3, 12):
        pytest.skip("sys.monitoring is there from Python 3.12 on")
    (tmp_path / "poller.py").write_text(SWALLOWING)
    run = [sys.executable, "-W", "error", "-m", "coverage"]
    told = []
    for command in (["run", "poller.py"], ["report", "-m", "--include=poller.py"]):
        done = subprocess.run(
            [*run, *command],
            cwd=tmp_path,
            env={"COVERAGE_CORE": core, "PATH": ""},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        told.append(done.stdout)
    assert told[0] == "reached\n"
    [row] = [line for line in told[1].splitlines() if line.startswith("poller.py")]
    assert row.partition("%")[2].split(",")[0].strip() == "9"  # the poller never returns
