"""Every recorded story: on the wire, as a real botocore parses it, and as a history."""

from typing import Any

import pytest

from aws_job_conformance.core.errors import GoneError, InputError
from aws_job_conformance.judge.results import Result
from aws_job_conformance.runner import pytest_hooks, stories
from aws_job_conformance.targets.cassettes.reader import Story
from aws_job_conformance.targets.cassettes.replay import calls_of, replay


def test_story(story: Story, vcr: Any, strict: bool, request: pytest.FixtureRequest) -> None:  # noqa: FBT001 - fixtures
    """Judge one story; its findings are told at the end of the run as well."""
    result, why = _judged(story)
    request.node.user_properties.append((pytest_hooks.PROPERTY, result.to_json()))
    if isinstance(why, GoneError):
        pytest.skip(f"not run: {why}")
    if why is not None:
        pytest.fail(str(why), pytrace=False)
    assert vcr.play_count == result.responses + result.pages + result.errors
    failing = result.failing(strict=strict)
    if failing:
        pytest.fail("\n".join(map(str, failing)), pytrace=False)


def _judged(story: Story) -> tuple[Result, InputError | None]:
    """Return what a story came to, and why it could not be judged, if it could not."""
    told = (story.operation, story.name, story.origin)
    try:
        exchanges = list(replay(calls_of(story)))
        result = stories.of_story(*told, exchanges, missing=story.missing, records=story.records)
    except InputError as error:
        return Result(*told, not_run=str(error)), error
    return result, None
