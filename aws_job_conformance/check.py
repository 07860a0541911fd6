"""The judge: a response, a history or wire bytes go in, findings come out."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, Literal

from aws_job_conformance import laws, paths, wire
from aws_job_conformance.contract import Contract, Law, nearest
from aws_job_conformance.findings import GRADES, Finding, Grade, InputError, message, show
from aws_job_conformance.instants import from_datetime
from aws_job_conformance.shape import Misfit, Shape

_BY_LAW = {"required": ("present", "settles", "final"), "minimum": ("not-negative",)}
"""Keywords that say what these laws say: at one pointer the law is reported, if it is as grave."""

View = Literal["wire", "schema"]
"""How a value is seen, and what its misfits are called: as it travels, or as an SDK returns it."""

_DIGITS = 308
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
    """Return what the contract says of one job's responses, oldest first.

    Raises InputError for what is no history, or no JSON and nothing that boto3 returns.
    """
    if isinstance(responses, (Mapping, str, bytes)):
        raise InputError("a history is a list of responses, oldest first; check one with check()")
    bodies = [_taken(response, poll) for poll, response in enumerate(responses, 1)]
    return check_bodies(contract, bodies, view="schema")


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
        if not isinstance(body, (bytes, bytearray, memoryview)):
            raise InputError(f"a raw body is bytes, and this one is a {type(body).__name__}")
        folded = {str(name).lower(): str(value) for name, value in headers.items()}
        if "cbor" in folded.get("content-type", ""):
            raise InputError(
                "this body is CBOR (smithy-rpc-v2-cbor); only JSON bodies are read so far"
            )
        read = wire.read(bytes(body))
        if status >= _FIRST_ERROR:
            found += [replace(f, poll=poll) for f in _error(contract, read, folded, status)]
            read = wire.Body(None, readable=False, faults=())
        bodies.append(read)
    verdict = check_bodies(contract, bodies, view="wire")
    return Verdict(_by_poll((*found, *verdict.findings)), verdict.applied)


def check_bodies(contract: Contract, bodies: Sequence[wire.Body], *, view: View) -> Verdict:
    """Return what the contract says of one job's bodies, as read: in the wire or the response view.

    A body that could not be read is only its faults; laws look past it.
    """
    polls = [_seen(contract, body, view) for body in bodies]
    judged = laws.judge(contract, [poll.response for poll in polls])
    breaches = [
        (poll, breach) for poll, breach in judged.breaches if not polls[poll - 1].explains(breach)
    ]
    told: dict[tuple[int, paths.Steps], list[laws.Breach]] = {}
    for number, breach in breaches:
        told.setdefault((number, breach.steps), []).append(breach)
    findings: list[Finding] = []
    for number, poll in enumerate(polls, 1):
        here = [_fault(contract, poll, fault, view) for fault in poll.faults]
        here += [
            _misfit(contract, poll, misfit, view)
            for misfit in poll.misfits
            if not _is_told(misfit, told.get((number, misfit.steps), ()))
        ]
        findings += [replace(finding, poll=number) for finding in here]
    findings += [_breach(contract, polls[poll - 1], breach, poll) for poll, breach in breaches]
    return Verdict(_by_poll(findings), judged.applied)


def _is_told(misfit: Misfit, breaches: Iterable[laws.Breach]) -> bool:
    """Return whether a law that is broken at the same place says what this misfit says."""
    kinds = _BY_LAW.get(misfit.keyword, ())
    grade = GRADES.index(misfit.grade)
    return any(b.law.kind in kinds and GRADES.index(b.grade) <= grade for b in breaches)


def _by_poll(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.poll or 0))


@dataclass(frozen=True, slots=True)
class _Poll:
    """One body as seen: its faults, its misfits beside them, and the response the laws judge.

    Steps are those of the response, but for a fault's, which are those of the body; above: the
    steps of the response that the body leaves out, where it is unwrapped. broken: where a value of
    the wrong type stands, or a promised member lacks; nulls: where a null does.
    """

    response: dict[str, Any] | None
    faults: tuple[wire.Fault, ...]
    misfits: tuple[Misfit, ...] = ()
    above: paths.Steps = ()
    broken: frozenset[paths.Steps] = frozenset()
    nulls: frozenset[paths.Steps] = frozenset()

    def in_body(self, steps: paths.Steps) -> paths.Steps:
        """Return steps of the response as steps of the body."""
        return steps[len(self.above) :]

    def in_response(self, steps: paths.Steps) -> paths.Steps:
        """Return steps of the body as steps of the response."""
        return (*self.above, *steps)

    def explains(self, breach: laws.Breach) -> bool:
        """Return whether the lack of a member follows from what is told already."""
        steps = breach.steps
        return breach.got is None and (
            steps in self.nulls or any(steps[:i] in self.broken for i in range(len(steps)))
        )


def _seen(contract: Contract, body: wire.Body, view: View) -> _Poll:
    """Return a body as it is judged."""
    if not body.readable:
        return _Poll(None, body.faults)
    value, faults = body.value, body.faults
    payload = contract.x_job["wire"].get("payload")
    if view == "schema" and isinstance(value, dict) and "ResponseMetadata" in value:
        value = {name: item for name, item in value.items() if name != "ResponseMetadata"}
    above = (payload,) if payload and not _is_wrapped(contract, value, payload, view) else ()
    if payload and bool(above) != (view == "wire"):
        faults = (*faults, _wrapping(payload, view))
        value = {payload: value} if above else value[payload]
    if view == "wire":
        misfits = _wire_shape(contract).misfits(value)
        value = wire.to_response(contract.wire_schema, payload, value)
        if payload:
            misfits = [replace(m, steps=(payload, *m.steps)) for m in misfits]
    else:
        misfits = _shape(contract).misfits(value)
    known = {(*above, *fault.steps) for fault in faults}
    wrong = [m for m in misfits if m.keyword in ("type", "required") and m.grade == "error"]
    return _Poll(
        response=value if isinstance(value, dict) else None,
        faults=faults,
        misfits=tuple(misfit for misfit in misfits if misfit.steps not in known),
        above=above,
        broken=frozenset(misfit.steps for misfit in wrong),
        nulls=frozenset(
            misfit.steps for misfit in wrong if misfit.keyword == "type" and misfit.got is None
        ),
    )


def _is_wrapped(contract: Contract, value: Any, payload: str, view: View) -> bool:
    """Return whether the members stand below the payload, as SDKs show them.

    Where that cannot be told, the answer is what this view should have.
    """
    if view == "wire":
        known = contract.wire_schema.get("properties", {})
        return (
            isinstance(value, dict)
            and isinstance(value.get(payload), dict)
            and payload not in known
        )
    status = contract.status_steps[len(contract.root)]
    return not isinstance(value, dict) or payload in value or status not in value


def _wrapping(payload: str, view: View) -> wire.Fault:
    """Return the fault of a body that is wrapped, or of a response that is not."""
    if view == "wire":
        what = "the body is wrapped in it"
        fix = "The wrapping is what SDKs add; on the wire the members stand at the top."
        return wire.Fault((payload,), payload, what, "its members at the top", fix)
    what = f"the members stand at the top, not below {payload}"
    fix = "SDKs add that wrapping; if this is a raw body, check it with --wire."
    return wire.Fault((), None, what, f"its members below {payload}", fix)


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


def _breach(contract: Contract, seen: _Poll, breach: laws.Breach, poll: int) -> Finding:
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


def _misfit(contract: Contract, poll: _Poll, misfit: Misfit, view: View) -> Finding:
    steps = _shown(contract, misfit.steps)
    got = _masked(contract, misfit.steps, misfit.got)
    tier, source, fix = misfit.tier, misfit.source, misfit.fix
    if misfit.keyword == "required" and misfit.grade == "error":
        tier, source, fix = _promise(contract, steps, fix)
    return Finding(
        operation=contract.operation,
        law=view,
        grade=misfit.grade,
        tier=tier,
        pointer=paths.pointer(poll.in_body(steps)),
        poll=None,
        got=got,
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


def _where(contract: Contract, poll: _Poll, steps: paths.Steps, view: View) -> str:
    """Return steps of the response as a person reads them in this view."""
    if not poll.in_body(steps):
        return "the body" if view == "wire" else "the response"
    return paths.text(steps, root=() if steps == contract.root else contract.root)


def _shown(contract: Contract, steps: paths.Steps) -> paths.Steps:
    """Return steps with `*` for what nobody documented below a secret: such keys are secret too."""
    schema: Any = contract.schema
    shown: list[str | int] = []
    for i, step in enumerate(steps):
        named = schema.get("properties", {})
        is_secret = step not in named and any(
            paths.covers(path, steps[:i]) for path, _ in contract.secrets
        )
        shown.append("*" if is_secret and isinstance(step, str) else step)
        schema = named.get(step) or schema.get(
            "items" if isinstance(step, int) else "additionalProperties"
        )
        schema = schema if isinstance(schema, Mapping) else {}
    return tuple(shown)


def _masked(contract: Contract, steps: paths.Steps, value: Any) -> Any:
    """Return what a finding may show of a value: what is secret, or may be, only by its kind.

    A text or a number where an object with a secret in it belongs may be that secret.
    """
    names = [step for step in steps if isinstance(step, str)]
    if isinstance(value, list):
        inner = [_masked(contract, (*steps, i), item) for i, item in enumerate(value)]
        return contract.mask(steps, inner)
    is_plain = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    if is_plain and any([*path[: len(names)]] == names != [*path] for path, _ in contract.secrets):
        return "<a text>" if isinstance(value, str) else "<a number>"
    return contract.mask(steps, value)


def _promise(contract: Contract, steps: paths.Steps, fix: str) -> tuple[Any, str, str]:
    """Return who promised a member that every response has: tier, source and what to do."""
    if steps == contract.status_steps[: len(steps)]:
        fix = (
            "Without a status nobody knows how the job stands; botocore shows a broken body as {}."
        )
        return "documented", "it is what the operation is for", fix
    required = contract.x_job.get("required", {})
    return required.get("tier", "documented"), required.get("source", ""), fix


def _fault(contract: Contract, poll: _Poll, fault: wire.Fault, view: View) -> Finding:
    steps = _shown(contract, poll.in_response(fault.steps))
    return _wire_finding(
        contract,
        law=view,
        pointer=paths.pointer(poll.in_body(steps)),
        where=_where(contract, poll, steps, view),
        got=fault.got,
        what=fault.what,
        expected=fault.expected,
        fix=fault.fix,
    )


def _wire_finding(  # noqa: PLR0913 - the parts every finding states, by name
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
) -> Finding:
    source = (
        f"the protocol {contract.x_job['wire']['protocol']}"
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
    )


def _error(
    contract: Contract, read: wire.Body, headers: Mapping[str, str], status: int
) -> Iterator[Finding]:
    """Yield what is wrong with an error response: its syntax, its code, its HTTP status."""
    tell = partial(_wire_finding, contract, where=f"HTTP {status}")
    documented = contract.x_job.get("errors", {}).get(contract.operation.partition(":")[2], {})
    code = wire.error_code(read.value, headers)
    if not read.is_empty:
        seen = _Poll(None, read.faults)
        yield from (_fault(contract, seen, fault, "wire") for fault in read.faults)
    if status >= _SERVER_ERROR:
        yield tell(
            got=status,
            what=f"got {code or 'an error without a code'} for a valid request",
            expected="an answer",
            fix="Retry; if it stays, this server cannot do the operation.",
        )
    elif code is None and (read.readable or read.is_empty):
        yield tell(
            got=None,
            what="an error without a code",
            expected="x-amzn-errortype or __type",
            fix="Name the error; SDKs raise it by its code, and see only the status without one.",
        )
    elif code is not None and documented and code not in documented:
        hint = nearest(code, documented)
        yield tell(
            grade="warning",
            got=code,
            what=f"got the code {show(code)}, which this operation does not document",
            expected=f"one of {', '.join(sorted(documented))}",
            fix=f"Catch it by its code: about a third of AWS's real codes are not modelled.{hint}",
        )
    yield from _error_form(contract, read, code, tell)
    wanted = documented.get(code) if code else None
    if wanted is not None and wanted != status and "error_status" not in contract.x_job:
        yield tell(
            got=status,
            what=f"{code} came with status {status}, but the service model says {wanted}",
            expected=wanted,
            fix="SDKs without a code fall back on the status, and retry 429 and 5xx.",
        )


def _error_form(
    contract: Contract, read: wire.Body, code: str | None, tell: Callable[..., Finding]
) -> Iterator[Finding]:
    """Yield what keeps an SDK from the code of an error: no object, or the code elsewhere."""
    if read.readable and not isinstance(read.value, dict):
        yield tell(
            got=None,
            what="the body of an error is no JSON object",
            expected="a JSON object",
            fix="botocore fails on it with an error of its own, before it looks for the code.",
        )
    elif code and wire.error_code(read.value, {}) is None and _needs_type(contract):
        yield tell(
            got=None,
            what=f"got the code {show(code)} in a header, and none in the body",
            expected="__type in the body",
            fix="Errors of this protocol travel in the body; botocore never looks into the header.",
        )


def _needs_type(contract: Contract) -> bool:
    return str(contract.x_job["wire"]["protocol"]).startswith("awsJson")


def plain(response: Any) -> Any:
    """Return a response of boto3 as JSON: datetimes as RFC 3339, bytes as base64, no metadata."""
    return _taken(response, 1).value


def _taken(response: Any, poll: int) -> wire.Body:
    if isinstance(response, Mapping):  # the metadata may hold what JSON cannot
        response = {name: item for name, item in response.items() if name != "ResponseMetadata"}
    try:
        value, faults = wire.clean(response, _as_json)
    except wire.TooDeepError as error:
        raise InputError(f"response {poll} is {error}") from None
    for fault in faults:
        if fault.expected == wire.JSON_VALUE:
            where = paths.pointer(fault.steps) or "its top"
            raise InputError(f"response {poll} at {where}: {fault.what}. {fault.fix}")
    return wire.Body(value, readable=True, faults=faults)


def _as_json(value: Any) -> Any:
    """Return a value of Python as one that JSON has, or the value itself where none is known."""
    if isinstance(value, datetime):
        return from_datetime(value)
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if isinstance(value, Decimal):
        is_whole = (
            value.is_finite() and value.adjusted() < _DIGITS and value == value.to_integral_value()
        )
        return int(value) if is_whole else float("nan") if value.is_nan() else float(value)
    return dict(value) if isinstance(value, Mapping) else value
