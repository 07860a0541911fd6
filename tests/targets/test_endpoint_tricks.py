"""Tricks to have another call sent: what the guard says of each, and what arrived."""

import re

import pytest
from support.deceived import Here
from support.loopback import answering
from support.params import quick_first
from support.tricks_on_clients import TRICKS

from aws_job_conformance.core.errors import CallRefusedError

GENUINE = {
    ("GET", "/v2/email/import-jobs/x", b""),
    ("GET", "/v2/email/import-jobs/x", b"{}"),
}
"""All that may arrive: no trick has a genuine request that is another."""

told = {}


@pytest.fixture(scope="module")
def server():
    with answering() as running:
        yield running
    width = max(map(len, told))
    print("\n".join(f"{name:<{width}}  {said}" for name, said in told.items()))  # noqa: T201 - for -rP


@pytest.mark.parametrize("name", quick_first(TRICKS, quick=15))
def test_no_trick_has_another_call_sent(server, name, tmp_path):
    run, said = TRICKS[name]
    before = len(server.asked)
    if said is None:
        run(Here(server, tmp_path))
        told[name] = "the genuine call is sent"
    else:
        with pytest.raises(CallRefusedError) as error:
            run(Here(server, tmp_path))
        told[name] = str(error.value)
        assert re.search(said, str(error.value))
        assert "\n" not in str(error.value)
        assert str(error.value).isprintable()
    came = list(zip(server.asked[before:], server.bodies[before:], strict=True))
    assert not [headers for (_, _, headers), _ in came if "Transfer-Encoding" in headers]
    assert {(method, path, body) for (method, path, _), body in came} <= GENUINE
    assert (len(server.asked) > before) == (said is None or name == "a retry as another call")
