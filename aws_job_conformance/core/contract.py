"""A frozen contract, read out of schemas/: data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.findings import Tier
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.text import brief

_LONGEST_NAME = 200
_NOBODY_SAYS = (
    "Nobody wrote down that it is final. A poller may look again for a while before it takes it for"
    " the end; a service should not reopen a job."
)
NO_STATUS = "ALL"
"""What a list call takes for no filter; it stands in an enum that the call shares with the status.
"""
FINAL_GROUPS = ("success", "partial", "failure", "stopped")


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """One law as data: its kind, what it names, the statuses it holds in, and who says so.

    unit: of instants that are numbers, `milliseconds` since 1970; otherwise they are date-times. Of
    a duration, what it is counted in.
    more: what only laws of its kind have, by the names in schemas/README.md.

    Compared by identity: a law belongs to its contract, and is counted at every response.
    """

    kind: str
    tier: Tier
    source: str
    of: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    whole: str | None = None
    scope: tuple[str, ...] | None = None
    fix: str = ""
    against: str = ""
    unit: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def named(self) -> tuple[str, ...]:
        """Every path the law names."""
        one = (self.whole, self.more.get("where"), self.more.get("number"))
        return (*self.of, *self.parts, *filter(None, one))


@dataclass(frozen=True, slots=True)
class Left:
    """How a final status is left again: by which call, and for which statuses."""

    by: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundOutcome:
    """What came of the last round of a life that goes round: another member tells."""

    at: str
    success: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    failure: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every value that tells of an outcome."""
        return (*self.success, *self.partial, *self.failure, *self.stopped)


@dataclass(frozen=True)
class Status:
    """The life of a job: its statuses in their groups, and what may follow what.

    left: final statuses that a call leaves again. lives_on: paths of what may change after the end.
    rests: the statuses of a life that goes round in which nothing is under way; what is counted
    begins anew after them. outcome: what tells how the last round ended.
    """

    at: str
    tier: Tier
    source: str
    initial: tuple[str, ...] = ()
    success: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    failure: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    anywhere: tuple[str, ...] = ()
    next: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left: Mapping[str, Left] = field(default_factory=dict)
    lives_on: tuple[str, ...] = ()
    rests: tuple[str, ...] = ()
    outcome: RoundOutcome | None = None
    final_tier: Tier = "inferred"
    final_source: str = ""

    @cached_property
    def final(self) -> tuple[str, ...]:
        """The statuses that stay: success, partial, failure, stopped."""
        return (*self.success, *self.partial, *self.failure, *self.stopped)

    @cached_property
    def unfinished(self) -> tuple[str, ...]:
        """The statuses a job passes through, those without a place in the order last."""
        named = dict.fromkeys(self.initial)
        waiting = list(named)
        while waiting:
            new = [after for after in self.next.get(waiting.pop(0), ()) if after not in named]
            named |= dict.fromkeys(new)
            waiting += new
        others = (status for after in self.next.values() for status in after)
        named |= dict.fromkeys((*self.next, *others, *self.anywhere))
        return tuple(status for status in named if status not in self.final)

    @cached_property
    def beyond(self) -> tuple[str, ...]:
        """The statuses behind the end: a call takes a job there, and nothing leads on."""
        to = dict.fromkeys(status for left in self.left.values() for status in left.to)
        return tuple(one for one in to if one not in self.next and one not in self.final)

    @property
    def all(self) -> tuple[str, ...]:
        """Every status the contract names."""
        return (*self.unfinished, *self.final)

    @cached_property
    def reachable(self) -> Mapping[str, frozenset[str]]:
        """For each status, those that can come after it in one or more hops."""
        closure: dict[str, frozenset[str]] = {}
        for start in self.all:
            seen: set[str] = set()
            waiting = list(self.next.get(start, ()))
            while waiting:
                status = waiting.pop()
                if status not in seen:
                    seen.add(status)
                    waiting += self.next.get(status, ())
            closure[start] = frozenset(seen)
        return closure

    @cached_property
    def strays(self) -> Mapping[str, tuple[str, ...]]:
        """For each unfinished status with a place, those with a place that never come after it."""
        placed = [status for status in self.all if status not in self.anywhere] if self.next else []
        return {
            start: after
            for start in placed
            if start not in self.final
            and (after := tuple(s for s in placed if s not in (start, *self.reachable[start])))
        }

    def group(self, name: str) -> tuple[str, ...]:
        """Return the status itself, or the statuses of a group; raise KeyError for neither.

        A status may have the name of a group, as `stopped` of DMS: then it is meant.
        """
        if name in self.all:
            return (name,)
        if name in ("initial", "unfinished", "final", *FINAL_GROUPS):
            statuses: tuple[str, ...] = getattr(self, name)
            return statuses
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Wire:
    """How an operation travels. payload: the member whose value is the whole body, if one is."""

    protocol: str = ""
    method: str = ""
    path: str = ""
    target: str | None = None
    payload: str | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """How to ask for a job that is not there, and the error or the answer that says so.

    also: errors that others name for it. empty: the list that has no job then; names: the list that
    has what was asked for; says: what else is shown, path to value. after: the statuses after which
    a job goes away; kept: how long it is there after its end, in words.
    """

    error: str = ""
    input: Mapping[str, Any] = field(default_factory=dict)
    tier: Tier = "documented"
    source: str = ""
    also: tuple[str, ...] = ()
    empty: str = ""
    names: str = ""
    says: Mapping[str, Any] = field(default_factory=dict)
    after: tuple[str, ...] = ()
    kept: str = ""

    @property
    def told(self) -> str:
        """What says that a job is not there, for a sentence."""
        shown = [f"{path} {value}" for path, value in self.says.items()]
        named = [f"what was asked for in {self.names}"] if self.names else []
        answer = " and ".join([f"an empty {self.empty}", *named, *shown]) if self.empty else ""
        return " or ".join(filter(None, (self.error, *self.also, answer)))


