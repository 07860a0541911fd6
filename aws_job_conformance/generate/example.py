"""One deterministic legal history of a contract, to any ending."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from aws_job_conformance.core import laws, paths
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.instants import from_datetime
from aws_job_conformance.core.laws.kind import Fill, History
from aws_job_conformance.generate import unions
from aws_job_conformance.generate.status_paths import UNFINISHED, endings, must_end
from aws_job_conformance.generate.texts import simplest

_START = datetime(2024, 1, 1, tzinfo=UTC)
_POLLS_EACH = 2
_ABSENT = object()


def statuses(contract: Contract, ending: str) -> tuple[str, ...]:
    """Return the shortest way from an initial status to an ending; InputError for none."""
    must_end(contract, ending)
    status = contract.status
    if ending == UNFINISHED:
        return status.unfinished[: 1 + bool(status.next)]
    starts = status.initial or status.unfinished[:1]
    if not status.next:
        return (*starts[:1], ending)
    way = shortest(contract, starts, ending, _turns(contract)) if ending in status.success else ()
    way = way or shortest(contract, starts, ending)
    if not way:
        raise InputError(f"{contract.operation}: no initial status leads to {ending}")
    return way


def _turns(contract: Contract) -> frozenset[str]:
    """Return the statuses of a job that is being stopped: in an example it never completes."""
    status = contract.status
    follow = {name for name, after in status.next.items() if set(after) & set(status.stopped)}
    return frozenset(follow - set(status.initial))


@lru_cache(maxsize=4096)
def shortest(
    contract: Contract, starts: tuple[str, ...], ending: str, without: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Return the shortest way from one of the statuses to another, both in it; empty for none.

    without: statuses that the way does not pass.
    """
    ways: list[tuple[str, ...]] = [(start,) for start in starts]
    seen = set(starts) | without
    while ways:
        way = ways.pop(0)
        if way[-1] == ending:
            return way
        fresh = [after for after in contract.status.next.get(way[-1], ()) if after not in seen]
        seen.update(fresh)
        ways += [(*way, after) for after in fresh]
    return ()


def history(contract: Contract, ending: str) -> History:
    """Return a legal history to an ending, all optional members shown, each status polled twice."""
    way = statuses(contract, ending)
    built = tuple(_Poll(contract, way[i:]).response() for i in range(len(way)))
    kept = laws.keep(contract, built, fill(contract))
    return tuple(answer for answer in kept for _ in range(_POLLS_EACH))


def histories(contract: Contract) -> Iterator[tuple[str, History]]:
    """Yield (ending, legal history) for each ending of a contract."""
    for ending in endings(contract):
        yield ending, history(contract, ending)


@lru_cache(maxsize=512)
def fill(contract: Contract) -> Fill:
    """Return what gives a legal value for a member that a response does not show."""
    poll = _Poll(contract, (), leave_out=False)
    return lambda steps: poll.build(paths.in_schema(contract.schema, steps, keys=True) or {}, steps)


