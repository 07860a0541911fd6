"""Every job operation of the installed botocore: what is inferred of it holds in its protocol.

`pytest tests/authoring/test_infer_all_operations.py -rP` prints the table;
AWS_JOB_CONFORMANCE_EXAMPLES=200 draws as many of each kind.
"""

from __future__ import annotations

import collections
import os
import sys

import jsonschema_rs
import pytest

from aws_job_conformance.authoring import derive, infer
from aws_job_conformance.authoring.contract_file import meta_schema
from aws_job_conformance.clients.botocore_ import BotocoreParser
from aws_job_conformance.core.contract import from_schema
from aws_job_conformance.generate import construct, plan, status_paths, violate
from aws_job_conformance.generate.choice_source import Seeded
from aws_job_conformance.judge import check
from aws_job_conformance.protocol import boto3_values, encode

pytestmark = pytest.mark.thorough  # minutes of work

FOUND = {found.operation: found for found in infer.every()}
PARSER = BotocoreParser()
LARGEST = 2**31 - 2
POLLS = (1, 8)
EXAMPLES = int(os.environ.get("AWS_JOB_CONFORMANCE_EXAMPLES", "1"))
TABLE = collections.defaultdict(collections.Counter)
each_operation = pytest.mark.parametrize("operation", FOUND)


@pytest.fixture(scope="module")
def known():
    """What was inferred and derived so far, by operation."""
    return {}


@pytest.fixture
def source(operation, known):
    """Return what is inferred, as a contract file; a shipped one says more, tested elsewhere."""
    if operation not in known:
        found = infer.source(operation)
        # Its page is held against the model by `derive --all`: test_bundle, and .ci/run's table.
        known[operation] = found, derive.derive(found, page=False)
    return known[operation][0]


@pytest.fixture
def derived(operation, source, known):
    assert source.operation == operation
    return known[operation][1]


@pytest.fixture
def contract(derived):
    return from_schema(derived.schema, derived.wire_schema)


@pytest.fixture
def tell(operation):
    """Count in the table what a test shows of a protocol, once it has shown it."""
    return TABLE[FOUND[operation].protocol].update


@pytest.fixture
def sent(operation):
    """What encodes a history of the operation as its protocol sends it."""

    def each(history):
        return [encode.response(operation, response) for response in history]

    return each


@each_operation
def test_its_two_schemas_derive_and_all_that_is_inferred_is_called_so(
    operation, source, derived, tell
):
    for _, schema in derived.files():
        jsonschema_rs.meta.validate(schema)
    jsonschema_rs.validate(meta_schema(), derived.schema["x-job"])
    status = derived.schema["x-job"]["status"]
    assert status["at"] == FOUND[operation].status
    assert "next" not in status
    data = source.data
    assert data["status"]["tier"] == "inferred"
    assert data["status"]["source"].startswith("inferred from ")
    for law in data.get("law", ()):
        assert law["tier"] == "inferred"
        assert law["source"].startswith("inferred from ")
    final = data["status"].get("final")
    assert final is None or (
        final["tier"] == "documented" and final["source"].startswith("botocore's waiter ")
    )
    tell(["derived"])


@each_operation
def test_its_histories_survive_botocore_unchanged_and_break_no_law(operation, contract, sent, tell):
    endings = status_paths.endings(contract)
    for seed in range(EXAMPLES):
        source = Seeded(seed)
        way = status_paths.way(contract, source, endings[seed % len(endings)], POLLS)
        history = construct.responses(plan.plan(contract, LARGEST), source, way)
        messages = sent(history)
        read = [PARSER.read(operation, message).value for message in messages]
        assert [boto3_values.plain(one) for one in read] == [
            boto3_values.plain(one) for one in history
        ]
        wire = [(message.body, message.headers, message.status) for message in messages]
        told = check.check_wire_history(contract, wire).findings
        assert [finding for finding in told if finding.grade != "note"] == []
    tell(["histories"])


@each_operation
def test_each_of_its_laws_is_broken_alone_and_caught_as_botocore_reads_it(
    operation, contract, sent, tell
):
    breakers = list(violate.breakers(plan.plan(contract, LARGEST)))
    assert {breaker.law for breaker in breakers} == {*contract.laws, *contract.implied}
    for breaker in breakers:
        for seed in range(EXAMPLES):
            history = breaker.broken(Seeded(seed))
            read = [PARSER.read(operation, message).value for message in sent(history)]
            told = check.check_history(contract, read).findings
            assert {f.law for f in told if f.grade != "note"} == {breaker.law.kind}
        tell([f"breaks {breaker.law.kind}"])
    tell(["laws"])


def test_the_table_of_all_operations():
    """Says by protocol how many operations there are, and of how many each was shown."""
    asked = collections.Counter(found.protocol for found in FOUND.values())
    steps = ("derived", "histories", "laws")
    lines = [f"{'protocol':20} {'operations':>10} " + " ".join(f"{step:>10}" for step in steps)]
    for protocol, count in asked.most_common():
        shown = " ".join(f"{TABLE[protocol][step]:>10}" for step in steps)
        lines.append(f"{protocol:20} {count:>10} {shown}")
    sys.stdout.write("\n".join(lines) + "\n")
    assert sum(asked.values()) == len(FOUND) > 400
    assert all(TABLE[protocol][step] <= asked[protocol] for protocol in asked for step in steps)
