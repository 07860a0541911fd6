"""What every command prints and reads with, and how it says how far it is.

Progress is said on a terminal, on standard error, and nowhere else.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal, TypeVar

import click

from aws_job_conformance.core.errors import InputError, as_input_error
from aws_job_conformance.core.text import cut, lines, printable, unobeyed

if TYPE_CHECKING:
    from rich.console import Console

_T = TypeVar("_T")

_UNWRAPPED, _LONGEST_STEP = 10_000, 60

_MANY = 500
"""Rows that take a while to be laid out."""

MOST_BYTES = 64_000_000
"""No file of a command is larger: some thirty times as much memory is what reading it may take."""

_SHELLS = ("/dev/fd/", "/dev/stdin", "/proc/")
"""Where a shell puts the pipe of `<(command)`."""

GRADE_STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}
"""How a finding's grade is shown where styles show."""


def formats(forms: Sequence[str], says: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return `--format` as `form`: one of the forms, usually the first. says: what each is for."""
    kind = click.Choice(forms)
    return click.option("--format", "form", type=kind, default=forms[0], help=says)


FORMAT = formats(("text", "json"), "text for people, json for programs.")

_PIECES = "Give it in pieces, such as `split -l 10000 FILE` makes of JSON Lines"
_ONE_PAGE = "Save the page of one operation alone, or copy what stands below its Response Syntax"


def read_page(file: str) -> bytes:
    """Return the bytes of a documentation page, as `read` does."""
    return read(file, advice=_ONE_PAGE)


def read(file: str, *, advice: str = _PIECES) -> bytes:
    """Return the bytes of a file, `-` for standard input; raises InputError where it cannot.

    Nothing is read that does not end after MOST_BYTES, and no pipe that nobody may ever write to.
    advice: what to do about a file that is larger.
    """
    name = "standard input" if file == "-" else file
    if file == "-" and sys.stdin is None:
        raise InputError("standard input is closed; name a file")
    with as_input_error(f"cannot read {name}"):
        if file == "-":
            if sys.stdin.isatty():
                say("paste JSON here, and end it with Ctrl-D; or name a file", error=True)
            return _bounded(sys.stdin.buffer, name, advice)
        if not stat.S_ISFIFO(Path(file).stat().st_mode) or file.startswith(_SHELLS):
            with Path(file).open("rb") as stream:
                return _bounded(stream, name, advice)
    raise InputError(f"{file} is a named pipe, which may never end; give it as `- < FILE`")


def _bounded(stream: IO[bytes], name: str, advice: str) -> bytes:
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise InputError(f"{name} is larger than {MOST_BYTES // 1_000_000} MB. {advice}")
    return data


def say(text: str, *, newline: bool = True, error: bool = False, fold: bool = False) -> None:
    """Print text, whose lines may hold anybody's words, as a terminal may show it.

    error: on standard error. fold: prose, whose long lines a terminal gets folded between words.
    """
    shown = lines(text)
    if fold and sys.stdout.isatty():
        shown = "\n".join(_folded(line) for line in shown.split("\n"))
    click.echo(shown, nl=newline, err=error)


def _folded(line: str) -> str:
    """Fold a line between words, what goes on two further in; a URL stays whole."""
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(
        line,
        shutil.get_terminal_size().columns,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def print_document(text: str) -> None:
    """Print a JSON document as it is laid out; what a terminal would obey is escaped as in JSON."""
    click.echo("".join(c if c == "\n" or printable(c) == c else json.dumps(c)[1:-1] for c in text))


def console(width: int | None = None) -> Console:
    """Return standard output: with colours on a terminal, unless NO_COLOR is set.

    Nothing printed there is read as markup, as a name of an emoji, or coloured for what it says.
    """
    from rich.console import Console  # noqa: PLC0415 - slow to load

    plain = bool(os.environ.get("NO_COLOR"))
    return Console(
        file=sys.stdout,
        width=width,
        color_system=None if plain else "auto",
        markup=False,
        emoji=False,
        highlight=False,
    )


def print_line(*parts: tuple[str, str]) -> None:
    """Print (text, style) each, in one line that only a terminal folds; styled where it can."""
    if not _shows_styles():
        sys.stdout.write(lines("".join(text for text, _ in parts)) + "\n")  # in its own encoding
        return
    from rich.text import Text  # noqa: PLC0415 - as above

    console().print(Text.assemble(*parts), soft_wrap=not sys.stdout.isatty())


def _shows_styles() -> bool:
    """Return whether rich might see a terminal; where it cannot, it need not be loaded."""
    asked = ("FORCE_COLOR", "TTY_COMPATIBLE")
    return sys.stdout.isatty() or any(os.environ.get(name) for name in asked)


def tell(form: str, value: Any, texts: Iterable[str]) -> None:
    """Print a value as JSON where that is the form, or else texts for people."""
    if form == "json":
        print_json(value)
    else:
        for text in texts:
            say(text)


def print_json(value: Any, *, indent: int | None = 2) -> None:
    """Print a value as JSON for programs: in ASCII, so that nothing in it moves a cursor.

    indent: None for all of it on one line.
    """
    text = json.dumps(value, indent=indent, default=str).replace("\x7f", "\\u007f")
    click.echo(text.replace("##[", "#\\u0023["))  # in a log GitHub would obey it


def write_new(path: Path, text: str) -> None:
    """Write a file of which there is none; raises InputError where one is, or something else."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise InputError(f"{path} is there already; move it, or name another --out") from None


def wide() -> Console:
    """Return a console that never wraps what a program may read from a pipe."""
    out = console()
    return out if out.is_terminal else console(_UNWRAPPED)


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows of texts, whoever wrote them, below their headings."""
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(Text(heading), no_wrap=True)
    for row in rows:
        table.add_row(*(Text(unobeyed(printable(cell))) for cell in row))
    out = wide()
    waiting = progress("laying out the table") if len(table.rows) > _MANY else nullcontext()
    with waiting, out.capture() as told:
        out.print(table)
    out.file.write(told.get())


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
        self._update(description=cut(printable(what), _LONGEST_STEP))

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
            task = shown.add_task(cut(printable(what), _LONGEST_STEP), total=total)
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
