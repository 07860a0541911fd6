"""A second reading of x-job, in JavaScript and from schemas/README.md, comes to our verdicts."""

import copy
import json
import re
from collections import Counter

import pytest
from support import miniatures
from support.contract_tables import each_kind_the_six_first
from support.covering import covering
from support.second_reader import (
    NODE,
    PROGRAM,
    STRANGE,
    each_operation,
    legal,
    ours,
)

from aws_job_conformance.catalog import load
from aws_job_conformance.core import laws, paths
from aws_job_conformance.core.contract import from_schema
from aws_job_conformance.core.shipped import folder, siblings
from aws_job_conformance.generate.choice_source import Seeded, pick
from aws_job_conformance.generate.plan import plan
from aws_job_conformance.generate.violate import breakers
from aws_job_conformance.protocol import boto3_values

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(NODE is None, reason="node is not installed. Install Node.js 20 or later"),
]

KNOWN = ("history", "records", "lists", "asked")
VIOLATIONS = 10  # of each law of the operations that have all that a contract can have; of others:
OF_OTHERS = 1
ROOM = 2**31 - 2  # a count one higher still has 32 bits
LAW_TESTS = {
    f"{path.stem}: {group['description']}: {test['description']}": (group["x-job"], test)
    for path in sorted((folder() / "law-tests").glob("*.json"))
    for group in json.loads(path.read_text(encoding="utf-8"))
    for test in group["tests"]
}


def stated(contract):
    return (*contract.laws, *contract.implied)


def violations(contract, count):
    """Yield each law, and `count` histories that break it and no other."""
    places = boto3_values.places_of(contract)
    able = {breaker.law: breaker for breaker in breakers(plan(contract, ROOM))}
    beside = {law for law in stated(contract) if law.kind in laws.BESIDE}
    assert set(able) == set(stated(contract)) - beside
    for law, breaker in able.items():
        for seed in range(count):
            yield law, [*map(places.to_json, breaker.broken(Seeded(seed)))]


def test_a_law_test_gives_the_findings_it_states_and_each_names_a_law_of_its_kind(reading):
    for x_job, test in LAW_TESTS.values():
        said = {name: test[name] for name in KNOWN if name in test}
        reading.send(**said, **{"x-job": x_job})
    verdicts = reading.verdicts()
    for (name, (x_job, test)), theirs in zip(LAW_TESTS.items(), verdicts, strict=True):
        assert isinstance(theirs, Counter), (name, theirs)
        expected = Counter((f["law"], f["pointer"], f["poll"]) for f in test["findings"])
        told = Counter((law, pointer, poll) for law, _, pointer, poll in theirs.elements())
        assert told == expected, name
        for law, place, _, _ in theirs:
            implied = place is None and law in laws.IMPLIED
            assert implied or x_job["laws"][place]["kind"] == law, name
        said = (test.get(name) for name in KNOWN)
        assert theirs == ours(from_schema({"x-job": x_job}, {}), *said), name


@each_operation
def test_a_violation_breaks_its_law_alone_and_both_readings_say_where(
    operation, reading, record_testsuite_property
):
    contract = load(operation)
    place = {law: i for i, law in enumerate(contract.laws)}
    found, distinct = [], set()
    many = VIOLATIONS if operation in covering() else OF_OTHERS
    for law, history in violations(contract, many):
        distinct.add((law, hash(reading.send(history, operation=operation))))
        found.append((law, ours(contract, history)))
    for (law, here), theirs in zip(found, reading.verdicts(), strict=True):
        assert {key[:2] for key in here} == {(law.kind, place.get(law))}
        assert theirs == here
    assert len(found) == many * len({law for law, _ in found})
    assert len(distinct) > len(found) / 2
    counts = {"violations": len(found), "distinct violations": len(distinct)}
    for what, count in counts.items():
        record_testsuite_property(f"{operation}: {what} caught by both readings", count)
    print(operation, counts)  # noqa: T201 - figures, shown by -rP


@each_operation
def test_a_legal_history_has_no_finding_in_either_reading(
    operation, reading, record_testsuite_property
):
    contract = load(operation)
    applied, polls, count = Counter(), 0, len(legal(contract))
    for history in legal(contract):
        known, lists = (f(contract, history) for f in (miniatures.records, miniatures.lists))
        asked = miniatures.asked(contract, history)
        reading.send(history, operation=operation, records=known, lists=lists, asked=asked)
        verdict = laws.judge(contract, history, known, lists, asked)
        assert not verdict.breaches
        applied += verdict.applied
        polls += len(history)
    assert reading.verdicts() == [Counter()] * count
    assert set(applied) == set(stated(contract))  # a law that never applied is not kept
    record_testsuite_property(f"{operation}: legal histories in both readings", count)
    record_testsuite_property(f"{operation}: polls of legal histories in both readings", polls)
    print(operation, {"legal histories": count, "polls": polls})  # noqa: T201 - figures, shown by -rP


