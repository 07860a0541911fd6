"""What a file given to `check` holds: one response, or one job's history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from aws_job_conformance import wire
from aws_job_conformance.check import View
from aws_job_conformance.findings import InputError

_BOM = b"\xef\xbb\xbf"


def split(data: bytes, name: str, view: View) -> tuple[list[wire.Body], bool]:
    """Return the bodies in a file, and whether they are a history.

    A JSON document is one response; a JSON array, or JSON Lines (only if the first line alone is a
    document), is a history. In the wire view what cannot be read is a body with faults; in the
    response view it raises InputError, which names the place.
    """
    if view == "schema":
        data = data.removeprefix(_BOM)
        if not data.strip():
            raise InputError(f"{name} is empty; expected a JSON document, an array or JSON Lines")
    lines = list(_lines(data))
    if len(lines) > 1 and wire.read(lines[0][1]).readable:
        return [_read(line, f"{name}, line {number}", view) for number, line in lines], True
    body = _read(data, name, view)
    if isinstance(body.value, list) and (view == "schema" or _objects(body.value)):
        if not body.value:
            raise InputError(f"{name} holds an empty history; expected at least one response")
        return list(_elements(body)), True
    return [body], False


def _lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            yield number, line


def _objects(items: list[object]) -> bool:
    return bool(items) and all(isinstance(item, dict) for item in items)


def _read(data: bytes, name: str, view: View) -> wire.Body:
    body = wire.read(data)
    if view == "wire":
        return body
    refused = [f for f in body.faults if not body.readable or f.expected == wire.FINITE]
    if refused:
        fault = refused[0]
        where = "".join(f"/{step}" for step in fault.steps)
        raise InputError(
            f"{name} is not JSON{' at ' + where if where else ''}: {fault.what}."
            " To judge a raw HTTP body, add --wire."
        )
    return body


def _elements(body: wire.Body) -> Iterator[wire.Body]:
    for i, value in enumerate(body.value):
        mine = [f for f in body.faults if f.steps[:1] == (i,)]
        shared = [f for f in body.faults if not f.steps and i == 0]
        faults = (*shared, *(replace(fault, steps=fault.steps[1:]) for fault in mine))
        yield wire.Body(value, readable=True, faults=faults)
