"""What a run will ask of a server, told before anything is sent."""

import re
from collections.abc import Iterator, Sequence

import botocore

from aws_job_conformance.catalog import load
from aws_job_conformance.core import family
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.protocol import model, package_models
from aws_job_conformance.runner.options import Options
from aws_job_conformance.targets.endpoint.evidence import MOST_PAGES
from aws_job_conformance.targets.endpoint.guard import WHO_AM_I
from aws_job_conformance.targets.endpoint.make_jobs import wishes

_NAMED = re.compile(r"\b[a-z0-9-]+:[A-Z]\w+")


def lines(asked: Options) -> list[str]:
    """Return every call that a run makes, an operation a paragraph, each with how often."""
    told = [f"plan: {_where(asked)}; nothing is sent now"]
    for operation in asked.operations:
        told += [f"{operation}:", *(f"  {line}" for line in _calls(asked, load(operation)))]
    called = sorted({name for line in told if line[0] == " " for name in _NAMED.findall(line)})
    others = package_models.others(called, package_models.places(asked.profile))
    return [*told, *_forms(called), *others]


def _forms(called: Sequence[str]) -> Iterator[str]:
    """Yield the method and the path of each call, as botocore's own package has them."""
    if called:
        yield f"as the models inside botocore {botocore.__version__} have them, and no other:"
    for operation in called:
        method, path, host, target = package_models.form(model.operation_model(operation))
        before = f" at {host}…" if host else ""
        named = f" {target}.{operation.partition(':')[2]}" if target else ""
        yield f"  {operation} is {method} {path}{before}{named}"


def touched(asked: Options) -> list[str]:
    """Return what a run makes that is not on loopback, and how it is cleaned up."""
    if not (asked.is_live and asked.makes):
        return [f"asks {_where(asked)}"]
    told = [f"asks {_where(asked)}; --live-create calls"]
    for operation in asked.operations:
        own = family.of(load(operation))
        told += [f"  {operation}: {line}" for line in (_made(own, asked) if own else ())]
    return told


def _where(asked: Options) -> str:
    place = "AWS" if asked.endpoint_url is None else asked.endpoint_url
    pace = f"a call to each service every {1 / asked.rate:g} s" if asked.is_live else "at any pace"
    return f"{place}, {'where jobs are made' if asked.makes else 'nothing but reads'}, {pace}"


def _calls(asked: Options, contract: Contract) -> Iterator[str]:
    service, name = contract.operation.parts
    if why := not_asked(contract, asked):
        yield f"not run: {why}"
        return
    own = family.of(contract)
    finds = [f"{service}:{find.call}" for find in family.finds(contract)]
    named = asked.named.get(contract.operation, ())
    if asked.makes and own is not None:
        yield from _made(own, asked)
        yield f"{service}:{name} of each until its end, {_within(asked)}"
        if finds:
            yield f"{finds[-1]} around each of these"
    elif named:
        yield f"{service}:{name} once for each of {len(named)} jobs named"
    else:
        yield from (f"{call}, at most {asked.max_jobs} pages of each list" for call in finds)
        yield f"{service}:{name} once for each of at most {asked.max_jobs} jobs"
        if finds:
            yield f"{finds[-1]} again, to compare"
    if contract.pages is not None:
        yield f"{service}:{name} again for later pages, at most {MOST_PAGES - 1} of each answer"
    if asked.watch and not asked.makes:
        yield f"{service}:{name} of unfinished jobs until their end, {_within(asked)}"
    yield from _besides(asked, contract)


def _besides(asked: Options, contract: Contract) -> Iterator[str]:
    """Yield what is called beside the jobs: for one that is not there, and for the account."""
    missing = None if asked.no_missing else contract.missing
    if missing:
        yield f"{contract.operation} once for a job that is not there"
    inputs = [find.input for find in family.finds(contract)]
    inputs += [missing.input] if missing else []
    if asked.makes or "{account}" in str(inputs):
        yield f"{WHO_AM_I} once, if nothing else tells the account"


def _within(asked: Options) -> str:
    return f"for {asked.within:g} seconds at most"


def _made(own: family.Family, asked: Options) -> Iterator[str]:
    """Yield what is called to make jobs of an operation, and to clean up after them."""
    on_loopback = not asked.is_live
    if on_loopback and "at" in own.file:
        yield "s3:CreateBucket once, s3:PutObject for each job, where the server has S3"
    if (fed := family.of(load(own.feed)) if own.feed else None) is not None:
        yield f"{fed.service}:{fed.create.call} once, for something to export"
        yield f"{own.feed} of it until its end, {_within(asked)}"
    steps = [*own.parents, own.create, own.upload, own.start]
    calls = ", ".join(dict.fromkeys(own.full(step.call) for step in steps if step))
    every = list(wishes(own, puts=on_loopback))
    yield f"{calls} for {len(every)} job{'' if len(every) == 1 else 's'}"
    stopped = sum(wish.stop for wish in every)
    if own.stop and stopped:
        yield f"{own.full(own.stop.call)} for {stopped} of them"
    undone = [step.undo for step in (own.create, *own.parents) if step.undo]
    cleaned = ", ".join(own.full(name) for name in undone)
    yield f"cleaned up by {cleaned}" if cleaned else "what was made stays: no call undoes it"


def not_asked(contract: Contract, asked: Options) -> str | None:
    """Return why an operation is not asked about, which it always is where it is named."""
    if contract.operation in asked.chosen or contract.operation in asked.named:
        return None
    if asked.is_live and contract.retired is not None:
        return f"AWS retired it on {contract.retired}; name it with --operation to ask all the same"
    if asked.makes and family.of(contract) is None:
        return "no [family] says how a job is made; name one that is there with --job"
    if not asked.makes and not family.finds(contract):
        return "no [discover] says how its jobs are found; name one that is there with --job"
    return None
