"""What a server is held to, one by one: each is a test of its own, and a name for its findings."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from aws_job_conformance import baselines
from aws_job_conformance.catalog import load
from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Law
from aws_job_conformance.core.findings import Finding
from aws_job_conformance.judge.members import DEEPEST
from aws_job_conformance.judge.results import Result, laws_of

ENDS = "ends"
MISSING = "missing"
WIRE = "wire"
_SHAPE = ("schema", "wire")
_OF_WHOLE = ("one-of", "moves", "final")
"""Laws whose findings may lie at any member, or at one that the law does not name."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise of an operation. kind: of its laws, or `schema`, `wire`, `missing`, `ends`.

    path: the member it is about, list positions left out; empty for the whole.
    """

    operation: str
    kind: str
    path: str = ""

    @property
    def id(self) -> str:
        """A name to paste into `-k`, or into a file of expected failures."""
        return "-".join(filter(None, (self.operation, self.kind, self.path)))


@lru_cache(maxsize=512)
def of(operation: str) -> tuple[Promise, ...]:
    """Return what an operation promises; raises InputError where there is no contract for it."""
    contract = load(operation)
    schema = paths.in_schema(contract.schema, contract.root) or {}
    shape = [Promise(operation, "schema", path) for path in _members(schema, ())]
    laws = [
        Promise(operation, law.kind, path) for law in laws_of(contract) for path in _judged(law)
    ]
    rest = [Promise(operation, WIRE), *shape, Promise(operation, "schema"), *laws]
    if contract.missing:
        rest.append(Promise(operation, MISSING))
    return tuple(dict.fromkeys([Promise(operation, ENDS), *rest]))


def broken(result: Result, finding: Finding) -> Promise:
    """Return the promise that a finding of a result says is broken."""
    operation = result.operation
    if result.missing:
        return Promise(operation, MISSING)
    known = of(operation)
    names = baselines.names(finding.pointer, load(operation).root)
    kind = "schema" if finding.law in _SHAPE and names else finding.law
    for length in range(len(names), -1, -1):
        promise = Promise(operation, kind, ".".join(names[:length]))
        if promise in known:
            return promise
    return Promise(operation, WIRE)


def applied(promise: Promise, results: Iterable[Result]) -> bool:
    """Return whether anything that was seen put a promise to the test."""
    contract, told = load(promise.operation), list(results)
    if promise.kind == MISSING:
        return any(result.missing for result in told)
    if promise.kind in (ENDS, WIRE):
        return bool(told)
    if promise.kind == "schema":
        return any(not promise.path or promise.path in result.shown for result in told)
    alike = ((at, law) for at, law in enumerate(laws_of(contract)) if law.kind == promise.kind)
    numbers = {at for at, law in alike if promise.path in _judged(law)}
    return any(numbers & result.applied.keys() for result in told)


def _members(schema: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    """Yield the documented members below the root, and theirs."""
    while "items" in schema:
        schema = schema["items"]
    if len(names) == DEEPEST:
        return
    for name, member in schema.get("properties", {}).items():
        yield ".".join((*names, name))
        yield from _members(member, (*names, name))


def _judged(law: Law) -> list[str]:
    """Return the members that the findings of a law point at; an empty one for the whole."""
    if law.kind in _OF_WHOLE:
        return [""]
    if law.kind == "accounts-for-input":
        named: Iterable[str] = law.parts[:1]
    elif law.kind == "duration":
        named = (law.more["number"],)
    elif law.kind == "map-adds-up":
        named = (law.whole or "",)
    elif law.whole is not None and law.parts:
        named = law.parts if len(law.parts) == 1 else (law.whole,)
    else:
        named = law.of
    return [_text(paths.parse(path)) for path in named]


def _text(steps: Iterable[str | int]) -> str:
    return ".".join(step for step in steps if isinstance(step, str))
