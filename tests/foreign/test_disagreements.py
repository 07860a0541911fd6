"""What others wrote of these jobs is held against each contract, and each difference is judged."""

from __future__ import annotations

import json

import disagreements
import extracts
import pytest

WHAT_READS = {"botocore": 400, "airflow": 70}


def differing(judge):
    found = {one.key: one for one in disagreements.OF[judge]()}
    known = {key for key in disagreements.known() if key[0] == judge}
    new = [disagreements.line(one) for key, one in found.items() if key not in known]
    return new, sorted(known - set(found))


def must_be_judged(judge):
    new, stale = differing(judge)
    assert "\n\n".join(new) == "", "say who is right of each, in disagreements.toml"
    assert stale == [], "these are no more: take them out of disagreements.toml"


@pytest.mark.pinned_botocore
@pytest.mark.thorough  # four hundred waiters
def test_each_disagreement_with_botocores_waiters_is_judged_and_none_is_stale():
    must_be_judged("botocore")


@pytest.mark.pinned_botocore
def test_each_disagreement_with_airflows_waiters_is_judged_and_none_is_stale():
    must_be_judged("airflow")


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


def test_a_stale_line_and_a_new_one_are_told(monkeypatch):
    own = ("airflow", "glue:GetJobRun", "job_complete", "never-ends", ("EXPIRED",))
    rest = {key: line for key, line in disagreements.known().items() if key != own}
    stale = ("airflow", "glue:GetJobRun", "job_complete", "never-ends", ("SUCCEEDED",))
    assert own in disagreements.known()
    monkeypatch.setattr(disagreements, "known", lambda: rest | {stale: {}})
    new, gone = differing("airflow")
    assert gone == [stale]
    (line,) = new
    assert 'values = ["EXPIRED"]' in line
    assert "# glue:GetJobRun job_complete · JobRun.JobRunState: EXPIRED" in line


@pytest.mark.parametrize("path", [extracts.AIRFLOW, extracts.CUSTODIAN], ids=lambda p: p.stem)
def test_an_extract_says_whose_it_is_and_what_was_read(path):
    told = json.loads(path.read_text())
    assert told["licence"] == "Apache-2.0"
    assert told["attribution"]
    assert told["source"].startswith("https://")
    assert all(len(one) == 64 for one in told["sha256"].values())
    assert len(told["sha256"]) >= 30
