"""What a waiter names, held against the service model: paths, values and errors."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.findings import Grade, Tier, message
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import brief
from aws_job_conformance.linter.acceptors import ReadAcceptor
from aws_job_conformance.linter.jmespath_reads import Reads, is_template
from aws_job_conformance.linter.waiter_files import STATES, ReadWaiter
from aws_job_conformance.linter.waiter_findings import Kind, WaiterFinding


@dataclass(frozen=True, slots=True)
class Polled:
    """The operation that a waiter polls, in its service model.

    operation: as the model writes it. data: its entry there. shapes: of the model. values: those
    that its status may have and the model may not name, by the steps to it. source: the model.
    """

    operation: str
    data: Mapping[str, Any]
    shapes: Mapping[str, Any]
    values: Mapping[paths.Steps, tuple[str, ...]]
    source: str

    @property
    def output(self) -> str | None:
        """The shape of its answer, if it answers anything."""
        name: str | None = self.data.get("output", {}).get("shape")
        return name

    @property
    def errors(self) -> tuple[str, ...]:
        """The codes of its modelled errors."""
        named = [one["shape"] for one in self.data.get("errors", ())]
        return tuple(self.shapes[one].get("error", {}).get("code", one) for one in named)

    def shape(self, steps: paths.Steps) -> Mapping[str, Any]:
        """Return the shape at these steps; an empty one where there is none."""
        at = self.output
        for step in steps:
            shape = self.shapes[at] if at is not None else {}
            inner = shape.get("members", {}).get(step) or shape.get("member") or shape.get("value")
            at = None if inner is None else inner["shape"]
        return {} if at is None else dict(self.shapes[at])


@dataclass(frozen=True, slots=True)
class _Line:
    """One acceptor of a waiter, before the operation."""

    waiter: ReadWaiter
    polled: Polled
    one: ReadAcceptor

    def finding(self, kind: Kind, grade: Grade, value: str, what: str, fix: str) -> WaiterFinding:
        number, polled = self.one.number, self.polled
        where, source = f"acceptor {number + 1}", polled.source
        tier: Tier = "documented"
        said = message(where=where, what=what, law=kind, tier=tier, source=source, fix=fix)
        of, at, pointer = polled.operation, self.waiter, f"{self.waiter.pointer}/acceptors/{number}"
        return WaiterFinding(
            of, at.name, at.where, pointer, kind, grade, tier, (value,), source, said
        )

    def judged(self) -> Iterator[WaiterFinding]:
        acceptor, reads = self.one.acceptor, self.one.reads
        if acceptor.state not in STATES:
            what = f"the state {brief(acceptor.state)} is none of {', '.join(STATES)}"
            fix = f"botocore polls on; write failure.{nearest(acceptor.state, STATES)}"
            yield self.finding("no-such-state", "error", acceptor.state, what, fix)
        if self.one.unread:
            yield self._unread()
        elif acceptor.matcher == "error":
            yield from self._error(acceptor.expected)
        elif reads is not None and reads.lost:
            yield from self._lost(reads)
        elif reads is not None:
            yield from self._match(reads)
            yield from self._values(reads)

    def _unread(self) -> WaiterFinding:
        acceptor = self.one.acceptor
        shown = brief(acceptor.argument or acceptor.expected, 120)
        what = f"{shown}: {self.one.unread}"
        if is_template(acceptor.argument) or is_template(acceptor.expected):
            fix = "What it takes was left out of the judgement."
            return self.finding("not-judged", "note", shown, what, fix)
        return self.finding("never-matches", "error", shown, what, "Write it more simply.")

    def _error(self, code: Any) -> Iterator[WaiterFinding]:
        errors = self.polled.errors
        if not isinstance(code, str) or not errors or code in errors:
            return
        near = nearest(code, errors, likeness=0.75) if code else " For any error, write true."
        if near:  # of most services only some of the errors are modelled
            what = f"the operation has no error {brief(code)}, and codes are compared whole"
            yield self.finding("no-such-error", "note", code, what, f"Look it up.{near}")

    def _lost(self, reads: Reads) -> Iterator[WaiterFinding]:
        argument = self.one.acceptor.argument
        for name, steps in reads.lost:
            place = paths.text(steps) if steps else "the answer" if steps == () else "a yes or no"
            what = f"{brief(argument, 120)} does not resolve: {place} has no {brief(name)}"
            near = nearest(name, self.polled.shape(steps or ()).get("members", {}))
            yield self.finding("no-such-path", "error", argument, what, f"It takes nothing.{near}")

    def _match(self, reads: Reads) -> Iterator[WaiterFinding]:
        """Yield what makes a path of the wrong kind for its matcher."""
        matcher, argument = self.one.acceptor.matcher, self.one.acceptor.argument
        if matcher == "path" and reads.result == "list":
            kind, wanted, fix = "a list", "one value", "Use pathAll, or pathAny for a failure."
        elif matcher != "path" and reads.result == "value":
            kind, wanted, fix = "one value", "a list", "Use path."
        else:
            return
        what = f"{brief(argument, 120)} is {kind}, and {matcher} takes {wanted}: it never matches"
        yield self.finding("never-matches", "error", argument, what, fix)

    def _values(self, reads: Reads) -> Iterator[WaiterFinding]:
        acceptor = self.one.acceptor
        pairs = list(reads.compared)
        if reads.at is not None:
            pairs.append((reads.at, acceptor.expected))
        for steps, value in pairs:
            enum = self.polled.shape(steps).get("enum", ())
            known = tuple(dict.fromkeys((*enum, *self.polled.values.get(steps, ()))))
            if not isinstance(value, str) or is_template(value) or not known or value in known:
                continue
            what = f"{paths.text(steps)} is never {brief(value)}"
            fix = f"It has {', '.join(known)}.{nearest(value, known)}"
            grade: Grade = "note" if acceptor.state == "retry" else "warning"
            if _bare(value) in map(_bare, known):  # no new status, but one that was mistyped
                grade = "error"
            yield self.finding("no-such-value", grade, value, what, fix)


def judge(
    waiter: ReadWaiter, polled: Polled, acceptors: Iterable[ReadAcceptor]
) -> Iterator[WaiterFinding]:
    """Yield what each acceptor names that the operation does not have, the same thing once."""
    told: set[tuple[str, tuple[str, ...]]] = set()
    for one in acceptors:
        for finding in _Line(waiter, polled, one).judged():
            if (finding.kind, finding.values) not in told:
                told.add((finding.kind, finding.values))
                yield finding


def _bare(status: str) -> str:
    return "".join(filter(str.isalnum, status)).lower()
