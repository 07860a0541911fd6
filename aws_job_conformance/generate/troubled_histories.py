"""What goes wrong on the way of a job, by choice: where it stands among the responses."""

from dataclasses import replace
from typing import Any

from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.history import History
from aws_job_conformance.core.trouble import KINDS, OUTLASTING, Trouble
from aws_job_conformance.generate.choice_source import Source, pick


def kinds(contract: Contract) -> tuple[str, ...]:
    """Return the kinds of trouble that a contract can have."""
    lists = contract.list_steps is not None
    return tuple(name for name in KINDS if lists or name != "empty")


def troubled(contract: Contract, history: History, source: Source) -> History:
    """Return a history with a trouble in it, or, one time of two, as it was.

    What passes stands before the end. What is for good is the last of the history: before the end,
    and nobody learns of it, or after it.
    """
    if not source.integer(0, 1):
        return history
    kind = pick(source, kinds(contract))
    if not KINDS[kind].is_passing:  # a job that was never there is not gone
        at = source.integer(1, len(history))
        forever: Any = Trouble(kind)
        return replace(history, responses=(*history[:at], forever))
    # Not found, or not in the list, is what passes only right after the start.
    at = 0 if kind in ("not-there-yet", "empty") else source.integer(0, len(history) - 1)
    trouble: Any = Trouble(kind, source.integer(1, OUTLASTING))
    return replace(history, responses=(*history[:at], trouble, *history[at:]))
