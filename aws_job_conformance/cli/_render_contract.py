"""A contract as a person wants to read it, and as a state diagram."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from aws_job_conformance.core.contract import Contract, Law
from aws_job_conformance.core.law_sentences import law_sentence
from aws_job_conformance.core.life import FINAL_GROUPS, Status

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_RESERVED = re.compile(
    "acc|as|choice|class|classdef|click|concurrent|default|direction|end|fork|hide|href|join|note"
    "|root|scale|state|style",
    re.IGNORECASE,
)
"""What Mermaid reads as a word of its own, whatever the case, were it the name of a state."""


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


def mermaid(contract: Contract) -> str:
    """Return the life of a job as a Mermaid state diagram, which ends in a line feed.

    A status whose name is none of a state, as it has a blank or a hyphen, stands in quotes beside a
    short one. A step that a call takes out of a final status bears the name of the call.
    """
    status = contract.status
    names = dict.fromkeys((*status.all, *status.beyond))
    shorts = {name: _short(name, number) for number, name in enumerate(names, 1)}
    return "".join(("stateDiagram-v2\n", *(f"    {line}\n" for line in _drawn(status, shorts))))


def _short(name: str, number: int) -> str:
    is_plain = _PLAIN.fullmatch(name) and not _RESERVED.fullmatch(name)
    return name if is_plain else f"s{number}"


def _drawn(status: Status, shorts: Mapping[str, str]) -> Iterator[str]:
    yield from (f'state "{name}" as {short}' for name, short in shorts.items() if name != short)
    yield from (f"[*] --> {shorts[name]}" for name in status.initial)
    steps = [(name, after) for name, all_ in status.next.items() for after in all_]
    yield from (f"{shorts[name]} --> {shorts[after]}" for name, after in steps)
    for name, left in status.left.items():
        yield from (f"{shorts[name]} --> {shorts[after]} : {left.by}" for after in left.to)
    yield from (f"{shorts[name]} --> [*]" for name in status.final)
    shown = {*status.initial, *status.final, *(name for step in steps for name in step)}
    shown |= {name for left in status.left.values() for name in left.to}
    for name, short in shorts.items():
        if name in status.anywhere:
            yield f"note right of {short} : has no place in the order"
        elif name not in shown and name == short:
            yield short
