"""Every recorded story: each response on the wire, as a real botocore parses it, and as a history."""

from __future__ import annotations

from typing import Any

import aws_job_conformance_pytest as plugin
import pytest

from aws_job_conformance import results, run
from aws_job_conformance.findings import InputError
from aws_job_conformance.model import GoneError
from aws_job_conformance.results import Result
from aws_job_conformance.targets.cassettes import Story
from aws_job_conformance.targets.replay import Exchange, replay


def test_story(story: Story, vcr: Any, strict: bool, request: pytest.FixtureRequest) -> None:  # noqa: FBT001 - fixtures
    """Judge one story; its findings are told at the end of the run as well."""
    exchanges, unplayed = _played(story)
    if unplayed is not None:
        _tell(request, Result(story.operation, story.name, story.origin, not_run=str(unplayed)))
        if isinstance(unplayed, GoneError):
            pytest.skip(f"not run: {unplayed}")
        pytest.fail(str(unplayed), pytrace=False)
    assert vcr.play_count == len(exchanges)
    result = results.of_story(
        story.operation, story.name, story.origin, exchanges, missing=story.missing
    )
    _tell(request, result)
    failing = result.failing(strict=strict)
    if failing:
        pytest.fail("\n".join(map(str, failing)), pytrace=False)


def _played(story: Story) -> tuple[list[Exchange], InputError | None]:
    try:
        return list(replay(run.calls(story))), None
    except InputError as error:
        return [], error


def _tell(request: pytest.FixtureRequest, result: Result) -> None:
    request.node.user_properties.append((plugin.PROPERTY, result.to_json()))
