"""Every recorded story: each response on the wire, as a real botocore parses it, and as a history."""

from __future__ import annotations

from typing import Any

import aws_job_conformance_pytest as plugin
import pytest

from aws_job_conformance import results, run
from aws_job_conformance.model import GoneError
from aws_job_conformance.results import Result
from aws_job_conformance.targets.cassettes import Story
from aws_job_conformance.targets.replay import replay


def test_story(story: Story, vcr: Any, strict: bool, request: pytest.FixtureRequest) -> None:  # noqa: FBT001 - fixtures
    """Judge one story; its findings are told at the end of the run as well."""
    tell = request.node.user_properties.append
    try:
        made = run.calls(story)
    except GoneError as gone:
        result = Result(story.operation, story.name, story.origin, not_run=str(gone))
        tell((plugin.PROPERTY, result.as_json()))
        pytest.skip(f"not run: {gone}")
    exchanges = list(replay(made))
    missing = story.missing
    result = results.of_story(story.operation, story.name, story.origin, exchanges, missing=missing)
    tell((plugin.PROPERTY, result.as_json()))
    assert vcr.play_count == len(made)
    failing = result.failing(strict=strict)
    if failing:
        pytest.fail("\n".join(map(str, failing)), pytrace=False)
