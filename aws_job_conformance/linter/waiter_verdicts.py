"""A waiter in, what is wrong with it out: by its operation's contract, and by the service model."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from aws_job_conformance.authoring import infer
from aws_job_conformance.core import shipped
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import NotReadableError
from aws_job_conformance.core.findings import GRADES, Grade, Tier, message
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import brief
from aws_job_conformance.linter import life_rules, member_rules
from aws_job_conformance.linter.acceptors import ReadAcceptor
from aws_job_conformance.linter.jmespath_reads import is_template, reads
from aws_job_conformance.linter.life_case import LifeCase
from aws_job_conformance.linter.member_rules import Polled
from aws_job_conformance.linter.waiter_files import Acceptor, ReadWaiter
from aws_job_conformance.linter.waiter_findings import Kind, WaiterFinding
from aws_job_conformance.protocol import raw_models

By = Literal["written", "inferred", "none"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A waiter and what was found. by: the contract that its ends were judged by.

    none: its operation tells of no job; its paths, values and errors were judged all the same.
    """

    waiter: ReadWaiter
    operation: str
    by: By
    findings: tuple[WaiterFinding, ...]


def judge(waiter: ReadWaiter) -> Judged:
    """Return what is wrong with a waiter."""
    model = raw_models.kept(waiter.service)
    if (name := _operation(waiter.service, waiter.operation)) is None:
        operation = f"{waiter.service}:{waiter.operation}"
        said = (
            f"{waiter.service} has no operation {brief(waiter.operation, 90)}",
            f"No client can poll it.{nearest(waiter.operation, model['operations'])}",
        )
        unknown = _about(waiter, operation, "no-such-operation", "error", said)
        return Judged(waiter, operation, "none", (unknown,))
    operation = f"{waiter.service}:{name}"
    contract, by = _contract(operation)
    values = {} if contract is None else {contract.status_steps: contract.status.all}
    polled = Polled(operation, model["operations"][name], model["shapes"], values, _source())
    acceptors = tuple(_read(n, acceptor, polled) for n, acceptor in enumerate(waiter.acceptors))
    found = list(member_rules.judge(waiter, polled, acceptors))
    if not waiter.acceptors:
        said = ("the file has none", "Whoever waits by it gives them: judge those.")
        found.append(_about(waiter, operation, "not-judged", "note", said))
    elif contract is not None:
        found += life_rules.judge(LifeCase(waiter, contract, acceptors, by == "written"))
    ranked = sorted(found, key=lambda one: GRADES.index(one.grade))
    return Judged(waiter, operation, by, tuple(ranked))


def count(judged: Iterable[Judged]) -> dict[str, int]:
    """Return how many waiters were judged, by which contracts, and how many findings there are."""
    found: Counter[str] = Counter()
    for one in judged:
        found.update(("waiters", one.by, *(finding.grade for finding in one.findings)))
    return {name: found[name] for name in ("waiters", "written", "inferred", "none", *GRADES)}


def _about(  # what is wrong with a waiter as a whole
    waiter: ReadWaiter, operation: str, kind: Kind, grade: Grade, said: tuple[str, str]
) -> WaiterFinding:
    where = "operation" if kind == "no-such-operation" else "acceptors"
    (what, fix), source, at = said, _source(), waiter
    tier: Tier = "documented"
    told = message(where=where, what=what, law=kind, tier=tier, source=source, fix=fix)
    values = (waiter.operation,)
    return WaiterFinding(
        operation, at.name, at.where, at.pointer, kind, grade, tier, values, source, told
    )


def _read(number: int, acceptor: Acceptor, polled: Polled) -> ReadAcceptor:
    """Return an acceptor with what its path reads, or why that cannot be told."""
    if is_template(acceptor.expected):
        return ReadAcceptor(number, acceptor, unread="what it expects is filled in later")
    if not acceptor.matcher.startswith("path"):
        return ReadAcceptor(number, acceptor)
    try:
        found = reads(acceptor.argument, polled.shapes, polled.output)
    except NotReadableError as error:
        why = "its path is filled in later" if is_template(acceptor.argument) else str(error)
        return ReadAcceptor(number, acceptor, unread=why)
    return ReadAcceptor(number, acceptor, found)


@lru_cache(maxsize=512)
def _operation(service: str, name: str) -> str | None:
    """Return an operation as the model writes it: botocore finds it by its Python name."""
    from botocore import xform_name  # noqa: PLC0415 - a tenth of a second that `check` never needs

    known = raw_models.kept(service)["operations"]
    if name in known:
        return name
    wanted = xform_name(name)
    return next((one for one in known if xform_name(one) == wanted), None)


@lru_cache(maxsize=512)
def _contract(operation: str) -> tuple[Contract | None, By]:
    if (written := shipped.contract(operation)) is not None:
        return written, "written"
    inferred = infer.contract(operation)
    return inferred, "none" if inferred is None else "inferred"


def _source() -> str:
    import botocore  # noqa: PLC0415 - as above

    return f"service model, botocore {botocore.__version__}"
