"""Promises by name: every finding breaks one, and what was not seen is not kept."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from support.contract_tables import each_kind_the_six_first

from aws_job_conformance import strategies
from aws_job_conformance.catalog import load
from aws_job_conformance.core.shipped import names
from aws_job_conformance.judge import check, members, results
from aws_job_conformance.judge.results import Result
from aws_job_conformance.runner import promises
from aws_job_conformance.runner.promises import Promise


@pytest.mark.parametrize("operation", names())
def test_ids_are_unique_and_can_be_pasted_into_k(operation):
    ids = [one.id for one in promises.of(operation)]
    assert len(ids) == len(set(ids))
    assert not [name for name in ids if set(name) & set(" []()")]
    assert all(name.startswith(f"{operation}-") for name in ids)


@each_kind_the_six_first
def test_a_broken_law_breaks_a_promise_of_its_kind(operation):
    known = promises.of(operation)

    @settings(max_examples=30)
    @given(strategies.violations(operation))
    def each(drawn):
        kind, history = drawn
        result = Result(operation, "", "")
        for finding in check.check_history(load(operation), history).findings:
            broken = promises.broken(result, finding)
            assert broken in known
            if finding.law not in ("schema", "wire"):
                assert broken.kind == finding.law == kind
                names_ = [name for name in finding.pointer.split("/") if not name.isdecimal()]
                assert broken.path == "" or broken.path in ".".join(names_)

    each()


def finding(operation, response):
    (found,) = check.check_response(load(operation), response).findings
    return found


GOOD = {"JobStatus": "CREATED", "CreatedTimestamp": "2026-01-01T00:00:00Z"}
SESV2 = "sesv2:GetImportJob"


@pytest.mark.parametrize(
    ("response", "name"),
    [
        (GOOD | {"JobStatus": "NEW"}, "schema-JobStatus"),
        (GOOD | {"ProcessedRecordsCount": "5"}, "schema-ProcessedRecordsCount"),
        (GOOD | {"FailureInfo": {"ErrorMessage": 5}}, "schema-FailureInfo.ErrorMessage"),
        (GOOD | {"New": 1}, "schema"),
        (
            GOOD | {"FailedRecordsCount": 2, "ProcessedRecordsCount": 1},
            "at-most-FailedRecordsCount",
        ),
    ],
)
def test_a_finding_is_told_by_the_member_it_is_about(response, name):
    found = promises.broken(Result(SESV2, "", ""), finding(SESV2, response))
    assert found.id == f"{SESV2}-{name}"


def test_all_that_is_wrong_with_a_missing_job_breaks_one_promise():
    found = promises.broken(Result(SESV2, "", "", missing=True), finding(SESV2, {**GOOD, "New": 1}))
    assert found == Promise(SESV2, promises.MISSING)


def test_a_promise_is_put_to_the_test_by_what_was_seen():
    contract = load(SESV2)
    shown = tuple(members.shown(contract, GOOD | {"FailureInfo": {"ErrorMessage": ""}}))
    assert sorted(shown) == [
        "CreatedTimestamp",
        "FailureInfo",
        "FailureInfo.ErrorMessage",
        "JobStatus",
    ]
    laws = [law.kind for law in results.laws_of(contract)]
    seen = Result(SESV2, "", "", responses=1, applied={laws.index("moves"): 1}, shown=shown)
    applied = {one.id for one in promises.of(SESV2) if promises.applied(one, [seen])}
    assert f"{SESV2}-moves" in applied
    assert f"{SESV2}-schema-FailureInfo.ErrorMessage" in applied
    assert f"{SESV2}-final" not in applied
    assert f"{SESV2}-schema-ProcessedRecordsCount" not in applied
    assert not any(promises.applied(one, []) for one in promises.of(SESV2))
