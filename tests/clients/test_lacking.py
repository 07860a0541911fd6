"""What SDKs lack: every empty cell of the matrix says why, and nothing says why of a full one."""

import json
import shlex
import sys

import pytest
from support.sdks_page import NAMES, PAGE

from aws_job_conformance.catalog import load
from aws_job_conformance.clients import columns, hostile, lacking, matrix, sdk_agreement
from aws_job_conformance.core.shipped import names
from aws_job_conformance.pollers import sdk_retries, sdk_waiters


def _cells():
    """Every cell there is: client, operation, protocol, and whether something stands in it."""
    for name in NAMES:
        for case in hostile.all_cases():
            yield name, case.operation, case.protocol, name in case.results
        for one in sdk_agreement.recorded():
            yield name, one.operation, one.protocol, name in one.clients
        for case in sdk_retries.cases():
            found = case.results.get(name)
            yield name, case.operation, None, found is not None and found.attempts is not None


def test_every_empty_cell_says_why_and_no_full_one_does():
    empty = {(*cell, lacking.found(*cell) is not None) for *cell, full in _cells() if not full}
    assert [cell for *cell, told in empty if not told] == []
    full = {tuple(cell) for *cell, is_full in _cells() if is_full}
    empties = {tuple(cell) for cell in (row[:3] for row in empty)}
    wrong = [cell for cell in full - empties if lacking.found(*cell) is not None]
    assert wrong == []


def test_an_sdk_is_asked_at_least_25_answers_of_a_protocol_or_none():
    for group in hostile.PROTOCOLS:
        for name in NAMES:
            asked = [case for case in hostile.cases(group) if name in case.results]
            assert not asked or len(asked) >= 25, (group, name)


def test_a_waiter_is_told_as_lacking_where_its_service_is_and_only_there():
    for case in sdk_waiters.cases():
        for name in NAMES:
            result = case.results.get(name)
            if result is not None and result.endings is not None:
                assert lacking.found(name, case.operation) is None, (name, case.name)


def test_every_line_is_why_some_cell_is_empty():
    cells = [cell for *cell, full in _cells() if not full]
    cells += [(name, case.operation, None) for name in NAMES for case in sdk_waiters.cases()]
    used = {(lack.client, lack.why) for cell in cells if (lack := lacking.found(*cell))}
    for lack in lacking.recorded():
        assert (lack.client, lack.why) in used, f"{lack.client} lacks {lack.services} nowhere"
        for service in lack.services:
            assert any(name.startswith(f"{service}:") for name in names()), service


def test_no_cell_of_the_page_is_bare():
    tables = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    assert [line for line in tables if "| - |" in line] == []


def test_a_service_that_was_dropped_is_told_as_dropped():
    retired = load("elastictranscoder:ReadJob").x_job["retired"]
    told = lacking.found("aiobotocore", "elastictranscoder:ReadJob")
    assert told.cell == "dropped"
    assert retired in told.why
    assert lacking.cell("aiobotocore", "elastictranscoder:ReadJob", None, "") == "(dropped)"


HELLO = {"protocol": 1, "name": "aws-sdk-go-v2", "version": "9.9", "operations": "*"}
WITHOUT = f"""
import json, sys
print({json.dumps(HELLO)!r}, flush=True)
for line in sys.stdin:
    told = {{"unsupported": "mediaconvert is not in this version"}}
    print(json.dumps({{"id": json.loads(line)["id"], **told}}), flush=True)
"""


@pytest.mark.usefixtures("without_others")
def test_an_sdk_that_has_dropped_a_service_since_says_so_in_its_cells_and_is_news():
    program = shlex.join([sys.executable, "-c", WITHOUT])
    found = matrix.of("rest-json", [program])
    case = next(case for case in found.cases if "aws-sdk-go-v2" in case.results)
    gone = found.columns[-1].results[case.name]
    assert matrix.cell(case, gone, "another") == "(mediaconvert is not in this version)"
    was = case.results["aws-sdk-go-v2"].version
    told = [
        line for line in found.changes() if line.startswith(f"{case.name}: aws-sdk-go-v2 {was} ")
    ]
    assert len(told) == 1
    assert told[0].endswith(
        "aws-sdk-go-v2 9.9 gives unsupported: mediaconvert is not in this version"
    )


@pytest.fixture
def without_others(monkeypatch):
    monkeypatch.setattr(columns.known_clients, "registered", tuple)
    monkeypatch.setattr(columns.known_clients, "known", list)


@pytest.mark.usefixtures("without_others")
def test_why_a_cell_is_empty_is_told_below_the_matrix_in_each_form():
    rust = hostile.recorded("aws-sdk-rust", hostile.cases("ec2"))
    found = matrix.Matrix(hostile.cases("ec2"), (rust,))
    (lack,) = found.lacks()
    assert lack.cell == "too large"
    assert "| (too large) |" in matrix.markdown(found)
    assert f"- aws-sdk-rust (too large): {lack.why}\n" in matrix.markdown(found)
    assert matrix.data(found)["lacking"][0]["services"] == ["ec2"]
