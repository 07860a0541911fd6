"""Files and folders that a command is given: that they can be used is known before any work."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.shipped import names
from aws_job_conformance.core.text import cut, printable

_LONGEST = 200


if TYPE_CHECKING:
    _Kind = click.ParamType[str]
else:
    _Kind = click.ParamType  # older clicks have no brackets


class PathType(_Kind):
    """A path by its kind: what is to be read, a folder to write to, or either a file or a folder.

    It is text, as it was given. An empty one, which a shell makes of a variable that is not set,
    is refused: it would be the folder one happens to be in.
    """

    name = "path"

    def __init__(self, *, folder: bool = False, written: bool = True) -> None:
        self._folder, self._written = folder, written

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the path; raises InputError that says why it cannot be used."""
        del ctx
        named = param.opts[-1] if param is not None else "a path"
        if why := _unusable(value) or (self._unwritable(Path(value)) if self._written else ""):
            shown = printable(cut(os.fsencode(value).decode("utf-8", "replace"), _LONGEST))
            raise InputError(f"{named} {shown!r}: {why}")
        return value

    def _unwritable(self, path: Path) -> str:
        """Return why nothing can be written there; empty where it can, as far as one can tell."""
        if path.is_dir():
            may = os.access(path, os.W_OK | os.X_OK)
            return "" if may else "nobody lets you write in this folder; name another"
        if path.exists():
            return "it is a file; name a folder, which need not be there" if self._folder else ""
        above = next((over for over in path.parents if over.exists()), Path())
        if not above.is_dir():
            return f"{printable(str(above))} on the way is no folder; name another"
        may = os.access(above, os.W_OK | os.X_OK)
        return "" if may else f"nobody lets you write in {printable(str(above))}; name another"


def _unusable(value: str) -> str:
    if not value.strip():
        return "it is empty; is a variable of your shell not set? Name a path, or . for this folder"
    if "\0" in value:
        return "no path has a NUL in it; name another"
    try:
        os.stat(value)  # noqa: PTH116 - of a path that may be too long to be one
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        return f"{getattr(error, 'strerror', None) or error}; name another"
    return ""


class OperationType(_Kind):
    """An operation by its name; a shell is told those that somebody wrote a contract for."""

    name = "operation"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the operations that begin so."""
        del ctx, param
        return [CompletionItem(one) for one in names() if one.startswith(incomplete)]


OPERATION = OperationType()
"""An operation with a contract, such as sesv2:GetImportJob."""

FOLDER = PathType(folder=True)
"""A folder to write to, which need not be there."""

PLACE = PathType()
"""A file or a folder to write to."""

SOURCE = PathType(written=False)
"""What is to be read."""
