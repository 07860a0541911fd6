"""Paths, values, errors and states that an operation does not have."""

from __future__ import annotations

import pytest
from support.judged_waiters import RIGHT, error, judged, path, said


def test_a_path_that_does_not_resolve_is_named_with_the_nearest_member():
    (found, _) = judged([path("COMPLETED", "success", "JobStatu"), *RIGHT[1:]]).findings
    assert (found.kind, found.grade, found.values) == ("no-such-path", "error", ("JobStatu",))
    assert found.pointer == "/waiters/ImportJobCompleted/acceptors/0"
    assert "Did you mean JobStatus?" in found.message


def test_a_path_that_does_not_resolve_ends_nothing():
    lost = [path("COMPLETED", "success", "Job.Status"), *RIGHT[1:]]
    assert ("never-ends", "error", ("COMPLETED",)) in said(lost)


@pytest.mark.parametrize(
    ("argument", "matcher"),
    [
        ("jobs.status", "path"),  # a list has no members
        ("jobs[].status.code", "pathAll"),
        ("jobs[].stat", "pathAny"),
        ("jobs[?state=='a'].status", "pathAll"),
        ("length(job[])", "path"),
        ("(jobs[0].status == 'FAILED').code", "path"),
        ("jobs[0].status || jobs[0].state", "path"),
    ],
)
def test_a_path_is_looked_for_wherever_it_stands(argument, matcher):
    kinds = [
        kind
        for kind, *_ in said([path("x", "failure", argument, matcher)], "A", "batch:DescribeJobs")
    ]
    assert "no-such-path" in kinds


@pytest.mark.parametrize(
    ("argument", "matcher"),
    [
        ("jobs[].status", "pathAll"),
        ("jobs[].attempts[].statusReason", "pathAny"),
        ("jobs[0].status", "path"),
        ("jobs[*].status | [0]", "path"),
        ("jobs[?jobId=='a'].status | [0]", "path"),
        ("jobs[:2].status", "pathAll"),
        ("jobs[].tags.anything", "pathAny"),
        ("jobs[].tags.*", "pathAny"),
        ("length(jobs[]) > `0`", "path"),
        ("jobs[0].[status, jobId]", "pathAll"),
        ("not_null(jobs[0].status, jobs[0].jobId)", "path"),
        ("!(jobs[0].isTerminated)", "path"),
        ("sort_by(jobs, &createdAt)[0].status", "path"),
        ("{a: jobs[0].status}.a", "path"),
    ],
)
def test_a_path_that_resolves_is_passed_over(argument, matcher):
    found = said([path(True, "retry", argument, matcher)], "A", "batch:DescribeJobs")
    assert {kind for kind, *_ in found} <= {"never-ends", "not-judged"}


@pytest.mark.parametrize(
    ("argument", "matcher", "fix"),
    [
        ("jobs[].status", "path", "Use pathAll"),
        ("jobs", "path", "Use pathAll"),
        ("jobs[0].status", "pathAny", "Use path."),
        ("length(jobs) == `0`", "pathAll", "Use path."),
    ],
)
def test_a_matcher_that_never_matches_is_told_with_the_right_one(argument, matcher, fix):
    one = [path("SUCCEEDED", "success", argument, matcher)]
    found = [
        f for f in judged(one, "A", "batch:DescribeJobs").findings if f.kind == "never-matches"
    ]
    assert len(found) == 1
    assert fix in found[0].message


@pytest.mark.parametrize(
    ("value", "state", "grade"),
    [
        ("SUCCEEDED", "success", "warning"),
        ("CANCELED", "failure", "warning"),
        ("Completed", "success", "error"),  # as another service writes it
        ("cancelled", "retry", "error"),
        ("PENDING", "retry", "note"),
    ],
)
def test_a_value_that_no_status_has_is_found(value, state, grade):
    assert said([*RIGHT, path(value, state)]) == [("no-such-value", grade, (value,))]


