"""Options that several commands have: saved pages, known failures, a report; and what is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aws_job_conformance.cli._terminal import progress, read_page
from aws_job_conformance.cli.path_types import SOURCE
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.text import plural

if TYPE_CHECKING:
    from aws_job_conformance.authoring.page_files import ReadPages
    from aws_job_conformance.baselines import Baseline

_READ, _WRITE, _REPORT = "--baseline", "--write-baseline", "--conformance-report"
_KNOWN = "What stands in FILE is known and fails nothing; what no longer happens fails."
_FAILING = "Write what fails today as such a file; exit 0."
_PAGE_OF_IT = "Write a page of it too: .html, .md or .json (docs/report.md)."

REPORT = click.option(_REPORT, "--report", "report", metavar="PATH", help=_PAGE_OF_IT)


def must_be_reportable(path: str | None) -> None:
    """Raise InputError, before any work, where no report can be written; None: none is asked."""
    if path is None:
        return
    from aws_job_conformance import report  # noqa: PLC0415 - a fifth of a second for whoever asks

    report.must_be_writable(_REPORT, path)


def pages_option(says: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return `--page` as `pages`. says: what is done with them."""
    return click.option("--page", "pages", type=SOURCE, multiple=True, help=says)


def saved_pages(pages: Sequence[str], operation: str | None) -> ReadPages:
    """Return what pages say together, and show on a terminal that they are read.

    pages: files and folders, `-` for standard input, of which nothing is shown: somebody may be
    typing it. operation: which one, of pages that document several. Raises InputError as
    `page_files.read` does.
    """
    from aws_job_conformance.authoring import page_files  # noqa: PLC0415 - loads the parsers

    with nullcontext() if "-" in pages else progress("reading pages"):
        return page_files.read(pages, read_page, operation)


def baseline_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of failures that are known, as `known_file` and `new_file`."""
    reading = click.option(_READ, "known_file", metavar="FILE", help=_KNOWN)
    writing = click.option(_WRITE, "new_file", metavar="FILE", help=_FAILING)
    return reading(writing(command))


def known_failures(known_file: str | None, new_file: str | None) -> Baseline:
    """Return what is known, nothing where no file is named; raises InputError before the work."""
    from aws_job_conformance import baselines  # noqa: PLC0415 - only where it is asked

    if known_file is not None and new_file is not None:
        raise click.UsageError(f"{_READ} judges by a file, {_WRITE} writes one: leave one out")
    if new_file is not None and not Path(new_file).absolute().parent.is_dir():
        raise InputError(f"{_WRITE}: there is no folder for {new_file}")
    if known_file is None:
        return baselines.Baseline("", ())
    return baselines.read(Path(known_file), _READ)


def write_baseline(new_file: str, failed: Mapping[str, str]) -> str:
    """Write what fails, by id with the reason; return the sentence that says so."""
    from aws_job_conformance import baselines  # noqa: PLC0415 - as above

    baselines.write(Path(new_file), failed, _WRITE)
    return f"{plural(len(failed), 'known failure')} written to {new_file}; give each a reason"
