"""The members that a response shows, as promises name them."""

from collections.abc import Iterator, Mapping
from typing import Any

from aws_job_conformance.core import paths
from aws_job_conformance.core.contract import Contract

DEEPEST = 2
"""How many levels below the root a promise names a member of its own."""


def shown(contract: Contract, response: Any) -> Iterator[str]:
    """Yield the members that a response shows, as promises name them."""
    yield from _shown(paths.get(response, contract.root), ())


def _shown(value: Any, names: tuple[str, ...]) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _shown(item, names)
    elif isinstance(value, Mapping) and len(names) < DEEPEST:
        for name, item in value.items():
            if item is not None:
                yield ".".join((*names, str(name)))
                yield from _shown(item, (*names, str(name)))
