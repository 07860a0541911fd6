"""What clients make of answers that go wrong, side by side: the matrix in its three forms."""

import io
import json
import shlex
import sys
from dataclasses import replace

import pytest
from rich.console import Console

from aws_job_conformance.clients import columns, hostile, matrix
from aws_job_conformance.clients.hostile import CaseResult
from aws_job_conformance.clients.interface import Reading
from aws_job_conformance.clients.javascript import node_client
from aws_job_conformance.core.errors import InputError

CASES = {case.name: case for case in hostile.all_cases()}
RECORDED = replace(hostile.recorded("botocore", CASES.values()), measured=True)
LEGAL = "rest-json/a-legal-response"
CUT = "rest-json/json-cut-off-in-a-text"

ANSWERS = {
    "empty": '{"value": {}}',
    "failing": '{"unreadable": "E"}',
    "without CBOR": '{"unsupported": "no CBOR"}',
}


def _program(answer):
    """A client that answers every request with the same."""
    hello = '{"protocol": 1, "name": "same", "version": "7", "operations": "*"}'
    text = f"""
import json, sys
print({hello!r}, flush=True)
for line in sys.stdin:
    print(json.dumps({{"id": json.loads(line)["id"], **{answer}}}), flush=True)
"""
    return shlex.join([sys.executable, "-c", text])


@pytest.fixture(autouse=True)
def without_built(monkeypatch):
    """The SDKs that are built are asked in test_hostile.py; here they would take minutes."""
    monkeypatch.setattr(columns.known_clients, "registered", tuple)


@pytest.fixture
def without_node(monkeypatch):
    monkeypatch.setattr(node_client, "available", lambda: "node is not installed")


@pytest.mark.usefixtures("without_node")
def test_the_callers_program_fails_where_it_does_not_do_what_it_must():
    found = matrix.of("rpc-v2-cbor", [_program(ANSWERS["empty"])])
    own = found.columns[-1]
    assert (own.name, own.version, own.own) == ("same", "7", True)
    first = "rpc-v2-cbor/a-legal-response: same gives {} silent !, and has to give what was meant"
    assert any(sentence.startswith(first) for sentence in found.failures())
    musts = [case for case in found.cases if case.demand == "must-accept"]
    assert len(found.failures()) == len(musts)
    assert {case.protocol for case in found.cases} == {"rpc-v2-cbor"}
    assert {case.group for case in found.cases} == {"rpc-v2-cbor", "retries"}


@pytest.mark.usefixtures("without_node")
def test_an_error_is_no_failure_but_for_what_must_be_read():
    found = matrix.of("rpc-v2-cbor", [_program(ANSWERS["failing"])])
    assert "same gives error E !" in found.failures()[0]
    counted = matrix.counts(found, found.columns[-1])
    assert (counted["correct"], counted["silent"]) == (0, 0)
    assert counted["must-accept-not-met"] == len(found.failures()) > 15


@pytest.mark.usefixtures("without_node")
def test_what_a_program_does_not_support_is_no_failure_unless_that_is_all_that_was_asked():
    found = matrix.of("rpc-v2-cbor", [_program(ANSWERS["without CBOR"])])
    [failure] = found.failures()
    assert failure.endswith("reads none of these cases, so nothing is known of it")
    cells = {matrix.cell(c, found.columns[-1].results.get(c.name)) for c in found.cases}
    assert cells == {"(no CBOR)", "(no retries)"}


@pytest.mark.pinned_botocore
@pytest.mark.usefixtures("without_node")
def test_a_client_that_is_not_here_is_shown_as_recorded():
    found = matrix.of("rpc-v2-cbor")
    of_botocore, of_javascript = found.columns
    assert (of_botocore.measured, of_javascript.measured) == (True, False)
    assert of_javascript.not_run == "node is not installed"
    assert "- aws-sdk-js-v3: not run: node is not installed" in matrix.markdown(found)
    assert "(recorded)" in matrix.markdown(found).splitlines()[2]
    assert found.changes() == []


def test_a_program_that_dies_is_told_with_its_case():
    with pytest.raises(InputError, match="rpc-v2-cbor/a-body-of-an-empty-map: the client"):
        matrix.of("rpc-v2-cbor", [_program("1")])


def test_a_protocol_without_cases_and_a_broken_command_are_refused():
    with pytest.raises(InputError, match=r"give one of rest-json, aws-json, aws-json-1\.1"):
        matrix.of("soap")
    with pytest.raises(InputError, match="Close its quotes"):
        matrix.of("rpc-v2-cbor", ["ruby 'client.rb"])


