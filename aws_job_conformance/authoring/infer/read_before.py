"""The job operations of service models that were read before: `read_before.json`.

To read all of botocore's models takes seconds, and of most releases all but a few are as they were.
What was found in a model is kept beside the digest of its files, and holds for no other bytes.
`python -m support.models_read` (in tests/) writes the file; a test holds it to what is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

FILE = Path(__file__).with_suffix(".json")


@lru_cache(maxsize=1)
def known() -> Mapping[str, Mapping[str, Any]]:
    """Return what is kept, by service: its `digest`, and its `operations` as fields in a row."""
    return dict(orjson.loads(FILE.read_bytes()))


def rows(service: str, digest: str) -> Iterable[list[Any]] | None:
    """Return the operations of a service whose files have this digest; None where none is known."""
    if (found := known().get(service)) is None or found["digest"] != digest:
        return None
    return list(found["operations"])
