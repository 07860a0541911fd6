"""The life of a job as a Mermaid state diagram."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.life import Status

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_RESERVED = re.compile(
    "acc|as|choice|class|classdef|click|concurrent|default|direction|end|fork|hide|href|join|note"
    "|root|scale|state|style",
    re.IGNORECASE,
)
"""What Mermaid reads as a word of its own, whatever the case, were it the name of a state."""


def mermaid(contract: Contract) -> str:
    """Return the life of a job as a Mermaid state diagram, which ends in a line feed.

    A status whose name is none of a state, as it has a blank or a hyphen, stands in quotes beside a
    short one. A step that a call takes out of a final status bears the name of the call.
    """
    status = contract.status
    names = dict.fromkeys((*status.all, *status.beyond))
    shorts = {name: _short(name, number) for number, name in enumerate(names, 1)}
    return "".join(("stateDiagram-v2\n", *(f"    {line}\n" for line in _lines(status, shorts))))


def _short(name: str, number: int) -> str:
    is_plain = _PLAIN.fullmatch(name) and not _RESERVED.fullmatch(name)
    return name if is_plain else f"s{number}"


def _lines(status: Status, shorts: Mapping[str, str]) -> Iterator[str]:
    yield from (f'state "{name}" as {short}' for name, short in shorts.items() if name != short)
    yield from (f"[*] --> {shorts[name]}" for name in status.initial)
    steps = [(name, after) for name, all_ in status.next.items() for after in all_]
    yield from (f"{shorts[name]} --> {shorts[after]}" for name, after in steps)
    for name, left in status.left.items():
        yield from (f"{shorts[name]} --> {shorts[after]} : {left.by}" for after in left.to)
    yield from (f"{shorts[name]} --> [*]" for name in status.final)
    drawn = {*status.initial, *status.final, *(name for step in steps for name in step)}
    drawn |= {name for left in status.left.values() for name in left.to}
    for name, short in shorts.items():
        if name in status.anywhere:
            yield f"note right of {short} : has no place in the order"
        elif name not in drawn and name == short:
            yield short
