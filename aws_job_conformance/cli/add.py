"""`add`: a contract file for an operation that has none, inferred, for a person to correct."""

from __future__ import annotations

from pathlib import Path

import click

from aws_job_conformance.cli._progress import progress
from aws_job_conformance.cli._terminal import FORMAT, print_json, say
from aws_job_conformance.cli.path_types import PLACE
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.shipped import folder
from aws_job_conformance.core.suggest import nearest


@click.command(short_help="Write a contract file to correct.")
@click.argument("operation")
@click.option(
    "--out",
    type=PLACE,
    help="The file, or its folder; beside the other contract files if left out.",
)
@FORMAT
def add(operation: str, *, out: str | None, form: str) -> int:
    """Write what can be inferred of OPERATION as a contract file, for a person to correct.

    \b
    Example:
      aws-job-conformance add transcribe:GetTranscriptionJob
      aws-job-conformance derive transcribe:GetTranscriptionJob
    """  # noqa: D301 - \b is click's mark
    from aws_job_conformance.authoring import contract_file, infer  # noqa: PLC0415 - loads the models
    from aws_job_conformance.authoring.infer import draft_file  # noqa: PLC0415 - as above

    known = contract_file.find()
    if operation in known:
        raise InputError(f"{operation} has a contract file, {known[operation].path.name}: edit it")
    with progress("reading service models"):
        found = infer.found(operation)
    if found is None:
        hint = nearest(operation, infer.near(operation))
        raise InputError(
            f"no job operation {operation!r} in the installed botocore.{hint}"
            " `aws-job-conformance list --all` prints them all."
        )
    with progress("reading service models"):
        source = infer.source(operation)
    target = _target(out, source.path.name, contract_file.FOLDER)
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(draft_file.text(source.data))
    except FileExistsError:
        raise InputError(f"{target} is there already; move it, or name another --out") from None
    if form == "json":
        print_json({"operation": operation, "file": str(target)})
        return 0
    say(f"wrote {target}")
    say(f"Correct it, then: aws-job-conformance derive {operation}")
    return 0


def _target(out: str | None, name: str, contracts: Path) -> Path:
    if out is None:
        if folder().parent == contracts.parent:
            raise InputError(
                "these contracts belong to an installed package; name a file with --out"
            )
        return contracts / name
    path = Path(out)
    if path.is_dir():
        return path / name
    if path.name != name:
        raise InputError(f"--out {out}: a contract file is named for its operation, {name}")
    return path