@each_kind_the_six_first
def test_both_readings_count_the_input_alike_and_say_the_same_of_one_record_more_or_less(
    operation, reading, record_testsuite_property
):
    contract = load(operation)
    found = []
    for history in legal(contract):
        known = miniatures.records(contract, history) or 0
        for off in (-1, 1):
            reading.send(history, operation=operation, records=known + off)
            found.append(ours(contract, history, known + off))
    assert reading.verdicts() == found
    kinds = {kind for here in found for kind, *_ in here}
    assert kinds == {law.kind for law in contract.laws} & set(laws.OF_INPUT)
    told = sum(map(bool, found))
    record_testsuite_property(f"{operation}: inputs miscounted in both readings", told)


def members(value, steps=()):
    """Yield the steps to every member below a value."""
    entries = enumerate(value) if isinstance(value, list) else ()
    for step, inner in value.items() if isinstance(value, dict) else entries:
        yield (*steps, step)
        yield from members(inner, (*steps, step))


def changed(source, history):
    """Return a history with one to four changes: members and polls null, strange, or others'."""
    history = list(history)
    for _ in range(source.integer(1, 4)):
        at, other = (source.integer(0, len(history) - 1) for _ in range(2))
        response, from_there = history[at], history[other]
        where = list(members(from_there))
        how = source.integer(0, 9)
        if how == 0 or not isinstance(response, dict) or not where:
            history[at] = from_there
        elif how == 1:
            history[at] = pick(source, STRANGE)
        else:
            steps = pick(source, where)
            strange = None if how < 4 else pick(source, STRANGE)
            new = strange if how < 6 else paths.get(from_there, steps)
            history[at] = paths.put(response, steps, new)
    return history


@each_kind_the_six_first
def test_both_readings_say_the_same_of_a_history_changed_anyhow(
    operation, reading, record_testsuite_property
):
    contract = load(operation)
    found = []
    for seed, history in enumerate(legal(contract)):
        odd = changed(Seeded(seed), history)
        reading.send(odd, operation=operation)
        found.append(ours(contract, odd))
    for here, theirs in zip(found, reading.verdicts(), strict=True):
        assert theirs == here
    broken = sum(map(bool, found))
    # What goes round has neither order nor end to break, and few of its members are in a law.
    assert broken > (len(found) / 6 if contract.implied else 0)
    record_testsuite_property(f"{operation}: changed histories in both readings", len(found))
    print(operation, {"changed histories": len(found), "with findings": broken})  # noqa: T201 - figures, shown by -rP


@pytest.mark.parametrize("operation", siblings())
def test_a_sibling_is_judged_by_the_contract_that_names_it(operation, reading):
    contract = load(operation)
    for law, history in violations(contract, 1):
        reading.send(history, operation=operation)
        assert reading.verdicts() == [ours(contract, history)], law


def without(contract, law):
    """Return the x-job of a contract in which this law is never broken, the others in place."""
    x_job = copy.deepcopy(contract.x_job)
    if law.kind == "moves":
        del x_job["status"]["next"]
    elif law.kind == "final":
        for group in ("success", "partial", "failure", "stopped"):
            x_job["status"].pop(group, None)
    else:
        place = contract.laws.index(law)
        x_job["laws"][place] = {"kind": "present", "of": ["Nothing"], "in": ["NO_STATUS"]}
    return x_job


@each_kind_the_six_first
def test_a_law_that_only_one_reading_knows_is_noticed(operation, reading):
    contract = load(operation)
    for law, history in violations(contract, 3):
        reading.send(history, **{"x-job": without(contract, law)})
        (theirs,) = reading.verdicts()
        assert isinstance(theirs, Counter), theirs
        assert theirs != ours(contract, history), law


NO_PATHS = [
    *("A[-1]", "[0]", "[0].A", "A[1.0]", "A.[0]", "A[0]B", "A.0", "0a", ".A", "A.", "A..B"),
    *("a-b", "a b", "\u00e9", 'A"B"', '"A', "A[*]", "A[]", "A[0:1]", "A[?B]", "A.*", "@", "*"),
    *("'A'", "A|B", "length(A)", "A.[B]", "$"),
]


@pytest.mark.parametrize("path", NO_PATHS)
def test_what_is_no_path_is_refused_by_both_readings(path, reading):
    law = {"kind": "present", "of": [path], "tier": "documented", "source": "this test"}
    status = {"at": "S", "tier": "documented", "source": "this test"}
    reading.send([{}], **{"x-job": {"status": status, "laws": [law]}})
    assert reading.verdicts() == [f"not a path: {path}"]
    with pytest.raises(ValueError, match=re.escape(repr(path))):
        paths.parse(path)


def test_the_second_reading_is_short_and_takes_nothing_of_ours():
    sources = [PROGRAM, PROGRAM.with_name("x-job.mjs")]
    lines = [line for path in sources for line in path.read_text("utf-8").splitlines()]
    assert len(lines) <= 420
    imports = [line for line in lines if line.startswith("import ")]
    assert all("'node:" in line or "'./x-job.mjs'" in line for line in imports)