def test_a_value_in_an_expression_is_looked_at_too():
    wrong = path(True, "failure", "JobStatus == 'FAILD' || JobStatus == 'CANCELLED'")
    found = said([*RIGHT, wrong])
    assert found == [("no-such-value", "warning", ("FAILD",))]


def test_a_value_of_a_member_that_is_no_status_is_held_to_its_own_enum():
    assert said([*RIGHT, path("JSON", "retry", "ImportDataSource.DataFormat")]) == []
    wrong = said([*RIGHT, path("XML", "failure", "ImportDataSource.DataFormat")])
    assert wrong == [("no-such-value", "warning", ("XML",))]


def test_a_state_that_botocore_does_not_know_leaves_it_polling():
    wrong = [*RIGHT[:2], path("CANCELLED", "error")]
    assert said(wrong) == [
        ("no-such-state", "error", ("error",)),
        ("never-ends", "error", ("CANCELLED",)),
    ]


def test_an_error_that_is_almost_one_of_the_operation_is_noted():
    assert said([error("NotFoundException", "failure"), *RIGHT]) == []
    assert said([error("NotFoundExeption", "failure"), *RIGHT]) == [
        ("no-such-error", "note", ("NotFoundExeption",))
    ]
    assert said([error("SomethingElseEntirely", "retry"), *RIGHT]) == []
    assert said([error(True, "failure"), *RIGHT]) == []


def test_an_operation_that_the_service_has_not_is_found_with_the_nearest():
    (found,) = judged(RIGHT, operation="sesv2:GetImportJobb").findings
    assert (found.kind, found.grade) == ("no-such-operation", "error")
    assert "Did you mean GetImportJob?" in found.message


def test_an_operation_may_be_written_as_botocore_finds_it():
    assert said(RIGHT, operation="sesv2:getImportJob") == []


def test_a_waiter_of_no_job_is_judged_by_its_paths_and_values():
    found = judged(
        [path("ACTIV", "success", "Table.TableStatus")], "TableActive", "dynamodb:DescribeTable"
    )
    assert found.by == "none"
    assert [(one.kind, one.values) for one in found.findings] == [("no-such-value", ("ACTIV",))]


@pytest.mark.parametrize(
    ("argument", "said_of_it"),
    [
        ("JobStatus[", "it is no JMESPath"),
        ("to_string(@)", "the function to_string is not read"),
        ("|".join(["[@,@]"] * 40), "makes more copies"),
        ("(" * 900 + "a" + ")" * 900, "it is no JMESPath"),
        ("a" + ".a" * 400, "it is longer"),
        ("no_such_function(@)", "the function no_such_function is not read"),
    ],
)
def test_a_path_that_cannot_be_read_is_told_of_and_never_asked(argument, said_of_it):
    found = judged([*RIGHT, path("a", "failure", argument)]).findings
    assert [(one.kind, one.grade) for one in found] == [("never-matches", "error")]
    assert said_of_it in found[0].message


def test_what_a_template_fills_in_is_left_out_and_what_depends_on_it_is_noted():
    filled = [*RIGHT[:2], path("{{ stopped }}", "failure")]
    assert said(filled) == [
        ("not-judged", "note", ("'JobStatus'",)),
        ("never-ends", "note", ("CANCELLED",)),
    ]
    assert said([*RIGHT, path("x", "failure", "{{ path }}.a")]) == [
        ("not-judged", "note", ("'{{ path }}.a'",))
    ]


def test_a_template_that_chooses_the_job_leaves_the_ends_to_be_judged():
    at = "jobs[?jobId=='{{ JOB }}'].status | [0]"
    right = [path("SUCCEEDED", "success", at), path("FAILED", "failure", at)]
    assert said(right, "job_complete", "batch:DescribeJobs") == []
    (kind, _, values) = said(right[:1], "job_complete", "batch:DescribeJobs")[0]
    assert (kind, values) == ("never-ends", ("FAILED",))
