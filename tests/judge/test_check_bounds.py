"""However much is wrong, twenty sentences of a kind are told, and every one is counted."""

import json

import pytest

from aws_job_conformance import InputError, contract
from aws_job_conformance.catalog import load
from aws_job_conformance.cli import _terminal
from aws_job_conformance.core.findings import count
from aws_job_conformance.core.tally import SHOWN
from aws_job_conformance.judge import _misfits, _shape, documents
from aws_job_conformance.judge.check import check_bodies
from aws_job_conformance.protocol import json_read
from aws_job_conformance.protocol.bodies import MOST_VALUES

SES = "sesv2:GetImportJob"
JOB = {"JobStatus": "COMPLETED", "CreatedTimestamp": "2020-08-12T17:05:15Z"}
MANY = 5000


def judged(data, view="schema"):
    bodies, _ = documents.split(data, "here", view, load(SES))
    return check_bodies(load(SES), bodies, view=view)


@pytest.mark.parametrize(
    "data",
    [
        b"[" + b"1," * (MANY - 1) + b"1]",
        b"[" + b"[1]," * (MANY - 1) + b"[1]]",
        b"[" + b"null," * (MANY - 1) + b"null]",
        b"[1]\n" * MANY,
        b"[" + b'1,"a",' * (MANY // 2 - 1) + b'1,"a"]',
    ],
    ids=["numbers", "lists", "nulls", "lines", "in turn"],
)
@pytest.mark.parametrize("view", ["schema", "wire"])
def test_of_responses_that_are_none_each_is_counted_and_few_are_told(data, view):
    found = judged(data, view)
    assert len(found.findings) == SHOWN
    assert count(found.findings)["error"] == MANY
    assert found.marks == b"\x03" * MANY


def test_what_is_counted_is_said_in_the_last_sentence_of_its_kind_and_in_json():
    *_, last = judged(b"[" + b"1," * (MANY - 1) + b"1]").findings
    assert str(last).endswith(" And 4,980 more like it.")
    assert last.as_json()["more"] == MANY - SHOWN
    assert "more" not in judged(b"[1]").findings[0].as_json()


@pytest.mark.parametrize("size", [SHOWN, SHOWN + 1, 499, 500, 501, MANY])
def test_unknown_members_are_counted_exactly(size):
    found = contract(SES).check(JOB | {f"k{i}": i for i in range(size)})
    warnings = [one for one in found if one.grade == "warning"]
    assert len(warnings) == min(size, SHOWN)
    assert count(found)["warning"] == size


def test_only_those_that_are_told_are_compared_with_the_names_that_are_known(monkeypatch):
    asked = []
    monkeypatch.setattr(_misfits, "nearest", lambda name, *_, **__: asked.append(name) or "")
    contract(SES).check(JOB | {f"k{i}": i for i in range(MANY)})
    assert len(asked) == SHOWN


@pytest.mark.parametrize("size", [SHOWN, 499, 500, 501, MANY])
def test_wrong_entries_of_a_list_are_counted_exactly_by_either_engine(size):
    found = contract("ec2:DescribeBundleTasks").check(
        {"BundleTasks": [{"BundleId": 5, "State": "complete"}] * size}
    )
    assert count([f for f in found if f.pointer.endswith("BundleId")])["error"] == size


def test_a_response_with_many_faults_is_explained_no_further():
    body = b'{"JobStatus": [' + b"NaN," * (MANY - 1) + b"NaN]}"
    found = judged(body, "wire").findings
    assert count(f for f in found if "NaN" in f.message)["error"] == MANY
    assert len(found) <= SHOWN + 1


def test_after_many_that_do_not_fit_the_slow_engine_is_asked_no_more(monkeypatch):
    asked = []
    told = _shape.Shape._told
    monkeypatch.setattr(_shape.Shape, "_told", lambda *a: asked.append(1) or told(*a))
    lines = "\n".join(json.dumps({"JobStatus": i}) for i in range(1000)).encode()
    found = judged(lines).findings
    assert len(asked) >= 1000 - 110
    assert count(f for f in found if f.pointer == "/JobStatus")["error"] == 1000


def test_a_history_longer_than_any_is_refused_with_the_fix(monkeypatch):
    monkeypatch.setattr(documents, "MOST_RESPONSES", 10)
    for data in (b"[" + b"{}," * 10 + b"{}]", b"\n".join(b'{"a":%d}' % i for i in range(11))):
        with pytest.raises(InputError, match=r"more than 10 responses.*in pieces"):
            judged(data)


def test_a_value_larger_than_any_response_is_not_looked_into():
    read = json_read.read(b"[" + b"1," * MOST_VALUES + b"1]")
    assert not read.readable
    assert "more than 1,000,000 values" in read.faults[0].what


def test_a_text_of_quotes_that_never_ends_is_read_once():
    fault = json_read.read(b'"' + b'\\"' * 1_000_000).faults[0]
    assert "in the middle of its JSON" in fault.what


@pytest.mark.parametrize("body", [b'{"JobStatus":' + b"[" * 100_000, b"[" * 100_000 + b"]" * 9])
def test_what_nests_a_hundred_thousand_deep_is_refused_with_its_place(body):
    assert "nested deeper than 200 levels (offset" in json_read.read(body).faults[0].what


def test_a_file_that_does_not_end_is_refused(monkeypatch, run):
    monkeypatch.setattr(_terminal, "MOST_BYTES", 1_000_000)
    assert run("check", SES, "/dev/zero").refused("/dev/zero is larger than 1 MB. Give it in")
    assert run("derive", "--page", "/dev/zero").refused("larger than 1 MB. Save the page of one")
