"""The kinds of law about the way of a job: which status follows which, and that an end is one."""

from collections.abc import Iterator
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.findings import Grade
from aws_job_conformance.core.laws.kind import Breach, Fill, History, Kind, Response
from aws_job_conformance.core.laws.measures import same
from aws_job_conformance.core.text import show


class Moves(Kind):
    """A status is followed only by what can be reached from it."""

    name = "moves"
    fix = "Statuses may be skipped, never gone back."

    def __init__(self, law: Law, contract: Contract) -> None:
        super().__init__(law, contract)
        self.status = contract.status

    def placed(self, status: Any) -> bool:
        """Return whether a status has a place in the order."""
        return status in self.status.all and status not in self.status.anywhere

    def step(self, last: str, poll: int, now: str) -> list[Breach]:
        """Return the breaches of going here from the last status with a place (at `poll`)."""
        if now == last or now in self.status.reachable[last]:
            return []
        order = [status for status in self.status.all if status in self.status.reachable[last]]
        after = ", ".join(order) or "nothing"
        back = last in self.status.reachable.get(now, ())
        what = f"went back to {{got}} after {show(last)} at poll {poll}"
        if not back:
            what = f"got {{got}} after {show(last)} at poll {poll}, from where it is not reached"
        fix = self.law.fix or f"After {last} may come {after}. {self.fix if back else ''}".rstrip()
        return [self.breach(self.at, now, what, f"{last}, {after}", before=last, fix=fix)]

    def break_(self, history: History, fill: Fill) -> Iterator[History]:
        for i, response in enumerate(history):
            status = paths.get(response, self.at)
            for earlier in history[:i]:
                before = paths.get(earlier, self.at)
                if before != status and before not in self.status.reachable.get(status, ()):
                    yield (*history[: i + 1], earlier)
                    yield (response, earlier)
                    yield (response, paths.put(response, self.at, before))
            for stray in self.status.strays.get(status, ()):
                yield (response, paths.put(response, self.at, stray))


_NO_ORDER = (
    "It is no error, because nobody wrote down the order of its statuses, and some jobs can be"
    " started again."
)


class Final(Kind):
    """A final status stays, and so does what the job shows."""

    name = "final"
    fix = "A poller that saw it has stopped reading; start a new job instead of reopening this one."

    def step(self, status: str, poll: int, now: str) -> list[Breach]:
        """Return the breach of going from a final status (at `poll`) to another."""
        left = self.contract.status.left.get(status)
        if now == status or (left is not None and now in left.to):
            return []
        what = f"got {{got}}, but it was {show(status)} at poll {poll}, which is final"
        what += f" ({left.by} leaves it for {', '.join(left.to)})" if left is not None else ""
        life = self.contract.status
        # Where nobody gave the order, a job may be one that can be started again.
        grade: Grade = "error" if life.next or life.tier != "inferred" else "warning"
        fix = self.law.fix or (self.fix if grade == "error" else f"{self.fix} {_NO_ORDER}")
        return [self.breach(self.at, now, what, status, before=status, grade=grade, fix=fix)]

    def changes(self, before: Response, after: Response, poll: int) -> list[Breach]:
        """Return a breach for each member that changed after the end; `poll` is the one before."""
        root = self.contract.root
        found = _differences(paths.get(before, root), paths.get(after, root), root)
        lives_on = [self.contract.steps(path) for path in self.contract.status.lives_on]
        return [
            self._change(steps, was, now, poll)
            for steps, was, now in found
            if not any(steps[: len(path)] == path for path in lives_on)
        ]

    def _change(self, steps: paths.Steps, was: Any, now: Any, poll: int) -> Breach:
        end = f"at poll {poll}, after the job had ended"
        shown = "gone" if now is None else "got {got}"
        what = f"{shown}, but it was {'not there' if was is None else '{before}'} {end}"
        fix = (
            "Write the last value before the final status, so that whoever stops there has it all."
        )
        return self.breach(
            steps, now, what, "the value it had", before=was, grade="warning", fix=fix
        )

    def break_(self, history: History, fill: Fill) -> Iterator[History]:
        for i, response in enumerate(history):
            status = paths.get(response, self.at)
            if status not in self.contract.status.final:
                continue
            for earlier in reversed(history[:i]):
                yield (*history[: i + 1], earlier)
            for other in self.contract.status.all:
                if other != status:
                    yield (*history[: i + 1], paths.put(response, self.at, other))


def _differences(
    before: Any, after: Any, steps: paths.Steps
) -> Iterator[tuple[paths.Steps, Any, Any]]:
    if isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys((*before, *after)):
            yield from _differences(before.get(name), after.get(name), (*steps, name))
    elif not same(_address(before), _address(after)):
        yield steps, before, after


def _address(value: Any) -> Any:
    """Signed URLs change on every read: only what stands before the query is the same one."""
    if isinstance(value, str) and value.startswith(("http://", "https://")):
        return value.partition("?")[0]
    return value
