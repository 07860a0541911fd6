"""Each fault of a waiter, alone, is found and named; a right waiter is passed over in silence."""

from __future__ import annotations

import json

import pytest
from support.contract_tables import SIX
from support.covering import covering
from support.judged_waiters import RIGHT, error, judged, path, said

from aws_job_conformance import linter, waiters
from aws_job_conformance.catalog import load
from aws_job_conformance.linter import waiter_files, waiter_verdicts


def of_ours(operation, change=lambda acceptors: acceptors):
    """Return what is found of the waiter that this library writes, with its acceptors changed."""
    one = waiters.waiter(operation)
    one["acceptors"] = change(one["acceptors"])
    service = operation.partition(":")[0]
    (read,) = waiter_files.read({"waiters": {"JobCompleted": one}}, "ours", service)
    return linter.judge(read).findings


def on_status(operation):
    """Return the numbers of the acceptors of our waiter that look at the status."""
    acceptors = waiters.waiter(operation)["acceptors"]
    return [n for n, one in enumerate(acceptors) if one["matcher"].startswith("path")]


def test_a_right_waiter_is_passed_over_in_silence():
    assert said(RIGHT) == []


@pytest.mark.parametrize("operation", SIX)
def test_the_waiter_that_we_write_is_right(operation):
    assert of_ours(operation) == ()


def test_an_end_that_is_not_named_is_polled_until_the_attempts_run_out():
    (finding,) = judged(RIGHT[:2]).findings
    assert (finding.kind, finding.grade, finding.tier) == ("never-ends", "error", "documented")
    assert finding.values == ("CANCELLED",)
    assert "polls 240 times, 1 h, until the attempts run out" in finding.message
    assert finding.source in finding.message
    assert finding.pointer == "/waiters/ImportJobCompleted"


def test_what_a_finding_tells_to_add_mends_the_waiter():
    (finding,) = judged(RIGHT[:2]).findings
    told = finding.message.partition("Add ")[2].removesuffix(".")
    assert said([*RIGHT[:2], json.loads(told)]) == []


def test_an_end_that_is_asked_again_is_named_so():
    (finding,) = judged([*RIGHT[:2], path("CANCELLED", "retry")]).findings
    assert finding.kind == "never-ends"
    assert "it asks again there" in finding.message


def test_an_unfinished_status_taken_for_an_end_is_found():
    early = [path("PROCESSING", "success"), *RIGHT]
    assert said(early) == [("ends-early", "error", ("PROCESSING",))]


def test_a_waiter_named_for_an_end_may_not_stop_on_the_way_there():
    ends = [("COMPLETED", "success"), ("FAILED", "failure"), ("COMPLETING", "success")]
    early = [path(*end, "ImportJobResponse.JobStatus") for end in ends]
    found = said(early, "ImportJobCompleted", "pinpoint:GetImportJob")
    assert [(kind, values) for kind, _, values in found] == [("ends-early", ("COMPLETING",))]


def test_a_waiter_named_for_an_unfinished_status_may_end_there():
    assert said([path("PROCESSING", "success"), *RIGHT], name="ImportJobProcessing") == []


def test_a_waiter_whose_name_says_no_end_has_a_note_where_it_ends_early():
    found = said([path("PROCESSING", "success"), *RIGHT], name="ImportJobReady")
    assert found == [("ends-early", "note", ("PROCESSING",))]


def test_an_unfinished_status_taken_for_a_failure_is_found():
    early = [path("PROCESSING", "failure"), *RIGHT]
    assert said(early) == [("fails-early", "error", ("PROCESSING",))]


def test_a_job_that_is_being_stopped_is_a_failure_too_early_and_only_noted():
    ends = [("COMPLETED", "success"), ("FAILED", "failure"), ("CANCELLED", "failure")]
    argument = "ImportTableDescription.ImportStatus"
    right = [path(*end, argument) for end in ends]
    operation, name = "dynamodb:DescribeImport", "ImportSucceeded"
    assert said(right, name, operation) == []
    stopping = [path("CANCELLING", "failure", argument), *right]
    assert said(stopping, name, operation) == [("fails-early", "note", ("CANCELLING",))]


