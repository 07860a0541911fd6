"""What every kind of law can do: check, break, explain itself and state its schema part."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.findings import Grade
from aws_job_conformance.core.text import excerpt, show

Response = Mapping[str, Any]
History = tuple[Response, ...]
Seen = Mapping[paths.Steps, tuple[int, Any]]
"""For each member that was shown, the poll that last showed it and its value there."""
Fill = Callable[[paths.Steps], Any]
"""A legal value for the member at these steps; what `break_` puts where nothing may be."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where a law is broken, before anything of it is printed.

    got (and before) may be secret; what is a sentence with `{got}` and `{before}` in their place.
    """

    law: Law
    steps: paths.Steps
    got: Any
    what: str
    expected: str
    fix: str
    before: Any = None
    grade: Grade = "error"

    def explain(self, mask: Callable[[paths.Steps, Any], Any]) -> str:
        """Return the sentence, with secret values shown only by what they are."""
        got, before = mask(self.steps, self.got), mask(self.steps, self.before)
        if got == before and got != self.got and self.got is not None:
            return self.what.replace("{got}", f"another {got}").replace("{before}", f"one {before}")
        return self.what.replace("{got}", show(got)).replace("{before}", show(before))


class Kind(ABC):
    """A law of one kind, its paths resolved: built once for a contract, then pure functions."""

    name: ClassVar[str]
    fix: ClassVar[str]

    def __init__(self, law: Law, contract: Contract) -> None:
        self.law = law
        self.contract = contract
        self.at = contract.status_steps
        self.of = tuple(contract.steps(path) for path in law.of)
        self.parts = tuple(contract.steps(path) for path in law.parts)
        self.whole = contract.steps(law.whole) if law.whole else ()
        self.grade: Grade = "warning" if law.tier == "inferred" or law.against else "error"

    def breach(self, steps: paths.Steps, got: Any, what: str, expected: str, **more: Any) -> Breach:
        """Return a breach of this law at these steps."""
        more = {"fix": self.law.fix or self.fix, "grade": self.grade} | more
        more |= {"before": excerpt(more["before"])} if "before" in more else {}
        return Breach(self.law, steps, excerpt(got), what, expected, **more)

    def text(self, steps: paths.Steps) -> str:
        """Return steps as a person reads them."""
        return paths.text(steps, root=self.contract.root)

    def schema_part(self) -> dict[str, Any] | None:
        """Return what plain JSON Schema can say of this law, or None."""
        return None

    def keep(self, history: History, fill: Fill) -> History:
        """Return the history with what this law relates made to agree; the same where it does.

        For the kinds in `KEPT`: a history is built member by member, and these relate members
        whose values are chosen apart.
        """
        return history

    @abstractmethod
    def break_(self, history: History, fill: Fill) -> Iterator[History]:
        """Yield candidate histories in which this law is broken, the smallest change first."""


class ResponseKind(Kind):
    """A law that judges each response by itself."""

    def applies(self, status: Any) -> bool:
        """Return whether the law holds in this status."""
        return self.law.scope is None or status in self.law.scope

    @abstractmethod
    def check(self, response: Response) -> Sequence[Breach] | None:
        """Return the breaches in a response, or None where the law does not apply."""

    def mend(self, response: Response, fill: Fill) -> Response:
        """Return the response changed, as little as may be, so that the law holds in it."""
        return response

    @abstractmethod
    def spoil(self, response: Response, fill: Fill) -> Iterator[Response]:
        """Yield responses that break the law, each one change away from a legal one."""

    def keep(self, history: History, fill: Fill) -> History:
        """Return the history, each response in the law's statuses mended."""
        return tuple(
            self.mend(response, fill) if self.applies(paths.get(response, self.at)) else response
            for response in history
        )

    def break_(self, history: History, fill: Fill) -> Iterator[History]:
        """Yield the history with one response spoiled, then that response without those before."""
        for i, response in enumerate(history):
            if not self.applies(paths.get(response, self.at)):
                continue
            for spoiled in self.spoil(response, fill):
                yield (*history[:i], spoiled, *history[i + 1 :])
                yield (spoiled, *history[i + 1 :])
                yield (spoiled,)

    def part_at(self, steps: paths.Steps, leaf: Mapping[str, Any]) -> dict[str, Any]:
        """Return a schema of the response that puts `leaf` at the steps."""
        schema = dict(leaf)
        for step in reversed(steps):
            if isinstance(step, str):
                schema = {"properties": {step: schema}}
            else:
                schema = {"prefixItems": [*([True] * step), schema]}
        return schema

    def required(self, steps: paths.Steps) -> dict[str, Any]:
        """Return a schema of the response that requires the member at the steps."""
        schema: dict[str, Any] = {}
        for step in reversed(steps):
            if isinstance(step, str):
                deeper = {"properties": {step: schema}} if schema else {}
                schema = {**deeper, "required": [step]}
            else:
                schema = {"prefixItems": [*([True] * step), schema], "minItems": step + 1}
        return schema

    def without(self, steps: paths.Steps) -> dict[str, Any]:
        """Return a schema of the response that forbids the member at the steps."""
        return self.part_at(steps[:-1], {"properties": {steps[-1]: False}})

    def in_scope(self, part: Mapping[str, Any]) -> dict[str, Any]:
        """Return a schema part that holds only in the law's statuses."""
        if self.law.scope is None:
            return dict(part)
        status = self.part_at(self.at, {"enum": list(self.law.scope)})
        return {"if": merge(self.required(self.at), status), "then": dict(part)}


class BetweenKind(Kind):
    """A law that judges steps out of an unfinished status, against what was last shown."""

    @abstractmethod
    def step(self, seen: Seen, before: Response, after: Response) -> Sequence[Breach] | None:
        """Return the breaches of one step, or None where the law does not apply."""

    def forget(self, seen: dict[paths.Steps, tuple[int, Any]]) -> None:
        """Forget what begins anew with the next round of a life that goes round."""

    def shown(self, response: Response, steps: paths.Steps) -> Any:
        """Return the member's value as this law takes it, or None where it is not shown."""
        return paths.get(response, steps)

    def stepped(
        self, history: History, at: int, steps: paths.Steps, value: Any, others: Iterable[Any]
    ) -> Iterator[History]:
        """Yield the history with a value before a poll and each of these at it; then these two."""
        before = paths.put(history[at - 1], steps, value)
        for other in others:
            shown = paths.put(history[at], steps, other)
            yield (*history[: at - 1], before, shown, *history[at + 1 :])
            yield (before, shown)


def merge(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Return two schemas of the same nesting as one."""
    merged = dict(one)
    for name, value in other.items():
        mine = merged.get(name)
        if isinstance(mine, Mapping) and isinstance(value, Mapping):
            merged[name] = merge(mine, value)
        elif isinstance(mine, list) and isinstance(value, list) and len(mine) == len(value):
            merged[name] = [
                merge(a, b) if isinstance(a, Mapping) and isinstance(b, Mapping) else b
                for a, b in zip(mine, value, strict=True)
            ]
        else:
            merged[name] = value
    return merged
