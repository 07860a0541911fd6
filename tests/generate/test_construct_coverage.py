"""What the strategies reach: each status, edge, optional member, and end of a range of values."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, seed, settings

from aws_job_conformance import strategies
from aws_job_conformance.catalog import load
from aws_job_conformance.core import paths
from aws_job_conformance.core.shipped import CLOSELY
from aws_job_conformance.generate.plan import plan
from aws_job_conformance.protocol import boto3_values

pytestmark = pytest.mark.thorough  # minutes of work

SOME = settings(max_examples=300, derandomize=False, database=None, deadline=None)
ROUNDS = 12  # what is drawn depends on the constants of whatever modules are loaded


def members(member):
    """Every member of a plan that a response shows at a place of its own."""
    for inner in (*member.members, *member.choices):
        if inner.item is None or not inner.members:
            yield inner
        yield from members(inner)


def drawn(strategy, number):
    found = []

    @seed(number)
    @SOME
    @given(strategy)
    def each(value):
        found.append(value)

    each()
    return found


class Reached:
    """What is to be reached, by kind, and what was."""

    def __init__(self):
        self.wanted, self.seen = {}, {}

    def want(self, kind, *things):
        self.wanted.setdefault(kind, set()).update(things)

    def see(self, kind, thing):
        self.seen.setdefault(kind, set()).add(thing)

    def missed(self):
        return {
            kind: lacking
            for kind, wanted in self.wanted.items()
            if (lacking := wanted - self.seen.get(kind, set()))
        }

    def __str__(self):
        return ", ".join(
            f"{kind} {len(wanted & self.seen.get(kind, set()))}/{len(wanted)}"
            for kind, wanted in self.wanted.items()
        )


def reached(contract):
    life, found = contract.status, Reached()
    found.want("statuses", *life.all)
    found.want("edges", *((a, b) for a, after in life.next.items() for b in after))
    found.want("repeated", *life.all)
    found.want(
        "skipped steps",
        *((a, b) for a in life.next for b in life.reachable[a] if b not in life.next[a]),
    )
    shown = list(members(plan(contract).top))
    sums = [one for count in plan(contract).counts for one in count.whole_of]
    crowded = {part for one in sums if len(one.parts) > 1 for part in one.parts}
    for member in shown:
        always = all(member.at.get(status) for status in life.all)
        if not (member.needed or member.kind == "status" or always):
            found.want("members shown", member.steps)
            found.want("members absent", member.steps)
        for end in ends(member, crowded):
            found.want("ends of values", (member.steps, end))
    for number in range(ROUNDS):
        if number == 0 or found.missed():
            see(found, contract, shown, crowded, number)
    return found


def see(found, contract, shown, crowded, number):
    responses = drawn(strategies.responses(contract), number)
    for ending in (None, "unfinished"):
        for history in drawn(strategies.histories(contract, ending=ending), number):
            see_life(found, [paths.get(r, contract.status_steps) for r in history])
            responses.append(history[-1])
    for response in map(boto3_values.plain, responses):
        see_values(found, shown, crowded, response)


def see_values(found, shown, crowded, response):
    for member in shown:
        value = paths.get(response, member.steps)
        found.see("members shown" if value is not None else "members absent", member.steps)
        for end, is_there in ends(member, crowded).items():
            if value is not None and is_there(value):
                found.see("ends of values", (member.steps, end))


def see_life(found, statuses):
    for status in statuses:
        found.see("statuses", status)
    for before, after in pairwise(statuses):
        if before == after:
            found.see("repeated", before)
        else:
            found.see("edges", (before, after))
            found.see("skipped steps", (before, after))


def ends(member, crowded):
    """The ends of a member's values, each with what tells that it was reached.

    crowded: counts that leave others no room in their sum where they are the largest.
    """
    schema = member.schema
    if member.kind == "count":
        high = schema["maximum"] // 2 if member.steps in crowded else schema["maximum"]
        return {"zero": lambda v: v == 0, "the largest": lambda v: v >= high}
    if member.kind == "integer":
        low, high = schema["minimum"], schema["maximum"]
        return {"the least": lambda v: v == low, "the largest": lambda v: v == high}
    if member.kind == "boolean":
        return {"true": lambda v: v is True, "false": lambda v: v is False}
    if member.kind != "text":
        return {}
    if "enum" in schema:
        return {word: lambda v, word=word: v == word for word in schema["enum"]}
    pool = member.texts.pool
    short, long = min(map(len, pool)), max(map(len, pool))
    found = {"the shortest": lambda v: len(v) == short, "a long one": lambda v: len(v) >= long}
    if any(not text.isascii() for text in pool):
        found["beyond ASCII"] = lambda v: not v.isascii()
    return found


@pytest.mark.parametrize("operation", CLOSELY)  # of all it would take half an hour
def test_everything_legal_is_reached(operation, record_testsuite_property):
    found = reached(load(operation))
    print(f"{operation}: {found}")  # noqa: T201 - `pytest -rP` shows what is covered
    record_testsuite_property(f"coverage of {operation}", str(found))
    assert found.missed() == {}
