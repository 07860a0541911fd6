"""A first test of a poller, as Python: what `init` writes into somebody's project.

The poller is named, `module:function`: it is read where it stands, and never run.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botocore import xform_name

from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import brief, printable
from aws_job_conformance.protocol.sample_input import sample_input

_NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LONGEST = 300
_LARGEST = 2_000_000
_FIX = "Name it module:function, such as imports.polling:wait_for_import"
_WIDTH = 88
"""Columns of a line, as most projects' formatter has it."""

_HEAD = '''\
"""A first test: does this poller know every end of the job?

Written by `aws-job-conformance init`, and yours from now on. Nothing is sent: the
client is a real one of botocore, and its answers are played. Waiting takes no time.
"""
'''
_EXAMPLE = """\
{head}
import time

import aws_job_conformance


class JobFailed(Exception):
    pass


def poll(client):
    # An example, to be replaced by a call of your poller with this client.
    while True:
        job = client.{call}
        status = job{place}
        {success}if status in {bad}:
            raise JobFailed(status)
        time.sleep(30)
"""
_SUCCESS = """\
if status in {good}:
            return job
        """
_OWN = """\
{head}
import aws_job_conformance
{imports}

def poll(client):
    # The client is played: whatever else your poller is given may be made up.
    return {call}
"""
_TEST = """\


def test_the_poller_knows_every_end_of_the_job():
    {call}
"""


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


def file_name(operation: Operation) -> str:
    """Return the name of the file: test_glue_get_job_run.py."""
    return f"test_{operation.service.replace('-', '_')}_{xform_name(operation.name)}.py"


def text(
    contract: Contract, poller: NamedPoller | None = None, failure: NamedPoller | None = None
) -> str:
    """Return the file: a poller to replace, or a call of the one that is named, on trial.

    failure: what the named poller raises where its job failed; any exception if nobody says.
    Raises InputError for a contract without an end.
    """
    life = contract.status
    if not life.final:
        raise InputError(
            f"{contract.operation} has no end to poll for: its life goes round. Name another, or"
            " `play` a history of yours to the poller (docs/pollers.md)"
        )
    more = {} if life.success or not life.stopped else {"stopped": "ok"}
    if poller is None:
        return _example(contract, more) + _test(contract, "JobFailed", more)
    fails = "Exception" if failure is None else failure.name
    return _own(poller, failure) + _test(contract, fails, more)


def _example(contract: Contract, more: Mapping[str, str]) -> str:
    life = contract.status
    good = (*life.success, *(life.stopped if more else ()))
    bad = [status for status in life.final if status not in good]
    sample = sample_input(contract.operation)
    given = [_literal(value, f"{key}=", 12) for key, value in sample.items()]
    example = _EXAMPLE.format(
        head=_HEAD,
        call=_wrapped(
            f"{xform_name(contract.operation.name)}(", given, ")", 8, len("job = client.")
        ),
        place="".join(f"[{_literal(step)}]" for step in contract.status_steps),
        success=_SUCCESS.format(good=_set(good, len("if status in :"))) if good else "",
        bad=_set(bad, len("if status in :")),
    )
    return example if bad else _without_failure(example)


def _without_failure(example: str) -> str:
    """Return the example without the branch of a failure that the job has not."""
    return example.replace("        if status in set():\n            raise JobFailed(status)\n", "")


def _own(poller: NamedPoller, failure: NamedPoller | None) -> str:
    modules: dict[str, list[str]] = {poller.module: [poller.name]}
    if failure is not None:
        modules.setdefault(failure.module, []).append(failure.name)
    imports = "".join(
        f"from {module} import {', '.join(sorted(set(names)))}\n"
        for module, names in sorted(modules.items())
    )
    needs = [f'{name}="my-{name.replace("_", "-")}"' for name in poller.needs]
    call = _wrapped(f"{poller.name}(", ["client", *needs], ")", 4, len("return "))
    return _OWN.format(head=_HEAD, imports=imports, call=call)


def _test(contract: Contract, fails: str, more: Mapping[str, str]) -> str:
    given = ["poll", _literal(contract.operation), f"fails={fails}"]
    given += [f"{name}={_literal(value)}" for name, value in more.items()]
    return _TEST.format(call=_wrapped("aws_job_conformance.exercise(", given, ")", 4, 0))


def _set(names: Iterable[str], taken: int) -> str:
    shown = [_literal(one) for one in names]
    return _wrapped("{", shown, "}", 8, taken) if shown else "set()"


def _wrapped(opens: str, parts: list[str], closes: str, indent: int, taken: int) -> str:
    """Return parts in brackets: in one line, or one a line where that is too long.

    indent: columns before the line they stand in. taken: what else of the line is taken.
    """
    line = f"{opens}{', '.join(parts)}{closes}"
    if indent + taken + len(line) <= _WIDTH or not parts:
        return line
    margin = " " * indent
    body = "".join(f"{margin}    {part},\n" for part in parts)
    return f"{opens}\n{body}{margin}{closes}"


def _literal(value: Any, before: str = "", indent: int = 0) -> str:
    """Return a value as Python writes it, texts in double quotes, after what stands before it.

    indent: columns before the line, if it may take several.
    """
    if isinstance(value, str):
        text = repr(f"'{value}")[2:-1].replace('"', '\\"')
        return f'{before}"{text}"'
    within = indent + 4
    if isinstance(value, list):
        parts = [_literal(one, "", within) for one in value]
        return _wrapped(f"{before}[", parts, "]", indent, 1)
    if isinstance(value, dict):
        parts = [_literal(one, f"{_literal(name)}: ", within) for name, one in value.items()]
        return _wrapped(f"{before}{{", parts, "}", indent, 1)
    return f"{before}{value!r}"
