"""Any error of a call, in one plain sentence: what, where, the fix, and no secret."""

from aws_job_conformance.core.errors import StoppedError
from aws_job_conformance.targets.endpoint.trouble._refusals import of_answer
from aws_job_conformance.targets.endpoint.trouble._unreachable import of
from aws_job_conformance.targets.endpoint.trouble.kinds import ServerTrouble

__all__ = ["ServerTrouble", "StoppedError", "of", "of_answer"]
