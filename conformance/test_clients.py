"""Every client reads generated legal responses of every operation to the value that was sent."""

from __future__ import annotations

import pytest

from aws_job_conformance.clients import Known, agreement
from aws_job_conformance.clients.agreement import Agreement
from aws_job_conformance.clients.interface import Client
from aws_job_conformance.runner import pytest_hooks


def test_client(
    operation: str,
    protocol: str,
    known: Known,
    opened: Client | str,
    request: pytest.FixtureRequest,
) -> None:
    """Judge one client on one operation, in one protocol of its service."""
    if isinstance(opened, str):
        found = Agreement(operation, protocol, known.name, not_run=opened)
    else:
        found = agreement.agreed(opened, operation, protocol)
    request.node.user_properties.append((pytest_hooks.AGREEMENT, found.to_json()))
    if found.not_run is not None:
        pytest.skip(f"not run: {found.not_run}")
    if found.disagreement is not None:
        pytest.fail(found.disagreement, pytrace=False)
