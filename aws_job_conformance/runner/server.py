"""The server of a run: asked once about each operation, whatever number of tests look at it."""

import logging
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from aws_job_conformance.catalog import load
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.runner import _call_plan
from aws_job_conformance.runner.options import Options
from aws_job_conformance.runner.run_record import CallsMade
from aws_job_conformance.targets.cassettes import writer
from aws_job_conformance.targets.endpoint import caller, collect, guard
from aws_job_conformance.targets.endpoint.addresses import wait_for
from aws_job_conformance.targets.endpoint.budget import Budget
from aws_job_conformance.targets.endpoint.evidence import Evidence, Terms
from aws_job_conformance.targets.endpoint.recorder import Recorder

_LIVE_INTERVAL = 5.0
_ROLE = "role/service-role/conformance"
_BUDGET = "aws-job-conformance-calls.sqlite"
_TALKATIVE = ("botocore", "urllib3")
PUTTING = ("s3:CreateBucket", "s3:PutObject")
"""What an emulator is asked beside the calls of contracts, for files that jobs read."""


class RunServer:
    """What a run asks, and what it was shown so far.

    place: a folder that all workers of the run share, for the budget of calls. contract_of: returns
    what an operation promises.
    """

    def __init__(
        self, asked: Options, place: Path, contract_of: Callable[[str], Contract] = load
    ) -> None:
        self._asked, self._place, self._contract_of = asked, place, contract_of
        self._seen: dict[str, Evidence] = {}
        self._failed: dict[str, Exception] = {}
        self._bucket = f"conformance-{uuid.uuid4().hex[:12]}"
        self._has_bucket: bool | None = None
        self._caller: caller.Caller | None = None

    def evidence(self, operation: str) -> tuple[Evidence, bool]:
        """Return what the server shows of an operation, and whether it was asked just now."""
        if operation in self._failed:
            raise self._failed[operation]  # nobody is asked again for a mistake of ours
        if operation in self._seen:
            return self._seen[operation], False
        try:
            with _unlogged():
                self._seen[operation] = self._asked_for(operation)
        except Exception as error:
            self._failed[operation] = error
            raise
        return self._seen[operation], True

    def calls(self) -> CallsMade | None:
        """Return what was asked since this was last called; None where nothing was."""
        server = self._caller
        if server is None or not (server.calls.made or server.guard.refused):
            return None
        made, server.calls.made = server.calls.made, {}
        refused, server.guard.refused = server.guard.refused, Counter()
        return CallsMade(made, refused, server.signed_by, server.region, server.partition)

    def _asked_for(self, operation: str) -> Evidence:
        contract = self._contract_of(operation)
        if why := _call_plan.not_asked(contract, self._asked):
            origin = "aws" if self._asked.is_live else ""
            return Evidence(operation, origin, absent="not run", why=why)
        try:
            found = collect.evidence(contract, self._opened(), self._terms(operation))
        except InputError as error:
            return Evidence(operation, "", absent="no evidence", why=str(error))
        if not self._asked.records or not found.jobs:
            return found
        return replace(found, lost=tuple(self._recorder().keep(found)))

    def _recorder(self) -> Recorder:
        place = Path(self._asked.cassettes or writer.FOLDER)
        secrets = (*self._opened().known, self._asked.bucket, self._asked.key, self._asked.role)
        known = [secret for secret in secrets if secret]
        return Recorder(place, str(self._asked.record_mode), known)

    def _opened(self) -> caller.Caller:
        """Return the clients of the server, made at the first question."""
        if self._caller is None:
            asked = self._asked
            contracts = [self._contract_of(operation) for operation in asked.operations]
            allowed = [name for contract in contracts for name in guard.reads(contract)]
            makes = [name for contract in contracts for name in guard.makes(contract)]
            if not asked.is_live:
                makes += PUTTING
            own = guard.Guard(allowed, makes, create=asked.makes)
            budget = Budget(self._place / _BUDGET, asked.rate) if asked.is_live else None
            made: Callable[..., caller.Caller] = caller.live
            if asked.endpoint_url is not None:
                wait_for(asked.endpoint_url)
                made = partial(caller.at, asked.endpoint_url, emulator=asked.emulator)
            self._caller = made(own, profile=asked.profile, region=asked.region, budget=budget)
        return self._caller

    def _terms(self, operation: str) -> Terms:
        asked = self._asked
        given = {"my.bucket": asked.bucket, "my.key": asked.key, "my.role": asked.role}
        known = {name: value for name, value in given.items() if value is not None}
        terms = Terms(
            make=asked.makes,
            most=asked.max_jobs,
            missing=not asked.no_missing,
            named=asked.named.get(operation, ()),
            within=asked.within,
            known=known,
        )
        if asked.is_live:
            return replace(terms, interval=_LIVE_INTERVAL)
        server = self._opened()
        # A server may refuse a role of another account than the one it plays.
        role = f"arn:{server.partition}:iam::{server.account()}:{_ROLE}"
        own = {"my.bucket": self._bucket, "my.role": role}
        told = self._contract_of(operation).x_job.get("family", {})
        if "at" not in told.get("file", {}) and "{my.bucket}" in str(told):
            self._put(self._bucket, "conformance", b"")  # a job writes there: it has to be there
        return replace(terms, known=own | known, put=self._put)

    def _put(self, bucket: str, key: str, content: bytes) -> bool:
        """Put a file where jobs of an emulator read it; return whether it has S3 to put it in."""
        if self._has_bucket is False:
            return False
        s3 = self._opened().client("s3")
        try:
            if self._has_bucket is None:
                s3.create_bucket(Bucket=bucket, **_constraint(self._opened().region))
                self._has_bucket = True
            s3.put_object(Bucket=bucket, Key=key, Body=content)
        except (BotoCoreError, ClientError):
            self._has_bucket = False
        return self._has_bucket is True


@contextmanager
def _unlogged() -> Iterator[None]:
    """Keep out of every log what clients tell while they are debugged: keys, tokens, all bodies."""
    before = {logger: logger.level for logger in map(logging.getLogger, _TALKATIVE)}
    try:
        for logger in before:
            logger.setLevel(logging.CRITICAL)  # what a server sends is told of in one place
        yield
    finally:
        for logger, level in before.items():
            logger.setLevel(level)


def _constraint(region: str) -> dict[str, Any]:
    if region == "us-east-1":
        return {}
    return {"CreateBucketConfiguration": {"LocationConstraint": region}}
