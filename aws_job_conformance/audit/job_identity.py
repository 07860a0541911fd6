"""Whose poll a poll is: by what was asked for, or by the job's own name in the answer."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aws_job_conformance.core import laws, paths
from aws_job_conformance.core.contract import Contract

_TOKENS = frozenset(
    (
        *("NextToken", "nextToken", "MaxResults", "maxResults", "Marker", "MaxRecords", "Token"),
        *("PageSize", "SortBy", "SortOrder", "limit"),
    )
)
"""Members of an input that lead through pages, and name no job."""


@dataclass(frozen=True, slots=True)
class JobIdentity:
    """Where the polls of one operation say which job they are about.

    asked: the input member that names it. shown: where the answer does; None where none does.
    among, within: of an answer with a list of jobs, where the list is, and in an entry its name.
    """

    asked: str | None
    shown: paths.Steps | None
    among: paths.Steps | None
    within: paths.Steps | None

    def of_request(self, request: Mapping[str, Any]) -> str | None:
        """Return what tells the job that was asked for from others; None where nothing does."""
        if len(request) == 1 and type(value := request.get(self.asked or "")) is str:
            return value
        told = {name: value for name, value in request.items() if name not in _TOKENS}
        if len(told) == 1 and type(value := told.get(self.asked or "")) is str:
            return value
        return json.dumps(told, sort_keys=True, default=str) if told else None

    def of_response(self, response: Any) -> str | None:
        """Return the name of the job that an answer shows, or None."""
        value = None if self.shown is None else paths.get(response, self.shown)
        return value if type(value) is str else None

    def named(self, request: Mapping[str, Any] | None, response: Any) -> str | None:
        """Return what tells a poll's job: what was asked for, or else what the answer shows.

        Of an answer with a list of jobs its entry comes first: who asks may ask for several.
        """
        job = self.of_response(response) if self.among or request is None else None
        if job is None and request is not None:
            job = self.of_request(request)
        return self.of_response(response) if job is None else job

    def apart(self, response: Any, several: list[tuple[str, int]]) -> Iterator[tuple[str, Any]]:
        """Yield of each job of an answer its name, and the answer with that job alone."""
        at = self.among or ()
        entries = paths.get(response, at)
        for name, place in several:
            yield name, paths.put(response, at, [entries[place]])

    def several(self, response: Any) -> list[tuple[str, int]] | None:
        """Return (name, place) of the jobs of an answer that shows more than one, or None."""
        if self.among is None or self.within is None:
            return None
        entries = paths.get(response, self.among)
        if not isinstance(entries, list) or len(entries) < 2:  # noqa: PLR2004 - several
            return None
        out: dict[str, int] = {}
        for place, entry in enumerate(entries):
            name = paths.get(entry, self.within)
            out.setdefault(name if type(name) is str else f"entry {place}", place)
        return [*out.items()]


def identity(contract: Contract) -> JobIdentity:
    """Return where the polls of a contract's operation say which job they are about.

    What a contract says of it: the list entry's own name, the law that an answer is about what was
    asked for, the list call that finds jobs, the input that asks for one that is not there.
    """
    at, told = contract.list_steps, contract.identity
    among = within = None
    if at is not None and told is not None:
        among, within = at, told[len(at) + 1 :]
    for law in contract.laws:
        if law.kind in laws.OF_REQUEST:
            return JobIdentity(law.more["asked"], contract.steps(law.of[0]), among, within)
    asked, names = None, list[str]()
    if contract.discover:
        last = contract.discover[-1]
        asked = last.get("as")
        names.append(str(last.get("each", "")).rpartition(".")[2])
    if asked is None and contract.missing is not None and len(contract.missing.input) == 1:
        asked = next(iter(contract.missing.input))
    names += [asked] if asked else []
    return JobIdentity(asked, told or _member(contract, names), among, within)


def _member(contract: Contract, names: list[str]) -> paths.Steps | None:
    """Return where a response has one of these members: beside the status, or above it."""
    beside = contract.status_steps[:-1]
    for depth in range(len(beside), len(contract.root) - 1, -1):
        for name in names:
            steps = (*beside[:depth], name)
            if name.isidentifier() and paths.in_schema(contract.schema, steps) is not None:
                return steps
    return None
