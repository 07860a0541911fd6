"""Every schema there can be, in one folder, with an index: for those who have no Python."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aws_job_conformance.authoring import contract_file, derive, infer, schema_files, schema_index
from aws_job_conformance.authoring.contract_file import Authored
from aws_job_conformance.core import errors
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.shipped import folder


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
    known = {
        f"{name.partition(':')[0]}:{other}"
        for name in files
        for other in files[name].data.get("same_shape", ())
    }
    found = {name: Work(name, file) for name, file in files.items()}
    for one in infer.every():
        if one.operation not in known:
            found.setdefault(one.operation, Work(one.operation))
    return tuple(found[name] for name in sorted(found))


def write(works_: Sequence[Work], place: Path, base: str = "") -> Iterator[dict[str, Any]]:
    """Write the schemas of operations into a folder, and what stands beside them; yield a row each.

    base: the address that `$id`s begin with; urns where it is empty. Yields `operation`, `said` (a
    sentence each) and `drifted`, as `derive.row` does; what is gone from botocore or cannot be
    derived is said, and is not in the index.
    """
    written = []
    for work in works_:
        try:
            derived = derive.derive(work.source(), page=work.file is not None)
        except errors.MissingExtraError:
            raise  # which no operation is to blame for
        except InputError as error:
            retired = work.file is not None and "retired" in work.file.data
            gone = isinstance(error, errors.GoneError) and retired
            said = [f"{work.operation}: {error}"]
            yield {"operation": work.operation, "said": said, "drifted": not gone}
            continue
        schema_files.write(derived, place, base)
        written.append(work.operation)
        yield {"operation": work.operation, "said": [], "drifted": bool(derived.disagreements)}
    _beside(place, base)
    authored = {work.operation for work in works_ if work.file is not None}
    index = schema_index.text(place, written, authored)
    (place / schema_index.NAME).write_text(index, encoding="utf-8")


def _beside(place: Path, base: str) -> None:
    """Write what is written by hand: the page, the schemas of outputs and of x-job, law-tests."""
    for name in ("README.md", *schema_index.OUTPUTS.values()):
        shutil.copyfile(folder() / name, place / name)
    meta = contract_file.meta_schema()
    told = schema_files.text(schema_files.addressed("x-job.schema.json", meta, base))
    if base:
        (place / "x-job.schema.json").write_text(told, encoding="utf-8")
    else:
        shutil.copyfile(folder() / "x-job.schema.json", place / "x-job.schema.json")
    shutil.copytree(folder() / "law-tests", place / "law-tests", dirs_exist_ok=True)
