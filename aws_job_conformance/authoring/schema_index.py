"""`index.json`: every schema of a folder, by its operation, for those who have no Python."""

import hashlib
import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import botocore

from aws_job_conformance.authoring import schema_files
from aws_job_conformance.core.life import status as status_of
from aws_job_conformance.core.operation import Operation

NAME = "index.json"
OUTPUTS = {
    "aws-job-conformance audit --format json": "audit.schema.json",
    "aws-job-conformance check --format json": "check.schema.json",
    "--conformance-report FILE.json": "report.schema.json",
    "pytest --run-record FILE": "run-record.schema.json",
}
"""What is printed or written for programs, and the schema of it beside the index."""

_KINDS = {".json": "closed", ".open.json": "open", ".wire.json": "wire"}


def text(folder: Path, operations: Iterable[str], authored: Collection[str]) -> str:
    """Return the index of a folder's schemas as it is written to disk.

    operations: which have files there. authored: those that somebody wrote a contract for; of the
    others it is inferred.
    """
    entries = [_entry(folder, name, name in authored) for name in sorted(operations)]
    head = {"version": 1, "botocore": botocore.__version__}
    return schema_files.text({**head, "operations": entries, "outputs": OUTPUTS})


def is_current(folder: Path, wanted: str) -> bool:
    """Return whether the index on disk names what it should, by whichever botocore."""
    try:
        found = json.loads((folder / NAME).read_bytes()) | {"botocore": botocore.__version__}
    except (OSError, ValueError, TypeError):
        return False
    return bool(found == json.loads(wanted))


def _entry(folder: Path, name: str, is_authored: bool) -> dict[str, Any]:  # noqa: FBT001 - private
    service, operation = Operation(name).parts
    files = {end: folder / service / f"{operation}{end}" for end in _KINDS}
    x_job = json.loads(files[".json"].read_bytes())["x-job"]
    status = status_of(x_job["status"])
    return {
        "operation": name,
        "contract": "authored" if is_authored else "inferred",
        "status": ".".join(filter(None, (x_job.get("root"), status.at))),
        "tier": status.final_tier,
        "protocol": x_job["wire"]["protocol"],
        "files": {_KINDS[end]: f"{service}/{path.name}" for end, path in files.items()},
        "sha256": {
            f"{service}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()
            for path in files.values()
        },
    }
