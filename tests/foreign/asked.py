"""A foreign server asked about every job, as `pytest --endpoint-url` asks; its calls are kept."""

from __future__ import annotations

import tempfile
import tomllib
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from aws_job_conformance.catalog import load
from aws_job_conformance.core import family
from aws_job_conformance.core.shipped import names
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


def operations():
    """Return every operation that jobs can be made of: written contracts, then inferred ones."""
    return tuple(
        name for name in (*names(), *_families()) if family.of(contract_of(name)) is not None
    )


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
