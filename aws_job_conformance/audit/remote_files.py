"""Files that are not on a disk: what a URL names, as fsspec reads it."""

from __future__ import annotations

import io
from collections.abc import Callable
from importlib import import_module
from typing import IO, Any, TypeVar

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.extras import brought_by
from aws_job_conformance.core.text import brief, printable

_T = TypeVar("_T")
_PIECE = 1 << 20


def opened(url: str) -> IO[bytes]:
    """Return the bytes of what a URL names; raises InputError where it cannot be read."""
    # What a store opens need not know of read1, or of a line's longest size.
    return _asked(url, lambda fsspec: io.BufferedReader(fsspec.open(url, "rb").open(), _PIECE))


def size(url: str) -> int:
    """Return how many bytes a URL names; raises InputError for what is no file, or not there."""
    return _asked(url, lambda fsspec: int(_known(fsspec, url)["size"] or 0))


def files(url: str) -> list[str]:
    """Return the URLs of the files that a URL names: itself, or those of a folder, sorted.

    Raises InputError where nothing is there, and for a pipe or a device, which may never end.
    """

    def asked(fsspec: Any) -> tuple[str, list[str]]:
        known = _known(fsspec, url)
        if known["type"] != "directory":
            return known["type"], [url]
        there, inside = fsspec.core.url_to_fs(url)
        return "file", sorted(map(there.unstrip_protocol, there.find(inside)))

    kind, found = _asked(url, asked)
    if kind != "file":
        raise InputError(f"{printable(url)} is no file, and may never end")
    return found


def _known(fsspec: Any, url: str) -> dict[str, Any]:
    there, inside = fsspec.core.url_to_fs(url)
    return dict(there.info(inside))


def _asked(url: str, ask: Callable[[Any], _T]) -> _T:
    """Return what fsspec makes of a URL; raises InputError where it is not there, or refuses."""
    with brought_by("dask"):
        fsspec = import_module("fsspec")  # without types
    try:
        return ask(fsspec)
    except ImportError as error:
        raise InputError(
            f"{printable(url)} is a URL that fsspec reads with a package that is missing:"
            f" {brief(str(error), 200)}"
        ) from None
    except Exception as error:  # noqa: BLE001 - a store raises what it likes
        raise InputError(
            f"{printable(url)}: cannot be read: {type(error).__name__}: {brief(str(error), 200)}"
        ) from None
