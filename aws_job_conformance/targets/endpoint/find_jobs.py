"""Jobs found by `[discover]` of a contract: read-only calls, and never too many of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aws_job_conformance.core import family, paths, templates
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.protocol import model
from aws_job_conformance.protocol.http import AnsweredCall, Call
from aws_job_conformance.targets.endpoint import path_labels
from aws_job_conformance.targets.endpoint.trouble.kinds import masked

Ask = Callable[[Call], AnsweredCall]
"""Makes a call; raises what the caller wants to end a search with."""

_MOST_PAGES = 100
_MOST_ODD = 3


@dataclass(frozen=True)
class FoundJob:
    """A job that a list shows. params: how to ask for it. entry: how the list shows it."""

    params: Mapping[str, Any]
    entry: Mapping[str, Any]


@dataclass
class Search:
    """One search for the jobs of an operation, so far.

    parents: what the last list call is asked with, for each parent found. bounded: whether there
    may be jobs that were not looked for. odd: a sentence for each entry that cannot be asked for:
    its id would make another path, and so another call.
    """

    most: int
    found: list[FoundJob] = field(default_factory=list)
    parents: list[Mapping[str, Any]] = field(default_factory=list)
    bounded: bool = False
    odd: list[str] = field(default_factory=list)


def search(
    ask: Ask, contract: Contract, most: int, known: Mapping[str, Any] | None = None
) -> Search:
    """Return up to so many jobs of an operation, in as many parents and pages at most.

    known: what the calls are given beside what is found.
    """
    so_far = Search(most)
    if family.finds(contract):
        _search(ask, contract, so_far, at=0, known=known or {})
    return so_far


def _search(
    ask: Ask, contract: Contract, so_far: Search, *, at: int, known: Mapping[str, Any]
) -> None:
    finds = family.finds(contract)
    find, last = finds[at], at == len(finds) - 1
    if last:
        if len(so_far.parents) == so_far.most:
            so_far.bounded = True
            return
        so_far.parents.append(known)
    for entry in _entries(ask, contract, find, known, so_far):
        if (named := _named(find, entry)) is None:
            continue
        more = {**known, find.found: named}
        if (why := _misfit(contract, more, None if last else finds[at + 1])) is not None:
            if len(so_far.odd) < _MOST_ODD:
                said = f"{contract.operation}: {find.call} lists what is not asked for: {why}"
                so_far.odd.append(masked(said, ()))
            continue
        if not last:
            _search(ask, contract, so_far, at=at + 1, known=more)
        else:
            so_far.found.append(_found(contract, more, entry))
        if len(so_far.found) >= so_far.most:
            so_far.bounded = True
            return


def listed(ask: Ask, contract: Contract, parents: Iterable[Mapping[str, Any]]) -> list[FoundJob]:
    """Return the jobs that the lists of these parents show now, all pages."""
    find = family.finds(contract)[-1]
    return [
        _found(contract, {**parent, find.found: named}, entry)
        for parent in parents
        for entry in _entries(ask, contract, find, parent, Search(_MOST_PAGES))
        if (named := _named(find, entry)) is not None
    ]


def _entries(
    ask: Ask, contract: Contract, find: family.Find, known: Mapping[str, Any], so_far: Search
) -> Iterator[Any]:
    """Yield what a list call shows, page by page; at most so many pages as jobs are looked for."""
    operation = f"{contract.operation.partition(':')[0]}:{find.call}"
    given = must_have(operation, known)
    token, seen = None, set[str]()
    for _ in range(so_far.most):
        params = given if token is None else {**given, str(find.token_in): token}
        answer = ask(Call(operation, params, endpoint="")).parsed or {}
        shown = paths.get(answer, find.items)
        yield from shown if isinstance(shown, list) else ()
        token = paths.get(answer, find.token_out) if find.token_in else None
        if not isinstance(token, str) or not token or token in seen:
            return  # a server that gives a token twice would be asked for ever
        seen.add(token)
    so_far.bounded = True


def _named(find: family.Find, entry: Any) -> str | None:
    """Return what names an entry in later calls: one of its members, or the entry itself."""
    named = entry.get(find.named) if find.named and isinstance(entry, dict) else entry
    return named if isinstance(named, str) and named else None


def _misfit(contract: Contract, known: Mapping[str, Any], then: family.Find | None) -> str | None:
    """Return why what a server said may not be asked for: `then` by a list, or as the job."""
    service = contract.operation.service
    operation = contract.operation if then is None else f"{service}:{then.call}"
    return path_labels.misfit(model.operation_model(operation), known)


def _found(contract: Contract, known: Mapping[str, Any], entry: Any) -> FoundJob:
    return FoundJob(asked_with(contract, known), entry if isinstance(entry, dict) else {})


def asked_with(contract: Contract, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return how a job is asked for: by what is known, and what `[family.poll]` makes of it."""
    own = family.of(contract)
    said = dict(own.poll) if own is not None else {}

    def given(name: str, _: str) -> Any:
        return known[name.removeprefix(templates.GIVEN)]

    return {**taken(contract.operation, known), **templates.fill_all(said, given)}


def must_have(operation: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an operation must be given, of what is known; one of a list as a list of one."""
    needed = model.required_inputs(operation)
    return {name: value for name, value in taken(operation, known).items() if name in needed}


def taken(operation: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return all that an operation takes of what is known, as a job is asked for.

    What names a job need not be required: DescribeStacks without a name shows them all.
    """
    shape = model.operation_model(operation).input_shape
    members = shape.members if shape else {}
    return {
        name: _fitting(members[name].type_name, known[name]) for name in members if name in known
    }


def _fitting(kind: str, value: Any) -> Any:
    return [value] if kind == "list" and not isinstance(value, list) else value
