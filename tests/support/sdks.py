"""SDKs that are built, for tests of any client: skipped, with the reason, where they are not."""

import pytest

from aws_job_conformance import clients
from aws_job_conformance.clients import known_clients, sdks

BUILT = [pytest.param(sdk.name, marks=pytest.mark.thorough) for sdk in sdks.registered()]


def opened(name):
    """A client by its name, started; the test is skipped where it cannot be."""
    every = (*clients.known(), *map(known_clients.of_sdk, sdks.registered()))
    (known,) = [known for known in every if known.name == name]
    why_not = known.why_not()
    if why_not is not None:
        pytest.skip(f"not run: {why_not}")
    return known.open()
