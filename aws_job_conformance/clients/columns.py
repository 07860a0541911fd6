"""The columns of the matrix: each SDK asked for the cases now, or as it is recorded."""

import shlex
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from aws_job_conformance.clients import hostile, known_clients
from aws_job_conformance.clients.hostile import Case, Column
from aws_job_conformance.clients.interface import Client
from aws_job_conformance.clients.program import Lines
from aws_job_conformance.clients.sdk_builds import SdkBuild
from aws_job_conformance.core.errors import InputError


def of(
    chosen: Sequence[Case], programs: Iterable[str], builds: Iterable[SdkBuild]
) -> Iterator[Column]:
    """Yield what each client makes of the cases; programs and builds as `matrix.of` takes them.

    Raises InputError where a program is gone, or is no command: before the others are asked, which
    takes half a minute.
    """
    own = [_own(program, chosen) for program in programs]
    for known in known_clients.whole():
        yield _known(known, chosen)
    for build in builds:
        if build.instead is not None:
            column = _closed(build.open(), chosen, own=False)
            yield replace(column, name=f"{column.name}={build.instead}")  # beside the pinned one
    yield from own


def _own(program: str, chosen: Sequence[Case]) -> Column:
    """Return the column of the caller's own program."""
    try:
        command = shlex.split(program)
    except ValueError as error:
        raise InputError(f"{program!r} is no command: {error}. Close its quotes") from None
    return _closed(Lines(command), chosen, own=True)


def _known(known: known_clients.Known, chosen: Sequence[Case]) -> Column:
    if (why_not := known.why_not()) is not None:
        return replace(hostile.recorded(known.name, chosen), not_run=why_not)
    return _closed(known.open(), chosen, own=False)


def _closed(client: Client, chosen: Sequence[Case], *, own: bool) -> Column:
    with closing(client):
        return hostile.measured(client, chosen, own=own)
