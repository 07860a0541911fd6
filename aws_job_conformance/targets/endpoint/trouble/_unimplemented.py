"""The answers by which a server says that it lacks an operation: those of one data file, no others.

`unimplemented.json` has one entry an answer: the `server` that gives it (`any`: whoever does), its
HTTP `status`, the error `code` that a client sees in it (null: none), what its body `says`, in
small letters, and a `sample` of a body.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("unimplemented.json")
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Unimplemented:
    """One kind of such an answer."""

    server: str
    status: int
    code: str | None
    says: str
    sample: str


@lru_cache(maxsize=1)
def known() -> tuple[Unimplemented, ...]:
    """Return every kind."""
    return tuple(Unimplemented(**entry) for entry in json.loads(_FILE.read_bytes()))


def says_so(status: int, code: str | None, body: bytes) -> bool:
    """Return whether an answer is one of these. code: that a client saw, None for none."""
    text = body[:_MOST].decode("utf-8", "replace").lower()
    return any((one.status, one.code) == (status, code) and one.says in text for one in known())
