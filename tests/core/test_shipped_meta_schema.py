"""x-job.schema.json: what every `x-job` fits, shipped or of a law test."""

from __future__ import annotations

import copy
import json
from functools import cache

import jsonschema
import jsonschema_rs
import pytest
from support.contract_tables import SCHEMAS, X_JOBS, each_operation
from support.covering import covering
from support.params import quick_first

META = json.loads((SCHEMAS / "x-job.schema.json").read_text(encoding="utf-8"))
DATA_KEYS = {
    ("status", "next"),
    ("errors",),
    ("sources",),
    ("missing", "says"),
    ("redact",),
    ("iam",),
    *(("errors", name) for x_job in X_JOBS.values() for name in x_job["errors"]),
}
IN_FAMILY = {"input", "gives", "record", "filters"}
"""Tables of a family, at any depth, whose names are members of a service: data, as all in them."""


def is_data(place):
    # Members of a service, however deep.
    is_asked = place[:2] == ("missing", "input") or place[0:3:2] == ("discover", "input")
    is_made = place[:1] == ("family",) and not IN_FAMILY.isdisjoint(place)
    return place in DATA_KEYS or is_asked or is_made


def objects(value, place=()):
    """Yield where the objects of a value are."""
    if isinstance(value, dict):
        yield place
        for name, inner in value.items():
            yield from objects(inner, (*place, name))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from objects(inner, (*place, i))


@cache
def engines(part=None):
    """Return what both engines say of a value of the meta-schema, or of one part of it."""
    common = {key: META[key] for key in ("$schema", "$defs")}
    schema = META if part is None else META["properties"][part] | common
    kinds = (jsonschema.Draft202012Validator, jsonschema_rs.Draft202012Validator)
    return [kind(schema).is_valid for kind in kinds]


def fits(value, part=None):
    """Return whether both engines accept a value; they never disagree."""
    said = {is_valid(value) for is_valid in engines(part)}
    assert len(said) == 1
    return said.pop()


def test_the_meta_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(META)


@each_operation
def test_every_shipped_x_job_fits_the_meta_schema(operation):
    assert fits(X_JOBS[operation])


@pytest.mark.parametrize("operation", quick_first(covering()[::3], quick=2))
def test_an_unknown_key_is_refused_in_every_object_whose_names_are_not_data(operation):
    """Of operations that have every kind of object: what refuses is the meta-schema, not theirs."""
    tried = 0
    for place in objects(X_JOBS[operation]):
        if is_data(place):
            continue
        changed = copy.deepcopy(dict(X_JOBS[operation]))
        target = changed
        for step in place:
            target = target[step]
        target["unknown"] = "text"
        assert not fits(changed), place
        tried += 1
    assert tried > len(X_JOBS[operation]["laws"])


@pytest.mark.parametrize(
    "law",
    [
        {"kind": "present", "tier": "documented", "source": "s"},
        {"kind": "present", "of": [], "tier": "documented", "source": "s"},
        {"kind": "present", "of": "A", "tier": "documented", "source": "s"},
        {"kind": "present", "of": ["A", "A"], "tier": "documented", "source": "s"},
        {"kind": "present", "of": ["A"], "in": [], "tier": "documented", "source": "s"},
        {"kind": "present", "of": ["A"], "source": "s"},
        {"kind": "present", "of": ["A"], "tier": "documented"},
        {"kind": "present", "of": ["A"], "tier": "guessed", "source": "s"},
        {"kind": "present", "of": ["A"], "tier": "documented", "source": ""},
        {"kind": "moves", "of": ["A"], "tier": "documented", "source": "s"},
        {"kind": "ordered", "of": ["A"], "tier": "documented", "source": "s"},
        {"kind": "one-of", "of": ["A"], "tier": "documented", "source": "s"},
        {"kind": "at-most", "parts": ["A"], "tier": "documented", "source": "s"},
        {"kind": "at-most", "parts": [], "whole": "B", "tier": "documented", "source": "s"},
        {
            "kind": "lists-no-more-than",
            "of": ["A"],
            "whole": "B",
            "tier": "documented",
            "source": "s",
        },
        {"kind": "settles", "of": ["A"], "in": ["X"], "tier": "documented", "source": "s"},
        {"kind": "accounts-for-input", "parts": ["A"], "tier": "documented", "source": "s"},
        {"kind": "accounts-for-input", "in": ["X"], "tier": "documented", "source": "s"},
        {"kind": "agrees-with-list", "tier": "inferred", "source": "s"},
        {"kind": "agrees-with-list", "of": "A", "tier": "inferred", "source": "s"},
        {"kind": "agrees-with-list", "of": ["A"], "in": ["X"], "tier": "inferred", "source": "s"},
        {"kind": "absent", "of": ["A"], "whole": "B", "tier": "documented", "source": "s"},
        {
            "kind": "at-most",
            "parts": ["A"],
            "whole": "B",
            "of": ["A"],
            "tier": "documented",
            "source": "s",
        },
        {"of": ["A"], "tier": "documented", "source": "s"},
    ],
    ids=str,
)
def test_a_law_that_lacks_or_mistakes_a_part_is_refused(law):
    assert not fits([law], "laws")


LAW_TEST_GROUPS = [
    pytest.param(path.stem, group, id=f"{path.stem}: {group['description']}")
    for path in sorted((SCHEMAS / "law-tests").iterdir())
    for group in json.loads(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("kind", "group"), LAW_TEST_GROUPS)
def test_a_group_of_law_tests_fits_the_meta_schema_and_says_only_what_it_needs(kind, group):
    assert set(group) == {"description", "x-job", "tests"}
    x_job = group["x-job"]
    assert set(x_job) - {"root"} == {"status", "laws"}
    assert fits(x_job["status"], "status")
    assert fits(x_job["laws"], "laws")
    assert kind in ("moves", "final") or kind in {law["kind"] for law in x_job["laws"]}
    for test in group["tests"]:
        assert set(test) - {"records", "lists", "asked"} == {"description", "history", "findings"}
        assert test.get("records", 0) >= 0
        lists = test.get("lists", [None] * len(test["history"]))
        assert len(lists) == len(test["history"])
        for before, after in filter(None, lists):
            assert {type(before), type(after)} <= {dict, type(None)}
        assert all(set(finding) == {"law", "pointer", "poll"} for finding in test["findings"])
        assert all(1 <= finding["poll"] <= len(test["history"]) for finding in test["findings"])
