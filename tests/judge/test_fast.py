"""The fast way of the judge: it says "clean" where the slow way finds nothing, and never else."""

import enum
import json
import pickle
import uuid
import zlib
from collections import UserDict
from datetime import timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.any_values import ODD, walk
from support.contract_tables import each_operation_the_six_first
from support.date_times import NASTY, PARTS
from support.jobs import CREATED, EVERY, JOB, LEGAL, SES

from aws_job_conformance.catalog import load
from aws_job_conformance.core import laws, paths
from aws_job_conformance.core.contract import from_schema
from aws_job_conformance.core.errors import InputError, SuiteError
from aws_job_conformance.core.instants import instant, is_date_time
from aws_job_conformance.core.shipped import folder, names
from aws_job_conformance.generate import plan, samples, violate
from aws_job_conformance.generate.source import Seeded
from aws_job_conformance.judge import by_need, check, fast
from aws_job_conformance.judge._function_code import asked
from aws_job_conformance.judge._law_code import follows
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


def typed(values):
    """A schema that these values of one member have, or None where they have no type in common."""
    kinds = {type(value) for value in values}
    if kinds == {dict}:
        members = {name for value in values for name in value}
        every = {name: typed([v[name] for v in values if name in v]) for name in members}
        return None if None in every.values() else {"type": "object", "properties": every}
    if kinds == {list}:
        entries = [entry for value in values for entry in value]
        inner = typed(entries) if entries else {"type": "string"}
        return inner and {"type": "array", "items": inner}
    if kinds == {str}:
        is_time = all(map(is_date_time, values))
        return {"type": "string"} | ({"format": "date-time"} if is_time else {})
    known = {
        bool: {"type": "boolean"},
        int: {"type": "integer", "minimum": -(2**80), "maximum": 2**80},
        float: {"type": "number"},
    }
    return known.get(kinds.pop()) if len(kinds) == 1 else None


class TestBothWays:
    """The readable laws are what is promised; the compiled ones say the same."""

    @each_operation_the_six_first
    def test_say_the_same_of_legal_histories(self, operation):
        contract = load(operation)
        for _, _, history in samples.histories(contract, 7, 8):
            both_ways_agree(contract, history)

    @each_operation_the_six_first
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


class Plain(enum.Enum):
    DONE = "COMPLETED"


class Other(str, enum.Enum):  # noqa: UP042 - StrEnum has no such thing
    """A text whose value is another one."""

    DONE = "NONSENSE"

    def __new__(cls, said):
        one = str.__new__(cls, "x" + said)
        one._value_ = "COMPLETED"
        return one


class Text(str):
    __slots__ = ()


class Map(dict):
    pass


STRANGE = [
    {"JobStatus": Plain.DONE},
    {"JobStatus": Other.DONE},
    {"JobStatus": Text("COMPLETED")},
    {"ProcessedRecordsCount": Decimal(2)},
    {"ProcessedRecordsCount": Decimal("1.5")},
    {"ProcessedRecordsCount": Decimal("NaN")},
    {"ProcessedRecordsCount": float("nan")},
    {"ProcessedRecordsCount": 10**400},
    {"ProcessedRecordsCount": True},
    {"ProcessedRecordsCount": 2.0},
    {"JobId": "\ud800"},
    {"JobId": b"7b1c"},
    {"JobId": uuid.UUID(int=0)},
    {"JobId": None},
    {"CreatedTimestamp": CREATED.date()},
    {"CreatedTimestamp": CREATED.replace(tzinfo=None)},
    {"CreatedTimestamp": CREATED.astimezone(timezone(timedelta(seconds=3161)))},
    {"ImportDestination": ()},
    {"ImportDestination": {"SuppressionListDestination": Map(SuppressionListImportAction="PUT")}},
    {"ResponseMetadata": {"HTTPHeaders": range(3)}},
    {1: "x"},
    {None: "x"},
    {Text("JobId"): "7b1c"},
]


