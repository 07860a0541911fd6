"""What is drawn keeps the laws that relate what was chosen apart; each seed here once broke one."""

from collections import Counter
from dataclasses import replace

import pytest

from aws_job_conformance.catalog import load
from aws_job_conformance.core import laws
from aws_job_conformance.generate import construct, example, status_paths
from aws_job_conformance.generate import plan as planning
from aws_job_conformance.generate.choice_source import Seeded, pick
from aws_job_conformance.protocol.boto3_values import plain

BROKEN = {
    "athena:GetQueryExecution": ("at-most", (3, 8, 11)),
    "batch:DescribeJobs": ("only-grows", (37, 39, 48)),
    "codebuild:BatchGetBuilds": ("settles", (58, 525, 835)),
    "codepipeline:GetPipelineExecution": ("settles", (89, 260, 690)),
    "eks:DescribeUpdate": ("settles", (18, 43, 51)),
    "logs:DescribeExportTasks": ("ordered", (0, 1, 2)),
}
# Named by their services alone: what names an operation beyond the six is left to the long run.
each = pytest.mark.parametrize("name", BROKEN, ids=[name.partition(":")[0] for name in BROKEN])


def drawn(contract, seed):
    source = Seeded(seed)
    ending = pick(source, status_paths.endings(contract))
    way = status_paths.way(contract, source, ending, (1, 8))
    responses = construct.responses(planning.plan(contract), source, way)
    return tuple(plain(response) for response in responses)


@each
def test_what_is_drawn_keeps_every_law_of_its_contract(name):
    contract = load(name)
    kind, seeds = BROKEN[name]
    applied = set()
    for seed in seeds:
        verdict = laws.judge(contract, drawn(contract, seed))
        assert not verdict.breaches, seed
        applied |= {law.kind for law in verdict.applied}
    assert kind in applied


@each
def test_what_keeps_its_laws_is_left_as_it_is_in_whatever_order_they_stand(name):
    contract = load(name)
    other = replace(contract, laws=contract.laws[::-1])
    for seed in BROKEN[name][1]:
        history = drawn(contract, seed)
        for one in (contract, other):
            assert laws.keep(one, history, example.fill(contract)) == history


def execution(status, **members):
    return {"pipelineExecution": {"status": status, **members}}


def kept(*history):
    contract = load("codepipeline:GetPipelineExecution")
    fill = example.fill(contract)
    found = laws.keep(contract, history, fill)
    turned = laws.keep(replace(contract, laws=contract.laws[::-1]), history, fill)
    assert found == turned
    assert not [b for _, b in laws.judge(contract, found).breaches if b.law.kind != "present"]
    return [answer["pipelineExecution"].get("executionType") for answer in found]


def test_a_member_that_settles_has_from_the_first_poll_on_what_a_later_one_makes_of_it():
    rollback = {"triggerType": "ManualRollback"}
    first = execution("InProgress", executionType="STANDARD")
    last = execution("Succeeded", executionType="STANDARD", trigger=rollback)
    assert kept(execution("InProgress"), first, last) == [None, "ROLLBACK", "ROLLBACK"]
    assert kept(first, first) == ["STANDARD", "STANDARD"]


def test_a_member_that_settles_and_is_gone_from_a_later_poll_was_never_there():
    contract = load("codebuild:BatchGetBuilds")

    def build(**retries):
        return {"builds": [{"buildStatus": "IN_PROGRESS", "autoRetryConfig": retries}]}

    history = build(previousAutoRetry="x"), build(previousAutoRetry="x", autoRetryNumber=0)
    found = laws.keep(contract, history, example.fill(contract))
    assert found == (build(), build(autoRetryNumber=0))


def test_laws_deep_in_an_answer_apply_to_several_of_a_hundred_histories():
    contract = load("bedrock:GetModelCustomizationJob")
    applied = Counter()
    for seed in range(100):
        applied.update(set(laws.judge(contract, drawn(contract, seed)).applied))
    deep = [law for law in contract.laws if any(path.count(".") > 1 for path in law.of)]
    assert len(deep) == 4
    assert sum(applied[law] for law in deep) >= 25
