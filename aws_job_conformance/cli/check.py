"""`check`: one response, or one job's history, against a contract."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aws_job_conformance.catalog import load
from aws_job_conformance.cli._progress import progress
from aws_job_conformance.cli._terminal import FORMAT, print_json, print_line, read, read_page, say
from aws_job_conformance.cli.path_types import SOURCE
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.findings import failing, tell
from aws_job_conformance.core.text import plural, printable

if TYPE_CHECKING:
    from aws_job_conformance.authoring.page_files import OfPage
    from aws_job_conformance.judge.check import Verdict
    from aws_job_conformance.judge.poll import View

_LONG, _MOST_TOLD = 4_000_000, 10_000
_INTERRUPTED = 130
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
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@FORMAT
def check(  # noqa: PLR0913 - the options, by name
    operation: str | None,
    file: str,
    *,
    pages: Sequence[str],
    chosen: str | None,
    wire: bool,
    strict: bool,
    form: str,
) -> int:
    """Check one response, or one job's history, against the contract of OPERATION.

    FILE (or - for standard input) holds a JSON document, which is one response; a JSON array or
    JSON Lines, which is a history, oldest first. A long one (4 MB) is read line by line, and may be
    of any size.

    \b
    Exit: 0 no error; 1 an error (or a warning with --strict); 2 the input cannot be used.

    \b
    Example:
      aws sesv2 get-import-job --job-id ID | aws-job-conformance check sesv2:GetImportJob
      aws-job-conformance check pinpoint:GetImportJob --wire body.json
      aws-job-conformance check --page API_GetJobRun.md --page API_JobRun.md response.json
    """  # noqa: D301 - \b is click's mark
    from aws_job_conformance.judge.check import check_bodies  # noqa: PLC0415 - loads validators
    from aws_job_conformance.judge.documents import split  # noqa: PLC0415 - as above

    view: View = "wire" if wire else "schema"
    by_page = None
    if pages or chosen:
        file = _only_file(operation, file, pages)
        by_page = _by_page(pages, chosen, wire=wire)
        contract = by_page.contract
    elif operation is None:
        raise click.UsageError("name an OPERATION, or give the --page that documents it")
    else:
        contract = load(operation)
    if by_page is None and not wire and _is_long(file):
        return _streamed(contract, file, form=form, strict=strict)
    with progress("reading") as step:
        if by_page is not None and by_page.reads_xml:
            bodies, is_history = [by_page.body(read(file))], False
        else:
            bodies, is_history = split(read(file), _name(file), view, contract)
        step.say("checking")
        step.expect(len(bodies))
        verdict = check_bodies(contract, bodies, view=view, is_history=is_history, step=step)
    return _told(contract, verdict, len(bodies), form=form, strict=strict)


def _is_long(file: str) -> bool:
    """Return whether a file is JSON Lines, and so long that it is better read line by line."""
    from aws_job_conformance.judge.documents import are_lines  # noqa: PLC0415 - loads validators

    path = Path(file)
    if file == "-" or not path.is_file() or path.stat().st_size < _LONG:
        return False
    with path.open("rb") as stream:
        return are_lines(stream.read(_LONG // 4))


def _streamed(contract: Contract, file: str, *, form: str, strict: bool) -> int:
    """Check a long history line by line; which laws applied is not counted then."""
    from aws_job_conformance import audit  # noqa: PLC0415 - loads validators

    rules = audit.AuditRules(
        operation=contract.operation, thorough=True, one_job=True, most=_MOST_TOLD
    )
    with progress("checking", total=Path(file).stat().st_size, unit="bytes") as step:
        done = audit.audit([file], rules, step=step)
    if done.skipped:
        why = done.skipped[0]
        raise InputError(f"{why.first}: {why.reason}. To judge a raw HTTP body, add --wire.")
    findings = [one.finding for one in done.findings]
    if form == "json":
        print_json([finding.as_json() for finding in findings])
    else:
        for finding in findings:
            print_line((f"{finding.grade}: ", _COLOURS[finding.grade]), (str(finding), "not bold"))
        told = ", ".join(plural(n, grade) for grade, n in done.grades().items() if n)
        polls = sum(done.polls.values())
        say(f"{contract.operation}: {plural(polls, 'response')}, {told or 'no findings'}")
    grades = done.grades()
    ended = 1 if grades["error"] or (strict and grades["warning"]) else 0
    return _INTERRUPTED if done.interrupted else ended


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
    for finding in verdict.findings:
        print_line((f"{finding.grade}: ", _COLOURS[finding.grade]), (str(finding), "not bold"))
    laws = len(contract.laws) + len(contract.implied)
    told = tell(verdict.findings) or "no findings"
    applied = f"{len(verdict.applied)} of {laws} laws applied"
    line = f"{printable(contract.operation)}: {plural(responses, 'response')}, {told}; {applied}"
    print_line((line, ""))
    for name, page in contract.sources.items():
        if any(finding.source.startswith(f"{page}:") for finding in verdict.findings):
            print_line((printable(f"{name} = {page}"), "dim"))
