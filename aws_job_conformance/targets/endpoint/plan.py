"""What a run will ask of a server, told before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator

from aws_job_conformance import family
from aws_job_conformance.contract import Contract, load
from aws_job_conformance.family import Family
from aws_job_conformance.options import Options
from aws_job_conformance.targets.endpoint.addresses import is_loopback
from aws_job_conformance.targets.endpoint.making import wishes


def makes(asked: Options) -> bool:
    """Return whether jobs are made: on loopback always, elsewhere only if that was asked for."""
    return asked.live_create or (asked.endpoint_url is not None and is_loopback(asked.endpoint_url))


def is_live(asked: Options) -> bool:
    """Return whether the server counts as a real account: any that is not on loopback."""
    return asked.endpoint_url is None or not is_loopback(asked.endpoint_url)


def lines(asked: Options) -> list[str]:
    """Return every call that a run makes, an operation a paragraph, each with how often."""
    told = [f"plan: {_where(asked)}; nothing is sent"]
    for operation in asked.operations:
        told += [f"{operation}:", *(f"  {line}" for line in _calls(asked, load(operation)))]
    return told


def touched(asked: Options) -> list[str]:
    """Return what a run makes that is not on loopback, and how it is cleaned up."""
    if not (is_live(asked) and makes(asked)):
        return [f"job conformance: {_where(asked)}"]
    told = [f"job conformance: {_where(asked)}; --live-create makes"]
    for operation in asked.operations:
        own = family.of(load(operation))
        told += [f"  {operation}: {line}" for line in (_made(own, asked) if own else ())]
    return told


def _where(asked: Options) -> str:
    place = "AWS" if asked.endpoint_url is None else asked.endpoint_url
    pace = (
        f"{asked.rate:g} call a second to each service"
        if is_live(asked)
        else "as fast as it answers"
    )
    return f"asks {place}, {'jobs are made' if makes(asked) else 'nothing but reads'}, {pace}"


def _calls(asked: Options, contract: Contract) -> Iterator[str]:
    service, _, name = contract.operation.partition(":")
    if why := retired(contract, asked):
        yield f"not run: {why}"
        return
    own = family.of(contract)
    if makes(asked) and own is not None:
        yield from _made(own, asked)
    elif asked.named.get(contract.operation):
        yield f"{service}:{name} once for each of {len(asked.named[contract.operation])} jobs named"
    else:
        for find in family.finds(contract):
            yield f"{service}:{find.call}, at most {asked.max_jobs} pages of each list"
        yield f"{service}:{name} once for each of at most {asked.max_jobs} jobs"
        if family.finds(contract):
            yield f"{service}:{family.finds(contract)[-1].call} again, to compare"
    if asked.watch:
        yield f"{service}:{name} of unfinished jobs, for {asked.watch:g} seconds at most"
    if contract.x_job.get("missing") and not asked.no_missing:
        yield f"{service}:{name} once for a job that is not there"


def _made(own: Family, asked: Options) -> Iterator[str]:
    steps = [*own.parents, own.create, own.upload, own.start]
    calls = ", ".join(dict.fromkeys(f"{own.service}:{step.call}" for step in steps if step))
    count = len(list(wishes(own, puts=not is_live(asked))))
    yield f"{calls} for {count} job{'' if count == 1 else 's'}"
    if own.stop:
        yield f"{own.service}:{own.stop.call} for one of them"
    undone = [step.undo for step in (own.create, *own.parents) if step.undo]
    cleaned = ", ".join(f"{own.service}:{name}" for name in undone)
    yield (
        f"cleaned up by {cleaned}"
        if cleaned
        else "what was made stays: there is no call to undo it"
    )


def retired(contract: Contract, asked: Options) -> str | None:
    """Return why an operation is not asked of AWS any more, unless it is asked for by name."""
    day = contract.x_job.get("retired")
    if day is None or contract.operation in asked.chosen or not is_live(asked):
        return None
    return f"AWS retired it on {day}; name it with --operation to ask all the same"
