"""Saved pages of documentation, as `--page` names them: what three commands read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from aws_job_conformance.cli._progress import progress
from aws_job_conformance.cli._terminal import read_page
from aws_job_conformance.cli.path_types import SOURCE

if TYPE_CHECKING:
    from aws_job_conformance.authoring.page_files import ReadPages


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
