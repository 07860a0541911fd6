"""The life of a job: its statuses in their groups, and what may follow what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from aws_job_conformance.core.findings import Tier

NO_STATUS = "ALL"
"""What a list call takes for no filter; it stands in an enum that the call shares with the status.
"""
FINAL_GROUPS = ("success", "partial", "failure", "stopped")
_LISTED = ("initial", *FINAL_GROUPS, "anywhere", "lives_on", "rests")


@dataclass(frozen=True, slots=True)
class Left:
    """How a final status is left again: by which call, and for which statuses."""

    by: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundOutcome:
    """What came of the last round of a life that goes round: another member tells."""

    at: str
    success: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    failure: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every value that tells of an outcome."""
        return (*self.success, *self.partial, *self.failure, *self.stopped)


@dataclass(frozen=True)
class Status:
    """The life of a job: its statuses in their groups, and what may follow what.

    left: final statuses that a call leaves again. lives_on: paths of what may change after the end.
    rests: the statuses of a life that goes round in which nothing is under way; what is counted
    begins anew after them. outcome: what tells how the last round ended.
    """

    at: str
    tier: Tier
    source: str
    initial: tuple[str, ...] = ()
    success: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    failure: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    anywhere: tuple[str, ...] = ()
    next: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left: Mapping[str, Left] = field(default_factory=dict)
    lives_on: tuple[str, ...] = ()
    rests: tuple[str, ...] = ()
    outcome: RoundOutcome | None = None
    final_tier: Tier = "inferred"
    final_source: str = ""

    @cached_property
    def final(self) -> tuple[str, ...]:
        """The statuses that stay: success, partial, failure, stopped."""
        return (*self.success, *self.partial, *self.failure, *self.stopped)

    @cached_property
    def unfinished(self) -> tuple[str, ...]:
        """The statuses a job passes through, those without a place in the order last."""
        named = self._onward(self.initial)
        others = (status for after in self.next.values() for status in after)
        named |= dict.fromkeys((*self.next, *others, *self.anywhere))
        return tuple(status for status in named if status not in self.final)

    def is_over(self, shown: Iterable[Any]) -> bool:
        """Return whether statuses, oldest first, tell of an end: of the life, or of a round."""
        went = False
        for status in shown:
            if status in self.final or (went and status in self.rests):
                return True
            went = went or (status in self.unfinished and status not in self.rests)
        return False

    @cached_property
    def beyond(self) -> tuple[str, ...]:
        """The statuses behind the end: a call takes a job there, and nothing leads on."""
        to = dict.fromkeys(status for left in self.left.values() for status in left.to)
        return tuple(one for one in to if one not in self.next and one not in self.final)

    @property
    def all(self) -> tuple[str, ...]:
        """Every status the contract names."""
        return (*self.unfinished, *self.final)

    @cached_property
    def reachable(self) -> Mapping[str, frozenset[str]]:
        """For each status, those that can come after it in one or more hops."""
        return {start: frozenset(self._onward(self.next.get(start, ()))) for start in self.all}

    def _onward(self, starts: Iterable[str]) -> dict[str, None]:
        """Return these statuses and all that come after them, in the order they are met."""
        met = dict.fromkeys(starts)
        waiting = list(met)
        while waiting:
            new = [after for after in self.next.get(waiting.pop(0), ()) if after not in met]
            met |= dict.fromkeys(new)
            waiting += new
        return met

    @cached_property
    def strays(self) -> Mapping[str, tuple[str, ...]]:
        """For each unfinished status with a place, those with a place that never come after it."""
        placed = [status for status in self.all if status not in self.anywhere] if self.next else []
        return {
            start: after
            for start in placed
            if start not in self.final
            and (after := tuple(s for s in placed if s not in (start, *self.reachable[start])))
        }

    def group(self, name: str) -> tuple[str, ...]:
        """Return the status itself, or the statuses of a group; raise KeyError for neither.

        A status may have the name of a group, as `stopped` of DMS: then it is meant.
        """
        if name in self.all:
            return (name,)
        if name in ("initial", "unfinished", "final", *FINAL_GROUPS):
            return tuple(getattr(self, name))
        raise KeyError(name)


def _outcome(data: Mapping[str, Any]) -> RoundOutcome:
    return RoundOutcome(data["at"], **{name: tuple(data.get(name, ())) for name in FINAL_GROUPS})


def status(data: Mapping[str, Any]) -> Status:
    """Return `x-job.status` as a Status."""
    final = data.get("final", {})
    return Status(
        at=data["at"],
        tier=data["tier"],
        source=data["source"],
        next={name: tuple(after) for name, after in data.get("next", {}).items()},
        left={
            name: Left(how["by"], tuple(how["to"])) for name, how in data.get("left", {}).items()
        },
        outcome=_outcome(data["outcome"]) if "outcome" in data else None,
        final_tier=final.get("tier", data["tier"]),
        final_source=final.get("source", data["source"]),
        **{name: tuple(data.get(name, ())) for name in _LISTED},
    )
