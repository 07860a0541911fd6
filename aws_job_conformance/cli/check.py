"""`check`: one response, or one job's history, against a contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.text import Text

from aws_job_conformance.baselines import finding_id
from aws_job_conformance.catalog import load
from aws_job_conformance.cli import _baseline
from aws_job_conformance.cli._progress import progress
from aws_job_conformance.cli._terminal import FORMAT, console, print_json, read, read_page, say
from aws_job_conformance.cli.path_types import SOURCE
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.findings import Finding, failing, tell
from aws_job_conformance.core.text import plural, printable, told

if TYPE_CHECKING:
    from aws_job_conformance.authoring.page_files import OfPage
    from aws_job_conformance.baselines import Baseline
    from aws_job_conformance.judge.check import Verdict
    from aws_job_conformance.judge.poll import View
    from aws_job_conformance.protocol.bodies import Body

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
@click.option(
    "--conformance-report",
    "--report",
    "report",
    metavar="PATH",
    help="Write a page of it too: .html, .md or .json (docs/report.md).",
)
@_baseline.baseline_options
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
    report: str | None,
    known_file: str | None,
    new_file: str | None,
    form: str,
) -> int:
    """Check one response, or one job's history, against the contract of OPERATION.

    FILE (or - for standard input) holds a JSON document, which is one response; a JSON array or
    JSON Lines, which is a history, oldest first. Of an operation whose answers come in pages a
    response may be the array of its pages; with --one-answer the whole file is one.

    \b
    Exit: 0 no error; 1 an error (or a warning with --strict), or a line of the --baseline that no
    longer happens; 2 the input cannot be used.

    \b
    Example:
      aws sesv2 get-import-job --job-id ID | aws-job-conformance check sesv2:GetImportJob
      aws-job-conformance check pinpoint:GetImportJob --wire body.json
      aws-job-conformance check --page API_GetJobRun.md --page API_JobRun.md response.json
      aws-job-conformance check sesv2:GetImportJob history.jsonl --conformance-report report.html
    """  # noqa: D301 - \b is click's mark
    known = _baseline.opened(known_file, new_file)
    if report is not None:
        _must_be_reportable(report)
    found = _checked(operation, file, pages, chosen, wire=wire, is_one=is_one)
    if report is not None:
        _report(report, found)
    return _told(found, known, new_file, form=form, strict=strict)


@dataclass(frozen=True)
class _Checked:
    """A file that was checked: by which contract, what was in it, and what is said of it."""

    contract: Contract
    view: View
    file: str
    bodies: Sequence[Body]
    verdict: Verdict

    def id(self, finding: Finding) -> str:
        return finding_id(finding, self.contract.root)


def _checked(  # noqa: PLR0913 - the options, by name
    operation: str | None,
    file: str,
    pages: Sequence[str],
    chosen: str | None,
    *,
    wire: bool,
    is_one: bool,
) -> _Checked:
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
    return _Checked(contract, view, file, bodies, verdict)


def _told(
    found: _Checked, known: Baseline, new_file: str | None, *, form: str, strict: bool
) -> int:
    """Print what was found; return how the command ends."""
    wrong = failing(found.verdict.findings, strict=strict)
    if new_file is not None:
        say(_baseline.written(new_file, {found.id(one): str(one) for one in wrong}), error=True)
        return 0
    gone = known.gone(map(found.id, found.verdict.findings), [found.contract.operation])
    if form == "json":
        print_json([_as_json(one, known.reason(found.id(one))) for one in found.verdict.findings])
    else:
        _print_verdict(found, known)
    for sentence in gone:
        say(f"error: {sentence}", error=form == "json")
    return 1 if gone or any(known.reason(found.id(one)) is None for one in wrong) else 0


def _as_json(finding: Finding, known: str | None) -> dict[str, Any]:
    return finding.as_json() | ({} if known is None else {"known": known})


def _must_be_reportable(path: str) -> None:
    from aws_job_conformance import report  # noqa: PLC0415 - only where it is asked

    report.must_be_writable("--conformance-report", path)


def _report(path: str, found: _Checked) -> None:
    from aws_job_conformance import report  # noqa: PLC0415 - as above
    from aws_job_conformance.judge.results import of_verdict  # noqa: PLC0415 - only for a report
    from aws_job_conformance.report.content import ReportSources  # noqa: PLC0415 - as above

    name = "standard input" if found.file == "-" else Path(found.file).name
    contract = found.contract
    result = of_verdict(contract, found.verdict, found.bodies, view=found.view, story=name)
    sources = ReportSources(
        [result], contracts={contract.operation: contract}, about=f"{contract.operation} in {name}"
    )
    report.write(path, sources, option="--conformance-report")


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


def _print_verdict(found: _Checked, known: Baseline) -> None:
    out = console()
    contract, verdict = found.contract, found.verdict
    for finding in verdict.findings:
        _print_finding(out, finding, known.reason(found.id(finding)))
    laws = len(contract.laws) + len(contract.implied)
    counted = tell(verdict.findings) or "no findings"
    out.print(
        f"{printable(contract.operation)}: {plural(len(found.bodies), 'response')}, {counted}; "
        f"{len(verdict.applied)} of {laws} laws applied",
        soft_wrap=True,
    )
    for name, page in contract.sources.items():
        if any(finding.source.startswith(f"{page}:") for finding in verdict.findings):
            out.print(printable(f"{name} = {page}"), style="dim", soft_wrap=True)


def _print_finding(out: Console, finding: Finding, known: str | None) -> None:
    grade, style, said = str(finding.grade), _COLOURS[finding.grade], str(finding)
    if known is not None:
        grade, style = f"known {grade}", "dim"
        said += "" if known == said else f" [known: {told(known)}]"
    line = Text(f"{grade}: ", style=style) + Text(said, style="not bold")
    out.print(line, soft_wrap=True)
