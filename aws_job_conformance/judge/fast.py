"""The hot path: is a response clean, is a step of a history? Yes, or go and ask the judge."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.judge import check

State = Any
"""What a history came to so far, as `step` returns it; opaque, picklable, and never changed."""


@dataclass(frozen=True)
class Compiled:
    """A contract as functions that say only "clean" or "not known to be clean"."""

    contract: Contract

    def clean(self, response: object) -> bool:
        """Return whether `check_response` is known to have no finding on a response."""
        try:
            return not check.check_response(self.contract, response).findings
        except InputError:
            return False

    def step(self, state: State | None, response: object) -> State | None:
        """Return the state after one more response of a job, or None: not known to be clean.

        state: what the step before returned; None before the first response.
        """
        history = (*(state or ()), response)
        try:
            clean = not check.check_history(self.contract, history).findings
        except InputError:
            return None
        return history if clean else None


@lru_cache(maxsize=1024)
def compiled(contract: Contract) -> Compiled:
    """Return a contract compiled; kept for the contracts asked last."""
    return Compiled(contract)
