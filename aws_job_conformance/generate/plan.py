"""A contract's data compiled for construction: its members as a tree, its counts in their order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.laws import KEPT, Duration
from aws_job_conformance.generate import plan_parts, unions
from aws_job_conformance.generate.plan_parts import Count, PlannedMember, Statuses
from aws_job_conformance.generate.texts import Texts, texts
from aws_job_conformance.protocol import xml_names

LARGEST = 2**63 - 1
"""No integer of an API is larger."""

_INSIDE = {"object": ("properties", "additionalProperties"), "array": ("items",)}
_SELDOM_MET = ("ordered", "is", "none", "some", "when")
_RELATED = ("some", "none", "not-negative", "never-decreases")


class Reported:
    """What Hypothesis's reports name by its repr: they say what a strategy is made of."""

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: FBT001 - IPython's protocol
        del cycle
        printer.text(repr(self))


@dataclass(frozen=True, eq=False, repr=False)
class Plan(Reported):
    """What is known of an operation before the first choice.

    counts: each after its parts. regimes: by status, what binds counts there; where two statuses
    have the same, what is legal in one is legal in the other. keeps: whether laws relate members
    that are chosen apart, so that a history must be made to keep them. spaced: whether the time
    between instants is a number too, so that they are a second to some weeks apart.
    """

    contract: Contract
    top: PlannedMember
    counts: tuple[Count, ...]
    largest: int
    regimes: Mapping[str, frozenset[Statuses]]
    keeps: bool = False
    spaced: bool = False

    def __repr__(self) -> str:
        return self.contract.operation


@lru_cache(maxsize=512)
def plan(contract: Contract, largest: int = LARGEST) -> Plan:
    """Return the plan of a contract. largest: no integer beyond it is ever chosen.

    Raises InputError where the contract's laws leave nothing legal.
    """
    return _Compiler(contract, largest).plan()


