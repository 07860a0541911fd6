"""The facts that were gathered first are held against each contract, each difference is judged."""

from __future__ import annotations

import copy
import json

import claims
import claims_page
import pytest
from support.contract_tables import TOML

from aws_job_conformance import contract


def differing():
    found = {one.key: one for one in claims.differences()}
    new = [claims.line(one) for key, one in found.items() if key not in claims.known()]
    return new, sorted(set(claims.known()) - set(found))


def test_each_difference_is_judged_and_none_is_stale():
    new, stale = differing()
    if new:
        pytest.fail("say who is right of each, in claims.toml:\n\n" + "\n\n".join(new))
    assert stale == [], "these are no more: take them out of claims.toml"


def test_who_is_right_is_said_and_why():
    for key, line in claims.known().items():
        assert line["right"] in claims.RIGHT, key
        assert len(line["why"]) > 10, key


def test_a_stale_line_and_a_new_one_are_told(monkeypatch):
    known = dict(claims.known())
    key = next(key for key in known if key[:2] == ("glue:GetJobRun", "initial"))
    stale = (*key[:3], ("STARTING",))
    monkeypatch.setattr(
        claims, "known", lambda: {k: v for k, v in known.items() if k != key} | {stale: {}}
    )
    new, gone = differing()
    assert gone == [stale]
    (line,) = new
    assert 'contract = ["STARTING", "WAITING"]' in line


PLANTS = {
    "the place of the status": (lambda one: one.update(at="JobRun.State"), "status"),
    "a group": (lambda one: one["life"].update(stopped=[]), "stopped"),
    "an order": (lambda one: one["life"]["next"].update(STOPPING=["RUNNING"]), "after STOPPING"),
    "a law of a member": (lambda one: one["laws"][0].update(of=["JobRun.Id"]), "absent JobRun.Id"),
    "a law of a status": (
        lambda one: one["laws"][0].update({"in": ["SUCCEEDED"]}),
        "absent JobRun.CompletedOn",
    ),
    "a kind of law": (
        lambda one: one.update(kinds=["within constants"]),
        "a law: within constants",
    ),
    "a missing job": (lambda one: one.update(missing="NotFoundException"), "missing"),
    "a call": (lambda one: one["calls"].update(stop="StopJobRun"), "stop"),
}


@pytest.mark.parametrize(("plant", "claim"), PLANTS.values(), ids=PLANTS)
def test_a_claim_that_is_changed_is_a_difference(plant, claim, monkeypatch):
    before = {one.claim for one in claims.differences() if one.operation == "glue:GetJobRun"}
    (record,) = (one for one in claims.extract() if one["operation"] == "glue:GetJobRun")
    changed = copy.deepcopy(record)
    plant(changed)
    monkeypatch.setattr(claims, "extract", lambda: [changed])
    assert claim in {one.claim for one in claims.differences()} - before | {
        one.claim for one in claims.differences() if one.key not in claims.known()
    }


def test_what_was_mended_is_there():
    for one in claims.mended():
        kinds = {law.kind for law in contract(one["operation"]).data.laws}
        assert one["at"] in {*kinds, *TOML[one["operation"]]}, one


def test_the_extract_says_what_was_read():
    told = json.loads(claims.EXTRACT.read_text())
    assert len(told["sha256"]) == 64
    assert len(told["records"]) == 83


def test_the_page_of_claims_is_what_a_new_run_writes():
    assert claims_page.PAGE.read_text() == claims_page.page()
