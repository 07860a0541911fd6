"""The option of commands that write a report beside what they print."""

from __future__ import annotations

import click

_NAME = "--conformance-report"

REPORT = click.option(
    _NAME,
    "--report",
    "report",
    metavar="PATH",
    help="Write a page of it too: .html, .md or .json (docs/report.md).",
)


def must_be_reportable(path: str | None) -> None:
    """Raise InputError, before any work, where no report can be written; None: none is asked."""
    if path is None:
        return
    from aws_job_conformance import report  # noqa: PLC0415 - a fifth of a second for whoever asks

    report.must_be_writable(_NAME, path)
