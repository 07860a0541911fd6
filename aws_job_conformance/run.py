"""What a run of the suite works on: its cassettes, its operations, and whether it can."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from aws_job_conformance.contract import names, nearest
from aws_job_conformance.findings import InputError
from aws_job_conformance.targets import cassettes
from aws_job_conformance.targets.calls import Call
from aws_job_conformance.targets.cassettes import Shelf, Story
from aws_job_conformance.targets.replay import calls_of


def must_be_possible(
    *, live: bool, endpoint_url: str | None, operations: Sequence[str], cassettes: str | None
) -> None:
    """Raise InputError where the suite cannot do what its options ask."""
    if live or endpoint_url:
        asked = "--live" if live else "--endpoint-url"
        raise InputError(f"{asked}: asking a server is not built yet; leave it out to replay cassettes")
    for operation in operations:
        if operation not in names():
            raise InputError(f"--operation: no contract for {operation!r}.{nearest(operation, names())}")
    shelf(cassettes)


@lru_cache(maxsize=8)
def shelf(place: str | None) -> Shelf:
    """Return the cassettes of a run, the shipped ones where none are named."""
    found = cassettes.shelf(Path(place) if place else cassettes.folder())
    unused = [problem for story in found.stories if (problem := _unused(story))]
    return Shelf(found.folder, found.stories, (*found.problems, *unused))


def _unused(story: Story) -> str | None:
    """Return why no test of the full collection would use a story, or None."""
    try:
        calls_of(story)
    except InputError as error:
        from aws_job_conformance.model import GoneError  # noqa: PLC0415 - after botocore is known

        return None if isinstance(error, GoneError) else f"{story.operation}: {error}"
    return None


def stories(place: str | None, operations: Sequence[str]) -> list[Story]:
    """Return the stories a run tells: those of the operations named, or all."""
    return [s for s in shelf(place).stories if not operations or s.operation in operations]


def calls(story: Story) -> list[Call]:
    """Return the calls of a story; raises GoneError where botocore lacks its service."""
    return calls_of(story)
