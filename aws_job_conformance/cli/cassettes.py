"""`cassettes`: the stories of a folder, whose answers they are, and how old."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import click

from aws_job_conformance.cli._progress import progress
from aws_job_conformance.cli._terminal import FORMAT, print_json, print_table, say
from aws_job_conformance.cli.path_types import SOURCE
from aws_job_conformance.core.text import plural, told


@click.command(short_help="List recorded stories, their origins and ages.")
@click.argument("folder", required=False, type=SOURCE)
@click.option(
    "--max-age",
    type=click.IntRange(min=0),
    metavar="DAYS",
    help="Exit 1 if a story that was recorded is older, or does not say when it was.",
)
@FORMAT
def cassettes(folder: str | None, max_age: int | None, form: str) -> int:
    """List the stories of FOLDER, the shipped ones if none is named.

    A story that AWS printed, or that somebody wrote, was not recorded, and has no age.

    Exit 1: one is too old, or a file in the folder is no story.

    \b
    Example:
      aws-job-conformance cassettes ./cassettes --max-age 90
    """  # noqa: D301 - \b is click's mark
    from aws_job_conformance.runner import selection  # noqa: PLC0415 - loads botocore

    with progress("reading cassettes"):
        shelf = selection.shelf(folder)
    today = datetime.now(UTC).date()
    rows = [_row(story, today) for story in shelf.stories]
    wrong = [*shelf.problems, *(_too_old(row, max_age) for row in rows)]
    problems = [told(sentence) for sentence in wrong if sentence]
    if form == "json":
        print_json({"folder": str(shelf.folder), "stories": rows, "problems": problems})
    else:
        _print(rows, problems)
    return 1 if problems else 0


def _row(story: Any, today: date) -> dict[str, Any]:
    day = story.recorded
    return {
        "operation": story.operation,
        "story": story.name,
        "origin": told(story.origin),
        "recorded": None if day is None else day.isoformat(),
        "age": None if day is None else (today - day).days,
        "about": told(story.about),
    }


def _too_old(row: dict[str, Any], most: int | None) -> str | None:
    if most is None or row["origin"] in ("aws-documentation", "synthetic"):
        return None
    name = f"{row['operation']}-{row['story']}"
    if row["age"] is None:
        return f"{name} does not say when it was recorded. Add `recorded` to it, or record again."
    if row["age"] > most:
        return f"{name} is {plural(row['age'], 'day')} old, more than {most}. Record it again."
    return None


def _print(rows: list[dict[str, Any]], problems: list[str]) -> None:
    named = ("operation", "story", "origin", "age", "about")
    ages = ["" if row["age"] is None else plural(row["age"], "day") for row in rows]
    print_table(
        named,
        (
            [str(row[name]) for name in named[:3]] + [age, str(row["about"] or "")]
            for row, age in zip(rows, ages, strict=True)
        ),
    )
    for sentence in problems:
        say(f"error: {sentence}")
