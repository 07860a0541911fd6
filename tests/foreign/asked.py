"""A foreign server asked about every job, as `pytest --endpoint-url` asks; its calls are kept."""

from __future__ import annotations

import tempfile
import time
import tomllib
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

from aws_job_conformance.catalog import load
from aws_job_conformance.core import family, paths
from aws_job_conformance.core.shipped import names
from aws_job_conformance.judge import results
from aws_job_conformance.runner.options import Options
from aws_job_conformance.runner.server import RunServer
from aws_job_conformance.targets.endpoint.evidence import Evidence

FAMILIES = Path(__file__).with_name("families.toml")
"""How jobs are made of operations whose contract is inferred."""


@dataclass(frozen=True)
class Made:
    """One call that was made, and what a client saw of its answer."""

    operation: str
    params: dict
    parsed: dict | None = None


@dataclass(frozen=True)
class Asked:
    """What a server showed of one operation. calls: all that were made for it, in their order."""

    operation: str
    evidence: Evidence
    calls: tuple = ()

    @property
    def pairs(self):
        """Each job with its result, the one that is not there last."""
        return list(zip(self.evidence.jobs, self.evidence.results, strict=True))

    def polls(self):
        """Where among the calls a job was asked for, in the order of the polls."""
        left = [one.call.params for job in self.evidence.jobs for one in job.exchanges]
        found = []
        for n, call in enumerate(self.calls):
            if left and call.operation == self.operation and call.params == dict(left[0]):
                found.append(n)
                left.pop(0)
        return found

    def ends(self):
        """The final statuses that any of its jobs showed."""
        contract = contract_of(self.operation)
        return [*dict.fromkeys(end for _, result in self.pairs for end in result.ends(contract))]


@lru_cache(maxsize=1)
def _families():
    return tomllib.loads(FAMILIES.read_text())


@cache
def contract_of(operation):
    """Return the contract a user would get, with the family that stands here if it has none."""
    contract = load(operation)
    more = _families().get(operation)
    if more is None:
        return contract
    x_job = {**contract.x_job, "family": more["family"]}
    if contract.missing and "missing" in more:
        x_job["missing"] = {**contract.x_job["missing"], **more["missing"]}
    return replace(contract, x_job=x_job)


def from_their_ends(asked):
    """Return what was asked, each job as it was seen from its first final status on.

    Of a job that a server ends by the clock, nobody knows how often it is seen before.
    """
    contract, polls = contract_of(asked.operation), iter(asked.polls())
    left_out, jobs, told = set(), [], []
    for whole, result in asked.pairs:
        start = 0 if whole.missing else _end(contract, whole)
        left_out |= set(tuple(islice(polls, len(whole.exchanges)))[:start])
        job = replace(whole, exchanges=whole.exchanges[start:], lists=whole.lists[start:])
        judged = results.of_job(
            contract, job.exchanges, records=job.records, lists=job.lists, missing=job.missing
        )
        jobs.append(job)
        told.append(replace(judged, story=result.story, origin=result.origin))
    return replace(
        asked,
        evidence=replace(asked.evidence, jobs=tuple(jobs), results=tuple(told)),
        calls=tuple(call for n, call in enumerate(asked.calls) if n not in left_out),
    )


def without(asked, pointer):
    """Return what was asked without the findings at a pointer."""
    evidence = asked.evidence
    told = (
        replace(one, findings=tuple(f for f in one.findings if f.pointer != pointer))
        for one in evidence.results
    )
    return replace(asked, evidence=replace(evidence, results=tuple(told)))


def is_at_its_end(contract, response):
    """Return whether a response shows a final status."""
    return paths.get(response, contract.status_steps) in contract.status.final


def _end(contract, job):
    """Return at which poll a job was seen at its end first; 0 where it never was."""
    ended = (n for n, one in enumerate(job.exchanges) if is_at_its_end(contract, one.parsed))
    return next(ended, 0)


def operations():
    """Return every operation that jobs can be made of: written contracts, then inferred ones."""
    return tuple(
        name for name in (*names(), *_families()) if family.of(contract_of(name)) is not None
    )


@dataclass
class _Waited:
    """A clock that goes by what is waited, and a little by each look at it.

    How long a busy machine takes for a poll says nothing of how long a job takes.
    """

    seconds: float = 0.0

    def sleep(self, seconds):
        time.sleep(seconds)
        self.seconds += seconds

    def clock(self):
        self.seconds += 0.02
        return self.seconds


class KeptServer(RunServer):
    """A server that is asked, and each call to it, the suite's own puts too."""

    def __init__(self, options, place):
        super().__init__(options, place, contract_of)
        self.calls, self._heard = [], set()

    def _opened(self):
        caller = super()._opened()
        if not self._heard:
            self._heard.add(caller)
            made = caller._made

            def listening(service):
                client = made(service)
                client.meta.events.register("provide-client-params.*.*", self._called(service))
                client.meta.events.register("after-call.*.*", self._answered)
                return client

            caller._made = listening
        return caller

    def _terms(self, operation):
        waited = _Waited()
        return replace(super()._terms(operation), sleep=waited.sleep, clock=waited.clock)

    def _called(self, service):
        def called(params, model, **_):
            self.calls.append(Made(f"{service}:{model.name}", dict(params)))

        return called

    def _answered(self, http_response, parsed, **_):
        if http_response.status_code < 300:
            self.calls[-1] = replace(self.calls[-1], parsed=parsed)


def everything(url, named=None, within=10.0, emulator=None):
    """Return what a server shows of each operation, asked one after the other."""
    wanted = [name for name in operations() if named is None or name in named]
    options = Options(endpoint_url=url, operation=tuple(wanted), watch=within, emulator=emulator)
    found = []
    with tempfile.TemporaryDirectory() as place:
        server = KeptServer(options, Path(place))
        for operation in wanted:
            server.calls.clear()
            evidence, _ = server.evidence(operation)
            found.append(Asked(operation, evidence, tuple(server.calls)))
    return found
