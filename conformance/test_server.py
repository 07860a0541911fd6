"""Every promise of every operation, put to the test on a real account or an emulator."""

import pytest

from aws_job_conformance.runner import promises, pytest_hooks
from aws_job_conformance.runner.promises import Promise
from aws_job_conformance.runner.server import RunServer


def test_promise(
    promise: Promise,
    server: RunServer,
    strict: bool,  # noqa: FBT001 - a fixture
    request: pytest.FixtureRequest,
) -> None:
    """Judge one promise by all that the server shows of its operation."""
    told = request.node.user_properties
    told.append((pytest_hooks.ID, promise.id))
    try:
        evidence, is_new = server.evidence(promise.operation)
    finally:
        calls = server.calls()
        told += [(pytest_hooks.CALLS, calls.to_json())] if calls else []
    if is_new:
        told += [(pytest_hooks.PROPERTY, result.to_json()) for result in evidence.told]
        told += [(pytest_hooks.SAID, sentence) for sentence in evidence.said]
        told += [(pytest_hooks.LOST, sentence) for sentence in evidence.lost]
    failed = ((seen, one) for seen in evidence.results for one in seen.failing(strict=strict))
    broken = [str(one) for seen, one in failed if promises.broken(seen, one) == promise]
    if broken:
        pytest.fail("\n".join(dict.fromkeys(broken)), pytrace=False)
    if evidence.absent is not None:
        lacks = f"{evidence.absent}: {evidence.why}"
        lets_pass = pytest_hooks.options(request.config).allow_no_evidence
        refused = evidence.absent == "no evidence" and evidence.made and not lets_pass
        if refused and promise.kind == promises.ENDS:
            pytest.fail(lacks, pytrace=False)
        pytest.skip(lacks)
    if promise.kind == promises.ENDS and not evidence.ended:
        unended = f"{promise.operation}: no job came to its end"
        if evidence.made:
            pytest.fail(unended, pytrace=False)
        pytest.skip(unended)
    if not promises.applied(promise, evidence.results):
        pytest.skip("nothing that was seen puts it to the test")
