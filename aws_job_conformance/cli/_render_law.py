"""What `show` says of a law that has more to it than paths and statuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aws_job_conformance.core.contract import Law
from aws_job_conformance.core.text import show


def told_law(law: Law) -> str:
    """Return what a law promises of which members, as one reads it after the name of its kind."""
    return _SAID[law.kind](law)


def _values(values: Sequence[Any]) -> str:
    return " or ".join(map(show, values))


def _when(law: Law) -> str:
    more: Mapping[str, Any] = law.more
    then = more["then"] if isinstance(more["then"], str) else _values(more["then"])
    if "shown" in more:
        condition = "is there" if more["shown"] else "is not there"
    else:
        is_ = "is" if "has" in more else "is not"
        condition = f"{is_} {_values(more.get('has') or more['lacks'])}"
    return f"{', '.join(law.of)} {then} while {more['where']} {condition}"


_SAID: Mapping[str, Callable[[Law], str]] = {"when": _when}
