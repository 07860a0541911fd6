"""`waiters`: botocore waiters for job operations, as files for AWS_DATA_PATH."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aws_job_conformance.cli._progress import progress
from aws_job_conformance.cli._terminal import FORMAT, print_json, say
from aws_job_conformance.cli.path_types import FOLDER
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.text import plural

if TYPE_CHECKING:
    from aws_job_conformance.waiters import Outcome, Written


@click.command(short_help="Write waiters for botocore.")
@click.argument("operations", nargs=-1)
@click.option("--out", type=FOLDER, required=True, help="The folder to write them to.")
@click.option(
    "--partial",
    type=click.Choice(["success", "failure"]),
    default="success",
    help="What a job is that ended with a part of its work done.",
)
@FORMAT
def waiters(operations: Sequence[str], *, out: str, partial: Outcome, form: str) -> int:
    """Write a waiter for each of OPERATIONS (every job operation of botocore, if none is named).

    Set AWS_DATA_PATH to the folder, and botocore's clients have them beside their own:
    client.get_waiter("import_job_completed"). A file holds the waiters of one run; run it again
    after an upgrade of botocore.

    \b
    Example:
      aws-job-conformance waiters sesv2:GetImportJob --out waiters
      export AWS_DATA_PATH=waiters
    """  # noqa: D301 - \b is click's mark
    from aws_job_conformance import waiters as waiting  # noqa: PLC0415 - loads the models

    folder = Path(out).resolve()
    if os.pathsep in str(folder):
        raise InputError(
            f"AWS_DATA_PATH would split {folder} at {os.pathsep!r}; name another --out"
        )
    with progress("reading service models"):
        found = tuple(waiting.files(operations or waiting.operations(), partial=partial))
    written = waiting.write(found, folder)
    if form == "json":
        rows = [_row(one) for one in written]
        print_json({"AWS_DATA_PATH": str(folder), "files": rows})
        return 0
    for one in written:
        say(f"{one.what} {one.file.path.as_posix()}: {', '.join(one.file.waiters)}")
        if one.removed is not None:
            say(f"removed {one.removed.name} beside it, which this command had written")
    count = sum(len(one.file.waiters) for one in written)
    say(f"{plural(count, 'waiter')} in {plural(len(written), 'file')}. Now:")
    say(f"export AWS_DATA_PATH={_data_path(folder)}")
    return 0


def _row(one: Written) -> dict[str, object]:
    return {
        "file": one.file.path.as_posix(),
        "what": one.what,
        "removed": one.removed.name if one.removed else None,
        "waiters": dict(one.file.waiters),
    }


def _data_path(folder: Path) -> str:
    """Return the value for the shell: ours before what is set already."""
    others = [part for part in os.environ.get("AWS_DATA_PATH", "").split(os.pathsep) if part]
    before = [str(folder), *(part for part in others if Path(part).resolve() != folder)]
    return shlex.quote(os.pathsep.join(before))
