"""What Hypothesis draws: polls over its floor, responses under from_schema, broken histories."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from math import sqrt
from statistics import mean, median
from time import process_time
from typing import Any

import hypothesis
from hypothesis import strategies as st
from measuring import Figure, Once, Promise

from aws_job_conformance import strategies
from aws_job_conformance.catalog import load
from aws_job_conformance.generate import construct, plan, status_paths
from aws_job_conformance.generate.choice_source import pick
from aws_job_conformance.generate.violate import _MOST_POLLS, Breaker, breakers
from aws_job_conformance.protocol import boto3_values
from aws_job_conformance.strategies import _ROOM, _Drawn

POLL = "a poll of a history, over Hypothesis's floor example"
LENGTH = "median polls of a history"
EQUAL = "from_schema over a response of equal bytes"
DRAWN = "from_schema over a response, sizes as drawn"
BROKEN = "a broken history, over the legal one in it"
PROMISES = {
    POLL: Promise("<=", 0.6, 0.4),
    LENGTH: Promise("<=", 8),
    EQUAL: Promise(">=", 10, 15),
    BROKEN: Promise("<=", 2),
}

_FLOOR = st.integers(0, 2**64 - 1)
_EQUAL, _ENOUGH = 0.25, 5
_NOISE = ("$comment", "$id", "$schema")
_PARTS = ("allOf", "if", "then", "else")

Drawn = list[tuple[float, float]]
"""Of each example: the seconds of this process that it took to draw it, and its size."""


def drawn(
    strategy: st.SearchStrategy[Any], size: Callable[[Any], float], examples: int, seed: int
) -> Drawn:
    """Return what Hypothesis drew; the first example, with all that is set up once, is left out.

    An example is clocked from the end of the one before it to the call of the test.
    """
    found: Drawn = []
    last = process_time()

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(strategy)
    def example(value: Any) -> None:
        nonlocal last
        took = process_time() - last
        found.append((took, size(value)))
        last = process_time()

    example()
    return found[1:]


def history(operation: str, examples: int) -> Once:
    """Measure the poll of a drawn history beside the floor."""
    strategy = strategies.histories(operation)

    def once(seed: int) -> list[Figure]:
        before = drawn(_FLOOR, lambda _: 1, examples, seed)
        own = drawn(strategy, len, examples, seed)
        floor = before + drawn(_FLOOR, lambda _: 1, examples, seed)
        per_poll = sum(took for took, _ in own) / sum(polls for _, polls in own)
        polls = Figure(LENGTH, median(polls for _, polls in own))
        return [Figure(POLL, per_poll / _mean(floor), {"us": per_poll * 1e6}), polls]

    return once


def violation(operation: str, examples: int) -> Once:
    """Measure a broken history beside the same legal one, left as it is."""
    broken = strategies.violations(operation)
    legal = _unbroken(breakers(plan.plan(load(operation), _ROOM)))

    def once(seed: int) -> list[Figure]:
        floor = drawn(legal, len, examples, seed)
        own = drawn(broken, lambda named: len(named[1]), examples, seed)
        return [Figure(BROKEN, _mean(own) / _mean(floor), {"us": _mean(own) * 1e6})]

    return once


@st.composite
def _unbroken(draw: Any, able: tuple[Breaker, ...]) -> Any:
    """Make the choices of a violation, and break nothing."""
    source = _Drawn(draw)
    breaker = pick(source, able)
    first, second = pick(source, breaker.pairs)
    way = status_paths.way_through(breaker.plan.contract, source, first, second, _MOST_POLLS)
    return construct.responses(breaker.plan, source, way)


def response(operation: str, examples: int, from_schema: Callable[..., Any]) -> Once:
    """Measure hypothesis-jsonschema's response beside ours."""
    both = strategies.responses(operation), from_schema(_alike(load(operation).schema))

    def once(seed: int) -> list[Figure]:
        sides = [drawn(strategy, _bytes, examples, seed) for strategy in both]
        middle = sqrt(median(n for _, n in sides[0]) * median(n for _, n in sides[1]))
        near = [[each for each in side if abs(each[1] / middle - 1) <= _EQUAL] for side in sides]
        found = [_slower(DRAWN, *sides)]
        return [*found, _slower(EQUAL, *near)] if min(map(len, near)) >= _ENOUGH else found

    return once


def _slower(what: str, own: Drawn, other: Drawn) -> Figure:
    sizes = {"bytes": median(n for _, n in own), "bytes of theirs": median(n for _, n in other)}
    return Figure(what, _mean(other) / _mean(own), {"us": _mean(own) * 1e6, **sizes})


def _mean(examples: Drawn) -> float:
    return mean(took for took, _ in examples)


def _bytes(value: Any) -> int:
    text = json.dumps(boto3_values.plain(value), ensure_ascii=False, separators=(",", ":"))
    return len(text.encode("utf-8", "surrogatepass"))


def _alike(schema: Any, *, whole: bool = True) -> Any:
    """Return a published schema that asks of from_schema what its contract asks of us.

    Closed, with what the service model requires, and without annotations. whole: whether it tells
    all of a value; what stands in `allOf` or `if` tells a part, and stays open.
    """
    if isinstance(schema, list):
        return [_alike(item, whole=whole) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    kept = [name for name in schema if name not in _NOISE and not name.startswith("x-")]
    found = {name: _alike(schema[name], whole=whole and name not in _PARTS) for name in kept}
    if whole and "properties" in found and found.get("type") == "object":
        found.setdefault("additionalProperties", False)
        found["required"] = sorted({*found.get("required", ()), *schema.get("x-required", ())})
    return found
