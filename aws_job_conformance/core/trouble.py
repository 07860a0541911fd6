"""What goes wrong between a poller and AWS: a closed set of kinds, as values in a history."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import brief

OUTLASTING = 12
"""Answers in a row that no retries of botocore's hide: it makes five at most, unless told."""
_MOST_TIMES = 10_000


@dataclass(frozen=True, slots=True)
class TroubleFacts:
    """One kind: what it is, in words, and whether waiting through it is right.

    is_passing: AWS gets over it by itself. Otherwise nothing will, and a poller has to say so.
    """

    says: str
    is_passing: bool


KINDS: Mapping[str, TroubleFacts] = MappingProxyType(
    {
        "throttling": TroubleFacts("the call is throttled", is_passing=True),
        "internal-error": TroubleFacts("the service fails with status 500", is_passing=True),
        "unavailable": TroubleFacts("the service is unavailable, status 503", is_passing=True),
        "reset": TroubleFacts("the connection is reset", is_passing=True),
        "time-out": TroubleFacts("no answer comes before the read time-out", is_passing=True),
        "not-there-yet": TroubleFacts("the job just started is not found yet", is_passing=True),
        "empty": TroubleFacts("an answer without the job", is_passing=True),
        "unknown-status": TroubleFacts("a status nobody documented", is_passing=True),
        "expired-token": TroubleFacts("the credentials have expired", is_passing=False),
        "gone": TroubleFacts("the job is there no more", is_passing=False),
    }
)
"""Every kind by its name."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """An answer that is none, in its place among the responses of a history.

    kind: of KINDS, such as `throttling`. times: how many answers in a row. botocore's own retries
    stay in force: a poller sees a passing trouble only where it outlasts them.
    """

    kind: str
    times: int = 1

    def __post_init__(self) -> None:
        """Raise InputError for a kind that there is not, or no number of times."""
        if not isinstance(self.kind, str) or self.kind not in KINDS:
            raise InputError(
                f"there is no trouble {brief(self.kind)}: {', '.join(KINDS)}."
                f"{nearest(brief(self.kind), KINDS)}"
            )
        if type(self.times) is not int or not 1 <= self.times <= _MOST_TIMES:
            raise InputError(
                f"times is {brief(self.times)}: how many answers, from 1 to {_MOST_TIMES}"
            )
