"""A history: the successive responses of one job, oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, overload


@dataclass(frozen=True, slots=True, repr=False)
class History(Sequence[dict[str, Any]]):
    """The successive responses of one job, oldest first, as boto3 returns them.

    operation: `service:Operation`, whose responses they are.
    """

    operation: str
    responses: tuple[dict[str, Any], ...]

    @overload
    def __getitem__(self, at: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[dict[str, Any], ...]: ...
    def __getitem__(self, at: int | slice) -> dict[str, Any] | tuple[dict[str, Any], ...]:
        return self.responses[at]

    def __len__(self) -> int:
        return len(self.responses)

    def __repr__(self) -> str:
        polls = "".join(f"\n    {response!r}," for response in self.responses)
        return f"History({self.operation!r}, ({polls}\n))"
