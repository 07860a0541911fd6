"""The hot path: is a response clean, is a step of a history? Yes, or go and ask the judge.

    bytes ─ orjson ─┐
    response ─ plain? ─ jsonschema-rs ─ the laws of its status ─▶ True
                   └──────────┴──────────────┴─▶ False: not known to be clean

A yes is what `check` says where it has no finding, a note included. A no says nothing: `check`
makes the findings, and may have none. The laws of a status are compiled when a response first has
it, to a plain function over local variables (`_function_code`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache, partial
from typing import Any

import orjson

from aws_job_conformance.core import pattern_engine
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.judge import _function_code, _plain_values
from aws_job_conformance.judge._function_code import State
from aws_job_conformance.judge._strict_twin import bounded, is_open, strict_twin
from aws_job_conformance.protocol import decode
from aws_job_conformance.protocol.bodies import MOST_VALUES

__all__ = ["Compiled", "State", "compiled"]


class _ByStatus(dict[str, Callable[..., Any]]):
    """Functions by the status they are for, each made when it is first asked for.

    That of a status which the contract does not name is made, and not kept.
    """

    def __init__(self, contract: Contract, make: Callable[[Contract, str], Any]) -> None:
        super().__init__()
        self._contract, self._make = contract, make

    def __missing__(self, status: str) -> Callable[..., Any]:
        made: Callable[..., Any] = self._make(self._contract, status)
        if status in self._contract.status.all:
            self[status] = made
        return made


class Compiled:
    """A contract as functions that say only "clean" or "not known to be clean"."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract

    @cached_property
    def clean(self) -> Callable[[object], bool]:
        """What tells whether `check_response` is known to have no finding on a response.

        It takes a response as boto3 returns it, or its JSON; of anything else it is not known.
        """
        return self._laws(_function_code.of_response, plain=self._plain)

    @cached_property
    def clean_json(self) -> Callable[[Any], bool]:
        """What tells the same of a value that orjson has read: its types need no look."""
        return self._laws(_function_code.of_response)

    def step(self, state: State | None, response: object) -> State | None:
        """Return the state after one more response of a job, or None: not known to be clean.

        state: what the step before returned, which is never changed and can be pickled; None before
        the first response. response: as for `clean`. A state stands for a history, oldest first, of
        which `check_history` is known to have no finding.
        """
        return self._step(state or self._start, response)

    def step_json(self, state: State | None, value: Any) -> State | None:
        """Return the same after a value that orjson has read."""
        return self._step_json(state or self._start, value)

    def clean_wire(self, body: bytes) -> bool:
        """Return whether `check_wire` is known to have no finding on a body that came with 200.

        What it came with in its headers is the caller's to look at.
        """
        value = _read(body)
        return value is not None and self._travels(value)

    @cached_property
    def _plain(self) -> Callable[[Any], Any]:
        asks = bool(_function_code.asked(self.contract))
        return _plain_values.reader(self.contract.schema, lists=asks)

    @cached_property
    def _fits(self) -> Callable[[Any], bool]:
        return _fits(self.contract.schema)

    @cached_property
    def _start(self) -> State:
        return _function_code.start(self.contract)

    @cached_property
    def _step(self) -> Callable[[State, object], State | None]:
        return self._laws(_function_code.of_step, plain=self._plain, head="state, r")

    @cached_property
    def _step_json(self) -> Callable[[State, Any], State | None]:
        return self._laws(_function_code.of_step, head="state, r")

    @cached_property
    def _travels(self) -> Callable[[Any], bool]:
        contract = self.contract
        if not decode.is_json(contract):
            return lambda _: False
        laws = _ByStatus(contract, partial(_function_code.of_response, wire=True))
        return _function_code.by_status(contract, _fits(contract.wire_schema), laws, wire=True)

    def _laws(self, make: Callable[..., Any], **more: Any) -> Callable[..., Any]:
        laws = _ByStatus(self.contract, make)
        return _function_code.by_status(self.contract, self._fits, laws, **more)


def _read(body: bytes) -> Any:
    """Return a body as JSON, or None where it is not known that all readers read it so."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return value if len(body) < MOST_VALUES and _has_each_key_once(body, value) else None


def _has_each_key_once(body: bytes, value: Any) -> bool:
    """Return whether no key can have stood twice in an object of a body that was read as a value.

    What orjson left out would be missing in what it writes: quotes are counted in both, where none
    of them is escaped; otherwise the two must be the same, letter by letter.
    """
    again = orjson.dumps(value)
    if b"\\" in body or b"\\" in again:
        return again == body
    return again.count(b'"') == body.count(b'"')


def _fits(schema: Any) -> Callable[[Any], bool]:
    """Return what tells whether a value has the shape, as this suite judges by it."""
    if is_open(schema):
        return lambda _: False
    return pattern_engine.validator(bounded(strict_twin(schema)), formats=True).is_valid


@lru_cache(maxsize=1024)
def compiled(contract: Contract) -> Compiled:
    """Return a contract compiled; kept for the contracts asked last."""
    return Compiled(contract)
