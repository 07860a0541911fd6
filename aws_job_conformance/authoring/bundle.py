"""Every schema there can be, in one folder, with an index: for those who have no Python."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import botocore

from aws_job_conformance.authoring import contract_file, derive, infer, schema_files
from aws_job_conformance.authoring.contract_file import Authored
from aws_job_conformance.core import errors
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.life import status as status_of
from aws_job_conformance.core.shipped import folder

_BESIDE = ("README.md", "check.schema.json", "x-job.schema.json")


@dataclass(frozen=True, slots=True)
class Work:
    """One operation to derive: its contract file, or what is inferred, once it is asked for."""

    operation: str
    file: Authored | None = None

    def source(self) -> Authored:
        """Return its contract file, or what is inferred in its place."""
        return self.file or infer.source(self.operation)


def works() -> tuple[Work, ...]:
    """Return every operation with a contract file, and every other job operation, sorted."""
    files = contract_file.find()
    known = {f"{name.partition(':')[0]}:{other}" for name in files for other in _same(files[name])}
    found = {name: Work(name, file) for name, file in files.items()}
    for one in infer.every():
        if one.operation not in known:
            found.setdefault(one.operation, Work(one.operation))
    return tuple(found[name] for name in sorted(found))


def _same(file: Authored) -> Sequence[str]:
    same: Sequence[str] = file.data.get("same_shape", ())
    return same


def write(works_: Sequence[Work], place: Path) -> Iterator[dict[str, Any]]:
    """Write the schemas of operations into a folder, and last an index.json; yield a row for each.

    Yields `operation`, `said` (a sentence each) and `drifted`, as `derive.row` does; what is gone
    from botocore or cannot be derived is said, and is not in the index.
    """
    entries = []
    for work in works_:
        try:
            source = work.source()
            derived = derive.derive(source, page=work.file is not None)
        except errors.MissingExtraError:
            raise  # which no operation is to blame for
        except InputError as error:
            retired = work.file is not None and "retired" in work.file.data
            gone = isinstance(error, errors.GoneError) and retired
            said = [f"{work.operation}: {error}"]
            yield {"operation": work.operation, "said": said, "drifted": not gone}
            continue
        schema_files.write(derived, place)
        entries.append(_entry(work, derived))
        yield {"operation": work.operation, "said": [], "drifted": bool(derived.disagreements)}
    for name in _BESIDE:
        shutil.copyfile(folder() / name, place / name)
    index = {"version": 1, "botocore": botocore.__version__, "operations": entries}
    (place / "index.json").write_text(schema_files.text(index), encoding="utf-8")


def _entry(work: Work, derived: derive.Derived) -> dict[str, Any]:
    x_job = derived.schema["x-job"]
    status = status_of(x_job["status"])
    files = {
        name: hashlib.sha256(schema_files.text(schema).encode()).hexdigest()
        for name, schema in derived.files()
    }
    return {
        "operation": work.operation,
        "contract": "inferred" if work.file is None else "authored",
        "status": ".".join(filter(None, (x_job.get("root"), status.at))),
        "tier": status.final_tier,
        "protocol": x_job["wire"]["protocol"],
        "sha256": files,
    }
