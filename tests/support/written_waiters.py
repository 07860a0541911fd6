"""The waiters that are written where no operation is named: their files, and each of them."""

from functools import lru_cache

from aws_job_conformance import waiters


@lru_cache(maxsize=1)
def every():
    """Return all files, as they are written without an operation named."""
    return tuple(waiters.files(waiters.operations()))


def ours():
    """Yield each waiter of ours with its operation."""
    for file in every():
        held = file.content.get("waiters") or file.content["merge"]["waiters"]
        for name, operation in file.waiters.items():
            yield operation, name, held[name]
