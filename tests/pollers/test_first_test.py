"""A first test of a poller: what is written for an operation knows every end, and runs."""

from __future__ import annotations

import ast

import pytest
from support.params import quick_first

from aws_job_conformance.authoring import infer
from aws_job_conformance.catalog import load
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.shipped import names
from aws_job_conformance.pollers import first_test

ROUND = "glue:GetCrawler"
WITH_A_TOKEN, WITH_A_UNION = "codecatalyst:GetWorkflowRun", "inspector2:GetCodeSecurityScan"
INFERRED = dict.fromkeys((WITH_A_TOKEN, WITH_A_UNION, *(one.operation for one in infer.every())))
OPERATIONS = [*dict.fromkeys(("ecs:DescribeTasks", *names()))]


def ran(written):
    there = {}
    exec(compile(written, "test_written.py", "exec"), there)
    there["test_the_poller_knows_every_end_of_the_job"]()
    return there


@pytest.mark.parametrize("operation", [operation for operation in OPERATIONS if operation != ROUND])
def test_what_is_written_for_a_contract_passes(operation):
    ran(first_test.text(load(operation)))


@pytest.mark.parametrize("operation", quick_first(INFERRED, quick=2))
def test_what_is_written_for_an_inferred_contract_passes(operation):
    contract = load(operation)
    if contract.status.final:
        ran(first_test.text(contract))


@pytest.mark.parametrize("operation", ["glue:GetJobRun", "batch:DescribeJobs"])
def test_an_end_that_is_taken_out_of_what_is_written_is_missed(operation):
    contract = load(operation)
    forgotten = contract.status.failure[-1]
    written = first_test.text(contract)
    with pytest.raises(AssertionError, match=f"wrong: {forgotten}: .* asked 4 more times"):
        ran(written.replace(f'"{forgotten}"', '"OTHER"'))


def test_a_life_that_goes_round_has_no_end_to_write_of():
    with pytest.raises(InputError, match="has no end to poll for"):
        first_test.text(load(ROUND))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_line_is_longer_than_88(operation):
    contract = load(operation)
    if contract.status.final:
        written = first_test.text(contract)
        assert max(map(len, written.splitlines())) <= 88
        ast.parse(written)
        assert first_test.file_name(contract.operation).startswith("test_")