def _small(*names):
    return matrix.Matrix(tuple(CASES[name] for name in names), (RECORDED,))


def test_another_version_that_differs_is_news_and_the_same_is_a_failure():
    case = CASES[CUT]
    found = RECORDED
    now = CaseResult(found.version, Reading("unreadable", error="ValueError"))
    same = matrix.Matrix((case,), (replace(found, results={case.name: now}),))
    newer = replace(now, version="1.99.0")
    other = matrix.Matrix((case,), (replace(found, results={case.name: newer}),))
    assert same.changes() == same.failures()
    assert len(same.failures()) == 1
    assert len(other.changes()) == 1
    assert other.failures() == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (LEGAL, "="),
        (CUT, "{} silent"),
        ("rest-json/a-body-of-null", "error TypeError"),
        ("rest-json/a-text-as-a-number", "wrong JobId 5"),
        ("rest-json/a-missing-status", "wrong no JobStatus"),
        ("rest-json/a-boolean-as-1", "wrong RegisterEndpoints false"),
        ("aws-json/nan-for-a-number", "wrong ImportedItemsCount NaN"),
        ("aws-json/an-error-code-in-code", "error 400 !"),
        ("retries/a-success-at-once", "1 ="),
        ("retries/service-unavailable", "3 (0.05 + 0.1 s) error 503"),
    ],
)
def test_a_cell_is_short(name, told):
    case = CASES[name]
    assert matrix.cell(case, case.results["botocore"]) == told


def test_cells_are_never_longer_than_a_line_holds():
    for case in CASES.values():
        for result in case.results.values():
            assert len(matrix.cell(case, result)) < 80, case.name


def test_the_text_has_its_groups_its_counts_and_its_legend():
    found = _small(LEGAL, CUT, "retries/service-unavailable")
    out = io.StringIO()
    matrix.print_text(found, Console(file=out, width=150, color_system=None))
    lines = [line.strip() for line in out.getvalue().splitlines()]
    assert lines[0] == "rest-json, sent by aws"
    assert "rest-json, sent by proxy" in lines
    assert ["json-cut-off-in-a-text", "may-reject", "error", "{}", "silent"] in map(
        str.split, lines
    )
    assert ["silent", "1"] in map(str.split, lines)
    assert lines[-len(matrix.LEGEND) :] == list(matrix.LEGEND)


def test_only_what_hurts_is_shown_if_asked():
    found = _small(LEGAL, CUT, "rest-json/a-body-of-null", "aws-json/an-error-code-in-code")
    shown = found.shown(only_hurting=True)
    assert [case.name for case in shown] == [CUT, "aws-json/an-error-code-in-code"]
    assert "a-legal-response" not in matrix.markdown(found, only_hurting=True)


def test_changed_results_are_told_below_the_tables():
    case = CASES[CUT]
    newer = CaseResult("1.99.0", Reading("unreadable", error="ValueError"))
    found = replace(RECORDED, version="1.99.0", results={case.name: newer})
    text = matrix.markdown(matrix.Matrix((case,), (found,)))
    assert "- not as recorded: 1\n- rest-json/json-cut-off" in text


def test_markdown_has_a_row_a_case_and_no_bar_too_many():
    found = _small(LEGAL, CUT)
    rows = [line for line in matrix.markdown(found).splitlines() if line.startswith("| json-cut")]
    assert rows == ["| json-cut-off-in-a-text | may-reject | error | {} silent |"]
    bars = replace(RECORDED, results={CUT: CaseResult("1", Reading("value", {"a": "|"}))})
    text = matrix.markdown(matrix.Matrix((CASES[CUT],), (bars,)))
    assert 'wrong {"a": "\\|"}' in text


def test_json_tells_what_each_client_made_of_each_case():
    data = json.loads(json.dumps(matrix.data(_small(LEGAL, CUT))))
    assert [client["name"] for client in data["clients"]] == ["botocore"]
    assert data["clients"][0]["silent"] == 1
    legal, cut = data["cases"]
    version = data["clients"][0]["version"]
    assert legal["results"] == [
        {"client": "botocore", "verdict": "correct", "version": version, "meant": True}
    ]
    assert cut["results"] == [
        {"client": "botocore", "verdict": "silent", "version": version, "value": {}}
    ]
    assert (legal["check"], cut["check"]) == (None, "error")
