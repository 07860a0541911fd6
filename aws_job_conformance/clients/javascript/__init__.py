"""AWS SDK for JavaScript v3 under test, its packages pinned beside it."""

from aws_job_conformance.clients.javascript.node_client import (
    FOLDER,
    INSTALL,
    NAME,
    available,
    client,
)

__all__ = ["FOLDER", "INSTALL", "NAME", "available", "client"]
