"""The contract of an operation by its name: the shipped one, or else the inferred one."""

from functools import lru_cache
from typing import Any

from aws_job_conformance.core import shipped
from aws_job_conformance.core.contract import Contract, name_of
from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.suggest import nearest

_MOST_NAMED = 8


def load(operation: str) -> Contract:
    """Return the contract of an operation, `service:Operation`: the shipped or an inferred one.

    Raises InputError, naming the nearest known operation, where there is none.
    """
    return _loaded(name_of(operation))


@lru_cache(maxsize=512)
def _loaded(operation: str) -> Contract:
    found = shipped.contract(operation)
    if found is None:
        # lark and jsonschema load for it
        from aws_job_conformance.authoring.infer import inference as infer  # noqa: PLC0415

        if (found := infer.contract(operation)) is None:
            service = Operation(operation).service
            known = [*shipped.names(), *shipped.siblings(), *infer.near(operation)]
            is_service = infer.is_service(service)
            if is_service:  # what is meant is one of its own, or none
                known = [name for name in known if Operation(name).service == service]
            is_alone = is_service and operation == service
            hint = _of_service(known) if is_alone else nearest(operation, known)
            raise InputError(
                f"no contract for the operation {operation!r}.{hint}"
                " `aws-job-conformance list` prints the written ones, with --all every one."
            )
    return found


def _of_service(known: list[str]) -> str:
    """Return a sentence that names the operations of a service, those of a contract file first."""
    named = [*dict.fromkeys(known)]
    more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    return f" Of this service it is one of {', '.join(named[:_MOST_NAMED])}{more}." if named else ""


def rows() -> list[dict[str, Any]]:
    """Return every job operation, sorted: its status path, its protocol, its kind of contract.

    Those with a contract file are `authored`, whether the rule finds them or not.
    """
    from aws_job_conformance.authoring import infer  # noqa: PLC0415 - as above

    told = {one.operation: (one.status, one.protocol, "inferred") for one in infer.every()}
    for name in shipped.names():
        spoken = told[name][1] if name in told else infer.protocol(name)
        told[name] = load(name).status.at, spoken, "authored"
    columns = ("operation", "status", "protocol", "contract")
    shown = [(name, *told[name]) for name in sorted(told.keys() - shipped.siblings())]
    return [dict(zip(columns, row, strict=True)) for row in shown]
