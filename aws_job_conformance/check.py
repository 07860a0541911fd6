"""The judge: a response, a history or wire bytes go in, findings come out."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from aws_job_conformance import laws, paths, wire
from aws_job_conformance.contract import Contract, Law
from aws_job_conformance.findings import Finding, InputError, message
from aws_job_conformance.instants import from_datetime
from aws_job_conformance.shape import Misfit, Shape

_BY_LAW = ("required", "minimum", "minItems", "maxItems", "maximum")
"""Keywords that can say the same as a law; at one pointer the law is reported, the keyword not."""

View = Literal["wire", "schema"]
"""How a value is seen, and what its misfits are called: as it travels, or as an SDK returns it."""

_FIRST_ERROR = 300
_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check says: the findings, and how often each law applied."""

    findings: tuple[Finding, ...]
    applied: Counter[Law] = field(default_factory=Counter)


@lru_cache(maxsize=1024)
def _shape(contract: Contract) -> Shape:
    return Shape(contract.schema)


@lru_cache(maxsize=1024)
def _wire_shape(contract: Contract) -> Shape:
    return Shape(contract.wire_schema)


def check_response(contract: Contract, response: Any) -> Verdict:
    """Return what the contract says of one response, as an SDK returns it.

    Datetimes, bytes and `ResponseMetadata` are taken as boto3 gives them.
    """
    return alone(check_history(contract, [response]))


def check_history(contract: Contract, responses: Iterable[Any]) -> Verdict:
    """Return what the contract says of one job's responses, oldest first."""
    return check_bodies(contract, [wire.Body(plain(r), True, ()) for r in responses], view="schema")


def check_wire(
    contract: Contract, body: bytes, *, headers: Mapping[str, str] | None = None, status: int = 200
) -> Verdict:
    """Return what the contract says of one HTTP response: its syntax, its shape, then the laws.

    headers: of the response, in any case. status: the HTTP status; from 300 the body is judged as
    an error. Raises InputError for a body in a protocol that cannot be read yet.
    """
    return alone(check_wire_history(contract, [(body, headers or {}, status)]))


def check_wire_history(
    contract: Contract, exchanges: Iterable[tuple[bytes, Mapping[str, str], int]]
) -> Verdict:
    """Return what the contract says of one job's HTTP responses: (body, headers, status) each."""
    found: list[Finding] = []
    bodies = []
    for poll, (body, headers, status) in enumerate(exchanges, 1):
        folded = {name.lower(): value for name, value in headers.items()}
        if "cbor" in folded.get("content-type", ""):
            raise InputError("this body is CBOR (smithy-rpc-v2-cbor); only JSON bodies are read so far")
        read = wire.read(bytes(body))
        if status >= _FIRST_ERROR:
            found += [replace(f, poll=poll) for f in _error(contract, read, folded, status)]
            read = wire.Body(None, readable=False, faults=())
        bodies.append(read)
    verdict = check_bodies(contract, bodies, view="wire")
    findings = sorted((*found, *verdict.findings), key=lambda finding: finding.poll or 0)
    return Verdict(tuple(findings), verdict.applied)


def check_bodies(contract: Contract, bodies: Sequence[wire.Body], *, view: View) -> Verdict:
    """Return what the contract says of one job's bodies, as read: in the wire or the response view.

    A body that could not be read is only its faults; laws look past it.
    """
    shape = _wire_shape(contract) if view == "wire" else _shape(contract)
    payload = contract.x_job["wire"].get("payload") if view == "wire" else None
    found: list[Finding] = []
    responses: list[Any] = []
    misfits: list[list[Misfit]] = []
    for poll, body in enumerate(bodies, 1):
        value, wrapped = _unwrapped(contract, body.value) if view == "wire" else (body.value, [])
        faults = (*body.faults, *wrapped)
        found += [replace(_fault(contract, fault, view), poll=poll) for fault in faults]
        known = {fault.steps for fault in faults}
        here = shape.misfits(value) if body.readable else []
        misfits.append([misfit for misfit in here if misfit.steps not in known])
        if view == "wire" and body.readable:
            value = wire.to_response(contract.wire_schema, payload, value)
        responses.append(value if isinstance(value, dict) else None)
    verdict = _verdict(contract, view, misfits, laws.judge(contract, responses))
    findings = sorted((*found, *verdict.findings), key=lambda finding: finding.poll or 0)
    return Verdict(tuple(findings), verdict.applied)


