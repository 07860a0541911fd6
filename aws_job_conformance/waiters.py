"""botocore waiters for job operations, as files for AWS_DATA_PATH."""

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import orjson

from aws_job_conformance.authoring import infer
from aws_job_conformance.authoring.infer.job_operations import READS
from aws_job_conformance.catalog import load
from aws_job_conformance.core import paths
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.life import status as status_of
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.shipped import names as contracts
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import brief
from aws_job_conformance.protocol import raw_models

DELAY = 15
"""Seconds between two polls: AWS's own choice for its longest job waiters, and no service throttles
a poll in fifteen seconds."""
ATTEMPTS = 240
"""Polls at most, which makes an hour; a caller changes both with `WaiterConfig`."""

PLAIN, EXTRAS = "waiters-2.json", "waiters-2.sdk-extras.json"
Outcome = Literal["success", "failure"]

_MARK = {"written-by": "aws-job-conformance waiters"}
_TAIL = re.compile(r"(?<=.)(?:Status|State|Details|Results?|Summary|Info)$")


@dataclass(frozen=True, slots=True)
class WaiterFile:
    """One file below a folder of AWS_DATA_PATH.

    service, version: the two folders it lies in. name: PLAIN or EXTRAS. waiters: the name of each
    waiter of ours in it, and the operation it polls. content: the file as JSON.
    """

    service: str
    version: str
    name: str
    waiters: Mapping[str, str]
    content: Mapping[str, Any]

    @property
    def path(self) -> Path:
        """Where it lies below the folder."""
        return Path(self.service, self.version, self.name)


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a file: wrote, or unchanged; removed: the stale file of ours beside it."""

    file: WaiterFile
    what: Literal["wrote", "unchanged"]
    removed: Path | None


@lru_cache(maxsize=1)
def operations() -> tuple[str, ...]:
    """Return every operation a waiter can be written for, sorted: contracts and inferred ones."""
    return tuple(sorted({*_ending(), *(found.operation for found in infer.every())}))


@lru_cache(maxsize=1)
def _ending() -> tuple[str, ...]:
    """Return the operations with a contract whose jobs end; a life that goes round has no end."""
    return tuple(name for name in contracts() if load(name).status.final)


def waiter(operation: str, *, partial: Outcome = "success") -> dict[str, Any]:
    """Return the waiter of an operation, in the form of botocore's `waiters-2.json`.

    partial: what a job that ended with a part of its work done is. Raises InputError for an
    operation that tells of no job.
    """
    job = load(operation).x_job if operation in contracts() else infer.authored(operation)
    status = status_of(job["status"])
    steps = paths.parse(job["root"]) if "root" in job else ()
    steps += paths.parse(status.at)
    good = status.success + (status.partial if partial == "success" else ())
    stopped = status.stopped
    if not status.success + status.partial:  # it only stops, as a task of ECS: that is its end
        good, stopped = stopped, ()
    bad = (status.partial if partial == "failure" else ()) + status.failure + stopped
    bad += status.beyond  # a job that was deleted ends no other way
    several = (
        " It waits for all jobs of the answer: name them by their ids." if _lists(steps) else ""
    )
    if not good + bad:
        raise InputError(f"{operation} tells of what goes round, and never ends: no waiter waits")
    acceptors = [*_succeeds(steps, good), *_fails(steps, bad)]
    missing = job.get("missing", {})  # of some it is an empty list that says so, and no error
    codes = filter(None, (missing.get("error"), *missing.get("also", ())))
    acceptors += [{"matcher": "error", "expected": code, "state": "failure"} for code in codes]
    return {
        "description": f"Polls {operation} until its job is at the end. Success: {', '.join(good)}."
        f" Failure: {', '.join(bad)}. That these are final is {status.final_tier}.{several}",
        "operation": Operation(operation).name,
        "delay": DELAY,
        "maxAttempts": ATTEMPTS,
        "acceptors": acceptors,
    }


def names(service: str) -> dict[str, str]:
    """Return the name of the waiter of each job operation of a service.

    It is the operation's name without its verb, and without a last Status, State, Details, Result,
    Results, Summary or Info, with `Completed` behind it: GetImportJob is waited for by
    ImportJobCompleted. Where botocore or an operation with a shorter name has that name, the last
    word is kept, then `Finished` takes the place of `Completed`, then the verb is kept. It depends
    on no choice of operations, so a waiter keeps its name until botocore gives it away.
    """
    from botocore import xform_name  # noqa: PLC0415 - a tenth of a second that `check` never needs

    taken = {xform_name(name) for name in _shipped(service) or ()}
    out = {}
    own = {name for name in _ending() if Operation(name).service == service}
    jobs = own | {found.operation for found in infer.operations(service)}
    for operation in sorted(jobs, key=lambda name: (len(name), name)):
        found = next(name for name in _candidates(operation) if xform_name(name) not in taken)
        taken.add(xform_name(found))
        out[operation] = found
    return out


def files(wanted: Iterable[str], *, partial: Outcome = "success") -> Iterator[WaiterFile]:
    """Yield a file for each service of these operations.

    Raises InputError for an operation that tells of no job, with the nearest that does.
    """
    wanted = sorted(set(wanted))
    known = set(contracts())
    for operation in wanted:
        if operation not in known and infer.found(operation) is None:
            raise InputError(
                f"no job operation {brief(operation, 90)}.{nearest(operation, operations())}"
                " A waiter polls an operation that tells how a job stands."
            )
    for service, ours in itertools.groupby(wanted, lambda name: Operation(name).service):
        yield _file(service, tuple(ours), partial)


def write(found: Iterable[WaiterFile], folder: Path) -> list[Written]:
    """Write the files below a folder; return what became of each.

    Raises InputError before anything is written where a file is there that is not ours.
    """
    found = tuple(found)
    for file in found:
        for path in (folder / file.path, folder / file.path.with_name(f"{file.name}.gz")):
            if path.exists() and not _is_ours(path):
                raise InputError(
                    f"{path} was not written by this command, and would be lost."
                    " Name another folder with --out, or move it away."
                )
    return [_write(file, folder) for file in found]


def _succeeds(steps: paths.Steps, good: tuple[str, ...]) -> list[dict[str, Any]]:
    if not _lists(steps):
        return [_accepts("path", _argument(steps), status, "success") for status in good]
    if len(good) == 1:
        return [_accepts("pathAll", _argument(steps), good[0], "success")]
    # Two jobs may end well in two ways, so no single status is that of all.
    last = max(n for n, step in enumerate(steps) if isinstance(step, int))
    inner = _argument(steps[last + 1 :]) or "@"
    among = f"contains(`{json.dumps(good)}`, {inner})"
    return [_accepts("pathAll", f"{_argument(steps[: last + 1])}.{among}", True, "success")]  # noqa: FBT003 - what JMESPath answers


def _fails(steps: paths.Steps, bad: tuple[str, ...]) -> list[dict[str, Any]]:
    matcher = "pathAny" if _lists(steps) else "path"
    return [_accepts(matcher, _argument(steps), status, "failure") for status in bad]


def _lists(steps: paths.Steps) -> bool:
    return any(isinstance(step, int) for step in steps)


def _accepts(matcher: str, argument: str, expected: Any, state: Outcome) -> dict[str, Any]:
    return {"matcher": matcher, "argument": argument, "expected": expected, "state": state}


def _argument(steps: paths.Steps) -> str:
    """Return steps as JMESPath; of a list, all entries: a waiter waits for every job it asks for.

    Names are quoted where they must be.
    """
    out = ""
    for step in steps:
        if isinstance(step, int):
            out += "[]"
        else:
            bare = step if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", step) else json.dumps(step)
            out += f".{bare}" if out else bare
    return out


def _candidates(operation: str) -> Iterator[str]:
    name = Operation(operation).name
    noun = READS.sub("", name, count=1)
    short = _TAIL.sub("", noun)
    yield from (f"{short}Completed", f"{noun}Completed", f"{short}Finished")
    yield from (f"{name}Completed{number}" for number in itertools.count(2))


def _file(service: str, ours: tuple[str, ...], partial: Outcome) -> WaiterFile:
    import botocore  # noqa: PLC0415 - as above

    called = names(service)
    found = {called[operation]: waiter(operation, partial=partial) for operation in ours}
    mark = _MARK | {"for": f"botocore {botocore.__version__}"}
    name, content = PLAIN, {"version": 2, **mark, "waiters": found}
    if _shipped(service) is not None:  # an empty file of botocore's is one to stay, too
        extras = _data(service, "waiters-2.sdk-extras") or {}  # which ours take the place of
        found = extras.get("merge", {}).get("waiters", {}) | found
        name, content = EXTRAS, {"version": 1.0, **mark, "merge": {"waiters": found}}
    polled = {called[operation]: operation for operation in ours}
    return WaiterFile(service, _version(service), name, polled, content)


def _version(service: str) -> str:
    """Return the version that a client asks its waiters for."""
    return str(raw_models.kept(service)["metadata"]["apiVersion"])


def _shipped(service: str) -> Mapping[str, Any] | None:
    """Return botocore's own waiters of a service, None where it ships no file of them."""
    found = _data(service, "waiters-2")
    return None if found is None else found["waiters"]


def _data(service: str, name: str) -> Any:
    """Return a file of botocore's own on a service, None where there is none of this name.

    What is in AWS_DATA_PATH is not seen.
    """
    import botocore.exceptions  # noqa: PLC0415 - as above
    import botocore.loaders  # noqa: PLC0415 - as above

    try:
        return botocore.loaders.create_loader().load_data(f"{service}/{_version(service)}/{name}")
    except botocore.exceptions.DataNotFoundError:
        return None


def _is_ours(path: Path) -> bool:
    try:
        found = orjson.loads(path.read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and found.items() >= _MARK.items()


def _write(file: WaiterFile, folder: Path) -> Written:
    path = folder / file.path
    # botocore may have got its first waiters since: the plain file of then would shadow them.
    other = path.with_name(EXTRAS if file.name == PLAIN else PLAIN)
    stale = other if other.is_file() and _is_ours(other) else None
    if stale:
        stale.unlink()
    text = f"{json.dumps(file.content, indent=2, ensure_ascii=False)}\n".encode()
    if path.is_file() and path.read_bytes() == text:
        return Written(file, "unchanged", stale)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)
    return Written(file, "wrote", stale)
