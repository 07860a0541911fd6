"""The server of a run: asked once about each operation, whatever number of tests look at it."""

from __future__ import annotations

import uuid
from pathlib import Path
from types import TracebackType
from typing import Self

from aws_job_conformance.contract import load
from aws_job_conformance.findings import InputError
from aws_job_conformance.options import MADE_WITHIN, Options
from aws_job_conformance.targets.endpoint import caller, gather, guard, plan
from aws_job_conformance.targets.endpoint.budget import Budget
from aws_job_conformance.targets.endpoint.caller import Caller
from aws_job_conformance.targets.endpoint.evidence import Evidence, Terms

_LIVE_INTERVAL = 5.0
_ROLE = "arn:aws:iam::000000000000:role/conformance"


class Server:
    """What a run asks, and what it was shown so far.

    place: a folder that all workers of the run share, for the budget of calls.
    """

    def __init__(self, asked: Options, place: Path) -> None:
        self._asked, self._place = asked, place
        self._seen: dict[str, Evidence] = {}
        self._bucket = f"conformance-{uuid.uuid4().hex[:12]}"
        self._caller: Caller | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        del kind, error, trace
        if self._caller is not None:
            self._caller.close()

    def evidence(self, operation: str) -> tuple[Evidence, bool]:
        """Return what the server shows of an operation, and whether it was asked just now."""
        if operation in self._seen:
            return self._seen[operation], False
        self._seen[operation] = self._asked_for(operation)
        return self._seen[operation], True

    def _asked_for(self, operation: str) -> Evidence:
        contract = load(operation)
        if why := plan.retired(contract, self._asked):
            return Evidence(operation, "aws", absent="not run", why=why)
        try:
            return gather.evidence(contract, self._opened(), self._terms(operation))
        except InputError as error:
            return Evidence(operation, "", absent="not run", why=str(error))

    def _opened(self) -> Caller: ...
