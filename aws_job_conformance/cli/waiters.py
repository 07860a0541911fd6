"""`waiters`: botocore waiters for job operations, as files for AWS_DATA_PATH."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aws_job_conformance.cli._terminal import FORMAT, print_json, progress, say
from aws_job_conformance.cli.path_types import FOLDER, OPERATION, SOURCE
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.findings import GRADES
from aws_job_conformance.core.secret_forms import masked
from aws_job_conformance.core.text import brief, plural

if TYPE_CHECKING:
    from aws_job_conformance.linter import Judged
    from aws_job_conformance.waiters import Outcome, Written


_JUDGE = "Judge the waiters in a file, in a folder, or of the installed botocore, and write none."
_PARTIAL = "With --out: what a job is that ended with a part of its work done (success)."


@click.command(short_help="Write waiters for botocore, or judge somebody's.")
@click.argument("operations", type=OPERATION, nargs=-1)
@click.option("--out", type=FOLDER, help="The folder to write them to.")
@click.option("--check", "place", type=SOURCE, metavar="FILE|FOLDER|installed", help=_JUDGE)
@click.option("--service", metavar="NAME", help="With --check: whose waiters they are.")
@click.option("--partial", type=click.Choice(["success", "failure"]), help=_PARTIAL)
@FORMAT
def waiters(  # noqa: PLR0913 - the options, by name
    operations: Sequence[str],
    *,
    out: str | None,
    place: str | None,
    service: str | None,
    partial: Outcome | None,
    form: str,
) -> int:
    """Write a waiter for each of OPERATIONS (every job operation of botocore, if none is named).

    Set AWS_DATA_PATH to the folder, and botocore's clients have them beside their own:
    client.get_waiter("import_job_completed"). A file holds the waiters of one run; run it again
    after an upgrade of botocore.

    With --check, judge waiters in botocore's form, yours, AWS's or Airflow's, by the contract of
    each operation: the ends they never name, the statuses they take for what they are not, the
    values and paths that are nowhere. A contract that nobody wrote only warns. Whose waiters a file
    holds is told by its folders (SERVICE/VERSION/waiters-2.json), by its name (glue.json), or by
    --service; OPERATIONS narrow it down.

    Exit of --check: 0 nothing, or notes; 1 an error or a warning; 2 the input cannot be used.

    \b
    Example:
      aws-job-conformance waiters sesv2:GetImportJob --out waiters
      export AWS_DATA_PATH=waiters
      aws-job-conformance waiters --check airflow/providers/amazon/aws/waiters
      aws-job-conformance waiters --check installed --format json
    """  # noqa: D301 - \b is click's mark
    if (out is None) == (place is None):
        raise click.UsageError("give --out FOLDER to write waiters, or --check to judge some")
    if place is not None:
        if partial is not None:
            raise click.UsageError("--partial is of --out: either may be right of a partial end")
        return _checked(place, service, operations, form)
    if service is not None:
        raise click.UsageError("--service is of --check: --out takes OPERATIONS")
    assert out is not None
    return _written(operations, out, partial or "success", form)


def _checked(place: str, service: str | None, operations: Sequence[str], form: str) -> int:
    from aws_job_conformance import linter  # noqa: PLC0415 - loads the models

    with progress("reading waiters") as step:
        found = tuple(linter.found(place, service))
        step.say("judging waiters")
        step.expect(len(found))
        judged = [step.then(linter.judge(waiter)) for waiter in found]
    if operations:
        judged = [one for one in judged if one.operation in operations]
        unpolled = [name for name in operations if name not in {one.operation for one in judged}]
        if unpolled:
            raise InputError(f"no waiter there polls {brief(unpolled[0], 90)}")
    findings = [finding for one in judged for finding in one.findings]
    counts = linter.count(judged)
    if form == "json":
        print_json({"counts": counts, "findings": [_judged(one) for one in judged if one.findings]})
    else:
        where = ""
        for finding in findings:
            if finding.where != where:
                where = finding.where
                say(f"{where}:")
            say(f"{finding.grade}: {finding}", fold=True)
        told = ", ".join(plural(counts[grade], grade) for grade in GRADES if counts[grade])
        say(
            f"{plural(counts['waiters'], 'waiter')}: {counts['written']} judged by a written"
            f" contract, {counts['inferred']} by an inferred one, {counts['none']} of no job by"
            f" paths and values alone; {told or 'no findings'}",
            fold=True,
        )
    return 1 if linter.failing(findings) else 0


def _judged(one: Judged) -> dict[str, object]:
    named = {"operation": masked(one.operation), "waiter": masked(one.waiter.name)}
    findings = [finding.as_json() for finding in one.findings]
    return {**named, "where": one.waiter.where, "contract": one.by, "findings": findings}


def _written(operations: Sequence[str], out: str, partial: Outcome, form: str) -> int:
    from aws_job_conformance import waiters as waiting  # noqa: PLC0415 - loads the models

    folder = Path(out).resolve()
    if os.pathsep in str(folder):
        raise InputError(
            f"AWS_DATA_PATH would split {folder} at {os.pathsep!r}; name another --out"
        )
    with progress("reading service models"):
        found = tuple(waiting.files(operations or waiting.operations(), partial=partial))
    written = waiting.write(found, folder)
    if form == "json":
        print_json({"AWS_DATA_PATH": str(folder), "files": [_row(one) for one in written]})
        return 0
    for one in written:
        say(f"{one.what} {one.file.path.as_posix()}: {', '.join(one.file.waiters)}")
        if one.removed is not None:
            say(f"removed {one.removed.name} beside it, which this command had written")
    count = sum(len(one.file.waiters) for one in written)
    say(f"{plural(count, 'waiter')} in {plural(len(written), 'file')}. Now:")
    say(f"export AWS_DATA_PATH={_data_path(folder)}")
    return 0


def _row(one: Written) -> dict[str, object]:
    path, gone = one.file.path.as_posix(), one.removed.name if one.removed else None
    return {"file": path, "what": one.what, "removed": gone, "waiters": dict(one.file.waiters)}


def _data_path(folder: Path) -> str:
    """Return the value for the shell: ours before what is set already."""
    others = [part for part in os.environ.get("AWS_DATA_PATH", "").split(os.pathsep) if part]
    before = [str(folder), *(part for part in others if Path(part).resolve() != folder)]
    return shlex.quote(os.pathsep.join(before))