class _Poll:
    """One response: what its status, and those to come, leave out, make zero or add up."""

    def __init__(self, contract: Contract, way: tuple[str, ...], *, leave_out: bool = True) -> None:
        self.contract = contract
        self.status = way[0] if way else None
        self.ahead = way
        here = [law for law in contract.laws if law.scope is None or self.status in law.scope]
        self.absent = {s for law in here if law.kind == "absent" for s in self.named(law)}
        self.absent |= {s for law in here if law.kind == "one-of" for s in self.named(law)[1:]}
        if not leave_out:
            self.absent = set()
        self.lists = {
            self.named(law)[0]: contract.steps(law.whole or "")
            for law in here
            if law.kind == "lists-no-more-than"
        }
        self.sums = {
            contract.steps(law.whole or ""): tuple(map(contract.steps, law.parts))
            for law in contract.laws
            if law.kind in ("at-most", "adds-up")
        }
        self.zero = self._zeros()
        self.ranks = {
            steps: rank
            for law in contract.laws
            if law.kind == "ordered"
            for rank, steps in enumerate(self.named(law))
        }
        timed = [law for law in contract.laws if law.kind == "ordered" and law.unit]
        self.milliseconds = {steps for law in timed for steps in self.named(law)}

    def named(self, law: Law) -> tuple[paths.Steps, ...]:
        return tuple(self.contract.steps(path) for path in law.of)

    def _zeros(self) -> set[paths.Steps]:
        """A count that will be zero is zero already, and so is every part of it."""
        zero = {
            steps
            for law in self.contract.laws
            if law.kind == "none" and (law.scope is None or set(law.scope) & set(self.ahead))
            for steps in self.named(law)
        }
        for whole, parts in self.sums.items():
            if whole in zero:
                zero.update(parts)
        return zero

    def count(self, steps: paths.Steps, schema: Mapping[str, Any]) -> int:
        if steps in self.sums:
            parts = sum(self.count(part, {}) for part in self.sums[steps])
            least: int = schema.get("minimum", 0)
            return max(parts, least)
        return 0 if steps in self.zero else max(1, schema.get("minimum", 1))

    def response(self) -> dict[str, Any]:
        built = self.build(self.contract.schema, ())
        response: dict[str, Any] = paths.put(built, self.contract.status_steps, self.status)
        return response

    def build(self, schema: Mapping[str, Any], steps: paths.Steps) -> Any:
        """Return a legal value of a schema, or _ABSENT where the status leaves it out."""
        if steps in self.absent:
            return _ABSENT
        kind = schema.get("type")
        if kind == "object":
            return self._object(schema, steps)
        if kind == "array":
            return self._array(schema, steps)
        if kind in ("integer", "number"):
            return self._number(schema, steps)
        return True if kind == "boolean" else self._text(schema, steps)

    def _number(self, schema: Mapping[str, Any], steps: paths.Steps) -> Any:
        if schema["type"] == "number":
            return min(max(0.5, schema.get("minimum", 0.5)), schema.get("maximum", 0.5))
        if steps in self.milliseconds:
            return round(_START.timestamp() + self.ranks[steps]) * 1000
        return min(self.count(steps, schema), schema.get("maximum", 1))

    def _array(self, schema: Mapping[str, Any], steps: paths.Steps) -> Any:
        if steps in self.zero:
            return []
        if steps in self.lists and self.count(self.lists[steps], {}) == 0:
            return _ABSENT
        if "items" not in schema:
            return []
        return [self.build(schema["items"], (*steps, 0))] * max(1, schema.get("minItems", 1))

    def _object(self, schema: Mapping[str, Any], steps: paths.Steps) -> dict[str, Any]:
        if "properties" in schema:
            members = schema["properties"].items()
            built = {name: self.build(inner, (*steps, name)) for name, inner in members}
            shown = {name: value for name, value in built.items() if value is not _ABSENT}
            if schema.get("maxProperties") != 1:
                return shown
            ending = {name: shown[name] for name in unions.whole(schema) if name in shown}
            return self._one(ending, steps)
        if "additionalProperties" not in schema:
            return {}
        key = self._text(schema.get("propertyNames", {}), ())
        return {key: self.build(schema["additionalProperties"], (*steps, key))}

    def _one(self, shown: dict[str, Any], steps: paths.Steps) -> dict[str, Any]:
        """Return the one member of a union: what the status leads through, else the first."""
        at = self.contract.status_steps
        through = [name for name in shown if at[: len(steps) + 1] == (*steps, name)]
        return {name: shown[name] for name in (*through, *shown)[:1]}

    def _text(self, schema: Mapping[str, Any], steps: paths.Steps) -> str:
        if "enum" in schema:
            return str(schema["enum"][0])
        if schema.get("format") == "date-time":
            return from_datetime(_START + timedelta(seconds=self.ranks.get(steps, 0)))
        if schema.get("contentEncoding") == "base64":
            return "AA=="
        low, high = schema.get("minLength", 0), schema.get("maxLength")
        if "pattern" in schema:
            return simplest(schema["pattern"], low, high)
        return "text".ljust(low, "x")[:high]
