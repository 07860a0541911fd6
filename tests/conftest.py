"""For every test of ours: two validators judge each payload, and Hypothesis is patient."""

import os

import pytest
from hypothesis import settings

settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session", autouse=True)
def both_engines():
    """Both validators judge every payload, so that a difference between them is never missed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_JOB_CONFORMANCE_ENGINES", "both")
        yield
