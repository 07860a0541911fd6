"""Pollers rebuilt from public reports, where they lie beside the project: each gets its verdict."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest
from support.places import ROOT, TESTS

REPORTS = next((p for p in (ROOT.parent / "shared" / "pollers",) if p.is_dir()), None)
pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(REPORTS is None, reason="the reports are not beside the project"),
]

EARLY = "PollerStoppedEarly"
ON = "PollerDidNotStop"
VERDICTS = {
    "test_airflow_67281.test_naive": ON,
    "test_airflow_71490.test_naive": ON,
    "test_airflow_71490.test_only_stopped": "passed",  # exercise tells it: test_exercise.py
    "test_airflow_71570.test_naive": ON,
    "test_airflow_9021.test_naive": ON,
    "test_awssdkjs_725.test_contract": "WaiterError",  # it has a contract, and Error is no success
    "test_batch_wait_running_first.test_naive": ON,
    "test_cube_8657.test_naive": EARLY,
    "test_cube_8657.test_own_oracle": EARLY,
    "test_dekart_220.test_naive": EARLY,
    "test_dekart_220.test_ending_succeeded": "JobFailed: unexpected query state: QUEUED",
    "test_durable_512.test_naive": "passed",
    "test_durable_512.test_error_first": "ResourceNotFoundException",
    "test_durable_512.test_exception_object_first": "ResourceNotFoundException",
    "test_growthbook_1955.test_generated_never_leaves_failed": "passed",
    "test_growthbook_1955.test_by_hand_recovers": "passed",
    "test_growthbook_1955.test_by_hand_stays_failed": "passed",
    "test_growthbook_647.test_naive": EARLY,
    "test_growthbook_647.test_readme_style": "JobFailed",
    "test_growthbook_647.test_ending_succeeded": "JobFailed: unexpected state QUEUED",
    "test_kubeflow_6465.test_naive": ON,
    "test_metaflow_543.test_by_hand": "IndexError",
    "test_nextflow_7301.test_naive": "passed",
    "test_nextflow_7301.test_by_hand_gone": ON,
    "test_omics_stopping.test_naive": EARLY,
    "test_omics_stopping.test_own_oracle": "'STOPPING' == '",  # an end: whichever was drawn
    "test_openneuro_145.test_naive": "passed",
    "test_openneuro_145.test_unfinished": ON,
    "test_openneuro_145.test_by_hand": "IndexError",
    "test_panther_245.test_naive": EARLY,
    "test_panther_245.test_ending_succeeded": "JobFailed: athena failed with status QUEUED",
    "test_s3ocr_11.test_naive": EARLY,
    "test_slstesttools_49.test_naive": ON,
    "test_slstesttools_49.test_with_sleep": ON,
    "test_textract_paged.test_right_poller": "passed",
}
NO_PROBLEM_OF_OURS = re.compile(r"Flaky|SuiteError|InternalError|RealWaitWarning")

RIGHT = "ok 'COMPLETED'"
WAITING = {
    **dict.fromkeys((f"s0{n}" for n in (1, 2, 3, 4, 5, 6, 7, 9)), RIGHT),
    **dict.fromkeys(("s10", "s17", "s18"), RIGHT),
    "s08": "RetryError",
    **dict.fromkeys(("s11", "s12", "s13", "s14"), "TimeoutError: one hour"),
    "s15": "ok None",
    "s20": "ok ['COMPLETED']",
    "s21": ON,
    "x10": ON,
    "x1_": ON,
    "x2_": "ok 6",
    "x4_": ON,
    "x7_": EARLY,
}
"""s23 imports a module that is not there."""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What each test of the reports ended with, out of one run."""
    file = tmp_path_factory.mktemp("reports") / "told.xml"
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={file}"]
    run += ["-p", "support.unexplained", "."]
    env = os.environ | {"PYTHONPATH": str(TESTS)}
    subprocess.run(run, cwd=REPORTS, env=env, capture_output=True, timeout=600, check=False)
    found = {}
    for case in ET.parse(file).iter("testcase"):
        failure = case.find("failure")
        said = "passed" if failure is None else f"{failure.get('message')}\n{failure.text}"
        found[f"{case.get('classname')}.{case.get('name')}"] = said
    return found


@pytest.mark.parametrize("test", VERDICTS)
def test_each_report_gets_its_verdict_and_no_problem_of_ours(told, test):
    assert VERDICTS[test] in told[test]
    assert not NO_PROBLEM_OF_OURS.search(told[test])


def test_every_test_of_the_reports_has_a_verdict_here(told):
    assert set(told) == set(VERDICTS)


_ALL = """
import glob, runpy, sys
sys.path.insert(0, ".")
for file in sorted(glob.glob("*.py")):
    sys.argv = [file]
    try:
        runpy.run_path(file)
    except BaseException as error:
        print(f"{file}: {type(error).__name__}: {error}", flush=True)
"""


@pytest.fixture(scope="module")
def waited():
    """What each script of one way of waiting printed, in one process."""
    done = subprocess.run(
        [sys.executable, "-c", _ALL],
        cwd=REPORTS / "waiting",
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert "Traceback" not in done.stderr  # of a thread that was ended, least of all
    return done.stdout


@pytest.mark.parametrize("script", WAITING)
def test_each_way_of_waiting_is_right_or_wrong_as_it_is(waited, script):
    lines = [line for line in waited.splitlines() if line.startswith(script)]
    if script == "x4_":
        lines = [line for line in waited.splitlines() if line.startswith(ON)]
    assert lines
    assert WAITING[script] in lines[-1 if script == "x2_" else 0]
