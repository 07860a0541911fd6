"""A contract as a person wants to read it, and as a state diagram."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.law_sentences import law_sentence
from aws_job_conformance.core.life import FINAL_GROUPS


def data(contract: Contract) -> dict[str, Any]:
    """Return what `show --format json` prints: the x-job, and what follows from it."""
    status = contract.status
    return dict(contract.x_job) | {
        "unfinished": list(status.unfinished),
        "final": list(status.final),
        "reachable": {name: sorted(after) for name, after in status.reachable.items()},
        "implied_laws": [law.kind for law in contract.implied],
    }


def text(contract: Contract) -> str:
    """Return the contract as text: statuses, order, laws, errors, secrets, contradictions."""
    return "\n".join(_lines(contract)) + "\n"


def _lines(contract: Contract) -> Iterator[str]:
    x_job = contract.x_job
    yield f"{contract.operation}  {x_job['reference']}"
    if contract.operation != contract.owner:
        yield f"  judged by the contract of {contract.owner}, whose shape it shares"
    if "retired" in x_job:
        yield f"  retired: AWS ended this API on {x_job['retired']}"
    wire = x_job["wire"]
    unwrapped = f"; the body is {wire['payload']} unwrapped" if "payload" in wire else ""
    target = f" {wire['method']} {wire['path']}{' ' + wire['target'] if 'target' in wire else ''}"
    asked = target if contract.operation == contract.owner else ""
    yield f"  wire: {wire['protocol']}{asked}{unwrapped}"
    yield from _status(contract)
    yield from _laws(contract)
    yield from _errors(contract)
    yield from _rest(contract)


def _status(contract: Contract) -> Iterator[str]:
    status = contract.status
    yield f"\nStatus at {status.at} ({status.tier}: {contract.source(status.source)})"
    for name in status.unfinished:
        after = ", ".join(status.next.get(name, ())) or "nothing known"
        place = " (has no place in the order)" if name in status.anywhere else f" → {after}"
        yield f"  {name}{place}{'  initial' if name in status.initial else ''}"
    for group in FINAL_GROUPS:
        for name in getattr(status, group):
            left = status.left.get(name)
            again = f"; {left.by} leaves it for {', '.join(left.to)}" if left else ""
            yield f"  {name}  final: {group}{again}"
    if status.rests:
        yield f"  it goes round, and rests in {', '.join(status.rests)}"
    if status.outcome is not None:
        yield f"  how a round ended is told by {status.outcome.at}"
        for group in FINAL_GROUPS:
            yield from (f"    {name}  {group}" for name in getattr(status.outcome, group))
    if status.lives_on:
        yield f"  may change after the end: {', '.join(status.lives_on)}"
    if status.final:
        yield f"  final statuses: {status.final_tier}: {contract.source(status.final_source)}"


def _laws(contract: Contract) -> Iterator[str]:
    implied = " and ".join(law.kind for law in contract.implied)
    yield f"\nLaws ({len(contract.laws)}{f', and {implied}' if implied else ''})"
    yield from (f"  {_law(contract, law)}" for law in contract.laws)
    if required := contract.x_job.get("required"):
        source = contract.source(required["source"])
        members = ", ".join(required["members"])
        yield f"  in every response: {members}  [{required['tier']}: {source}]"


def _law(contract: Contract, law: Law) -> str:
    against = f"; against: {law.against}" if law.against else ""
    source = f"[{law.tier}: {contract.source(law.source)}{against}]"
    return f"{law.kind}: {law_sentence(contract, law)}  {source}"


def _errors(contract: Contract) -> Iterator[str]:
    yield "\nErrors"
    for code, status in sorted(contract.documented_errors.items()):
        yield f"  {code}{f'  HTTP {status}' if status else ''}"
    if contract.error_status is not None:
        yield f"  their HTTP status is reported, not judged: {contract.error_status}"
    if missing := contract.missing:
        yield f"  a job that is not there: {missing.told}"
        if missing.after:
            yield f"  it goes away after {', '.join(missing.after)}"
        if missing.kept:
            yield f"  it is kept for {missing.kept} after its end"
    for name, reason in contract.lacks.items():
        yield f"  no {name}: {contract.source(reason)}"


def _rest(contract: Contract) -> Iterator[str]:
    x_job = contract.x_job
    if "discover" in x_job:
        calls = " → ".join(entry["call"] for entry in x_job["discover"])
        yield f"\nFound by: {calls}"
    if "redact" in x_job:
        yield "\nRedacted in cassettes and findings"
        yield from (f"  {path}  {kind}" for path, kind in sorted(x_job["redact"].items()))
    if "contradictions" in x_job:
        yield "\nContradictions in AWS's documentation"
        for entry in x_job["contradictions"]:
            yield f"  {entry['says']}  [{contract.source(entry['source'])}]"
