"""What Python says of histories that the npm package is asked about too: laws and shape, graded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from core.test_laws_second_reading import changed

from aws_job_conformance.catalog import load
from aws_job_conformance.core import laws, paths
from aws_job_conformance.core.shipped import names
from aws_job_conformance.generate import samples
from aws_job_conformance.generate.choice_source import Seeded
from aws_job_conformance.generate.plan import plan
from aws_job_conformance.generate.violate import breakers
from aws_job_conformance.judge._shape import Shape
from support import miniatures
from support.second_reader import as_json

LEGAL, CHANGED, EACH = 4, 6, 1
"""Of each operation; and of each of its laws, how often it is broken.

Of each operation forty changed ones, or more, are read by the same program in
test_laws_second_reading.
"""
LARGEST = 100_000
"""Characters of a history: those of a few operations have a megabyte, and show nothing more."""
ROOM = 2**31 - 2
WORST = ("note", "warning", "error")


def histories(contract: Any) -> Iterator[tuple[list[Any], int | None]]:
    """Yield histories with the records that went in, where that is known: legal, broken, odd."""
    found = samples.histories(contract, seed=3, count=LEGAL + CHANGED)
    legal = [as_json(responses) for _, _, responses in found]
    for history in islice(legal, LEGAL):
        yield history, miniatures.records(contract, history)
    for seed, history in enumerate(legal[LEGAL:]):
        yield changed(Seeded(seed), history), None
    for breaker in breakers(plan(contract, ROOM)):
        for seed in range(EACH):
            yield as_json(breaker.broken(Seeded(seed))), None


def verdict(contract: Any, history: list[Any], records: int | None) -> list[list[Any]]:
    """Return (law, grade, pointer, poll) of everything that is wrong, a misfit once a place."""
    found = [
        [breach.law.kind, breach.grade, paths.pointer(breach.steps), poll]
        for poll, breach in laws.judge(contract, history, records).breaches
    ]
    shape = Shape(contract.schema)
    for poll, response in enumerate(history, 1):
        worst: dict[str, str] = {}
        for one in shape.misfits(response) if response is not None else ():
            if one.keyword != "additionalProperties" and one.grade != "note":
                at = paths.pointer(one.steps)
                worst[at] = max(one.grade, worst.get(at, "note"), key=WORST.index)
        found += [["schema", grade, at, poll] for at, grade in worst.items()]
    return found


def lines() -> Iterator[str]:
    """Yield a line of JSON for each history, with what Python says of it."""
    for name in names():
        contract = load(name)
        for history, records in histories(contract):
            told = verdict(contract, history, records)
            row = {"operation": name, "history": history, "records": records, "verdict": told}
            line = json.dumps(row, ensure_ascii=False)
            if len(line) <= LARGEST:
                yield line
