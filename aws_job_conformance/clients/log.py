"""The polls of a running service, written down without its secrets, as `audit` reads them."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aws_job_conformance.catalog import load
from aws_job_conformance.clients._log_file import LogFile
from aws_job_conformance.clients._poll_log import PollLog
from aws_job_conformance.clients._watchable import service_of
from aws_job_conformance.core import shipped
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.text import brief
from aws_job_conformance.judge import arguments

__all__ = ["KEY", "PollLog", "log"]

KEY = "AWS_JOB_CONFORMANCE_LOG_KEY"
"""The variable of the environment that has the key, where none is given: any text."""

_LEAST = 1 << 16


def log(  # noqa: PLR0913 - where and how, by name
    client: Any,
    path: str | os.PathLike[str],
    *,
    key: bytes | str | None = None,
    operations: Sequence[str] = (),
    max_bytes: int = 100_000_000,
    keep: int = 9,
) -> PollLog:
    """Write every poll of a client down, without its secrets, until the log is closed.

    Heard is each call of an operation that somebody wrote a contract for: the input of the call,
    each answer as it travelled, the time, the number of the try. A background thread replaces each
    secret, ids too, by a keyed hash of the same form, and writes a line, which
    `aws-job-conformance audit` reads. Nothing is ever raised into the service, whatever goes wrong;
    what could not be written is counted in `dropped`.

    client: of boto3 or botocore. path: the file; a process that finds it taken writes one beside
    it, with its number in the name. key: what hashes depend on: of the same key they are the same
    in every file and process; from the environment (AWS_JOB_CONFORMANCE_LOG_KEY) if left out, and
    a new one, forgotten with the process, if that is not set. operations: others of the client's to
    be heard, such as `glue:GetMLTaskRun`. max_bytes: of a file, which is then rotated. keep: how
    many rotated files stay.

    Raises InputError for a client that cannot be heard, and for what cannot be written to.
    """
    place = _place(path)
    if type(max_bytes) is not int or max_bytes < _LEAST:
        raise InputError(f"max_bytes is a number of bytes from {_LEAST} up, not {brief(max_bytes)}")
    if type(keep) is not int or not 0 <= keep <= 1000:  # noqa: PLR2004 - files of a log
        raise InputError(f"keep is a number of files from 0 to 1000, not {brief(keep)}")
    contracts = _contracts(client, operations)
    written = PollLog(LogFile(place, most=max_bytes, keep=keep), _key(key))
    for contract in contracts:
        written.listen(client, contract)
    return written


def _place(path: str | os.PathLike[str]) -> Path:
    told: Any = path
    if isinstance(path, os.PathLike):
        told = arguments.foreign(lambda: os.fspath(path), "path", "Give a text or a Path.")
    if type(told) is not str or not told or "\0" in told:
        raise InputError(f"path is the file to write to, a text or a Path, not {brief(path)}")
    place = Path(told).absolute()
    try:
        is_folder = place.is_dir()
        usable = place.parent.is_dir() and os.access(place.parent, os.W_OK)
    except (OSError, ValueError) as error:  # a name that no file can have
        why = getattr(error, "strerror", None) or "no file has such a name"
        raise InputError(f"path {brief(path)}: {why}. Name another") from None
    if is_folder:
        raise InputError(f"{place} is a folder. Name a file in it, such as polls.jsonl")
    if not usable:
        raise InputError(
            f"{place.parent} is no folder that can be written to. Make it, or name another"
        )
    return place


def _key(key: bytes | str | None) -> bytes:
    if key is None:
        key = os.environ.get(KEY) or secrets.token_bytes(32)
    if not isinstance(key, (bytes, str)):
        raise InputError(f"key is bytes or a text, not {brief(type(key).__name__)}")
    return key.encode("utf-8", "surrogatepass") if isinstance(key, str) else key


def _contracts(client: Any, operations: Sequence[str]) -> list[Contract]:
    """Return the contracts of a client's operations; raises InputError for another client."""
    wanted = "Give a client of boto3 or botocore."

    service = service_of(client, wanted)
    if type(operations) not in (list, tuple):
        raise InputError(f"operations is a list of them, not {brief(operations)}")
    named = [arguments.named("operations", one, "glue:GetMLTaskRun") for one in operations]
    for one in named:
        if Operation(one).service != service:
            raise InputError(
                f"{brief(one, 80)} is no operation of {service}, which this client is of"
            )
    known = [name for name in shipped.names() if Operation(name).service == service]
    every = dict.fromkeys((*known, *named))
    if not every:
        raise InputError(
            f"no operation of {service} has a contract that somebody wrote. Name those to be heard"
            " in operations; `aws-job-conformance list --all` has them."
        )
    return [load(name) for name in every]
