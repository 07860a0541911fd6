"""What a file given to `check` holds: one response, or one job's history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from aws_job_conformance import answers, paths, wire
from aws_job_conformance.contract import Contract
from aws_job_conformance.findings import InputError
from aws_job_conformance.seen import View

_BOM = b"\xef\xbb\xbf"


def split(
    data: bytes, name: str, view: View, contract: Contract | None = None
) -> tuple[list[wire.Body], bool]:
    """Return the bodies in a file, and whether they are a history.

    A JSON document is one response; a JSON array, or JSON Lines (only if the first line alone is a
    document), is a history. In the wire view what cannot be read is a body with faults, and `[]` a
    body that is no object; in the response view both raise InputError, which names the place.
    contract: in the wire view, of the operation; where its bodies are no JSON the file is one body.
    """
    if view == "wire" and contract is not None and not answers.is_json(contract):
        return [answers.read(contract, data, {}, 200).body], False
    if view == "schema":
        data = data.removeprefix(_BOM)
        if not data.strip():
            raise InputError(f"{name} is empty; expected a JSON document, an array or JSON Lines")
    lines = [(number, line) for number, line in enumerate(data.split(b"\n"), 1) if line.strip()]
    if len(lines) > 1 and wire.read(lines[0][1]).readable:
        return [_read(line, f"{name}, line {number}", view) for number, line in lines], True
    body = _read(data, name, view)
    if isinstance(body.value, list):
        if body.value:
            return list(_elements(body)), True
        if view == "schema":
            raise InputError(f"{name} holds an empty history; expected at least one response")
    return [body], False


def _read(data: bytes, name: str, view: View) -> wire.Body:
    body = wire.read(data)
    if view == "schema":
        for fault in body.faults:
            if not body.readable or fault.expected == wire.FINITE:
                at = f" at {paths.pointer(fault.steps)}" if fault.steps else ""
                hint = "To judge a raw HTTP body, add --wire."
                raise InputError(f"{name} cannot be read as JSON{at}: {fault.what}. {hint}")
    return body


def _elements(body: wire.Body) -> Iterator[wire.Body]:
    """Yield each response in an array with its faults; the first has those of the file too."""
    for i, value in enumerate(body.value):
        shared = [fault for fault in body.faults if not fault.steps and i == 0]
        mine = [fault for fault in body.faults if fault.steps[:1] == (i,)]
        faults = (*shared, *(replace(fault, steps=fault.steps[1:]) for fault in mine))
        yield wire.Body(value, readable=True, faults=faults)
