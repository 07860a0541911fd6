"""`drift`: what another version of botocore says differently of job operations."""

import tempfile
from functools import partial
from pathlib import Path

import click

from aws_job_conformance.cli._terminal import formats, print_json, progress, read, say
from aws_job_conformance.cli.path_types import SOURCE
from aws_job_conformance.core.errors import InputError

_USED = "Look only at these operations: one a line, or a JSON list."
_of_version = partial(click.option, type=SOURCE, metavar="VERSION_OR_PATH")


@click.command(short_help="Say what an upgrade of botocore breaks.")
@_of_version("--from", "old", help="Before; the installed if left out.")
@_of_version("--to", "new", help="After; the installed if left out.")
@click.option("--used", type=SOURCE, metavar="FILE", help=_USED)
@formats(("text", "markdown", "json"), "text for people, markdown for an issue, json for programs.")
def drift(old: str | None, new: str | None, used: str | None, form: str) -> int:
    """Compare two versions of botocore for job operations, and grade what changed.

    A version is fetched by pip; a path is a wheel, or a folder with a botocore or its data. Only
    data is read, nothing of the other botocore is run.

    Exit: 0 nothing breaks callers; 1 something does; 2 the input cannot be used.

    \b
    Example:
      aws-job-conformance drift --to 1.45.0             # before an upgrade
      aws-job-conformance drift --from 1.43.11          # after one
      aws-job-conformance drift --from 1.43.11 --used operations.txt --format markdown
    """  # noqa: D301 - \b is click's mark
    if old is None and new is None:
        raise InputError(
            "name the other botocore: --to 1.45.0 for what an upgrade from the installed one would"
            " break, or --from 1.43.11 for what an upgrade to it has broken"
        )
    from aws_job_conformance.authoring import drift as drifting  # noqa: PLC0415 - loads the models
    from aws_job_conformance.authoring.drift import render as telling  # noqa: PLC0415 - as above

    only = None
    if used is not None:
        try:
            only = drifting.used(read(used).decode("utf-8-sig"), used)
        except UnicodeDecodeError as error:
            raise InputError(f"{used}: not UTF-8 at offset {error.start}") from None
    with tempfile.TemporaryDirectory() as scratch, progress("reading service models") as step:
        before, after = (
            drifting.installed() if name is None else drifting.opened(name, Path(scratch), step.say)
            for name in (old, new)
        )
        report = drifting.between(before, after, only, step.say)
    if form == "json":
        print_json(telling.data(report))
    elif form == "markdown":
        say(telling.markdown(report), newline=False)
    else:
        for line in telling.text(report):
            say(line, fold=True)
    return 1 if report.grades["error"] else 0