def wrong_answer(contract: Contract, poll: int, got: str | None, expected: str) -> Finding:
    """Return the finding on a poll for a job that is not there, which did not say so."""
    found = _wire_finding(
        contract,
        where="a job that is not there",
        got=got,
        what=f"got {got or 'a response'}, expected {expected}",
        expected=expected,
        fix="Code that polls a deleted job tells by this error that it may stop.",
    )
    return replace(found, poll=poll)


def alone(verdict: Verdict) -> Verdict:
    """Return the verdict on a response that is no part of a history."""
    return Verdict(tuple(replace(f, poll=None) for f in verdict.findings), verdict.applied)


def _verdict(
    contract: Contract,
    view: View,
    misfits: Sequence[Sequence[Misfit]],
    judged: laws.Verdict,
) -> Verdict:
    payload = contract.x_job.get("wire", {}).get("payload") if view == "wire" else None
    nulls = {
        (poll, misfit.steps)
        for poll, here in enumerate(misfits, 1)
        for misfit in here
        if misfit.keyword == "type" and misfit.got is None
    }
    by_law: list[tuple[int, paths.Steps, Finding]] = []
    for poll, breach in judged.breaches:
        steps = breach.steps[1:] if payload and breach.steps[:1] == (payload,) else breach.steps
        if breach.got is not None or (poll, steps) not in nulls:
            by_law.append((poll, steps, _breach(contract, breach, steps, poll)))
    told = {(poll, steps) for poll, steps, _ in by_law}
    findings = [
        _misfit(contract, misfit, view, poll)
        for poll, here in enumerate(misfits, 1)
        for misfit in here
        if misfit.keyword not in _BY_LAW or (poll, misfit.steps) not in told
    ]
    findings += [finding for _, _, finding in by_law]
    return Verdict(tuple(sorted(findings, key=lambda f: f.poll or 0)), judged.applied)


def _breach(contract: Contract, breach: laws.Breach, steps: paths.Steps, poll: int) -> Finding:
    law = breach.law
    return Finding(
        operation=contract.operation,
        law=law.kind,
        grade=breach.grade,
        tier=law.tier,
        pointer=paths.pointer(steps),
        poll=poll,
        got=contract.mask(breach.steps, breach.got),
        expected=breach.expected,
        source=contract.source(law.source),
        message=message(
            where=paths.text(breach.steps, root=contract.root),
            what=breach.explain(contract.mask),
            law=law.kind,
            tier=law.tier,
            source=law.source,
            fix=breach.fix,
        ),
    )


def _misfit(contract: Contract, misfit: Misfit, view: View, poll: int) -> Finding:
    got = contract.mask(_seen_as(contract, misfit.steps, view), misfit.got)
    hidden = got != misfit.got
    what = f"got {got}, expected {misfit.expected}" if hidden and misfit.got else misfit.what
    tier, source, fix = misfit.tier, misfit.source, misfit.fix
    steps = _seen_as(contract, misfit.steps, view)
    if misfit.keyword == "required" and misfit.grade == "error":
        tier, source, fix = _promise(contract, steps, fix)
    return Finding(
        operation=contract.operation,
        law=view,
        grade=misfit.grade,
        tier=tier,
        pointer=paths.pointer(misfit.steps),
        poll=poll,
        got=got,
        expected=misfit.expected,
        source=contract.source(source),
        message=message(
            where=paths.text(steps, root=contract.root),
            what=what,
            law=view,
            tier=tier,
            source=source,
            fix=fix,
        ),
    )


def _promise(contract: Contract, steps: paths.Steps, fix: str) -> tuple[Any, str, str]:
    """Return who promised a member that every response has: tier, source and what to do."""
    if steps == contract.status_steps[: len(steps)]:
        fix = "Without a status nobody can tell how the job stands; botocore shows a broken body as {}."
        return "documented", "it is what the operation is for", fix
    required = contract.x_job.get("required", {})
    return required.get("tier", "documented"), required.get("source", ""), fix


def _seen_as(contract: Contract, steps: paths.Steps, view: View) -> paths.Steps:
    """Return steps of a body as steps of the response."""
    payload = contract.x_job.get("wire", {}).get("payload") if view == "wire" else None
    return (payload, *steps) if payload else steps


