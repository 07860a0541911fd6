"""Waiters on trial: what a file of botocore's waiters has, held against the life of each job."""

from aws_job_conformance.linter.waiter_findings import WaiterFinding, failing
from aws_job_conformance.linter.waiter_places import found
from aws_job_conformance.linter.waiter_verdicts import Judged, count, judge

__all__ = ["Judged", "WaiterFinding", "count", "failing", "found", "judge"]
