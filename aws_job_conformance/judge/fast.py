"""The hot path: is a response clean, is a step of a history? Yes, or go and ask the judge.

    bytes ─ orjson ─┐
    response ─ plain? ─ jsonschema-rs ─ the laws of its status ─▶ True
                   └──────────┴──────────────┴─▶ False: not known to be clean

A yes is what `check` says where it has no finding, a note included. A no says nothing: `check`
makes the findings, and may have none. The laws of a status are compiled when a response first has
it, to a plain function over local variables (`_function_code`).
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache, partial
from typing import Any

import orjson

from aws_job_conformance.core import pattern_engine
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.judge import _function_code, _plain_values
from aws_job_conformance.judge._function_code import State, of_response
from aws_job_conformance.judge._strict_twin import bounded, is_open, strict_twin
from aws_job_conformance.judge.poll import damage
from aws_job_conformance.protocol import decode
from aws_job_conformance.protocol.bodies import FIRST_ERROR, MOST_VALUES

__all__ = ["Compiled", "State", "compiled"]


_Lines = tuple[list[str], dict[str, Any]]
"""Lines of a function, and what they name."""


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
        return self._asks(of_response, self._plain)

    @cached_property
    def clean_json(self) -> Callable[[Any], bool]:
        """What tells the same of a value that orjson has read: its types need no look."""
        return self._asks(of_response, self._shallow)

    @cached_property
    def step(self) -> Callable[[State | None, object], State | None]:
        """What returns the state after one more response of a job, or None: not known to be clean.

        It takes what the step before returned, which is never changed and can be pickled, or None
        before the first response; and a response as for `clean`. A state stands for a history,
        oldest first, of which `check_history` is known to have no finding.
        """
        return self._asks(_function_code.of_step, self._plain, head="state, r")

    @cached_property
    def step_json(self) -> Callable[[State | None, Any], State | None]:
        """What returns the same after a value that orjson has read."""
        return self._asks(_function_code.of_step, self._shallow, head="state, r")

    def clean_history(self, responses: Iterable[object]) -> bool:
        """Return whether `check_history` is known to have no finding on one job's responses."""
        state = None
        for response in responses:
            if (state := self.step(state, response)) is None:
                return False
        return state is not None

    def clean_wire(
        self, body: bytes, headers: Mapping[str, str] | None = None, status: int = 200
    ) -> bool:
        """Return whether `check_wire` is known to have no finding on one HTTP response.

        headers: by their names in lower case.
        """
        if status >= FIRST_ERROR:
            return False
        if headers and not decode.is_read_as_json(self.contract, headers):
            return False
        if headers and damage(body, headers) is not None:
            return False
        value = _read(body)
        return value is not None and self._clean_sent(value)

    @cached_property
    def _clean_sent(self) -> Callable[[Any], bool]:
        contract = self.contract
        if not decode.is_json(contract):
            return lambda _: False
        first, names = self._shallow
        laws = _ByStatus(contract, partial(of_response, wire=True))
        names = {**names, "fits": _fits(contract.wire_schema), "laws": laws}
        return _function_code.by_status(contract, names, first=first, wire=True)

    def _asks(
        self, make: Callable[[Contract, str], Any], before: _Lines, head: str = "r"
    ) -> Callable[..., Any]:
        first, names = before
        names = {**names, "fits": self._fits, "laws": _ByStatus(self.contract, make)}
        return _function_code.by_status(self.contract, names, first=first, head=head)

    @cached_property
    def _fits(self) -> Callable[[Any], bool]:
        return _fits(self.contract.schema)

    @cached_property
    def _plain(self) -> _Lines:
        schema, asks = self.contract.schema, bool(_function_code.asked(self.contract))
        return _plain_values.lines(schema, self._fits, lists=asks, is_open=is_open(schema))

    @cached_property
    def _shallow(self) -> _Lines:
        """What is looked at in JSON where the schema takes anything somewhere: how deep it is."""
        names = {"must_be_shallow": _plain_values.must_be_shallow}
        return (_plain_values.SHALLOW if is_open(self.contract.schema) else [], names)


def _read(body: bytes) -> Any:
    """Return a body as JSON, or None where it is not known that all readers read it so.

    No key may have stood twice. A value that orjson left out is missing in what it writes: quotes
    are counted in both, where none is escaped; otherwise both must be the same, letter by letter.
    """
    if len(body) >= MOST_VALUES:
        return None
    try:
        value = orjson.loads(body)
        again = orjson.dumps(value)
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):  # the second at deep nesting
        return None
    if again == body:
        return value
    is_escaped = b"\\" in body or b"\\" in again
    return None if is_escaped or again.count(b'"') != body.count(b'"') else value


def _fits(schema: Any) -> Callable[[Any], bool]:
    """Return what tells whether a value has the shape, as this suite judges by it."""
    return pattern_engine.validator(bounded(strict_twin(schema)), formats=True).is_valid


@lru_cache(maxsize=1024)
def compiled(contract: Contract) -> Compiled:
    """Return a contract compiled; kept for the contracts asked last."""
    return Compiled(contract)
