"""What the fast way makes of odd values, of bytes and of instants: nothing but what is right."""

import enum
import json
import uuid
import zlib
from collections import UserDict
from datetime import timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.date_times import NASTY, PARTS
from support.jobs import CREATED, JOB, SES
from support.typed_values import typed

from aws_job_conformance.catalog import load
from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import from_schema
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.instants import instant, is_date_time
from aws_job_conformance.generate import samples
from aws_job_conformance.judge import check, fast
from aws_job_conformance.judge._law_code import follows
from aws_job_conformance.protocol import encode


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
