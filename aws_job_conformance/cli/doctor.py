"""`doctor`: what is here, what is not, and what each missing part would add."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from aws_job_conformance.cli._terminal import FORMAT, print_json, progress, say
from aws_job_conformance.cli.path_types import SOURCE
from aws_job_conformance.core.text import plural

if TYPE_CHECKING:
    from aws_job_conformance.runner.checkup import CheckupRow


@click.command(short_help="Say what is here, and what each missing part would add.")
@click.option("--cassettes", "folder", type=SOURCE, help="Look at the cassettes of this folder.")
@click.option("--profile", metavar="NAME", help="Look for the credentials of this profile.")
@FORMAT
def doctor(folder: str | None, profile: str | None, form: str) -> int:
    """Say what is here: versions, credentials found or not, SDKs, extras, the age of cassettes.

    Nobody is asked, no program of a profile is run, and of credentials only the place is told. What
    is missing says what it would add, and the command that adds it.

    Exit: 0; 1 something that is here cannot work.

    \b
    Example:
      aws-job-conformance doctor
      aws-job-conformance doctor --cassettes recorded --format json
    """  # noqa: D301 - \b is click's mark
    from aws_job_conformance.runner import checkup  # noqa: PLC0415 - loads botocore and SDKs

    with progress("looking around"):
        found = checkup.rows(folder, profile)
    if form == "json":
        print_json([row.as_json() for row in found])
    else:
        _print(found)
    return 1 if any(row.state == "wrong" for row in found) else 0


def _print(found: Sequence[CheckupRow]) -> None:
    widest = max(len(row.part) for row in found)
    for row in found:
        say(f"{row.state:7}  {row.part:{widest}}  {row.found}", fold=True)
        prompt = "" if row.fix.startswith("https://") else "$ "
        fix = f"  {prompt}{row.fix}" if row.fix else ""
        for told in filter(None, (f"adds: {row.adds}" if row.adds else "", fix)):
            say(f"{'':7}  {'':{widest}}  {told}", fold=True)
    missing, wrong = (sum(row.state == state for row in found) for state in ("missing", "wrong"))
    say(f"{plural(missing, 'part')} missing, {wrong} wrong")