@pytest.mark.parametrize(
    ("name", "grade"),
    [
        ("ImportJobSucceeded", "error"),
        ("ImportJobCreated", "error"),
        ("ImportJobCompleted", "note"),
        ("import_job_finished", "note"),
        ("ImportJobExists", "note"),
    ],
)
def test_a_failure_taken_for_a_success_is_found_and_noted_where_the_name_says_complete(name, grade):
    wrong = [RIGHT[0], path("FAILED", "success"), RIGHT[2]]
    assert said(wrong, name=name) == [("failure-is-success", grade, ("FAILED",))]


def test_a_waiter_for_the_stop_of_a_job_succeeds_where_it_is_stopped():
    stop = [path("CANCELLED", "success"), path("COMPLETED", "failure"), RIGHT[1]]
    assert said(stop, name="ImportJobCancelled") == []
    assert said(stop, name="ImportJobSucceeded") == [
        ("failure-is-success", "error", ("CANCELLED",)),
        ("success-is-failure", "error", ("COMPLETED",)),
    ]


def test_a_partial_end_may_be_either_and_must_be_one():
    def partial(state):
        wanted = ("PARTIALLY_SUCCEEDED", state)
        ends = [("SUCCEEDED", "success"), ("FAILED", "failure"), ("STOPPED", "failure")]
        right = [path(*end, "Status") for end in [*ends, *([wanted] if state else [])]]
        return said(right, operation="customer-profiles:GetUploadJob")

    assert (partial("success"), partial("failure")) == ([], [])
    assert [(kind, values) for kind, _, values in partial(None)] == [
        ("never-ends", ("PARTIALLY_SUCCEEDED",))
    ]


def test_an_answer_that_came_is_no_end_of_a_job():
    status = {"matcher": "status", "expected": 200, "state": "success"}
    assert ("ends-early", "error", ("PROCESSING",)) in [
        (kind, grade, values[-1:]) for kind, grade, values in said([status, *RIGHT])
    ]


def test_a_server_that_is_down_or_an_error_changes_nothing_of_the_ends():
    down = {"matcher": "status", "expected": 503, "state": "retry"}
    assert said([down, error("TooManyRequestsException", "retry"), *RIGHT]) == []


def test_statuses_may_stand_in_an_expression():
    both = path(True, "failure", "JobStatus == 'FAILED' || contains(`[\"CANCELLED\"]`, JobStatus)")
    assert said([RIGHT[0], both]) == []
    one = path(True, "failure", "JobStatus == 'FAILED' && JobStatus != 'CANCELLED'")
    assert said([RIGHT[0], one]) == [("never-ends", "error", ("CANCELLED",))]


def test_a_waiter_that_never_looks_at_the_status_is_told_of_and_not_judged():
    (found,) = judged([path("a1", "success", "JobId")], name="JobExists").findings
    assert (found.kind, found.grade, found.values) == ("not-judged", "note", ("JobId",))


def of_all(success, failure):
    """Return what is found where a waiter looks at all jobs of an answer."""
    at = "jobs[].status"
    acceptors = [path("SUCCEEDED", "success", at, success), path("FAILED", "failure", at, failure)]
    found = said(acceptors, operation="batch:DescribeJobs")
    return [(kind, values) for kind, _, values in found]


def test_of_several_jobs_all_must_be_done_and_one_may_fail():
    assert of_all("pathAll", "pathAny") == []


def test_one_job_of_several_that_is_done_is_no_end():
    (found,) = of_all("pathAny", "pathAny")
    assert found[0] == "ends-early"
    assert found[1][0].startswith("SUCCEEDED with ")


