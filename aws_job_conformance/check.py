"""The judge: a response, a history or wire bytes go in, findings come out."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from aws_job_conformance import laws, paths, wire
from aws_job_conformance.contract import Contract, Law
from aws_job_conformance.findings import Finding, InputError, message
from aws_job_conformance.instants import from_datetime
from aws_job_conformance.shape import Misfit, Shape

_BY_LAW = ("required", "minimum", "minItems", "maxItems", "maximum")
"""Keywords that can say the same as a law; at one pointer the law is reported, the keyword not."""

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
    verdict = check_history(contract, [response])
    return Verdict(tuple(_polled(f, None) for f in verdict.findings), verdict.applied)


def check_history(contract: Contract, responses: Iterable[Any]) -> Verdict:
    """Return what the contract says of one job's responses, oldest first."""
    plain = [_plain(response) for response in responses]
    shape = _shape(contract)
    misfits = [shape.misfits(response) for response in plain]
    judged = laws.judge(contract, [r if isinstance(r, dict) else {} for r in plain])
    return _verdict(contract, "schema", misfits, judged)


def check_wire(
    contract: Contract, body: bytes, *, headers: Mapping[str, str] | None = None, status: int = 200
) -> Verdict:
    """Return what the contract says of one HTTP response: its syntax, its shape, then the laws.

    headers: of the response, in any case. status: the HTTP status; from 300 the body is judged as
    an error. Raises InputError for a body in a protocol that cannot be read yet.
    """
    verdict = check_wire_history(contract, [(body, headers or {}, status)])
    return Verdict(tuple(_polled(f, None) for f in verdict.findings), verdict.applied)


def check_wire_history(
    contract: Contract, exchanges: Iterable[tuple[bytes, Mapping[str, str], int]]
) -> Verdict:
    """Return what the contract says of one job's HTTP responses: (body, headers, status) each."""
    found: list[Finding] = []
    responses: list[Any] = []
    misfits: list[list[Misfit]] = []
    for poll, (body, headers, status) in enumerate(exchanges, 1):
        folded = {name.lower(): value for name, value in headers.items()}
        if "cbor" in folded.get("content-type", ""):
            raise InputError("this body is CBOR (smithy-rpc-v2-cbor); only JSON bodies are read so far")
        read = wire.read(bytes(body))
        if status >= _FIRST_ERROR:
            found += [_polled(f, poll) for f in _error(contract, read, folded, status)]
            read = wire.Body(None, readable=False, faults=())
        value, wrapped = _unwrapped(contract, read.value)
        faults = (*read.faults, *wrapped)
        found += [_polled(_fault(contract, fault), poll) for fault in faults]
        known = {fault.steps for fault in faults}
        here = _wire_shape(contract).misfits(value) if read.readable else []
        misfits.append([misfit for misfit in here if misfit.steps not in known])
        payload = contract.x_job["wire"].get("payload")
        response = wire.to_response(contract.wire_schema, payload, value) if read.readable else {}
        responses.append(response if isinstance(response, dict) else {})
    judged = laws.judge(contract, responses)
    verdict = _verdict(contract, "wire", misfits, judged)
    findings = sorted((*found, *verdict.findings), key=lambda finding: finding.poll or 0)
    return Verdict(tuple(findings), verdict.applied)


def _verdict(
    contract: Contract,
    view: str,
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
    findings = [finding for _, _, finding in by_law]
    for poll, here in enumerate(misfits, 1):
        for misfit in here:
            if misfit.keyword not in _BY_LAW or (poll, misfit.steps) not in told:
                findings.append(_misfit(contract, misfit, view, poll))
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


def _misfit(contract: Contract, misfit: Misfit, view: str, poll: int) -> Finding:
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


def _seen_as(contract: Contract, steps: paths.Steps, view: str) -> paths.Steps:
    """Return steps of a body as steps of the response."""
    payload = contract.x_job.get("wire", {}).get("payload") if view == "wire" else None
    return (payload, *steps) if payload else steps


def _fault(contract: Contract, fault: wire.Fault) -> Finding:
    seen = _seen_as(contract, fault.steps, "wire")
    secret = contract.mask(seen, fault.got) != fault.got
    return _wire_finding(
        contract,
        pointer=paths.pointer(fault.steps),
        where=paths.text(seen, root=contract.root) if fault.steps else "the body",
        got=contract.mask(seen, fault.got) if secret else fault.got,
        what=fault.what,
        expected=fault.expected,
        fix=fault.fix,
    )


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
    found = [] if code and not read.readable else [_fault(contract, f) for f in read.faults]
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


def _polled(finding: Finding, poll: int | None) -> Finding:
    values = {name: getattr(finding, name) for name in finding.__slots__}
    return Finding(**(values | {"poll": poll}))


def _plain(value: Any, depth: int = 0) -> Any:
    """Return a response as JSON values: datetimes as RFC 3339, bytes as base64, no metadata."""
    if depth > wire.DEEPEST:
        raise InputError(f"the response is nested deeper than {wire.DEEPEST} levels")
    if isinstance(value, dict):
        items = value.items() if depth else ((k, v) for k, v in value.items() if k != "ResponseMetadata")
        return {name: _plain(item, depth + 1) for name, item in items}
    if isinstance(value, (list, tuple)):
        return [_plain(item, depth + 1) for item in value]
    if isinstance(value, datetime):
        return from_datetime(value)
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
