"""Strategies: what they draw is legal in bytes and as botocore reads it; what cannot be, raises."""

from __future__ import annotations

import collections
import re
from datetime import datetime

import botocore.parsers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.contract_tables import SIX, each_kind_the_six_first
from support.covering import covering

import aws_job_conformance
from aws_job_conformance import strategies
from aws_job_conformance.catalog import load
from aws_job_conformance.clients.botocore_ import BotocoreParser
from aws_job_conformance.core import laws, paths
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.history import History
from aws_job_conformance.generate import construct
from aws_job_conformance.generate.choice_source import Seeded
from aws_job_conformance.generate.plan import plan
from aws_job_conformance.generate.violate import breakers
from aws_job_conformance.judge import check
from aws_job_conformance.protocol import boto3_values, encode, model

SES = "sesv2:GetImportJob"
PARSER = BotocoreParser()


def wire(operation, history):
    """A history as it travels: the bodies of each protocol that the service has, with its heads."""
    for protocol in dict.fromkeys(
        (None, *([encode.CBOR] if operation.startswith("mailmanager") else []))
    ):
        sent = [encode.response(operation, answer, protocol=protocol) for answer in history]
        yield protocol, sent


@each_kind_the_six_first
def test_a_drawn_history_has_no_finding_in_bytes_nor_as_botocore_reads_it(operation):
    contract = load(operation)
    asked = {} if contract.status.final else {"ending": "unfinished"}  # a life that goes round

    @settings(max_examples=25)
    @given(strategies.histories(operation, **asked))
    def each(history):
        for _, sent in wire(operation, history):
            exchanges = [(message.body, message.headers, message.status) for message in sent]
            assert check.check_wire_history(contract, exchanges).findings == ()
            read = [PARSER.read(operation, message).value for message in sent]
            assert check.check_history(contract, read).findings == ()

    each()


@each_kind_the_six_first
def test_an_unfinished_history_never_shows_a_final_status_and_others_end_as_asked(operation):
    contract = load(operation)

    @settings(max_examples=30)
    @given(st.data())
    def each(data):
        ending = data.draw(st.sampled_from([*contract.status.final, "unfinished"]))
        history = data.draw(strategies.histories(operation, ending=ending, polls=(1, 5)))
        shown = [paths.get(h, contract.status_steps) for h in history]
        assert 1 <= len(history) <= 5
        assert check.check_history(contract, history).findings == ()
        if ending == "unfinished":
            assert set(shown) <= set(contract.status.unfinished)
        else:
            assert shown[-1] == ending

    each()


@each_kind_the_six_first
def test_a_drawn_response_shows_the_status_that_was_asked_for(operation):
    contract = load(operation)

    @settings(max_examples=50)
    @given(st.data())
    def each(data):
        status = data.draw(st.sampled_from(contract.status.all))
        response = data.draw(strategies.responses(operation, status=status))
        assert paths.get(response, contract.status_steps) == status
        assert check.check_response(contract, response).findings == ()

    each()


@each_kind_the_six_first
def test_a_drawn_violation_breaks_the_law_it_names_and_no_other_on_the_wire_too(operation):
    contract = load(operation)
    told = collections.Counter()

    @settings(max_examples=25)
    @given(strategies.violations(operation))
    def each(drawn):
        law, history = drawn
        told[law] += 1
        assert {f.law for f in check.check_history(contract, history).findings} == {law}
        for _, sent in wire(operation, history):
            exchanges = [(message.body, message.headers, message.status) for message in sent]
            assert {f.law for f in check.check_wire_history(contract, exchanges).findings} == {law}

    each()
    assert set(told) <= {law.kind for law in (*contract.laws, *contract.implied)}


def kinds(operation):
    contract = load(operation)
    stated = {law.kind for law in (*contract.laws, *contract.implied)}
    return stated - {*laws.BESIDE}


@pytest.mark.parametrize(
    ("operation", "law"),
    [
        pytest.param(name, kind, marks=() if name in SIX else pytest.mark.thorough)
        for name in covering()
        for kind in sorted(kinds(name))
    ],
)
def test_each_kind_of_law_of_a_contract_can_be_asked_for_and_is_broken_alone(operation, law):
    contract = load(operation)

    @settings(max_examples=5)
    @given(strategies.violations(operation, law=law))
    def each(drawn):
        kind, history = drawn
        assert kind == law
        assert {f.law for f in check.check_history(contract, history).findings} == {law}

    each()


