"""One request and the answer to it, as they are recorded."""

from __future__ import annotations

from dataclasses import dataclass

from aws_job_conformance.hearing import Answer
from aws_job_conformance.targets.cassettes import Request


@dataclass(frozen=True, slots=True)
class Recorded:
    """One HTTP exchange: what was asked, and what came back."""

    request: Request
    answer: Answer
