"""Breaches, misfits and faults explained as findings: in the reader's words, no secret shown."""

from functools import partial
from typing import Any

from aws_job_conformance.core import laws, paths
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.findings import Finding, Grade, Tier, message
from aws_job_conformance.core.text import show
from aws_job_conformance.judge import _masks
from aws_job_conformance.judge._misfits import Misfit
from aws_job_conformance.judge.poll import Poll, View
from aws_job_conformance.protocol import bodies


def of_breach(contract: Contract, seen: Poll, breach: laws.Breach, poll: int | None) -> Finding:
    """Return the finding on a broken law; poll: its number, None for a response by itself."""
    law, steps = breach.law, _masks.steps(contract, breach.steps)
    # What one-of got are names of members, nobody's values.
    mask = _same if law.kind == "one-of" else partial(_masks.value, contract)
    return finding(
        contract,
        law=law.kind,
        grade=breach.grade,
        tier=law.tier,
        pointer=paths.pointer(seen.in_body(steps)),
        poll=poll,
        got=mask(breach.steps, breach.got),
        expected=breach.expected,
        source=law.source,
        where=paths.text(steps, root=contract.root),
        what=breach.explain(mask),
        fix=breach.fix,
    )


def _same(_: paths.Steps, value: Any) -> Any:
    return value


def of_misfit(
    contract: Contract, seen: Poll, misfit: Misfit, view: View, poll: int | None
) -> Finding:
    """Return the finding on a value that does not fit its shape."""
    steps = _masks.steps(contract, misfit.steps)
    got = _masks.value(contract, misfit.steps, misfit.got)
    tier, source, fix = misfit.tier, misfit.source, misfit.fix
    if misfit.keyword == "required" and misfit.grade == "error":
        tier, source, fix = _promise(contract, steps, fix)
        fix = _unwrapped(contract, seen, steps) or fix
    elif misfit.got is None and steps == contract.status_steps:
        _, _, fix = _promise(contract, steps, fix)
    return finding(
        contract,
        law=view,
        grade=misfit.grade,
        tier=tier,
        pointer=paths.pointer(seen.in_body(steps)),
        poll=poll,
        got=got,
        more=misfit.more,
        expected=misfit.expected,
        source=source,
        where=_where(contract, seen, steps, view),
        what=misfit.what.replace("{got}", show(got)),
        fix=fix,
    )


def _where(contract: Contract, seen: Poll, steps: paths.Steps, view: View) -> str:
    """Return steps of the response as a person reads them in this view."""
    if not seen.in_body(steps):
        return "the body" if view == "wire" else "the response"
    return paths.text(steps, root=() if steps == contract.root else contract.root)


def _promise(contract: Contract, steps: paths.Steps, fix: str) -> tuple[Any, str, str]:
    """Return who promised a member that every response has: tier, source and what to do."""
    if steps == contract.status_steps[: len(steps)]:
        fix = (
            "Without a status nobody knows how the job stands; botocore shows a broken body as {}."
        )
        return "documented", "it is what the operation is for", fix
    return contract.required.tier, contract.required.source, fix


def _unwrapped(contract: Contract, seen: Poll, steps: paths.Steps) -> str:
    """Return what to do where somebody kept what stands in a member, and not the whole answer."""
    below = [*contract.status_steps[len(steps) :]]
    if steps != contract.status_steps[: len(steps)] or not below:
        return ""
    inside = tuple(below[1:] if isinstance(below[0], int) else below)
    if not inside or not isinstance(paths.get(seen.response, inside), str):
        return ""
    where = paths.text(steps)
    return f"What stands in {where} is here without it. Give the whole answer, {where} included."


def of_fault(  # noqa: PLR0913 - what is known of a fault, by name
    contract: Contract,
    seen: Poll,
    fault: bodies.Fault,
    view: View,
    poll: int | None,
    *,
    where: str = "",
) -> Finding:
    """Return the finding on a fault of a body; where: in words, if it is not in the body itself."""
    steps = _masks.steps(contract, (*seen.above, *fault.steps))
    return finding(
        contract,
        law=view,
        poll=poll,
        pointer=paths.pointer(seen.in_body(steps)),
        where=where or _where(contract, seen, steps, view),
        got=steps[-1] if fault.steps and fault.got == fault.steps[-1] else fault.got,
        what=fault.what,
        expected=fault.expected,
        fix=fault.fix,
        protocol=fault.protocol,
        more=fault.more,
    )


def finding(  # noqa: PLR0913 - the parts every finding states, by name
    contract: Contract,
    *,
    poll: int | None,
    where: str,
    got: Any,
    what: str,
    expected: Any,
    fix: str,
    pointer: str = "",
    grade: Grade = "error",
    law: str = "wire",
    tier: Tier = "documented",
    source: str | None = None,
    protocol: str | None = None,
    more: int = 0,
) -> Finding:
    """Return a finding; one that names no source is on what travels, or on what an SDK returns.

    source: who promised it, by its short name. protocol: what travels in, where that is not the one
    the contract names. more: how many others of the kind were left out.
    """
    if source is None:
        spoken = f"the protocol {protocol or contract.wire.protocol}"
        source = spoken if law == "wire" else "what an SDK returns"
    said = message(where=where, what=what, law=law, tier=tier, source=source, fix=fix)
    page = contract.source(source)
    return Finding(
        contract.operation, law, grade, tier, pointer, poll, got, expected, page, said, more
    )