def test_an_order_of_numbers_is_broken_by_none_that_is_less_than_its_least():
    contract = load("textract:GetDocumentAnalysis")  # its pages begin at 0
    (breaker,) = (one for one in breakers(plan(contract)) if one.law.kind == "sorted")
    for seed in range(20):
        found = check.check_history(contract, breaker.broken(Seeded(seed))).findings
        assert {finding.law for finding in found} == {"sorted"}


def test_responses_are_as_boto3_returns_them():
    found = set()

    @settings(derandomize=True, database=None, max_examples=100)
    @given(st.one_of([strategies.responses(name, status="COMPLETED") for name in SIX[1:]]))
    def each(response):
        found.update((name, type(value)) for name, value in response.items())
        found.update(
            (name, type(value))
            for outer in response.values()
            if isinstance(outer, dict)
            for name, value in outer.items()
        )

    each()
    assert ("CreatedTimestamp", datetime) in found
    assert ("EndTime", datetime) in found
    assert ("CreationDate", str) in found  # Pinpoint's dates are text to botocore


@each_kind_the_six_first
def test_what_the_wire_carries_comes_back_from_botocore_as_it_was_drawn(operation):
    found = model.operation_model(operation)
    parser = botocore.parsers.create_parser(found.service_model.resolved_protocol)

    @settings(max_examples=40)
    @given(strategies.responses(operation))
    def each(response):
        sent = encode.response(operation, response)
        http = {"status_code": sent.status, "headers": sent.headers, "body": sent.body}
        parsed = parser.parse(http, found.output_shape)
        del parsed["ResponseMetadata"]
        assert parsed == response
        assert (
            boto3_values.places_of(load(operation)).to_boto3(boto3_values.plain(response))
            == response
        )
        assert boto3_values.places_of(load(operation)).to_json(response) == boto3_values.plain(
            response
        )

    each()


def test_every_construction_is_an_example_and_none_is_thrown_away(monkeypatch):
    built, seen = [], []
    real = construct.responses
    monkeypatch.setattr(construct, "responses", lambda *a: built.append(real(*a)) or built[-1])

    @settings(database=None)
    @given(strategies.histories("dynamodb:DescribeImport"))
    def each(history):
        seen.append(history.responses)

    each()
    assert len(seen) >= settings().max_examples
    assert len(built) == len(seen)


def test_a_history_is_an_immutable_sequence_that_knows_its_operation():
    history = History(SES, ({"JobStatus": "CREATED"}, {"JobStatus": "COMPLETED"}))
    assert (history.operation, len(history)) == (SES, 2)
    assert history[-1] == {"JobStatus": "COMPLETED"}
    assert history[:1] == ({"JobStatus": "CREATED"},)
    assert list(history) == list(history.responses)
    with pytest.raises(AttributeError):
        history.operation = "x"
    with pytest.raises(TypeError):
        history[0] = {}
    assert eval(repr(history), {"History": History}) == history


def test_a_contract_is_named_or_given():
    given_as = (SES, load(SES), aws_job_conformance.contract(SES))
    assert len({repr(strategies.histories(contract)) for contract in given_as}) == 1
    assert len(repr(strategies.histories(SES))) < 200  # it stands in every failing test's report


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: strategies.responses("sesv2:GetImportJobs"), "Did you mean sesv2:GetImportJob?"),
        (lambda: strategies.responses(SES, status="DONE"), "has no status 'DONE': CREATED, "),
        (lambda: strategies.responses(SES, status="COMPLETE"), "Did you mean COMPLETED?"),
        (lambda: strategies.histories(SES, ending="PROCESSING"), "has no ending 'PROCESSING'"),
        (lambda: strategies.histories(SES, polls=0), "polls is 0: a number from 1 to 10000"),
        (lambda: strategies.histories(SES, polls=(3, 2)), "polls is (3, 2)"),
        (lambda: strategies.violations(SES, law="some"), "has no law 'some': present, "),
        (lambda: strategies.violations(SES, law="atmost"), "Did you mean at-most?"),
        (
            lambda: strategies.violations(SES, law="agrees-with-list"),
            "no history breaks agrees-with-list by itself. Draw one of histories(), and judge it",
        ),
    ],
)
def test_what_cannot_be_is_refused_at_once_with_the_reason(ask, said):
    with pytest.raises(InputError, match=re.escape(said)):
        ask()


def test_no_integer_is_larger_than_was_asked_for():
    largest = 2**53 - 1

    @given(strategies.histories("customer-profiles:GetUploadJob", largest=largest))
    def each(history):
        for response in history:
            counts = response.get("ResultsSummary", {}).values()
            assert all(0 <= count <= largest for count in counts)

    each()
