"""The contract of one job operation, inferred from the model of the installed botocore.

What is inferred is data like that of a contract file, and goes the same way through `derive`.
Nothing is written to disk, and nothing is read before it is asked for.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from aws_job_conformance.authoring import derive
from aws_job_conformance.authoring.contract_file import Authored
from aws_job_conformance.authoring.infer import _discover, _laws, _secrets, job_operations, statuses
from aws_job_conformance.authoring.infer._job_model import JobModel, said
from aws_job_conformance.authoring.infer.job_operations import JobOperation, every, operations
from aws_job_conformance.authoring.infer.statuses import Group
from aws_job_conformance.core.contract import Contract, from_schema
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.text import brief
from aws_job_conformance.protocol import raw_models

_ERROR_STATUS = (
    "API references of this protocol say HTTP 400 for what the caller did wrong, service models"
    " often 404, 409 or 429"
)


@lru_cache(maxsize=512)
def found(operation: str) -> JobOperation | None:
    """Return what the rule finds of `service:Operation`; None where it is no job operation."""
    service, name = Operation(operation).parts
    if service not in raw_models.services():
        return None
    model = raw_models.kept(service)
    told = name in model["operations"] and job_operations.of_operation(service, name, model)
    return told if isinstance(told, JobOperation) else None


def authored(operation: str) -> dict[str, Any]:
    """Return the contract of a job operation as the data of a contract file.

    Raises InputError for an operation that the rule does not find.
    """
    if (one := found(operation)) is None:
        raise InputError(f"{brief(operation, 90)} is no job operation of the installed botocore")
    return _data(JobModel(one, raw_models.kept(Operation(operation).service)))


def _data(job: JobModel) -> dict[str, Any]:
    meta = job.model["metadata"]
    uid = meta.get("uid") or f"{meta['endpointPrefix']}-{meta['apiVersion']}"
    data: dict[str, Any] = {
        "operation": job.found.operation,
        "reference": f"https://docs.aws.amazon.com/goto/WebAPI/{uid}/{job.name}",
    }
    if root := job.found.root:
        data["root"] = str(root[0])
    if raw_models.protocol(job.model) == "json":
        data["error_status"] = _ERROR_STATUS
    data["status"] = _status(job)
    groups = _groups(job)
    running = [value for value in job.found.values if groups.get(value) == "running"]
    if laws := [*_laws.of_instants(job, running), *_laws.of_counts(job)]:
        data["law"] = laws
    if calls := _discover.discover(job):
        data["discover"] = calls
    if (missing := _discover.missing(job, calls)) is not None:
        data["missing"] = missing
    if redact := _secrets.of_job(job):
        data["redact"] = redact
    return data


def _waiters(job: JobModel) -> Iterator[tuple[str, frozenset[str], frozenset[str]]]:
    """Yield the waiters that look at the status of a job: name, successes and failures of each."""
    names = [step for step in job.found.at if isinstance(step, str)]
    for name, waiter in sorted(raw_models.waiters(job.service).items()):
        if waiter["operation"] != job.name:
            continue
        said_: dict[str, set[str]] = {"success": set(), "failure": set()}
        for acceptor in waiter["acceptors"]:
            looked = acceptor.get("argument", "").replace("[]", "").replace("[0]", "").split(".")
            if looked == names and acceptor["state"] in said_:
                said_[acceptor["state"]].add(str(acceptor["expected"]))
        if said_["success"] or said_["failure"]:
            yield name, frozenset(said_["success"]), frozenset(said_["failure"])


def _groups(job: JobModel) -> dict[str, Group]:
    """Return what each status is: by its words, and where those say nothing by a waiter."""
    found = statuses.groups(job.found.values)
    for _, success, failure in _waiters(job):
        ends = {value for value in success if found.get(value) == "success"}
        for value in failure if ends else ():
            if found.get(value) == "unclear":
                found[value] = "failure"
    return found


def _status(job: JobModel) -> dict[str, Any]:
    """Return the `[status]` of a contract: unfinished statuses have no place in an order."""
    found = _groups(job)
    out: dict[str, Any] = {"at": job.found.status}
    if (first := statuses.initial(found)) is not None:
        out["initial"] = [first]
    ends = {value for value, what in found.items() if what in statuses.FINAL}
    out |= statuses.tables(found, first) | said("the words of the statuses")
    seen = [(name, (good | bad) & ends) for name, good, bad in _waiters(job) if good & ends]
    told = frozenset[str]().union(*(stops for _, stops in seen))
    if seen and told == ends:
        names = " and ".join(name for name, _ in seen)
        source = f"botocore's waiter {names}: it stops at {', '.join(sorted(told))}"
        out["final"] = {"tier": "documented", "source": source}
    return out


def source(operation: str) -> Authored:
    """Return the contract of a job operation as a contract file that is on no disk.

    Raises InputError for an operation that the rule does not find.
    """
    return Authored(Path(f"{operation.replace(':', '.', 1)}.toml"), authored(operation))


def contract(operation: str) -> Contract | None:
    """Return the contract of a job operation, or None for one that the rule does not find.

    The page is not read for it: botocore writes pages from the same model.
    """
    if found(operation) is None:
        return None
    derived = derive.derive(source(operation), page=False)
    return from_schema(derived.schema, derived.wire_schema)


def is_service(name: str) -> bool:
    """Return whether botocore has a service of this name."""
    return name in raw_models.services()


def near(operation: str) -> list[str]:
    """Return the job operations of the services whose names are nearest to a mistyped one's.

    Without a service in the name: those of all services, which takes a second.
    """
    service, colon, _ = operation.partition(":")
    if not operation:
        return []
    if not colon:
        return [one.operation for one in every()]
    if is_service(service):
        return [one.operation for one in operations(service)]
    names = get_close_matches(service.lower(), raw_models.services(), n=3, cutoff=0.75)
    return [one.operation for name in names for one in operations(name)]
