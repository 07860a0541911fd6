"""`check`: responses and histories, in one file or many, against a contract."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aws_job_conformance.catalog import load
from aws_job_conformance.cli import _check_forms
from aws_job_conformance.cli import _shared_options as shared
from aws_job_conformance.cli._check_forms import CheckedFile, PlacedFinding, called, placed
from aws_job_conformance.cli._terminal import ProgressStep, formats, progress, read, say
from aws_job_conformance.cli.path_types import OPERATION, SOURCE
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError

if TYPE_CHECKING:
    from aws_job_conformance.authoring.page_files import OfPage
    from aws_job_conformance.judge.poll import View

_LONG, _MOST_TOLD = 4_000_000, 10_000
_INTERRUPTED = 130
_ENDINGS = (".json", ".jsonl")


@click.command(short_help="Check responses or histories.")
@click.argument("operation", required=False, type=OPERATION)
@click.argument("files", nargs=-1, type=SOURCE)
@shared.pages_option(
    "Check against saved documentation pages (or a folder of them) in place of OPERATION."
)
@click.option("--operation", "chosen", help="Which operation, of pages that document several.")
@click.option("--wire", is_flag=True, help="The file is a raw HTTP body, not what an SDK returned.")
@click.option("--one-answer", "is_one", is_flag=True, help="The file is the pages of one answer.")
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@shared.REPORT
@shared.baseline_options
@formats(
    [*_check_forms.FORMS], "text for people; json for programs; github: annotations; sarif; junit."
)
def check(  # noqa: PLR0913 - the options, by name
    operation: str | None,
    files: Sequence[str],
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
    """Check responses, or jobs' histories, against the contract of OPERATION.

    FILES (or - for standard input) hold a JSON document, which is one response, or a JSON array or
    JSON Lines, which is a history, oldest first. Each file is a job of its own. Of a folder the
    .json and .jsonl in it are checked. Of an operation whose answers come in pages a response may
    be the array of its pages; with --one-answer each file is one. Long JSON Lines (4 MB) are read
    line by line, and may be of any size; not with --conformance-report or --baseline, which want
    them whole. On GitHub the job's summary says what was found.

    Exit: 0 no error; 1 an error (or a warning with --strict), or a line of the --baseline that no
    longer happens; 2 the input cannot be used.

    \b
    Example:
      aws sesv2 get-import-job --job-id ID | aws-job-conformance check sesv2:GetImportJob
      aws-job-conformance check pinpoint:GetImportJob --wire body.json
      aws-job-conformance check glue:GetJobRun saved/ more.jsonl --format github
      aws-job-conformance check --page API_GetJobRun.md --page API_JobRun.md response.json
      aws-job-conformance check sesv2:GetImportJob history.jsonl --conformance-report report.html
    """  # noqa: D301 - \b is click's mark
    known = shared.known_failures(known_file, new_file)
    shared.must_be_reportable(report)
    if is_one and wire:
        raise click.UsageError("--one-answer takes pages as an SDK returned them, not --wire")
    view: View = "wire" if wire else "schema"
    if pages or chosen:
        files = _only_files(operation, files, pages)
        page = _by_page(pages, chosen, wire=wire)
        one = _Checking(page.contract, view, page, is_streamed=False, is_one=is_one)
    else:
        is_streamed = not (wire or is_one or report or known_file or new_file)
        contract = load(_named(operation))
        one = _Checking(contract, view, is_streamed=is_streamed, is_one=is_one)
    found = one.files(files or ("-",))
    _report(report, found)
    return _told(_check_forms.Checked(found, known, strict), new_file, form)


@dataclass(frozen=True)
class _Checking:
    """By what files are checked.

    is_streamed: whether a long file is read line by line. is_one: whether each file holds the pages
    of one answer.
    """

    contract: Contract
    view: View
    by_page: OfPage | None = None
    is_streamed: bool = True
    is_one: bool = False

    def files(self, given: Sequence[str]) -> list[CheckedFile]:
        """Check files, and what is in folders."""
        every = [*_inside(given)]
        with progress("reading") as step:
            if len(every) == 1:
                return [self._file(every[0], step)]
            step.say("checking")
            step.expect(len(every))
            return [step.then(self._file(file, ProgressStep())) for file in every]

    def _file(self, file: str, step: ProgressStep) -> CheckedFile:
        if self.is_streamed and _is_long(file):
            return self._streamed(file)
        from aws_job_conformance.judge import check, documents  # noqa: PLC0415 - loads validators

        data = read(file)
        if self.by_page is not None and self.by_page.reads_xml:
            bodies, is_history = [self.by_page.body(data)], False
        else:
            bodies, is_history = documents.split(data, called(file), self.view, self.contract)
        if self.view == "wire":
            judge = partial(check.check_bodies, view="wire")
        else:
            judge = partial(check.check_documents, is_one=self.is_one)
        step.say("checking")
        step.expect(len(bodies))
        verdict = judge(self.contract, bodies, is_history=is_history, step=step)
        lines = documents.starts(data) if verdict.findings and file != "-" else ()
        found = tuple(placed(file, lines, finding) for finding in verdict.findings)
        return CheckedFile(
            self.contract, self.view, file, len(bodies), found, verdict.applied, (verdict, bodies)
        )

    def _streamed(self, file: str) -> CheckedFile:
        """Check a long history line by line; which laws applied is not counted then."""
        from aws_job_conformance import audit  # noqa: PLC0415 - loads validators

        rules = audit.AuditRules(
            operation=self.contract.operation, thorough=True, one_job=True, most=_MOST_TOLD
        )
        with progress("checking", total=Path(file).stat().st_size, unit="bytes") as step:
            done = audit.audit([file], rules, step=step)
        if done.skipped:
            why = done.skipped[0]
            raise InputError(f"{why.first}: {why.reason}. To judge a raw HTTP body, add --wire.")
        found = tuple(PlacedFinding(one.finding, file, one.line) for one in done.findings)
        count, ended = sum(done.polls.values()), done.interrupted
        return CheckedFile(
            self.contract, self.view, file, count, found, applied=None, interrupted=ended
        )


def _inside(given: Sequence[str]) -> Iterator[str]:
    """Yield each file, and those in folders; raises InputError for a folder without any."""
    for file in given:
        if file == "-" or not Path(file).is_dir():
            yield file
            continue
        found = sorted(str(one) for one in Path(file).rglob("*") if one.suffix in _ENDINGS)
        if not found:
            raise InputError(f"in {file} there is no file that ends in {' or '.join(_ENDINGS)}")
        yield from found


def _is_long(file: str) -> bool:
    """Return whether a file is JSON Lines, and so long that it is better read line by line."""
    from aws_job_conformance.judge.documents import are_lines  # noqa: PLC0415 - loads validators

    path = Path(file)
    if file == "-" or not path.is_file() or path.stat().st_size < _LONG:
        return False
    with path.open("rb") as stream:
        return are_lines(stream.read(_LONG // 4))


def _told(checked: _check_forms.Checked, new_file: str | None, form: str) -> int:
    """Print what was found; return how the command ends."""
    every = [*checked.each()]
    if new_file is not None:
        wrong = ((file, one) for file, one, _ in every if checked.fails(file, one.finding))
        failed = {file.id(one.finding): str(one.finding) for file, one in wrong}
        say(shared.write_baseline(new_file, failed), error=True)
        return 0
    names = [file.id(one.finding) for file, one, _ in every]
    gone = checked.known.gone(names, [checked.contract.operation])
    _check_forms.FORMS[form](checked)
    _check_forms.summarize(checked)
    for sentence in gone:
        say(f"error: {sentence}", error=form != "text")
    if any(file.interrupted for file in checked.files):
        return _INTERRUPTED
    return 1 if gone or any(checked.fails(file, one.finding) for file, one, _ in every) else 0


def _report(path: str | None, found: Sequence[CheckedFile]) -> None:
    """Write the report that was asked for, if one was."""
    if path is None:
        return
    from aws_job_conformance import report  # noqa: PLC0415 - only where it is asked
    from aws_job_conformance.judge.results import of_verdict  # noqa: PLC0415 - only for a report
    from aws_job_conformance.report.content import ReportSources  # noqa: PLC0415 - as above

    contract = found[0].contract
    results = [
        of_verdict(contract, *one.judged, view=one.view, story=Path(called(one.file)).name)
        for one in found
        if one.judged is not None
    ]
    names = Path(called(found[0].file)).name if len(found) == 1 else f"{len(found)} files"
    about = f"{contract.operation} in {names}"
    sources = ReportSources(results, contracts={contract.operation: contract}, about=about)
    report.write(path, sources, option="--conformance-report")


def _named(operation: str | None) -> str:
    """Return the operation; raises UsageError where none is named, or a file in its place."""
    if operation is None:
        raise click.UsageError("name an OPERATION, or give the --page that documents it")
    if ":" not in operation and Path(operation).exists():
        raise click.UsageError(
            f"{operation} is a file; the OPERATION comes first, as in"
            f" `check glue:GetJobRun {operation}`. `aws-job-conformance list` prints them"
        )
    return operation


def _only_files(operation: str | None, files: Sequence[str], pages: Sequence[str]) -> Sequence[str]:
    """Return the FILES where pages stand in place of an OPERATION, so that they come first."""
    if not pages:
        raise click.UsageError("--operation chooses among pages: give them with --page")
    if operation is None:
        return files
    if files:
        raise click.UsageError("--page stands in place of OPERATION: give the FILE alone")
    return (SOURCE.convert(operation, None, None),)


def _by_page(pages: Sequence[str], chosen: str | None, *, wire: bool) -> OfPage:
    from aws_job_conformance.authoring import page_files  # noqa: PLC0415 - loads the parsers

    found = page_files.of_page(shared.saved_pages(pages, chosen), wire=wire)
    for line in found.said:
        say(line, error=True)
    return found
