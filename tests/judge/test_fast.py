"""The fast way of the judge: it says "clean" where the slow way finds nothing, and never else."""

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.any_values import ODD, walk
from support.contract_tables import each_kind_the_six_first
from support.jobs import EVERY, JOB, LEGAL, SES
from support.typed_values import typed

from aws_job_conformance.catalog import load
from aws_job_conformance.core import laws, paths
from aws_job_conformance.core.contract import from_schema
from aws_job_conformance.core.errors import InputError, SuiteError
from aws_job_conformance.core.shipped import folder, names
from aws_job_conformance.generate import plan, samples, violate
from aws_job_conformance.generate.choice_source import Seeded
from aws_job_conformance.judge import by_need, check, fast
from aws_job_conformance.judge._function_code import asked
from aws_job_conformance.judge._shape import both_engines
from aws_job_conformance.judge._strict_twin import is_open
from aws_job_conformance.protocol import boto3_values, decode, encode

CASES = [
    (path.stem, group["description"], group["x-job"], test)
    for path in sorted((folder() / "law-tests").glob("*.json"))
    for group in json.loads(path.read_text())
    for test in group["tests"]
]


POLLS = {job.operation: [r for h in LEGAL[job.operation].values() for r in h] for job in EVERY}
PLACES = {job.operation: [*walk(job.data.schema)] for job in EVERY}


@pytest.fixture(scope="module", autouse=True)
def both_judge():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_JOB_CONFORMANCE_ENGINES", "both")
        both_engines.cache_clear()
        assert both_engines()
        yield
    both_engines.cache_clear()


def steps_through(contract, history, *, as_json=False):
    """Whether each response of a history is known to be clean after those before it."""
    compiled = fast.compiled(contract)
    step, state = compiled.step_json if as_json else compiled.step, None
    for response in history:
        state = step(state, response)
        if state is None:
            return False
    return True


def said(contract, history):
    """What the fast way says of a history and of its parts, and what the other one finds."""
    compiled = fast.compiled(contract)
    texts = [boto3_values.plain(response) for response in history]
    nothing = not check.check_history(contract, history).findings
    yield steps_through(contract, history), nothing
    yield steps_through(contract, texts, as_json=True), nothing
    for response, text in zip(history, texts, strict=True):
        alone = not check.check_response(contract, response).findings
        yield compiled.clean(response), alone
        yield compiled.clean_json(text), alone
        try:
            body = encode.response(contract.operation, response).body
        except InputError:  # its model cannot hold it
            continue
        found = check.check_wire(contract, body).findings
        yield compiled.clean_wire(body), not found and decode.is_json(contract)


def both_ways_agree(contract, history):
    for fast_says, slow_says in said(contract, history):
        assert slow_says or not fast_says
        # Where anything may stand, what is deep or large is left to the other way.
        assert fast_says or not slow_says or is_open(contract.schema)


