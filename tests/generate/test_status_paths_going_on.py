"""Histories that go on behind an end, and answers in pages: legal, broken, and read twice."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from support import second_reader
from support.params import quick_first
from support.second_reader import NODE, as_json, ours

from aws_job_conformance.catalog import load
from aws_job_conformance.core import laws, paths
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.shipped import names
from aws_job_conformance.generate import answer_pages as paging
from aws_job_conformance.generate import construct, status_paths
from aws_job_conformance.generate import plan as planning
from aws_job_conformance.generate.choice_source import Seeded
from aws_job_conformance.generate.violate import breakers
from aws_job_conformance.judge import check
from aws_job_conformance.strategies import answers_in_pages, histories

LEFT = [name for name in names() if load(name).status.left]
ROUND = [name for name in names() if load(name).status.rests]
PAGED = [name for name in names() if load(name).pages]
EACH, BROKEN = 12, 3
_needs_node = pytest.mark.skipif(NODE is None, reason="node is not installed")
program, reading = second_reader.program, second_reader.reading


def gone_on(contract):
    """Yield histories in which a call leaves an end, to each ending that is behind it."""
    for ending in status_paths.endings(contract):
        for seed in range(EACH if status_paths.left_for(contract, ending) else 0):
            source = Seeded(seed)
            start = status_paths.way_again(contract, source, ending, 4)
            way = status_paths.onward(contract, source, start, ending, 4)
            yield as_json(construct.responses(planning.plan(contract), source, way))


def statuses(contract, history):
    return [paths.get(answer, contract.status_steps) for answer in history]


def answers(contract):
    """Yield whole responses, one of each status and seed, each with the pages it is put into."""
    for status in contract.status.all:
        for seed in range(EACH):
            source = Seeded(seed)
            way = status_paths.Way((status,))
            (whole,) = as_json(construct.responses(planning.plan(contract), source, way))
            yield whole, paging.in_pages(contract, source, whole, fewest=2), source


def told(found):
    return Counter((one.law, one.pointer, one.poll) for one in found if one.grade != "note")


@pytest.mark.parametrize("operation", quick_first(LEFT, quick=3))
def test_a_job_that_a_call_takes_up_again_keeps_the_contract(operation):
    contract = load(operation)
    for history in gone_on(contract):
        shown = statuses(contract, history)
        final = contract.status.final
        assert [now for was, now in pairwise(shown) if was in final and now != was]
        assert laws.judge(contract, history).breaches == ()


@pytest.mark.parametrize("operation", ROUND)
def test_a_life_that_goes_round_is_drawn_over_more_than_one_round(operation):
    contract, plan = load(operation), planning.plan(load(operation))
    rounds = Counter()
    for seed in range(60):
        source = Seeded(seed)
        way = status_paths.way(contract, source, status_paths.UNFINISHED, (6, 12))
        history = as_json(construct.responses(plan, source, way))
        rests = [status in contract.status.rests for status in way.statuses]
        rounds[sum(now and not was for was, now in pairwise(rests))] += 1
        assert laws.judge(contract, history).breaches == ()
    assert sum(count for number, count in rounds.items() if number >= 2) >= 5


@pytest.mark.parametrize("operation", quick_first(PAGED, quick=1))
def test_an_answer_in_pages_is_the_answer_in_one(operation):
    contract = load(operation)
    for whole, pages, _ in answers(contract):
        token = paths.get(whole, contract.pages.token)
        put = whole if token is None else paths.drop(whole, contract.pages.token)
        assert told(check.check_history(contract, [pages]).findings) == told(
            check.check_history(contract, [put]).findings
        )


@pytest.mark.parametrize("operation", quick_first(PAGED, quick=1))
def test_a_page_of_another_status_is_found_and_nothing_else(operation):
    contract = load(operation)
    pointer = paths.pointer(contract.status_steps)
    for _, pages, source in answers(contract):
        found = told(check.check_history(contract, [pages]).findings)
        astray = paging.astray(contract, source, pages)
        more = told(check.check_history(contract, [astray]).findings) - found
        assert more == Counter({("schema", pointer, 1): 1})


@_needs_node
@pytest.mark.thorough  # a Node.js program of its own
def test_the_second_reading_says_the_same_of_both(reading):
    sent = []
    for operation in LEFT:
        contract = load(operation)
        for history in gone_on(contract):
            reading.send(history, operation=operation)
            sent.append((operation, ours(contract, history)))
        for breaker in breakers(planning.plan(contract, 2**31 - 2)):
            for seed in range(BROKEN):
                history = as_json(breaker.broken(Seeded(seed)))
                reading.send(history, operation=operation)
                sent.append((operation, ours(contract, history)))
                assert {law for law, *_ in sent[-1][1]} == {breaker.law.kind}
    assert [operation for operation, _ in sent] != []
    for (operation, mine), theirs in zip(sent, reading.verdicts(), strict=True):
        assert theirs == mine, operation


@_needs_node
@pytest.mark.thorough  # as above
def test_the_second_reading_puts_pages_together_as_we_do(reading):
    sent = []
    for operation in PAGED:
        contract = load(operation)
        for whole, pages, source in answers(contract):
            for some in (pages, paging.astray(contract, source, pages)):
                reading.send([some, whole], operation=operation)
                sent.append(told(check.check_history(contract, [some, whole]).findings))
    for mine, theirs in zip(sent, reading.verdicts(), strict=True):
        found = Counter()
        for (law, _, pointer, poll), count in theirs.items():
            found[(law, pointer, poll)] += count
        assert found == mine


@settings(max_examples=20)
@given(histories("stepfunctions:DescribeExecution", ending="SUCCEEDED", again=True))
def test_who_draws_histories_can_have_the_job_redriven(history):
    assert history[-1]["status"] == "SUCCEEDED"


def test_of_a_job_that_no_call_takes_up_again_none_is_drawn():
    with pytest.raises(InputError, match="no call takes a job up again"):
        histories("sesv2:GetImportJob", again=True)


@settings(max_examples=20)
@given(answers_in_pages("textract:GetDocumentAnalysis", astray=True))
def test_who_draws_pages_can_have_one_go_astray(pages):
    assert len({page["JobStatus"] for page in pages}) == 2


def test_of_an_operation_that_answers_in_one_no_pages_are_drawn():
    with pytest.raises(InputError, match=r"its contract has no \[pages\]"):
        answers_in_pages("emr:DescribeStep")
