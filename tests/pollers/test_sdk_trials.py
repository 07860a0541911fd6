"""SDKs asked over loopback: those that are here now, the others as recorded."""

from dataclasses import replace

import pytest

from aws_job_conformance.clients.botocore_ import Botocore, BotocoreParser
from aws_job_conformance.pollers import sdk_trials
from aws_job_conformance.pollers.sdk_waiters import WaiterResult

IMPORT = "dynamodb:ImportCompleted"


@pytest.fixture
def trial():
    """The trial of one waiter, whose records go nowhere."""
    whole = sdk_trials.waiters()
    written = {}
    cases = tuple(case for case in whole.cases if case.name == IMPORT)
    return replace(whole, cases=cases, record=written.__setitem__), written


@pytest.mark.pinned_botocore
def test_an_sdk_that_is_here_is_asked_and_does_what_is_recorded(trial):
    one, written = trial
    column = sdk_trials.asked(one, Botocore())
    assert (column.name, column.not_run) == ("botocore", None)
    assert set(column.found[IMPORT].endings) == {"COMPLETED", "FAILED", "CANCELLED"}
    assert sdk_trials.changes(one, [column]) == []
    missing = sdk_trials.recorded(one, "aws-sdk-go-v2", "needs go 1.24 or later")
    assert sdk_trials.record(one, [column, missing]) == ["botocore"]
    assert written == {"botocore": column.found}


def test_an_sdk_that_is_not_here_is_shown_as_recorded_with_its_version(trial):
    one, _ = trial
    column = sdk_trials.recorded(one, "aws-sdk-go-v2", "needs go 1.24 or later")
    recorded = one.cases[0].results["aws-sdk-go-v2"]
    assert column.found == {IMPORT: recorded}
    assert (column.version, column.not_run) == (recorded.version, "needs go 1.24 or later")
    assert sdk_trials.recorded(one, "aws-sdk-ruby", "never seen").found == {}


def test_a_program_that_asks_no_server_is_shown_as_recorded(trial):
    one, _ = trial
    assert (
        sdk_trials.asked(one, BotocoreParser()).not_run == "its program asks no server on loopback"
    )


def test_a_result_that_is_not_the_recorded_one_is_a_sentence(trial):
    one, _ = trial
    column = sdk_trials.recorded(one, "botocore", "for this test")
    stale = replace(column, found={IMPORT: WaiterResult("9.9", None)})
    (told,) = sdk_trials.changes(one, [stale])
    assert told.startswith(f"{IMPORT}: botocore {column.version} made COMPLETED: success 3")


def test_waiters_that_wait_for_no_end_are_not_asked():
    names = {case.name for case in sdk_trials.waiters().cases}
    assert "emr:StepComplete" in names
    assert "emr:ClusterRunning" not in names