class TestOddValues:
    """What jsonschema-rs takes in silence ends in the verdict of the slow way."""

    @pytest.mark.parametrize("odd", STRANGE, ids=repr)
    def test_is_called_clean_only_where_the_slow_way_finds_nothing(self, odd):
        response = JOB | odd
        try:
            found = check.check_response(SES.data, response).findings
        except InputError:
            found = ["no response"]
        assert not (fast.compiled(SES.data).clean(response) and found)
        assert not (fast.compiled(SES.data).step(None, response) and found)

    def test_in_a_list_is_a_tuple_as_good_as_a_list(self):
        contract = load("dynamodb:DescribeImport")
        _, _, (*_, last) = next(samples.histories(contract, 7, 1))
        attributes = ("ImportTableDescription", "TableCreationParameters", "AttributeDefinitions")
        response = paths.put(last, attributes, ({"AttributeName": "a", "AttributeType": "S"},))
        found = check.check_response(contract, response).findings
        assert fast.compiled(contract).clean(response) == (not found)

    def test_in_a_list_whose_entries_a_law_looks_at_a_tuple_hides_nothing(self):
        schema = typed([{"Status": "DONE", "Parts": [{"Count": 1}]}])
        law = {"kind": "each", "of": "Parts", "law": {"kind": "not-negative", "of": "Count"}}
        said = {"tier": "documented", "source": "this test"}
        life = {"at": "Status", "success": ["DONE"], **said}
        contract = from_schema({**schema, "x-job": {"status": life, "laws": [law | said]}}, {})
        for entries in ([{"Count": -1}], ({"Count": -1},)):
            assert not fast.compiled(contract).clean({"Status": "DONE", "Parts": entries})
        assert fast.compiled(contract).clean({"Status": "DONE", "Parts": [{"Count": 1}]})

    @pytest.mark.parametrize("given", ["x", None, [], 1, ValueError("x"), UserDict(JOB)], ids=repr)
    def test_for_a_response_are_not_known_to_be_clean(self, given):
        assert not fast.compiled(SES.data).clean(given)

    def test_lists_that_stand_twice_in_each_other_take_no_time(self):
        value = [1]
        for _ in range(40):
            value = [value, value]
        assert not fast.compiled(SES.data).clean(JOB | {"JobId": value, "x\ud800": value})

    @pytest.mark.thorough
    def test_lists_that_stand_twice_in_each_other_are_walked_only_so_far(self):
        value = [1]
        for _ in range(40):
            value = [value, value]
        cluster = load("emr:DescribeCluster")
        assert not fast.compiled(cluster).clean({"Cluster": {"Configurations": value}})


class TestBodies:
    """Bytes that readers may read otherwise are not known to be clean."""

    BODY = encode.response(SES.operation, JOB).body

    def clean(self, body, **more):
        known = fast.compiled(SES.data).clean_wire(body, **more)
        found = check.check_wire(SES.data, body, **more).findings
        assert not (known and found)
        return known

    def test_are_clean_as_they_are_sent(self):
        assert self.clean(self.BODY)
        assert self.clean(self.BODY, headers={"content-type": "application/json"})
        assert self.clean(json.dumps(json.loads(self.BODY), indent=2).encode())

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (b"{", b'{"JobId":"x",'),
            (b"{", b'{"Job\\u0049d":"x",'),
            (b"{", b'{"JobId":"\\u0022:",'),
            (b"{", b"\xef\xbb\xbf{"),
            (b"7b1c", b"\\ud800"),
            (b"7b1c", b"\xff"),
            (b"{", b""),
            (b"{", b"}{"),
            (BODY, b""),
            (BODY, b"[" * 300 + b"]" * 300),
            (b":2", b":NaN"),
            (b":2", b":1e999"),
            (b":2", b":18446744073709551616"),
        ],
    )
    def test_are_not_known_to_be_clean(self, old, new):
        changed = self.BODY.replace(old, new, 1)
        assert changed != self.BODY
        assert not self.clean(changed)

    def test_with_an_escape_in_them_are_clean_where_orjson_writes_the_same(self):
        assert self.clean(self.BODY.replace(b"7b1c", b'7\\"c'))

    @pytest.mark.parametrize(
        "more",
        [
            {"status": 500},
            {"headers": {"x-amz-crc32": "1"}},
            {"headers": {"content-type": "application/cbor"}},
        ],
        ids=str,
    )
    def test_that_come_with_something_else_are_left_to_the_judge(self, more):
        assert not self.clean(self.BODY, **more)

    def test_with_their_checksum_are_clean(self):
        assert self.clean(self.BODY, headers={"x-amz-crc32": str(zlib.crc32(self.BODY))})


class TestInstants:
    """As texts they are compared only where that is right."""

    @given(*[st.sampled_from([text for text in NASTY if is_date_time(text)]) | PARTS] * 2)
    def test_that_follow_as_texts_follow_as_instants(self, one, other):
        if instant(one) and instant(other):
            assert follows(one, other) == (instant(one) <= instant(other))
        elif is_date_time(one) and is_date_time(other):
            assert not follows(one, other) or one == other or "0000" in (one[:4], other[:4])


class TestByNeed:
    """Findings are made only where something is wrong."""

    def test_nothing_is_made_of_what_is_clean(self, monkeypatch):
        monkeypatch.setattr(by_need, "both_engines", lambda: False)
        judge = by_need.ByNeed(SES.data)
        monkeypatch.setattr(by_need, "check", None)
        assert judge.clean(JOB)
        assert judge.history([JOB, JOB]) == []
        assert judge.wire(TestBodies.BODY, headers=None, status=200) == []

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
    assert kinds == {"each", "sorted", "duration", "within"}  # within: of numbers in a text


def test_contracts_that_take_anything_somewhere_are_few():
    assert [name for name in names() if is_open(load(name).schema)] == [
        "bedrock:GetEvaluationJob",
        "dynamodb:DescribeExport",
        "emr-containers:DescribeJobRun",
        "emr-serverless:GetJobRun",
        "emr:DescribeCluster",
        "omics:GetRun",
    ]
