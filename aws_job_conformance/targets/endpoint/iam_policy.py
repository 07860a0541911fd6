"""The least IAM policy of a read-only run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.protocol import model
from aws_job_conformance.targets.endpoint.guard import reads

ANY = "*"


@dataclass(frozen=True, order=True, slots=True)
class Grant:
    """One action that a run needs, and the narrowest resource that is known for it."""

    resource: str
    action: str


def grants(contracts: Iterable[Contract], partition: str = "aws") -> tuple[Grant, ...]:
    """Return what a read-only run of contracts needs, sorted.

    The resource of a call is what `[iam]` of its contract says, below any region and account; every
    resource where it says nothing, or `*`. Raises InputError for a partition that is not there.
    """
    known = model.session().get_available_partitions()
    if partition not in known:
        raise InputError(
            f"no partition {partition!r}.{nearest(partition, known)}"
            f" There are {', '.join(sorted(known))}."
        )
    asked = ((contract, call) for contract in contracts for call in reads(contract))
    found = {Grant(_resource(one, call, partition), model.iam_action(call)) for one, call in asked}
    whole = {grant.action for grant in found if grant.resource == ANY}
    return tuple(sorted(g for g in found if g.resource == ANY or g.action not in whole))


def _resource(contract: Contract, operation: str, partition: str) -> str:
    path = contract.x_job.get("iam", {}).get(Operation(operation).name, ANY)
    if path == ANY:  # an ARN, however wide, allows nothing of what takes no resource
        return ANY
    prefix = model.iam_action(operation).partition(":")[0]
    return f"arn:{partition}:{prefix}:*:*:{path}"


def document(granted: Iterable[Grant]) -> Mapping[str, Any]:
    """Return an IAM policy as its JSON value: a statement for each resource.

    granted: sorted, as `grants` gives them.
    """
    statements = [
        {"Effect": "Allow", "Action": [grant.action for grant in some], "Resource": resource}
        for resource, some in groupby(granted, attrgetter("resource"))
    ]
    return {"Version": "2012-10-17", "Statement": statements}
