"""What stands behind a contract beside its sources: stories, and what others published of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

import orjson

from aws_job_conformance.core.shipped import folder

_ORIGIN = re.compile(rb"^  origin: *([^#\n]*[^#\s])", re.MULTILINE)
_SIMULATOR = "simulator"


def stories() -> Mapping[str, Mapping[str, int]]:
    """Return how many shipped stories an operation has of each origin, by operation."""
    found: dict[str, Counter[str]] = {}
    for path in sorted(folder("cassettes").glob("*/*/*.yaml")):
        origin = _ORIGIN.search(path.read_bytes())
        operation = f"{path.parts[-3]}:{path.parts[-2]}"
        told = origin[1].decode() if origin else "unknown"
        found.setdefault(operation, Counter())[told] += 1
    return found


def published() -> Mapping[str, Mapping[str, int]]:
    """Return how many responses of an operation each corpus of others has, by operation.

    They are those that docs/evidence/corpora.md was written of; its program counts them.
    """
    path = folder("docs") / "evidence" / "published.json"
    found: Mapping[str, Mapping[str, int]] = orjson.loads(path.read_bytes())
    return found
