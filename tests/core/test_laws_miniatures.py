"""Every law of every contract is broken by a miniature, and the check reports it and no other."""

import json

import pytest
from support import miniatures
from support.places import SHARED
from support.second_reader import as_json

from aws_job_conformance.catalog import load
from aws_job_conformance.core import laws, paths
from aws_job_conformance.core.shipped import folder, names
from aws_job_conformance.generate import example, samples
from aws_job_conformance.judge import check
from aws_job_conformance.protocol import boto3_values

EVIDENCE = SHARED / "evidence"
CONTRACTS = [load(name) for name in names()]
BROKEN = [
    pytest.param(contract, law, id=f"{contract.operation}-{miniatures.named(law)}")
    for contract in CONTRACTS
    for law in (*contract.laws, *contract.implied)
]
ENDINGS = [
    pytest.param(contract, ending, id=f"{contract.operation}-{ending}")
    for contract in CONTRACTS
    for ending in example.endings(contract)
]
LAW_TESTS = {
    path.stem: [test for group in json.loads(path.read_text()) for test in group["tests"]]
    for path in sorted((folder() / "law-tests").iterdir())
}


DRAWN = {"lists-no-more-than", "when", "sorted", "each", "adds-up", "none"}
"""Kinds that a legal history with one value each may miss: of what is optional, or in a list."""


def views(server):
    """Return what is found in the bytes, and in what botocore makes of them."""
    contract, known = server.contract, {"records": server.records, "lists": server.lists}
    known["asked"] = server.asked
    return (
        check.check_wire_history(contract, server.exchanges(), **known).findings,
        check.check_history(contract, server.responses(), **known).findings,
    )


@pytest.mark.parametrize(("contract", "law"), BROKEN)
def test_a_miniature_breaks_its_law_and_no_other_in_bytes_and_as_parsed(contract, law):
    server = miniatures.miniature(contract, law)
    parsed = [boto3_values.plain(response) for response in server.responses()]
    assert laws.judge(contract, parsed, server.records, server.lists, server.asked).broken == {law}
    for findings in views(server):
        assert {(f.law, f.source) for f in findings} == {(law.kind, contract.source(law.source))}


@pytest.mark.parametrize(("contract", "ending"), ENDINGS)
def test_a_legal_history_yields_no_finding_in_bytes_and_as_parsed(contract, ending):
    history = miniatures.legal(contract)[ending]
    beside = miniatures.records, miniatures.lists, miniatures.asked
    known = [f(contract, history) for f in beside]
    assert views(miniatures.Server(contract, history, *known)) == ((), ())
    assert check.check_history(contract, history).findings == ()


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.operation)
def test_the_legal_histories_end_in_every_final_status_and_reach_every_law_that_they_can(contract):
    histories = miniatures.legal(contract)
    last = {paths.get(history[-1], contract.status_steps) for history in histories.values()}
    assert last >= set(contract.status.final)
    applied = {
        law
        for history in histories.values()
        for law in laws.judge(
            contract,
            history,
            miniatures.records(contract, history),
            miniatures.lists(contract, history),
            miniatures.asked(contract, history),
        ).applied
    }
    never = {law for law in (*contract.laws, *contract.implied) if law not in applied}
    # A law that a legal history never reaches would pass for kept.
    assert {law.kind for law in never} <= DRAWN
    # The condition of one is met by what is drawn, where the histories above have one value each.
    drawn = (as_json(history) for _, _, history in samples.histories(contract, 1, 100))
    for history in drawn if never else ():
        never -= set(laws.judge(contract, history).applied)
    assert never == set()


def test_kinds_law_tests_and_miniatures_are_the_same_set():
    assert set(laws.KINDS) == set(LAW_TESTS) == set(miniatures.MINIATURES)


def test_every_kind_is_used_by_a_contract():
    assert {case.values[1].kind for case in BROKEN} == set(laws.KINDS)


def test_every_mistake_is_one_line_of_its_own():
    mistakes = list(miniatures.MINIATURES.values())
    assert len(set(mistakes)) == len(mistakes)
    assert not any("\n" in mistake or mistake.endswith(".") for mistake in mistakes)


@pytest.mark.parametrize("kind", LAW_TESTS)
def test_a_kind_has_six_law_tests_or_more_some_of_them_broken_and_some_legal(kind):
    tests = LAW_TESTS[kind]
    assert len(tests) >= 6
    assert any(test["findings"] for test in tests)
    assert any(not test["findings"] for test in tests)


def test_the_counts_of_laws_and_law_tests_are_recorded(record_testsuite_property):
    record_testsuite_property("laws broken by a miniature", len(BROKEN))
    record_testsuite_property("legal histories", len(ENDINGS))
    record_testsuite_property("law-tests", sum(map(len, LAW_TESTS.values())))
    stated = sum(len(contract.laws) + len(contract.implied) for contract in CONTRACTS)
    assert len(BROKEN) == stated


@pytest.mark.skipif(not EVIDENCE.is_dir(), reason="the published payloads are not here")
@pytest.mark.parametrize("path", sorted(EVIDENCE.glob("*.wire.json")), ids=lambda path: path.name)
def test_a_published_body_that_botocore_parsed_is_encoded_to_itself(path):
    sent = json.loads(path.read_text())
    contract = load(sent["operation"])
    parsed = miniatures.parsed(contract, json.dumps(sent["payload"]).encode())
    [(body, _, _)] = miniatures.Server(contract, (boto3_values.plain(parsed),)).exchanges()
    assert json.loads(body) == sent["payload"]
