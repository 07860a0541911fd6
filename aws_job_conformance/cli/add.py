"""`add`: a contract file for an operation that has none, inferred, for a person to correct."""

import re
from collections.abc import Sequence
from pathlib import Path

import click

from aws_job_conformance.cli._shared_options import pages_option, saved_pages
from aws_job_conformance.cli._terminal import FORMAT, progress, say, tell, write_new
from aws_job_conformance.cli.path_types import OPERATION, PLACE
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.shipped import folder
from aws_job_conformance.core.suggest import nearest

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}:[A-Za-z][A-Za-z0-9]{0,100}")


@click.command(short_help="Write a contract file to correct.")
@click.argument("operation", type=OPERATION)
@click.option(
    "--out",
    type=PLACE,
    help="The file, or its folder; beside the other contract files if left out.",
)
@pages_option("Write what saved documentation pages (or a folder of them) say, and not the model.")
@FORMAT
def add(operation: str, *, out: str | None, pages: Sequence[str], form: str) -> int:
    """Write what can be inferred of OPERATION as a contract file, for a person to correct.

    \b
    Example:
      aws-job-conformance add glue:GetMLTaskRun
      aws-job-conformance add glue:GetMLTaskRun --page API_GetMLTaskRun.md
      aws-job-conformance derive glue:GetMLTaskRun
    """  # noqa: D301 - \b is click's mark
    from aws_job_conformance.authoring import contract_file  # noqa: PLC0415 - loads the models

    known = contract_file.find()
    if operation in known:
        raise InputError(f"{operation} has a contract file, {known[operation].path.name}: edit it")
    if pages:
        name, content = f"{operation.replace(':', '.', 1)}.toml", _of_pages(operation, pages)
    else:
        name, content = _of_model(operation)
    target = _target(out, name, contract_file.FOLDER)
    write_new(target, content)
    told = (f"wrote {target}", f"Correct it, then: aws-job-conformance derive {operation}")
    tell(form, {"operation": operation, "file": str(target)}, told)
    return 0


def _of_pages(operation: str, pages: Sequence[str]) -> str:
    from aws_job_conformance.authoring import page_draft  # noqa: PLC0415 - as above

    if not _NAME.fullmatch(operation):
        raise InputError(f"{operation!r} is no operation: name it service:Operation, as a file is")
    found = saved_pages(pages, Operation(operation).name if len(pages) > 1 else None)
    for line in found.said:
        say(line, error=True)
    return page_draft.text(found.page, operation)


def _of_model(operation: str) -> tuple[str, str]:
    from aws_job_conformance.authoring import infer  # noqa: PLC0415 - as above
    from aws_job_conformance.authoring.infer import draft_file  # noqa: PLC0415 - as above

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
    return source.path.name, draft_file.text(source.data)


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
