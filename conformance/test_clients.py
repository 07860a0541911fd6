"""Every client reads generated legal responses of every operation to the value that was sent."""

from collections.abc import Callable

import pytest

from aws_job_conformance.clients.agreement import Agreement
from aws_job_conformance.runner import pytest_hooks


def test_client(agreed: Callable[[], Agreement], request: pytest.FixtureRequest) -> None:
    """Judge one client on one operation, in one protocol of its service."""
    found = agreed()
    request.node.user_properties.append((pytest_hooks.AGREEMENT, found.to_json()))
    if found.not_run is not None:
        pytest.skip(f"not run: {found.not_run}")
    if found.disagreement is not None:
        pytest.fail(found.disagreement, pytrace=False)
