"""A waiter before the contract of the operation that it polls, and what is said of it there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.findings import Grade, message
from aws_job_conformance.core.life import FINAL_GROUPS
from aws_job_conformance.linter import waiter_aims
from aws_job_conformance.linter.acceptors import ReadAcceptor, Trial
from aws_job_conformance.linter.waiter_files import ReadWaiter
from aws_job_conformance.linter.waiter_findings import Kind, WaiterFinding

_UNITS = ((3600, "h"), (60, "min"))
_OTHER_LIFE = "; it is of another life than the waiter is named for"


@dataclass(frozen=True)
class LifeCase:
    """A waiter, the contract, and its acceptors as they were read.

    written: whether somebody wrote the contract: what is inferred only warns.
    """

    waiter: ReadWaiter
    contract: Contract
    acceptors: tuple[ReadAcceptor, ...]
    written: bool

    @property
    def steps(self) -> paths.Steps:
        """Where the status is."""
        return self.contract.status_steps

    @cached_property
    def readers(self) -> tuple[ReadAcceptor, ...]:
        """The acceptors that read the status."""
        return tuple(
            one
            for one in self.acceptors
            if one.reads is not None and not one.unread and self.steps in one.reads.members
        )

    @cached_property
    def trial(self) -> Trial:
        """What the waiter makes of an answer."""
        return Trial(self.acceptors)

    @cached_property
    def made(self) -> Mapping[str, str | None]:
        """What the waiter makes of each status: success, failure, or anything else for neither."""
        return {
            status: self.trial.outcome(self.trial.answer(self.steps, [status]))
            for status in self.contract.status.all
        }

    @cached_property
    def unfinished(self) -> tuple[str, ...]:
        """The statuses in which a job goes on."""
        life = self.contract.status
        return tuple(one for one in life.unfinished if one not in life.beyond)

    @cached_property
    def group_of(self) -> Mapping[str, str]:
        """The group of each end; gone: of a job that was deleted, if it stays to be seen."""
        life = self.contract.status
        ends = {status: name for name in FINAL_GROUPS for status in getattr(life, name)}
        gone = [one for one in life.beyond if not waiter_aims.says_ongoing(one)]
        return ends | dict.fromkeys(gone, "gone")

    def ended(self, status: str) -> bool:
        """Return whether the waiter stops at a status."""
        return self.made[status] in ("success", "failure")

    def parted(self, statuses: Iterable[str]) -> tuple[tuple[tuple[str, ...], bool], ...]:
        """Return statuses in two: those of the life that the waiter is named for, and the rest.

        A stack is created, updated and deleted: `StackUpdateComplete` is about UPDATE_COMPLETE. The
        second of each pair is whether they are of another life. Most jobs have one life.
        """
        own = waiter_aims.about(self.waiter.name, self.contract.status.final)
        statuses = tuple(statuses)
        near = tuple(one for one in statuses if not own or waiter_aims.shares(one, own))
        far = tuple(one for one in statuses if one not in near)
        return tuple((some, other) for some, other in ((near, False), (far, True)) if some)

    @property
    def polls(self) -> str:
        """How often it polls, and how long that takes."""
        seconds = self.waiter.delay * self.waiter.attempts
        size, unit = next((one for one in _UNITS if seconds >= one[0]), (1, "s"))
        return f"it polls {self.waiter.attempts} times, {seconds / size:.3g} {unit}"

    def finding(  # noqa: PLR0913 - what is found, and how sure that is
        self,
        kind: Kind,
        values: Sequence[str],
        what: str,
        fix: str,
        *,
        note: bool = False,
        other: bool = False,
    ) -> WaiterFinding:
        """Return what is said of the waiter; note: that it may be meant so.

        other: that the values are of another life than the waiter's, which may be meant, too.
        """
        what += _OTHER_LIFE if other else ""
        life = self.contract.status
        source = self.contract.source(life.final_source)
        # An inferred contract has its ends from the words of the statuses, or from a waiter itself.
        grade: Grade = "error" if self.written and life.final_tier != "inferred" else "warning"
        grade = "note" if note or other else grade
        tier, of, at = life.final_tier, self.contract.operation, self.waiter
        where = paths.text(self.steps)
        said = message(where=where, what=what, law=kind, tier=tier, source=source, fix=fix)
        return WaiterFinding(
            of, at.name, at.where, at.pointer, kind, grade, tier, tuple(values), source, said
        )
