"""Files that are not on a disk: what a URL names, as fsspec reads it."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import IO, Any

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.extras import brought_by
from aws_job_conformance.core.text import brief, printable

_PIECE = 1 << 20


def opened(url: str) -> IO[bytes]:
    """Return the bytes of what a URL names; raises InputError where it cannot be read."""
    # What a store opens need not know of read1, or of a line's longest size.
    with _reading(url) as fsspec:
        return io.BufferedReader(fsspec.open(url, "rb").open(), _PIECE)


def size(url: str) -> int:
    """Return how many bytes a URL names; raises InputError for what is no file, or not there."""
    with _reading(url) as fsspec:
        there, inside = fsspec.core.url_to_fs(url)
        return int(there.info(inside)["size"] or 0)


def files(url: str) -> list[str]:
    """Return the URLs of the files that a URL names: itself, or those of a folder, sorted.

    Raises InputError where nothing is there, and for a pipe or a device, which may never end.
    """
    with _reading(url) as fsspec:
        there, inside = fsspec.core.url_to_fs(url)
        kind = there.info(inside)["type"]
        if kind == "directory":
            return sorted(map(there.unstrip_protocol, there.find(inside)))
    if kind != "file":
        raise InputError(f"{printable(url)} is no file, and may never end")
    return [url]


@contextmanager
def _reading(url: str) -> Iterator[Any]:
    """Give fsspec to the block; raises InputError where a URL is not there, or refuses."""
    with brought_by("dask"):
        fsspec = import_module("fsspec")  # without types
    try:
        yield fsspec
    except ImportError as error:
        raise InputError(
            f"{printable(url)} is a URL that fsspec reads with a package that is missing:"
            f" {brief(str(error), 200)}"
        ) from None
    except Exception as error:  # noqa: BLE001 - a store raises what it likes
        raise InputError(
            f"{printable(url)}: cannot be read: {type(error).__name__}: {brief(str(error), 200)}"
        ) from None
