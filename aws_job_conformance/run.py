"""What a run of the suite works on: its cassettes, its operations, and whether it can."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from aws_job_conformance.contract import names, nearest
from aws_job_conformance.findings import InputError
from aws_job_conformance.model import GoneError
from aws_job_conformance.targets import cassettes
from aws_job_conformance.targets.cassettes import Shelf, Story
from aws_job_conformance.targets.replay import calls_of

_AWS = re.compile(
    r"https://[^/:@]+\.(amazonaws\.(com|com\.cn|eu)|api\.aws|api\.amazonwebservices\.com\.cn)"
)


def must_be_possible(
    *, live: bool, endpoint_url: str | None, operations: Sequence[str], cassettes: str | None
) -> None:
    """Raise InputError where the suite cannot do what its options ask."""
    if live or endpoint_url is not None:
        asked = "--live" if live else "--endpoint-url"
        raise InputError(
            f"{asked}: asking a server is not built yet; leave it out to replay cassettes"
        )
    for operation in operations:
        if operation not in names():
            raise InputError(
                f"--operation: no contract for {operation!r}.{nearest(operation, names())}"
            )
    if cassettes == "":
        raise InputError("--cassettes names no folder; is a variable of your script empty?")
    shelf(cassettes)


@lru_cache(maxsize=8)
def shelf(place: str | None) -> Shelf:
    """Return the cassettes of a run, the shipped ones where none are named."""
    found = cassettes.shelf(cassettes.folder() if place is None else Path(place).absolute())
    unusable = {story.path: why for story in found.stories if (why := _unusable(story))}
    usable = tuple(story for story in found.stories if story.path not in unusable)
    return Shelf(found.folder, usable, (*found.problems, *unusable.values()))


def problems(place: str | None, operations: Sequence[str]) -> tuple[str, ...]:
    """Return what fails a run whatever it selects: unusable cassettes, operations without any."""
    found = shelf(place)
    told = {story.operation for story in found.stories}
    if found.problems:
        return found.problems
    if not told:
        return (f"{found.folder}: no cassette in it, so nothing was judged",)
    return tuple(
        f"{found.folder}: no cassette of {name}" for name in operations if name not in told
    )


def _unusable(story: Story) -> str | None:
    """Return why no test of the full collection can use a story, or None."""
    inside = "/".join(story.path.parts[-3:])
    try:
        made = calls_of(story)
    except GoneError:
        return None  # its test says so
    except InputError as error:
        return f"{inside}: {error}"
    others = [call.endpoint for call in made if not _AWS.fullmatch(call.endpoint)]
    if story.origin == "aws" and others:
        return f"{inside}: states the origin aws, but {others[0]} answered"
    return None


def stories(place: str | None, operations: Sequence[str]) -> list[Story]:
    """Return the stories a run tells: those of the operations named, or all."""
    return [s for s in shelf(place).stories if not operations or s.operation in operations]
