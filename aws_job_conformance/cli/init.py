"""`init`: a first test of a poller, written into somebody's project."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aws_job_conformance.catalog import load
from aws_job_conformance.cli._terminal import FORMAT, say, tell, write_new
from aws_job_conformance.cli.path_types import OPERATION, PLACE
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.shipped import names

if TYPE_CHECKING:
    from aws_job_conformance.core.contract import Contract
    from aws_job_conformance.pollers.first_test import NamedPoller

_MOST_SHOWN = 12


@click.command(short_help="Write a first test of your poller.")
@click.argument("operation", type=OPERATION, required=False)
@click.option(
    "--poller",
    metavar="MODULE:FUNCTION",
    help="Your poller, which takes the client first; an example to replace if left out.",
)
@click.option(
    "--fails",
    metavar="MODULE:ERROR",
    help="What it raises where the job failed; any exception if left out.",
)
@click.option(
    "--out",
    type=PLACE,
    help="The file, or its folder; tests/ if it is there, or else here, if left out.",
)
@FORMAT
def init(
    operation: str | None, *, poller: str | None, fails: str | None, out: str | None, form: str
) -> int:
    """Write a first test that plays your poller every end of the job that OPERATION shows.

    Without OPERATION it asks, on a terminal. Your poller is read and not run, and no file is ever
    written over.

    \b
    Example:
      aws-job-conformance init
      aws-job-conformance init glue:GetJobRun
      aws-job-conformance init glue:GetJobRun --poller wait_for_run:wait_for_run \\
        --fails wait_for_run:RunFailed
    """  # noqa: D301 - \b is click's mark
    if operation is None:
        contract = _asked_operation()
        poller = poller or _asked("Your poller, as module:function (nothing: an example)")
        if poller:
            fails = fails or _asked("What it raises where the job failed, as module:Error")
    else:
        contract = load(operation)
    file = _written(contract, poller, fails, out)
    command = f"pytest {file}"
    own = {"poller": poller or None, "fails": fails or None}
    value = {"operation": contract.operation, "file": str(file), "run": command, **own}
    example = "Its `poll` is an example: put a call of your own poller in its place."
    texts = (f"wrote {file}", *([] if poller else [example]), f"Run it: {command}")
    tell(form, value, texts)
    return 0


def _written(contract: Contract, poller: str | None, fails: str | None, out: str | None) -> Path:
    from aws_job_conformance.pollers import first_test  # noqa: PLC0415 - botocore

    if fails and not poller:
        raise InputError("--fails is what your poller raises: name the poller with --poller, too")
    here = Path()
    own = first_test.named(poller, here) if poller else None
    error: NamedPoller | None = first_test.named(fails, here, "error") if fails else None
    content = first_test.text(contract, own, error)
    file = _target(out, first_test.file_name(contract.operation))
    write_new(file, content)
    return file


def _target(out: str | None, name: str) -> Path:
    if out is None:
        tests = Path("tests")
        return tests / name if tests.is_dir() else Path(name)
    path = Path(out)
    if path.suffix != ".py":
        path.mkdir(parents=True, exist_ok=True)
        return path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _asked_operation() -> Contract:
    """Ask until an answer is an operation with a contract; what it is like is shown otherwise."""
    if not all(one is not None and one.isatty() for one in (sys.stdin, sys.stderr)):
        raise InputError(
            "name the operation that you poll, such as `aws-job-conformance init glue:GetJobRun`;"
            " `aws-job-conformance list` prints them. On a terminal it is asked for"
        )
    while True:
        answer = _asked("Which operation do you poll, as service:Operation, such as glue:GetJobRun")
        try:
            return load(answer)
        except InputError as error:
            like = [name for name in names() if answer and answer.lower() in name.lower()]
            say(", ".join(like[:_MOST_SHOWN]) if like else str(error), error=True)


def _asked(question: str) -> str:
    answer: str = click.prompt(question, default="", show_default=False, err=True)
    return answer.strip()
