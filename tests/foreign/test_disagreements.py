"""What others wrote of these jobs is held against each contract, and each difference is judged."""

from __future__ import annotations

import json

import disagreements
import extracts
import pytest
import waiters_page

from aws_job_conformance import linter
from aws_job_conformance.linter import waiter_files
from aws_job_conformance.protocol import raw_models

QUICK = ("airflow", "terraform")


def differing(judge):
    found = {one.key: one for one in disagreements.OF[judge]()}
    known = {key for key in disagreements.known() if key[0] == judge}
    new = [disagreements.line(one) for key, one in found.items() if key not in known]
    return new, sorted(known - set(found))


def must_be_judged(judge):
    new, stale = differing(judge)
    if new:
        pytest.fail("say who is right of each, in disagreements.toml:\n\n" + "\n\n".join(new))
    assert stale == [], "these are no more: take them out of disagreements.toml"


@pytest.mark.pinned_botocore
@pytest.mark.thorough  # four hundred waiters
def test_each_disagreement_with_botocores_waiters_is_judged_and_none_is_stale():
    must_be_judged("botocore")


@pytest.mark.pinned_botocore
def test_each_disagreement_with_airflows_waiters_is_judged_and_none_is_stale():
    must_be_judged("airflow")


def test_each_disagreement_with_terraforms_provider_is_judged_and_none_is_stale():
    must_be_judged("terraform")


@pytest.mark.pinned_botocore
@pytest.mark.thorough  # a hundred contracts are inferred
def test_each_disagreement_with_the_clis_examples_is_judged_and_none_is_stale():
    must_be_judged("aws-cli")


@pytest.mark.thorough  # as above
def test_each_disagreement_with_recorded_accounts_is_judged_and_none_is_stale():
    must_be_judged("custodian")


def test_who_is_right_is_said_and_why():
    for key, line in disagreements.known().items():
        assert line["right"] in disagreements.RIGHT, key
        assert len(line["why"]) > 20, key


OF_EACH = [
    pytest.param(judge, marks=() if judge in QUICK else pytest.mark.thorough)
    for judge in disagreements.OF
]


@pytest.mark.pinned_botocore
@pytest.mark.parametrize("judge", OF_EACH)
def test_a_stale_line_and_a_new_one_are_told_of_each_judge(judge, monkeypatch):
    known = disagreements.known()
    own = next((key for key in known if key[0] == judge), None)
    stale = (judge, "glue:GetJobRun", "job_complete", "never-ends", ("SUCCEEDED",))
    rest = {key: line for key, line in known.items() if key != own}
    monkeypatch.setattr(disagreements, "known", lambda: rest | {stale: {}})
    new, gone = differing(judge)
    assert gone == [stale]
    assert len(new) == (own is not None)
    assert all(f"kind = {json.dumps(own[3])}" in line for line in new)
    with pytest.raises(pytest.fail.Exception if new else AssertionError):
        must_be_judged(judge)


@pytest.mark.thorough
def test_recordings_that_run_backwards_are_disagreements(tmp_path, monkeypatch):
    told = json.loads(extracts.CUSTODIAN.read_text())
    stories = [one | {"responses": one["responses"][::-1]} for one in told["recordings"]]
    file = tmp_path / "custodian.json"
    file.write_text(json.dumps(told | {"recordings": stories}))
    monkeypatch.setattr(extracts, "CUSTODIAN", file)
    new, _ = differing("custodian")
    assert any('judge = "custodian"' in line for line in new)


def test_a_new_one_says_what_the_file_wants_to_know(monkeypatch):
    own = ("airflow", "glue:GetJobRun", "job_complete", "never-ends", ("EXPIRED",))
    rest = {key: line for key, line in disagreements.known().items() if key != own}
    monkeypatch.setattr(disagreements, "known", lambda: rest)
    ((line,), _) = differing("airflow")
    assert 'values = ["EXPIRED"]' in line
    assert "# glue:GetJobRun job_complete · JobRun.JobRunState: EXPIRED" in line


@pytest.mark.parametrize("path", [extracts.AIRFLOW, extracts.CUSTODIAN], ids=lambda p: p.stem)
def test_an_extract_says_whose_it_is_and_what_was_read(path):
    told = json.loads(path.read_text())
    assert told["licence"] == "Apache-2.0"
    assert told["attribution"]
    assert told["source"].startswith("https://")
    assert all(len(one) == 64 for one in told["sha256"].values())
    assert len(told["sha256"]) > 25


@pytest.mark.pinned_botocore
@pytest.mark.thorough  # all waiters there are
def test_the_page_of_waiters_is_what_a_new_run_writes():
    assert waiters_page.PAGE.read_text() == waiters_page.page()


FOUND = {
    ("emr:DescribeStep", "StepComplete", "never-ends"): "INTERRUPTED",
    ("ecr:DescribeImageScanFindings", "ImageScanComplete", "never-ends"): (
        "SCAN_ELIGIBILITY_EXPIRED"
    ),
    ("ecr:GetLifecyclePolicyPreview", "LifecyclePolicyPreviewComplete", "never-ends"): "EXPIRED",
    ("healthlake:DescribeFHIRImportJob", "FHIRImportJobCompleted", "never-ends"): (
        "CANCEL_COMPLETED"
    ),
    ("omics:GetRun", "RunCompleted", "never-ends"): "CANCELLED DELETED",
    ("omics:GetRunTask", "TaskCompleted", "never-ends"): "CANCELLED",
    ("omics:GetVariantImportJob", "VariantImportJobCreated", "never-ends"): (
        "COMPLETED_WITH_FAILURES"
    ),
    ("omics:GetVariantImportJob", "VariantImportJobCreated", "failure-is-success"): "CANCELLED",
    ("omics:GetAnnotationImportJob", "AnnotationImportJobCreated", "never-ends"): (
        "COMPLETED_WITH_FAILURES"
    ),
    ("omics:GetAnnotationImportJob", "AnnotationImportJobCreated", "failure-is-success"): (
        "CANCELLED"
    ),
}
"""What was known of AWS's own before there was a linter, by reading."""


@pytest.mark.pinned_botocore
def test_what_was_known_of_awss_own_waiters_is_found():
    for (operation, waiter, kind), values in FOUND.items():
        service = operation.partition(":")[0]
        value = {"waiters": {waiter: raw_models.waiters(service)[waiter]}}
        (one,) = waiter_files.read(value, "botocore", service)
        found = [f.values for f in linter.judge(one).findings if f.kind == kind]
        assert any(set(values.split()) <= set(told) for told in found), (operation, found)