def _fault(contract: Contract, fault: wire.Fault, view: View) -> Finding:
    seen = _seen_as(contract, fault.steps, view)
    found = _wire_finding(
        contract,
        pointer=paths.pointer(fault.steps),
        where=paths.text(seen, root=contract.root) if fault.steps else "the body",
        got=contract.mask(seen, fault.got),
        what=fault.what,
        expected=fault.expected,
        fix=fault.fix,
    )
    return replace(found, law=view)


def _wire_finding(contract: Contract, **parts: Any) -> Finding:
    protocol = contract.x_job["wire"]["protocol"]
    parts = {"grade": "error", "pointer": "", "where": "the response"} | parts
    return Finding(
        operation=contract.operation,
        law="wire",
        grade=parts["grade"],
        tier="documented",
        pointer=parts["pointer"],
        poll=None,
        got=parts["got"],
        expected=parts["expected"],
        source=f"the protocol {protocol}",
        message=message(
            where=parts["where"],
            what=parts["what"],
            law="wire",
            tier="documented",
            source=protocol,
            fix=parts["fix"],
        ),
    )


def _unwrapped(contract: Contract, value: Any) -> tuple[Any, list[wire.Fault]]:
    """Return a body without a wrapping its protocol does not have, and the fault if it had one."""
    payload = contract.x_job["wire"].get("payload")
    if not payload or not isinstance(value, dict) or not isinstance(value.get(payload), dict):
        return value, []
    if payload in contract.wire_schema.get("properties", {}):
        return value, []
    what = f"the body is wrapped in {payload}"
    fix = "The wrapping is what SDKs add; on the wire the members stand at the top."
    return value[payload], [wire.Fault((payload,), payload, what, "its members at the top", fix)]


def _error(
    contract: Contract, read: wire.Body, headers: Mapping[str, str], status: int
) -> list[Finding]:
    """Return what is wrong with an error response: its syntax, its code, its HTTP status."""
    documented = contract.x_job.get("errors", {}).get(contract.operation.partition(":")[2], {})
    code = wire.error_code(read.value, headers)
    found = [] if code and not read.readable else [_fault(contract, f, "wire") for f in read.faults]
    where = f"HTTP {status}"
    if status >= _SERVER_ERROR:
        found.append(
            _wire_finding(
                contract,
                where=where,
                got=status,
                what=f"got {code or 'an error without a code'} for a valid request",
                expected="an answer",
                fix="Retry; if it stays, this server cannot do the operation.",
            )
        )
    elif code is None and read.readable:
        found.append(
            _wire_finding(
                contract,
                where=where,
                got=None,
                what="an error without a code",
                expected="x-amzn-errortype or __type",
                fix="Name the error; SDKs raise it by its code, and see only the status without one.",
            )
        )
    elif code is not None and documented and code not in documented:
        known = ", ".join(sorted(documented))
        found.append(
            _wire_finding(
                contract,
                grade="warning",
                where=where,
                got=code,
                what=f"got the code {code}, which this operation does not document",
                expected=f"one of {known}",
                fix="Catch it by its code: about a third of AWS's real error codes are not modelled.",
            )
        )
    wanted = documented.get(code) if code else None
    if wanted is not None and wanted != status and "error_status" not in contract.x_job:
        found.append(
            _wire_finding(
                contract,
                where=where,
                got=status,
                what=f"{code} came with status {status}, but the service model says {wanted}",
                expected=wanted,
                fix="SDKs without a code fall back on the status, and retry 429 and 5xx.",
            )
        )
    return found


def plain(value: Any, depth: int = 0) -> Any:
    """Return a response as JSON values: datetimes as RFC 3339, bytes as base64, no metadata."""
    if depth > wire.DEEPEST:
        raise InputError(f"the response is nested deeper than {wire.DEEPEST} levels")
    if isinstance(value, dict):
        items = value.items() if depth else ((k, v) for k, v in value.items() if k != "ResponseMetadata")
        return {name: plain(item, depth + 1) for name, item in items}
    if isinstance(value, (list, tuple)):
        return [plain(item, depth + 1) for item in value]
    if isinstance(value, datetime):
        return from_datetime(value)
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
