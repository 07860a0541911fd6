"""`audit`: an archive of polls, of many jobs and operations, against their contracts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aws_job_conformance.baselines import finding_id
from aws_job_conformance.catalog import load
from aws_job_conformance.cli import _shared_options as shared
from aws_job_conformance.cli._terminal import (
    GRADE_STYLES,
    formats,
    print_json,
    print_line,
    progress,
    say,
)
from aws_job_conformance.cli.path_types import OPERATION, SOURCE
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.findings import GRADES
from aws_job_conformance.core.text import plural, printable

if TYPE_CHECKING:
    from aws_job_conformance.audit import Audited, PassedOver, Placed
    from aws_job_conformance.baselines import Baseline

_INTERRUPTED, _UNUSABLE = 130, 2
_MOST = "How many findings are told (1000); all are counted."


@click.command(short_help="Check an archive of polls, of any size.")
@click.argument("paths", nargs=-1, required=True, type=SOURCE)
@click.option(
    "--operation", type=OPERATION, help="Whose responses the lines are that name no operation."
)
@click.option("--jobs", default=1, type=click.IntRange(1, 256), help="How many processes read.")
@click.option("--engine", metavar="dask://HOST:PORT", help="A cluster of dask that reads.")
@click.option("--thorough", is_flag=True, help="Read each line closely: keys that stand twice.")
@click.option("--responses-only", is_flag=True, help="Follow no job from poll to poll.")
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option("--max-findings", default=1000, type=click.IntRange(0, 10_000_000), help=_MOST)
@shared.REPORT
@shared.baseline_options
@formats(
    ("text", "json", "jsonl"),
    "text for people, json for programs, jsonl: a line for each finding, the summary last.",
)
def audit(  # noqa: PLR0913 - the options, by name
    paths: Sequence[str],
    *,
    operation: str | None,
    jobs: int,
    engine: str | None,
    thorough: bool,
    responses_only: bool,
    strict: bool,
    max_findings: int,
    report: str | None,
    known_file: str | None,
    new_file: str | None,
    form: str,
) -> int:
    """Check every poll in an archive, and every job's history, against their contracts.

    PATHS are files, folders of them, or - for standard input: JSON Lines (.gz and .zst too), each
    line `{"operation", "time", "request", "response"}` or with `"wire"` in place of `"response"`,
    as `aws_job_conformance.log` writes them; with --operation, plain responses too. And cassettes
    of VCR, .yaml.

    Polls are told apart by their jobs, and need not lie together; of one job they come in the order
    of their times. What is no poll is counted and told, and ends nothing. Ctrl-C ends the audit,
    and prints what was found so far.

    Exit: 0 no error; 1 an error (or a warning with --strict), or with --baseline what is new or no
    longer happens; 2 the archive cannot be used, or nothing in it is a poll; 130 ended by Ctrl-C.

    \b
    Example:
      aws-job-conformance audit polls.jsonl
      aws-job-conformance audit --operation sesv2:GetImportJob responses.jsonl.gz
      aws-job-conformance audit --jobs 4 --format jsonl logs/ > findings.jsonl
      aws-job-conformance audit logs/ --baseline known.txt --conformance-report audit.html
    """  # noqa: D301 - \b is click's mark
    from aws_job_conformance import audit as auditing  # noqa: PLC0415 - loads validators

    known = shared.known_failures(known_file, new_file)
    shared.must_be_reportable(report)
    rules = auditing.AuditRules(
        operation=operation, thorough=thorough, histories=not responses_only, most=max_findings
    )
    with progress("auditing", total=_size(paths), unit="bytes") as step:
        done = auditing.audit(paths, rules, jobs=jobs, engine=engine, step=step)
    _report(report, paths, done)
    if new_file is not None:
        say(shared.write_baseline(new_file, _failing(done, strict=strict)), error=True)
        return _INTERRUPTED if done.interrupted else 0
    _tell(done, form, paths)
    return _ended(done, known if known_file is not None else None, strict=strict)


def _ended(done: Audited, known: Baseline | None, *, strict: bool) -> int:
    """Return how the command ends."""
    if done.interrupted:
        return _INTERRUPTED
    if not done.polls:
        return _UNUSABLE
    if known is not None:
        return _judged(known, done, strict=strict)
    grades = done.grades()
    return 1 if grades["error"] or (strict and grades["warning"]) else 0


def _tell(done: Audited, form: str, paths: Sequence[str]) -> None:
    if form == "json":
        print_json({"findings": [one.as_json() for one in done.findings], **_summary(done)})
    elif form == "jsonl":
        for one in done.findings:
            print_json(one.as_json(), indent=None)
        print_json(_summary(done), indent=None)
    else:
        _print(done)
    if not done.polls and not done.interrupted:
        say(f"nothing in {', '.join(paths)} is a poll: nothing was judged", error=True)


def _report(path: str | None, archive: Sequence[str], done: Audited) -> None:
    """Write the report that was asked for, if one was."""
    if path is None:
        return
    from aws_job_conformance import report  # noqa: PLC0415 - only where it is asked
    from aws_job_conformance.audit.report_sources import sources  # noqa: PLC0415 - as above

    about = ", ".join(Path(one).name or one for one in archive)
    report.write(path, sources(done, about), option="--conformance-report")


def _id(one: Placed) -> str:
    """Return the name by which a baseline knows a finding."""
    return finding_id(one.finding, load(one.finding.operation).root)


def _failing(done: Audited, *, strict: bool) -> dict[str, str]:
    """Return what fails by id, the first of each; raises InputError where not all were told."""
    if done.left:
        raise InputError(
            f"{done.left:,} findings were counted and not told, so nobody knows whether they are"
            " known. Give --max-findings a larger number"
        )
    found: dict[str, str] = {}
    for one in done.findings:
        if one.finding.grade == "error" or (strict and one.finding.grade == "warning"):
            found.setdefault(_id(one), str(one.finding))
    return found


def _judged(known: Baseline, done: Audited, *, strict: bool) -> int:
    """Say what is new, or known and gone; return how the audit ends."""
    new = [name for name in _failing(done, strict=strict) if known.reason(name) is None]
    gone = known.gone(map(_id, done.findings), done.polls)
    for sentence in (*(f"new: {name}" for name in new), *gone):
        say(f"error: {sentence}", error=True)
    return 1 if new or gone else 0


def _size(paths: Sequence[str]) -> int | None:
    """Return how many bytes there are to read, where all of them are files."""
    files = [Path(path) for path in paths]
    inside = [one for path in files for one in (path.rglob("*") if path.is_dir() else (path,))]
    if "-" in paths or any("://" in path for path in paths):
        return None
    return sum(one.stat().st_size for one in inside if one.is_file())


def _summary(done: Audited) -> dict[str, object]:
    by_law = [
        {"operation": operation, "law": law, "grade": grade, "count": count}
        for operation, law, grade, count in done.by_law()
    ]
    operations = {
        name: {"polls": count, "jobs": done.jobs.get(name, 0)}
        for name, count in sorted(done.polls.items())
    }
    seen = {"polls": sum(done.polls.values()), "jobs": sum(done.jobs.values())}
    found = {"findings": done.grades(), "by_law": by_law, "not_shown": done.left}
    beside = {"noticed": _passed(done.noticed), "interrupted": done.interrupted}
    summary = {**seen, "operations": operations, **found, **beside}
    return {"summary": summary, "skipped": _passed(done.skipped)}


def _passed(notes: Sequence[PassedOver]) -> list[dict[str, object]]:
    return [{"reason": one.reason, "count": one.count, "first": one.first} for one in notes]


def _print(done: Audited) -> None:
    for one in done.findings:
        finding = one.finding
        place, grade = printable(f"{one.where}: "), finding.grade
        print_line((place, "dim"), (f"{grade}: ", GRADE_STYLES[grade]), (str(finding), "not bold"))
    if done.left:
        say(f"{done.left:,} more like these or others; --max-findings tells more of them")
    for notes, said in ((done.skipped, "skipped"), (done.noticed, "noticed")):
        for note in notes:
            first = f"; first: {note.first}" if note.first else ""
            say(f"{said} {note.count:,}: {note.reason}{first}")
    for operation, law, grade, count in done.by_law():
        said = printable(f"{count:,}: {operation} {law}")
        print_line((f"{grade} ", GRADE_STYLES[grade]), (said, "not bold"))
    grades = done.grades()
    told = ", ".join(plural(grades[grade], grade) for grade in GRADES if grades[grade])
    ended = "interrupted: " if done.interrupted else ""
    jobs = sum(done.jobs.values())
    of = f" of {plural(jobs, 'job')}" if jobs else ""
    say(f"{ended}{plural(sum(done.polls.values()), 'poll')}{of}, {told or 'no findings'}")
