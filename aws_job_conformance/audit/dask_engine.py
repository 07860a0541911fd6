"""An archive read by a cluster of dask.distributed: each worker gets a stretch of a file.

    client                          workers
    (path, start, end) ───────────▶ lines read and judged where the file is
    jobs put together ◀──────────── findings, and where each job's polls stand; never a line

A stretch whose worker dies is given to another one. Every worker, and the client, must reach the
files by the same path: a shared folder, or a URL that fsspec knows.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from aws_job_conformance.audit import parallel
from aws_job_conformance.audit.auditor import Auditor
from aws_job_conformance.audit.run import Step
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.extras import brought_by
from aws_job_conformance.core.text import brief, printable

_SCHEME = "dask://"
_PATIENCE = "30s"
_TRIES = 5


def read(auditor: Auditor, engine: str, step: Step) -> None:
    """Judge all parts of an auditor on a cluster; what passes by only once is read here.

    engine: `dask://HOST:PORT` of the scheduler. Raises InputError where there is none, or where a
    worker cannot read what the client can.
    """
    client = _client(engine)
    try:
        if not (workers := len(client.scheduler_info(n_workers=-1)["workers"])):
            raise InputError(f"the scheduler at {printable(engine)} has no workers. Start some")
        parallel.cut(auditor, workers)
        parallel.put_together(auditor, _pieces(client, auditor), step)
    finally:
        client.close()


def _client(engine: str) -> Any:
    if not engine.startswith(_SCHEME) or ":" not in engine.removeprefix(_SCHEME):
        raise InputError(f"an engine is dask://HOST:PORT, not {brief(engine, 80)}")
    with brought_by("dask"):
        make: Any = import_module("distributed").Client  # without types
    address = f"tcp://{engine.removeprefix(_SCHEME)}"
    try:
        return make(address, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        raise InputError(
            f"no scheduler answers at {printable(engine)}: {type(error).__name__}. Start one with"
            " `dask scheduler`"
        ) from None


def _pieces(client: Any, auditor: Auditor) -> Iterator[parallel.Piece | None]:
    """Yield what came of each part, in their order; each is let go of when it was taken."""
    futures = {
        number: client.submit(parallel.judged, part, auditor.rules, pure=False, retries=_TRIES)
        for number, part in enumerate(auditor.parts)
        if part.is_seekable
    }
    for number in range(len(auditor.parts)):
        future = futures.pop(number, None)
        try:
            piece = None if future is None else future.result()
        except InputError as error:
            raise InputError(
                f"{error}. So says a worker of the cluster, which reads the file by the same path:"
                " give a whole path that each worker has, or a URL"
            ) from None
        yield piece
