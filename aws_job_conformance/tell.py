"""Breaches, misfits and faults as findings: in the reader's words, and with no secret shown."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from aws_job_conformance import laws, paths, wire
from aws_job_conformance.contract import Contract
from aws_job_conformance.findings import Finding, Grade, message
from aws_job_conformance.seen import Poll, View
from aws_job_conformance.shape import Misfit, kind
from aws_job_conformance.text import show

_LITERAL = re.compile(r"[-+0-9.,:eETZ ]{0,40}|true|false|null|NaN|-?Infinity", re.IGNORECASE)
"""What a number, an instant or a boolean is written like, in whatever form."""


def of_breach(contract: Contract, seen: Poll, breach: laws.Breach, poll: int) -> Finding:
    """Return the finding on a broken law."""
    law, steps = breach.law, _shown(contract, breach.steps)
    # What one-of got are names of members, nobody's values.
    mask = contract.mask if law.kind == "one-of" else partial(_masked, contract)
    return Finding(
        operation=contract.operation,
        law=law.kind,
        grade=breach.grade,
        tier=law.tier,
        pointer=paths.pointer(seen.in_body(steps)),
        poll=poll,
        got=mask(breach.steps, breach.got),
        expected=breach.expected,
        source=contract.source(law.source),
        message=message(
            where=paths.text(steps, root=contract.root),
            what=breach.explain(mask),
            law=law.kind,
            tier=law.tier,
            source=law.source,
            fix=breach.fix,
        ),
    )


def of_misfit(contract: Contract, poll: Poll, misfit: Misfit, view: View) -> Finding:
    """Return the finding on a value that does not fit its shape; its poll is not known here."""
    steps = _shown(contract, misfit.steps)
    got = _masked(contract, misfit.steps, misfit.got)
    tier, source, fix = misfit.tier, misfit.source, misfit.fix
    if misfit.keyword == "required" and misfit.grade == "error":
        tier, source, fix = _promise(contract, steps, fix)
    elif misfit.got is None and steps == contract.status_steps:
        _, _, fix = _promise(contract, steps, fix)
    return Finding(
        operation=contract.operation,
        law=view,
        grade=misfit.grade,
        tier=tier,
        pointer=paths.pointer(poll.in_body(steps)),
        poll=None,
        got=got,
        more=misfit.more,
        expected=misfit.expected,
        source=contract.source(source),
        message=message(
            where=_where(contract, poll, steps, view),
            what=misfit.what.replace("{got}", show(got)),
            law=view,
            tier=tier,
            source=source,
            fix=fix,
        ),
    )


def _where(contract: Contract, poll: Poll, steps: paths.Steps, view: View) -> str:
    """Return steps of the response as a person reads them in this view."""
    if not poll.in_body(steps):
        return "the body" if view == "wire" else "the response"
    return paths.text(steps, root=() if steps == contract.root else contract.root)


def _shown(contract: Contract, steps: paths.Steps) -> paths.Steps:
    """Return steps with `*` for what nobody documented below a secret: such keys are secret too."""
    shown: list[str | int] = []
    for i, step in enumerate(steps):
        above = paths.in_schema(contract.schema, steps[:i], keys=True) or {}
        is_secret = step not in above.get("properties", {}) and any(
            paths.covers(path, steps[:i]) for path, _ in contract.secrets
        )
        shown.append("*" if is_secret and isinstance(step, str) else step)
    return tuple(shown)


def _masked(contract: Contract, steps: paths.Steps, value: Any) -> Any:
    """Return what a finding may show of a value: what is secret, or may be, only by its kind.

    Nobody knows what an undocumented member holds; a text or a number where an object with a
    secret in it belongs may be that secret; what follows the `?` of an address may be a signature.
    """
    if value is None or any(paths.covers(path, steps) for path, _ in contract.secrets):
        return contract.mask(steps, value)
    if paths.in_schema(contract.schema, steps, keys=True) is None:
        return f"<{kind(value)}>"
    if isinstance(value, list):
        return [_masked(contract, (*steps, i), item) for i, item in enumerate(value)]
    if isinstance(value, dict):
        return {name: _masked(contract, (*steps, name), item) for name, item in value.items()}
    return value if isinstance(value, bool) else _masked_plain(contract, steps, value)


def _masked_plain(contract: Contract, steps: paths.Steps, value: str | float) -> str | float:
    names = [step for step in steps if isinstance(step, str)]
    if any([*path[: len(names)]] == names != [*path] for path, _ in contract.secrets):
        return "<a text>" if isinstance(value, str) else "<a number>"
    schema = paths.in_schema(contract.schema, steps, keys=True) or {}
    is_text = schema.get("type") == "string" and "format" not in schema
    if isinstance(value, str) and not is_text and not _LITERAL.fullmatch(value):
        return "<a text>"  # where a number or an instant belongs, nobody knows what it is
    if isinstance(value, str) and value.startswith(("http://", "https://")) and "?" in value:
        return f"{value.partition('?')[0]}?…"
    return value


def _promise(contract: Contract, steps: paths.Steps, fix: str) -> tuple[Any, str, str]:
    """Return who promised a member that every response has: tier, source and what to do."""
    if steps == contract.status_steps[: len(steps)]:
        fix = (
            "Without a status nobody knows how the job stands; botocore shows a broken body as {}."
        )
        return "documented", "it is what the operation is for", fix
    required = contract.x_job.get("required", {})
    return required.get("tier", "documented"), required.get("source", ""), fix


def of_fault(contract: Contract, poll: Poll, fault: wire.Fault, view: View) -> Finding:
    """Return the finding on a fault of a body; its poll is not known here."""
    steps = _shown(contract, poll.in_response(fault.steps))
    return of_wire(
        contract,
        law=view,
        pointer=paths.pointer(poll.in_body(steps)),
        where=_where(contract, poll, steps, view),
        got=fault.got,
        what=fault.what,
        expected=fault.expected,
        fix=fault.fix,
        protocol=fault.protocol,
        more=fault.more,
    )


def of_wire(  # noqa: PLR0913 - the parts every finding states, by name
    contract: Contract,
    *,
    where: str,
    got: Any,
    what: str,
    expected: Any,
    fix: str,
    pointer: str = "",
    grade: Grade = "error",
    law: View = "wire",
    protocol: str | None = None,
    more: int = 0,
) -> Finding:
    """Return a finding on what travels, or on what an SDK returns; its poll is not known here.

    protocol: what travels in, where that is not the one the contract names. more: how many others
    of the kind were left out.
    """
    source = (
        f"the protocol {protocol or contract.x_job['wire']['protocol']}"
        if law == "wire"
        else "what an SDK returns"
    )
    said = message(where=where, what=what, law=law, tier="documented", source=source, fix=fix)
    return Finding(
        operation=contract.operation,
        law=law,
        grade=grade,
        tier="documented",
        pointer=pointer,
        poll=None,
        got=got,
        expected=expected,
        source=source,
        message=said,
        more=more,
    )
