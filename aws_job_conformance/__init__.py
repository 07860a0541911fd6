"""The contract and conformance suite for AWS job APIs.

findings = aws_job_conformance.contract("sesv2:GetImportJob").check(response)

with aws_job_conformance.play(history) as client:
    poll(client)

watched = aws_job_conformance.watch("sesv2:GetImportJob", client=client, JobId="a1")
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

# Importing the module first leaves the package's name `contract` to the function below for good.
from aws_job_conformance.contract import Contract, load
from aws_job_conformance.findings import Finding, InputError, SuiteError
from aws_job_conformance.history import History

if TYPE_CHECKING:
    from aws_job_conformance.player import PollerDidNotStop, UnpreparedCall, play
    from aws_job_conformance.watching import JobDidNotEnd, Watched, watch

__all__ = [
    "Finding",
    "History",
    "InputError",
    "Job",
    "JobDidNotEnd",
    "PollerDidNotStop",
    "SuiteError",
    "UnpreparedCall",
    "Watched",
    "contract",
    "play",
    "watch",
]

_LATER = {
    "player": ("PollerDidNotStop", "UnpreparedCall", "play"),
    "watching": ("JobDidNotEnd", "Watched", "watch"),
}
"""What takes a tenth of a second to import, and `check` never needs."""


@dataclass(frozen=True)
class Job:
    """What one job operation promises, and whether responses keep it."""

    data: Contract

    def __post_init__(self) -> None:
        if not isinstance(self.data, Contract):
            raise InputError("a Job holds a contract. Make one with contract(operation)")

    @property
    def operation(self) -> str:
        """`service:Operation`."""
        return self.data.operation

    def check(self, response: Any) -> list[Finding]:
        """Return the findings on one response, as boto3 (or its JSON) shows it."""
        from aws_job_conformance import check  # noqa: PLC0415 - validators load when first used

        return list(check.check_response(self.data, response).findings)

    def check_history(
        self,
        responses: Iterable[Any],
        *,
        records: int | None = None,
        lists: Sequence[tuple[Any, Any] | None] | None = None,
    ) -> list[Finding]:
        """Return the findings on one job's responses, oldest first: in each, and between two.

        records: how many the job's input has, where that is known. lists: for each response the
        job's entries in the list call read before it and after it, as boto3 returns them, or None.
        """
        from aws_job_conformance import check  # noqa: PLC0415 - as above

        found = check.check_history(self.data, responses, records=records, lists=lists)
        return list(found.findings)

    def check_wire(
        self, body: bytes, *, headers: Mapping[str, str] | None = None, status: int = 200
    ) -> list[Finding]:
        """Return the findings on one HTTP response: the raw body, its headers and its status."""
        from aws_job_conformance import check  # noqa: PLC0415 - as above

        found = check.check_wire(self.data, body, headers=headers, status=status)
        return list(found.findings)


def contract(operation: str) -> Job:
    """Return the contract of a job operation such as `sesv2:GetImportJob`.

    Raises InputError for an operation without one, naming the nearest that has.
    """
    return Job(load(operation))


def __getattr__(name: str) -> Any:
    """Return what plays a history, or watches a job."""
    for module, names in _LATER.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
