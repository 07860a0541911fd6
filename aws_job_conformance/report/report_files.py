"""A report written to a file: HTML, JSON or Markdown, as its name ends."""

import importlib.util
import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from aws_job_conformance.core.errors import InputError, as_input_error
from aws_job_conformance.report import report_json, report_markdown
from aws_job_conformance.report.content import ReportContent, ReportSources, content

NEEDED = {"jinja2": "jinja2", "fast_sugiyama": "fast-sugiyama"}
"""What a page is written with, by the names under which it is imported and installed."""

INSTALL = "pip install 'aws-job-conformance[report]'"


def _html(found: ReportContent) -> str:
    from aws_job_conformance.report import html_page  # noqa: PLC0415 - jinja2 is an extra

    return html_page.html(found)


FORMS: Mapping[str, Callable[[ReportContent], str]] = {
    ".html": _html,
    ".htm": _html,
    ".json": report_json.text,
    ".md": report_markdown.markdown,
    ".markdown": report_markdown.markdown,
}


def lacking() -> str | None:
    """Return what a page lacks here, with the command that adds it; None where nothing."""
    missing = [name for module, name in NEEDED.items() if importlib.util.find_spec(module) is None]
    return f"a page is written with {' and '.join(missing)}: {INSTALL}" if missing else None


def must_be_writable(option: str, path: str | Path) -> None:
    """Raise InputError where no report can be written there: ask before the work, not after it.

    option: how the caller was told of the path, such as `--conformance-report`.
    """
    place = Path(path)
    if (form := FORMS.get(place.suffix.lower())) is None:
        raise InputError(f"{option}: {place} ends in none of {', '.join(FORMS)}")
    # A name may be one that no folder could have, such as one that is too long.
    if not os.path.isdir(place.absolute().parent):  # noqa: PTH112 - Path.is_dir raises for it
        raise InputError(f"{option}: there is no folder for {place}")
    if os.path.isdir(place):  # noqa: PTH112 - as above
        raise InputError(f"{option}: {place} is a folder; name a file in it")
    if form is _html and (why := lacking()):
        raise InputError(f"{option}: {why}. A report that ends in .md or .json needs neither.")


def write(
    path: str | Path, sources: ReportSources, *, option: str = "report", now: datetime | None = None
) -> None:
    """Write a report, whole or not at all.

    path: it ends in .html, .json or .md. sources: what is shown. option: as for `must_be_writable`.
    now: the time to state, in UTC. Raises InputError where it cannot be written.
    """
    must_be_writable(option, path)
    place = Path(path)
    text = FORMS[place.suffix.lower()](content(sources, now))
    with as_input_error(f"{option}: {place} cannot be written"):
        beside = place.with_name(f".{place.name}.part")
        beside.write_text(text, "utf-8", errors="backslashreplace", newline="\n")
        beside.replace(place)
