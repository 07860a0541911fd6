"""The files that a run leaves behind where they are asked for: known failures, a page, a record."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from aws_job_conformance import baselines
from aws_job_conformance import report as pages
from aws_job_conformance.clients.agreement import Agreement
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.judge.results import Result
from aws_job_conformance.report.content import Days, ReportSources
from aws_job_conformance.runner import run_record, selection
from aws_job_conformance.runner.options import Options


@dataclass(frozen=True)
class CameTo:
    """What a run came to. failed: id and reason of each test that failed. begun: when, in UTC."""

    results: Sequence[Result]
    agreements: Sequence[Agreement]
    failed: Mapping[str, str]
    calls: Sequence[run_record.CallsMade]
    begun: datetime


def write(asked: Options, run: CameTo) -> tuple[list[str], list[str]]:
    """Write what the options ask for; nothing of a run that only plans but its known failures.

    Returns what was written, and what could not be: a sentence each.
    """
    wanted: list[tuple[str, Callable[[], None]]] = []
    if (known := asked.write_xfails) is not None:
        wanted.append(("", lambda: baselines.write(Path(known), run.failed)))
    if (page := asked.conformance_report) is not None and not asked.plan:
        wanted.append((f"the report is {page}", lambda: pages.write(page, _sources(asked, run))))
    if (file := asked.run_record) is not None and not asked.plan:
        wanted.append((f"the record is {file}", lambda: _record(file, asked, run)))
    written, unwritten = [], []
    for name, make in wanted:
        try:
            make()
        except InputError as error:
            unwritten.append(str(error))
        else:
            written.append(name)
    return [*filter(None, written)], unwritten


def _sources(asked: Options, run: CameTo) -> ReportSources:
    """Return what the page is made of; what failed the run beside findings stands in it too."""
    days, failures = _days(asked, run.results), selection.problems(asked, run.results)
    return ReportSources(
        run.results, days, run.agreements, asked.operations, about=_about(asked), failures=failures
    )


def _about(asked: Options) -> str:
    if asked.asks:
        return "AWS" if asked.endpoint_url is None else asked.endpoint_url
    return "the shipped cassettes" if asked.cassettes is None else "cassettes"


def _days(asked: Options, results: Sequence[Result]) -> Days:
    """Return when each story was recorded: what a server answered, today."""
    if asked.asks:
        today = datetime.now(UTC).date()
        return {(one.operation, one.story): today for one in results}
    told = selection.shelf(asked.cassettes).stories
    return {(one.operation, one.name): one.recorded for one in told if one.recorded is not None}


def _record(file: str, asked: Options, run: CameTo) -> None:
    calls, ended = run_record.together(run.calls), datetime.now(UTC)
    run_record.write(file, run_record.document(asked, calls, run.results, run.begun, ended))
