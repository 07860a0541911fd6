"""An archive judged from its first file to its last, or as far as anybody waits."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from aws_job_conformance.audit import archive_files, cassette_records
from aws_job_conformance.audit.audit_result import Audited, AuditRules
from aws_job_conformance.audit.auditor import Auditor
from aws_job_conformance.audit.job_book import numbered
from aws_job_conformance.catalog import load
from aws_job_conformance.core.errors import InputError, MissingExtraError

Step = Callable[[int], None]
"""Told how many bytes were read since it was told last."""


def audit(
    paths: Sequence[str],
    rules: AuditRules | None = None,
    *,
    jobs: int = 1,
    engine: str | None = None,
    step: Step = lambda _: None,
) -> Audited:
    """Return what the contracts say of every poll in an archive, and of every job's history.

    paths: files and folders; `-` is standard input. jobs: how many processes read. engine:
    `dask://HOST:PORT`, the scheduler of a cluster that reads, in place of jobs. step: told how
    many bytes were read since it was told last. Ended by KeyboardInterrupt, the audit returns what
    was found so far. Raises InputError for a path that is not there, or that cannot be read, and
    for no operation.
    """
    rules = rules or AuditRules()
    if rules.operation is not None:
        load(rules.operation)
    parts, passed = archive_files.found(paths)
    auditor = Auditor(parts, rules)
    for name in passed:
        auditor.gathered.skip("files that are no archive", name)
    interrupted = False
    try:
        if engine is not None:
            from aws_job_conformance.audit import dask_engine  # noqa: PLC0415 - an extra

            dask_engine.read(auditor, engine, step)
        elif jobs > 1:
            from aws_job_conformance.audit import parallel  # noqa: PLC0415 - it needs this module

            parallel.read(auditor, jobs, step)
        else:
            for number in range(len(parts)):
                read(auditor, number, step)
    except KeyboardInterrupt:
        interrupted = True
    auditor.finish()
    found = numbered(auditor.gathered.findings, auditor.parts)
    return auditor.gathered.audited(found, interrupted=interrupted)


def read(auditor: Auditor, number: int, step: Step) -> None:
    """Judge every line of one part."""
    part = auditor.parts[number]
    if part.form == "cassette":
        _read_cassette(auditor, number)
        step(Path(part.path).stat().st_size)
        return
    told = part.start
    with quiet_memory(), archive_files.opened(part) as stream:
        for at, some in archive_files.blocks(stream, part):
            if isinstance(some, str):
                auditor.gathered.skip(some, f"{part.name}, offset {at}")
            else:
                auditor.lines(number, at, some)
                now = archive_files.passed(stream, at)
                step(now - told)
                told = now


@contextmanager
def quiet_memory() -> Iterator[None]:
    """Leave the search for cycles alone in the block: nothing here makes any, and all is walked."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _read_cassette(auditor: Auditor, number: int) -> None:
    """Judge every poll of a cassette."""
    part = auditor.parts[number]
    try:
        for at, line in cassette_records.polls(part.path, auditor.rules.operation):
            if line is None:
                auditor.gathered.skip(cassette_records.OTHER, f"{part.name}, interaction {at}")
            else:
                auditor.interaction(number, at, line)
    except MissingExtraError:
        raise
    except InputError as error:
        auditor.gathered.skip("files that are no cassette", str(error))