class _Compiler:
    """The laws of one contract by the member they name."""

    def __init__(self, contract: Contract, largest: int) -> None:
        self.contract = contract
        self.largest = largest
        self.in_xml = contract.wire.protocol in xml_names.PROTOCOLS
        self.every = frozenset(contract.status.all)
        self.kinds: dict[str, list[Law]] = {}
        self.scopes: dict[str, dict[paths.Steps, Statuses]] = {}
        for law in contract.laws:
            self.kinds.setdefault(law.kind, []).append(law)
            named_by = self.scopes.setdefault(law.kind, {})
            for steps in map(contract.steps, law.of):
                named_by[steps] = named_by.get(steps, frozenset()) | self.scope(law)
        self.sums = tuple(self._sums())
        self.in_sums = {s for one in self.sums for s in (*one.parts, one.whole)}
        self.bounds = {
            contract.steps(law.of[0]): contract.steps(law.whole or "")
            for law in self.of_kind("lists-no-more-than")
        }
        self.counted = self.in_sums | set(self.bounds.values())
        self.counted |= {s for kind in _RELATED for s in self.named(kind)}
        self.belonging = {
            contract.steps(path)
            for law in self.of_kind("when")
            if law.more["then"] == "present"
            for path in law.of
        }
        # What entries are sorted by, each of them shows: else two that do are seldom met.
        self.belonging |= {
            (*contract.steps(law.of[0]), 0, *paths.parse(law.more["by"]))
            for law in self.of_kind("sorted")
        }
        named = {contract.steps(path) for law in contract.laws for path in law.named}
        named.add(contract.status_steps)
        self.named_below = _above(named)
        met = (law for law in contract.laws if law.kind in _SELDOM_MET)
        self.leading = _above({contract.steps(path) for law in met for path in law.named})
        timed = [law for law in self.of_kind("ordered") if law.unit]
        self.milliseconds = {contract.steps(path) for law in timed for path in law.of}

    def plan(self) -> Plan:
        top = self.member(self.contract.schema, (), needed=True)
        counts = self._ordered(list(self._counts(top)))
        scopes = {scope for count in counts for scope in (count.zero_in, count.some_in)}
        scopes |= {one.exact_in for one in self.sums}
        regimes = {
            status: frozenset(scope for scope in scopes if status in scope) for status in self.every
        }
        keeps = any(law.kind in KEPT for law in self.contract.laws)
        spaced = any(self.of_kind("duration"))
        return Plan(self.contract, top, counts, self.largest, regimes, keeps, spaced)

    def of_kind(self, kind: str) -> Sequence[Law]:
        return self.kinds.get(kind, ())

    def naming(self, kind: str, steps: paths.Steps) -> Iterator[Law]:
        """Return the laws of a kind that name the member."""
        return (law for law in self.of_kind(kind) if steps in map(self.contract.steps, law.of))

    def named(self, kind: str) -> Mapping[paths.Steps, Statuses]:
        """Return the members that laws of a kind name, each with the statuses in which one does."""
        return self.scopes.get(kind, {})

    def scope(self, law: Law) -> Statuses:
        return self.every if law.scope is None else frozenset(law.scope)

    def statuses(self, kind: str, steps: paths.Steps) -> Statuses:
        """Return the statuses in which a law of this kind names the member."""
        return self.named(kind).get(steps, frozenset())

    def _sums(self) -> Iterator[plan_parts.PlannedSum]:
        for kind in ("at-most", "adds-up"):
            for law in self.of_kind(kind):
                parts = tuple(map(self.contract.steps, law.parts))
                exact = self.scope(law) if kind == "adds-up" else frozenset[str]()
                yield plan_parts.PlannedSum(parts, self.contract.steps(law.whole or ""), exact)

    def _times(self, steps: paths.Steps) -> Iterator[plan_parts.PlannedTime]:
        for law in self.of_kind("duration"):
            kind = Duration(law, self.contract)
            if kind.number == steps:
                yield plan_parts.PlannedTime(kind.of, kind.longest)

    def member(
        self, schema: Mapping[str, Any], steps: paths.Steps, *, needed: bool, within: Any = None
    ) -> PlannedMember:
        """Return the member at these steps, with all below it; within: where its parent is."""
        schema = self._within(schema, steps)
        at = dict(within or {})
        below = [s for s in self.named("present") if s[: len(steps)] == steps]
        for path in below:
            at |= dict.fromkeys(self.statuses("present", path), True)
        hidden = self.statuses("absent", steps)
        hidden |= frozenset(status for status, shown in (within or {}).items() if not shown)
        at = {status: True for status, shown in at.items() if shown} | dict.fromkeys(hidden, False)
        kind = self.kind(schema, steps)
        above = self.contract.status_steps[: len(steps)] == steps
        parts = self._below(kind, schema, steps, dict.fromkeys(hidden, False))
        return PlannedMember(
            steps=steps,
            kind=kind,
            schema=schema,
            at=at,
            needed=needed or above or steps in self.belonging,
            leads=steps in self.leading,
            settles=steps in self.named("settles"),
            texts=self._texts(schema, steps) if kind == "text" else None,
            after=self._after(steps),
            grows=kind.startswith("instant") and steps in self.named("never-decreases"),
            keeps_entries=steps in self.named("only-grows"),
            empty_in=self.statuses("none", steps),
            filled_in=self.statuses("some", steps),
            bound=self.bounds.get(steps),
            **parts,
        )

    def _within(self, schema: Mapping[str, Any], steps: paths.Steps) -> Mapping[str, Any]:
        """Return the schema of a number with the bounds that laws give it in every status."""
        for law in self.naming("within", steps):
            for end, bound, nearer in (("minimum", "least", max), ("maximum", "most", min)):
                both = [n for n in (schema.get(end), law.more.get(bound)) if n is not None]
                if law.scope is None and both:
                    schema = {**schema, end: nearer(both)}
        return schema

    def _texts(self, schema: Mapping[str, Any], steps: paths.Steps) -> Texts:
        if not any("written" in law.more for law in self.naming("within", steps)):
            return texts(schema, in_xml=self.in_xml)
        low, high = schema.get("minimum", 0), schema.get("maximum", 100)
        return Texts((str(low), str(high), f"{low}.5", f"{high}.0"), None, 0, 0)

    def kind(self, schema: Mapping[str, Any], steps: paths.Steps) -> str:
        if steps == self.contract.status_steps:
            return "status"
        if "type" not in schema and "enum" not in schema:
            return "any"
        kind = str(schema.get("type", "string"))
        if kind in _INSIDE and not any(name in schema for name in _INSIDE[kind]):
            return "empty"
        if kind == "string":
            return _kind_of_text(schema)
        if kind in ("integer", "number"):
            # An instant is never below zero either; whatever law says so makes no count of it.
            number = "count" if steps in self.counted else kind
            return "instant-milliseconds" if steps in self.milliseconds else number
        plain = {"array": "list", "object": "object" if "properties" in schema else "map"}
        return plain.get(kind, kind)

    def _below(
        self, kind: str, schema: Mapping[str, Any], steps: paths.Steps, within: Mapping[str, bool]
    ) -> dict[str, Any]:
        if kind == "object":
            required = {*schema.get("required", ()), *schema.get("x-required", ())}
            required |= {name for name, inner in schema["properties"].items() if "default" in inner}
            members = [
                self.member(inner, (*steps, name), needed=name in required, within=within)
                for name, inner in schema["properties"].items()
            ]
            either = self._choices(steps)
            if schema.get("maxProperties") == 1 and not self._leads_through(steps):
                whole = unions.whole(schema)
                members = [member for member in members if member.steps[-1] in whole]
                either = {member.steps for member in members}
            return {
                "members": tuple(m for m in members if m.steps not in either),
                "choices": tuple(m for m in members if m.steps in either),
            }
        if kind == "list":
            through = self._leads_through((*steps, 0))
            # The entries of a list that a status hides are whole where it is shown.
            inside = within if through else None
            item = self.member(schema["items"], (*steps, 0), needed=True, within=inside)
            return {"members": (item,), "item": None} if through else {"item": item}
        if kind == "map":
            key = texts(schema.get("propertyNames", {}), in_xml=self.in_xml)
            inner = schema["additionalProperties"]
            return {"item": self.member(inner, (*steps, "*"), needed=True), "key": key}
        return {}

    def _leads_through(self, steps: paths.Steps) -> bool:
        return steps in self.named_below

    def _choices(self, parent: paths.Steps) -> set[paths.Steps]:
        either = [set(map(self.contract.steps, law.of)) for law in self.of_kind("one-of")]
        found = [steps for steps in either if next(iter(steps))[:-1] == parent]
        if len(found) > 1:
            raise InputError(
                f"{self.contract.operation}: two one-of laws at {paths.text(parent)}; histories"
                " can be generated for one"
            )
        return found[0] if found else set()

    def _after(self, steps: paths.Steps) -> tuple[paths.Steps, ...]:
        found: list[paths.Steps] = []
        for law in self.naming("ordered", steps):
            order = [self.contract.steps(path) for path in law.of]
            found += order[: order.index(steps)]
        return tuple(dict.fromkeys(found))

    def _counts(self, member: PlannedMember) -> Iterator[Count]:
        for inner in (*member.members, *member.choices):
            yield from self._counts(inner)
        if member.kind != "count":
            return
        steps, schema = member.steps, member.schema
        lists = [path for path, bound in self.bounds.items() if bound == steps]
        some = frozenset().union(*(self.statuses("some", path) for path in (steps, *lists)))
        yield Count(
            steps=steps,
            low=max(0, schema.get("minimum", 0)),
            high=min(self.largest, schema.get("maximum", self.largest)),
            zero_in=self.statuses("none", steps),
            some_in=some,
            grows=steps in self.named("never-decreases"),
            settles=steps in self.named("settles"),
            whole_of=tuple(one for one in self.sums if one.whole == steps),
            part_of=tuple(one for one in self.sums if steps in one.parts),
            times=tuple(self._times(steps)),
        )

    def _ordered(self, counts: list[Count]) -> tuple[Count, ...]:
        ordered: dict[paths.Steps, Count] = {}
        known = {count.steps for count in counts}
        while counts:
            ready = [
                count
                for count in counts
                if all(p in ordered for one in count.whole_of for p in one.parts if p in known)
            ]
            if not ready:
                names = ", ".join(paths.text(count.steps) for count in counts)
                raise InputError(f"{self.contract.operation}: {names} are parts of each other")
            ordered |= {count.steps: count for count in ready}
            counts = [count for count in counts if count.steps not in ordered]
        return tuple(ordered.values())


def _above(named: set[paths.Steps]) -> set[paths.Steps]:
    """Return members, and all that they are in."""
    return {path[:end] for path in named for end in range(len(path) + 1)}


def _kind_of_text(schema: Mapping[str, Any]) -> str:
    if schema.get("format") == "date-time" and "enum" not in schema:
        # What a contract adds to a text member stays text; the model's instants are datetimes.
        return "instant-text" if "x-from" in schema else "instant"
    return "blob" if schema.get("contentEncoding") == "base64" else "text"
