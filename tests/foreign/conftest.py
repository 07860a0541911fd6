"""One server for all tests here, asked once; without the pinned moto they are skipped."""

import evidence
import moto_process
import pytest


@pytest.fixture(scope="session")
def moto(tmp_path_factory):
    """The URL of moto's own server."""
    reason = moto_process.why_not()
    if reason is not None:
        pytest.skip(reason)
    with moto_process.running(tmp_path_factory.mktemp("moto") / "server.log") as url:
        yield url


@pytest.fixture(scope="session")
def asked(moto):
    """Each operation, with what moto showed of it."""
    return evidence.of_moto(moto)
