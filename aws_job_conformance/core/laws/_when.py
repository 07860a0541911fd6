"""The kind of law whose condition is another member: what is promised while that is so."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.laws._response import Absent, Present
from aws_job_conformance.core.laws._values import Is, other_values, said
from aws_job_conformance.core.laws.kind import Breach, Fill, Response, ResponseKind, merge
from aws_job_conformance.core.laws.measures import is_one_of

_PLAIN: Mapping[str, type[ResponseKind]] = {kind.name: kind for kind in (Present, Absent)}


class When(ResponseKind):
    """Members are there, or absent, or have one of these values, while another member is so."""

    name = "when"
    fix = "Send what belongs together in one answer, and leave out what belongs to another case."

    def __init__(self, law: Law, contract: Contract) -> None:
        super().__init__(law, contract)
        self.where = contract.steps(law.more["where"])
        self.then = law.more["then"]
        # What is promised while the condition holds is a law of its own, and knows no other.
        kind = _PLAIN[self.then] if isinstance(self.then, str) else Is
        promise = Law(kind.name, law.tier, law.source, of=law.of, more={"values": self.then})
        self.inner = kind(promise, replace(contract, laws=()))

    def holds(self, response: Response) -> bool:
        """Return whether the condition holds in a response."""
        value, more = paths.get(response, self.where), self.law.more
        if "shown" in more:
            return (value is not None) == bool(more["shown"])
        if value is None:
            return False
        has = is_one_of(value, more["has"] if "has" in more else more["lacks"])
        return has == ("has" in more)

    def condition(self) -> str:
        """Return the condition as a person reads it; no value of a response is in it."""
        more, name = self.law.more, self.text(self.where)
        if "shown" in more:
            return f"{name} is {'' if more['shown'] else 'not '}there"
        not_, values = ("", more["has"]) if "has" in more else ("not ", more["lacks"])
        return f"{name} is {not_}{said(values)}"

    def check(self, response: Response) -> list[Breach] | None:
        found = self.inner.check(response) if self.holds(response) else None
        if found is None:
            return None
        return [self._breach(one.steps, paths.get(response, one.steps)) for one in found]

    def _breach(self, steps: paths.Steps, got: Any) -> Breach:
        wanted = self.then if isinstance(self.then, str) else said(self.then)
        what = "missing" if self.then == "present" else "got {got}"
        hint = "" if isinstance(self.then, str) else f"; expected {wanted}"
        return self.breach(steps, got, f"{what} while {self.condition()}{hint}", wanted)

    def mend(self, response: Response, fill: Fill) -> Response:
        return self.inner.mend(response, fill) if self.holds(response) else response

    def spoil(self, response: Response, fill: Fill) -> Iterator[Response]:
        for start in self._holding(response, fill):
            yield from self.inner.spoil(start, fill)

    def _holding(self, response: Response, fill: Fill) -> Iterator[Response]:
        """Yield the response where the condition holds, or changed so that it does."""
        more = self.law.more
        if self.holds(response):
            yield response
        elif "has" in more:
            yield from (paths.put(response, self.where, value) for value in more["has"])
        elif "lacks" in more:
            for value in other_values(self.contract, self.where, more["lacks"]):
                yield paths.put(response, self.where, value)
        elif more["shown"]:
            yield paths.put(response, self.where, fill(self.where))
        else:
            yield paths.drop(response, self.where)

    def schema_part(self) -> dict[str, Any]:
        more = self.law.more
        there: dict[str, Any] = self.required(self.where)
        if "shown" in more:
            condition = there if more["shown"] else {"not": there}
        else:
            leaf = {"enum": more["has"]} if "has" in more else {"not": {"enum": more["lacks"]}}
            condition = merge(there, self.part_at(self.where, leaf))
        return self.in_scope({"if": condition, "then": self.inner.schema_part()})