class TestBothWays:
    """The readable laws are what is promised; the compiled ones say the same."""

    @each_kind_the_six_first
    def test_say_the_same_of_legal_histories(self, operation):
        contract = load(operation)
        for _, _, history in samples.histories(contract, 7, 8):
            both_ways_agree(contract, history)

    @each_kind_the_six_first
    def test_say_the_same_of_histories_that_break_each_law(self, operation):
        contract = load(operation)
        for breaker in violate.breakers(plan.plan(contract)):
            for seed in range(2):
                both_ways_agree(contract, breaker.broken(Seeded(seed)))

    def test_say_the_same_of_an_answer_with_several_jobs(self):
        contract, agreed = load("batch:DescribeJobs"), []
        at, name = contract.list_steps, contract.identity
        answers = [r for _, _, history in samples.histories(contract, 7, 8) for r in history]
        broken = next(b for b in violate.breakers(plan.plan(contract)) if b.law.kind == "ordered")
        for answer in (*answers[:8], *broken.broken(Seeded(0))):
            one, other = (
                paths.put(r, name, f"job-{i}") for i, r in enumerate((answers[0], answer))
            )
            both = paths.put(one, at, [*paths.get(one, at), *paths.get(other, at)])
            nothing = not check.check_response(contract, both).findings
            assert fast.compiled(contract).clean(both) == nothing
            assert fast.compiled(contract).step(None, both) is None  # left to the other way
            agreed.append(nothing)
        assert set(agreed) == {True, False}

    def test_say_the_same_of_every_law_test(self):
        compared, careful = 0, []
        for kind, group, x_job, test in CASES:
            history = test["history"]
            schema = typed([answer for answer in history if answer is not None])
            known = test.get("records"), test.get("lists"), test.get("asked")
            if schema is None or None in history or known != (None, None, None):
                continue
            contract = from_schema({**schema, "x-job": x_job}, {})
            is_legal = not laws.judge(contract, history).breaches
            has_status = all(paths.get(r, contract.status_steps) is not None for r in history)
            is_told = is_legal and has_status  # an answer without one is no clean one
            known = steps_through(contract, history)
            assert is_told or not known, (kind, group, test["description"])
            compared += 1
            careful += [f"{kind}: {test['description']}"] if is_told and not known else []
        assert careful == [  # what no contract has, and is left to the other way
            "never-decreases: a text that is no instant is passed over",
            "ordered: the year 0 is none",
            *(f"present: {what}" for what in ("a list of the text", "an object", "a number")),
            "present: a boolean",
        ]
        assert compared > len(CASES) // 2

    @given(st.data())
    def test_say_the_same_of_any_value_anywhere(self, data):
        job = data.draw(st.sampled_from(EVERY))
        contract = job.data
        poll = data.draw(st.sampled_from(POLLS[job.operation]))
        place = data.draw(st.sampled_from(PLACES[job.operation]))
        response = paths.put(poll, place, data.draw(ODD))
        try:
            found = check.check_response(contract, response).findings
        except InputError:
            found = ["no response"]
        assert not (found and fast.compiled(contract).clean(response))


class TestByNeed:
    """Findings are made only where something is wrong."""

    def test_nothing_is_made_of_what_is_clean(self, monkeypatch):
        monkeypatch.setattr(by_need, "both_engines", lambda: False)
        judge = by_need.ByNeed(SES.data)
        monkeypatch.setattr(by_need, "check", None)
        assert judge.clean(JOB)
        assert judge.history([JOB, JOB]) == []
        assert judge.wire(encode.response(SES.operation, JOB).body, headers=None, status=200) == []

    def test_what_is_wrong_is_told_as_ever(self, monkeypatch):
        monkeypatch.setattr(by_need, "both_engines", lambda: False)
        judge, wrong = by_need.ByNeed(SES.data), JOB | {"FailedRecordsCount": 7}
        assert judge.response(wrong) == [*check.check_response(SES.data, wrong).findings] != []
        assert judge.history([JOB, wrong]) == [
            *check.check_history(SES.data, [JOB, wrong]).findings
        ]

    def test_a_fast_way_that_says_yes_to_all_is_found_out(self):
        judge = by_need.ByNeed(SES.data)
        judge._fast = fast.Compiled(SES.data)
        judge._fast.__dict__["clean"] = lambda _: True
        assert both_engines()
        with pytest.raises(SuiteError, match=r"fast one finds nothing, and the other 'at-most'"):
            judge.response(JOB | {"FailedRecordsCount": 7})

    def test_a_state_is_small_and_travels(self):
        compiled = fast.compiled(SES.data)
        state = compiled.step(None, JOB)
        again = pickle.loads(pickle.dumps(state))
        assert compiled.step(again, JOB) == compiled.step(state, JOB) == state


def test_the_kinds_of_law_that_are_asked_as_they_are_are_few():
    kinds = {law.kind for name in names() for law in asked(load(name))}
    assert kinds == {"each", "sorted", "duration", "map-adds-up", "within"}  # that of a text


def test_contracts_that_take_anything_somewhere_are_few():
    assert [name for name in names() if is_open(load(name).schema)] == [
        "bedrock:GetEvaluationJob",
        "dynamodb:DescribeExport",
        "emr-containers:DescribeJobRun",
        "emr-serverless:GetJobRun",
        "emr:DescribeCluster",
        "omics:GetRun",
    ]
