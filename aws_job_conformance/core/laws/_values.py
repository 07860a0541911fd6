"""The kinds of law that say which value a member has: a fixed one, one of a range, one of a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.laws._response import all_of
from aws_job_conformance.core.laws.kind import (
    Breach,
    Fill,
    Response,
    ResponseKind,
    is_one_of,
)
from aws_job_conformance.core.text import show, word


def said(values: Sequence[Any]) -> str:
    """Return values of a law as a person reads them: `"A" or "B"`."""
    return " or ".join(show(value) for value in values)


def other_values(contract: Contract, steps: paths.Steps, values: Sequence[Any]) -> Iterator[Any]:
    """Yield values that a member may have beside these, of the same kind."""
    schema = paths.in_schema(contract.schema, steps, keys=True) or {}
    if "enum" in schema:
        yield from (value for value in schema["enum"] if not is_one_of(value, values))
        return
    for value in values:
        if isinstance(value, bool):
            found: tuple[Any, ...] = (not value,)
        elif isinstance(value, str):
            found = (f"{value}x", value[:-1], "other")
        else:
            found = (value + 1, value - 1)
        yield from (other for other in found if not is_one_of(other, values))


class Is(ResponseKind):
    """A member has this value, or one of these, in these statuses."""

    name = "is"
    fix = "Set it together with the status; a reader may look at either."

    def __init__(self, law: Law, contract: Contract) -> None:
        super().__init__(law, contract)
        self.values = law.more["values"]

    def check(self, response: Response) -> list[Breach] | None:
        shown = [(s, v) for s in self.of if (v := paths.get(response, s)) is not None]
        if not shown:
            return None
        status = word(paths.get(response, self.at))
        when = f" while {self.text(self.at)} is {status}" if self.law.scope else ""
        wanted = said(self.values)
        return [
            self.breach(steps, value, f"got {{got}}{when}; expected {wanted}", wanted)
            for steps, value in shown
            if not is_one_of(value, self.values)
        ]

    def mend(self, response: Response, fill: Fill) -> Response:
        del fill
        for steps in self.of:
            value = paths.get(response, steps)
            if value is not None and not is_one_of(value, self.values):
                response = paths.put(response, steps, self.values[0])
        return response

    def spoil(self, response: Response, fill: Fill) -> Iterator[Response]:
        del fill
        for steps in self.of:
            for value in other_values(self.contract, steps, self.values):
                yield paths.put(response, steps, value)

    def schema_part(self) -> dict[str, Any]:
        leaf = {"enum": list(self.values)}
        return self.in_scope(all_of([self.part_at(steps, leaf) for steps in self.of]))
