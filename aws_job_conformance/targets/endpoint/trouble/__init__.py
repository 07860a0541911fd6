"""Any error of a call, in one plain sentence: what, where, the fix, and no secret."""

from __future__ import annotations

from aws_job_conformance.targets.endpoint.trouble.kinds import AskedServer, TroubleKind, StoppedError, Trouble
from aws_job_conformance.targets.endpoint.trouble.refusals import of_answer
from aws_job_conformance.targets.endpoint.trouble.unreachable import of

__all__ = ["AskedServer", "TroubleKind", "StoppedError", "Trouble", "of", "of_answer"]
