"""`cassettes`: the stories of a folder, whose answers they are, and how old."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

import click

from aws_job_conformance.cli import _shared_options as shared
from aws_job_conformance.cli._terminal import FORMAT, print_json, print_table, progress, say
from aws_job_conformance.cli.path_types import SOURCE
from aws_job_conformance.core.text import plural, told

_OLDER = "Exit 1 if a story that was recorded is older, or does not say when it was."


@click.command(short_help="List recorded stories, their origins and ages.")
@click.argument("folder", required=False, type=SOURCE)
@click.option("--max-age", type=click.IntRange(min=0), metavar="DAYS", help=_OLDER)
@shared.baseline_options
@FORMAT
def cassettes(
    folder: str | None, max_age: int | None, known_file: str | None, new_file: str | None, form: str
) -> int:
    """List the stories of FOLDER, the shipped ones if none is named.

    A story that AWS printed, or that somebody wrote, was not recorded, and has no age.

    Exit 1: one is too old, or a file in the folder is no story; or a line of the --baseline that
    no longer happens.

    \b
    Example:
      aws-job-conformance cassettes ./cassettes --max-age 90
      aws-job-conformance cassettes ./cassettes --max-age 90 --baseline old-cassettes.txt
    """  # noqa: D301 - \b is click's mark
    from aws_job_conformance.runner import selection  # noqa: PLC0415 - loads botocore

    known = shared.known_failures(known_file, new_file)
    with progress("reading cassettes"):
        shelf = selection.shelf(folder)
    today = datetime.now(UTC).date()
    rows = [_row(story, today) for story in shelf.stories]
    found = dict(_wrong(shelf.problems, rows, max_age))
    if new_file is not None:
        say(shared.write_baseline(new_file, found), error=form == "json")
        return 0
    new = [told(sentence) for name, sentence in found.items() if known.reason(name) is None]
    problems = [*new, *map(told, known.gone(found))]
    excused = [told(sentence) for name, sentence in found.items() if known.reason(name) is not None]
    if form == "json":
        about = {"known": excused} if known_file is not None else {}
        print_json({"folder": str(shelf.folder), "stories": rows, "problems": problems, **about})
    else:
        _print(rows, problems, excused)
    return 1 if problems else 0


def _wrong(
    unusable: Sequence[str], rows: Sequence[dict[str, Any]], most: int | None
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong: the id by which a baseline names it, and the sentence."""
    for sentence in unusable:
        yield "_".join(sentence.partition(": ")[0].split()), sentence
    for row in rows:
        if (too_old := _too_old(row, most)) is not None:
            yield f"{row['operation']}-{row['story']}-age", too_old


def _row(story: Any, today: date) -> dict[str, Any]:
    day = story.recorded
    written, age = (None, None) if day is None else (day.isoformat(), (today - day).days)
    named = {"operation": story.operation, "story": story.name, "origin": told(story.origin)}
    return {**named, "recorded": written, "age": age, "about": told(story.about)}


def _too_old(row: dict[str, Any], most: int | None) -> str | None:
    if most is None or row["origin"] in ("aws-documentation", "synthetic"):
        return None
    name = f"{row['operation']}-{row['story']}"
    if row["age"] is None:
        return f"{name} does not say when it was recorded. Add `recorded` to it, or record again."
    if row["age"] > most:
        return f"{name} is {plural(row['age'], 'day')} old, more than {most}. Record it again."
    return None


def _print(rows: list[dict[str, Any]], problems: list[str], excused: list[str]) -> None:
    named = ("operation", "story", "origin", "age", "about")
    ages = ["" if row["age"] is None else plural(row["age"], "day") for row in rows]
    cells = (
        [str(row[name]) for name in named[:3]] + [age, str(row["about"] or "")]
        for row, age in zip(rows, ages, strict=True)
    )
    print_table(named, cells)
    for sentence in excused:
        say(f"known: {sentence}")
    for sentence in problems:
        say(f"error: {sentence}")
