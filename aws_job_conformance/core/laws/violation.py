"""A legal history changed so that one law is broken, and no other."""

from collections.abc import Mapping
from itertools import product
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.laws._beside import Lists
from aws_job_conformance.core.laws.kind import Fill, History
from aws_job_conformance.core.laws.walk import OF_LIST, judge, laws_of


def break_(  # noqa: PLR0913 - what is known beside a history, by name
    contract: Contract,
    law: Law,
    history: History,
    fill: Fill,
    records: int | None = None,
    *,
    lists: Lists | None = None,
    asked: Mapping[str, Any] | None = None,
) -> History | None:
    """Return the history changed so that this law alone is broken, or None if it cannot be.

    history: a legal one; members that only other laws name are left out where they may be.
    fill: a legal value for a member that has none. records: of the job's input, for which the
    history is legal; without it no law of the kinds in OF_INPUT can be broken. lists: around each
    response, as the history shows it; without them no law of the kinds in OF_LIST can be broken.
    asked: the input of the call, for which it is legal, too.
    """
    kind = laws_of(contract).kinds[law]
    beside = lists if law.kind in OF_LIST else None  # others may be broken by fewer responses
    for is_completed, is_lean in product((True, False), (False, True)):
        start = _lean(contract, law, history) if is_lean else history
        for made in kind.break_(start, fill):
            candidate = _completed(contract, start, made, fill) if is_completed else made
            if judge(contract, candidate, records, beside, asked).broken == {law}:
                return candidate
    return None


def _completed(contract: Contract, before: History, made: History, fill: Fill) -> History:
    """Return the history with what the model requires of each object that was made on the way.

    A poll that was added is held against the last there was.
    """
    polls = [before[min(n, len(before) - 1)] for n in range(len(made))]
    return tuple(
        new if new is old else _filled(contract.schema, old, new, fill)
        for old, new in zip(polls, made, strict=True)
    )


def _filled(schema: Any, old: Any, new: Any, fill: Fill, at: paths.Steps = ()) -> Any:
    """Return an object with each member below it completed; a list stays as it is."""
    if not isinstance(new, dict):
        return new
    known = old if isinstance(old, dict) else {}
    here = paths.in_schema(schema, at) or {}
    lacking = () if isinstance(old, dict) else here.get("x-required", ())
    added = {name: fill((*at, name)) for name in lacking if name not in new}
    below = {
        name: value
        if value is known.get(name)
        else _filled(schema, known.get(name), value, fill, (*at, name))
        for name, value in new.items()
    }
    return below | added


def _lean(contract: Contract, law: Law, history: History) -> History:
    """Return the history without the optional members that only other laws name."""
    needed = {path for other in contract.laws if other.kind == "present" for path in other.named}
    needed |= {*law.named, contract.status.at, *contract.required.members}
    others = {path for other in contract.laws if other.kind != "one-of" for path in other.named}
    lean = history
    for path in sorted(others - needed):
        steps = contract.steps(path)
        above = paths.in_schema(contract.schema, steps[:-1]) or {}
        if steps[-1] not in above.get("x-required", ()):  # its absence would be a note
            lean = tuple(paths.drop(answer, steps) for answer in lean)
    return lean
