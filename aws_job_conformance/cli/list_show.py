"""`list` and `show`: the operations, and what one of them promises."""

from collections.abc import Iterable

import click

from aws_job_conformance import catalog
from aws_job_conformance.cli._terminal import FORMAT, console, formats, print_json, progress, say
from aws_job_conformance.cli.path_types import OPERATION
from aws_job_conformance.core.shipped import names


@click.command(name="list", short_help="List the operations.")
@click.option("--all", "every", is_flag=True, help="Every job operation of the installed botocore.")
@FORMAT
def list_(form: str, *, every: bool) -> int:
    """List the operations that have a contract; with --all, those whose contract is inferred too.

    \b
    Example:
      aws-job-conformance list --format json
      aws-job-conformance list --all
    """  # noqa: D301 - \b is click's mark
    if every:
        return _list_all(form)
    from aws_job_conformance.cli import _render_list  # noqa: PLC0415 - loads the laws

    evidence = _render_list.counted(names())
    rows = [_render_list.summary(catalog.load(name), found) for name, found in evidence.items()]
    if form == "json":
        print_json(rows)
    else:
        _print(_render_list.lines(rows, console().width))
    return 0


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        say(line)


def _list_all(form: str) -> int:
    from aws_job_conformance.cli import _render_list  # noqa: PLC0415 - loads the laws

    with progress("reading service models"):
        rows = catalog.rows()
    if form == "json":
        print_json(rows)
        return 0
    named = _render_list.OF_ALL
    cells = [[row[name] for name in named] for row in rows]
    _print(_render_list.laid_out(named, cells, console().width, beside=1))
    return 0


@click.command(short_help="Show what an operation promises.")
@click.argument("operation", type=OPERATION)
@formats(("text", "json", "mermaid"), "text for people, json for programs, mermaid for a diagram.")
def show(operation: str, form: str) -> int:
    """Show what OPERATION promises: statuses, order, laws with tiers and sources, errors, secrets.

    \b
    Example:
      aws-job-conformance show sesv2:GetImportJob --format mermaid
    """  # noqa: D301 - \b is click's mark
    from aws_job_conformance.cli import _render_contract  # noqa: PLC0415 - loads the laws

    contract = catalog.load(operation)
    if form == "json":
        print_json(_render_contract.data(contract))
    else:
        render = _render_contract.mermaid if form == "mermaid" else _render_contract.text
        say(render(contract), newline=False, fold=True)
    return 0
