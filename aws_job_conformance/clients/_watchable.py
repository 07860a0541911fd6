"""What can be watched: an operation that only reads, with an end, through a client that asks it."""

import re
from collections.abc import Callable
from inspect import iscoroutinefunction
from typing import Any

from aws_job_conformance.catalog import load
from aws_job_conformance.core import laws
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.text import brief
from aws_job_conformance.judge import arguments
from aws_job_conformance.judge.job import Job
from aws_job_conformance.protocol import package_models
from aws_job_conformance.protocol.model import operation_model

_READS = re.compile(r"(Get|Describe|List|Read)[A-Z]")


def contract_of(operation: str | Contract | Job) -> Contract:
    """Return what an operation promises; raises InputError where watching it would not only read.

    A sibling such as Create answers the same shape, and makes a job each time it is asked.
    """
    contract = operation.data if isinstance(operation, Job) else operation
    if not isinstance(contract, Contract):
        contract = load(arguments.named("operation", contract, "sesv2:GetImportJob"))
    if contract.operation != contract.owner:
        raise InputError(
            f"{contract.operation} does not tell how a job is going. Watch {contract.owner}."
        )
    if not _READS.match(contract.operation.name):
        raise InputError(
            f"{contract.operation} may do more than read. Watch an operation that gets, describes"
            " or lists."
        )
    return contract


def service_of(client: Any, wanted: str) -> str:
    """Return the service of a client; raises InputError for what is none, with what is wanted."""

    def service_name() -> Any:
        model = getattr(getattr(client, "meta", None), "service_model", None)
        return getattr(model, "service_name", None)

    of = arguments.foreign(service_name, "client", wanted)
    if not isinstance(of, str):
        raise InputError(f"client is a {type(client).__name__}, which cannot be heard. {wanted}")
    return of


def method_of(contract: Contract, client: Any) -> Callable[..., Any]:
    """Return the client's method for the operation; raises InputError for another client."""
    from botocore import xform_name  # noqa: PLC0415 - loaded with the client

    service, name = contract.operation.parts
    wanted = f"Give a client of boto3 or botocore for {service}."
    if (of := service_of(client, wanted)) != service:
        raise InputError(f"client is one of {of}, and {contract.operation} is not. {wanted}")
    ask: Callable[..., Any] | None = getattr(client, xform_name(name), None)
    if ask is None:
        raise InputError(f"this client has no {name}. Install a newer botocore, and make it again.")
    _must_be_own(contract.operation, client.meta.service_model)
    if iscoroutinefunction(ask):
        raise InputError(f"client is an asynchronous one, and watch does not await. {wanted}")
    return ask


def _must_be_own(operation: str, theirs: Any) -> None:
    """Raise InputError where the client would send another call under the operation's name.

    The client is the caller's, and so are its handlers; but watch promises to read, and a model
    of AWS_DATA_PATH or ~/.aws/models may say that Get is a DELETE.
    """
    own = package_models.form(operation_model(operation))
    said = package_models.form(theirs.operation_model(Operation(operation).name))
    if said != own:
        raise InputError(
            f"for this client {operation} is {brief(' '.join(said[:2]), 80)}, and in botocore"
            f" {' '.join(own[:2])}. Take the model that says so out of AWS_DATA_PATH and"
            " ~/.aws/models, and make the client again."
        )


def must_end(contract: Contract) -> None:
    """Raise InputError for what goes round: it would be polled until the time is over."""
    if not contract.status.final:
        outcome = contract.status.outcome
        told = f", and {outcome.at} for how it ended" if outcome is not None else ""
        raise InputError(
            f"{contract.operation} tells of what goes round, and has no end to wait for. Poll it"
            f" until it is {' or '.join(contract.status.rests)} again{told}, and give the responses"
            " to check_history()."
        )


def must_count(contract: Contract, records: int | None) -> None:
    """Raise InputError for what is no number of records, or where nothing promises to count them.

    Ignored silently, it would pass for judged.
    """
    arguments.must_count(records)
    if records is not None and not any(law.kind in laws.OF_INPUT for law in contract.laws):
        raise InputError(
            f"nothing promises that the counts of {contract.operation} account for its input."
            " Leave records out."
        )
