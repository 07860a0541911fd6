"""How a legal history is broken: by the smallest change that breaks its law, and no other."""

import pytest

from aws_job_conformance.core import laws
from aws_job_conformance.core.contract import from_schema

STATED = {"tier": "documented", "source": "this test"}
STATUS = {
    "at": "Status",
    "initial": ["RUNNING"],
    "success": ["DONE"],
    "next": {"RUNNING": ["DONE"]},
    **STATED,
}


def contract(*stated, **members):
    x_job = {"status": STATUS, "laws": [{**law, **STATED} for law in stated]}
    return from_schema({"properties": members, "x-job": x_job}, {})


def running(*counts):
    return tuple({"Status": "RUNNING", "Count": count} for count in counts)


@pytest.mark.parametrize(("legal", "broken"), [(["r"], []), (7, 0)])
def test_what_must_be_there_is_emptied_as_a_list_or_as_a_count_where_it_was_not_shown(
    legal, broken
):
    found = contract({"kind": "some", "of": ["Failed"], "in": ["DONE"]})
    history = laws.break_(found, found.laws[0], ({"Status": "DONE"},), lambda _: legal)
    assert history == ({"Status": "DONE", "Failed": broken},)


@pytest.mark.parametrize(
    ("said", "legal", "broken"),
    [
        ({"pattern": "^arn:[a-z/]*$", "maxLength": 5}, "arn:", "arn:a"),
        ({"pattern": "^arn:[a-z/]*$", "maxLength": 4}, "arn:", None),
        ({"pattern": "^[a-z]+$"}, "abc", "aba"),
        ({"maxLength": 3}, "abc", "ab0"),
        ({"enum": ["A", "B"]}, "A", "B"),
        ({}, "", "0"),
    ],
)
def test_another_text_has_the_form_and_the_length_of_its_member(said, legal, broken):
    found = contract(
        {"kind": "settles", "of": ["Id"]},
        {"kind": "present", "of": ["Id"]},
        Status={"type": "string"},
        Id={"type": "string", **said},
    )
    history = tuple({"Status": "RUNNING", "Id": legal} for _ in range(2))
    bent = laws.break_(found, found.laws[0], history, lambda _: legal)
    assert bent == (broken and (history[0], {**history[1], "Id": broken}))


def test_an_instant_that_comes_too_soon_is_in_order_beside_the_others_that_are_shown():
    found = contract(
        {"kind": "absent", "of": ["End"], "in": ["RUNNING"]},
        {"kind": "present", "of": ["Start"]},
        {"kind": "ordered", "of": ["Start", "End"]},
        {"kind": "ordered", "of": ["Seen", "Told"]},
    )
    start = "2026-01-02T00:00:00Z"
    shown = {"Status": "RUNNING", "Start": start}
    history = laws.break_(found, found.laws[0], (shown,), lambda _: "2026-01-01T00:00:00Z")
    assert history == ({**shown, "End": start},)


def test_a_response_is_behind_its_lists_by_one_poll_or_ahead_by_one():
    found = contract({"kind": "agrees-with-list", "of": ["Count"]})
    kind = laws.KINDS["agrees-with-list"](found.laws[0], found)
    shown = {
        tuple(answer["Count"] for answer in history)
        for history in kind.break_(running(1, 2, 3, 4), lambda _: None)
    }
    assert shown == {
        (2, 2, 3, 4),
        (1, 1, 3, 4),
        (1, 3, 3, 4),
        (1, 2, 2, 4),
        (1, 2, 4, 4),
        (1, 2, 3, 3),
    }


def test_an_object_that_is_made_on_the_way_has_what_the_model_requires_of_it():
    count = {"type": "integer"}
    progress = {
        "type": "object",
        "properties": {"Scanned": count, "Failed": count, "Note": {"type": "string"}},
        "x-required": ["Scanned", "Failed"],
    }
    found = contract({"kind": "not-negative", "of": ["Progress.Scanned"]}, Progress=progress)
    history = ({"Status": "RUNNING"},)
    bent = laws.break_(found, found.laws[0], history, lambda _: 7)
    assert bent == ({"Status": "RUNNING", "Progress": {"Scanned": -1, "Failed": 7}},)


def test_and_where_that_would_break_another_law_it_is_left_out():
    progress = {"type": "object", "x-required": ["Scanned", "Failed"]}
    progress["properties"] = {"Scanned": {"type": "integer"}, "Failed": {"type": "integer"}}
    found = contract(
        {"kind": "not-negative", "of": ["Progress.Scanned"]},
        {"kind": "none", "of": ["Progress.Failed"], "in": ["RUNNING"]},
        Progress=progress,
    )
    bent = laws.break_(found, found.laws[0], ({"Status": "RUNNING"},), lambda _: 7)
    assert bent == ({"Status": "RUNNING", "Progress": {"Scanned": -1}},)


def test_a_fraction_gets_smaller_without_falling_below_zero():
    found = contract(
        {"kind": "never-decreases", "of": ["Hours"]},
        {"kind": "not-negative", "of": ["Hours"]},
        Hours={"type": "number"},
    )
    history = tuple({"Status": "RUNNING", "Hours": 0.5} for _ in range(2))
    bent = laws.break_(found, found.laws[0], history, lambda _: 0.5)
    assert bent == ({"Status": "RUNNING", "Hours": 0.5}, {"Status": "RUNNING", "Hours": 0})
