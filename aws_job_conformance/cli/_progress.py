"""How far a command is: said on a terminal, on standard error, and nowhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any, Literal, TypeVar

from aws_job_conformance.core.text import cut, printable

_T = TypeVar("_T")

_LONGEST = 60


class ProgressStep:
    """What a piece of work tells of itself; tells nobody where no terminal looks on."""

    def __init__(self, update: Callable[..., None] = lambda **_: None) -> None:
        self._update = update

    def __call__(self, by: int = 1) -> None:
        """Take note that so many more of the total are done."""
        self._update(advance=by)

    def then(self, made: _T) -> _T:
        """Return what one step made, after taking note of it."""
        self()
        return made

    def say(self, what: str) -> None:
        """Say what is going on now."""
        self._update(description=cut(printable(what), _LONGEST))

    def expect(self, total: int) -> None:
        """Say how many there are in all, where that is known only now."""
        self._update(total=total)


@contextmanager
def progress(
    what: str, *, total: int | None = None, unit: Literal["steps", "bytes"] = "steps"
) -> Iterator[ProgressStep]:
    """Show what goes on in the block, and how far it is.

    what: a few words. total: how many steps there are, where that is known. unit: what they are; of
    bytes the rate is shown, and the time that is left. Nothing is shown, and
    nothing loaded, unless standard error is a terminal; NO_COLOR is respected, and the line is gone
    when the block is left.
    """
    with _screen(is_bytes=unit == "bytes") as shown:
        if shown is None:
            yield ProgressStep()
        else:
            task = shown.add_task(cut(printable(what), _LONGEST), total=total)
            yield ProgressStep(partial(shown.update, task))


def _screen(*, is_bytes: bool) -> Any:
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return nullcontext()
    from rich import progress as parts  # noqa: PLC0415 - as above
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it

    class Count(parts.MofNCompleteColumn):
        """`3,000/12,000`; nothing where nobody knows how many there are."""

        def render(self, task: Any) -> Any:
            return super().render(task) if task.total else ""

    plain = bool(os.environ.get("NO_COLOR"))
    rate = (parts.DownloadColumn(), parts.TransferSpeedColumn(), parts.TimeRemainingColumn())
    return parts.Progress(
        parts.SpinnerColumn(),
        parts.TextColumn("{task.description}", markup=False),
        parts.BarColumn(bar_width=20),
        *(rate if is_bytes else (Count(),)),
        parts.TimeElapsedColumn(),
        console=Console(stderr=True, color_system=None if plain else "auto"),
        transient=True,
        redirect_stdout=False,  # what a command prints is for whoever reads it
        redirect_stderr=False,
    )
