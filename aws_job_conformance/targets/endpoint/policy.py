"""The least IAM policy of a read-only run."""

from __future__ import annotations

from aws_job_conformance import model


def action(operation: str) -> str:
    """Return the IAM action of `service:Operation`: IAM's prefix is what the service signs as."""
    service, _, name = operation.partition(":")
    return f"{model.service_model(service).signing_name}:{name}"
