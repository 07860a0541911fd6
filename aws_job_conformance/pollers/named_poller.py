"""A poller by its name, `module:function`: read where it stands, and never run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import brief, printable

_NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LONGEST = 300
_LARGEST = 2_000_000
_FIX = "Name it module:function, such as imports.polling:wait_for_import"


@dataclass(frozen=True, slots=True)
class NamedPoller:
    """A poller, or its error. needs: the parameters after the first that have no default."""

    module: str
    name: str
    needs: tuple[str, ...] = ()


def named(text: str, folder: Path, what: str = "poller") -> NamedPoller:
    """Return what `module:name` names in a project's folder, or in its `src`.

    what: what it is, for a sentence: a poller is a function, anything else a class or whatever the
    module has. Raises InputError where it cannot be found.
    """
    if len(text) > _LONGEST or not _NAME.fullmatch(text):
        raise InputError(f"{brief(text)} names no {what}. {_FIX}")
    module, _, name = text.partition(":")
    file = _file(module, folder)
    body = _body(file)
    if what != "poller":
        if name not in _bound(body):
            raise InputError(f"{_shown(file)} has no {name}.{nearest(name, _bound(body))}")
        return NamedPoller(module, name)
    functions = {one.name: one for one in body if isinstance(one, _FUNCTIONS)}
    if name not in functions:
        raise InputError(f"{_shown(file)} has no function {name}.{nearest(name, functions)}")
    return NamedPoller(module, name, _needs(functions[name].args))


def _file(module: str, folder: Path) -> Path:
    place = Path(*module.split("."))
    looked = [
        over / way
        for over in (folder, folder / "src", folder / "tests")
        for way in (place.with_suffix(".py"), place / "__init__.py")
    ]
    for file in looked:
        if file.is_file():
            return file
    raise InputError(
        f"there is no module {module} here, nor in src or tests. Run this in the folder that your"
        f" imports start from. {_FIX}"
    )


def _body(file: Path) -> list[ast.stmt]:
    try:
        if file.stat().st_size > _LARGEST:
            raise InputError(f"{_shown(file)} is too large for a module; name another")
        return ast.parse(file.read_bytes()).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise InputError(f"{_shown(file)} is no Python: {type(error).__name__}. Mend it") from None


def _bound(body: list[ast.stmt]) -> set[str]:
    """Return what a module has by name: what it defines, and what it imports."""
    return {name for one in body for name in _names(one)}


def _names(one: ast.stmt) -> Iterator[str]:
    if isinstance(one, (ast.ClassDef, *_FUNCTIONS)):
        yield one.name
    elif isinstance(one, (ast.Import, ast.ImportFrom)):
        yield from (alias.asname or alias.name for alias in one.names)
    elif isinstance(one, ast.Assign):
        yield from (target.id for target in one.targets if isinstance(target, ast.Name))


def _needs(arguments: ast.arguments) -> tuple[str, ...]:
    placed = [*arguments.posonlyargs, *arguments.args]
    without = placed[: len(placed) - len(arguments.defaults)]
    named_only = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    needed = (one.arg for one, default in named_only if default is None)
    return (*(one.arg for one in without[1:]), *needed)


def _shown(file: Path) -> str:
    return printable(str(file))
