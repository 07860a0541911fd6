"""Contracts nobody wrote: any job operation of the installed botocore, inferred from its model."""

from aws_job_conformance.authoring.infer.inference import authored, contract, found, near, source
from aws_job_conformance.authoring.infer.job_operations import every, operations, protocol

__all__ = ["authored", "contract", "every", "found", "near", "operations", "protocol", "source"]
