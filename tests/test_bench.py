"""The benches run and say what they measured; how fast anything is, no test says."""

import json
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest
from support.node import WHY_NOT
from support.places import ROOT

from aws_job_conformance.clients.agreement import CLOSELY

BENCH = ROOT / "bench"
pytestmark = pytest.mark.thorough  # a bench measures, which takes its time
ALWAYS = {
    "a poll of a history, over Hypothesis's floor example": "<=",
    "median polls of a history": "<=",
    "a broken history, over the legal one in it": "<=",
    "encode a response, over orjson.dumps of it": None,
    "a call through play(), over the bare parser": "<=",
    "watch() over the bare loop that asks until the end, a poll": None,
}
JUDGED = {
    "check of an answer, over orjson.loads of its bytes, parse included": "<=",
    "the same of what boto3 makes of it": "<=",
    "a step of a history, parse included": "<=",
    "check_wire of the bytes": "<=",
    "all laws of an answer that is read and has its shape": "<=",
    "jsonschema-rs's yes, without laws, parse included": "<=",
    "jsonschema in Python, compiled once, without laws": None,
}


def measure(*options):
    command = [sys.executable, str(BENCH / "measure.py"), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def measured():
    run = measure("--quick", "--rounds", "1", "--examples", "4", "--format", "json")
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def rows(measured, what):
    return [row for row in measured["rows"] if row["what"] == what]


@pytest.mark.parametrize(("what", "sign"), ALWAYS.items(), ids=ALWAYS)
def test_each_operation_has_a_row_of_its_own_and_one_is_over_all(measured, what, sign):
    found = rows(measured, what)
    assert [row["operation"] for row in found] == [*CLOSELY, "median of these"]
    assert all(0 < row["low"] <= row["median"] <= row["high"] for row in found)
    assert {row.get("sign") for row in found} == {sign}


@pytest.mark.parametrize(("what", "sign"), JUDGED.items(), ids=JUDGED)
def test_each_answer_that_is_judged_has_a_row(measured, what, sign):
    found = rows(measured, what)
    each = [f"{name}, {size}" for name in CLOSELY for size in ("smallest", "full")]
    assert [row["operation"] for row in found] == [*each, "median of these"]
    assert {row.get("sign") for row in found} == {sign}


def test_what_is_promised_is_drawn(measured, monkeypatch):
    monkeypatch.syspath_prepend(BENCH)
    from picture import svg

    drawn = ET.fromstring(svg(measured))
    bars = [one for one in drawn.iter() if one.tag.endswith("rect")][1:]
    assert len(bars) == len({row["what"] for row in measured["rows"] if "sign" in row})


def test_the_results_that_are_kept_have_a_row_for_each_promise(monkeypatch):
    monkeypatch.syspath_prepend(BENCH)
    from measure import _PROMISES

    kept = json.loads((BENCH / "results.json").read_text())
    told = {row["what"] for row in kept["rows"]} | {what.split(",")[0] for what in kept["skipped"]}
    assert {
        what for what in _PROMISES if what not in told and what.split(",")[0] not in told
    } == set()


def test_each_kind_of_body_that_is_redacted_has_a_row(measured, monkeypatch):
    monkeypatch.syspath_prepend(BENCH)
    from redacting import BODIES, REDACT

    assert [row["operation"] for row in rows(measured, REDACT)] == [*BODIES, "median of these"]


def test_what_cannot_be_measured_here_is_named_with_what_it_needs(measured):
    skipped = " ".join(f"{what}: {why}" for what, why in measured["skipped"].items())
    told = {row["what"] for row in measured["rows"]}
    node = "the JavaScript client, over botocore's parser"
    assert (node in told) is (WHY_NOT is None)
    assert (node in skipped) is (WHY_NOT is not None)
    assert "seconds of exercise, with trouble: give --examples 50 or more" in skipped
    is_drawn = "from_schema over a response, sizes as drawn" in told
    assert is_drawn is not ("needs hypothesis-jsonschema" in skipped)


def test_the_table_tells_target_aim_and_verdict_beside_the_ratio(measured, monkeypatch):
    monkeypatch.syspath_prepend(BENCH)
    from measure import table

    lines = table(measured)
    assert (
        "a poll of a history, over Hypothesis's floor example: target <= 0.6, aim <= 0.4" in lines
    )
    overall = [line for line in lines if line.startswith("  median of these")]
    promised = [row for row in measured["rows"] if row["operation"] == "median of these"]
    for line, row in zip(overall, promised, strict=True):
        assert ("met" in line or "missed" in line) == ("sign" in row)


def test_no_rounds_are_refused():
    run = measure("--rounds", "0")
    assert run.returncode == 2
    assert "1 round or more" in run.stderr


def test_a_promise_is_met_at_its_limit_in_the_direction_of_its_sign(monkeypatch):
    monkeypatch.syspath_prepend(BENCH)
    from measuring import Promise

    most, least = Promise("<=", 0.8, 0.4), Promise(">=", 7, 10)
    assert [most.verdict(value) for value in (0.4, 0.8, 0.81)] == ["aim met", "met", "missed"]
    assert [least.verdict(value) for value in (10, 7, 6.9)] == ["aim met", "met", "missed"]
    assert Promise("<=", 8).verdict(8) == "met"


def test_a_figure_is_the_median_of_its_rounds_without_the_first(monkeypatch):
    monkeypatch.syspath_prepend(BENCH)
    from measuring import Figure, rows

    def once(number):
        return [Figure("w", [100.0, 3.0, 1.0, 2.0][number], {"bytes": 10 * number})]

    one, over = rows([("a:A", once)], 3)
    assert one == {"what": "w", "operation": "a:A", "median": 2.0, "low": 1.0, "high": 3.0} | {
        "beside": {"bytes": 20}
    }
    assert (over["operation"], over["median"], over["beside"]) == ("median of these", 2.0, {})
