"""What auditors keep of a run against a server: who asked what of whom, when, and by which code.

Accounts and ARNs are masked in it, whatever they stand in, and no credential is in it at all.
"""

import getpass
import json
import platform
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from aws_job_conformance.core import findings as findings_
from aws_job_conformance.core.errors import InputError, as_input_error
from aws_job_conformance.core.text import cut, printable, told
from aws_job_conformance.judge.results import Result
from aws_job_conformance.runner.options import Options

VERSION = 1
_LONGEST = 200
_MADE_BY = ("aws-job-conformance", "botocore", "pytest")
_UNTOLD = (
    *("bucket", "key", "role", "job", "record_mode", "cassettes"),
    *("xfails_file", "write_xfails"),
)
"""Options that name what is somebody's: of these it is only said that they were given."""


@dataclass(frozen=True)
class CallsMade:
    """Calls of one worker. made: operation to `sent` and each HTTP status, how many.

    refused: by the guard, before they were signed or sent. signed_by: how credentials were found.
    region, partition: of the server. account: whether it became known; never which.
    """

    made: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    refused: Mapping[str, int] = field(default_factory=dict)
    signed_by: str = ""
    region: str = ""
    partition: str = ""

    def to_json(self) -> str:
        """Return it as JSON text, to travel from a worker to the terminal."""
        return json.dumps(vars(self))


def from_json(text: str) -> CallsMade:
    """Return calls that travelled as JSON."""
    return CallsMade(**json.loads(text))


def together(told_: Iterable[CallsMade]) -> CallsMade:
    """Return the calls of all workers as one."""
    made: dict[str, Counter[str]] = {}
    refused: Counter[str] = Counter()
    last = CallsMade()
    for one in told_:
        last = one
        refused.update(one.refused)
        for operation, counts in one.made.items():
            made.setdefault(operation, Counter()).update(counts)
    shown = {operation: dict(counts) for operation, counts in sorted(made.items())}
    return replace(last, made=shown, refused=dict(refused))


def must_be_writable(file: str) -> None:
    """Raise InputError where there is no folder for the record, or no file can be there.

    A pipe may have no reader, and a device no end: the run would be over, and never tell.
    """
    path, shown = Path(file), printable(cut(file, _LONGEST))
    with as_input_error(f"--run-record: {shown} cannot be written"):
        is_folder, is_other = path.is_dir(), path.exists() and not path.is_file()
    if not file.strip() or is_folder:
        raise InputError(f"--run-record {shown!r}: it is a folder, or empty; name a file")
    if is_other:
        raise InputError(f"--run-record: {shown} is no regular file; name one")
    if not path.absolute().parent.is_dir():
        raise InputError(f"--run-record: there is no folder for {shown}")


def document(
    asked: Options, calls: CallsMade, results: Iterable[Result], begun: datetime, ended: datetime
) -> dict[str, Any]:
    """Return the record of a run as JSON values, masked."""
    judged = list(results)
    counted = findings_.count(finding for one in judged for finding in one.findings)
    given = {name: value for name, value in asdict(asked).items() if value not in (None, (), False)}
    options = {name: "given" if name in _UNTOLD else value for name, value in given.items()}
    return {
        "version": VERSION,
        "who": {"user": told(_user()), "signed by": calls.signed_by, "account": "<account-id>"},
        "when": {"begun": begun.isoformat(), "ended": ended.isoformat()},
        "target": {
            "server": "AWS" if asked.endpoint_url is None else told(asked.endpoint_url),
            "counts as a real account": asked.is_live,
            "jobs are made": asked.makes,
            "region": told(calls.region),
            "partition": told(calls.partition),
            "origins": sorted({told(one.origin) for one in judged if one.origin}),
        },
        "options": {name: told(str(value)) for name, value in options.items()},
        "calls made": {told(name): counts for name, counts in calls.made.items()},
        "calls refused": {told(name): count for name, count in calls.refused.items()},
        "operations": sorted({told(one.operation) for one in judged if one.not_run is None}),
        "findings": counted,
        "versions": {name: version(name) for name in _MADE_BY}
        | {"Python": platform.python_version(), "system": platform.system()},
    }


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user without a name
        return "nobody that has a name"


def write(file: str, record: Mapping[str, Any]) -> None:
    """Write a record; raises InputError where it cannot be written."""
    with as_input_error(f"--run-record: {printable(cut(file, _LONGEST))} cannot be written"):
        Path(file).write_text(json.dumps(record, indent=2) + "\n", "utf-8")
