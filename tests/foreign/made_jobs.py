"""Jobs of a foreign server as data: the calls before each, how it is asked for, a missing one."""

from __future__ import annotations

import time
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from botocore.validate import ParamValidator

from aws_job_conformance import contract
from aws_job_conformance.clients import offline
from aws_job_conformance.clients.ask import ask
from aws_job_conformance.core import paths, templates
from aws_job_conformance.core.errors import InputError, UnansweredError
from aws_job_conformance.judge import results
from aws_job_conformance.protocol.http import Call
from aws_job_conformance.protocol.model import operation_model

HERE = Path(__file__).parent
NOBODY = "00000000-0000-0000-0000-000000000000"

_MOST_POLLS = 6
_ENDS_SHOWN = 2
_ALONE_WITHIN = 30.0
_BETWEEN_POLLS = 0.05
_ONE_CALL = {"total_max_attempts": 1, "mode": "standard"}


@dataclass(frozen=True)
class Step:
    """One call before a job is there. gives: names of what later calls use, with their paths."""

    call: str
    input: dict = field(default_factory=dict)
    gives: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Job:
    """How one job is made and asked for. missing: the input that asks for one that is not there.

    ask: None where the server takes no job, and is asked for a missing one alone.
    story: what tells it from another job of the same operation. alone: it goes on while nobody
    asks, so what it shows before its end depends on the clock, and is left out. shared: calls that
    come before the jobs of the whole file, made once. apart: seconds between two polls, for what
    changes with the clock.
    """

    operation: str
    ask: dict | None
    story: str
    alone: bool
    missing: dict | None
    shared: tuple
    first: tuple
    apart: float = 0.0

    @property
    def service(self):
        """The service of the operation."""
        return self.operation.partition(":")[0]


@dataclass(frozen=True)
class Asked:
    """What a server made of one job.

    made: whether there was a job to ask for; refused: why not. exchanges: of the job. gone: the
    exchange of a job that is not there. job, missing: the results of both.
    """

    operation: str
    refused: str | None = None
    exchanges: tuple = ()
    gone: object = None
    job: results.Result | None = None
    missing: results.Result | None = None

    @property
    def statuses(self):
        """Each status that was shown, poll by poll; None where there was none."""
        at = contract_of(self.operation).status_steps
        return [paths.get(one.parsed, at) for one in self.exchanges]

    @property
    def findings(self):
        """What was found of the job, then of the missing one."""
        return [*(self.job.findings if self.job else ()), *self.missed]

    @property
    def missed(self):
        """What was found of the missing job."""
        return list(self.missing.findings) if self.missing else []


def jobs(folder=HERE / "jobs"):
    """Return every job, service by service."""
    return [job for file in sorted(folder.glob("*.toml")) for job in _of_file(file)]


def _of_file(file):
    data = tomllib.loads(file.read_text())
    shared = _steps(data.pop("first", ()), file)
    for job in data.pop("job"):
        yield Job(
            operation=job.pop("operation"),
            ask=job.pop("ask", None),
            story=job.pop("story", ""),
            alone=job.pop("alone", False),
            missing=job.pop("missing", None),
            shared=shared,
            first=_steps(job.pop("first", ()), file),
            apart=job.pop("apart", 0.0),
        )
        if job:
            raise InputError(f"{file.name}: unknown keys {', '.join(job)}; leave them out")
    if data:
        raise InputError(f"{file.name}: unknown keys {', '.join(data)}; leave them out")


def _steps(said, file):
    service = file.stem
    return tuple(
        Step(
            **{**step, "call": step["call"] if ":" in step["call"] else f"{service}:{step['call']}"}
        )
        for step in said
    )


def contract_of(operation):
    """Return the contract a user would get: the one in the repository, or what is inferred."""
    return contract(operation).data


class Server:
    """One server that is asked, with the clients that ask it, and what it gave so far."""

    def __init__(self, url):
        self.url = url
        self._clients = {}
        self._shared = {}

    def ask(self, operation, params):
        """Make a call, valid by botocore's model; returns the exchange."""
        model = operation_model(operation)
        problems = (
            ParamValidator().validate(params, model.input_shape) if model.input_shape else None
        )
        if problems is not None and problems.has_errors():
            raise InputError(f"{operation}: {problems.generate_report()}")
        service = operation.partition(":")[0]
        if service not in self._clients:
            self._clients[service] = offline.client(service, self.url, retries=_ONE_CALL)
        return ask(self._clients[service], Call(operation, params, endpoint=self.url))

    def asked(self, job):
        """Make a job, ask until it has shown its end twice or six times, and for a missing one."""
        try:
            known = self._made(job)
            exchanges = self._watched(job, known) if job.ask is not None else []
        except (RefusedError, UnansweredError) as error:
            return Asked(job.operation, refused=str(error))
        promised = contract_of(job.operation)
        gone = missing = None
        if job.missing is not None:
            gone = self.ask(job.operation, _filled(job.missing, known))
            missing = results.of_job(promised, [gone], missing=True)
        found = results.of_job(promised, exchanges)
        return Asked(job.operation, None, tuple(exchanges), gone, found, missing)

    def _made(self, job):
        known = {"nobody": NOBODY}
        for step in job.shared:
            key = (job.service, repr(step))
            if key not in self._shared:
                self._shared[key] = self._step(step, known)
            known |= self._shared[key]
        for step in job.first:
            known |= self._step(step, known)
        return known

    def _step(self, step, known):
        exchange = self.ask(step.call, _filled(step.input, known))
        if exchange.raised is not None:
            raise RefusedError(f"{step.call} answers {exchange.answer.status} {exchange.raised}")
        given = {
            name: paths.get(exchange.parsed, paths.parse(at)) for name, at in step.gives.items()
        }
        lacking = [name for name, value in given.items() if value is None]
        if lacking:
            raise RefusedError(f"{step.call} does not tell {', '.join(lacking)}")
        return given

    def _watched(self, job, known):
        promised = contract_of(job.operation)
        params, exchanges, ends = _filled(job.ask, known), [], 0
        if job.alone:
            self._wait(job, params, promised)
        while len(exchanges) < _MOST_POLLS and ends < _ENDS_SHOWN:
            if exchanges:
                time.sleep(job.apart)
            exchanges.append(self.ask(job.operation, params))
            status = paths.get(exchanges[-1].parsed, promised.status_steps)
            ends += status in promised.status.final
            if exchanges[-1].raised is not None:
                break
        return exchanges

    def _wait(self, job, params, promised):
        end = time.monotonic() + _ALONE_WITHIN
        while time.monotonic() < end:
            status = paths.get(self.ask(job.operation, params).parsed, promised.status_steps)
            if status in promised.status.final:
                return
            time.sleep(_BETWEEN_POLLS)
        raise RefusedError(f"{job.operation} did not end within {_ALONE_WITHIN:.0f} seconds")


class RefusedError(Exception):
    """A server that did not do what a job needs before it is there."""


def _filled(value, known):
    def filler(name, rest):
        # A document in JSON has braces too, around more than a name.
        return known[name] if name.isidentifier() and not rest else f"{{{name}:{rest}}}"

    return templates.fill_all(value, filler)
