"""SDKs' own waiters on trial, over loopback: what is listed, what is right, what is recorded."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from support.node import needs_node
from support.sdks import opened

from aws_job_conformance import waiters
from aws_job_conformance.catalog import load
from aws_job_conformance.clients.botocore_ import Botocore
from aws_job_conformance.clients.interface import CallEnd
from aws_job_conformance.clients.javascript import node_client
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.shipped import names
from aws_job_conformance.pollers import loopback, sdk_waiters
from aws_job_conformance.pollers.sdk_waiters import EndingResult, WaiterResult
from aws_job_conformance.protocol import package_models

CASES = {case.name: case for case in sdk_waiters.cases()}
ASKED = [case for case in CASES.values() if case.not_asked is None]
QUICK = CASES["dynamodb:ExportCompleted"]
CLIENTS = [
    pytest.param(Botocore.name, marks=pytest.mark.pinned_botocore),
    pytest.param(node_client.NAME, marks=needs_node),
]


class Answering:
    """A client whose waiters all end in one way, after some real polls."""

    name, version = "answering", "1"

    def __init__(self, how, polls=None):
        self.how, self.polls = how, polls
        self.real = Botocore()

    def connect(self, call):
        polls = call.polls if self.polls is None else self.polls
        for _ in range(polls):
            self.real.connect(replace(call, waiter=None))
        return CallEnd(self.how, None if self.how == "success" else "Some")


def _dropped(service):
    """The waiters of a service that botocore has dropped, out of the model that we keep of it."""
    kept = sorted((Path(package_models.dropped()) / service).glob("*/waiters-2.json"))
    return json.loads(kept[-1].read_bytes())["waiters"] if kept else {}


@pytest.mark.pinned_botocore
def test_every_waiter_of_botocore_that_polls_an_operation_with_a_contract_is_listed():
    found = set()
    for service in {Operation(name).service for name in names()}:
        shipped = waiters._shipped(service) or _dropped(service)
        for name, waiter in shipped.items():
            if f"{service}:{waiter['operation']}" in names():
                found.add((f"{service}:{waiter['operation']}", name))
    assert {(case.operation, case.waiter) for case in CASES.values()} == found


def test_the_file_is_written_in_one_way_and_names_statuses_that_are_there():
    assert loopback.text(CASES.values()) == sdk_waiters.FILE.read_text(encoding="utf-8")
    for case in ASKED:
        life = load(case.operation).status
        assert case.endings
        assert set(case.endings) <= set(life.final), case.name
        assert set(case.begins or ()) <= set(life.unfinished), case.name
        assert set(case.good) <= set(life.final), case.name
        assert "{id}" in json.dumps(case.input), case.name


# One of each protocol is asked by tests/cli/test_clients.py, of every SDK.
@pytest.mark.parametrize("name", CLIENTS)
def test_a_waiter_of_dynamodb_still_makes_of_its_endings_what_is_recorded(name):
    client = opened(name)
    try:
        found = sdk_waiters.measure(client, QUICK)
    finally:
        client.close()
    assert name in QUICK.results
    assert sdk_waiters.changed(QUICK, name, found) is None


@pytest.mark.thorough
@pytest.mark.pinned_botocore
def test_what_botocores_waiters_miss_is_what_the_linter_says_of_them():
    from aws_job_conformance import linter

    never = {}
    for waiter in linter.found("installed", None):
        name = f"{waiter.service}:{waiter.name}"
        if name in CASES:
            ends = [f.values for f in linter.judge(waiter).findings if f.kind == "never-ends"]
            never[name] = {status for some in ends for status in some}
    for case in ASKED:
        found = case.results["botocore"].endings
        missed = {ending for ending, one in found.items() if "timeout" in one.did}
        service = Operation(case.operation).service
        of_it = set() if _dropped(service) else never[case.name] & set(case.endings)
        assert missed == of_it, case.name


# The verdict, by clients that are wrong on purpose.
EXPORT = CASES["dynamodb:ExportCompleted"]


def _did(how, polls=None, case=EXPORT):
    result = sdk_waiters.measure(Answering(how, polls), case)
    return {ending: set(one.did) for ending, one in result.endings.items()}, [*case.wrong(result)]


def test_a_waiter_that_always_returns_is_wrong_at_the_failure():
    did, wrong = _did("success")
    assert did == {"COMPLETED": {"success"}, "FAILED": {"success"}}
    assert len(wrong) == 1
    assert wrong[0].startswith("FAILED (failure): success at FAILED, 4 polls")


def test_a_waiter_that_never_ends_is_wrong_everywhere():
    did, wrong = _did("timeout")
    assert did == {"COMPLETED": {"timeout"}, "FAILED": {"timeout"}}
    assert len(wrong) == 2


def test_a_waiter_that_leaves_before_the_end_is_early_and_wrong_where_it_says_success():
    did, wrong = _did("success", polls=1)
    assert did["COMPLETED"] == {"success", "early success"}
    assert "COMPLETED (success): early success at IN_PROGRESS → COMPLETED, 1 polls" in wrong


def test_a_waiter_that_asks_nothing_is_told_so():
    did, wrong = _did("failure", polls=0)
    assert did == {"COMPLETED": {"asked nothing"}, "FAILED": {"asked nothing"}}
    assert len(wrong) == 2


def test_a_failure_that_came_to_be_is_early_and_no_more():
    assert EXPORT.verdict("FAILED", "early failure") == "early"
    assert EXPORT.verdict("COMPLETED", "early failure") == "wrong"
    partial = CASES["healthlake:FHIRExportJobCompleted"]
    for did in ("success", "failure"):
        assert partial.verdict("COMPLETED_WITH_ERRORS", did) == "right"
    assert partial.verdict("COMPLETED_WITH_ERRORS", "timeout") == "wrong"


def test_a_waiter_that_an_sdk_lacks_is_no_result():
    assert sdk_waiters.measure(Answering("unsupported"), EXPORT).endings is None


def test_a_stale_result_is_told_with_both_versions():
    was = EXPORT.results["botocore"]
    assert sdk_waiters.changed(EXPORT, "botocore", was) is None
    ends = {**was.endings, "FAILED": EndingResult({"timeout": 3}, {"timeout": "FAILED, 4 polls"})}
    told = sdk_waiters.changed(EXPORT, "botocore", WaiterResult("9.9", ends))
    assert told.startswith(f"dynamodb:ExportCompleted: botocore {was.version} made COMPLETED: succ")
    assert "botocore 9.9 makes COMPLETED: success 3; FAILED: timeout 3" in told
    assert sdk_waiters.changed(EXPORT, "aws-sdk-ruby", was) is None
    gone = sdk_waiters.changed(EXPORT, "botocore", WaiterResult("9.9", None))
    assert gone.endswith("botocore 9.9 makes nothing of it")


def test_a_service_that_is_not_installed_is_no_news_and_leaves_what_is_recorded(tmp_path):
    missing = WaiterResult(EXPORT.results["botocore"].version, None)
    assert sdk_waiters.changed(EXPORT, "botocore", missing) is None
    file = tmp_path / "sdk_waiters.json"
    file.write_text(sdk_waiters.FILE.read_text(encoding="utf-8"), encoding="utf-8")
    sdk_waiters.record("botocore", {EXPORT.name: missing}, file)
    assert file.read_bytes() == sdk_waiters.FILE.read_bytes()


def test_what_is_recorded_of_others_stays(tmp_path):
    file = tmp_path / "sdk_waiters.json"
    file.write_text(sdk_waiters.FILE.read_text(encoding="utf-8"), encoding="utf-8")
    sdk_waiters.record("aws-sdk-ruby", {EXPORT.name: WaiterResult("1", None)}, file)
    (now,) = [case for case in sdk_waiters.cases(file) if case.name == EXPORT.name]
    assert now.results == {**EXPORT.results, "aws-sdk-ruby": WaiterResult("1", None)}
    kept = [case.results for case in sdk_waiters.cases(file) if case.name != EXPORT.name]
    assert kept == [case.results for case in CASES.values() if case.name != EXPORT.name]
