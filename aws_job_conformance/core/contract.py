"""A frozen contract, read out of schemas/: data only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from aws_job_conformance.core import paths
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.findings import Tier
from aws_job_conformance.core.life import Status, status
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.text import brief

_T = TypeVar("_T")
_LONGEST_NAME = 200
_NOBODY_SAYS = (
    "Nobody wrote down that it is final. A poller may look again for a while before it takes it for"
    " the end; a service should not reopen a job."
)


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
    """How one answer comes in pages: the token for the next, lists that go on, what is the same.

    asked: the input member that takes the token. size: the one that limits a page, if one does.
    """

    token: paths.Steps
    lists: tuple[paths.Steps, ...]
    same: tuple[paths.Steps, ...] = ()
    asked: str = ""
    size: str | None = None


@dataclass(frozen=True, slots=True)
class Required:
    """The members that every response has beside its status, and who says so."""

    members: tuple[str, ...] = ()
    tier: Tier = "documented"
    source: str = ""


def _said(name: str, make: Callable[[Any], _T]) -> cached_property[_T]:
    """Return a property of a contract: what its data say by this name, or an empty one."""
    return cached_property(lambda contract: make(contract.x_job.get(name, ())))


def _text(data: Any) -> str | None:
    return data or None


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
        if (data := self.x_job.get("pages")) is None:
            return None
        lists, same = (tuple(map(self.steps, data.get(key, ()))) for key in ("lists", "same"))
        out, asked = data["token"]["out"], data["token"]["in"]
        return Pages(self.steps(out), lists, same, asked, data.get("size"))

    @cached_property
    def implied(self) -> tuple[Law, ...]:
        """The laws that the status implies: kept here, as laws are compared by identity."""
        life = self.status
        moves = Law("moves", life.tier, life.source, of=(life.at,))
        fix = _NOBODY_SAYS if life.final_tier == "inferred" else ""
        final = Law("final", life.final_tier, life.final_source, of=(life.at,), fix=fix)
        return (*((moves,) if life.strays else ()), *((final,) if life.final else ()))

    wire = _said("wire", lambda data: Wire(**dict(data)))
    """What it travels in."""

    @cached_property
    def missing(self) -> Missing | None:
        """How to ask for a job that is not there; None where nobody says."""
        if (data := self.x_job.get("missing")) is None:
            return None
        return Missing(**{**data, **{key: tuple(data.get(key, ())) for key in ("also", "after")}})

    @cached_property
    def required(self) -> Required:
        """What every response has beside its status."""
        data = self.x_job.get("required", {})
        return Required(**{**data, "members": tuple(data.get("members", ()))})

    errors = _said("errors", dict[str, Mapping[str, int]])
    """For each operation of this shape its documented errors, with their HTTP status."""

    @cached_property
    def documented_errors(self) -> Mapping[str, int]:
        """The documented errors of the operation it is asked about, with their HTTP status."""
        return self.errors.get(self.operation.name, {})

    error_status = _said("error_status", _text)
    """Why the HTTP status of an error is not judged; None where it is."""

    same_shape = _said("same_shape", tuple[str, ...])
    """The sibling operations whose responses this contract checks too, by their names."""

    retired = _said("retired", _text)
    """The day on which AWS ended the API, if it did."""

    discover = _said("discover", tuple[Mapping[str, Any], ...])
    """The read-only calls that find jobs, as the contract file has them."""

    lacks = _said("lacks", dict[str, str])
    """Why the contract says nothing of a missing job, of how one is found, or of a stop."""

    sources = _said("sources", dict[str, str])
    """The pages that stand behind short names of sources."""

    @cached_property
    def secrets(self) -> tuple[tuple[paths.Steps, str], ...]:
        """The paths whose values may not be printed or stored, and what each holds."""
        named = self.x_job.get("redact", {})
        return tuple((self.steps(path), kind) for path, kind in named.items())

    def source(self, text: str) -> str:
        """Return a source with its short name resolved: `002` becomes the page it stands for."""
        name, colon, rest = text.partition(":")
        page = self.sources.get(name)
        return f"{page}{colon}{rest}" if page else text


_PLAIN = ("kind", "tier", "source", "whole", "fix", "against", "unit")
_COMMON = (*_PLAIN, "of", "parts", "in")
"""What a law has as a field; the rest of its data is what its kind alone has."""


def law(data: Mapping[str, Any]) -> Law:
    """Return one entry of `x-job.laws` as a Law."""
    of = data.get("of", ())
    return Law(
        **{name: data[name] for name in _PLAIN if name in data},
        of=(of,) if isinstance(of, str) else tuple(of),
        parts=tuple(data.get("parts", ())),
        scope=tuple(data["in"]) if "in" in data else None,
        more={name: value for name, value in data.items() if name not in _COMMON},
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
