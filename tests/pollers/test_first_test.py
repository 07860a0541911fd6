"""A first test of a poller: what is written for an operation knows every end, and runs."""

from __future__ import annotations

import ast
import re

import pytest
from support.covering import covering
from support.params import quick_first

from aws_job_conformance.authoring import infer
from aws_job_conformance.catalog import load
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.shipped import names
from aws_job_conformance.pollers import first_test

ROUND = "glue:GetCrawler"
WITH_A_TOKEN, WITH_A_UNION = "codecatalyst:GetWorkflowRun", "inspector2:GetCodeSecurityScan"
OPERATIONS = [*dict.fromkeys(("ecs:DescribeTasks", *names()))]
OF_EACH_SERVICE = {
    name.partition(":")[0]: name
    for name in sorted({one.operation for one in infer.every()} - {*names()})
}
INFERRED = [*dict.fromkeys((WITH_A_TOKEN, WITH_A_UNION, *OF_EACH_SERVICE.values()))]


def ran(written):
    there = {}
    exec(compile(written, "test_written.py", "exec"), there)
    there["test_the_poller_knows_every_end_of_the_job"]()
    return there


@pytest.mark.parametrize("operation", [name for name in covering() if name != ROUND])
def test_what_is_written_for_a_contract_passes(operation):
    ran(first_test.text(load(operation)))


@pytest.fixture(scope="module")
def ran_before():
    """The forms of texts that were run so far."""
    return set()


def form(written):
    """Return what is written without the words of one operation: its lines, steps and branches."""
    lines = re.sub(r"client\.\w+", "client.call", re.sub(r'"[^"]*"', '""', written))
    return re.sub(r'\w+=""', 'name=""', re.sub(r'("",?\s*)+', '""', lines))


@pytest.mark.parametrize("operation", quick_first(INFERRED, quick=2))
def test_what_is_written_for_an_inferred_contract_passes(operation, ran_before):
    """Each is compiled; of those alike but for their words, one in each protocol is run."""
    contract = load(operation)
    if contract.status.final:
        written = first_test.text(contract)
        compile(written, "test_written.py", "exec")
        asked = contract.wire.protocol, form(written)
        if asked not in ran_before:
            ran(written)
            ran_before.add(asked)


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
