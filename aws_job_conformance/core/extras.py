"""What a bare install leaves out, and the command that adds it."""

from collections.abc import Iterator
from contextlib import contextmanager

from aws_job_conformance.core.errors import MissingExtraError

EXTRAS = {
    "dask": "an archive is read by a cluster",
    "pages": "documentation pages are read",
    "report": "a report is written as a page",
    "strategies": "responses and histories are drawn with Hypothesis",
    "suite": "the suite runs, and cassettes are read, replayed and written,",
    "zstd": "an archive that is compressed by zstd is read",
}
"""The extras of pyproject.toml that a user may want, and what happens only with them."""


@contextmanager
def brought_by(extra: str) -> Iterator[None]:
    """Import in this block what an extra brings; raise MissingExtraError where it is not there.

    The error tells what the extra is for and the command that adds it. A package that is there,
    and misses one of its own, is not ours to explain: its error passes.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingExtraError(extra, EXTRAS[extra], error.name or "a package") from None