@dataclass(frozen=True, slots=True)
class Pages:
    """How one answer comes in pages: the token for the next, lists that go on, what is the same."""

    token: paths.Steps
    lists: tuple[paths.Steps, ...]
    same: tuple[paths.Steps, ...] = ()


@dataclass(frozen=True, slots=True)
class Required:
    """The members that every response has beside its status, and who says so."""

    members: tuple[str, ...] = ()
    tier: Tier = "documented"
    source: str = ""


@dataclass(frozen=True, eq=False)
class Contract:
    """What one job operation promises.

    operation: the operation it is asked about; `owner` the one its schema is named for (they differ
    for a sibling with the same shape). root: where every path starts. schema and wire_schema: JSON
    Schemas. x_job: the rest of the data, by the names in schemas/README.md.
    """

    operation: Operation
    owner: Operation
    root: paths.Steps
    status: Status
    laws: tuple[Law, ...]
    schema: Mapping[str, Any]
    wire_schema: Mapping[str, Any]
    x_job: Mapping[str, Any]

    def __post_init__(self) -> None:
        # Whoever makes one, or another of it with `replace`, may give plain texts.
        object.__setattr__(self, "operation", Operation(self.operation))
        object.__setattr__(self, "owner", Operation(self.owner))

    def steps(self, path: str) -> paths.Steps:
        """Return a path of the contract as steps from the top of the response."""
        return self.root + paths.parse(path)

    @cached_property
    def status_steps(self) -> paths.Steps:
        """Where the status is."""
        return self.steps(self.status.at)

    @cached_property
    def list_steps(self) -> paths.Steps | None:
        """Where the list of jobs is that an answer has; None where it has one job, and no list."""
        steps = self.status_steps
        at = next((n for n, step in enumerate(steps) if isinstance(step, int)), None)
        return None if at is None else steps[:at]

    @cached_property
    def identity(self) -> paths.Steps | None:
        """Where the name of a job stands that tells it from the others of an answer."""
        path = self.x_job.get("identity")
        return None if path is None else self.steps(path)

    @cached_property
    def pages(self) -> Pages | None:
        """How an answer comes in pages; None where it comes in one."""
        data = self.x_job.get("pages")
        if data is None:
            return None
        lists, same = (tuple(map(self.steps, data.get(key, ()))) for key in ("lists", "same"))
        return Pages(self.steps(data["token"]["out"]), lists, same)

    @cached_property
    def implied(self) -> tuple[Law, ...]:
        """The laws that the status implies: kept here, as laws are compared by identity."""
        life = self.status
        moves = Law("moves", life.tier, life.source, of=(life.at,))
        fix = _NOBODY_SAYS if life.final_tier == "inferred" else ""
        final = Law("final", life.final_tier, life.final_source, of=(life.at,), fix=fix)
        return (*((moves,) if life.strays else ()), *((final,) if life.final else ()))

    @cached_property
    def wire(self) -> Wire:
        """What it travels in."""
        return Wire(**self.x_job.get("wire", {}))

    @cached_property
    def missing(self) -> Missing | None:
        """How to ask for a job that is not there; None where nobody says."""
        data = self.x_job.get("missing")
        return (
            None
            if data is None
            else Missing(**{**data, **{key: tuple(data.get(key, ())) for key in ("also", "after")}})
        )

    @cached_property
    def required(self) -> Required:
        """What every response has beside its status."""
        data = self.x_job.get("required", {})
        return Required(**{**data, "members": tuple(data.get("members", ()))})

    @cached_property
    def errors(self) -> Mapping[str, Mapping[str, int]]:
        """For each operation of this shape its documented errors, with their HTTP status."""
        found: Mapping[str, Mapping[str, int]] = self.x_job.get("errors", {})
        return found

    @cached_property
    def documented_errors(self) -> Mapping[str, int]:
        """The documented errors of the operation it is asked about, with their HTTP status."""
        return self.errors.get(self.operation.name, {})

    @cached_property
    def error_status(self) -> str | None:
        """Why the HTTP status of an error is not judged; None where it is."""
        return self.x_job.get("error_status")

    @cached_property
    def same_shape(self) -> tuple[str, ...]:
        """The sibling operations whose responses this contract checks too, by their names."""
        return tuple(self.x_job.get("same_shape", ()))

    @cached_property
    def retired(self) -> str | None:
        """The day on which AWS ended the API, if it did."""
        return self.x_job.get("retired")

    @cached_property
    def discover(self) -> tuple[Mapping[str, Any], ...]:
        """The read-only calls that find jobs, as the contract file has them."""
        return tuple(self.x_job.get("discover", ()))

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """The pages that stand behind short names of sources."""
        found: Mapping[str, str] = self.x_job.get("sources", {})
        return found

    @cached_property
    def secrets(self) -> tuple[tuple[paths.Steps, str], ...]:
        """The paths whose values may not be printed or stored, and what each holds."""
        return tuple(
            (self.steps(path), kind) for path, kind in self.x_job.get("redact", {}).items()
        )

    def source(self, text: str) -> str:
        """Return a source with its short name resolved: `002` becomes the page it stands for."""
        name, colon, rest = text.partition(":")
        page = self.sources.get(name)
        return f"{page}{colon}{rest}" if page else text


