"""`[family]` of a contract as data: the calls that make a job, move it, find it and clean up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from aws_job_conformance.core import paths, templates
from aws_job_conformance.core.contract import Contract

MALFORMED = "ValidationException"
"""What AWS's pages of common errors name for input that its model refuses."""
MISSING = "ResourceNotFoundException"


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One call of the family.

    call: the operation; one of another service with its name, `eks:CreateCluster`. input: what is
    given to it beside what earlier answers gave, a value whose texts are templates. gives: input
    members of later calls, each with its path in the answer, or as `{input.PATH}` in the input.
    undo: the call that cleans up after it, undo_input: what that is given. record: what a server
    keeps of it, by path. takes: the statuses a job is started in, empty for the initial ones.
    through: the status by which a job is stopped, where no final one says that it was. otherwise:
    the error where the job is in no status for it.
    """

    call: str
    input: Mapping[str, Any] = field(default_factory=dict)
    gives: Mapping[str, str] = field(default_factory=dict)
    undo: str | None = None
    undo_input: Mapping[str, Any] = field(default_factory=dict)
    record: Mapping[str, str] = field(default_factory=dict)
    takes: tuple[str, ...] = ()
    through: str | None = None
    otherwise: str | None = None

    @property
    def at(self) -> paths.Steps:
        """Where in the answer that lies which `record` describes: beside the first of `gives`."""
        first = next(iter(self.gives.values()))
        return () if from_input(first) else paths.parse(first)[:-1]

    def given(self, answer: Any, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Return what later calls are given, of the answer and of what was asked."""
        return {
            name: paths.get(answer, paths.parse(path))
            if (at := from_input(path)) is None
            else paths.get(dict(asked), at)
            for name, path in self.gives.items()
        }


@dataclass(frozen=True, slots=True, eq=False)
class Find:
    """A call that lists: where its entries are, and how it pages.

    found: the input member that an entry's `named` member fills in later calls; where that is empty
    the entry itself does. size: the input member that limits a page. input: what it is given beside
    what was found, with the caller's account and the like as holes.
    """

    call: str
    items: paths.Steps
    named: str
    found: str
    token_in: str | None = None
    token_out: paths.Steps = ()
    size: str | None = None
    input: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """The calls around one job operation.

    parents: what has to be there before a job. named: the call that names what `create` made, where
    its answer does not. poll: what the polled call is given where no member of its input names a
    job. upload: the call that answers with the URL for the file, and url: where in its answer. job:
    the input member that names a job. record: what a server keeps of a job, by path below the
    contract's root. file: where the records of its input lie, as templates. filters: of the
    listing, input member to value to the member it asks for. unlisted: members that a list does not
    show. any_text: input members of `create` whose pattern in the model is wrong. malformed: the
    error for input that the model refuses. missing: for what is not there. crc32: whether answers
    carry the CRC-32 of their body.
    """

    contract: Contract
    create: Step
    parents: tuple[Step, ...] = ()
    named: Step | None = None
    poll: Mapping[str, Any] = field(default_factory=dict)
    upload: Step | None = None
    url: str = ""
    start: Step | None = None
    stop: Step | None = None
    finds: tuple[Find, ...] = ()
    record: Mapping[str, str] = field(default_factory=dict)
    file: Mapping[str, Any] = field(default_factory=dict)
    filters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    unlisted: tuple[str, ...] = ()
    any_text: frozenset[str] = frozenset()
    malformed: str = MALFORMED
    missing: str = MISSING
    crc32: bool = False

    @property
    def service(self) -> str:
        """The service, as botocore names it."""
        return self.contract.operation.service

    def full(self, call: str) -> str:
        """Return `service:Operation` of a call, which only one of another service has already."""
        return call if ":" in call else f"{self.service}:{call}"

    @property
    def get(self) -> str:
        """The call that is polled."""
        return self.contract.operation.name

    @property
    def job(self) -> str:
        """The input member that names a job: the one that the list finds, or else the first."""
        gives = self.naming.gives
        return next((find.found for find in self.finds[-1:] if find.found in gives), min(gives))

    @property
    def naming(self) -> Step:
        """The call whose answer names a job."""
        return self.named or self.create

    @property
    def holders(self) -> tuple[Step, ...]:
        """The calls that make what jobs live in; `create` too, where it makes only that."""
        return (*self.parents, self.create) if self.named else self.parents

    @property
    def id(self) -> paths.Steps | None:
        """Where the response of the polled call shows the job's id; None where it does not.

        Beside the status, or above it: by the name that the list has for it, the answer that made
        it, or the job.
        """
        beside, given = self.contract.status_steps[:-1], self.naming.gives[self.job]
        names = [self.job]
        if self.listing is not None and self.listing.named:
            names.insert(0, self.listing.named)
        elif from_input(given) is None:
            names[:0] = [given, str(paths.parse(given)[-1])]
        places = (
            beside[:depth] + paths.parse(name)
            for name in names
            if name
            for depth in range(len(beside), -1, -1)
        )
        schema = self.contract.schema
        return next((at for at in places if paths.in_schema(schema, at) is not None), None)

    def asked_for(self, names: Iterable[str], params: Mapping[str, Any]) -> str | None:
        """Return the value that an input has for one of these names; None where it has none.

        A call that takes several jobs has it deeper: where its `input` says `{given.NAME}`.
        """
        turns = [step.input for step in (self.start, self.stop) if step]
        turns += [self.poll, *(step.undo_input for step in (self.create, *self.parents))]
        for name in names:
            if name in params:
                return _one(params[name])
            for turn in turns:
                at = templates.where(dict(turn), f"{templates.GIVEN}{name}")
                found = None if at is None else paths.get(dict(params), at)
                if found is not None:
                    return _one(found)
        return None

    @property
    def feed(self) -> str | None:
        """The operation whose jobs import what a job of this one exports, if it exports."""
        name = self.file.get("exported_from")
        return f"{self.service}:{name}" if name else None

    @property
    def listing(self) -> Find | None:
        """The call that lists the jobs, if one does."""
        return next((find for find in self.finds if find.found == self.job), None)