def test_jobs_that_ended_each_in_its_way_must_not_be_polled_for_ever():
    assert of_all("pathAll", "pathAll") == [("never-ends", ("SUCCEEDED with FAILED",))]


def test_a_waiter_that_chooses_one_job_waits_for_that_one_alone():
    at = "jobs[?jobId=='a1'].status"
    ends = [path("SUCCEEDED", "success", at, "pathAll"), path("FAILED", "failure", at, "pathAny")]
    assert said(ends, operation="batch:DescribeJobs") == []
    (found,) = said(ends[:1], operation="batch:DescribeJobs")
    assert (found[0], found[2]) == ("never-ends", ("FAILED",))


def of_stack(name, *ends):
    """Return what is found of a waiter for one of the lives of a stack."""
    at = "Stacks[].StackStatus"
    acceptors = [
        path(status, state, at, "pathAll" if state == "success" else "pathAny")
        for status, state in ends
    ]
    return judged(acceptors, name, "cloudformation:DescribeStacks").findings


def test_an_end_of_another_life_than_the_waiter_is_named_for_is_only_noted():
    found = of_stack("StackImportComplete", ("IMPORT_COMPLETE", "success"))
    own, other = [one for one in found if one.kind == "never-ends"]
    assert (own.grade, set(own.values)) == (
        "error",
        {"IMPORT_ROLLBACK_COMPLETE", "IMPORT_ROLLBACK_FAILED"},
    )
    assert other.grade == "note"
    assert "CREATE_COMPLETE" in other.values
    assert "of another life than the waiter is named for" in other.message


def test_a_job_that_was_deleted_and_stays_to_be_seen_is_at_its_end():
    ends = [("COMPLETED", "success"), ("FAILED", "failure"), ("CANCELLED", "failure")]
    acceptors = [path(*end, "status") for end in ends]
    found = said(acceptors, "RunCompleted", "omics:GetRun")
    assert found == [("never-ends", "note", ("DELETED",))]
    found = said(acceptors[:2], "RunCompleted", "omics:GetRun")
    assert found == [("never-ends", "error", ("CANCELLED", "DELETED"))]
    assert said([*acceptors, path("DELETED", "failure", "status")], "A", "omics:GetRun") == []
    wrong = said([*acceptors, path("DELETED", "success", "status")], "A", "omics:GetRun")
    assert wrong == [("failure-is-success", "error", ("DELETED",))]


def test_of_what_only_stops_that_is_the_end():
    at = "tasks[].lastStatus"
    right = [path("STOPPED", "success", at, "pathAll")]
    found = said(right, "TasksSucceeded", "ecs:DescribeTasks")
    assert "failure-is-success" not in {kind for kind, *_ in found}
    (ours,) = waiters.waiter("ecs:DescribeTasks")["acceptors"]
    assert (ours["expected"], ours["state"]) == ("STOPPED", "success")


def test_our_waiter_fails_at_a_job_that_was_deleted():
    told = [(one["expected"], one["state"]) for one in waiters.waiter("omics:GetRun")["acceptors"]]
    assert ("DELETED", "failure") in told


IMPORT = "dynamodb:DescribeImport"
AT = "ImportTableDescription.ImportStatus"


def of_import(name, *ends):
    """Return what is found of a waiter for an import of DynamoDB: kind, grade and values."""
    return said([path(*end, AT) for end in ends], name, IMPORT)


ENDS = (("COMPLETED", "success"), ("FAILED", "failure"), ("CANCELLED", "failure"))


def test_who_waits_for_a_stop_may_give_up_while_the_job_goes_on():
    given_up = (("IN_PROGRESS", "failure"), *ENDS)
    assert of_import("ImportCancelled", *given_up) == [("fails-early", "note", ("IN_PROGRESS",))]
    assert [grade for _, grade, _ in of_import("ImportSucceeded", *given_up)] == ["error"]


