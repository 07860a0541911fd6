"""An archive read by several processes: each a stretch of a file, the jobs put together again here.

A worker judges what lies in its stretch, and gives of each job where its polls stand. A job of one
stretch alone is judged by then; one of several is followed from poll to poll once more, which takes
time in proportion to the jobs that lie across an edge.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from array import array
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

from aws_job_conformance.audit import archive_files, run
from aws_job_conformance.audit.archive_files import ArchivePart
from aws_job_conformance.audit.audit_result import AuditRules, Gathered
from aws_job_conformance.audit.auditor import Auditor
from aws_job_conformance.audit.job_histories import Stretch
from aws_job_conformance.core.errors import InputError

_LEAST, _MOST = 1 << 20, 1 << 27
_EACH = 4
"""So many stretches for each process, that none waits long for the last one."""


@dataclass(frozen=True, slots=True)
class PackedStretches:
    """Many stretches in a few objects: to pickle each of them costs as much as judging a poll.

    columns: what else a Stretch holds, one tuple each, in its order. counts: how many polls each
    has; polls: those of all.
    """

    columns: tuple[tuple[Any, ...], ...]
    counts: array[int]
    polls: array[int]

    def __iter__(self) -> Iterator[Stretch]:
        """Yield the stretches in their order."""
        at = 0
        for count, told in zip(self.counts, zip(*self.columns, strict=True), strict=True):
            yield Stretch(self.polls[at : at + count], *told)
            at += count


@dataclass(frozen=True, slots=True)
class Piece:
    """What came of one stretch of an archive."""

    gathered: Gathered
    jobs: PackedStretches
    size: int


def judged(part: ArchivePart, rules: AuditRules) -> Piece:
    """Return what is to be said of one stretch of a file: the work of one process."""
    auditor = Auditor([part], rules, keeps=True)
    sizes: list[int] = []
    run.read(auditor, 0, sizes.append)
    with run.quiet_memory():
        jobs = packed(auditor.book.stretches(auditor.known()))
    auditor.finish(judge=False)
    return Piece(auditor.gathered, jobs, sum(sizes))


def packed(stretches: Iterable[Stretch]) -> PackedStretches:
    """Return stretches as they travel."""
    every, *columns = [*zip(*stretches, strict=True)] or [()] * len(Stretch._fields)
    polls = array("Q")
    for some in every:
        polls.extend(some)
    return PackedStretches(tuple(columns), array("Q", map(len, every)), polls)


def read(auditor: Auditor, jobs: int, step: run.Step) -> None:
    """Judge all parts of an auditor by so many processes; what passes by only once by this one.

    Raises InputError where a process was ended from outside.
    """
    cut(auditor, jobs)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, _deaf) as pool, run.quiet_memory():
        try:
            put_together(auditor, _pieces(pool, auditor.parts, auditor.rules, jobs), step)
        except BrokenProcessPool:
            raise InputError(
                "a process of the audit was ended from outside; was there not enough memory? Give"
                " fewer --jobs"
            ) from None
        except BaseException:
            _end(pool)
            raise


def cut(auditor: Auditor, workers: int) -> None:
    """Cut the parts of an auditor for so many workers."""
    whole = sum(archive_files.size(one.path) for one in auditor.parts if one.is_seekable)
    size = min(max(whole // (workers * _EACH), _LEAST), _MOST)
    auditor.parts = auditor.book.parts = archive_files.cut(auditor.parts, size)


def put_together(auditor: Auditor, pieces: Iterable[Piece | None], step: run.Step) -> None:
    """Take what came of each part, in their order; None is one to be read here."""
    for number, piece in enumerate(pieces):
        if piece is None:
            run.read(auditor, number, step)
            continue
        auditor.gathered.join(piece.gathered)
        for one in piece.jobs:
            auditor.put_together(number, one)
        step(piece.size)


def _deaf() -> None:
    """Leave Ctrl-C to the process that has the terminal, and end when that is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)


def _end(pool: ProcessPoolExecutor) -> None:
    """End the processes at once: nobody waits for them any more."""
    processes = [*(pool._processes or {}).values()]  # noqa: SLF001 - there is no public way
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        if process.pid is not None:
            os.kill(process.pid, signal.SIGTERM)


def _pieces(
    pool: ProcessPoolExecutor, parts: Sequence[ArchivePart], rules: AuditRules, jobs: int
) -> Iterator[Piece | None]:
    """Yield what came of each part, in their order; None for one that is read here."""
    waiting: deque[Future[Piece] | None] = deque()
    for part in parts:
        waiting.append(pool.submit(judged, part, rules) if part.is_seekable else None)
        while len(waiting) > 2 * jobs:
            yield _result(waiting.popleft())
    yield from map(_result, waiting)


def _result(done: Future[Piece] | None) -> Piece | None:
    return None if done is None else done.result()
