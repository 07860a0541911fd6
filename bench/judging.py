"""What a clean answer costs the judge, over `orjson.loads` of its bytes; and its peers the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from time import process_time
from typing import Any

import botocore.parsers
import jsonschema
import orjson
from measuring import Figure, Once, Promise

from aws_job_conformance import contract
from aws_job_conformance.catalog import load
from aws_job_conformance.core import paths
from aws_job_conformance.judge import _shape
from aws_job_conformance.judge._function_code import of_response
from aws_job_conformance.judge.fast import compiled
from aws_job_conformance.protocol import encode, model

PAYLOADS: Mapping[str, Any] = json.loads((Path(__file__).parent / "payloads.json").read_text())
"""Of each operation a final answer, the smallest and a full one, and the answer before it."""

CHECK = "check of an answer, over orjson.loads of its bytes, parse included"
DATETIMES = "the same of what boto3 makes of it"
STEP = "a step of a history, parse included"
WIRE = "check_wire of the bytes"
LAWS = "all laws of an answer that is read and has its shape"
RS = "jsonschema-rs's yes, without laws, parse included"
PYTHON = "jsonschema in Python, compiled once, without laws"
PROMISES = {
    CHECK: Promise("<=", 5, 3.5, each=8),
    DATETIMES: Promise("<=", 10, 5),
    STEP: Promise("<=", 6, 4),
    WIRE: Promise("<=", 8, 5),
    LAWS: Promise("<=", 1.5, 1.0),
    RS: Promise("<=", 2.5, 2.0),
}

_BATCH, _BATCHES = 200, 40
"""Calls at a time, and how often the works take turns: the fastest of each is compared.

A call takes a microsecond; what neighbours, interrupts and clocks add can only make it slower.
"""

Works = Mapping[str, tuple[Callable[[], object], Callable[[], object]]]
"""By what it is: a work, and the floor under it."""


def answer(operation: str, size: str, examples: int = _BATCHES) -> Once:
    """Measure what is done with one answer beside the reading of its bytes.

    examples: so often the works take turns, if that is less than what a good figure needs.
    """
    works, turns = _works(operation, size), min(examples, _BATCHES)

    def once(_: int) -> list[Figure]:
        return [_over(what, *pair, turns) for what, pair in works.items()]

    return once


def _works(operation: str, size: str) -> Works:
    both = PAYLOADS[operation][size]
    text, job, data = orjson.dumps(both["last"]), contract(operation), load(operation)
    fast, shape = compiled(data), _shape.Shape(data.schema)
    state = fast.step(None, both["before"])
    value = orjson.loads(text)
    laws = of_response(data, paths.get(value, data.status_steps))
    sent = encode.response(operation, both["last"])
    shown, loads = _shown(operation, sent), orjson.loads
    slow = jsonschema.Draft202012Validator(shape.twin)
    assert job.check(both["last"]) == job.check(shown) == job.check_wire(sent.body) == []
    assert fast.step(state, both["last"]) is not None

    def floor() -> object:
        return loads(text)

    return {
        CHECK: (lambda: job.check(loads(text)), floor),
        DATETIMES: (lambda: (loads(text), job.check(shown)), floor),
        STEP: (lambda: fast.step(state, loads(text)), floor),
        WIRE: (lambda: job.check_wire(sent.body), lambda: loads(sent.body)),
        LAWS: (lambda: laws(value), floor),
        RS: (lambda: shape.fits(loads(text)), floor),
        PYTHON: (lambda: slow.is_valid(loads(text)), floor),
    }


def _shown(operation: str, sent: Any) -> Any:
    """Return what botocore makes of an answer: its datetimes are in the zone of this machine."""
    found = model.operation_model(operation)
    parser = botocore.parsers.create_parser(found.service_model.resolved_protocol)
    http = {"status_code": 200, "headers": sent.headers, "body": sent.body}
    return parser.parse(http, found.output_shape)


def _over(what: str, work: Callable[[], object], floor: Callable[[], object], turns: int) -> Figure:
    own, under = [], []
    size = _BATCH if what != PYTHON else 5
    for _ in range(turns):
        under.append(_seconds(floor, _BATCH))
        own.append(_seconds(work, size))
    return Figure(what, min(own) / min(under), {"us": min(own) * 1e6})


def _seconds(work: Callable[[], object], times: int) -> float:
    start = process_time()
    for _ in range(times):
        work()
    return (process_time() - start) / times