_COMMON = ("kind", "tier", "source", "of", "parts", "whole", "in", "fix", "against", "unit")
"""What a law has as a field; the rest of its data is what its kind alone has."""


def law(data: Mapping[str, Any]) -> Law:
    """Return one entry of `x-job.laws` as a Law."""
    of = data.get("of", ())
    return Law(
        kind=data["kind"],
        tier=data["tier"],
        source=data["source"],
        of=(of,) if isinstance(of, str) else tuple(of),
        parts=tuple(data.get("parts", ())),
        whole=data.get("whole"),
        scope=tuple(data["in"]) if "in" in data else None,
        fix=data.get("fix", ""),
        against=data.get("against", ""),
        unit=data.get("unit", ""),
        more={name: value for name, value in data.items() if name not in _COMMON},
    )


def _outcome(data: Mapping[str, Any]) -> RoundOutcome:
    return RoundOutcome(data["at"], **{name: tuple(data.get(name, ())) for name in FINAL_GROUPS})


def status(data: Mapping[str, Any]) -> Status:
    """Return `x-job.status` as a Status."""
    final = data.get("final", {})
    return Status(
        at=data["at"],
        tier=data["tier"],
        source=data["source"],
        next={name: tuple(after) for name, after in data.get("next", {}).items()},
        left={
            name: Left(how["by"], tuple(how["to"])) for name, how in data.get("left", {}).items()
        },
        lives_on=tuple(data.get("lives_on", ())),
        rests=tuple(data.get("rests", ())),
        outcome=_outcome(data["outcome"]) if "outcome" in data else None,
        final_tier=final.get("tier", data["tier"]),
        final_source=final.get("source", data["source"]),
        **{name: tuple(data.get(name, ())) for name in ("initial", *FINAL_GROUPS, "anywhere")},
    )


def from_schema(schema: Mapping[str, Any], wire_schema: Mapping[str, Any]) -> Contract:
    """Return the contract written in a response schema and its wire schema."""
    x_job = schema["x-job"]
    operation = Operation(x_job.get("operation", "an unnamed operation"))
    return Contract(
        operation=operation,
        owner=operation,
        root=paths.parse(x_job["root"]) if "root" in x_job else (),
        status=status(x_job["status"]),
        laws=tuple(law(entry) for entry in x_job["laws"]),
        schema=schema,
        wire_schema=wire_schema,
        x_job=x_job,
    )


def name_of(operation: Any) -> str:
    """Return the name of an operation; raises InputError for what can be none."""
    if not isinstance(operation, str):
        raise InputError(
            f"an operation is named service:Operation, and this is {brief(operation)}."
            " Give its name as text, such as 'sesv2:GetImportJob'"
        )
    if len(operation) > _LONGEST_NAME or not operation.isascii():
        raise InputError(
            f"{brief(operation)} is no name of an operation: at most {_LONGEST_NAME} ASCII"
            " characters, such as sesv2:GetImportJob"
        )
    return operation
