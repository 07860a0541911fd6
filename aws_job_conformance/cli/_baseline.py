"""What commands say of failures that are known: `--baseline FILE` and `--write-baseline FILE`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.text import plural

if TYPE_CHECKING:
    from aws_job_conformance.baselines import Baseline

_READ, _WRITE = "--baseline", "--write-baseline"


def baseline_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options, as `known_file` and `new_file`."""
    reading = click.option(
        _READ,
        "known_file",
        metavar="FILE",
        help="What stands in FILE is known and fails nothing; what no longer happens fails.",
    )
    writing = click.option(
        _WRITE, "new_file", metavar="FILE", help="Write what fails today as such a file; exit 0."
    )
    return reading(writing(command))


def opened(known_file: str | None, new_file: str | None) -> Baseline:
    """Return what is known, nothing where no file is named; raises InputError before the work."""
    from aws_job_conformance import baselines  # noqa: PLC0415 - only where it is asked

    if known_file is not None and new_file is not None:
        raise click.UsageError(f"{_READ} judges by a file, {_WRITE} writes one: leave one out")
    if new_file is not None and not Path(new_file).absolute().parent.is_dir():
        raise InputError(f"{_WRITE}: there is no folder for {new_file}")
    if known_file is None:
        return baselines.Baseline("", ())
    return baselines.read(Path(known_file), _READ)


def written(new_file: str, failed: Mapping[str, str]) -> str:
    """Write what fails, by id with the reason; return the sentence that says so."""
    from aws_job_conformance import baselines  # noqa: PLC0415 - as above

    baselines.write(Path(new_file), failed, _WRITE)
    return f"{plural(len(failed), 'known failure')} written to {new_file}; give each a reason"
