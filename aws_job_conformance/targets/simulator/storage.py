"""Folders that stand for buckets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

_URL = re.compile(r"s3://([^/]+)/?(.*)")


def files(url: str, buckets: Mapping[str, Path]) -> tuple[bytes, ...] | None:
    """Return the files at an s3:// URL: the one of that key, or all whose key begins so, sorted.

    None where no folder stands for the bucket.
    """
    found = _URL.fullmatch(url)
    folder = buckets.get(found[1]) if found else None
    if found is None or folder is None:
        return None
    key = found[2]
    # Keys are compared as texts, never joined to the folder: no key leads out of it.
    known = {place.relative_to(folder).as_posix(): place for place in _under(folder)}
    if key in known:
        return (known[key].read_bytes(),)
    return tuple(known[name].read_bytes() for name in sorted(known) if name.startswith(key))


def _under(folder: Path) -> list[Path]:
    return [place for place in folder.rglob("*") if place.is_file() and not place.is_symlink()]
