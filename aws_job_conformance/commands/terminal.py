"""What every command prints and reads with."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.status import Status

from aws_job_conformance.findings import InputError

_UNWRAPPED = 10_000

FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="text for people, json for programs.",
)


def read(file: str) -> bytes:
    """Return the bytes of a file, `-` for standard input; raises InputError where it cannot."""
    if file == "-":
        if sys.stdin is None:
            raise InputError("standard input is closed; name a file")
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {file}: {error.strerror}") from None


def console(width: int | None = None) -> Console:
    """Return standard output: with colours on a terminal, unless NO_COLOR is set."""
    plain = bool(os.environ.get("NO_COLOR"))
    return Console(file=sys.stdout, width=width, color_system=None if plain else "auto")


def print_json(value: Any) -> None:
    """Print a value as JSON for programs."""
    click.echo(json.dumps(value, indent=2, default=str))


def wide() -> Console:
    """Return a console that never wraps what a program may read from a pipe."""
    out = console()
    return out if out.is_terminal else console(_UNWRAPPED)


def working(what: str) -> Status:
    """Return a context that says on a terminal, and only there, what is going on."""
    plain = bool(os.environ.get("NO_COLOR"))
    return Console(stderr=True, color_system=None if plain else "auto").status(what)