_AS_SAID = ("record", "file", "filters", "malformed", "crc32")


@lru_cache(maxsize=512)
def of(contract: Contract) -> Family | None:
    """Return the family that a contract names, or None."""
    if (data := contract.x_job.get("family")) is None:
        return None
    upload = data.get("upload")
    said: dict[str, Any] = {key: data[key] for key in _AS_SAID if key in data}
    said |= {key: _step(data[key]) for key in ("named", "start", "stop") if key in data}
    return Family(
        contract=contract,
        create=_step(data["create"]),
        parents=tuple(_step(entry) for entry in data.get("parent", ())),
        poll=data.get("poll", {}).get("input", {}),
        upload=_step(upload) if upload else None,
        url=upload["url"] if upload else "",
        finds=finds(contract),
        unlisted=tuple(data.get("unlisted", ())),
        any_text=frozenset(data.get("any_text", ())),
        missing=(contract.missing and contract.missing.error) or MISSING,
        **said,
    )


def _one(value: Any) -> str:
    """Return what is named; the first of them where a call takes several."""
    return str(value[0] if isinstance(value, list) and value else value)


def _step(data: Mapping[str, Any]) -> Step:
    said = {key: value for key, value in data.items() if key != "url"}
    said["takes"] = tuple(said.get("takes", ()))
    undo = said.get("undo")
    if isinstance(undo, Mapping):
        said |= {"undo": undo["call"], "undo_input": undo.get("input", {})}
    return Step(**said)


def from_input(path: str) -> paths.Steps | None:
    """Return the steps of what `gives` takes from the input of its call; None for an answer's."""
    inside = path.removeprefix(f"{{{templates.INPUT}").removesuffix("}")
    return paths.parse(inside) if len(inside) < len(path) - 1 else None


def finds(contract: Contract) -> tuple[Find, ...]:
    """Return the read-only calls that find jobs of a contract, in order; none where it has none."""
    return tuple(_find(entry) for entry in contract.discover)


def _find(data: Mapping[str, Any]) -> Find:
    items, _, named = data["each"].partition("[]")
    token = data.get("token", {})
    return Find(
        call=data["call"],
        items=paths.parse(items),
        named=named.removeprefix("."),
        found=data["as"],
        token_in=token.get("in"),
        token_out=paths.parse(token["out"]) if token else (),
        size=data.get("size"),
        input=data.get("input", {}),
    )
