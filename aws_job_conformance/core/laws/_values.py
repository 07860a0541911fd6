"""The kinds of law that say which value a member has: a fixed one, one of a range, one of a row."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.laws._response import all_of
from aws_job_conformance.core.laws.kind import Breach, Fill, Response, ResponseKind, merge
from aws_job_conformance.core.laws.measures import is_one_of, number
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


def another_value(contract: Contract, response: Response, steps: paths.Steps, fill: Fill) -> Any:
    """Return another value than is shown; of a text, one that has its form and its length."""
    value = paths.get(response, steps)
    schema = paths.in_schema(contract.schema, steps) or {}
    others = other_values(contract, steps, [value])
    if isinstance(value, str) and "enum" not in schema:
        others = _alike(value, schema, others)
    return next(others, fill(steps))


def _alike(value: str, schema: Mapping[str, Any], others: Iterator[str]) -> Iterator[str]:
    """Yield texts that are nearly this one, and these others, as far as a schema takes them."""
    least, most = schema.get("minLength", 0), schema.get("maxLength", len(value) + 5)
    near = [f"{value[:-1]}{last}" for last in "01ab"] + [f"{value}0", f"{value}a", value[:-1]]
    found = (one for one in chain(near, others) if one != value and least <= len(one) <= most)
    if "pattern" not in schema:
        yield from found
        return
    from aws_job_conformance.core import pattern_engine  # noqa: PLC0415 - loads a validator

    yield from filter(pattern_engine.matcher(schema["pattern"]), found)


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
        for steps in self.of:
            value = paths.get(response, steps)
            if value is not None and not is_one_of(value, self.values):
                response = paths.put(response, steps, self.values[0])
        return response

    def spoil(self, response: Response, fill: Fill) -> Iterator[Response]:
        for steps in self.of:
            for value in other_values(self.contract, steps, self.values):
                yield paths.put(response, steps, value)

    def schema_part(self) -> dict[str, Any]:
        leaf = {"enum": list(self.values)}
        return self.in_scope(all_of([self.part_at(steps, leaf) for steps in self.of]))


class Within(ResponseKind):
    """A number, or one written in a text, lies between two constants, or beyond one."""

    name = "within"
    fix = "Send the number in the unit it is documented in; leave it out while it is unknown."

    def __init__(self, law: Law, contract: Contract) -> None:
        super().__init__(law, contract)
        self.least, self.most = law.more.get("least"), law.more.get("most")
        self.in_text = law.more.get("written", "") == "text"

    def number(self, value: Any) -> float | None:
        """Return the number a member holds, as this law reads it, or None."""
        return written_number(value) if self.in_text else number(value)

    def check(self, response: Response) -> list[Breach] | None:
        shown = [(s, v) for s in self.of if self.number(v := paths.get(response, s)) is not None]
        if not shown:
            return None
        bounds = (("at least", self.least), ("at most", self.most))
        wanted = " and ".join(f"{which} {one}" for which, one in bounds if one is not None)
        return [
            self.breach(steps, value, f"got {{got}}; expected {wanted}", wanted)
            for steps, value in shown
            if not self._fits(self.number(value))
        ]

    def _fits(self, value: float | None) -> bool:
        return value is None or (
            (self.least is None or value >= self.least)
            and (self.most is None or value <= self.most)
        )

    def mend(self, response: Response, fill: Fill) -> Response:
        for steps in self.of:
            value = paths.get(response, steps)
            found = self.number(value)
            is_other_text = self.in_text and value is not None and found is None
            if is_other_text or not self._fits(found):
                is_low = self.least is not None and (found is None or found < self.least)
                near = self.least if is_low else self.most
                response = paths.put(response, steps, str(near) if self.in_text else near)
        return response

    def spoil(self, response: Response, fill: Fill) -> Iterator[Response]:
        for steps in self.of:
            for bound, more in ((self.most, 1), (self.least, -1)):
                if bound is not None:
                    value = bound + more
                    yield paths.put(response, steps, str(value) if self.in_text else value)

    def schema_part(self) -> dict[str, Any] | None:
        if self.in_text:
            return None
        bounds = {"minimum": self.least, "maximum": self.most}
        leaf = {name: bound for name, bound in bounds.items() if bound is not None}
        return self.in_scope(all_of([self.part_at(steps, leaf) for steps in self.of]))


_WRITTEN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?%?")


def written_number(value: Any) -> float | None:
    """Return the number that a text is, a percent sign after it left out; None for another text."""
    if not isinstance(value, str) or not _WRITTEN.fullmatch(value):
        return None
    return float(value.removesuffix("%"))


class Pairs(ResponseKind):
    """Two members have values that go together, by a table."""

    name = "pairs"
    fix = "Set both in one step; a reader may look at either."

    def __init__(self, law: Law, contract: Contract) -> None:
        super().__init__(law, contract)
        self.where = contract.steps(law.more["where"])
        self.table: Mapping[str, Sequence[str]] = law.more["table"]
        self.known = {value for values in self.table.values() for value in values}

    def row(self, response: Response) -> Sequence[str] | None:
        """Return what goes with the value of the other member; None where no row has it."""
        value = paths.get(response, self.where)
        return self.table.get(value) if isinstance(value, str) else None

    def check(self, response: Response) -> list[Breach] | None:
        row, value = self.row(response), paths.get(response, self.of[0])
        # A value that stands in no row is new, and nobody knows what it goes with.
        if row is None or not isinstance(value, str) or value not in self.known:
            return None
        if value in row:
            return []
        other = word(paths.get(response, self.where))
        what = f"got {{got}} while {self.text(self.where)} is {other}; expected {said(row)}"
        return [self.breach(self.of[0], value, what, said(row))]

    def mend(self, response: Response, fill: Fill) -> Response:
        row, value = self.row(response), paths.get(response, self.of[0])
        if row is None or value is None or value in row or value not in self.known:
            return response
        mended: Response = paths.put(response, self.of[0], row[0])
        return mended

    def spoil(self, response: Response, fill: Fill) -> Iterator[Response]:
        for start in self._in_a_row(response):
            row = self.row(start) or ()
            for value in sorted(self.known - set(row)):
                yield paths.put(start, self.of[0], value)

    def _in_a_row(self, response: Response) -> Iterator[Response]:
        if self.row(response) is not None:
            yield response
        elif self.where != self.at:
            yield from (paths.put(response, self.where, value) for value in self.table)

    def schema_part(self) -> dict[str, Any]:
        parts = []
        for value, row in self.table.items():
            if others := [other for other in sorted(self.known) if other not in row]:
                where = merge(self.required(self.where), self.part_at(self.where, {"const": value}))
                leaf = self.part_at(self.of[0], {"not": {"enum": others}})
                parts.append({"if": where, "then": leaf})
        return self.in_scope(all_of(parts))
