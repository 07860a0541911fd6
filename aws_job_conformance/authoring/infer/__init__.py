"""Contracts nobody wrote: any job operation of the installed botocore, inferred from its model."""

from aws_job_conformance.authoring.infer.inferred_contract import (
    authored,
    contract,
    found,
    is_service,
    near,
    protocol,
    source,
)
from aws_job_conformance.authoring.infer.job_operations import every, operations

__all__ = [
    "authored",
    "contract",
    "every",
    "found",
    "is_service",
    "near",
    "operations",
    "protocol",
    "source",
]
