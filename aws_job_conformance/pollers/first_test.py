"""A first test of a poller, as Python: what `init` writes into somebody's project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from botocore import xform_name

from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.pollers.named_poller import NamedPoller
from aws_job_conformance.protocol.sample_input import sample_input

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
