"""`derive`: schemas from documentation, service model and contract files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from aws_job_conformance.cli._shared_options import pages_option, saved_pages
from aws_job_conformance.cli._terminal import FORMAT, print_document, progress, say, tell
from aws_job_conformance.cli.path_types import FOLDER, OPERATION
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.shipped import folder
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import plural

if TYPE_CHECKING:
    from aws_job_conformance.authoring.contract_file import Authored


@click.command(short_help="Derive schemas from documentation.")
@click.argument("operations", type=OPERATION, nargs=-1)
@click.option(
    "--all", "every", is_flag=True, help="Every job operation of botocore too, inferred, to --out."
)
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit 1 where something drifted."
)
@pages_option(
    "Print the schema of saved documentation pages alone; again for each page, or a folder."
)
@click.option(
    "--against",
    type=OPERATION,
    help="Say where the pages differ from the model of service:Operation.",
)
@click.option("--operation", help="Which operation, of pages that document several.")
@click.option("--out", type=FOLDER, help="Where to write; the checkout's schemas/ if left out.")
@click.option("--base-url", "base", help="Write https `$id`s below this address, to --out.")
@FORMAT
def derive(  # noqa: PLR0913 - the options, by name
    operations: Sequence[str],
    *,
    every: bool,
    only_check: bool,
    pages: Sequence[str],
    operation: str | None,
    against: str | None,
    out: str | None,
    base: str | None,
    form: str,
) -> int:
    """Derive the schemas of OPERATIONS (all, if none) from documentation, service model and TOML.

    Exit: 0 nothing drifted; 1 --check found drift, or documentation and model disagree
    (with --against: where that is not known, or known no more);
    2 the input cannot be used.

    \b
    Example:
      aws-job-conformance derive --check
      aws-job-conformance derive sesv2:GetImportJob --out build/schemas
      aws-job-conformance derive --page API_GetJobRun.md --page API_JobRun.md
      aws-job-conformance derive --page API_GetImportJob.md --against sesv2:GetImportJob
      aws-job-conformance derive --all --out build/schemas --base-url https://example.com/jobs
    """  # noqa: D301 - \b is click's mark
    address = _address(base, out)
    if pages or operation is not None or against is not None:
        if operations or only_check or out is not None or every:
            raise click.UsageError(
                "--page prints pages alone: no OPERATION, --check, --all or --out beside it"
            )
        return _print_pages(pages, operation, against, form)
    if every:
        if operations or only_check or out is None:
            raise click.UsageError("--all takes --out, and no OPERATION or --check beside it")
        return _bundle(Path(out), address, form)
    return _written(operations, out, address, only_check=only_check, form=form)


def _address(base: str | None, out: str | None) -> str:
    """Return the address that `$id`s begin with; empty where they stay urns."""
    if base is None:
        return ""
    if out is None:
        raise click.UsageError("--base-url is for schemas of your own: add --out FOLDER")
    parts = urlsplit(base)
    if parts.scheme != "https" or not parts.netloc or parts.query or parts.fragment:
        raise InputError(f"--base-url {base!r} is no address such as https://example.com/schemas")
    return base


def _written(
    operations: Sequence[str], out: str | None, base: str, *, only_check: bool, form: str
) -> int:
    from aws_job_conformance.authoring import contract_file, schema_files  # noqa: PLC0415 - lark and jsonschema load

    target = Path(out) if out else folder()
    if not only_check and out is None and target.parent.name == "aws_job_conformance":
        raise InputError("these schemas belong to an installed package; name a folder with --out")
    found = contract_file.find()
    chosen = _selected(found, operations)
    with progress("deriving", total=len(chosen)) as step:
        rows = [
            step.then(schema_files.row(one, target, only_check=only_check, base=base))
            for one in chosen
        ]
    if not operations:
        rows += schema_files.strangers(target, found)
        rows += _index(target, found, only_check=only_check)
    said = (row["said"] or [f"{row['operation']}: up to date"] for row in rows)
    tell(form, rows, chain.from_iterable(said))
    return 1 if any(row["drifted"] for row in rows) else 0


def _index(target: Path, found: Mapping[str, Authored], *, only_check: bool) -> list[Any]:
    """Write the index of a folder, or only look; return a row if there is anything to say of it."""
    from aws_job_conformance.authoring import schema_index  # noqa: PLC0415 - as above

    there = [name for name in found if (target / f"{name.replace(':', '/')}.json").is_file()]
    wanted = schema_index.text(target, there, found)
    if schema_index.is_current(target, wanted):
        return []
    if not only_check:
        (target / schema_index.NAME).write_text(wanted, encoding="utf-8")
    said = "does not name what is there; derive it" if only_check else "written"
    return [{"operation": "", "said": [f"{schema_index.NAME}: {said}"], "drifted": only_check}]


def _bundle(out: Path, base: str, form: str) -> int:
    from aws_job_conformance.authoring import bundle  # noqa: PLC0415 - loads botocore

    with progress("reading service models") as step:
        works = bundle.works()
        out.mkdir(parents=True, exist_ok=True)
        step.say("deriving")
        step.expect(len(works))
        rows = [step.then(row) for row in bundle.write(works, out, base)]
    written = f"wrote the schemas of {plural(len(rows), 'operation')} to {out}"
    tell(form, rows, (*(line for row in rows for line in row["said"]), written))
    return 1 if any(row["drifted"] for row in rows) else 0


def _selected(found: dict[str, Authored], operations: Sequence[str]) -> list[Authored]:
    for operation in operations:
        if operation not in found:
            raise InputError(f"no contract file for {operation!r}.{nearest(operation, found)}")
    return [source for name, source in found.items() if not operations or name in operations]


def _print_pages(
    pages: Sequence[str], operation: str | None, against: str | None, form: str
) -> int:
    from aws_job_conformance.authoring import page_against, page_schema, schema_files  # noqa: PLC0415 - loads the parsers

    if not pages:
        raise click.UsageError("--operation and --against are for --page; name a page too")
    if against is not None:
        page_against.must_be_operation(against)
    found = saved_pages(pages, operation)
    said: list[str] = []
    fails = False
    if against is not None:
        told = list(page_against.differences(found.page, against))
        said, fails = page_against.judged(told, against, found.page)
    for line in found.said:
        say(line, error=True)
    if against is not None:
        tell(form, [{"operation": against, "said": said, "fails": fails}], said)
        return 1 if fails else 0
    print_document(schema_files.text(page_schema.page_schema(found.page)).rstrip("\n"))
    return 0
