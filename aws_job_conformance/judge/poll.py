"""A body as it is judged: its faults, what does not fit its shape, and the response it makes."""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from aws_job_conformance.core import laws, paths
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.text import label
from aws_job_conformance.judge._misfits import Misfit
from aws_job_conformance.judge._shape import Shape
from aws_job_conformance.protocol import bodies

View = Literal["wire", "schema"]
"""How a value is seen, and what its misfits are called: as it travels, or as an SDK returns it."""

CHECKSUM = "x-amz-crc32"
"""The header in which DynamoDB, and other services, send the CRC-32 of the body in decimal."""

_CHECKSUM = re.compile(r"[0-9]{1,10}")


@dataclass(frozen=True, slots=True)
class Poll:
    """One body as seen: its faults, its misfits beside them, and the response the laws judge.

    Steps are those of the response, but for a fault's, which are those of the body; above: the
    steps of the response that the body leaves out, where it is unwrapped. broken: where a value of
    the wrong type stands, or a promised member lacks; nulls: where a null does.
    """

    response: dict[str, Any] | None
    faults: tuple[bodies.Fault, ...]
    misfits: tuple[Misfit, ...] = ()
    above: paths.Steps = ()
    broken: frozenset[paths.Steps] = frozenset()
    nulls: frozenset[paths.Steps] = frozenset()

    def in_body(self, steps: paths.Steps) -> paths.Steps:
        """Return steps of the response as steps of the body."""
        return steps[len(self.above) :]

    def explains(self, breach: laws.Breach) -> bool:
        """Return whether the lack of a member follows from what is told already."""
        steps = breach.steps
        return breach.got is None and (
            steps in self.nulls or any(steps[:i] in self.broken for i in range(len(steps)))
        )


def see(contract: Contract, body: bodies.Body, view: View, *, briefly: bool = False) -> Poll:
    """Return a body as it is judged; briefly: its shape by the fast engine alone."""
    if not body.readable:
        return Poll(None, body.faults)
    if body.is_response:
        return _poll(body.value, body.faults, _misfits(_body_shape(contract), body, briefly))
    value, faults = body.value, body.faults
    payload = contract.wire.payload
    if view == "schema" and isinstance(value, dict) and "ResponseMetadata" in value:
        value = {name: item for name, item in value.items() if name != "ResponseMetadata"}
    if view == "wire" and (code := _error_in(contract, value, payload)):
        return Poll(None, (*faults, _error_body(code)))
    above = (payload,) if payload and not _is_wrapped(contract, value, payload, view) else ()
    if payload and bool(above) != (view == "wire"):
        faults = (*faults, _wrapping(payload, view))
        value = {payload: value} if above else value[payload]
    misfits = _misfits(_shape(contract, view), replace(body, value=value), briefly)
    if view == "wire":
        value = bodies.to_response(contract.wire_schema, payload, value)
        if payload:
            misfits = [replace(m, steps=(payload, *m.steps)) for m in misfits]
    return _poll(value, faults, misfits, above)


def _misfits(shape: Shape, body: bodies.Body, briefly: bool) -> list[Misfit]:  # noqa: FBT001 - ours
    """Return what of a body does not fit; of one with faults without number nothing is asked."""
    return [] if body.is_hopeless else shape.misfits(body.value, briefly=briefly)


def _poll(
    value: Any, faults: tuple[bodies.Fault, ...], misfits: list[Misfit], above: paths.Steps = ()
) -> Poll:
    known = {(*above, *fault.steps) for fault in faults}
    wrong = [m for m in misfits if m.keyword in ("type", "required") and m.grade == "error"]
    return Poll(
        response=value if isinstance(value, dict) else None,
        faults=faults,
        misfits=tuple(misfit for misfit in misfits if misfit.steps not in known),
        above=above,
        broken=frozenset(misfit.steps for misfit in wrong),
        nulls=frozenset(m.steps for m in wrong if m.keyword == "type" and m.got is None),
    )


def damage(body: bytes, headers: Mapping[str, str]) -> bodies.Fault | None:
    """Return the fault of a body whose CRC-32 is not the one in its headers, or None.

    body: as it arrived, before anything is decompressed. headers: names in lower case.
    """
    if (said := headers.get(CHECKSUM)) is None:
        return None
    found = str(zlib.crc32(body))
    if not _CHECKSUM.fullmatch(said.strip()):
        what = "got what is no CRC-32"
        fix = f"Send {found}, or no header; for DynamoDB botocore raises ValueError at a word."
        return bodies.Fault((), "<a text>", what, found, fix)
    if int(said) == int(found):
        return None
    what = f"got {int(said)}, but the CRC-32 of the body is {found}"
    fix = (
        "A proxy or a rewritten recording changed the body; for DynamoDB botocore asks four times"
        " and then returns what it got, damaged or not."
    )
    return bodies.Fault((), int(said), what, found, fix)


def _error_in(contract: Contract, value: Any, payload: str | None) -> str | None:
    """Return the code of an error that stands where a response belongs, or None."""
    if not isinstance(value, dict) or "__type" not in value:
        return None
    shown = paths.get({payload: value} if payload else value, contract.status_steps)
    return bodies.error_code(value, {}) if shown is None else None


def _error_body(code: str) -> bodies.Fault:
    code = label(code)
    what = f"it is the error {code}, where a response belongs"
    fix = (
        "Sent with status 200 it looks like a job without a status; errors have a status of theirs."
    )
    return bodies.Fault((), code, what, "a response", fix)


def _is_wrapped(contract: Contract, value: Any, payload: str, view: View) -> bool:
    """Return whether the members stand below the payload, as SDKs show them.

    Where that cannot be told, the answer is what this view should have.
    """
    if view == "wire":
        known = contract.wire_schema.get("properties", {})
        inside = value.get(payload) if isinstance(value, dict) else None
        return isinstance(inside, dict) and payload not in known
    status = contract.status_steps[len(contract.root)]
    return not isinstance(value, dict) or payload in value or status not in value


def _wrapping(payload: str, view: View) -> bodies.Fault:
    """Return the fault of a body that is wrapped, or of a response that is not."""
    if view == "wire":
        what = "the body is wrapped in it"
        fix = "The wrapping is what SDKs add; on the wire the members stand at the top."
        return bodies.Fault((payload,), payload, what, "its members at the top", fix)
    what = f"the members stand at the top, not below {payload}"
    fix = "SDKs add that wrapping; if this is a raw body, check it with --wire."
    return bodies.Fault((), None, what, f"its members below {payload}", fix)


@lru_cache(maxsize=2048)
def _shape(contract: Contract, view: View) -> Shape:
    return Shape(contract.wire_schema if view == "wire" else contract.schema)


@lru_cache(maxsize=1024)
def _body_shape(contract: Contract) -> Shape:
    """Return the shape of a response without the members that travel beside the body."""
    sent = contract.wire_schema.get("properties", {})
    travels = {inner.get("x-name", name) for name, inner in sent.items()}
    payload = contract.wire.payload
    kept = {payload} if payload else travels
    members = contract.schema.get("properties", {})
    parts = {
        "properties": {name: inner for name, inner in members.items() if name in kept},
        "required": [name for name in contract.schema.get("required", ()) if name in kept],
        "x-required": [name for name in contract.schema.get("x-required", ()) if name in kept],
    }
    return Shape({**contract.schema, **parts})
