"""`check`: one response, or one job's history, against a contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.text import Text

from aws_job_conformance.catalog import load
from aws_job_conformance.cli._progress import progress
from aws_job_conformance.cli._terminal import FORMAT, console, print_json, read, read_page, say
from aws_job_conformance.cli.path_types import SOURCE
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.findings import Finding, failing, tell
from aws_job_conformance.core.text import plural, printable

if TYPE_CHECKING:
    from aws_job_conformance.authoring.page_files import OfPage
    from aws_job_conformance.judge.check import Verdict
    from aws_job_conformance.judge.poll import View

_COLOURS = {"error": "bold red", "warning": "yellow", "note": "dim"}


@click.command(short_help="Check a response or a history.")
@click.argument("operation", required=False)
@click.argument("file", default="-", type=SOURCE)
@click.option(
    "--page",
    "pages",
    type=SOURCE,
    multiple=True,
    help="Check against saved documentation pages (or a folder of them) in place of OPERATION.",
)
@click.option("--operation", "chosen", help="Which operation, of pages that document several.")
@click.option("--wire", is_flag=True, help="The file is a raw HTTP body, not what an SDK returned.")
@click.option("--one-answer", "is_one", is_flag=True, help="The file is the pages of one answer.")
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@FORMAT
def check(  # noqa: PLR0913 - the options, by name
    operation: str | None,
    file: str,
    *,
    pages: Sequence[str],
    chosen: str | None,
    wire: bool,
    is_one: bool,
    strict: bool,
    form: str,
) -> int:
    """Check one response, or one job's history, against the contract of OPERATION.

    FILE (or - for standard input) holds a JSON document, which is one response; a JSON array or
    JSON Lines, which is a history, oldest first. Of an operation whose answers come in pages a
    response may be the array of its pages; with --one-answer the whole file is one.

    \b
    Exit: 0 no error; 1 an error (or a warning with --strict); 2 the input cannot be used.

    \b
    Example:
      aws sesv2 get-import-job --job-id ID | aws-job-conformance check sesv2:GetImportJob
      aws-job-conformance check pinpoint:GetImportJob --wire body.json
      aws-job-conformance check --page API_GetJobRun.md --page API_JobRun.md response.json
    """  # noqa: D301 - \b is click's mark
    from aws_job_conformance.judge.check import (  # noqa: PLC0415 - loads validators
        check_bodies,
        check_documents,
    )
    from aws_job_conformance.judge.documents import split  # noqa: PLC0415 - as above

    view: View = "wire" if wire else "schema"
    if is_one and wire:
        raise click.UsageError("--one-answer takes pages as an SDK returned them, not --wire")
    by_page = None
    if pages or chosen:
        file = _only_file(operation, file, pages)
        by_page = _by_page(pages, chosen, wire=wire)
        contract = by_page.contract
    elif operation is None:
        raise click.UsageError("name an OPERATION, or give the --page that documents it")
    else:
        contract = load(operation)
    with progress("reading") as step:
        if by_page is not None and by_page.reads_xml:
            bodies, is_history = [by_page.body(read(file))], False
        else:
            bodies, is_history = split(read(file), _name(file), view, contract)
        step.say("checking")
        step.expect(len(bodies))
        if wire:
            verdict = check_bodies(contract, bodies, view=view, is_history=is_history, step=step)
        else:
            verdict = check_documents(
                contract, bodies, is_history=is_history, is_one=is_one, step=step
            )
    return _told(contract, verdict, len(bodies), form=form, strict=strict)


def _told(contract: Contract, verdict: Verdict, responses: int, *, form: str, strict: bool) -> int:
    if form == "json":
        print_json([finding.as_json() for finding in verdict.findings])
    else:
        _print_verdict(contract, verdict, responses=responses)
    return 1 if failing(verdict.findings, strict=strict) else 0


def _only_file(operation: str | None, file: str, pages: Sequence[str]) -> str:
    """Return the FILE where pages stand in place of an OPERATION, so that it comes first."""
    if not pages:
        raise click.UsageError("--operation chooses among pages: give them with --page")
    if operation is None or file != "-":
        if operation is not None:
            raise click.UsageError("--page stands in place of OPERATION: give the FILE alone")
        return file
    return SOURCE.convert(operation, None, None)


def _by_page(pages: Sequence[str], chosen: str | None, *, wire: bool) -> OfPage:
    from aws_job_conformance.authoring import page_files  # noqa: PLC0415 - loads the parsers

    found = page_files.of_page(page_files.read(pages, read_page, chosen), wire=wire)
    for line in found.said:
        say(line, error=True)
    return found


def _name(file: str) -> str:
    return "standard input" if file == "-" else file


def _print_verdict(contract: Contract, verdict: Verdict, responses: int) -> None:
    out = console()
    for finding in verdict.findings:
        _print_finding(out, finding)
    laws = len(contract.laws) + len(contract.implied)
    told = tell(verdict.findings) or "no findings"
    out.print(
        f"{printable(contract.operation)}: {plural(responses, 'response')}, {told}; "
        f"{len(verdict.applied)} of {laws} laws applied",
        soft_wrap=True,
    )
    for name, page in contract.sources.items():
        if any(finding.source.startswith(f"{page}:") for finding in verdict.findings):
            out.print(printable(f"{name} = {page}"), style="dim", soft_wrap=True)


def _print_finding(out: Console, finding: Finding) -> None:
    line = Text(f"{finding.grade}: ", style=_COLOURS[finding.grade]) + Text(
        str(finding), style="not bold"
    )
    out.print(line, soft_wrap=True)