def test_what_fails_too_early_and_what_could_end_no_better_are_told_apart():
    both = (("IN_PROGRESS", "failure"), ("CANCELLING", "failure"), *ENDS)
    assert sorted(of_import("ImportSucceeded", *both)) == [
        ("fails-early", "error", ("IN_PROGRESS",)),
        ("fails-early", "note", ("CANCELLING",)),
    ]


def test_a_job_that_is_being_cancelled_is_not_cancelled_yet():
    early = (("CANCELLING", "success"), ("CANCELLED", "success"), *ENDS[:2])
    assert of_import("ImportCancelled", *early) == [("ends-early", "error", ("CANCELLING",))]


def test_a_cancelled_job_is_not_what_a_waiter_for_its_completion_is_named_for():
    at = "ProgressEvent.OperationStatus"
    good = ("SUCCESS", "CANCEL_COMPLETE")
    ends = [*((one, "success") for one in good), ("FAILED", "failure")]
    acceptors = [path(*end, at) for end in ends]
    found = said(acceptors, "RequestComplete", "cloudcontrol:GetResourceRequestStatus")
    assert found == [("failure-is-success", "note", ("CANCEL_COMPLETE",))]


def test_what_nobody_wrote_only_warns_whatever_its_tier(monkeypatch):
    ends = [path(*end, AT) for end in ENDS[:2]]
    written = judged(ends, "ImportSucceeded", IMPORT)
    assert (written.by, [one.grade for one in written.findings]) == ("written", ["error"])
    monkeypatch.setattr(waiter_verdicts.shipped, "contract", lambda _: None)
    waiter_verdicts._contract.cache_clear()
    inferred = judged(ends, "ImportSucceeded", IMPORT)
    waiter_verdicts._contract.cache_clear()
    told = [(one.grade, one.tier) for one in inferred.findings]
    assert (inferred.by, told) == ("inferred", [("warning", "documented")])


FLIPPED = {"success": "failure", "failure": "success"}


def mutants(operation):
    """Yield each way to spoil one acceptor of our waiter, and the kinds that must be found."""
    status = load(operation).status
    for number in on_status(operation):
        one = waiters.waiter(operation)["acceptors"][number]
        value = one["expected"]
        if value in status.beyond:  # what another call does later may be left out
            continue
        alone = len(waiters.waiter(operation)["acceptors"]) == 1
        yield number, "removed", None, {"not-judged" if alone else "never-ends"}
        wrong = {"failure-is-success"} if one["state"] == "failure" else {"success-is-failure"}
        works = status.success or status.partial
        if value not in status.partial and isinstance(value, str) and works:
            yield number, "flipped", one | {"state": FLIPPED[one["state"]]}, wrong
        if isinstance(value, str):
            yield number, "mistyped", one | {"expected": f"{value}X"}, {"no-such-value"}
        yield number, "astray", one | {"argument": f"{one['argument']}.X"}, {"no-such-path"}
        other = "path" if one["matcher"] != "path" else "pathAll"
        yield number, "matched", one | {"matcher": other}, {"never-matches"}


def must_catch(operation):
    for number, how, spoiled, kinds in mutants(operation):

        def change(acceptors, number=number, spoiled=spoiled):
            kept = [] if spoiled is None else [spoiled]
            return [*acceptors[:number], *kept, *acceptors[number + 1 :]]

        found = {one.kind for one in of_ours(operation, change)}
        assert kinds <= found, (operation, number, how, found)


@pytest.mark.parametrize("operation", SIX)
def test_each_way_to_spoil_an_acceptor_is_caught(operation):
    must_catch(operation)


@pytest.mark.thorough  # every job operation there is
def test_every_waiter_of_ours_is_right_and_each_way_to_spoil_it_is_caught():
    """Spoiled is a waiter of each kind of contract: those of any other are spoiled alike."""
    written = waiters.operations()
    for operation in written:
        assert of_ours(operation) == (), operation
    for operation in covering():
        if operation in written:
            must_catch(operation)
