"""The evidence for a contract beside its sources, counted: stories, what others published."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import orjson

from aws_job_conformance.core.shipped import folder

_ORIGIN = re.compile(rb"^  origin: *([^#\n]*[^#\s])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class CountedEvidence:
    """How many stories of each origin an operation has, and responses of each corpus of others."""

    stories: Mapping[str, int]
    published: Mapping[str, int]

    @property
    def of_aws(self) -> int:
        """How many of them are AWS's: printed by it, or given by it to somebody's account."""
        told = (count for origin, count in self.stories.items() if origin.startswith("aws"))
        return sum(told) + sum(self.published.values())

    @property
    def ours(self) -> int:
        """How many are our own simulator's."""
        return sum(self.stories.values()) + sum(self.published.values()) - self.of_aws


def counted(operations: Iterable[str]) -> dict[str, CountedEvidence]:
    """Return what is counted of each operation that is named."""
    stories, published = _stories(), _published()
    return {
        name: CountedEvidence(stories.get(name, {}), published.get(name, {})) for name in operations
    }


def _stories() -> Mapping[str, Mapping[str, int]]:
    found: dict[str, Counter[str]] = {}
    for path in sorted(folder("cassettes").glob("*/*/*.yaml")):
        origin = _ORIGIN.search(path.read_bytes())
        operation = f"{path.parts[-3]}:{path.parts[-2]}"
        told = origin[1].decode() if origin else "unknown"
        found.setdefault(operation, Counter())[told] += 1
    return found


def _published() -> Mapping[str, Mapping[str, int]]:
    # Of the responses that docs/evidence/corpora.md was written of; its program counts them.
    return dict(orjson.loads((folder("docs") / "evidence" / "published.json").read_bytes()))
