"""The command line: arguments in, text or JSON out; what is decided is decided elsewhere."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from aws_job_conformance.contract import Contract, folder, load, names, nearest
from aws_job_conformance.findings import GRADES, Finding, InputError, SuiteError, failing

if TYPE_CHECKING:
    from aws_job_conformance.authored import Authored
    from aws_job_conformance.check import Verdict
    from aws_job_conformance.seen import View

_COLOURS = {"error": "bold red", "warning": "yellow", "note": "dim"}
_UNWRAPPED = 10_000
_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="text for people, json for programs.",
)


class _Commands(click.Group):
    """A group that suggests the nearest command, and turns what cannot be used into exit 2."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            hint = nearest(args[0], self.commands)
            raise click.UsageError(f"no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="aws-job-conformance")
def cli() -> None:
    """The contract of AWS job APIs: check responses, derive schemas, read what a job promises.

    \b
    Example:
      aws-job-conformance check sesv2:GetImportJob response.json
      aws-job-conformance show sesv2:GetImportJob
    """  # noqa: D301 - \b is click's mark


def main() -> None:
    """Run the command line; what cannot be used is one line on stderr and exit 2."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that is not UTF-8 has no →
    try:
        sys.exit(cli(standalone_mode=False))
    except click.exceptions.Abort:
        sys.exit(130)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        _fail(f"name a command: {', '.join(cli.commands)}")
    except click.ClickException as error:
        _fail(error.format_message())
    except InputError as error:
        _fail(str(error))
    except SuiteError as error:
        _fail(f"internal: {error}")
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
    except OSError as error:
        _fail(f"{error.filename or 'a file'}: {error.strerror or error}")


def _fail(reason: str) -> None:
    click.echo(f"aws-job-conformance: {' '.join(reason.split())}", err=True)
    sys.exit(2)


@cli.command(short_help="Check a response or a history.")
@click.argument("operation")
@click.argument("file", default="-")
@click.option("--wire", is_flag=True, help="The file is a raw HTTP body, not what an SDK returned.")
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@_FORMAT
def check(operation: str, file: str, *, wire: bool, strict: bool, form: str) -> int:
    """Check one response, or one job's history, against the contract of OPERATION.

    FILE (or - for standard input) holds a JSON document, which is one response; a JSON array or
    JSON Lines, which is a history, oldest first.

    \b
    Exit: 0 no error; 1 an error (or a warning with --strict); 2 the input cannot be used.

    \b
    Example:
      aws sesv2 get-import-job --job-id ID | aws-job-conformance check sesv2:GetImportJob
      aws-job-conformance check pinpoint:GetImportJob --wire body.json
    """  # noqa: D301 - \b is click's mark
    from aws_job_conformance.check import alone, check_bodies  # noqa: PLC0415 - loads validators
    from aws_job_conformance.documents import split  # noqa: PLC0415 - as above

    contract = load(operation)
    view: View = "wire" if wire else "schema"
    bodies, is_history = split(_bytes(file), _name(file), view)
    verdict = check_bodies(contract, bodies, view=view)
    if not is_history:
        verdict = alone(verdict)
    if form == "json":
        _print_json([finding.as_json() for finding in verdict.findings])
    else:
        _print_verdict(contract, verdict, responses=len(bodies))
    return 1 if failing(verdict.findings, strict=strict) else 0


def _bytes(file: str) -> bytes:
    if file == "-":
        if sys.stdin is None:
            raise InputError("standard input is closed; name a file")
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {file}: {error.strerror}") from None


def _name(file: str) -> str:
    return "standard input" if file == "-" else file


def _print_verdict(contract: Contract, verdict: Verdict, responses: int) -> None:
    from aws_job_conformance.laws import implied  # noqa: PLC0415 - as above

    console = _console()
    for finding in verdict.findings:
        _print_finding(console, finding)
    counts = {grade: sum(f.grade == grade for f in verdict.findings) for grade in GRADES}
    laws = len(contract.laws) + len(implied(contract))
    told = ", ".join(_plural(count, grade) for grade, count in counts.items() if count)
    console.print(
        f"{contract.operation}: {_plural(responses, 'response')}, {told or 'no findings'}; "
        f"{len(verdict.applied)} of {laws} laws applied",
        highlight=False,
        soft_wrap=True,
    )
    for name, page in contract.x_job["sources"].items():
        if any(finding.source.startswith(f"{page}:") for finding in verdict.findings):
            console.print(
                f"{name} = {page}", style="dim", highlight=False, soft_wrap=True, markup=False
            )


def _print_finding(console: Console, finding: Finding) -> None:
    line = Text(f"{finding.grade}: ", style=_COLOURS[finding.grade]) + Text(
        str(finding), style="not bold"
    )
    console.print(line, highlight=False, soft_wrap=True)


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _console(width: int | None = None) -> Console:
    """Return standard output: with colours on a terminal, unless NO_COLOR is set."""
    plain = bool(os.environ.get("NO_COLOR"))
    return Console(file=sys.stdout, width=width, color_system=None if plain else "auto")


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, indent=2, default=str))


@cli.command(short_help="Derive schemas from documentation.")
@click.argument("operations", nargs=-1)
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit 1 where something drifted."
)
@click.option(
    "--page", type=click.Path(), help="Print the schema of a saved documentation page alone."
)
@click.option(
    "--out",
    type=click.Path(file_okay=False),
    help="Where to write; the checkout's schemas/ if left out.",
)
@_FORMAT
def derive(
    operations: Sequence[str], *, only_check: bool, page: str | None, out: str | None, form: str
) -> int:
    """Derive the schemas of OPERATIONS (all, if none) from documentation, service model and TOML.

    \b
    Exit: 0 nothing drifted; 1 --check found drift, or documentation and model disagree;
    2 the input cannot be used.

    \b
    Example:
      aws-job-conformance derive --check
      aws-job-conformance derive sesv2:GetImportJob --out build/schemas
      aws-job-conformance derive --page get_import_job.txt
    """  # noqa: D301 - \b is click's mark
    if page is not None:
        if operations or only_check or out:
            raise click.UsageError(
                "--page prints one page alone: no OPERATION, --check or --out beside it"
            )
        _print_page(page)
        return 0
    from aws_job_conformance import authored  # noqa: PLC0415 - loads botocore
    from aws_job_conformance import derive as deriving  # noqa: PLC0415 - as above

    target = Path(out) if out else folder()
    if not only_check and out is None and target.parent.name == "aws_job_conformance":
        raise InputError("these schemas belong to an installed package; name a folder with --out")
    found = authored.find()
    chosen = _selected(found, operations)
    rows = [deriving.row(source, target, only_check=only_check) for source in chosen]
    if not operations:
        rows += deriving.strangers(target, found)
    if form == "json":
        _print_json(rows)
    else:
        for row in rows:
            for line in row["said"] or [f"{row['operation']}: up to date"]:
                click.echo(line)
    return 1 if any(row["drifted"] for row in rows) else 0


def _selected(found: dict[str, Authored], operations: Sequence[str]) -> list[Authored]:
    for operation in operations:
        if operation not in found:
            raise InputError(f"no contract file for {operation!r}.{nearest(operation, found)}")
    return [source for name, source in found.items() if not operations or name in operations]


def _print_page(page: str) -> None:
    from aws_job_conformance import derive as deriving  # noqa: PLC0415 - loads the parser
    from aws_job_conformance import pages  # noqa: PLC0415 - as above

    data = _bytes(page)
    try:
        read = pages.read_page(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"{page}: not UTF-8 at offset {error.start}") from None
    except ValueError as error:
        raise InputError(f"{page}: {error}") from None
    click.echo(deriving.text(deriving.page_schema(read)), nl=False)


@cli.command(name="list", short_help="List the operations.")
@_FORMAT
def list_(form: str) -> int:
    """List the operations that have a contract.

    \b
    Example:
      aws-job-conformance list --format json
    """  # noqa: D301 - \b is click's mark
    from aws_job_conformance import describe  # noqa: PLC0415 - loads the laws

    rows = [describe.summary(load(name)) for name in names()]
    if form == "json":
        _print_json(rows)
        return 0
    table = Table(box=None, pad_edge=False)
    for heading in ("operation", "laws", "ends in", "also checks", "retired"):
        table.add_column(heading, no_wrap=True)
    for row in rows:
        same = ", ".join(row["same_shape"])
        table.add_row(
            row["operation"], str(row["laws"]), ", ".join(row["final"]), same, row["retired"] or ""
        )
    _wide().print(table)
    return 0


def _wide() -> Console:
    """Return a console that never wraps what a program may read from a pipe."""
    console = _console()
    return console if console.is_terminal else _console(_UNWRAPPED)


@cli.command(short_help="Show what an operation promises.")
@click.argument("operation")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "mermaid"]),
    default="text",
    help="text for people, json for programs, mermaid for a diagram.",
)
def show(operation: str, form: str) -> int:
    """Show what OPERATION promises: statuses, order, laws with tiers and sources, errors, secrets.

    \b
    Example:
      aws-job-conformance show sesv2:GetImportJob --format mermaid
    """  # noqa: D301 - \b is click's mark
    from aws_job_conformance import describe  # noqa: PLC0415 - loads the laws

    contract = load(operation)
    if form == "json":
        _print_json(describe.data(contract))
    else:
        click.echo((describe.mermaid if form == "mermaid" else describe.text)(contract), nl=False)
    return 0
