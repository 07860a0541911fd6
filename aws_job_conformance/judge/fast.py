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
from functools import lru_cache, partial
from typing import Any

import orjson

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import TooDeepError, TooManyError
from aws_job_conformance.judge import _function_code, _plain_values
from aws_job_conformance.judge._function_code import State
from aws_job_conformance.judge._member_code import UnknownLawError
from aws_job_conformance.judge._strict_twin import bounded, is_open, strict_twin
from aws_job_conformance.core import pattern_engine
from aws_job_conformance.protocol import _clean_values, decode, json_read
from aws_job_conformance.protocol.bodies import MOST_VALUES

__all__ = ["Compiled", "State", "compiled"]


class _ByStatus(dict[str, Callable[..., Any]]):
    """Functions by the status they are for, each made when it is first asked for.

    That of a status which the contract does not name is made, and not kept.
    """

    def __init__(self, contract: Contract, make: Callable[[str], Callable[..., Any]]) -> None:
        super().__init__()
        self._known, self._make = contract.status.all, make

    def __missing__(self, status: str) -> Callable[..., Any]:
        made = self._make(status)
        if status in self._known:
            self[status] = made
        return made


class Compiled:
    """A contract as functions that say only "clean" or "not known to be clean"."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self._places = _plain_values.places(contract.schema)
        self._start = _function_code.start(contract)
        response = partial(_function_code.of_response, contract)
        fits = _fits(contract.schema)
        self._alone = _function_code.by_status(contract, fits, _ByStatus(contract, response))
        step = _ByStatus(contract, partial(_function_code.of_step, contract))
        self._after = _function_code.by_status(contract, fits, step, head="state, r")
        self._travels = _function_code.by_status(
            contract,
            _fits(contract.wire_schema),
            _ByStatus(contract, partial(response, wire=True)),
            wire=True,
        )

    def clean(self, response: object) -> bool:
        """Return whether `check_response` is known to have no finding on a response.

        response: as boto3 returns it, or its JSON; of anything else it is not known.
        """
        value = self._plain(response)
        try:
            return value is not None and self._alone(value)
        except ValueError:  # what marshal takes, and jsonschema-rs does not
            return False

    def clean_json(self, value: Any) -> bool:
        """Return the same of a value that orjson has read: its types need no look."""
        return self._alone(value)

    def clean_wire(self, body: bytes) -> bool:
        """Return whether `check_wire` is known to have no finding on a body that came with 200.

        What it came with in its headers is the caller's to look at.
        """
        value = self._read(body)
        return value is not None and self._travels(value)

    def step(self, state: State | None, response: object) -> State | None:
        """Return the state after one more response of a job, or None: not known to be clean.

        state: what the step before returned, which is never changed and can be pickled; None before
        the first response. response: as for `clean`. A state stands for a history, oldest first, of
        which `check_history` is known to have no finding.
        """
        value = self._plain(response)
        try:
            return None if value is None else self._after(state or self._start, value)
        except ValueError:  # as above
            return None

    def step_json(self, state: State | None, value: Any) -> State | None:
        """Return the same after a value that orjson has read."""
        return self._after(state or self._start, value)

    def _plain(self, response: Any) -> Any:
        """Return a response as plain JSON, or None where it is not known to be that."""
        if type(response) is not dict:
            return None
        if "ResponseMetadata" in response:
            response = {name: item for name, item in response.items() if name != "ResponseMetadata"}
        if _plain_values.is_plain(response):
            return response
        response = _plain_values.with_texts(response, self._places)
        return response if _plain_values.is_plain(response) else None

    def _read(self, body: bytes) -> Any:
        """Return a body as JSON, or None where it is not known that all readers read it so."""
        if len(body) >= MOST_VALUES:
            return None
        try:
            value = orjson.loads(body)
        except orjson.JSONDecodeError:
            return None
        return value if _has_each_key_once(body, value) else None


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
    made: list[Callable[[Any], bool]] = []

    def fits(value: Any) -> bool:
        if not made:
            twin = bounded(strict_twin(schema))
            made.append(pattern_engine.validator(twin, formats=True).is_valid)
        return made[0](value)

    return fits


@lru_cache(maxsize=1024)
def compiled(contract: Contract) -> Compiled:
    """Return a contract compiled; kept for the contracts asked last."""
    return Compiled(contract)
