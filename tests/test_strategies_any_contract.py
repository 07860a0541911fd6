"""Strategies know no operation: contracts nobody has, and the one CONTRIBUTING adds, work alike."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.jobs import SES
from support.second_reader import NODE, ours

from aws_job_conformance import strategies
from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import from_schema
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.judge import check
from aws_job_conformance.protocol import boto3_values

COUNT = {"type": "integer", "minimum": 0, "maximum": 100}
TEXT = {"type": "string", "minLength": 2, "maxLength": 5}
INSTANT = {"type": "string", "format": "date-time"}
SAID = {"tier": "documented", "source": "this test"}


def contract(properties, laws_, status, root=None):
    x_job = {"operation": "any:GetJob", "status": status | SAID, "laws": [x | SAID for x in laws_]}
    x_job |= {"wire": {"protocol": "restJson1"}, "sources": {}}
    x_job |= {"root": root} if root else {}
    schema = {"type": "object", "properties": properties, "x-job": x_job}
    return from_schema(schema, {"type": "object", "properties": properties})


NESTED = contract(
    {
        "Jobs": {
            "type": "array",
            "items": {
                "type": "object",
                "x-required": ["Id"],
                "properties": {
                    "Id": TEXT,
                    "State": {"type": "string", "enum": ["NEW", "ODD", "RUN", "DONE", "BAD"]},
                    "All": COUNT,
                    "Good": COUNT,
                    "Bad": COUNT,
                    "Worst": COUNT,
                    "Share": {"type": "number"},
                    "Log": {"type": "array", "maxItems": 9, "items": TEXT},
                    "Made": INSTANT,
                    "Begun": INSTANT,
                    "Ended": INSTANT,
                    "Raw": {"type": "string", "contentEncoding": "base64"},
                    "Is": {"type": "boolean"},
                    "Tags": {"type": "object", "propertyNames": TEXT, "additionalProperties": TEXT},
                    "From": {
                        "type": "object",
                        "properties": {
                            "A": {"type": "object", "properties": {"X": TEXT}},
                            "B": TEXT,
                        },
                    },
                    "Why": {"type": "object", "properties": {"Code": TEXT, "More": TEXT}},
                },
            },
        }
    },
    [
        {"kind": "adds-up", "parts": ["Good", "Bad"], "whole": "All", "in": ["DONE", "BAD"]},
        {"kind": "at-most", "parts": ["Good", "Bad"], "whole": "All"},
        {"kind": "at-most", "parts": ["Worst"], "whole": "Bad"},
        {"kind": "never-decreases", "of": ["All", "Good", "Bad"]},
        {"kind": "lists-no-more-than", "of": "Log", "whole": "Bad"},
        {"kind": "some", "of": ["Bad"], "in": ["BAD"]},
        {"kind": "none", "of": ["Worst"], "in": ["NEW"]},
        {"kind": "none", "of": ["Share"], "in": ["NEW"]},
        {"kind": "ordered", "of": ["Made", "Begun"]},
        {"kind": "ordered", "of": ["Begun", "Ended"]},
        {"kind": "absent", "of": ["Ended", "Why"], "in": ["NEW", "ODD", "RUN"]},
        {"kind": "present", "of": ["Why.Code"], "in": ["BAD"]},
        {"kind": "one-of", "of": ["From.A", "From.B"]},
        {"kind": "settles", "of": ["Id", "Made", "From.A"]},
    ],
    {
        "at": "State",
        "initial": ["NEW"],
        "success": ["DONE"],
        "failure": ["BAD"],
        "anywhere": ["ODD"],
        "next": {"NEW": ["RUN"], "RUN": ["DONE", "BAD"]},
    },
    root="Jobs[0]",
)
UNORDERED = contract(
    {
        "S": {"type": "string", "enum": ["A", "B", "Z"]},
        "N": {"type": "integer"},
        "L": {"type": "array", "minItems": 1, "items": {"type": "integer"}},
    },
    [{"kind": "some", "of": ["L"], "in": ["Z"]}, {"kind": "none", "of": ["L"], "in": ["A"]}],
    {"at": "S", "initial": ["A", "B"], "success": ["Z"]},
)
ANY = {"nested": NESTED, "unordered": UNORDERED}


@pytest.mark.parametrize("named", ANY)
def test_histories_of_any_contract_are_legal_and_each_ending_is_reached(named):
    found, endings = ANY[named], set()

    @settings(max_examples=200)
    @given(st.data())
    def each(data):
        ending = data.draw(st.sampled_from([*found.status.final, "unfinished"]))
        history = data.draw(strategies.histories(found, ending=ending))
        told = [f for f in check.check_history(found, history).findings if f.grade != "note"]
        # A list that a status empties has fewer entries than the model's least.
        assert [f for f in told if "number of entries" not in f.message] == []
        endings.add(ending)

    each()
    assert endings == {*found.status.final, "unfinished"}


@pytest.mark.skipif(NODE is None, reason="node is not installed. Install Node.js 20 or later")
@pytest.mark.parametrize("named", ANY)
def test_a_reading_that_is_not_ours_finds_them_legal_and_the_broken_ones_broken(named, reading):
    found, expected = ANY[named], []
    x_job = {key: found.x_job[key] for key in ("status", "laws", "root") if key in found.x_job}

    def send(history):
        plain = [boto3_values.plain(response) for response in history]
        reading.send(plain, **{"x-job": x_job})
        expected.append(ours(found, plain))

    @settings(max_examples=200, database=None)
    @given(strategies.histories(found))
    def legal(history):
        send(history)
        assert not expected[-1]

    @settings(max_examples=200, database=None)
    @given(strategies.violations(found))
    def broken(drawn):
        law, history = drawn
        send(history)
        assert {kind for kind, *_ in expected[-1]} == {law}

    legal()
    broken()
    assert reading.verdicts() == expected


def test_each_law_of_the_nested_contract_can_be_broken_alone():
    stated = {law.kind for law in (*NESTED.laws, *NESTED.implied)}
    broken = set()

    @settings(max_examples=300, derandomize=True, database=None)
    @given(strategies.violations(NESTED))
    def each(drawn):
        broken.add(drawn[0])

    each()
    assert broken == stated


def test_the_operation_that_contributing_adds_is_drawn_from_without_code(added):
    _, found = added
    seen = set()

    @given(strategies.histories(found))
    def each(history):
        assert check.check_history(found, history).findings == ()
        seen.update(paths.get(response, found.status_steps) for response in history)

    each()
    assert seen == set(found.status.all)


@pytest.mark.parametrize(
    ("laws_", "status", "said"),
    [
        (
            [{"kind": "present", "of": ["T"], "in": ["A"]}, {"kind": "settles", "of": ["T"]}],
            "Z",
            "T settles, but is present in A and absent in Z after it",
        ),
        (
            [{"kind": "some", "of": ["N"]}, {"kind": "none", "of": ["N"], "in": ["Z"]}],
            "Z",
            "the laws leave N no value in Z: at least 1 and at most 0",
        ),
        (
            [
                {"kind": "at-most", "parts": ["N"], "whole": "M"},
                {"kind": "at-most", "parts": ["M"], "whole": "N"},
            ],
            "Z",
            "are parts of each other",
        ),
    ],
)
def test_laws_that_leave_nothing_legal_are_told(laws_, status, said):
    laws_ = [*laws_, {"kind": "absent", "of": ["T"], "in": [status]}]
    life = {"at": "S", "initial": ["A"], "success": ["Z"], "next": {"A": ["Z"]}}
    shapes = {"S": {"type": "string", "enum": ["A", "Z"]}, "T": TEXT, "N": COUNT, "M": COUNT}
    found = contract(shapes, laws_, life)

    def draw():
        @settings(max_examples=200, database=None)
        @given(strategies.histories(found))
        def each(history):
            assert history

        each()

    with pytest.raises(InputError, match=said):
        draw()


def test_a_contract_without_an_end_asks_for_unfinished_histories():
    endless = contract({"S": {"type": "string"}}, [], {"at": "S", "initial": ["A"]})
    with pytest.raises(InputError, match="no final status; ask for ending='unfinished'"):
        strategies.histories(endless)
    assert strategies.histories(endless, ending="unfinished") is not None
    assert SES.operation
