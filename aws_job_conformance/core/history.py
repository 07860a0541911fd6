"""A history: the successive responses of one job, oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from aws_job_conformance.core.contract import name_of
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.text import brief
from aws_job_conformance.core.trouble import Trouble


@dataclass(frozen=True, slots=True, repr=False)
class History(Sequence[dict[str, Any]]):
    """The successive responses of one job, oldest first, as boto3 returns them.

    operation: `service:Operation`, whose responses they are. Among them may be what goes wrong: a
    Trouble, or an exception that a call ends with. drawn: whether its end is the contract's, as
    that of each history of `strategies` is; the end of others is whatever comes last in them.
    """

    operation: str
    responses: tuple[dict[str, Any], ...] = ()
    drawn: bool = field(default=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Take any list of responses; raises InputError for what is none, or for no operation."""
        name_of(self.operation)
        if not isinstance(self.responses, Sequence) or isinstance(self.responses, (str, bytes)):
            raise InputError(
                f"a history has a list of responses, and this is {brief(self.responses)}."
                " Give those of one job, oldest first: History(operation, (first, second))"
            )
        object.__setattr__(self, "responses", tuple(self.responses))
        for poll, response in enumerate(self.responses, 1):
            if not isinstance(response, (dict, Trouble, Exception)):
                raise InputError(
                    f"response {poll} of a history is {brief(response)}, no dict."
                    " Give each as boto3 returns it"
                )

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
