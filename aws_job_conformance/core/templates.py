"""Templates: texts with holes, which a server or a caller fills with what it knows."""

import re
from collections.abc import Callable, Iterator
from typing import Any

_HOLE = re.compile(r"\{([a-z][^{}]*)\}")
"""A document in JSON has braces too, and never a small letter behind one."""

CALLER = frozenset(
    {
        *("new.name", "new.word", "my.bucket", "my.key", "my.role"),
        *("aws.partition", "aws.region", "aws.account"),
    }
)
"""The holes of what a caller gives: a fresh name, one without hyphens; what the caller has."""

SERVER = frozenset(
    {
        *("new.uuid", "new.hex", "new.digits", "aws.partition", "aws.region", "aws.account"),
        *("time.now", "time.later", "time.created", "time.started", "time.ended"),
        *("time.entered", "time.moved", "round.began", "round.outcome"),
        *("rows.processed", "rows.imported", "rows.failed", "rows.created", "rows.updated"),
        *("rows.bytes", "rows.failures", "pieces.all", "pieces.done", "pieces.failed"),
        *("url.upload", "url.failures", "reason", "status"),
    }
)
"""The holes of what a server keeps, beside `input.PATH`; schemas/README.md says what each is."""

INPUT = "input."
GIVEN = "given."
"""Before the name of what an earlier call gave, in the input of a later one."""
SIZED = frozenset({"new.hex", "new.digits", "rows.failures"})
"""The holes that say how much, after a colon."""

Filler = Callable[[str, str], Any]
"""Returns the value of a hole, by its name and what follows its colon; None: there is none."""


def holes(text: str) -> Iterator[tuple[str, str]]:
    """Yield each hole of a template as (name, what follows its colon)."""
    for hole in _HOLE.findall(text):
        name, _, rest = hole.partition(":")
        yield name, rest


def fill(template: str, filler: Filler) -> Any:
    """Return a template with its holes filled.

    One that is a hole and nothing else is its value, of any type; None where it has none. In a
    longer text a hole without a value is left empty.
    """
    if _HOLE.fullmatch(template):
        (hole,) = holes(template)
        return filler(*hole)

    def text(found: re.Match[str]) -> str:
        name, _, rest = found[1].partition(":")
        value = filler(name, rest)
        return "" if value is None else str(value)

    return _HOLE.sub(text, template)


def fill_all(value: Any, filler: Filler) -> Any:
    """Return a value with each text in it filled."""
    if isinstance(value, str):
        return fill(value, filler)
    if isinstance(value, dict):
        return {name: fill_all(item, filler) for name, item in value.items()}
    return [fill_all(item, filler) for item in value] if isinstance(value, list) else value


def where(value: Any, name: str) -> tuple[str | int, ...] | None:
    """Return the steps to the text in a value that is this hole and nothing else, or None."""
    if isinstance(value, (dict, list)):
        for step, item in value.items() if isinstance(value, dict) else enumerate(value):
            if (below := where(item, name)) is not None:
                return (step, *below)
    return () if value == f"{{{name}}}" else None


def texts(value: Any) -> Iterator[str]:
    """Yield each text in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts(item)
