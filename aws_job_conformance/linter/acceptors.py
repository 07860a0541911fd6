"""A waiter's acceptors: what it makes of an answer, by botocore's own matchers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import jmespath.exceptions

from aws_job_conformance.core import paths
from aws_job_conformance.linter.jmespath_reads import Reads
from aws_job_conformance.linter.waiter_files import Acceptor


@dataclass(frozen=True, slots=True)
class ReadAcceptor:
    """An acceptor, and what its path reads of an answer.

    number: its place in the waiter. reads: None where it has no path. unread: why nobody can say
    which answers it takes; empty where one can.
    """

    number: int
    acceptor: Acceptor
    reads: Reads | None = None
    unread: str = ""


class Trial:
    """The acceptors of a waiter in their order, as botocore asks them."""

    def __init__(self, acceptors: Sequence[ReadAcceptor]) -> None:
        import botocore.waiter  # noqa: PLC0415 - a tenth of a second that `check` never needs

        self._matchers: list[tuple[str, Callable[[Any], Any]]] = [
            (one.acceptor.state, botocore.waiter.AcceptorConfig(one.acceptor.data).matcher_func)
            for one in acceptors
            if not one.unread
        ]
        self._base: dict[str, Any] = {"ResponseMetadata": {"HTTPStatusCode": 200}}
        for one in acceptors:
            # Entries are chosen by a value that only the caller knows: let ours have it.
            for steps, value in () if one.reads is None else one.reads.filtered:
                if "*" not in steps:
                    self._base = paths.put(self._base, steps, value)

    def answer(self, steps: paths.Steps, statuses: Sequence[str]) -> dict[str, Any]:
        """Return an answer with a status; with several, one of as many jobs as there are."""
        out = self._base
        for number, status in enumerate(statuses):
            out = paths.put(out, _nth(steps, number), status)
        return dict(out)

    def outcome(self, answer: Any) -> str | None:
        """Return the state of the first acceptor that takes an answer; None if none does."""
        for state, takes in self._matchers:
            try:
                if takes(answer):
                    return state
            except jmespath.exceptions.JMESPathError:  # a function of what this answer lacks
                continue
        return None


def _nth(steps: paths.Steps, number: int) -> paths.Steps:
    """Return steps with the entry of the last list on the way replaced by another."""
    last = max((n for n, step in enumerate(steps) if isinstance(step, int)), default=None)
    return steps if last is None else (*steps[:last], number, *steps[last + 1 :])
