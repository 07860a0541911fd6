"""What one job operation promises, and whether responses keep it: the object that callers hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.findings import Finding

if TYPE_CHECKING:
    from aws_job_conformance.judge.by_need import ByNeed


@dataclass(frozen=True)
class Job:
    """What one job operation promises, and whether responses keep it."""

    data: Contract

    def __post_init__(self) -> None:
        if not isinstance(self.data, Contract):
            raise InputError("a Job holds a contract. Make one with contract(operation)")

    @property
    def operation(self) -> str:
        """The operation as `service:Operation`."""
        return self.data.operation

    @cached_property
    def _judge(self) -> ByNeed:
        from aws_job_conformance.judge.by_need import ByNeed  # noqa: PLC0415 - validators load when first used

        return ByNeed(self.data)

    def check(self, response: Any) -> list[Finding]:
        """Return the findings on one response, as boto3 (or its JSON) shows it."""
        judge = self._judge
        return [] if judge.clean(response) else judge.response(response)

    def check_history(
        self,
        responses: Iterable[Any],
        *,
        records: int | None = None,
        lists: Sequence[tuple[Any, Any] | None] | None = None,
        asked: Mapping[str, Any] | None = None,
    ) -> list[Finding]:
        """Return the findings on one job's responses, oldest first: in each, and between two.

        records: how many the job's input has, where that is known. lists: for each response the
        job's entries in the list call read before it and after it, as boto3 returns them, or None.
        asked: the input of the call, as boto3 takes it: then the answer must be about that job.
        """
        return self._judge.history(responses, records=records, lists=lists, asked=asked)

    def check_wire(
        self, body: bytes, *, headers: Mapping[str, str] | None = None, status: int = 200
    ) -> list[Finding]:
        """Return the findings on one HTTP response: the raw body, its headers and its status."""
        return self._judge.wire(body, headers=headers, status=status)
