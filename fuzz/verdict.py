"""The verdict on an example: what it came to, and whether that is a failure."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from fuzz.fence import where_in
from fuzz.planted_secrets import Plant

LINE = 4_000
"""Characters a sentence of trouble may have. Each finding is one too."""

SHOWN = 2_000_000
"""Characters that a command may print, whatever it is given."""

BROKEN = "FUZZ-BROKEN "
"""How a line begins by which a program behind the fence says what it broke: the kind, and what."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Failure:
    """What is wrong with a reader. kind: code, call, file, hang, memory, traceback or such."""

    kind: str
    what: str


@dataclass
class Seen:
    """What a target gave away. shown: on a terminal; kept: on disk; wrong: what it found itself.

    sentences: of trouble, and findings. may_write: whether the current folder was asked for.
    """

    shown: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    wrong: list[Failure] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    may_write: bool = False


def of_fence(printed: str) -> list[Failure]:
    """Return what the fence around a program says was broken; printed: all that it printed."""
    lines = (line for line in printed.splitlines() if line.startswith(BROKEN))
    told = (line.removeprefix(BROKEN).partition(" ") for line in lines)
    return [Failure(kind, what) for kind, _, what in told]


def of_error(error: BaseException) -> Failure:
    """Return the failure that an exception is."""
    if isinstance(error, MemoryError):
        return Failure("memory", where_in("".join(traceback.format_tb(error.__traceback__))))
    where = where_in("".join(traceback.format_tb(error.__traceback__)))
    return Failure("traceback", f"{type(error).__name__} at {where}")


def failures(seen: Seen, plants: Iterable[Plant], *, given: str = "") -> Iterator[Failure]:
    """Yield what is wrong with what was shown and kept. given: what a user said, and may read."""
    yield from seen.wrong
    for text in (*seen.shown, *seen.sentences):
        if found := _CONTROL.search(text):
            yield Failure("control", f"U+{ord(found[0]):04X} is printed as it is")
            break
    if sum(map(len, seen.shown)) > SHOWN:
        yield Failure("output", f"more than {SHOWN} characters are printed")
    for text in seen.sentences:
        if len(text) > LINE:
            yield Failure("output", f"a sentence has more than {LINE} characters")
            break
    for plant in plants:
        if plant.shows_in(given):
            continue
        if any(plant.shows_in(text) for text in (*seen.shown, *seen.sentences)):
            yield Failure("secret", f"{plant.kind} is shown")
        if any(plant.shows_in(text) for text in seen.kept):
            yield Failure("secret", f"{plant.kind} is kept")
